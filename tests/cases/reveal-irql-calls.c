/*
 * Calls: wrappers that return raised, helpers that keep to themselves, entry
 * IRQLs from above, recursion, pointers to functions.
 */
#include <ntddk.h>

void pageaudit_reveal_irql(void);

typedef struct _EXT {
	KSPIN_LOCK Lock;
	KIRQL OldIrql;
	VOID (*Start)(struct _EXT *Ext);
	VOID (*Stop)(struct _EXT *Ext);
} EXT, *PEXT;

BOOLEAN Ask(VOID);

/* ---- wrappers ---------------------------------------------------------- */

static VOID Acquire(PEXT Ext)
{
	KeAcquireSpinLock(&Ext->Lock, &Ext->OldIrql);
}

static VOID Release(PEXT Ext)
{
	KeReleaseSpinLock(&Ext->Lock, Ext->OldIrql);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: as saved in Ext->OldIrql"
}

static VOID Both(PEXT Ext)
{
	Acquire(Ext);
	Release(Ext);
}

static VOID AcquireTwice(PEXT Ext)
{
	Acquire(Ext);
}

VOID UsesWrappers(PEXT Ext)
{
	Acquire(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	Release(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	Both(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	AcquireTwice(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	Release(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

static VOID MayAcquire(PEXT Ext, BOOLEAN Wanted)
{
	if (Wanted)
		Acquire(Ext);
}

VOID PassesConstants(PEXT Ext)
{
	MayAcquire(Ext, FALSE);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	MayAcquire(Ext, TRUE);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

/* ---- from above -------------------------------------------------------- */

static VOID Helper(PEXT Ext)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: PASSIVE_LEVEL, DISPATCH_LEVEL, DIRQL"
}

DRIVER_UNLOAD Unload;
VOID Unload(PDRIVER_OBJECT Driver)
{
	Helper(NULL);
}

KDEFERRED_ROUTINE OnDpc;
VOID OnDpc(PKDPC Dpc, PVOID Context, PVOID One, PVOID Two)
{
	Helper(Context);
}

KSERVICE_ROUTINE OnInterrupt;
BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	Helper(Context);
	return TRUE;
}

static VOID OnlyUnderLock(PEXT Ext)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID CallsUnderLock(PEXT Ext)
{
	KIRQL old;

	KeAcquireSpinLock(&Ext->Lock, &old);
	OnlyUnderLock(Ext);
	KeReleaseSpinLock(&Ext->Lock, old);
}

/* ---- recursion --------------------------------------------------------- */

static VOID Recursive(PEXT Ext, ULONG Depth)
{
	if (Depth) {
		Recursive(Ext, Depth - 1);
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
		return;
	}
	Acquire(Ext);
}

VOID CallsRecursive(PEXT Ext)
{
	Recursive(Ext, 3);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	Release(Ext);
}

static VOID Even(PEXT Ext, ULONG Depth);

static VOID Odd(PEXT Ext, ULONG Depth)
{
	if (Ask())
		Even(Ext, Depth - 1);
}

static VOID Even(PEXT Ext, ULONG Depth)
{
	Both(Ext);
	if (Ask())
		Odd(Ext, Depth - 1);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID CallsMutual(PEXT Ext)
{
	Even(Ext, 4);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* ---- pointers to functions --------------------------------------------- */

static VOID StartPlain(PEXT Ext)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

static VOID StopLocked(PEXT Ext)
{
	Acquire(Ext);
}

VOID Fill(PEXT Ext)
{
	Ext->Start = StartPlain;
	Ext->Stop = StopLocked;
}

VOID CallsThroughFields(PEXT Ext)
{
	Ext->Start(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	Ext->Stop(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	Release(Ext);
}

static VOID Apply(VOID (*Routine)(PEXT Ext), PEXT Ext)
{
	KIRQL old;

	KeRaiseIrql(HIGH_LEVEL, &old);
	Routine(Ext);
	KeLowerIrql(old);
}

static VOID Applied(PEXT Ext)
{
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: HIGH_LEVEL"
}

VOID CallsApply(PEXT Ext)
{
	Apply(Applied, Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}
