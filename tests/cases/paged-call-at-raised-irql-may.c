/*
 * Must and may. A call is wrong for certain if every way to it is too high; if
 * one way is lower, or if the object decides which routine is called, it is
 * wrong on some runs only.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	BOOLEAN Shared;
	VOID (*Single)(struct _DEVICE *Device);
	VOID (*Several)(struct _DEVICE *Device);
} DEVICE, *PDEVICE;

PAGED static VOID Paged(PDEVICE Device)
{
	PAGED_CODE();
}

PAGED static VOID OtherPaged(PDEVICE Device)
{
	PAGED_CODE();
}

static VOID Resident(PDEVICE Device)
{
	UNREFERENCED_PARAMETER(Device);
}

/* ---- ways that meet ------------------------------------------------------ */

VOID SometimesHeld(PDEVICE Device)
{
	KIRQL irql = KeGetCurrentIrql();

	if (Device->Shared)
		KeAcquireSpinLock(&Device->Lock, &irql);
	Paged(Device); // want may PA1006 "'SometimesHeld'"
	if (Device->Shared)
		KeReleaseSpinLock(&Device->Lock, irql);
}

VOID HeldHere(PDEVICE Device)
{
	KIRQL irql;

	if (Device->Shared) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		Paged(Device); // want must PA1006 "'HeldHere'"
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

/* ---- what a field holds -------------------------------------------------- */

VOID SetUp(PDEVICE Device, BOOLEAN Plain)
{
	Device->Single = OtherPaged;
	if (Plain)
		Device->Several = Resident;
	else
		Device->Several = OtherPaged;
}

VOID CallSingle(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Single(Device); // want must PA1006 "'CallSingle'"
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID CallOneOfSeveral(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Several(Device); // want may PA1006 "'CallOneOfSeveral'"
	KeReleaseSpinLock(&Device->Lock, irql);
}
