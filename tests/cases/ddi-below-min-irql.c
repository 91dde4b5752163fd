/*
 * Routines that count on DISPATCH_LEVEL, called below.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	ULONG Count;
	BOOLEAN Raised;
} DEVICE, *PDEVICE;

static VOID Bump(PDEVICE Device)
{
	KeAcquireSpinLockAtDpcLevel(&Device->Lock); // want must PA1009 "'Bump' calls 'KeAcquireSpinLockAtDpcLevel' at PASSIVE_LEVEL; the lowest IRQL for it is DISPATCH_LEVEL"
	Device->Count++;
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
}

DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	Bump(Driver->DeviceObject->DeviceExtension);
}

KDEFERRED_ROUTINE Dpc;

VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

/* ---- raised before ----------------------------------------------------- */

KSTART_ROUTINE Worker;

VOID Worker(PVOID Context)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
	KeLowerIrql(irql);
}

KSTART_ROUTINE WorkerAtApc;

VOID WorkerAtApc(PVOID Context)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeRaiseIrql(APC_LEVEL, &irql);
	KeAcquireSpinLockAtDpcLevel(&device->Lock); // want must PA1009 "at APC_LEVEL"
	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
	KeLowerIrql(irql);
}

/* Who calls it is not known. */
VOID Unknown(PDEVICE Device)
{
	KeAcquireSpinLockAtDpcLevel(&Device->Lock);
	Device->Count++;
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
}

/* ---- roles that run at several levels ---------------------------------- */

IO_COMPLETION_ROUTINE Complete;

NTSTATUS Complete(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	PDEVICE device = Context;

	KeAcquireSpinLockAtDpcLevel(&device->Lock); // want may PA1009 "'Complete'"
	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
	return STATUS_CONTINUE_COMPLETION;
}

IO_COMPLETION_ROUTINE CompleteAsks;

NTSTATUS CompleteAsks(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	PDEVICE device = Context;

	if (KeGetCurrentIrql() < DISPATCH_LEVEL)
		return STATUS_CONTINUE_COMPLETION;
	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
	return STATUS_CONTINUE_COMPLETION;
}

IO_COMPLETION_ROUTINE CompleteIsTold;

NTSTATUS CompleteIsTold(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	PDEVICE device = Context;
	KIRQL irql = DISPATCH_LEVEL;

	if (device->Raised)
		KeAcquireSpinLockAtDpcLevel(&device->Lock);
	else
		KeAcquireSpinLock(&device->Lock, &irql);
	device->Count++;
	if (device->Raised)
		KeReleaseSpinLockFromDpcLevel(&device->Lock);
	else
		KeReleaseSpinLock(&device->Lock, irql);
	return STATUS_CONTINUE_COMPLETION;
}

static VOID BumpRaised(PDEVICE Device, BOOLEAN Raised)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (!Raised)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeAcquireSpinLockAtDpcLevel(&Device->Lock);
	Device->Count++;
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
	if (!Raised)
		KeLowerIrql(irql);
}

IO_COMPLETION_ROUTINE CompleteTells;

NTSTATUS CompleteTells(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	PDEVICE device = Context;

	BumpRaised(device, device->Raised);
	return STATUS_CONTINUE_COMPLETION;
}

/* ---- releases and pageable code ---------------------------------------- */

KSTART_ROUTINE WrongRelease;

VOID WrongRelease(PVOID Context)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	KeLowerIrql(irql);
	KeReleaseSpinLockFromDpcLevel(&device->Lock); // want must PA1009 "'WrongRelease' calls 'KeReleaseSpinLockFromDpcLevel' at PASSIVE_LEVEL"
}

KSTART_ROUTINE RightRelease;

VOID RightRelease(PVOID Context)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
	KeLowerIrql(irql);
}

static KSPIN_LOCK Outer;

KSTART_ROUTINE OuterFirst;

VOID OuterFirst(PVOID Context)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeAcquireSpinLock(&Outer, &irql);
	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	KeReleaseSpinLock(&Outer, irql);
	KeReleaseSpinLockFromDpcLevel(&device->Lock); // want must PA1009
}

KSTART_ROUTINE InnerFirst;

VOID InnerFirst(PVOID Context)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeAcquireSpinLock(&Outer, &irql);
	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
	KeReleaseSpinLock(&Outer, irql);
}

/* ---- beside a raise ---------------------------------------------------- */

DRIVER_DISPATCH NextTooLate;

NTSTATUS NextTooLate(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, irql);
	IoStartNextPacket(Object, FALSE); // want may PA1009 "'IoStartNextPacket'"
	return STATUS_SUCCESS;
}

DRIVER_DISPATCH NextAsks;

NTSTATUS NextAsks(PDEVICE_OBJECT Object, PIRP Irp)
{
	KIRQL irql = KeGetCurrentIrql();
	BOOLEAN raise = ((PDEVICE)Object->DeviceExtension)->Raised;

	if (raise)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	IoStartNextPacket(Object, FALSE);
	if (raise)
		KeLowerIrql(irql);
	return STATUS_SUCCESS;
}

KSTART_ROUTINE PagedWorker;

PAGED VOID PagedWorker(PVOID Context)
{
	PDEVICE device = Context;

	PAGED_CODE();
	KeAcquireSpinLockAtDpcLevel(&device->Lock); // want PA1001
	device->Count++;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

/* Only some requests come by the call: a dispatch routine is below all the same. */
DRIVER_DISPATCH NextForSome, NextForSomeRaised;

NTSTATUS NextForSome(PDEVICE_OBJECT Object, PIRP Irp)
{
	if (Irp->Cancel)
		IoStartNextPacket(Object, FALSE); // want may PA1009 "'IoStartNextPacket'"
	return STATUS_SUCCESS;
}

NTSTATUS NextForSomeRaised(PDEVICE_OBJECT Object, PIRP Irp)
{
	KIRQL irql;

	if (Irp->Cancel) {
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
		IoStartNextPacket(Object, FALSE);
		KeLowerIrql(irql);
	}
	return STATUS_SUCCESS;
}

/* What was raised for something else and given back says nothing of the call. */
DRIVER_DISPATCH NextBehindLoop, NextInLoop, EitherLock;

NTSTATUS NextBehindLoop(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	KIRQL irql;

	while (device->Count) {
		KeAcquireSpinLock(&device->Lock, &irql);
		device->Count--;
		KeReleaseSpinLock(&device->Lock, irql);
	}
	IoStartNextPacket(Object, FALSE); // want may PA1009 "'IoStartNextPacket'"
	return STATUS_SUCCESS;
}

NTSTATUS NextInLoop(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	KIRQL irql;

	while (device->Count) {
		KeAcquireSpinLock(&device->Lock, &irql);
		device->Count--;
		IoStartNextPacket(Object, FALSE);
		KeReleaseSpinLock(&device->Lock, irql);
	}
	return STATUS_SUCCESS;
}

NTSTATUS EitherLock(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	BOOLEAN raised = device->Raised;
	KIRQL irql = DISPATCH_LEVEL;

	if (raised)
		KeAcquireSpinLockAtDpcLevel(&device->Lock);
	else
		KeAcquireSpinLock(&device->Lock, &irql);
	device->Count++;
	if (raised)
		KeReleaseSpinLockFromDpcLevel(&device->Lock);
	else
		KeReleaseSpinLock(&device->Lock, irql);
	return STATUS_SUCCESS;
}
