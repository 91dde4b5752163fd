/*
 * Where an IRQL is saved: in locals, parameters, fields of an extension and
 * globals, here and in a callee.
 */
#include <ntddk.h>

void pageaudit_reveal_irql(void);

typedef struct _LOCK {
	KSPIN_LOCK Spin;
	KIRQL Old;
} LOCK, *PLOCK;

typedef struct _EXT {
	LOCK First, Second;
	KSPIN_LOCK Lock;
	KIRQL OldIrql;
	struct _EXT *Parent;
	struct _OWNER *Owner;
} EXT, *PEXT;

typedef struct _OWNER {
	PEXT Ext;
} OWNER;

static KSPIN_LOCK GlobalLock;
static KIRQL GlobalIrql;

/* ---- parameters -------------------------------------------------------- */

static VOID AcquireInto(PKSPIN_LOCK Lock, PKIRQL Old)
{
	KeAcquireSpinLock(Lock, Old);
}

static KIRQL AcquireAndReturn(PKSPIN_LOCK Lock)
{
	KIRQL old;

	KeAcquireSpinLock(Lock, &old);
	return old;
}

static VOID ReleaseFrom(PKSPIN_LOCK Lock, KIRQL Old)
{
	KeReleaseSpinLock(Lock, Old);
}

VOID SavesIntoParameter(PEXT Ext)
{
	KIRQL old;

	AcquireInto(&Ext->Lock, &old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	ReleaseFrom(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID SavesByReturning(PEXT Ext)
{
	KIRQL old = AcquireAndReturn(&Ext->Lock);

	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	ReleaseFrom(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID CopiesTheSave(PEXT Ext)
{
	KIRQL old, copy;

	KeAcquireSpinLock(&Ext->Lock, &old);
	copy = old;
	KeReleaseSpinLock(&Ext->Lock, copy);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* The IRQL that the lock saved stays in `own`. */
static VOID TakesAndGivesBack(PKIRQL Old)
{
	KIRQL own;

	KeAcquireSpinLock(&GlobalLock, &own);
	KeReleaseSpinLock(&GlobalLock, *Old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: as saved in Old*"
}

VOID LentToCallee(VOID)
{
	KIRQL outer;

	KeRaiseIrql(DISPATCH_LEVEL, &outer);
	TakesAndGivesBack(&outer);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID TakesWithAnAlias(PEXT Ext, PKIRQL Old)
{
	KeAcquireSpinLock(&Ext->Lock, &Ext->OldIrql);
	KeReleaseSpinLock(&Ext->Lock, *Old);
}

VOID LendsAnAlias(PEXT Ext)
{
	KIRQL outer;

	Ext->OldIrql = PASSIVE_LEVEL;
	KeRaiseIrql(DISPATCH_LEVEL, &outer);
	TakesWithAnAlias(Ext, &Ext->OldIrql);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeLowerIrql(outer);
}

/* ---- fields ------------------------------------------------------------ */

static VOID LockIt(PLOCK Lock)
{
	KeAcquireSpinLock(&Lock->Spin, &Lock->Old);
}

static VOID UnlockIt(PLOCK Lock)
{
	KeReleaseSpinLock(&Lock->Spin, Lock->Old);
}

VOID SavesInFields(PEXT Ext)
{
	LockIt(&Ext->First);
	LockIt(&Ext->Second);
	UnlockIt(&Ext->Second);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	UnlockIt(&Ext->First);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID ThroughAnAlias(PEXT Ext)
{
	PEXT parent = Ext->Parent;

	KeAcquireSpinLock(&parent->Lock, &parent->OldIrql);
	KeReleaseSpinLock(&Ext->Parent->Lock, Ext->Parent->OldIrql);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* What stands in the next object is not what was saved in this one. */
static VOID LowersToTheParents(PEXT Ext)
{
	KeRaiseIrql(DISPATCH_LEVEL, &Ext->OldIrql);
	KeLowerIrql(Ext->Parent->OldIrql);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: as saved in Ext->Parent->OldIrql"
}

VOID HandOverHand(PEXT Ext)
{
	KeRaiseIrql(DISPATCH_LEVEL, &Ext->Parent->OldIrql);
	LowersToTheParents(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* Another object may be the same one, by another name; so may one that is reached by
 * way of something else, which may lead back. */
static VOID LowersToAnothers(PEXT Ext, PEXT Other)
{
	KeRaiseIrql(DISPATCH_LEVEL, &Ext->OldIrql);
	KeLowerIrql(Other->OldIrql);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

static VOID LowersToTheFirsts(PEXT Ext)
{
	KeRaiseIrql(DISPATCH_LEVEL, &Ext->OldIrql);
	KeLowerIrql(Ext->Owner->Ext->OldIrql);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID OneByTwoNames(PEXT Ext)
{
	KIRQL outer;

	KeRaiseIrql(DISPATCH_LEVEL, &outer);
	LowersToAnothers(Ext, Ext->Parent);
	LowersToTheFirsts(Ext);
	KeLowerIrql(outer);
}

/* ---- globals ----------------------------------------------------------- */

static VOID LockGlobal(VOID)
{
	KeAcquireSpinLock(&GlobalLock, &GlobalIrql);
}

static VOID UnlockGlobal(VOID)
{
	KeReleaseSpinLock(&GlobalLock, GlobalIrql);
}

VOID SavesInGlobal(VOID)
{
	LockGlobal();
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	UnlockGlobal();
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID RestoresWhatTheCallerSaved(PEXT Ext)
{
	KeReleaseSpinLock(&Ext->Lock, Ext->OldIrql);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: as saved in Ext->OldIrql"
}

VOID LowersToParameter(PEXT Ext, KIRQL Old)
{
	KeReleaseSpinLock(&Ext->Lock, Old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: as saved in Old"
}

/* ---- from a known entry ------------------------------------------------ */

KDEFERRED_ROUTINE OnDpc;
VOID OnDpc(PKDPC Dpc, PVOID Context, PVOID One, PVOID Two)
{
	KIRQL old;

	AcquireInto(&GlobalLock, &old);
	ReleaseFrom(&GlobalLock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}
