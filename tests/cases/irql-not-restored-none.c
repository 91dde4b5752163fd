/*
 * A routine that counts what there is forgets the lock where there is nothing:
 * its result is no word on the lock.
 */
#include <ntddk.h>

static KSPIN_LOCK Lock;
static ULONG Pending;

ULONG Forgets(VOID)
{
	ULONG pending;
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	pending = Pending;
	if (pending == 0)
		return 0; // want must PA1010 "'Forgets'"
	KeReleaseSpinLock(&Lock, irql);
	return pending;
}

ULONG Remembers(VOID)
{
	ULONG pending;
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	pending = Pending;
	KeReleaseSpinLock(&Lock, irql);
	if (pending == 0)
		return 0;
	return pending;
}
