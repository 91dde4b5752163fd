/*
 * Pageable code that is called through a pointer while IRQL is raised.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;

typedef struct _DEVICE DEVICE, *PDEVICE;
typedef VOID HANDLER(PDEVICE Device);

typedef struct _OPERATIONS {
	ULONG Version;
	HANDLER *Start;
	HANDLER *Kick;
} OPERATIONS;

struct _DEVICE {
	const OPERATIONS *Operations;
	HANDLER *Hook;
	HANDLER *QuietHook;
	ULONG Count;
};

PAGED static VOID Start(PDEVICE Device)
{
	PAGED_CODE();
	Device->Count = 0;
}

static VOID Kick(PDEVICE Device)
{
	Device->Count++;
}

static const OPERATIONS Operations = { 1, Start, Kick };

VOID ThroughTable(PDEVICE Device)
{
	KIRQL irql;

	Device->Operations = &Operations;
	Device->Operations->Start(Device);
	KeAcquireSpinLock(&Lock, &irql);
	Device->Operations->Start(Device); // want PA1006 "'ThroughTable' calls 'Start'"
	KeReleaseSpinLock(&Lock, irql);
}

VOID ThroughTableResident(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Device->Operations->Kick(Device);
	KeReleaseSpinLock(&Lock, irql);
}

VOID Fill(PDEVICE Device)
{
	Device->Hook = Start;
	Device->QuietHook = Kick;
}

VOID ThroughField(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	(*Device->Hook)(Device); // want PA1006 "'ThroughField' calls 'Start'"
	(*Device->QuietHook)(Device);
	KeReleaseSpinLock(&Lock, irql);
	Device->Hook(Device);
}

static HANDLER *Global = Start;

VOID ThroughGlobal(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Global(Device); // want PA1006 "'ThroughGlobal' calls 'Start'"
	KeReleaseSpinLock(&Lock, irql);
}

/* A table with a number beside each routine, as message handlers have. */
static const struct {
	ULONG Code;
	HANDLER *Handler;
} Handlers[] = {
	{ 1, Start },
	{ 2, Kick },
};

VOID ThroughLoop(PDEVICE Device, ULONG Code)
{
	KIRQL irql;
	ULONG i;

	KeAcquireSpinLock(&Lock, &irql);
	for (i = 0; i < 2; i++) {
		if (Handlers[i].Code == Code) {
			Handlers[i].Handler(Device); // want PA1006 "'ThroughLoop' calls 'Start'"
		}
	}
	KeReleaseSpinLock(&Lock, irql);
}

static const struct {
	HANDLER *Handler;
} QuietHandlers[] = {
	{ Kick },
	{ Kick },
};

VOID ThroughQuietLoop(PDEVICE Device)
{
	KIRQL irql;
	ULONG i;

	KeAcquireSpinLock(&Lock, &irql);
	for (i = 0; i < 2; i++) {
		QuietHandlers[i].Handler(Device);
	}
	KeReleaseSpinLock(&Lock, irql);
}

static VOID ForEach(PDEVICE Device, HANDLER *Handler)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Handler(Device); // want PA1006 "'ForEach' calls 'Start'"
	KeReleaseSpinLock(&Lock, irql);
}

static VOID ForEachQuiet(PDEVICE Device, HANDLER *Handler)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Handler(Device);
	KeReleaseSpinLock(&Lock, irql);
	Start(Device);
}

VOID ThroughParameter(PDEVICE Device)
{
	ForEach(Device, Start);
	ForEachQuiet(Device, Kick);
}

/* Nobody fills this one: nothing is known, nothing is said. */
VOID ThroughUnknown(PDEVICE Device, HANDLER *Handler)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Handler(Device);
	KeReleaseSpinLock(&Lock, irql);
}
