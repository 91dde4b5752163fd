/*
 * The system calls at DISPATCH_LEVEL: a spin lock that is not given back does not
 * show in the IRQL that the routine returns at.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	ULONG Count;
} DEVICE, *PDEVICE;

KDEFERRED_ROUTINE KeepsOfHelper, Keeps, KeepsRaised, GivesBack, GivesBackElsewhere, Counts;

VOID Keeps(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	if (!device->Count)
		return; // want must PA1010 "'Keeps' returns with a spin lock held that it gives back on its other paths"
	device->Count--;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

VOID KeepsRaised(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	if (!device->Count) {
		KeReleaseSpinLock(&device->Lock, irql);
		return;
	}
	device->Count--;
} // want must PA1010 "'KeepsRaised'"

VOID GivesBack(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	if (!device->Count) {
		KeReleaseSpinLockFromDpcLevel(&device->Lock);
		return;
	}
	device->Count--;
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

static VOID Release(PDEVICE Device)
{
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
}

VOID GivesBackElsewhere(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	if (!device->Count) {
		Release(device);
		return;
	}
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
}

static VOID Acquire(PDEVICE Device)
{
	KeAcquireSpinLockAtDpcLevel(&Device->Lock);
}

VOID KeepsOfHelper(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	Acquire(device);
	if (!device->Count)
		return; // want must PA1010 "'KeepsOfHelper'"
	Release(device);
}

/* Both ask the same. */
VOID Counts(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	if (First)
		KeAcquireSpinLockAtDpcLevel(&device->Lock);
	device->Count++;
	if (First)
		KeReleaseSpinLockFromDpcLevel(&device->Lock);
}
