/*
 * What was lost of a body may be what is missing in it: nothing is said of what
 * rests on that. What is plainly there is wrong all the same.
 */
#include <ntddk.h>

static KSPIN_LOCK lock;
static KEVENT event;
static LONG count;

extern "C" DRIVER_UNLOAD Lost, Whole, Later, Before, Waits, Called, CalledWhole;

extern "C" VOID Lost(PDRIVER_OBJECT)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	switch (KIRQL now = KeGetCurrentIrql(); count) { // want PA9002
	default:
		count += now;
	}
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr);
}

extern "C" VOID Whole(PDRIVER_OBJECT)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	count++;
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr); // want must PA1008 "'Whole'"
} // want must PA1010 "'Whole'"

/* What was lost comes later. */
extern "C" VOID Later(PDRIVER_OBJECT)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr); // want must PA1008 "'Later'"
	switch (KIRQL now = KeGetCurrentIrql(); count) { // want PA9002
	default:
		count += now;
	}
}

/* Who calls it holds the lock, and lost nothing. */
static VOID WaitsInside()
{
	switch (KIRQL now = KeGetCurrentIrql(); count) { // want PA9002
	default:
		count += now;
	}
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr); // want must PA1008 "'WaitsInside'"
}

extern "C" VOID Waits(PDRIVER_OBJECT)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	WaitsInside();
	KeReleaseSpinLock(&lock, irql);
}

/* IRQL may have been raised. */
extern "C" VOID Before(PDRIVER_OBJECT)
{
	switch (KIRQL now = KeGetCurrentIrql(); count) { // want PA9002
	default:
		count += now;
	}
	KeAcquireSpinLockAtDpcLevel(&lock);
	KeReleaseSpinLockFromDpcLevel(&lock);
}

#pragma code_seg(push, paged, "PAGE")
static VOID Paged()
{
	PAGED_CODE();
	count++;
}

/* The acquire is there. */
extern "C" VOID CalledPaged()
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&lock, &irql); // want must PA1001 "'CalledPaged'"
	switch (KIRQL now = KeGetCurrentIrql(); count) { // want PA9002
	default:
		count += now;
	}
	KeReleaseSpinLock(&lock, irql);
}
#pragma code_seg(pop, paged)

extern "C" VOID Called(PDRIVER_OBJECT)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	switch (KIRQL now = KeGetCurrentIrql(); count) { // want PA9002
	default:
		count += now;
	}
	Paged();
	KeReleaseSpinLock(&lock, irql);
}

extern "C" VOID CalledWhole(PDRIVER_OBJECT)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	count++;
	Paged(); // want must PA1006 "'CalledWhole'"
	KeReleaseSpinLock(&lock, irql);
	CalledPaged();
}
