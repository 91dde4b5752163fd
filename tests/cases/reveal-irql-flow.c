/*
 * Control flow, construct by construct. Every routine starts at DISPATCH_LEVEL
 * or below, as a completion routine does, unless it stands for an entry that
 * nobody knows; what is shown is where the raised and the plain path meet.
 */
#include <ntddk.h>

void pageaudit_reveal_irql(void);

KSPIN_LOCK Lock;
ULONG Count(VOID);
BOOLEAN Ask(VOID);
DECLSPEC_NORETURN VOID Stop(VOID);

/* ---- if ---------------------------------------------------------------- */

VOID If(VOID)
{
	KIRQL old = PASSIVE_LEVEL;

	if (Ask()) {
		KeAcquireSpinLock(&Lock, &old);
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	} else {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID IfConstant(VOID)
{
	KIRQL old;

	if (0)
		KeAcquireSpinLock(&Lock, &old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	if (1)
		KeAcquireSpinLock(&Lock, &old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

/* ---- loops ------------------------------------------------------------- */

VOID While(VOID)
{
	KIRQL old;

	while (Ask())
		KeAcquireSpinLock(&Lock, &old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID WhileBalanced(VOID)
{
	KIRQL old;

	while (Ask()) {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
		KeAcquireSpinLock(&Lock, &old);
		KeReleaseSpinLock(&Lock, old);
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID Do(VOID)
{
	KIRQL old;

	do {
		KeAcquireSpinLock(&Lock, &old);
	} while (Ask());
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID For(VOID)
{
	KIRQL old;
	ULONG i;

	for (i = 0; i < Count(); i++)
		KeAcquireSpinLock(&Lock, &old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID ForEver(VOID)
{
	KIRQL old;

	for (;;) {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
		if (Ask())
			break;
		KeAcquireSpinLock(&Lock, &old);
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID NeverLeft(VOID)
{
	for (;;)
		Count();
	pageaudit_reveal_irql();
}

VOID BreakAndContinue(VOID)
{
	KIRQL old;

	while (Ask()) {
		if (Ask())
			continue;
		KeAcquireSpinLock(&Lock, &old);
		if (Ask())
			break;
		KeReleaseSpinLock(&Lock, old);
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

/* ---- switch ------------------------------------------------------------ */

VOID Switch(ULONG Kind)
{
	KIRQL old;

	switch (Kind) {
	case 1:
		KeAcquireSpinLock(&Lock, &old);
		break;
	case 2:
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
		break;
	default:
		return;
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID SwitchFallsThrough(ULONG Kind)
{
	KIRQL old;

	switch (Kind) {
	case 1:
		KeAcquireSpinLock(&Lock, &old);
	case 2:
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
		break;
	case 3:
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	}
}

VOID SwitchOnConstant(VOID)
{
	KIRQL old;

	switch (2) {
	case 1:
		KeAcquireSpinLock(&Lock, &old);
		break;
	case 2:
		break;
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* ---- goto, return, noreturn -------------------------------------------- */

NTSTATUS Goto(VOID)
{
	KIRQL old;
	NTSTATUS status = STATUS_SUCCESS;

	KeAcquireSpinLock(&Lock, &old);
	if (Ask())
		goto Exit;
	KeReleaseSpinLock(&Lock, old);
	return status;
Exit:
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeReleaseSpinLock(&Lock, old);
	return status;
}

VOID GotoBack(VOID)
{
	KIRQL old;

Again:
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
	if (Ask()) {
		KeAcquireSpinLock(&Lock, &old);
		goto Again;
	}
}

VOID EarlyReturn(VOID)
{
	KIRQL old;

	KeAcquireSpinLock(&Lock, &old);
	if (Ask()) {
		KeReleaseSpinLock(&Lock, old);
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
		return;
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeReleaseSpinLock(&Lock, old);
}

VOID NoReturn(VOID)
{
	KIRQL old;

	if (Ask()) {
		KeAcquireSpinLock(&Lock, &old);
		KeBugCheckEx(0x1234, 0, 0, 0, 0);
	}
	if (Ask()) {
		KeAcquireSpinLock(&Lock, &old);
		Stop();
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

/* ---- operators --------------------------------------------------------- */

static BOOLEAN Raise(VOID)
{
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	return Ask();
}

VOID And(VOID)
{
	if (Ask() && Raise())
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID Or(VOID)
{
	if (Ask() || Raise())
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID Not(VOID)
{
	if (!(Ask() && Raise()))
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID AndAsValue(VOID)
{
	BOOLEAN both = Ask() && Raise();

	if (both)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID Conditional(VOID)
{
	ULONG value = Ask() ? Raise() : 3;

	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
	if (value == 3)
		return;
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID Comma(VOID)
{
	if (Raise(), Ask())
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID StatementExpression(VOID)
{
	BOOLEAN raised = ({ BOOLEAN answer = Ask(); if (answer) Raise(); answer; });

	if (raised)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	else
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID ArgumentFirst(VOID)
{
	if (RtlCompareMemory(&Lock, &Lock, Raise()) == 0)
		return;
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
}

VOID SizeofDoesNothing(VOID)
{
	if (sizeof(Raise()) == 1)
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

#define RAISE_IF(condition)                                                    \
	do {                                                                   \
		if (condition)                                                 \
			Raise();                                               \
	} while (0)

VOID Macro(VOID)
{
	RAISE_IF(Ask());
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}
