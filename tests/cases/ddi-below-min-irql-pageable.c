/*
 * Nobody is known to call a pageable routine, but it says itself that it is
 * called below DISPATCH_LEVEL, and so is what it calls.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;
static FAST_MUTEX Mutex;
static ULONG Count;

PAGED VOID StartsNext(PDEVICE_OBJECT Device)
{
	PAGED_CODE();
	IoStartNextPacket(Device, TRUE); // want must PA1009 "'StartsNext' calls 'IoStartNextPacket' at APC_LEVEL or below; the lowest IRQL for it is DISPATCH_LEVEL"
}

VOID StartsNextResident(PDEVICE_OBJECT Device)
{
	IoStartNextPacket(Device, TRUE);
}

static VOID Bump(VOID)
{
	KeAcquireSpinLockAtDpcLevel(&Lock); // want must PA1009 "'Bump'"
	Count++;
	KeReleaseSpinLockFromDpcLevel(&Lock);
}

PAGED VOID Bumps(VOID)
{
	PAGED_CODE();
	Bump();
}

static VOID BumpRaised(VOID)
{
	KeAcquireSpinLockAtDpcLevel(&Lock);
	Count++;
	KeReleaseSpinLockFromDpcLevel(&Lock);
}

static VOID RaiseAndBump(VOID)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	BumpRaised();
	KeLowerIrql(irql);
}

PAGED VOID BumpsRaised(VOID)
{
	PAGED_CODE();
	RaiseAndBump();
}

/* APC_LEVEL is none that it rules out. */
PAGED VOID Unlock(VOID)
{
	PAGED_CODE();
	ExReleaseFastMutex(&Mutex);
}
