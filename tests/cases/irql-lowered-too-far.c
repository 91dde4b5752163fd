/*
 * Restores to a level that nobody saved.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	ULONG Count;
} DEVICE, *PDEVICE;

KDEFERRED_ROUTINE Below, Saved, SavedElsewhere;

VOID Below(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, PASSIVE_LEVEL); // want must PA1011 "'Below' lowers IRQL with 'KeReleaseSpinLock' below what it was at entry"
}

VOID Saved(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, irql);
}

VOID SavedElsewhere(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	device->Count++;
	KeReleaseSpinLock(&device->Lock, device->Irql);
}

/* ---- constants --------------------------------------------------------- */

VOID Constant(PDEVICE Device)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Device->Count++;
	KeLowerIrql(PASSIVE_LEVEL); // want may PA1011 "'Constant' lowers IRQL with 'KeLowerIrql' to a value that was not saved before"
}

VOID NotConstant(PDEVICE Device)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Device->Count++;
	KeLowerIrql(irql);
}

KSTART_ROUTINE Worker;

VOID Worker(PVOID Context)
{
	PDEVICE device = Context;

	KeAcquireSpinLock(&device->Lock, &device->Irql);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, PASSIVE_LEVEL); // want may PA1011 "'Worker'"
}

/* It was and is DISPATCH_LEVEL, whatever was before. */
VOID StaysUp(PDEVICE Device)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeAcquireSpinLockAtDpcLevel(&Device->Lock);
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, DISPATCH_LEVEL);
	KeLowerIrql(irql);
}

VOID StaysUpIfItWas(PDEVICE Device, BOOLEAN Raised)
{
	KIRQL irql;

	if (!Raised)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeAcquireSpinLockAtDpcLevel(&Device->Lock);
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, DISPATCH_LEVEL);
	if (!Raised)
		KeLowerIrql(irql);
}

/* The callers decide: one of them holds a lock of its own. */
static VOID Helper(PDEVICE Device)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Device->Count++;
	KeLowerIrql(PASSIVE_LEVEL); // want must PA1011 "'Helper'"
}

KDEFERRED_ROUTINE CallsHelper;

VOID CallsHelper(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	Helper(Context);
}

VOID CallsHelperToo(PDEVICE Device)
{
	Helper(Device);
}

/* ---- through a local --------------------------------------------------- */

KDEFERRED_ROUTINE Local;

VOID Local(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;
	KIRQL irql = PASSIVE_LEVEL;

	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, irql); // want must PA1011 "'Local'"
}

/* What is restored first is not known, so neither is what is saved then. */
KDEFERRED_ROUTINE Unknown;

VOID Unknown(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;
	KIRQL irql;

	KeReleaseSpinLock(First, *(PKIRQL)Second);
	KeAcquireSpinLock(&device->Lock, &irql);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, irql);
}

/* ---- KeRaiseIrql to a level below -------------------------------------- */

KDEFERRED_ROUTINE RaisesToApcInDpc;

VOID RaisesToApcInDpc(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	KIRQL irql;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
	KeRaiseIrql(APC_LEVEL, &irql); // want must PA1011 "'RaisesToApcInDpc' lowers IRQL with 'KeRaiseIrql' below what it was at entry"
	KeLowerIrql(irql);
}

KDEFERRED_ROUTINE RaisesToDispatchInDpc;

VOID RaisesToDispatchInDpc(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	KIRQL irql;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeLowerIrql(irql);
}

/* ---- what an annotation announces --------------------------------------- */

__drv_setsIRQL(DISPATCH_LEVEL) VOID LowersAsAnnounced(VOID)
{
	KeLowerIrql(DISPATCH_LEVEL);
}

VOID LowersUnannounced(VOID)
{
	KeLowerIrql(DISPATCH_LEVEL); // want must PA1011 "'LowersUnannounced' lowers IRQL with 'KeLowerIrql' below what it was at entry"
}

VOID StopsTheOthers(VOID)
{
	KIRQL irql, old;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeRaiseIrql(HIGH_LEVEL, &old);
	LowersAsAnnounced();
	KeRaiseIrql(HIGH_LEVEL, &old);
	LowersUnannounced();
	KeLowerIrql(irql);
}

/* ---- what follows ------------------------------------------------------- */

DRIVER_UNLOAD UnloadAfterConstant;

static VOID LowersToApc(VOID)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeLowerIrql(APC_LEVEL); // want PA1011 "'LowersToApc' lowers IRQL with 'KeLowerIrql' to a value that was not saved"
}

VOID UnloadAfterConstant(PDRIVER_OBJECT Driver)
{
	LowersToApc();
}

/* ---- a variable that a callee leaves alone ------------------------------- */

static KSPIN_LOCK GlobalLock;

static BOOLEAN LooksAt(PKIRQL Irql)
{
	return *Irql == HIGH_LEVEL;
}

static BOOLEAN Sets(PKIRQL Irql)
{
	*Irql = DISPATCH_LEVEL;
	return TRUE;
}

KDEFERRED_ROUTINE LowersWhatWasSeen;
VOID LowersWhatWasSeen(PKDPC Dpc, PVOID Context, PVOID One, PVOID Two)
{
	KIRQL saved, other = PASSIVE_LEVEL;

	KeAcquireSpinLock(&GlobalLock, &saved);
	LooksAt(&other);
	KeReleaseSpinLock(&GlobalLock, other); // want irql-lowered-too-far "'LowersWhatWasSeen'"
}

KDEFERRED_ROUTINE RestoresWhatWasSet;
VOID RestoresWhatWasSet(PKDPC Dpc, PVOID Context, PVOID One, PVOID Two)
{
	KIRQL saved, other = PASSIVE_LEVEL;

	KeAcquireSpinLock(&GlobalLock, &saved);
	Sets(&other);
	KeReleaseSpinLock(&GlobalLock, other);
}

/* ---- one that a lock which is not there leaves alone ---------------------- */

KDEFERRED_ROUTINE LowersAfterTry;
VOID LowersAfterTry(PKDPC Dpc, PVOID Context, PVOID One, PVOID Two)
{
	KIRQL saved, other = PASSIVE_LEVEL;

	KeAcquireSpinLock(&GlobalLock, &saved);
	if (!KeTryToAcquireQueuedSpinLock(LockQueueVacbLock, &other))
		KeReleaseSpinLock(&GlobalLock, other); // want irql-lowered-too-far "'LowersAfterTry'"
	else
		KeReleaseSpinLock(&GlobalLock, saved);
}

/* ---- what comes after it ------------------------------------------------ */

DRIVER_STARTIO StartsLowered, StartsNot;

VOID StartsLowered(PDEVICE_OBJECT Device, PIRP Irp)
{
	KIRQL irql;

	IoAcquireCancelSpinLock(&irql);
	IoSetCancelRoutine(Irp, NULL);
	IoReleaseCancelSpinLock(PASSIVE_LEVEL); // want must PA1011 "'StartsLowered'"
	IoStartNextPacket(Device, FALSE);
}

VOID StartsNot(PDEVICE_OBJECT Device, PIRP Irp)
{
	KIRQL irql;

	IoAcquireCancelSpinLock(&irql);
	IoSetCancelRoutine(Irp, NULL);
	IoReleaseCancelSpinLock(irql);
	IoStartNextPacket(Device, FALSE);
}
