/*
 * What a class without a constructor of its own says of its members happens where
 * the object is made.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK lock;
static FAST_MUTEX mutex;

static KIRQL Wait()
{
	ExAcquireFastMutex(&mutex);
	return PASSIVE_LEVEL;
}

class Guard {
	KIRQL irql = KeAcquireSpinLockRaiseToDpc(&lock);

public:
	Guard() = default;
	~Guard() { KeReleaseSpinLock(&lock, irql); }
};

class Waiter {
	KIRQL irql = Wait();

public:
	~Waiter() { ExReleaseFastMutex(&mutex); }
};

extern "C" PAGED VOID Spins()
{
	PAGED_CODE();
	Guard guard; // want must PA1001 "'Spins'"
}

extern "C" PAGED VOID Waits()
{
	PAGED_CODE();
	Waiter waiter;
}
