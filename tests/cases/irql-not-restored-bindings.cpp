/*
 * The names of a structured binding are the parts of what it is bound to.
 */
#include <ntddk.h>

struct Held {
	KIRQL irql;
	NTSTATUS status;
};

static KSPIN_LOCK lock;
static Held held;
static LONG count;

static Held Take()
{
	Held taken;

	taken.status = STATUS_SUCCESS;
	KeAcquireSpinLock(&lock, &taken.irql);
	return taken;
}

extern "C" DRIVER_UNLOAD Gives, Keeps, ByReference, OfPair, OfWrongPair;

extern "C" VOID Gives(PDRIVER_OBJECT)
{
	auto [irql, status] = Take();

	count++;
	KeReleaseSpinLock(&lock, irql);
}

extern "C" VOID Keeps(PDRIVER_OBJECT)
{
	auto [irql, status] = Take();

	count += irql;
} // want PA1010 "'Keeps'"

extern "C" VOID ByReference(PDRIVER_OBJECT)
{
	auto &[irql, status] = held;

	KeAcquireSpinLock(&lock, &irql);
	KeReleaseSpinLock(&lock, held.irql);
}

extern "C" VOID OfPair(PDRIVER_OBJECT)
{
	KIRQL levels[2];
	auto &[first, second] = levels;

	KeAcquireSpinLock(&lock, &second);
	KeReleaseSpinLock(&lock, levels[1]);
}

extern "C" VOID OfWrongPair(PDRIVER_OBJECT)
{
	KIRQL levels[2] = { DISPATCH_LEVEL, DISPATCH_LEVEL };
	auto &[first, second] = levels;

	KeAcquireSpinLock(&lock, &second);
	KeReleaseSpinLock(&lock, levels[0]); // want PA1012
}
