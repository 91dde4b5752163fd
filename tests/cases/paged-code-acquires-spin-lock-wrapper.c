/*
 * Wrappers. One that gives the lock back is an isolated helper; one that
 * returns with it held raises IRQL in its caller, and the call is at fault.
 * Where the old IRQL is kept between the two halves makes no difference.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	KLOCK_QUEUE_HANDLE Handle;
	BOOLEAN Removed;
	ULONG Count;
	struct _DEVICE *Parent;
} DEVICE, *PDEVICE;

static KSPIN_LOCK Lock;
static KIRQL SavedIrql;

VOID Work(VOID);

/* ---- through a parameter ----------------------------------------------- */

static VOID LockByPointer(PKIRQL Irql)
{
	KeAcquireSpinLock(&Lock, Irql);
}

static VOID UnlockByValue(KIRQL Irql)
{
	KeReleaseSpinLock(&Lock, Irql);
}

PAGED VOID UsesPointer(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	LockByPointer(&irql); // want must PA1001 "'UsesPointer' in pageable section 'PAGE' acquires a spin lock: 'LockByPointer', through 'KeAcquireSpinLock'"
	UnlockByValue(irql);
}

VOID UsesPointerResident(VOID)
{
	KIRQL irql;

	LockByPointer(&irql);
	UnlockByValue(irql);
}

/* Here the pair is whole inside one resident routine. */
PAGED VOID CallsUser(VOID)
{
	PAGED_CODE();
	UsesPointerResident();
}

/* ---- returned ---------------------------------------------------------- */

static KIRQL LockAndReturn(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	return irql;
}

PAGED VOID UsesReturned(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	irql = LockAndReturn(); // want must PA1001 "'LockAndReturn'"
	Work();
	UnlockByValue(irql);
}

static KIRQL LockUnlockAndReturn(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
	return irql;
}

PAGED VOID UsesReturnedAfterUnlock(VOID)
{
	PAGED_CODE();
	(VOID)LockUnlockAndReturn();
	Work();
}

/* ---- in a field of the device extension -------------------------------- */

static VOID LockDevice(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
}

static VOID UnlockDevice(PDEVICE Device)
{
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

PAGED VOID UsesField(PDEVICE Device)
{
	PAGED_CODE();
	LockDevice(Device); // want must PA1001 "'LockDevice'"
	Device->Count++;
	UnlockDevice(Device);
	Work();
}

static VOID CountInDevice(PDEVICE Device)
{
	LockDevice(Device);
	Device->Count++;
	UnlockDevice(Device);
}

PAGED VOID UsesFieldIsolated(PDEVICE Device)
{
	PAGED_CODE();
	CountInDevice(Device);
	Work();
}

static VOID CountInParent(PDEVICE Device)
{
	LockDevice(Device->Parent);
	Device->Parent->Count++;
	UnlockDevice(Device->Parent);
}

PAGED VOID UsesParentIsolated(PDEVICE Device)
{
	PAGED_CODE();
	CountInParent(Device);
	CountInParent(Device->Parent);
}

static VOID LockQueued(PDEVICE Device)
{
	KeAcquireInStackQueuedSpinLock(&Device->Lock, &Device->Handle);
}

static VOID UnlockQueued(PDEVICE Device)
{
	KeReleaseInStackQueuedSpinLock(&Device->Handle);
}

PAGED VOID UsesHandle(PDEVICE Device)
{
	PAGED_CODE();
	LockQueued(Device); // want must PA1001 "'LockQueued'"
	UnlockQueued(Device);
}

static VOID CountQueued(PDEVICE Device)
{
	LockQueued(Device);
	Device->Count++;
	UnlockQueued(Device);
}

PAGED VOID UsesHandleIsolated(PDEVICE Device)
{
	PAGED_CODE();
	CountQueued(Device);
}

/* ---- in a global ------------------------------------------------------- */

static VOID LockGlobal(VOID)
{
	KeAcquireSpinLock(&Lock, &SavedIrql);
}

static VOID UnlockGlobal(VOID)
{
	KeReleaseSpinLock(&Lock, SavedIrql);
}

PAGED VOID UsesGlobal(VOID)
{
	PAGED_CODE();
	LockGlobal(); // want must PA1001 "'LockGlobal'"
	UnlockGlobal();
}

static VOID CountGlobal(VOID)
{
	LockGlobal();
	UnlockGlobal();
}

PAGED VOID UsesGlobalIsolated(VOID)
{
	PAGED_CODE();
	CountGlobal();
	CountGlobal();
}

/* The usual way to save in a global safely: into a local first. */
static VOID LockThroughLocal(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	SavedIrql = irql;
}

static VOID UnlockThroughLocal(VOID)
{
	KIRQL irql = SavedIrql;

	KeReleaseSpinLock(&Lock, irql);
}

static VOID CountThroughLocal(VOID)
{
	LockThroughLocal();
	UnlockThroughLocal();
}

PAGED VOID UsesLocalIsolated(VOID)
{
	PAGED_CODE();
	CountThroughLocal();
	CountThroughLocal();
}

/* ---- two deep ---------------------------------------------------------- */

static VOID LockOuter(PDEVICE Device)
{
	LockDevice(Device);
	Device->Count++;
}

PAGED VOID UsesOuter(PDEVICE Device)
{
	PAGED_CODE();
	LockOuter(Device); // want must PA1001 "'LockOuter'"
	UnlockDevice(Device);
}

/* ---- only on success --------------------------------------------------- */

static BOOLEAN TryLock(PDEVICE Device, PKIRQL Irql)
{
	KeAcquireSpinLock(&Device->Lock, Irql);
	if (Device->Removed) {
		KeReleaseSpinLock(&Device->Lock, *Irql);
		return FALSE;
	}
	return TRUE;
}

PAGED VOID UsesTryLock(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	if (TryLock(Device, &irql)) { // want PA1001 "'UsesTryLock'"
		Device->Count++;
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

static VOID CountIfPresent(PDEVICE Device)
{
	KIRQL irql;

	if (!TryLock(Device, &irql)) {
		return;
	}
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, irql);
}

PAGED VOID UsesTryLockIsolated(PDEVICE Device)
{
	PAGED_CODE();
	CountIfPresent(Device);
	CountIfPresent(Device);
}

/* Raises first; what it keeps is the lock. */
static BOOLEAN RaiseAndTry(PDEVICE Device, PKIRQL Irql)
{
	*Irql = KeRaiseIrqlToDpcLevel();
	if (!KeTryToAcquireSpinLockAtDpcLevel(&Device->Lock)) {
		KeLowerIrql(*Irql);
		return FALSE;
	}
	return TRUE;
}

PAGED VOID UsesRaiseAndTry(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	if (RaiseAndTry(Device, &irql)) { // want PA1001 "'RaiseAndTry'"
		Device->Count++;
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

static VOID CountByRaiseAndTry(PDEVICE Device)
{
	KIRQL irql;

	if (RaiseAndTry(Device, &irql)) {
		Device->Count++;
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

PAGED VOID UsesRaiseAndTryIsolated(PDEVICE Device)
{
	PAGED_CODE();
	CountByRaiseAndTry(Device);
	CountByRaiseAndTry(Device);
}

static NTSTATUS LockWithStatus(PDEVICE Device)
{
	if (Device->Removed) {
		return STATUS_DELETE_PENDING;
	}
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	return STATUS_SUCCESS;
}

PAGED NTSTATUS UsesStatus(PDEVICE Device)
{
	NTSTATUS status;

	PAGED_CODE();
	status = LockWithStatus(Device); // want PA1001 "'UsesStatus'"
	if (!NT_SUCCESS(status)) {
		return status;
	}
	UnlockDevice(Device);
	return STATUS_SUCCESS;
}

static NTSTATUS CountWithStatus(PDEVICE Device)
{
	NTSTATUS status;

	status = LockWithStatus(Device);
	if (NT_SUCCESS(status)) {
		Device->Count++;
		UnlockDevice(Device);
	}
	return status;
}

PAGED NTSTATUS UsesStatusIsolated(PDEVICE Device)
{
	PAGED_CODE();
	if (NT_SUCCESS(CountWithStatus(Device))) {
		return CountWithStatus(Device);
	}
	return STATUS_UNSUCCESSFUL;
}

/* ---- only with a flag -------------------------------------------------- */

static VOID LockIf(PDEVICE Device, BOOLEAN Yes)
{
	if (Yes) {
		LockDevice(Device);
	}
}

static VOID UnlockIf(PDEVICE Device, BOOLEAN Yes)
{
	if (Yes) {
		UnlockDevice(Device);
	}
}

PAGED VOID UsesFlagTrue(PDEVICE Device)
{
	PAGED_CODE();
	LockIf(Device, TRUE); // want PA1001 "'UsesFlagTrue'"
	UnlockIf(Device, TRUE);
}

PAGED VOID UsesFlagFalse(PDEVICE Device)
{
	PAGED_CODE();
	LockIf(Device, FALSE);
	UnlockIf(Device, FALSE);
}

static VOID CountIf(PDEVICE Device, BOOLEAN Yes)
{
	LockIf(Device, Yes);
	Device->Count++;
	UnlockIf(Device, Yes);
}

PAGED VOID UsesFlagIsolated(PDEVICE Device, BOOLEAN Yes)
{
	PAGED_CODE();
	CountIf(Device, Yes);
	CountIf(Device, TRUE);
}

/* ---- pageable wrappers ------------------------------------------------- */

/* Two defects: to move the wrapper out of PAGE would not help its caller. */
PAGED static VOID LockPaged(PDEVICE Device)
{
	PAGED_CODE();
	KeAcquireSpinLock(&Device->Lock, &Device->Irql); // want PA1001 "'LockPaged'"
}

PAGED VOID UsesLockPaged(PDEVICE Device)
{
	PAGED_CODE();
	LockPaged(Device); // want PA1001 "'UsesLockPaged'"
	UnlockDevice(Device);
}

/* ---- annotated, defined elsewhere -------------------------------------- */

_IRQL_raises_(DISPATCH_LEVEL)
_IRQL_saves_global_(OldIrql, Device)
_Acquires_lock_(Device->Lock)
VOID OtherLock(PDEVICE Device);

_IRQL_requires_(DISPATCH_LEVEL)
_IRQL_restores_global_(OldIrql, Device)
_Releases_lock_(Device->Lock)
VOID OtherUnlock(PDEVICE Device);

_IRQL_requires_max_(DISPATCH_LEVEL)
VOID OtherCount(PDEVICE Device);

_IRQL_raises_(DISPATCH_LEVEL)
_IRQL_saves_
KIRQL OtherRaise(VOID);

VOID OtherLower(_In_ _IRQL_restores_ KIRQL Irql);

_IRQL_requires_max_(APC_LEVEL)
_Acquires_lock_(Device->Lock)
VOID OtherMutex(PDEVICE Device);

PAGED VOID UsesAnnotated(PDEVICE Device)
{
	PAGED_CODE();
	OtherLock(Device); // want PA1001 "'UsesAnnotated'"
	OtherUnlock(Device);
}

PAGED VOID UsesAnnotatedResident(PDEVICE Device)
{
	PAGED_CODE();
	OtherCount(Device);
}

/* It raises, and does not say that it is by a lock. */
PAGED VOID UsesAnnotatedRaise(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	irql = OtherRaise(); // want PA1002 "'UsesAnnotatedRaise'"
	OtherLower(irql);
}

/* It is a lock, and does not raise. */
PAGED VOID UsesAnnotatedMutex(PDEVICE Device)
{
	PAGED_CODE();
	OtherMutex(Device);
}

/* ---- a parameter that is no longer what the caller gave ------------------ */

/* The test in the loop is of what was counted, not of what was asked for. */
static NTSTATUS LockNth(PDEVICE Device, ULONG Index)
{
	KeAcquireSpinLock(&Lock, &SavedIrql);
	for (; Device; Device = Device->Parent)
		if (Index-- == 0)
			return STATUS_SUCCESS;
	KeReleaseSpinLock(&Lock, SavedIrql);
	return STATUS_NOT_FOUND;
}

PAGED VOID UsesNth(PDEVICE Device)
{
	PAGED_CODE();
	if (NT_SUCCESS(LockNth(Device, 0))) // want must PA1001 "'LockNth'"
		UnlockByValue(SavedIrql);
}

static NTSTATUS LockIfFirst(PDEVICE Device, ULONG Index)
{
	for (; Device; Device = Device->Parent)
		if (Index == 0) {
			KeAcquireSpinLock(&Lock, &SavedIrql);
			return STATUS_SUCCESS;
		}
	return STATUS_NOT_FOUND;
}

PAGED VOID UsesIfFirst(PDEVICE Device)
{
	PAGED_CODE();
	if (NT_SUCCESS(LockIfFirst(Device, 1)))
		UnlockByValue(SavedIrql);
}
