/*
 * A flag in a structure tells whether a lock is held, and between its two uses
 * the structure is handed to something. What never writes the flag leaves it
 * as it is.
 */
#include <ntddk.h>

typedef struct _PART {
	LONG Uses;
	BOOLEAN Held;
} PART;

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	BOOLEAN Locked;
	BOOLEAN Busy;
	LONG Count;
	PART Part;
	PVOID Buffer;
} DEVICE, *PDEVICE;

/* ---- what is handed the structure ---------------------------------------- */

static VOID Trace(PDEVICE Device)
{
	Device->Count++;
	InterlockedIncrement(&Device->Part.Uses);
	DbgPrint("device %p\n", Device);
}

static VOID Clear(PDEVICE Device, ULONG Value)
{
	Device->Count++;
	Device->Locked = (BOOLEAN)Value;
}

static VOID ClearBelow(PDEVICE Device, ULONG Value)
{
	Trace(Device);
	Clear(Device, Value);
}

static VOID Put(PUCHAR Place, ULONG Value)
{
	*Place = (UCHAR)Value;
}

static VOID ClearByAddress(PDEVICE Device, ULONG Value)
{
	Put(&Device->Locked, Value);
}

static VOID ClearAll(PDEVICE Device)
{
	RtlZeroMemory(Device, sizeof(*Device));
}

static VOID ClearPart(PDEVICE Device)
{
	RtlZeroMemory(&Device->Part, sizeof(Device->Part));
}

/* Calls itself, and never writes the flag. */
static VOID Count(PDEVICE Device, ULONG Depth)
{
	Device->Count += Depth;
	if (Depth)
		Count(Device, Depth - 1);
}

/* ---- the same use of the flag each time ---------------------------------- */

VOID KeptOverTrace(PDEVICE Device, ULONG Shared)
{
	Device->Locked = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Locked = TRUE;
	}
	Trace(Device);
	if (Device->Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

VOID KeptByClear(PDEVICE Device, ULONG Shared)
{
	Device->Locked = FALSE;
	if (Shared)
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	Clear(Device, Shared);
	if (Device->Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

VOID LostInClear(PDEVICE Device, ULONG Shared)
{
	Device->Locked = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Locked = TRUE;
	}
	Clear(Device, Device->Busy);
	if (Device->Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
} // want irql-not-restored "'LostInClear'"

VOID LostBelow(PDEVICE Device, ULONG Shared)
{
	Device->Locked = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Locked = TRUE;
	}
	ClearBelow(Device, Device->Busy);
	if (Device->Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
} // want irql-not-restored "'LostBelow'"

VOID LostByAddress(PDEVICE Device, ULONG Shared)
{
	Device->Locked = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Locked = TRUE;
	}
	ClearByAddress(Device, Shared);
	if (Device->Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
} // want irql-not-restored "'LostByAddress'"

VOID LostOutside(PDEVICE Device, ULONG Shared)
{
	Device->Locked = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Locked = TRUE;
	}
	ClearAll(Device);
	if (Device->Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
} // want irql-not-restored "'LostOutside'"

VOID KeptBesidePart(PDEVICE Device, ULONG Shared)
{
	Device->Locked = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Locked = TRUE;
	}
	ClearPart(Device);
	if (Device->Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

VOID LostWithPart(PDEVICE Device, ULONG Shared)
{
	Device->Part.Held = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Part.Held = TRUE;
	}
	ClearPart(Device);
	if (Device->Part.Held)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
} // want irql-not-restored "'LostWithPart'"

VOID KeptOverRecursion(PDEVICE Device, ULONG Shared)
{
	Device->Locked = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &Device->Irql);
		Device->Locked = TRUE;
	}
	Count(Device, 3);
	if (Device->Locked)
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

/* A structure of the routine's own, and one that is only printed. */
VOID KeptInLocal(PDEVICE Device, ULONG Shared)
{
	DEVICE own;

	own.Locked = FALSE;
	if (Shared) {
		KeAcquireSpinLock(&Device->Lock, &own.Irql);
		own.Locked = TRUE;
	}
	Trace(&own);
	DbgPrint("device %p\n", &own);
	if (own.Locked)
		KeReleaseSpinLock(&Device->Lock, own.Irql);
}
