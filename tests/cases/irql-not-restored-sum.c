/*
 * A result that is no code does not tell the callers that a lock is still held.
 */
#include <ntddk.h>

static KSPIN_LOCK Lock;
static ULONG Counts[8];

static ULONG Sum(VOID)
{
	KIRQL irql;
	ULONG sum = 0;

	KeAcquireSpinLock(&Lock, &irql);
	for (ULONG i = 0; i < 8; i++) {
		sum += Counts[i];
		if (sum > 1000)
			return sum; // want must PA1010 "'Sum' returns at DISPATCH_LEVEL"
	}
	KeReleaseSpinLock(&Lock, irql);
	return sum;
}

/* Zero says that nothing is locked. */
static ULONG Enter(PKIRQL Irql)
{
	KeAcquireSpinLock(&Lock, Irql);
	if (Counts[0] > 0)
		return Counts[0];
	KeReleaseSpinLock(&Lock, *Irql);
	return 0;
}

DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	KIRQL irql;

	UNREFERENCED_PARAMETER(Driver);
	Counts[0] = Sum();
	if (Enter(&irql)) {
		Counts[0] = 0;
		KeReleaseSpinLock(&Lock, irql);
	}
}
