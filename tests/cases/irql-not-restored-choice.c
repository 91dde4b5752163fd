/*
 * Lock helpers that choose: which of several locks is decided by an argument,
 * by a field, or by one of them, and the helper that gives back decides alike.
 */
#include <ntddk.h>

typedef struct {
	KSPIN_LOCK Rx, Tx, Log;
	KIRQL OldRx, OldTx, OldLog;
	ULONG Shared, Port, Count;
} DEVICE, *PDEVICE;

static VOID Acquire(PDEVICE Device, ULONG Which)
{
	switch (Which) {
	case 1:
		KeAcquireSpinLock(&Device->Rx, &Device->OldRx);
		break;
	case 2:
		KeAcquireSpinLock(&Device->Tx, &Device->OldTx);
		break;
	case 3:
		KeAcquireSpinLock(&Device->Log, &Device->OldLog);
		break;
	default:
		break;
	}
}

static VOID Release(PDEVICE Device, ULONG Which)
{
	switch (Which) {
	case 1:
		KeReleaseSpinLock(&Device->Rx, Device->OldRx);
		break;
	case 2:
		KeReleaseSpinLock(&Device->Tx, Device->OldTx);
		break;
	case 3:
		KeReleaseSpinLock(&Device->Log, Device->OldLog);
		break;
	default:
		break;
	}
}

VOID Pairs(PDEVICE Device)
{
	Acquire(Device, 2);
	Device->Count++;
	Release(Device, 2);
}

VOID Forgets(PDEVICE Device)
{
	Acquire(Device, 2);
	Device->Count++;
	if (Device->Count > 7)
		return; // want must PA1010 "'Forgets'"
	Release(Device, 2);
}

/* One lock for all, if the device says so or the caller wants it. */
static VOID Enter(PDEVICE Device, ULONG Port)
{
	if (Device->Shared == 0 || Port == 99)
		KeAcquireSpinLock(&Device->Rx, &Device->OldRx);
	else
		KeAcquireSpinLock(&Device->Tx, &Device->OldTx);
}

static VOID Leave(PDEVICE Device, ULONG Port)
{
	if (Device->Shared == 0 || Port == 99)
		KeReleaseSpinLock(&Device->Rx, Device->OldRx);
	else
		KeReleaseSpinLock(&Device->Tx, Device->OldTx);
}

VOID EntersAndLeaves(PDEVICE Device)
{
	Enter(Device, Device->Port);
	Device->Count++;
	Leave(Device, Device->Port);
}

VOID OnlyEnters(PDEVICE Device)
{
	Enter(Device, Device->Port);
	Device->Count++;
	if (Device->Count > 7)
		return; // want must PA1010 "'OnlyEnters'"
	Leave(Device, Device->Port);
}

/* ---- a choice, and a way out in between ---------------------------------- */

/* What is tested behind the raise does not decide about it. */
static VOID ByArgument(PDEVICE Device, BOOLEAN Lock)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (Lock)
		KeAcquireSpinLock(&Device->Rx, &irql);
	if (Device->Count == 4)
		return; // want PA1010 "'ByArgument'"
	Device->Count++;
	if (Lock)
		KeReleaseSpinLock(&Device->Rx, irql);
}

static ULONG ByField(PDEVICE Device)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (Device->Shared)
		KeAcquireSpinLock(&Device->Rx, &irql);
	if (Device->Count == 4)
		return 0; // want PA1010 "'ByField'"
	if (Device->Shared)
		KeReleaseSpinLock(&Device->Rx, irql);
	return Device->Count;
}

static ULONG ByFieldRight(PDEVICE Device)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (Device->Shared)
		KeAcquireSpinLock(&Device->Rx, &irql);
	if (Device->Count == 4) {
		if (Device->Shared)
			KeReleaseSpinLock(&Device->Rx, irql);
		return 0;
	}
	if (Device->Shared)
		KeReleaseSpinLock(&Device->Rx, irql);
	return Device->Count;
}

VOID Chooses(PDEVICE Device, BOOLEAN Lock)
{
	ByArgument(Device, Lock);
	ByField(Device);
	ByFieldRight(Device);
}

/* Three ways, by two choices: what two that return low have in common does not
 * tell them from the third, but each of them does. */
static VOID AcquireKind(PDEVICE Device, PKIRQL Irql, BOOLEAN AtDpc)
{
	if (Device->Shared)
		*Irql = KeGetCurrentIrql();
	else if (AtDpc)
		KeAcquireSpinLockAtDpcLevel(&Device->Rx);
	else
		KeAcquireSpinLock(&Device->Rx, Irql);
	Device->Count++;
}

static VOID AcquireAtRandom(PDEVICE Device, PKIRQL Irql)
{
	if (Device->Shared)
		*Irql = KeGetCurrentIrql();
	else if (KeQueryTimeIncrement() & 1)
		KeAcquireSpinLockAtDpcLevel(&Device->Rx);
	else
		KeAcquireSpinLock(&Device->Rx, Irql);
	Device->Count++;
} // want PA1010 "'AcquireAtRandom'"

/* Comes back as the second helper does, by the same two choices. */
VOID Kinds(PDEVICE Device, BOOLEAN AtDpc)
{
	KIRQL irql;

	AcquireAtRandom(Device, &irql);
	AcquireKind(Device, &irql, AtDpc);
}
