/*
 * Branches that go together: what a test has shown of a local, a parameter, a
 * field or a returned value still holds at the next test of it.
 */
#include <ntddk.h>

void pageaudit_reveal_irql(void);

typedef struct _EXT {
	KSPIN_LOCK Lock;
	KIRQL OldIrql;
	BOOLEAN Held;
	ULONG Flags, State;
} EXT, *PEXT;

BOOLEAN Ask(VOID);

/* ---- locals ------------------------------------------------------------ */

VOID Local(PEXT Ext)
{
	KIRQL old = PASSIVE_LEVEL;
	BOOLEAN held = FALSE;

	if (Ask()) {
		KeAcquireSpinLock(&Ext->Lock, &old);
		held = TRUE;
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
	if (held)
		KeReleaseSpinLock(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID LocalAssignedBetween(PEXT Ext)
{
	KIRQL old = PASSIVE_LEVEL;
	BOOLEAN held = FALSE;

	if (Ask()) {
		KeAcquireSpinLock(&Ext->Lock, &old);
		held = TRUE;
	}
	held = Ask();
	if (held)
		return;
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID LocalFromResult(PEXT Ext)
{
	KIRQL old = PASSIVE_LEVEL;
	BOOLEAN shared = Ask();

	if (shared)
		KeAcquireSpinLock(&Ext->Lock, &old);
	if (shared)
		KeReleaseSpinLock(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* ---- parameters -------------------------------------------------------- */

VOID Parameter(PEXT Ext, BOOLEAN Locked)
{
	KIRQL old = PASSIVE_LEVEL;

	if (!Locked)
		KeAcquireSpinLock(&Ext->Lock, &old);
	if (!Locked)
		KeReleaseSpinLock(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID TwoParameters(PEXT Ext, ULONG One, ULONG Two)
{
	KIRQL old = PASSIVE_LEVEL;

	if (One == Two)
		KeAcquireSpinLock(&Ext->Lock, &old);
	if (One != Two)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID Range(PEXT Ext, ULONG Size)
{
	KIRQL old = PASSIVE_LEVEL;

	if (Size > 100)
		KeAcquireSpinLock(&Ext->Lock, &old);
	if (Size < 50)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

/* ---- fields and flags -------------------------------------------------- */

VOID Field(PEXT Ext)
{
	KIRQL old = PASSIVE_LEVEL;

	if (Ext->Held)
		KeAcquireSpinLock(&Ext->Lock, &old);
	if (Ext->Held)
		KeReleaseSpinLock(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID FlagBit(PEXT Ext)
{
	KIRQL old = PASSIVE_LEVEL;

	if (Ext->Flags & 4)
		KeAcquireSpinLock(&Ext->Lock, &old);
	if (Ext->Flags & 4)
		KeReleaseSpinLock(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID SameSwitch(PEXT Ext)
{
	KIRQL old = PASSIVE_LEVEL;

	switch (Ext->State) {
	case 1:
		KeAcquireSpinLock(&Ext->Lock, &old);
		break;
	default:
		break;
	}
	if (Ext->State == 1)
		KeReleaseSpinLock(&Ext->Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* ---- returned values --------------------------------------------------- */

static BOOLEAN TryLock(PEXT Ext)
{
	if (Ask())
		return FALSE;
	KeAcquireSpinLock(&Ext->Lock, &Ext->OldIrql);
	return TRUE;
}

static NTSTATUS TryLockStatus(PEXT Ext)
{
	if (Ext->Held)
		return STATUS_DEVICE_BUSY;
	KeAcquireSpinLock(&Ext->Lock, &Ext->OldIrql);
	return STATUS_SUCCESS;
}

VOID Tries(PEXT Ext)
{
	if (!TryLock(Ext)) {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
		return;
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeReleaseSpinLock(&Ext->Lock, Ext->OldIrql);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID TriesStatus(PEXT Ext)
{
	NTSTATUS status = TryLockStatus(Ext);

	if (NT_SUCCESS(status))
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID TriesStatusLater(PEXT Ext)
{
	NTSTATUS status;

	status = TryLockStatus(Ext);
	if (!NT_SUCCESS(status))
		goto Exit;
	KeReleaseSpinLock(&Ext->Lock, Ext->OldIrql);
Exit:
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID TriesTheKernel(PEXT Ext)
{
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	if (KeTryToAcquireSpinLockAtDpcLevel(&Ext->Lock)) {
		KeReleaseSpinLockFromDpcLevel(&Ext->Lock);
	}
	KeLowerIrql(old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* ---- a word that a callee changes --------------------------------------- */

static ULONG Mode, Other;

static VOID Flips(VOID)
{
	Mode ^= 1;
	KeRaiseIrqlToDpcLevel();
}

static VOID FlipsAnother(VOID)
{
	Other ^= 1;
	KeRaiseIrqlToDpcLevel();
}

VOID AsksAgain(VOID)
{
	if (Mode != 1)
		return;
	Flips();
	if (Mode != 1)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeLowerIrql(PASSIVE_LEVEL);
}

VOID AsksTheSame(VOID)
{
	if (Mode != 1)
		return;
	FlipsAnother();
	if (Mode != 1)
		pageaudit_reveal_irql();
	KeLowerIrql(PASSIVE_LEVEL);
}

/* ---- a copy of what is overwritten --------------------------------------- */

static ULONG Resets(ULONG Was)
{
	Mode = 0;
	KeRaiseIrqlToDpcLevel();
	return Was;
}

VOID LooksAtWhatWas(VOID)
{
	if (Resets(Mode))
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeLowerIrql(PASSIVE_LEVEL);
}

VOID LooksAtWhatIs(VOID)
{
	Resets(Mode);
	if (Mode)
		pageaudit_reveal_irql();
	KeLowerIrql(PASSIVE_LEVEL);
}

/* ---- a global that a callee may set -------------------------------------- */

static BOOLEAN Busy, Idle;

static VOID Polls(PEXT Ext)
{
	if (Ext->OldIrql)
		Busy = TRUE;
}

static VOID PollsAnother(PEXT Ext)
{
	if (Ext->OldIrql)
		Idle = TRUE;
}

VOID AsksAfterPoll(PEXT Ext)
{
	KIRQL old;

	Busy = FALSE;
	Polls(Ext);
	if (Busy) {
		KeRaiseIrql(DISPATCH_LEVEL, &old);
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
		KeLowerIrql(old);
	}
}

VOID AsksAfterAnotherPoll(PEXT Ext)
{
	KIRQL old;

	Busy = FALSE;
	PollsAnother(Ext);
	if (Busy) {
		KeRaiseIrql(DISPATCH_LEVEL, &old);
		pageaudit_reveal_irql();
		KeLowerIrql(old);
	}
}

VOID AsksWhetherItCame(PEXT Ext)
{
	BOOLEAN before = Busy;
	KIRQL old;

	Polls(Ext);
	if (Busy && !before) {
		KeRaiseIrql(DISPATCH_LEVEL, &old);
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
		KeLowerIrql(old);
	}
}

VOID AsksWhetherAnotherCame(PEXT Ext)
{
	BOOLEAN before = Busy;
	KIRQL old;

	PollsAnother(Ext);
	if (Busy && !before) {
		KeRaiseIrql(DISPATCH_LEVEL, &old);
		pageaudit_reveal_irql();
		KeLowerIrql(old);
	}
}
