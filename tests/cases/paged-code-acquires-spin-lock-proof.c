/*
 * Code that proves its own IRQL is believed; and a proof about IRQL at entry
 * does not make a lock that is taken afterwards any better.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;

PAGED VOID Asserted(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	NT_ASSERT(KeGetCurrentIrql() <= APC_LEVEL);
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "'Asserted'"
	KeReleaseSpinLock(&Lock, irql);
}

_IRQL_requires_max_(PASSIVE_LEVEL)
PAGED VOID Annotated(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "'Annotated'"
	KeReleaseSpinLock(&Lock, irql);
}

/* Takes the lock only where it is already too late for pageable code. */
PAGED VOID NeverTrueHere(VOID)
{
	PAGED_CODE();
	if (KeGetCurrentIrql() >= DISPATCH_LEVEL) {
		KeAcquireSpinLockAtDpcLevel(&Lock);
		KeReleaseSpinLockFromDpcLevel(&Lock);
	}
}

/* Takes whichever form fits; resident, so both are right. */
static VOID EitherWay(VOID)
{
	KIRQL irql = KeGetCurrentIrql();

	if (irql < DISPATCH_LEVEL) {
		KeAcquireSpinLock(&Lock, &irql);
		KeReleaseSpinLock(&Lock, irql);
	} else {
		KeAcquireSpinLockAtDpcLevel(&Lock);
		KeReleaseSpinLockFromDpcLevel(&Lock);
	}
}

PAGED VOID CallsEitherWay(VOID)
{
	PAGED_CODE();
	EitherWay();
	EitherWay();
}
