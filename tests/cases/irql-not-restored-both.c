/*
 * What two questions of the caller's storage together decide: neither answer
 * alone keeps the lock.
 */
#include <ntddk.h>

typedef struct {
	BOOLEAN Held;
	PKSPIN_LOCK Lock;
	KIRQL Irql;
} GUARD, *PGUARD;

static VOID Take(PGUARD Guard, PKSPIN_LOCK Lock)
{
	Guard->Lock = Lock;
	KeAcquireSpinLock(Lock, &Guard->Irql);
	Guard->Held = TRUE;
}

static VOID GiveIfBoth(PGUARD Guard)
{
	if (Guard->Held && Guard->Lock)
		KeReleaseSpinLock(Guard->Lock, Guard->Irql);
}

static VOID GiveOnce(PGUARD Guard)
{
	if (Guard->Held) {
		if (Guard->Lock)
			KeReleaseSpinLock(Guard->Lock, Guard->Irql);
		Guard->Held = FALSE;
	}
}

KSPIN_LOCK Lock;
ULONG Count;

DRIVER_UNLOAD Both, BothForgotten, Once, OnceForgotten;

VOID Both(PDRIVER_OBJECT Driver)
{
	GUARD guard;

	UNREFERENCED_PARAMETER(Driver);
	Take(&guard, &Lock);
	Count++;
	GiveIfBoth(&guard);
}

VOID BothForgotten(PDRIVER_OBJECT Driver)
{
	GUARD guard;

	UNREFERENCED_PARAMETER(Driver);
	Take(&guard, &Lock);
	guard.Lock = NULL;
	GiveIfBoth(&guard);
} // want must PA1010 "'BothForgotten'"

VOID Once(PDRIVER_OBJECT Driver)
{
	GUARD guard;

	UNREFERENCED_PARAMETER(Driver);
	Take(&guard, &Lock);
	GiveOnce(&guard);
	GiveOnce(&guard);
}

VOID OnceForgotten(PDRIVER_OBJECT Driver)
{
	GUARD guard;

	UNREFERENCED_PARAMETER(Driver);
	Take(&guard, &Lock);
	guard.Held = FALSE;
	GiveOnce(&guard);
} // want must PA1010 "'OnceForgotten'"
