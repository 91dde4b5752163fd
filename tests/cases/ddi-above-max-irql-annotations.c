/*
 * What the driver's own routines say of themselves in SAL: the IRQL at which
 * they are entered when nobody is known to call them, and the limits that their
 * callers have to keep.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	HANDLE Key;
	ULONG Count;
} DEVICE, *PDEVICE;

/* ---- where they are entered -------------------------------------------- */

_IRQL_requires_(DISPATCH_LEVEL)
VOID SaysDispatch(PDEVICE Device)
{
	ZwClose(Device->Key); // want must PA1008 "'SaysDispatch' calls 'ZwClose' at DISPATCH_LEVEL"
}

_IRQL_requires_(PASSIVE_LEVEL)
VOID SaysPassive(PDEVICE Device)
{
	ZwClose(Device->Key);
}

_IRQL_requires_min_(DISPATCH_LEVEL)
VOID SaysAtLeast(PDEVICE Device)
{
	ZwClose(Device->Key); // want must PA1008
}

_IRQL_requires_max_(DISPATCH_LEVEL)
VOID SaysAtMost(PDEVICE Device)
{
	ZwClose(Device->Key); // want may PA1008
}

_IRQL_requires_max_(APC_LEVEL)
VOID SaysLess(PDEVICE Device)
{
	ZwClose(Device->Key);
}

_IRQL_requires_max_(APC_LEVEL)
VOID CountsOnLess(PDEVICE Device)
{
	KeAcquireSpinLockAtDpcLevel(&Device->Lock); // want must PA1009
	Device->Count++;
	KeReleaseSpinLockFromDpcLevel(&Device->Lock);
}

_IRQL_requires_max_(DISPATCH_LEVEL)
_IRQL_requires_same_
VOID LeaksOnOneWay(PDEVICE Device)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (Device->Count)
		return; // want PA1010
	KeLowerIrql(irql);
}

/* ---- what their callers have to keep ----------------------------------- */

static _IRQL_requires_max_(PASSIVE_LEVEL) VOID NeedsPassive(PDEVICE Device)
{
	Device->Count++;
}

static VOID NeedsNothing(PDEVICE Device)
{
	Device->Count++;
}

static _IRQL_requires_(DISPATCH_LEVEL) VOID NeedsDispatch(PDEVICE Device)
{
	Device->Count++;
}

_IRQL_requires_(DISPATCH_LEVEL)
VOID CallsTooHigh(PDEVICE Device)
{
	NeedsPassive(Device); // want must PA1008 "'CallsTooHigh' calls 'NeedsPassive' at DISPATCH_LEVEL; the highest IRQL for it is PASSIVE_LEVEL"
	NeedsNothing(Device);
	NeedsDispatch(Device);
}

_IRQL_requires_(PASSIVE_LEVEL)
VOID CallsTooLow(PDEVICE Device)
{
	NeedsPassive(Device);
	NeedsNothing(Device);
	NeedsDispatch(Device); // want must PA1009 "'CallsTooLow' calls 'NeedsDispatch' at PASSIVE_LEVEL; the lowest IRQL for it is DISPATCH_LEVEL"
}

VOID CallsRaised(PDEVICE Device)
{
	KIRQL irql;

	NeedsPassive(Device);
	KeAcquireSpinLock(&Device->Lock, &irql);
	NeedsPassive(Device); // want must PA1008
	NeedsDispatch(Device);
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* ---- one defect, one finding ------------------------------------------- */

static _IRQL_requires_max_(PASSIVE_LEVEL) VOID PassesOn(PDEVICE Device)
{
	NeedsPassive(Device);
}

static _IRQL_requires_max_(PASSIVE_LEVEL) VOID Closes(PDEVICE Device)
{
	ZwClose(Device->Key); // want must PA1008 "'Closes' calls 'ZwClose'"
}

_IRQL_requires_(DISPATCH_LEVEL)
VOID StartsChains(PDEVICE Device)
{
	PassesOn(Device); // want must PA1008 "'StartsChains' calls 'PassesOn'"
	Closes(Device);
}

/* What is called below, at an IRQL that is right for it, says nothing. */
static _IRQL_requires_max_(APC_LEVEL) VOID Prints(PDEVICE Device)
{
	DbgPrint("%u\n", Device->Count);
}

static _IRQL_requires_max_(DISPATCH_LEVEL) VOID PrintsHigh(PDEVICE Device)
{
	DbgPrint("%u\n", Device->Count);
}

_IRQL_requires_(DISPATCH_LEVEL)
VOID CallsPrinters(PDEVICE Device)
{
	Prints(Device); // want must PA1008 "'CallsPrinters' calls 'Prints'"
	PrintsHigh(Device);
}
