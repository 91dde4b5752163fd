/*
 * A spin lock in pageable code, and what looks like it and is right: the
 * resident helper that the documentation recommends, and every lock that leaves
 * IRQL below DISPATCH_LEVEL.
 */
#include <fltKernel.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;
static ULONG Users;

/* ---- the lock itself --------------------------------------------------- */

PAGED VOID TakesIt(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want must PA1001 "'TakesIt' in pageable section 'PAGE' acquires a spin lock: 'KeAcquireSpinLock'"
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

VOID TakesItResident(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

VOID PlacedByPragma(VOID);
#pragma alloc_text(PAGELOCK, PlacedByPragma)

VOID PlacedByPragma(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "section 'PAGELOCK'"
	KeReleaseSpinLock(&Lock, irql);
}

VOID PlacedElsewhere(VOID);
#pragma alloc_text(LOCKPAGE, PlacedElsewhere)

VOID PlacedElsewhere(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
}

/* Code in INIT is there while it runs: nobody pages it out. */
#pragma code_seg(push, "INIT")
VOID InInit(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
}
#pragma code_seg(pop)

/* The defect is reported where the lock is first held, once. */
PAGED VOID TakesTwo(PKSPIN_LOCK Other)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "'TakesTwo'"
	KeAcquireSpinLockAtDpcLevel(Other);
	KeReleaseSpinLockFromDpcLevel(Other);
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID TakesItTwice(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "'TakesItTwice'"
	KeReleaseSpinLock(&Lock, irql);
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "'TakesItTwice'"
	KeReleaseSpinLock(&Lock, irql);
}

/* ---- isolated ---------------------------------------------------------- */

static VOID Count(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID CallsHelper(VOID)
{
	PAGED_CODE();
	Count();
}

static VOID CountTwice(VOID)
{
	Count();
	Count();
}

PAGED VOID CallsHelperOfHelper(VOID)
{
	PAGED_CODE();
	CountTwice();
}

/* The helper is pageable too: the defect is there, and not in its caller. */
PAGED static VOID CountPaged(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "'CountPaged'"
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID CallsPagedHelper(VOID)
{
	PAGED_CODE();
	CountPaged();
}

/* Kernel routines that take a lock inside themselves are such helpers. */
PAGED VOID UsesInterlocked(PLIST_ENTRY List, PLIST_ENTRY Entry)
{
	PAGED_CODE();
	ExInterlockedInsertTailList(List, Entry, &Lock);
	(VOID)ExInterlockedRemoveHeadList(List, &Lock);
	InterlockedIncrement((PLONG)&Users);
}

PAGED VOID MakesLocks(PKSPIN_LOCK Other, PKEVENT Event)
{
	PAGED_CODE();
	KeInitializeSpinLock(Other);
	KeInitializeEvent(Event, NotificationEvent, FALSE);
}

/* ---- locks that are legal here ----------------------------------------- */

PAGED VOID FastMutex(PFAST_MUTEX Mutex)
{
	PAGED_CODE();
	ExAcquireFastMutex(Mutex);
	Users++;
	ExReleaseFastMutex(Mutex);
}

PAGED VOID FastMutexUnsafe(PFAST_MUTEX Mutex)
{
	PAGED_CODE();
	KeEnterCriticalRegion();
	ExAcquireFastMutexUnsafe(Mutex);
	Users++;
	ExReleaseFastMutexUnsafe(Mutex);
	KeLeaveCriticalRegion();
}

PAGED VOID TryFastMutex(PFAST_MUTEX Mutex)
{
	PAGED_CODE();
	if (ExTryToAcquireFastMutex(Mutex)) {
		Users++;
		ExReleaseFastMutex(Mutex);
	}
}

PAGED VOID GuardedMutex(PKGUARDED_MUTEX Mutex)
{
	PAGED_CODE();
	KeAcquireGuardedMutex(Mutex);
	Users++;
	KeReleaseGuardedMutex(Mutex);
}

PAGED VOID GuardedRegion(VOID)
{
	PAGED_CODE();
	KeEnterGuardedRegion();
	Users++;
	KeLeaveGuardedRegion();
}

PAGED VOID Resource(PERESOURCE Resource)
{
	PAGED_CODE();
	KeEnterCriticalRegion();
	ExAcquireResourceExclusiveLite(Resource, TRUE);
	Users++;
	ExReleaseResourceLite(Resource);
	KeLeaveCriticalRegion();
}

PAGED VOID PushLock(PEX_PUSH_LOCK PushLock)
{
	PAGED_CODE();
	FsRtlEnterFileSystem();
	FltAcquirePushLockExclusive(PushLock);
	Users++;
	FltReleasePushLock(PushLock);
	FsRtlExitFileSystem();
}

PAGED VOID Mutex(PKMUTEX Mutex)
{
	PAGED_CODE();
	KeWaitForSingleObject(Mutex, Executive, KernelMode, FALSE, NULL);
	Users++;
	KeReleaseMutex(Mutex, FALSE);
}
