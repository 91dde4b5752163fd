/*
 * The pool that an operator new, or any wrapper, is told to take decides how high it
 * may be called.
 */
#include <ntddk.h>

static KSPIN_LOCK lock;
static LONG count;

void *operator new(size_t size, POOL_TYPE pool, ULONG tag) noexcept
{
	return ExAllocatePoolWithTag(pool, size, tag); // want must PA1008 "'operator new'"
}

static PVOID Take(POOL_TYPE pool, SIZE_T size)
{
	return ExAllocatePoolWithTag(pool, size, 'ekaT');
}

static PVOID TakeInner(POOL_TYPE pool, SIZE_T size)
{
	return ExAllocatePoolWithTag(pool, size, 'ekaT'); // want must PA1008 "'TakeInner'"
}

static PVOID TakeOuter(POOL_TYPE pool)
{
	return TakeInner(pool, 8);
}

struct Item {
	LONG number;
};

extern "C" DRIVER_UNLOAD Makes, Takes;

extern "C" VOID Makes(PDRIVER_OBJECT)
{
	KIRQL irql;
	Item *low = new (PagedPool, 'metI') Item;

	KeAcquireSpinLock(&lock, &irql);

	Item *paged = new (PagedPool, 'metI') Item;
	Item *resident = new (NonPagedPool, 'metI') Item;

	count = paged->number + resident->number + low->number;
	KeReleaseSpinLock(&lock, irql);
}

extern "C" VOID Takes(PDRIVER_OBJECT)
{
	KIRQL irql;
	PVOID low = Take(PagedPool, 4);
	PVOID high, outer;

	KeAcquireSpinLock(&lock, &irql);
	high = Take(NonPagedPool, 4);
	outer = TakeOuter(PagedPool);
	count += low == high || high == outer;
	KeReleaseSpinLock(&lock, irql);
}
