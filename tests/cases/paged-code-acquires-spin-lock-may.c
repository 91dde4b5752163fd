/*
 * Calls that may be of several routines: what all of them do is certain, and what
 * one of them does is only possible.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock, Other;
	KIRQL Irql;
	ULONG Count;
	VOID (*Mixed)(struct _DEVICE *Device);
	VOID (*Locking)(struct _DEVICE *Device);
	VOID (*Harmless)(struct _DEVICE *Device);
	VOID (*Foreign)(struct _DEVICE *Device);
} DEVICE, *PDEVICE;

PAGED static VOID Save(PDEVICE Device);

PAGED static VOID Save(PDEVICE Device)
{
	PAGED_CODE();
	Device->Count++;
}

static VOID Enter(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
}

static VOID EnterOther(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Other, &Device->Irql);
}

static VOID Count(PDEVICE Device)
{
	Enter(Device);
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

static VOID Clear(PDEVICE Device)
{
	Device->Count = 0;
}

VOID Elsewhere(PDEVICE Device);

VOID Fill(PDEVICE Device, BOOLEAN First)
{
	Device->Foreign = First ? Enter : Elsewhere;
	Device->Mixed = First ? Enter : Clear;
	Device->Locking = First ? Enter : EnterOther;
	Device->Harmless = First ? Count : Clear;
}

PAGED VOID ThroughMixed(PDEVICE Device)
{
	PAGED_CODE();
	Device->Mixed(Device); // want may PA1001 "'ThroughMixed'"
} // want may PA1010 "'ThroughMixed'"

PAGED VOID ThroughForeign(PDEVICE Device)
{
	PAGED_CODE();
	Device->Foreign(Device); // want may PA1001 "'ThroughForeign'"
}

PAGED VOID ThroughLocking(PDEVICE Device)
{
	PAGED_CODE();
	Device->Locking(Device); // want must PA1001 "'ThroughLocking'"
}

PAGED VOID ThroughHarmless(PDEVICE Device)
{
	PAGED_CODE();
	Device->Harmless(Device);
}

static VOID SavesMixed(PDEVICE Device)
{
	Device->Mixed(Device);
	Save(Device); // want may PA1006 "'SavesMixed'"
} // want may PA1010 "'SavesMixed'"

static VOID SavesLocking(PDEVICE Device)
{
	Device->Locking(Device);
	Save(Device); // want must PA1006 "'SavesLocking'"
}

/* What follows is as certain as if nothing had been called. */
static VOID SavesHarmless(PDEVICE Device)
{
	Device->Harmless(Device);
	Enter(Device);
	Save(Device); // want must PA1006 "'SavesHarmless'"
}

static VOID WaitsLocking(PDEVICE Device, PKEVENT Event)
{
	Device->Locking(Device);
	KeWaitForSingleObject(Event, Executive, KernelMode, FALSE, NULL); // want must PA1008
}

static VOID WaitsMixed(PDEVICE Device, PKEVENT Event)
{
	Device->Mixed(Device);
	KeWaitForSingleObject(Event, Executive, KernelMode, FALSE, NULL); // want may PA1008
} // want may PA1010 "'WaitsMixed'"

KSTART_ROUTINE MixedThread, LockingThread, Thread;

VOID MixedThread(PVOID Context)
{
	PDEVICE device = Context;

	device->Mixed(device);
} // want may PA1010 "'MixedThread'"

VOID LockingThread(PVOID Context)
{
	PDEVICE device = Context;

	device->Locking(device);
} // want must PA1010 "'LockingThread'"

VOID Thread(PVOID Context)
{
	SavesMixed(Context);
}

VOID LockingSaver(PVOID Context)
{
	SavesLocking(Context);
}

VOID HarmlessSaver(PVOID Context)
{
	SavesHarmless(Context);
}

VOID LockingWaiter(PVOID Context)
{
	KEVENT event;

	WaitsLocking(Context, &event);
}

VOID MixedWaiter(PVOID Context)
{
	KEVENT event;

	WaitsMixed(Context, &event);
}
