/*
 * The lock on one path of several. A pageable routine that holds a lock on any
 * path is at fault; resident helpers whose branches go together give it back on
 * every path and are not, and neither is their caller.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	BOOLEAN Shared;
	ULONG Count;
	ULONG State;
} DEVICE, *PDEVICE;

VOID Work(VOID);
NTSTATUS Try(PDEVICE Device);

/* ---- on one path ------------------------------------------------------- */

PAGED VOID OnOnePath(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	if (Device->Shared) {
		KeAcquireSpinLock(&Device->Lock, &irql); // want PA1001 "'OnOnePath'"
		Device->Count++;
		KeReleaseSpinLock(&Device->Lock, irql);
	} else {
		Device->Count++;
	}
}

PAGED VOID OnNoPath(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	if (FALSE) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	Device->Count++;
}

PAGED VOID AfterReturn(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	return;
	KeAcquireSpinLock(&Device->Lock, &irql);
	KeReleaseSpinLock(&Device->Lock, irql);
}

PAGED VOID AfterBugCheck(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	KeBugCheckEx(0x1234, 0, 0, 0, 0);
	KeAcquireSpinLock(&Device->Lock, &irql);
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* ---- branches that go together ----------------------------------------- */

static VOID Paired(PDEVICE Device, BOOLEAN Locked)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (!Locked) {
		KeAcquireSpinLock(&Device->Lock, &irql);
	}
	Device->Count++;
	if (!Locked) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

PAGED VOID CallsPaired(PDEVICE Device)
{
	PAGED_CODE();
	Paired(Device, FALSE);
	Work();
	Paired(Device, FALSE);
}

static VOID PairedByLocal(PDEVICE Device)
{
	BOOLEAN acquired = FALSE;
	KIRQL irql = PASSIVE_LEVEL;

	if (Device->Shared) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		acquired = TRUE;
	}
	Device->Count++;
	if (acquired) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

PAGED VOID CallsPairedByLocal(PDEVICE Device)
{
	PAGED_CODE();
	PairedByLocal(Device);
	PairedByLocal(Device);
}

/* ---- goto, switch, loops ----------------------------------------------- */

static NTSTATUS Cleanup(PDEVICE Device)
{
	NTSTATUS status;
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	status = Try(Device);
	if (!NT_SUCCESS(status)) {
		goto Exit;
	}
	status = Try(Device);
	if (!NT_SUCCESS(status)) {
		goto Exit;
	}
	Device->Count++;
Exit:
	KeReleaseSpinLock(&Device->Lock, irql);
	return status;
}

PAGED NTSTATUS CallsCleanup(PDEVICE Device)
{
	PAGED_CODE();
	(VOID)Cleanup(Device);
	return Cleanup(Device);
}

PAGED NTSTATUS PagedCleanup(PDEVICE Device)
{
	NTSTATUS status;
	KIRQL irql;

	PAGED_CODE();
	status = Try(Device);
	if (!NT_SUCCESS(status)) {
		goto Exit;
	}
	KeAcquireSpinLock(&Device->Lock, &irql); // want PA1001 "'PagedCleanup'"
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, irql);
Exit:
	return status;
}

static VOID Switched(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	switch (Device->State) {
	case 0:
		KeReleaseSpinLock(&Device->Lock, irql);
		Work();
		break;
	case 1:
		Device->Count++;
		/* fall through */
	default:
		KeReleaseSpinLock(&Device->Lock, irql);
		break;
	}
}

PAGED VOID CallsSwitched(PDEVICE Device)
{
	PAGED_CODE();
	Switched(Device);
	Switched(Device);
}

PAGED VOID PagedSwitch(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	switch (Device->State) {
	case 1:
		KeAcquireSpinLock(&Device->Lock, &irql); // want PA1001 "'PagedSwitch'"
		KeReleaseSpinLock(&Device->Lock, irql);
		break;
	default:
		break;
	}
}

static VOID Looped(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	while (Device->Count) {
		Device->Count--;
		KeReleaseSpinLock(&Device->Lock, irql);
		Work();
		KeAcquireSpinLock(&Device->Lock, &irql);
	}
	KeReleaseSpinLock(&Device->Lock, irql);
}

PAGED VOID CallsLooped(PDEVICE Device)
{
	PAGED_CODE();
	Looped(Device);
	Looped(Device);
}

PAGED VOID PagedLoop(PDEVICE Device)
{
	KIRQL irql;
	ULONG i;

	PAGED_CODE();
	for (i = 0; i < 3; i++) {
		if (Device->Count == i) {
			continue;
		}
		KeAcquireSpinLock(&Device->Lock, &irql); // want PA1001 "'PagedLoop'"
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

/* ---- structured exception handling ------------------------------------- */

static VOID Finally(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	__try {
		if (Device->State == 0) {
			__leave;
		}
		Device->Count++;
	} __finally {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

PAGED VOID CallsFinally(PDEVICE Device)
{
	PAGED_CODE();
	Finally(Device);
	Finally(Device);
}

static ULONG FinallyAfterReturn(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	__try {
		if (Device->State == 0) {
			return 0;
		}
		Device->Count++;
	} __finally {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
	return Device->Count;
}

PAGED ULONG CallsFinallyAfterReturn(PDEVICE Device)
{
	PAGED_CODE();
	(VOID)FinallyAfterReturn(Device);
	return FinallyAfterReturn(Device);
}

PAGED VOID PagedExcept(PDEVICE Device, PULONG User)
{
	KIRQL irql;

	PAGED_CODE();
	__try {
		ProbeForRead(User, sizeof(*User), sizeof(*User));
		Device->Count = *User;
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		KeAcquireSpinLock(&Device->Lock, &irql); // want PA1001 "'PagedExcept'"
		Device->Count = 0;
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

PAGED VOID PagedFinally(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	__try {
		Work();
	} __finally {
		KeAcquireSpinLock(&Device->Lock, &irql); // want PA1001 "'PagedFinally'"
		Device->Count = 0;
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

/* ---- conditions in expressions ----------------------------------------- */

static BOOLEAN Enter(PDEVICE Device, PKIRQL Irql)
{
	KeAcquireSpinLock(&Device->Lock, Irql);
	return TRUE;
}

PAGED VOID ShortCircuit(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	if (Device->Shared && Enter(Device, &irql)) { // want PA1001 "'ShortCircuit'"
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

static VOID ShortCircuitIsolated(PDEVICE Device)
{
	KIRQL irql;

	if (Device->Shared && Enter(Device, &irql)) {
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

PAGED VOID CallsShortCircuit(PDEVICE Device)
{
	PAGED_CODE();
	ShortCircuitIsolated(Device);
	ShortCircuitIsolated(Device);
}

/* ---- found, and locked --------------------------------------------------- */

typedef struct _TABLE {
	KSPIN_LOCK Lock;
	LIST_ENTRY List;
	ULONG Count;
} TABLE, *PTABLE;

/* Returns with the lock held what it has found, and without it NULL. */
static PLIST_ENTRY FindAndLock(PTABLE Table, PKIRQL Irql)
{
	PLIST_ENTRY entry;

	KeAcquireSpinLock(&Table->Lock, Irql);
	for (entry = Table->List.Flink; entry != &Table->List;
		entry = entry->Flink) {
		if (entry->Blink) {
			return entry;
		}
	}
	KeReleaseSpinLock(&Table->Lock, *Irql);
	return NULL;
}

PAGED VOID UsesFound(PTABLE Table)
{
	PLIST_ENTRY entry;
	KIRQL irql;

	PAGED_CODE();
	entry = FindAndLock(Table, &irql); // want PA1001 "'UsesFound'"
	if (entry != NULL) {
		KeReleaseSpinLock(&Table->Lock, irql);
	}
}

static VOID CountFound(PTABLE Table)
{
	KIRQL irql;

	if (!FindAndLock(Table, &irql)) {
		return;
	}
	Table->Count++;
	KeReleaseSpinLock(&Table->Lock, irql);
}

PAGED VOID UsesCountFound(PTABLE Table)
{
	PAGED_CODE();
	CountFound(Table);
	CountFound(Table);
}

/* Sizes are constants. */
PAGED VOID Narrow(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	if (sizeof(PVOID) == 4) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

PAGED VOID Wide(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	if (sizeof(PVOID) == 8) {
		KeAcquireSpinLock(&Device->Lock, &irql); // want must PA1001 "'Wide'"
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}
