/*
 * Resident code that has raised IRQL calls pageable code: directly, deeper,
 * through every kind of lock; and the same call made before or after.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))
#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	EX_SPIN_LOCK Shared;
	KLOCK_QUEUE_HANDLE Handle;
	PKINTERRUPT Interrupt;
	FAST_MUTEX Mutex;
	KEVENT Ready;
	ULONG Count;
	KIRQL Irql;
} DEVICE, *PDEVICE;

static KSPIN_LOCK Lock;

PAGED VOID Paged(VOID)
{
	PAGED_CODE();
}

VOID Resident(VOID);

/* ---- under a lock, before it, behind it -------------------------------- */

VOID Under(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Paged(); // want must PA1006 "'Under' calls 'Paged', which is in pageable section 'PAGE', at DISPATCH_LEVEL"
	KeReleaseSpinLock(&Lock, irql);
}

VOID Before(VOID)
{
	KIRQL irql;

	Paged();
	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
}

VOID Behind(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
	Paged();
}

VOID UnderResident(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Resident();
	KeReleaseSpinLock(&Lock, irql);
}

/* Each call is a place of its own. */
VOID UnderTwice(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Paged(); // want PA1006 "'UnderTwice'"
	Paged(); // want PA1006 "'UnderTwice'"
	KeReleaseSpinLock(&Lock, irql);
}

/* ---- two calls deep ---------------------------------------------------- */

static VOID Middle(VOID)
{
	Paged(); // want PA1006 "'Middle' calls 'Paged'"
}

VOID UnderMiddle(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Middle();
	KeReleaseSpinLock(&Lock, irql);
}

static VOID MiddleOfNobody(VOID)
{
	Paged();
}

VOID BehindMiddle(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
	MiddleOfNobody();
}

/* What the pageable routine calls follows from the same defect. */
PAGED static VOID Inner(VOID)
{
	PAGED_CODE();
}

PAGED static VOID Outer(VOID)
{
	PAGED_CODE();
	Inner();
}

VOID UnderOuter(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Outer(); // want PA1006 "'UnderOuter' calls 'Outer'"
	KeReleaseSpinLock(&Lock, irql);
}

/* ---- every way to raise ------------------------------------------------ */

VOID Raised(VOID)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Paged(); // want PA1006 "'Raised'"
	KeLowerIrql(irql);
	Paged();
}

VOID RaisedToApc(VOID)
{
	KIRQL irql;

	KeRaiseIrql(APC_LEVEL, &irql);
	Paged();
	KeLowerIrql(irql);
}

VOID Queued(PDEVICE Device)
{
	KLOCK_QUEUE_HANDLE handle;

	KeAcquireInStackQueuedSpinLock(&Device->Lock, &handle);
	Paged(); // want PA1006 "'Queued'"
	KeReleaseInStackQueuedSpinLock(&handle);
	Paged();
}

VOID QueuedInDevice(PDEVICE Device)
{
	KeAcquireInStackQueuedSpinLock(&Device->Lock, &Device->Handle);
	Paged(); // want PA1006 "'QueuedInDevice'"
	KeReleaseInStackQueuedSpinLock(&Device->Handle);
	Paged();
}

VOID Shared(PDEVICE Device)
{
	KIRQL irql;

	irql = ExAcquireSpinLockShared(&Device->Shared);
	Paged(); // want PA1006 "'Shared'"
	ExReleaseSpinLockShared(&Device->Shared, irql);
	Paged();
}

VOID Exclusive(PDEVICE Device)
{
	KIRQL irql;

	irql = ExAcquireSpinLockExclusive(&Device->Shared);
	Paged(); // want PA1006 "'Exclusive'"
	ExReleaseSpinLockExclusive(&Device->Shared, irql);
	Paged();
}

VOID Cancel(PIRP Irp)
{
	KIRQL irql;

	IoAcquireCancelSpinLock(&irql);
	Paged(); // want PA1006 "'Cancel'"
	IoSetCancelRoutine(Irp, NULL);
	IoReleaseCancelSpinLock(irql);
	Paged();
}

VOID Interrupt(PDEVICE Device)
{
	KIRQL irql;

	irql = KeAcquireInterruptSpinLock(Device->Interrupt);
	Paged(); // want PA1006 "'Interrupt'"
	KeReleaseInterruptSpinLock(Device->Interrupt, irql);
	Paged();
}

VOID Waiting(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE);
	Paged(); // want PA1006 "'Waiting'"
	KeWaitForSingleObject(&Device->Ready, Executive, KernelMode, FALSE,
		NULL);
	Paged();
}

VOID NotWaiting(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, FALSE);
	Paged();
	KeWaitForSingleObject(&Device->Ready, Executive, KernelMode, FALSE,
		NULL);
}

VOID Mutex(PDEVICE Device)
{
	ExAcquireFastMutex(&Device->Mutex);
	Paged();
	ExReleaseFastMutex(&Device->Mutex);
}

VOID Region(VOID)
{
	KeEnterCriticalRegion();
	Paged();
	KeLeaveCriticalRegion();
}

/* ---- nested locks: still raised until the first one is given back ------- */

VOID Nested(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	KeAcquireSpinLockAtDpcLevel(&Device->Lock);
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
	Paged(); // want PA1006 "'Nested'"
	KeReleaseSpinLock(&Lock, irql);
	Paged();
}

VOID NestedWithOwnIrql(PDEVICE Device)
{
	KIRQL outer, inner;

	KeAcquireSpinLock(&Lock, &outer);
	KeAcquireSpinLock(&Device->Lock, &inner);
	KeReleaseSpinLock(&Device->Lock, inner);
	Paged(); // want PA1006 "'NestedWithOwnIrql'"
	KeReleaseSpinLock(&Lock, outer);
	Paged();
}

/* Given back in the order they were taken, with each other's IRQL. */
VOID Crossed(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	KeAcquireSpinLockAtDpcLevel(&Device->Lock);
	KeReleaseSpinLockFromDpcLevel(&Lock);
	Paged(); // want PA1006 "'Crossed'"
	KeReleaseSpinLock(&Device->Lock, irql);
	Paged();
}

/* ---- where the old IRQL is kept ---------------------------------------- */

static KIRQL SavedIrql;

VOID SavedInGlobal(VOID)
{
	KeAcquireSpinLock(&Lock, &SavedIrql);
	Paged(); // want PA1006 "'SavedInGlobal'"
	KeReleaseSpinLock(&Lock, SavedIrql);
	Paged();
}

VOID SavedInDevice(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	Paged(); // want PA1006 "'SavedInDevice'"
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
	Paged();
}

static VOID LockDevice(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
}

static VOID UnlockDevice(PDEVICE Device)
{
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

VOID SavedByWrapper(PDEVICE Device)
{
	LockDevice(Device);
	Paged(); // want PA1006 "'SavedByWrapper'"
	UnlockDevice(Device);
	Paged();
}

static VOID LockInto(PKIRQL Irql)
{
	KeAcquireSpinLock(&Lock, Irql);
}

VOID SavedThroughParameter(VOID)
{
	KIRQL irql;

	LockInto(&irql);
	Paged(); // want PA1006 "'SavedThroughParameter'"
	KeReleaseSpinLock(&Lock, irql);
	Paged();
}

VOID SavedInCopy(VOID)
{
	KIRQL irql, copy;

	KeAcquireSpinLock(&Lock, &irql);
	copy = irql;
	Paged(); // want PA1006 "'SavedInCopy'"
	KeReleaseSpinLock(&Lock, copy);
	Paged();
}

VOID SavedInLocalRecord(VOID)
{
	struct {
		KIRQL Irql;
		ULONG Other;
	} saved;

	KeAcquireSpinLock(&Lock, &saved.Irql);
	Paged(); // want PA1006 "'SavedInLocalRecord'"
	KeReleaseSpinLock(&Lock, saved.Irql);
	Paged();
}

/* ---- sections that are locked ------------------------------------------ */

VOID InLockedSection(VOID);
#pragma alloc_text(PAGELOCK, InLockedSection)

VOID InLockedSection(VOID)
{
	PAGED_CODE_LOCKED();
}

static PVOID Handle;

VOID LockSection(VOID)
{
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)InLockedSection);
}

VOID UnderLockedSection(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	InLockedSection();
	KeReleaseSpinLock(&Lock, irql);
}
