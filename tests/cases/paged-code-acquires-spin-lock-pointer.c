/*
 * A wrapper that is called through a pointer which the driver fills itself: a
 * field of a table, a field that is assigned, a global, a parameter.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	ULONG Count;
	const struct _OPERATIONS *Operations;
	VOID (*Notify)(struct _DEVICE *Device);
	VOID (*Quiet)(struct _DEVICE *Device);
} DEVICE, *PDEVICE;

typedef struct _OPERATIONS {
	VOID (*Enter)(PDEVICE Device);
	VOID (*Count)(PDEVICE Device);
	VOID (*Leave)(PDEVICE Device);
} OPERATIONS;

static VOID Enter(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
}

static VOID Leave(PDEVICE Device)
{
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

static VOID Count(PDEVICE Device)
{
	Enter(Device);
	Device->Count++;
	Leave(Device);
}

static const OPERATIONS Operations = {
	.Enter = Enter,
	.Count = Count,
	.Leave = Leave,
};

PAGED VOID ThroughTable(PDEVICE Device)
{
	PAGED_CODE();
	Device->Operations->Enter(Device); // want PA1001 "'ThroughTable'"
	Device->Operations->Leave(Device);
}

PAGED VOID ThroughTableIsolated(PDEVICE Device)
{
	PAGED_CODE();
	Device->Operations->Count(Device);
}

VOID Fill(PDEVICE Device)
{
	Device->Operations = &Operations;
	Device->Notify = Enter;
	Device->Quiet = Count;
}

PAGED VOID ThroughField(PDEVICE Device)
{
	PAGED_CODE();
	Device->Notify(Device); // want PA1001 "'ThroughField'"
	Leave(Device);
}

PAGED VOID ThroughFieldIsolated(PDEVICE Device)
{
	PAGED_CODE();
	Device->Quiet(Device);
}

static VOID (*GlobalEnter)(PDEVICE Device) = Enter;
static VOID (*GlobalCount)(PDEVICE Device) = Count;

PAGED VOID ThroughGlobal(PDEVICE Device)
{
	PAGED_CODE();
	GlobalEnter(Device); // want PA1001 "'ThroughGlobal'"
	Leave(Device);
}

PAGED VOID ThroughGlobalIsolated(PDEVICE Device)
{
	PAGED_CODE();
	GlobalCount(Device);
}

static VOID (*const Array[])(PDEVICE Device) = { Enter, Leave };
static VOID (*const QuietArray[])(PDEVICE Device) = { Count, Count };

PAGED VOID ThroughArray(PDEVICE Device)
{
	PAGED_CODE();
	Array[0](Device); // want PA1001 "'ThroughArray'"
	Array[1](Device);
}

PAGED VOID ThroughArrayIsolated(PDEVICE Device)
{
	PAGED_CODE();
	QuietArray[0](Device);
}

PAGED VOID ThroughLocal(PDEVICE Device)
{
	VOID (*enter)(PDEVICE Device) = Enter;

	PAGED_CODE();
	enter(Device); // want PA1001 "'ThroughLocal'"
	Leave(Device);
}

PAGED VOID ThroughLocalIsolated(PDEVICE Device)
{
	VOID (*count)(PDEVICE Device) = Count;

	PAGED_CODE();
	count(Device);
}

PAGED static VOID CallIt(VOID (*Routine)(PDEVICE Device), PDEVICE Device)
{
	PAGED_CODE();
	Routine(Device); // want PA1001 "'CallIt'"
	Leave(Device);
}

PAGED VOID ThroughParameter(PDEVICE Device)
{
	PAGED_CODE();
	CallIt(Enter, Device);
}

PAGED static VOID CallItQuietly(VOID (*Routine)(PDEVICE Device), PDEVICE Device)
{
	PAGED_CODE();
	Routine(Device);
}

PAGED VOID ThroughParameterIsolated(PDEVICE Device)
{
	PAGED_CODE();
	CallItQuietly(Count, Device);
}
