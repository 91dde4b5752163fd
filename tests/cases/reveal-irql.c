/*
 * What the engine believes, in straight lines: entry points, raises, lowers, and
 * where an IRQL comes from. The other files with this name pin control flow
 * (-flow, -exceptions), branches that go together (-branches), calls (-calls)
 * and saved IRQLs (-saves).
 */
#include <ntddk.h>

void pageaudit_reveal_irql(void);

typedef struct _EXT {
	KSPIN_LOCK Lock, Other;
	KIRQL OldIrql;
	KEVENT Event;
	FAST_MUTEX Mutex;
} EXT, *PEXT;

/* ---- entry points ------------------------------------------------------ */

DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: PASSIVE_LEVEL"
	return STATUS_SUCCESS;
}

KSERVICE_ROUTINE OnInterrupt;
BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DIRQL"
	return TRUE;
}

KDEFERRED_ROUTINE OnDpc;
VOID OnDpc(PKDPC Dpc, PVOID Context, PVOID One, PVOID Two)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

IO_COMPLETION_ROUTINE OnComplete;
NTSTATUS OnComplete(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: PASSIVE_LEVEL, DISPATCH_LEVEL"
	return STATUS_SUCCESS;
}

VOID NobodyCalls(PEXT Ext)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* ---- raises and lowers ------------------------------------------------- */

VOID SpinLock(PEXT Ext)
{
	KIRQL old;

	KeAcquireSpinLock(&Ext->Lock, &old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeReleaseSpinLock(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID Nested(PEXT Ext)
{
	KIRQL outer, inner;

	KeAcquireSpinLock(&Ext->Lock, &outer);
	KeAcquireSpinLock(&Ext->Other, &inner);
	KeReleaseSpinLock(&Ext->Other, inner);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeReleaseSpinLock(&Ext->Lock, outer);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID ByHand(VOID)
{
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeLowerIrql(old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID ToApc(VOID)
{
	KIRQL old;

	KeRaiseIrql(APC_LEVEL, &old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: APC_LEVEL"
	KeLowerIrql(old);
}

VOID FastMutex(PEXT Ext)
{
	ExAcquireFastMutex(&Ext->Mutex);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: APC_LEVEL"
	ExReleaseFastMutex(&Ext->Mutex);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID Waits(PEXT Ext)
{
	KeSetEvent(&Ext->Event, IO_NO_INCREMENT, TRUE);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeWaitForSingleObject(&Ext->Event, Executive, KernelMode, FALSE, NULL);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID DoesNotWait(PEXT Ext)
{
	KeSetEvent(&Ext->Event, IO_NO_INCREMENT, FALSE);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* ---- what code says about itself --------------------------------------- */

VOID Guarded(PEXT Ext)
{
	if (KeGetCurrentIrql() >= DISPATCH_LEVEL)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown, DISPATCH_LEVEL or above"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

IO_COMPLETION_ROUTINE GuardedComplete;
NTSTATUS GuardedComplete(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)
{
	if (KeGetCurrentIrql() < DISPATCH_LEVEL)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: PASSIVE_LEVEL"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	return STATUS_SUCCESS;
}

IO_COMPLETION_ROUTINE GuardedByLocal;
NTSTATUS GuardedByLocal(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)
{
	KIRQL irql = KeGetCurrentIrql();

	if (irql == PASSIVE_LEVEL)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: PASSIVE_LEVEL"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	return STATUS_SUCCESS;
}

IO_COMPLETION_ROUTINE Asserts;
NTSTATUS Asserts(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)
{
	ASSERT(KeGetCurrentIrql() == DISPATCH_LEVEL);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	return STATUS_SUCCESS;
}
