/*
 * Routines of which their SAL says that they raise IRQL if what they return is
 * lower, and restore it if what they are given is: both ask the same question.
 */
#include <ntddk.h>

_IRQL_requires_max_(DISPATCH_LEVEL) _IRQL_saves_
_When_(return < DISPATCH_LEVEL, _IRQL_raises_(DISPATCH_LEVEL))
KIRQL RaiseIfNeeded(VOID);

_IRQL_requires_(DISPATCH_LEVEL)
VOID LowerIfNeeded(
	_When_(Previous < DISPATCH_LEVEL, _IRQL_restores_) KIRQL Previous);

ULONG Count;

ULONG CountOne(VOID)
{
	KIRQL irql = RaiseIfNeeded();
	ULONG count = ++Count;

	LowerIfNeeded(irql);
	return count;
}

ULONG CountLate(BOOLEAN Late)
{
	KIRQL irql = RaiseIfNeeded();

	if (Late)
		return 0; // want must PA1010 "'CountLate'"
	LowerIfNeeded(irql);
	return ++Count;
}
