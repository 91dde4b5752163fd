/*
 * Every kind of spin lock in a pageable routine, and the same in a resident
 * one. Locks that are taken "at DPC level" are taken by code that says it is
 * there already, which pageable code cannot be.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	EX_SPIN_LOCK Shared;
	PKINTERRUPT Interrupt;
	KIRQL Irql;
} DEVICE, *PDEVICE;

/* ---- executive --------------------------------------------------------- */

PAGED VOID Plain(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Device->Lock, &irql); // want must PA1001 "'Plain'"
	KeReleaseSpinLock(&Device->Lock, irql);
}

PAGED VOID RaiseToDpc(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	irql = KeAcquireSpinLockRaiseToDpc(&Device->Lock); // want PA1001 "'KeAcquireSpinLockRaiseToDpc'"
	KeReleaseSpinLock(&Device->Lock, irql);
}

PAGED VOID AtDpcLevel(PDEVICE Device)
{
	PAGED_CODE();
	KeAcquireSpinLockAtDpcLevel(&Device->Lock); // want PA1001 "'AtDpcLevel'"
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
}

VOID AtDpcLevelResident(PDEVICE Device)
{
	KeAcquireSpinLockAtDpcLevel(&Device->Lock);
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
}

PAGED BOOLEAN TryAtDpcLevel(PDEVICE Device)
{
	PAGED_CODE();
	if (!KeTryToAcquireSpinLockAtDpcLevel(&Device->Lock)) { // want PA1001 "'TryAtDpcLevel'"
		return FALSE;
	}
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
	return TRUE;
}

PAGED VOID ForDpc(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	irql = KeAcquireSpinLockForDpc(&Device->Lock); // want PA1001 "'ForDpc'"
	KeReleaseSpinLockForDpc(&Device->Lock, irql);
}

/* ---- in-stack queued --------------------------------------------------- */

PAGED VOID Queued(PDEVICE Device)
{
	KLOCK_QUEUE_HANDLE handle;

	PAGED_CODE();
	KeAcquireInStackQueuedSpinLock(&Device->Lock, &handle); // want must PA1001 "'Queued'"
	KeReleaseInStackQueuedSpinLock(&handle);
}

VOID QueuedResident(PDEVICE Device)
{
	KLOCK_QUEUE_HANDLE handle;

	KeAcquireInStackQueuedSpinLock(&Device->Lock, &handle);
	KeReleaseInStackQueuedSpinLock(&handle);
}

PAGED VOID CallsQueuedResident(PDEVICE Device)
{
	PAGED_CODE();
	QueuedResident(Device);
}

PAGED VOID QueuedAtDpcLevel(PDEVICE Device)
{
	KLOCK_QUEUE_HANDLE handle;

	PAGED_CODE();
	KeAcquireInStackQueuedSpinLockAtDpcLevel(&Device->Lock, &handle); // want PA1001 "'QueuedAtDpcLevel'"
	KeReleaseInStackQueuedSpinLockFromDpcLevel(&handle);
}

PAGED VOID QueuedForDpc(PDEVICE Device)
{
	KLOCK_QUEUE_HANDLE handle;

	PAGED_CODE();
	KeAcquireInStackQueuedSpinLockForDpc(&Device->Lock, &handle); // want PA1001 "'QueuedForDpc'"
	KeReleaseInStackQueuedSpinLockForDpc(&handle);
}

/* ---- reader/writer ----------------------------------------------------- */

PAGED VOID Exclusive(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	irql = ExAcquireSpinLockExclusive(&Device->Shared); // want must PA1001 "'Exclusive'"
	ExReleaseSpinLockExclusive(&Device->Shared, irql);
}

PAGED VOID Shared(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	irql = ExAcquireSpinLockShared(&Device->Shared); // want must PA1001 "'Shared'"
	ExReleaseSpinLockShared(&Device->Shared, irql);
}

VOID SharedResident(PDEVICE Device)
{
	KIRQL irql;

	irql = ExAcquireSpinLockShared(&Device->Shared);
	ExReleaseSpinLockShared(&Device->Shared, irql);
}

PAGED VOID SharedAtDpcLevel(PDEVICE Device)
{
	PAGED_CODE();
	ExAcquireSpinLockSharedAtDpcLevel(&Device->Shared); // want PA1001 "'SharedAtDpcLevel'"
	ExReleaseSpinLockSharedFromDpcLevel(&Device->Shared);
}

PAGED VOID ExclusiveAtDpcLevel(PDEVICE Device)
{
	PAGED_CODE();
	ExAcquireSpinLockExclusiveAtDpcLevel(&Device->Shared); // want PA1001 "'ExclusiveAtDpcLevel'"
	ExReleaseSpinLockExclusiveFromDpcLevel(&Device->Shared);
}

/* ---- cancel ------------------------------------------------------------ */

PAGED VOID Cancel(PIRP Irp)
{
	KIRQL irql;

	PAGED_CODE();
	IoAcquireCancelSpinLock(&irql); // want must PA1001 "'Cancel'"
	IoSetCancelRoutine(Irp, NULL);
	IoReleaseCancelSpinLock(irql);
}

/* An interlocked exchange: no lock at all. */
PAGED VOID CancelWithoutLock(PIRP Irp)
{
	PAGED_CODE();
	(VOID)IoSetCancelRoutine(Irp, NULL);
}

/* ---- interrupt --------------------------------------------------------- */

PAGED VOID Interrupt(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	irql = KeAcquireInterruptSpinLock(Device->Interrupt); // want must PA1001 "'Interrupt'"
	KeReleaseInterruptSpinLock(Device->Interrupt, irql);
}

VOID InterruptResident(PDEVICE Device)
{
	KIRQL irql;

	irql = KeAcquireInterruptSpinLock(Device->Interrupt);
	KeReleaseInterruptSpinLock(Device->Interrupt, irql);
}

static KSYNCHRONIZE_ROUTINE Touch;

static BOOLEAN Touch(PVOID Context)
{
	return Context != NULL;
}

/* The routine runs with the lock held, and IRQL is back when the call ends. */
PAGED VOID Synchronised(PDEVICE Device)
{
	PAGED_CODE();
	KeSynchronizeExecution(Device->Interrupt, Touch, Device);
}

/* ---- where the saved IRQL is ------------------------------------------- */

PAGED VOID SavesInDevice(PDEVICE Device)
{
	PAGED_CODE();
	KeAcquireSpinLock(&Device->Lock, &Device->Irql); // want PA1001 "'SavesInDevice'"
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

VOID SavesInDeviceResident(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
}
