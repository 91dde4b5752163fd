/*
 * The release, from DISPATCH_LEVEL, of a lock that nobody holds: the routine gets
 * there below DISPATCH_LEVEL only. The acquire would be what is wrong, but there
 * is none.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock, Other;
	EX_SPIN_LOCK Shared;
	KLOCK_QUEUE_HANDLE Queue;
	ULONG Count;
	VOID (*Enter)(struct _DEVICE *Device);
} DEVICE, *PDEVICE;

KSTART_ROUTINE Alone, AloneShared, AloneExclusive, AloneQueued, Helped;
KSTART_ROUTINE Behind, BehindHelper, InLoop, BeforeHelper;
KSTART_ROUTINE Taken, TakenByHelper, ByPointer, OnOneWay;
DRIVER_DISPATCH Dispatch;
KDEFERRED_ROUTINE Dpc;

VOID Alone(PVOID Context)
{
	PDEVICE device = Context;

	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock); // want must PA1009 "'Alone' calls 'KeReleaseSpinLockFromDpcLevel' at PASSIVE_LEVEL"
}

VOID AloneShared(PVOID Context)
{
	PDEVICE device = Context;

	device->Count++;
	ExReleaseSpinLockSharedFromDpcLevel(&device->Shared); // want must PA1009 "'AloneShared'"
}

VOID AloneExclusive(PVOID Context)
{
	PDEVICE device = Context;

	device->Count++;
	ExReleaseSpinLockExclusiveFromDpcLevel(&device->Shared); // want must PA1009 "'AloneExclusive'"
}

VOID AloneQueued(PVOID Context)
{
	PDEVICE device = Context;

	device->Count++;
	KeReleaseInStackQueuedSpinLockFromDpcLevel(&device->Queue); // want must PA1009 "'AloneQueued'"
}

static VOID Leave(PDEVICE Device)
{
	KeReleaseSpinLockFromDpcLevel(&Device->Lock); // want must PA1009 "'Leave'"
}

VOID Helped(PVOID Context)
{
	Leave(Context);
}

/* What is called later has not taken it. */
VOID Behind(PVOID Context)
{
	PDEVICE device = Context;

	KeReleaseSpinLockFromDpcLevel(&device->Lock); // want must PA1009 "'Behind'"
	device->Enter(device);
}

static VOID LeaveShared(PDEVICE Device)
{
	ExReleaseSpinLockSharedFromDpcLevel(&Device->Shared); // want must PA1009 "'LeaveShared'"
}

VOID BehindHelper(PVOID Context)
{
	PDEVICE device = Context;

	LeaveShared(device);
	device->Enter(device);
}

/* A driver above may call it at DISPATCH_LEVEL. */
NTSTATUS Dispatch(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock); // want may PA1009 "'Dispatch'"
	return STATUS_SUCCESS;
}

/* No IRQL is restored, so nothing is said at DISPATCH_LEVEL. */
VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

/* ---- where it is held, or may be ------------------------------------------ */

VOID Taken(PVOID Context)
{
	PDEVICE device = Context;

	KeAcquireSpinLockAtDpcLevel(&device->Lock); // want must PA1009 "'Taken' calls 'KeAcquireSpinLockAtDpcLevel'"
	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

static VOID EnterOther(PDEVICE Device)
{
	KeAcquireSpinLockAtDpcLevel(&Device->Other); // want must PA1009 "'EnterOther'"
}

static VOID LeaveOther(PDEVICE Device)
{
	KeReleaseSpinLockFromDpcLevel(&Device->Other);
}

VOID TakenByHelper(PVOID Context)
{
	EnterOther(Context);
	LeaveOther(Context);
}

VOID ByPointer(PVOID Context)
{
	PDEVICE device = Context;

	device->Enter(device);
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

/* What is called later is called before the next one. */
VOID InLoop(PVOID Context)
{
	PDEVICE device = Context;

	while (device->Count--) {
		KeReleaseSpinLockFromDpcLevel(&device->Lock);
		device->Enter(device);
	}
}

static VOID LeaveExclusive(PDEVICE Device)
{
	ExReleaseSpinLockExclusiveFromDpcLevel(&Device->Shared);
}

VOID BeforeHelper(PVOID Context)
{
	PDEVICE device = Context;

	device->Enter(device);
	LeaveExclusive(device);
}

VOID OnOneWay(PVOID Context)
{
	PDEVICE device = Context;

	if (device->Count)
		KeAcquireSpinLockAtDpcLevel(&device->Lock); // want PA1009 "'OnOneWay' calls 'KeAcquireSpinLockAtDpcLevel'"
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

static VOID Start(PKSTART_ROUTINE Routine, PVOID Context)
{
	HANDLE thread;

	PsCreateSystemThread(
		&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, Routine, Context);
}

static KDPC Later;

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Start(Alone, Driver);
	Start(AloneShared, Driver);
	Start(AloneExclusive, Driver);
	Start(AloneQueued, Driver);
	Start(Helped, Driver);
	Start(Behind, Driver);
	Start(BehindHelper, Driver);
	Start(InLoop, Driver);
	Start(BeforeHelper, Driver);
	Start(Taken, Driver);
	Start(TakenByHelper, Driver);
	Start(ByPointer, Driver);
	Start(OnOneWay, Driver);
	KeInitializeDpc(&Later, Dpc, Driver);
	Driver->MajorFunction[IRP_MJ_READ] = Dispatch;
	return STATUS_SUCCESS;
}
