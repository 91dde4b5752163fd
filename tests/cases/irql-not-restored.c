/*
 * Returns at raised IRQL: leaks, and the wrappers that they look like.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	FAST_MUTEX Mutex;
	KIRQL Irql;
	ULONG Count;
	BOOLEAN Gone;
} DEVICE, *PDEVICE;

NTSTATUS Prepare(PDEVICE Device);

/* ---- leaks ------------------------------------------------------------- */

NTSTATUS EarlyReturn(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Device->Gone)
		return STATUS_DELETE_PENDING; // want must PA1010 "'EarlyReturn' returns at DISPATCH_LEVEL and was called at PASSIVE_LEVEL: 'KeAcquireSpinLock' is not undone"
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, irql);
	return STATUS_SUCCESS;
}

NTSTATUS EarlyReturnBefore(PDEVICE Device)
{
	KIRQL irql;

	if (Device->Gone)
		return STATUS_DELETE_PENDING;
	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, irql);
	return STATUS_SUCCESS;
}

VOID ByArgument(PDEVICE Device, ULONG Count)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Count > 10)
		return; // want PA1010 "'ByArgument' returns at DISPATCH_LEVEL and was called at a lower IRQL on its other paths"
	KeReleaseSpinLock(&Device->Lock, irql);
}

NTSTATUS GoneWithStatus(PDEVICE Device)
{
	NTSTATUS status;
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	status = Prepare(Device);
	if (!NT_SUCCESS(status))
		goto Exit;
	Device->Count++;
	KeLowerIrql(irql);
Exit:
	return status; // want PA1010 "'KeRaiseIrql' is not undone"
}

VOID ToApcLevel(PDEVICE Device)
{
	ExAcquireFastMutex(&Device->Mutex);
	if (Device->Gone)
		return; // want must PA1010 "'ToApcLevel' returns at APC_LEVEL"
	ExReleaseFastMutex(&Device->Mutex);
}

VOID RaisedToApcLevel(PDEVICE Device)
{
	KIRQL irql;

	KeRaiseIrql(APC_LEVEL, &irql);
	if (!NT_SUCCESS(Prepare(Device)))
		return; // want must PA1010 "'RaisedToApcLevel' returns at APC_LEVEL and was called at a lower IRQL on its other paths: 'KeRaiseIrql' is not undone"
	KeLowerIrql(irql);
}

VOID RaisedAndLowered(PDEVICE Device)
{
	KIRQL irql;

	KeRaiseIrql(APC_LEVEL, &irql);
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
	if (!NT_SUCCESS(Prepare(Device)))
		Device->Count++;
	KeLowerIrql(irql);
}

/* A critical region is no IRQL. */
VOID InCriticalRegion(PDEVICE Device)
{
	KeEnterCriticalRegion();
	if (!NT_SUCCESS(Prepare(Device)))
		return;
	KeLeaveCriticalRegion();
}

static VOID LockMutex(PDEVICE Device)
{
	ExAcquireFastMutex(&Device->Mutex);
}

static VOID UnlockMutex(PDEVICE Device)
{
	ExReleaseFastMutex(&Device->Mutex);
}

VOID ByMutexWrapper(PDEVICE Device)
{
	LockMutex(Device);
	if (!NT_SUCCESS(Prepare(Device)))
		return; // want must PA1010 "'LockMutex' is not undone"
	UnlockMutex(Device);
}

BOOLEAN TryMutex(PDEVICE Device)
{
	if (!ExTryToAcquireFastMutex(&Device->Mutex))
		return FALSE;
	return TRUE;
}

VOID UsesTryMutex(PDEVICE Device)
{
	if (!TryMutex(Device))
		return;
	Device->Count++;
	ExReleaseFastMutex(&Device->Mutex);
}

/* Raised when it fails, and not when it succeeds. */
NTSTATUS Inverted(PDEVICE Device)
{
	NTSTATUS status;

	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	status = Prepare(Device);
	if (NT_SUCCESS(status))
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
	return status; // want PA1010 "'Inverted'"
}

/* ---- roles ------------------------------------------------------------- */

DRIVER_DISPATCH Dispatch, DispatchRight;

NTSTATUS Dispatch(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	KeAcquireSpinLock(&device->Lock, &device->Irql);
	device->Count++;
	return STATUS_SUCCESS; // want must PA1010 "'Dispatch'"
}

NTSTATUS DispatchRight(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	KeAcquireSpinLock(&device->Lock, &device->Irql);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, device->Irql);
	return STATUS_SUCCESS;
}

KSTART_ROUTINE CallsWrapper, CallsLeak;

static VOID Acquire(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
}

VOID CallsWrapper(PVOID Context)
{
	Acquire(Context);
} // want PA1010 "'CallsWrapper' returns at DISPATCH_LEVEL and was called at PASSIVE_LEVEL"

/* What is to be put right is in EarlyReturn. */
VOID CallsLeak(PVOID Context)
{
	EarlyReturn(Context);
}

IO_CSQ_ACQUIRE_LOCK CsqAcquire;

VOID CsqAcquire(PIO_CSQ Csq, PKIRQL Irql)
{
	KeAcquireSpinLock(&((PDEVICE)Csq)->Lock, Irql);
}

/* ---- wrappers ---------------------------------------------------------- */

NTSTATUS AcquireOrFail(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	if (Device->Gone) {
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
		return STATUS_DELETE_PENDING;
	}
	return STATUS_SUCCESS;
}

BOOLEAN TryAcquire(PDEVICE Device)
{
	if (Device->Gone)
		return FALSE;
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	return TRUE;
}

PDEVICE Find(PDEVICE Device, PKIRQL Irql)
{
	KeAcquireSpinLock(&Device->Lock, Irql);
	if (!Device->Count) {
		KeReleaseSpinLock(&Device->Lock, *Irql);
		return NULL;
	}
	return Device;
}

VOID AcquireIf(PDEVICE Device, BOOLEAN Locked)
{
	if (!Locked)
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
}

VOID ReleaseIf(PDEVICE Device, BOOLEAN Locked)
{
	if (!Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

_IRQL_raises_(DISPATCH_LEVEL)
VOID Annotated(PDEVICE Device)
{
	if (Device->Count)
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	else
		KeAcquireSpinLockAtDpcLevel(&Device->Lock);
}

/* Its callers use what it says. */
VOID UsesTryAcquire(PDEVICE Device)
{
	if (!TryAcquire(Device))
		return;
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

VOID ForgetsTryAcquire(PDEVICE Device)
{
	TryAcquire(Device);
	Device->Count++;
} // want PA1010 "'ForgetsTryAcquire'"

/* ---- paths that go together -------------------------------------------- */

VOID Correlated(PDEVICE Device, BOOLEAN Locked)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (!Locked)
		KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Count++;
	if (!Locked)
		KeReleaseSpinLock(&Device->Lock, irql);
}

VOID Loop(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	while (Device->Count) {
		Device->Count--;
		KeReleaseSpinLock(&Device->Lock, irql);
		KeAcquireSpinLock(&Device->Lock, &irql);
	}
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID Stops(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Device->Gone)
		KeBugCheckEx(1, 2, 3, 4, 5);
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* ---- a flag in the device that one half sets and the other one tests ----- */

typedef struct _FLAGGED {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	BOOLEAN Held, Other;
} FLAGGED, *PFLAGGED;

static VOID LockFlagged(PFLAGGED Device, BOOLEAN Yes)
{
	if (Yes) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Held = TRUE;
	}
}

static VOID UnlockFlagged(PFLAGGED Device)
{
	if (Device->Held) {
		Device->Held = FALSE;
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
	}
}

static VOID UnlockByOther(PFLAGGED Device)
{
	if (Device->Other) {
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
	}
}

VOID UsesFlag(PFLAGGED Device)
{
	LockFlagged(Device, FALSE);
	UnlockFlagged(Device);
	LockFlagged(Device, TRUE);
	UnlockFlagged(Device);
}

VOID UsesOtherFlag(PFLAGGED Device)
{
	LockFlagged(Device, TRUE);
	UnlockByOther(Device);
} // want PA1010 "'UsesOtherFlag'"

/* ---- what an annotation promises --------------------------------------- */

_IRQL_requires_same_
VOID PromisesTheSame(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
} // want PA1010 "'PromisesTheSame'"

VOID PromisesNothing(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
}

/* ---- elements of an array ---------------------------------------------- */

typedef struct _LANES {
	KSPIN_LOCK Locks[4];
	ULONG State, Count;
} LANES, *PLANES;

/* One after the other: each is given back before the next is taken. */
NTSTATUS FindLane(PLANES Lanes)
{
	KIRQL irql;

	for (ULONG i = 0; i < 4; i++) {
		KeAcquireSpinLock(&Lanes->Locks[i], &irql);
		if (Lanes->State == 7)
			break;
		KeReleaseSpinLock(&Lanes->Locks[i], irql);
	}
	return STATUS_NOT_FOUND; // want PA1010 "'FindLane'"
}

NTSTATUS FindLaneAndLeave(PLANES Lanes)
{
	KIRQL irql;

	for (ULONG i = 0; i < 4; i++) {
		KeAcquireSpinLock(&Lanes->Locks[i], &irql);
		if (Lanes->State == 7) {
			KeReleaseSpinLock(&Lanes->Locks[i], irql);
			break;
		}
		KeReleaseSpinLock(&Lanes->Locks[i], irql);
	}
	return STATUS_NOT_FOUND;
}

NTSTATUS OneLane(PLANES Lanes, ULONG Lane)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lanes->Locks[Lane], &irql);
	if (Lanes->State == 7)
		return STATUS_NOT_FOUND; // want PA1010 "'OneLane'"
	KeReleaseSpinLock(&Lanes->Locks[Lane], irql);
	return STATUS_SUCCESS;
}

/* ---- failures ---------------------------------------------------------- */

/* What the caller passed decides, but nobody asks for a failure with a lock. */
NTSTATUS Drain(PLANES Lanes)
{
	KIRQL irql;

	while (Lanes->Count) {
		KeAcquireSpinLock(&Lanes->Locks[0], &irql);
		if (Lanes->Count == 9)
			return STATUS_UNSUCCESSFUL; // want PA1010 "'Drain'"
		KeReleaseSpinLock(&Lanes->Locks[0], irql);
	}
	return STATUS_UNSUCCESSFUL;
}

/* ---- above the DISPATCH_LEVEL of the entry ----------------------------- */

KDEFERRED_ROUTINE ForgetsInterruptLock, KeepsInterruptLock, GivesInterruptLockBack;
static PKINTERRUPT Interrupt;
static ULONG Events;

VOID ForgetsInterruptLock(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	KIRQL irql = KeAcquireInterruptSpinLock(Interrupt);

	if (Events == 7)
		return; // want PA1010 "'ForgetsInterruptLock' returns at DIRQL and was called at DISPATCH_LEVEL"
	Events = 0;
	KeReleaseInterruptSpinLock(Interrupt, irql);
}

VOID KeepsInterruptLock(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	KIRQL irql;

	KeRaiseIrql(HIGH_LEVEL, &irql);
	Events++;
} // want PA1010 "'KeepsInterruptLock' returns at HIGH_LEVEL"

VOID GivesInterruptLockBack(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	KIRQL irql = KeAcquireInterruptSpinLock(Interrupt);

	if (Events == 7) {
		KeReleaseInterruptSpinLock(Interrupt, irql);
		return;
	}
	Events = 0;
	KeReleaseInterruptSpinLock(Interrupt, irql);
}
