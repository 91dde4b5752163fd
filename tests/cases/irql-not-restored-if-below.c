/*
 * A wrapper that raises only from below: it comes back at DISPATCH_LEVEL
 * whichever way it takes.
 */
#include <ntddk.h>

static ULONG Count;

KIRQL RaiseIfBelow(VOID)
{
	KIRQL irql = KeGetCurrentIrql();

	if (irql < DISPATCH_LEVEL)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	return irql;
}

VOID RaiseIfBelowOnly(VOID)
{
	KIRQL irql;

	if (KeGetCurrentIrql() < DISPATCH_LEVEL)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Count++;
}

VOID RaiseIfBelowAndMore(VOID)
{
	KIRQL irql;

	if (KeGetCurrentIrql() < DISPATCH_LEVEL && Count)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Count++;
} // want PA1010 "'RaiseIfBelowAndMore'"
