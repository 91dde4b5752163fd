/*
 * A lock may have been taken by what was lost of a body: what a switch starts
 * with is not known.
 */
#include <ntddk.h>

extern "C" DRIVER_UNLOAD Lost, Whole;
static KSPIN_LOCK lock;
static LONG count;

extern "C" VOID Lost(PDRIVER_OBJECT)
{
	switch (KIRQL irql = KeAcquireSpinLockRaiseToDpc(&lock); count) { // want PA9002
	default:
		KeReleaseSpinLock(&lock, irql);
	}
}

extern "C" VOID Whole(PDRIVER_OBJECT)
{
	KIRQL irql;

	switch (count) {
	default:
		KeReleaseSpinLock(&lock, irql); // want must PA1011 "'Whole'"
	}
}
