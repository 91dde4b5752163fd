/*
 * A lock that is taken one way below DISPATCH_LEVEL and another way at it, and
 * given back as it was taken: what the saved IRQL tells of the entry is the same
 * in both halves.
 */
#include <ntddk.h>

static KSPIN_LOCK Lock;
static ULONG Count;

static __declspec(noinline) KIRQL Take(PKSPIN_LOCK Given)
{
	KIRQL irql = KeGetCurrentIrql();

	if (irql < DISPATCH_LEVEL)
		irql = KeAcquireSpinLockRaiseToDpc(Given);
	else
		KeAcquireSpinLockAtDpcLevel(Given);
	return irql;
}

static __declspec(noinline) VOID GiveBack(PKSPIN_LOCK Given, KIRQL Irql)
{
	if (Irql < DISPATCH_LEVEL)
		KeReleaseSpinLock(Given, Irql);
	else
		KeReleaseSpinLockFromDpcLevel(Given);
}

VOID Balanced(VOID)
{
	KIRQL irql = Take(&Lock);

	Count++;
	GiveBack(&Lock, irql);
}

NTSTATUS BalancedOnEachPath(ULONG Value)
{
	NTSTATUS status = STATUS_SUCCESS;
	KIRQL irql = Take(&Lock);

	if (!Value) {
		status = STATUS_INVALID_PARAMETER;
		goto Done;
	}
	Count += Value;
Done:
	GiveBack(&Lock, irql);
	return status;
}

NTSTATUS ForgetsOnOnePath(ULONG Value)
{
	KIRQL irql = Take(&Lock);

	if (!Value)
		return STATUS_INVALID_PARAMETER; // want PA1010 "'ForgetsOnOnePath'"
	Count += Value;
	GiveBack(&Lock, irql);
	return STATUS_SUCCESS;
}
