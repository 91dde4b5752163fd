/*
 * Cancel routines, and where they leave the IRQL.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	LIST_ENTRY Queue;
} DEVICE, *PDEVICE;

static VOID Finish(PIRP Irp)
{
	Irp->IoStatus.Status = STATUS_CANCELLED;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

DRIVER_CANCEL Right, Constant, Device, Never, OnOnePath, OnBoth, Local,
	LastLock, LastLockLocal, OtherLock, Helper;

VOID Right(PDEVICE_OBJECT Object, PIRP Irp)
{
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	Finish(Irp);
}

VOID Constant(PDEVICE_OBJECT Object, PIRP Irp)
{
	IoReleaseCancelSpinLock(PASSIVE_LEVEL); // want must PA1015 "'Constant' gives 'IoReleaseCancelSpinLock' another IRQL than Irp->CancelIrql"
	Finish(Irp);
}

VOID Device(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	IoReleaseCancelSpinLock(device->Irql); // want must PA1015 "'Device'"
	Finish(Irp);
}

VOID Never(PDEVICE_OBJECT Object, PIRP Irp)
{
	Finish(Irp);
} // want must PA1015 "'Never' returns at another IRQL than Irp->CancelIrql"

VOID OnOnePath(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	if (IsListEmpty(&device->Queue))
		return; // want PA1015 "'OnOnePath'"
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	Finish(Irp);
}

VOID OnBoth(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	if (IsListEmpty(&device->Queue)) {
		IoReleaseCancelSpinLock(Irp->CancelIrql);
		return;
	}
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	Finish(Irp);
}

VOID Local(PDEVICE_OBJECT Object, PIRP Irp)
{
	KIRQL irql = Irp->CancelIrql;

	IoReleaseCancelSpinLock(irql);
	Finish(Irp);
}

/* The queue's lock takes over: IRQL comes down with it. */
VOID LastLock(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	IoReleaseCancelSpinLock(DISPATCH_LEVEL);
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
	KeReleaseSpinLock(&device->Lock, Irp->CancelIrql);
	Finish(Irp);
}

/* The same with what was kept before the request may be gone. */
VOID LastLockLocal(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	KIRQL irql = Irp->CancelIrql;

	IoReleaseCancelSpinLock(DISPATCH_LEVEL);
	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
	KeReleaseSpinLock(&device->Lock, irql);
	Finish(Irp);
}

VOID OtherLock(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	KIRQL irql;

	IoReleaseCancelSpinLock(Irp->CancelIrql);
	KeAcquireSpinLock(&device->Lock, &irql);
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
	KeReleaseSpinLock(&device->Lock, irql);
	Finish(Irp);
}

static VOID Leave(PIRP Irp)
{
	IoReleaseCancelSpinLock(Irp->CancelIrql);
}

VOID Helper(PDEVICE_OBJECT Object, PIRP Irp)
{
	Leave(Irp);
	Finish(Irp);
}

/* Not a cancel routine: the IRQL is its own. */
VOID Arm(PDEVICE_OBJECT Object, PIRP Irp)
{
	KIRQL irql;

	IoAcquireCancelSpinLock(&irql);
	IoSetCancelRoutine(Irp, Right);
	IoReleaseCancelSpinLock(irql);
}

/* The driver calls it, too, without a device, and has no lock then. */
DRIVER_CANCEL CalledByBoth, ByWhomever;

VOID CalledByBoth(PDEVICE_OBJECT Object, PIRP Irp)
{
	if (Object)
		IoReleaseCancelSpinLock(Irp->CancelIrql);
	Finish(Irp);
}

VOID ByWhomever(PDEVICE_OBJECT Object, PIRP Irp)
{
	if (Irp->IoStatus.Information)
		IoReleaseCancelSpinLock(Irp->CancelIrql);
	Finish(Irp);
} // want PA1015 "'ByWhomever'"

/* Who never comes back leaves no IRQL behind. */
DRIVER_CANCEL Stops, Goes;

VOID Stops(PDEVICE_OBJECT Object, PIRP Irp)
{
	IoReleaseCancelSpinLock(PASSIVE_LEVEL);
	KeBugCheck(DRIVER_CORRUPTED_EXPOOL);
}

VOID Goes(PDEVICE_OBJECT Object, PIRP Irp)
{
	IoReleaseCancelSpinLock(PASSIVE_LEVEL); // want must PA1015 "'Goes'"
	DbgPrint("gone\n");
}

/* A lock that is given back with IRQL or without, as the caller asks; what says
 * that IRQL is restored is right on either way. */
_IRQL_requires_(DISPATCH_LEVEL)
_IRQL_restores_global_(QueuedSpinLock, Handle)
static VOID GiveBack(PKLOCK_QUEUE_HANDLE Handle, KIRQL Lowest)
{
	if (Lowest >= DISPATCH_LEVEL)
		KeReleaseInStackQueuedSpinLockFromDpcLevel(Handle);
	else
		KeReleaseInStackQueuedSpinLock(Handle);
}

DRIVER_CANCEL LowersLast, LowersNever;

VOID LowersLast(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	KLOCK_QUEUE_HANDLE handle;

	IoReleaseCancelSpinLock(DISPATCH_LEVEL);
	KeAcquireInStackQueuedSpinLockAtDpcLevel(&device->Lock, &handle);
	GiveBack(&handle, DISPATCH_LEVEL);
	KeLowerIrql(Irp->CancelIrql);
	Finish(Irp);
}

VOID LowersNever(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	KLOCK_QUEUE_HANDLE handle;

	IoReleaseCancelSpinLock(DISPATCH_LEVEL); // want must PA1015 "'LowersNever'"
	KeAcquireInStackQueuedSpinLockAtDpcLevel(&device->Lock, &handle);
	GiveBack(&handle, DISPATCH_LEVEL);
	Finish(Irp);
}
