/*
 * On some paths the lock is held where pageable code is called, on others not.
 * Branches that go together are kept apart; what is left is reported.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	BOOLEAN Removed;
	ULONG State, Count;
	LIST_ENTRY List;
} DEVICE, *PDEVICE;

PAGED VOID Paged(PDEVICE Device)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Device);
}

NTSTATUS Try(PDEVICE Device);

/* ---- if ---------------------------------------------------------------- */

VOID OnOnePath(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Device->Removed) {
		Paged(Device); // want PA1006 "'OnOnePath'"
	}
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID AfterEarlyRelease(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Device->Removed) {
		KeReleaseSpinLock(&Device->Lock, irql);
		Paged(Device);
		return;
	}
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID ForgottenRelease(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (!Device->Removed) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device); // want PA1006 "'ForgottenRelease'"
} // want PA1010 "'ForgottenRelease'"

VOID ReleaseOnBoth(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (!Device->Removed) {
		Device->Count++;
		KeReleaseSpinLock(&Device->Lock, irql);
	} else {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device);
}

VOID LockedByParameter(PDEVICE Device, BOOLEAN Lock)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (Lock) {
		KeAcquireSpinLock(&Device->Lock, &irql);
	}
	if (!Lock) {
		Paged(Device);
	}
	if (Lock) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device);
}

VOID LockedByParameterWrongly(PDEVICE Device, BOOLEAN Lock)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (Lock) {
		KeAcquireSpinLock(&Device->Lock, &irql);
	}
	if (Lock) {
		Paged(Device); // want PA1006 "'LockedByParameterWrongly'"
	}
	if (Lock) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device);
}

VOID LockedByLocal(PDEVICE Device)
{
	BOOLEAN held = FALSE;
	KIRQL irql = PASSIVE_LEVEL;

	if (Device->State == 3) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		held = TRUE;
	}
	Device->Count++;
	if (held) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device);
}

VOID LockedByValue(PDEVICE Device, ULONG Mode)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (Mode == 2) {
		KeAcquireSpinLock(&Device->Lock, &irql);
	}
	Device->Count++;
	if (Mode == 2) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device);
}

/* ---- try-lock ---------------------------------------------------------- */

static BOOLEAN TryLock(PDEVICE Device, PKIRQL Irql)
{
	KeAcquireSpinLock(&Device->Lock, Irql);
	if (Device->Removed) {
		KeReleaseSpinLock(&Device->Lock, *Irql);
		return FALSE;
	}
	return TRUE;
}

VOID AfterFailure(PDEVICE Device)
{
	KIRQL irql;

	if (!TryLock(Device, &irql)) {
		Paged(Device);
		return;
	}
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID AfterSuccess(PDEVICE Device)
{
	KIRQL irql;

	if (TryLock(Device, &irql)) {
		Paged(Device); // want PA1006 "'AfterSuccess'"
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

static NTSTATUS LockWithStatus(PDEVICE Device, PKIRQL Irql)
{
	KeAcquireSpinLock(&Device->Lock, Irql);
	if (Device->Removed) {
		KeReleaseSpinLock(&Device->Lock, *Irql);
		return STATUS_DELETE_PENDING;
	}
	return STATUS_SUCCESS;
}

NTSTATUS AfterStatus(PDEVICE Device)
{
	NTSTATUS status;
	KIRQL irql;

	status = LockWithStatus(Device, &irql);
	if (!NT_SUCCESS(status)) {
		Paged(Device);
		return status;
	}
	KeReleaseSpinLock(&Device->Lock, irql);
	Paged(Device);
	return status;
}

NTSTATUS AfterWrongStatus(PDEVICE Device)
{
	NTSTATUS status;
	KIRQL irql;

	status = LockWithStatus(Device, &irql);
	if (NT_SUCCESS(status)) {
		Paged(Device); // want PA1006 "'AfterWrongStatus'"
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	return status;
}

/* ---- goto, switch, loops ----------------------------------------------- */

NTSTATUS Goto(PDEVICE Device)
{
	BOOLEAN held = FALSE;
	NTSTATUS status;
	KIRQL irql;

	status = Try(Device);
	if (!NT_SUCCESS(status)) {
		goto Exit;
	}
	KeAcquireSpinLock(&Device->Lock, &irql);
	held = TRUE;
	if (Device->Removed) {
		status = STATUS_DELETE_PENDING;
		goto Exit;
	}
	Device->Count++;
Exit:
	if (held) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device);
	return status;
}

NTSTATUS GotoPastRelease(PDEVICE Device)
{
	NTSTATUS status;
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	status = Try(Device);
	if (!NT_SUCCESS(status)) {
		goto Exit;
	}
	KeReleaseSpinLock(&Device->Lock, irql);
Exit:
	Paged(Device); // want PA1006 "'GotoPastRelease'"
	return status; // want PA1010 "'GotoPastRelease'"
}

VOID Switch(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	switch (Device->State) {
	case 0:
		KeReleaseSpinLock(&Device->Lock, irql);
		Paged(Device);
		break;
	case 1:
		Paged(Device); // want PA1006 "'Switch'"
		/* fall through */
	case 2:
		KeReleaseSpinLock(&Device->Lock, irql);
		break;
	default:
		KeReleaseSpinLock(&Device->Lock, irql);
		Paged(Device);
	}
	Paged(Device);
}

VOID SwitchPair(PDEVICE Device, ULONG Mode)
{
	KIRQL irql = PASSIVE_LEVEL;

	switch (Mode) {
	case 1:
	case 2:
		KeAcquireSpinLock(&Device->Lock, &irql);
		break;
	default:
		Paged(Device);
		break;
	}
	Device->Count++;
	switch (Mode) {
	case 1:
	case 2:
		KeReleaseSpinLock(&Device->Lock, irql);
		break;
	default:
		break;
	}
	Paged(Device);
}

VOID Loop(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	while (!IsListEmpty(&Device->List)) {
		(VOID)RemoveHeadList(&Device->List);
		KeReleaseSpinLock(&Device->Lock, irql);
		Paged(Device);
		KeAcquireSpinLock(&Device->Lock, &irql);
	}
	KeReleaseSpinLock(&Device->Lock, irql);
	Paged(Device);
}

VOID LoopWithoutRelease(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	while (!IsListEmpty(&Device->List)) {
		(VOID)RemoveHeadList(&Device->List);
		Paged(Device); // want PA1006 "'LoopWithoutRelease'"
	}
	KeReleaseSpinLock(&Device->Lock, irql);
	Paged(Device);
}

VOID LoopWithBreak(PDEVICE Device)
{
	KIRQL irql;
	ULONG i;

	for (i = 0; i < 8; i++) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		if (Device->State == i) {
			break;
		}
		KeReleaseSpinLock(&Device->Lock, irql);
		Paged(Device);
	}
} // want PA1010 "'LoopWithBreak'"

VOID LoopAfterBreak(PDEVICE Device)
{
	KIRQL irql = PASSIVE_LEVEL;

	for (;;) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		if (Device->Removed) {
			break;
		}
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device); // want PA1006 "'LoopAfterBreak'"
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID DoWhile(PDEVICE Device)
{
	KIRQL irql;

	do {
		Paged(Device);
		KeAcquireSpinLock(&Device->Lock, &irql);
		Device->Count--;
		KeReleaseSpinLock(&Device->Lock, irql);
	} while (Device->Count);
}

/* ---- structured exception handling ------------------------------------- */

VOID InFinally(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	__try {
		if (Device->Removed) {
			__leave;
		}
		Device->Count++;
	} __finally {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Paged(Device);
}

VOID InFinallyTooEarly(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	__try {
		Device->Count++;
	} __finally {
		Paged(Device); // want PA1006 "'InFinallyTooEarly'"
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

VOID InExcept(PDEVICE Device, PULONG User)
{
	KIRQL irql;

	__try {
		Device->Count = *User;
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		Device->Count = 0;
		KeReleaseSpinLock(&Device->Lock, irql);
		Paged(Device);
	}
}

/* ---- a routine that proves its IRQL ------------------------------------ */

VOID Proven(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
		Paged(Device);
	}
	KeReleaseSpinLock(&Device->Lock, irql);
}

static VOID AsksFirst(PDEVICE Device)
{
	if (KeGetCurrentIrql() <= APC_LEVEL) {
		Paged(Device);
	}
}

VOID UnderAsksFirst(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	AsksFirst(Device);
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* ---- one routine, two callers ------------------------------------------ */

static VOID CalledBothWays(PDEVICE Device, BOOLEAN Held)
{
	if (!Held) {
		Paged(Device);
	}
	Device->Count++;
}

VOID CallsHeld(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	CalledBothWays(Device, TRUE);
	KeReleaseSpinLock(&Device->Lock, irql);
	CalledBothWays(Device, FALSE);
}
