/*
 * A lock that is given back and that nobody holds: the routine gets there below
 * the level at which it can be held, or at the one it was entered at. What may have
 * acquired it makes the release right.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	ULONG Count, Mode;
	VOID (*Enter)(struct _DEVICE *Device);
} DEVICE, *PDEVICE;

DRIVER_DISPATCH Never, Twice, Below, Pairs, Flag, Pointer, Elsewhere;
DRIVER_CANCEL Cancel;

VOID EnterElsewhere(PDEVICE Device);

NTSTATUS Never(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	KIRQL irql;

	UNREFERENCED_PARAMETER(Irp);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, irql); // want must PA1011 "'Never'"
	return STATUS_SUCCESS;
}

/* The second release has no partner. */
NTSTATUS Twice(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	KeAcquireSpinLock(&device->Lock, &device->Irql);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, device->Irql);
	KeReleaseSpinLock(&device->Lock, device->Irql); // want must PA1011 "'Twice'"
	return STATUS_SUCCESS;
}

/* A helper that only such routines call. */
static VOID Leave(PDEVICE Device)
{
	KeReleaseSpinLock(&Device->Lock, Device->Irql); // want must PA1011 "'Leave'"
}

NTSTATUS Below(PDEVICE_OBJECT Object, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Irp);
	Leave(Object->DeviceExtension);
	return STATUS_SUCCESS;
}

/* ---- where it is held, or may be ------------------------------------------ */

static VOID Lock(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
}

static VOID Unlock(PDEVICE Device)
{
	KeReleaseSpinLock(&Device->Lock, Device->Irql);
}

NTSTATUS Pairs(PDEVICE_OBJECT Object, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Irp);
	Lock(Object->DeviceExtension);
	Unlock(Object->DeviceExtension);
	return STATUS_SUCCESS;
}

/* It is held on one of two ways. */
NTSTATUS Flag(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	if (device->Mode)
		KeAcquireSpinLock(&device->Lock, &device->Irql);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, device->Irql);
	return STATUS_SUCCESS;
}

NTSTATUS Pointer(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	device->Enter(device);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, device->Irql);
	return STATUS_SUCCESS;
}

NTSTATUS Elsewhere(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	EnterElsewhere(device);
	device->Count++;
	KeReleaseSpinLock(&device->Lock, device->Irql);
	return STATUS_SUCCESS;
}

/* The system holds the cancel lock for it. */
VOID Cancel(PDEVICE_OBJECT Object, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Object);
	IoReleaseCancelSpinLock(Irp->CancelIrql);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_CREATE] = Never;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Twice;
	Driver->MajorFunction[IRP_MJ_CLEANUP] = Below;
	Driver->MajorFunction[IRP_MJ_READ] = Pairs;
	Driver->MajorFunction[IRP_MJ_WRITE] = Flag;
	Driver->MajorFunction[IRP_MJ_POWER] = Pointer;
	Driver->MajorFunction[IRP_MJ_PNP] = Elsewhere;
	return STATUS_SUCCESS;
}

/* ---- a lock that counts how often its owner has taken it ------------------ */

typedef struct _COUNTED {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	PKTHREAD Owner;
	ULONG Depth;
} COUNTED, *PCOUNTED;

static VOID AcquireCounted(PCOUNTED Counted)
{
	KIRQL irql;

	if (Counted->Owner == KeGetCurrentThread()) {
		Counted->Depth++;
		return;
	}
	KeAcquireSpinLock(&Counted->Lock, &irql);
	Counted->Irql = irql;
	Counted->Owner = KeGetCurrentThread();
	Counted->Depth = 1;
}

static VOID ReleaseCounted(PCOUNTED Counted)
{
	if (--Counted->Depth == 0) {
		Counted->Owner = NULL;
		KeReleaseSpinLock(&Counted->Lock, Counted->Irql);
	}
}

static VOID UseCounted(PCOUNTED Counted);
#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, UseCounted)
#endif

/* What is at fault is that this is pageable, and that it does not always release;
 * it does hold the lock that it gives back. */
static VOID UseCounted(PCOUNTED Counted)
{
	PAGED_CODE();
	AcquireCounted(Counted); // want PA1001 "'UseCounted'"
	if (KeQueryTimeIncrement() & 1)
		ReleaseCounted(Counted);
} // want PA1010 "'UseCounted'"

DRIVER_DISPATCH CleanupCounted;

NTSTATUS CleanupCounted(PDEVICE_OBJECT Device, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Irp);
	UseCounted((PCOUNTED)Device->DeviceExtension);
	return STATUS_SUCCESS;
}

/* ---- at DISPATCH_LEVEL, and below APC_LEVEL ------------------------------- */

typedef struct _QUEUE {
	KSPIN_LOCK Idle, Busy;
	KIRQL Irql;
	FAST_MUTEX Mutex;
	ULONG Count;
} QUEUE, *PQUEUE;

KDEFERRED_ROUTINE Unheld, Held, Forgotten, Callee;
KSTART_ROUTINE Mutexes, MutexHeld;

/* No routine of the driver takes it. */
VOID Unheld(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PQUEUE queue = Context;

	queue->Count++;
	KeReleaseSpinLock(&queue->Idle, queue->Irql); // want must PA1011 "'Unheld'"
}

VOID Held(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PQUEUE queue = Context;

	KeAcquireSpinLock(&queue->Busy, &queue->Irql);
	queue->Count++;
	KeReleaseSpinLock(&queue->Busy, queue->Irql);
}

/* An IRQL that nothing saved. */
VOID Forgotten(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PQUEUE queue = Context;
	KIRQL irql;

	KeAcquireSpinLockAtDpcLevel(&queue->Busy);
	queue->Count++;
	KeReleaseSpinLock(&queue->Busy, irql); // want may PA1011 "'Forgotten'"
}

static VOID LeaveBusy(PQUEUE Queue)
{
	KeReleaseSpinLock(&Queue->Busy, Queue->Irql);
}

VOID Callee(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PQUEUE queue = Context;

	KeAcquireSpinLock(&queue->Busy, &queue->Irql);
	LeaveBusy(queue);
}

VOID Mutexes(PVOID Context)
{
	PQUEUE queue = Context;

	queue->Count++;
	ExReleaseFastMutex(&queue->Mutex); // want must PA1011 "'Mutexes'"
}

VOID MutexHeld(PVOID Context)
{
	PQUEUE queue = Context;

	ExAcquireFastMutex(&queue->Mutex);
	queue->Count++;
	ExReleaseFastMutex(&queue->Mutex);
}

static KDPC Dpcs[4];

VOID Prepare(PQUEUE Queue)
{
	HANDLE thread;

	KeInitializeDpc(&Dpcs[0], Unheld, Queue);
	KeInitializeDpc(&Dpcs[1], Held, Queue);
	KeInitializeDpc(&Dpcs[2], Forgotten, Queue);
	KeInitializeDpc(&Dpcs[3], Callee, Queue);
	PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL,
		Mutexes, Queue);
	PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL,
		MutexHeld, Queue);
}

/* ---- taken and given back by the same routine ------------------------------ */

typedef struct _SHELF {
	LIST_ENTRY Parts;
	KSPIN_LOCK PartsLock;
	BOOLEAN Changed;
} SHELF, *PSHELF;

VOID Sort(PSHELF *Shelf);

/* That others take the lock, too, is no excuse. */
VOID Mark(PSHELF Shelf)
{
	KIRQL irql;

	KeAcquireSpinLock(&Shelf->PartsLock, &irql);
	Shelf->Changed = TRUE;
	KeReleaseSpinLock(&Shelf->PartsLock, irql);
	KeReleaseSpinLock(&Shelf->PartsLock, irql); // want must PA1011 "'Mark'"
}

/* Where there was a part, the lock is not taken again. */
VOID Drain(PSHELF Shelf)
{
	KIRQL irql;

	KeAcquireSpinLock(&Shelf->PartsLock, &irql);
	while (!IsListEmpty(&Shelf->Parts)) {
		PLIST_ENTRY part = RemoveHeadList(&Shelf->Parts);

		KeReleaseSpinLock(&Shelf->PartsLock, irql); // want PA1011 "'Drain'"
		ExFreePool(part);
	}
	KeReleaseSpinLock(&Shelf->PartsLock, irql); // want may PA1011 "'Drain'"
}

VOID DrainRight(PSHELF Shelf)
{
	KIRQL irql;

	KeAcquireSpinLock(&Shelf->PartsLock, &irql);
	while (!IsListEmpty(&Shelf->Parts)) {
		PLIST_ENTRY part = RemoveHeadList(&Shelf->Parts);

		KeReleaseSpinLock(&Shelf->PartsLock, irql);
		ExFreePool(part);
		KeAcquireSpinLock(&Shelf->PartsLock, &irql);
	}
	KeReleaseSpinLock(&Shelf->PartsLock, irql);
}

/* At the IRQL of a DPC, nothing shows but the lock. */
KDEFERRED_ROUTINE Tidy;
VOID Tidy(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PSHELF shelf = Context;
	KIRQL irql;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
	KeAcquireSpinLock(&shelf->PartsLock, &irql);
	shelf->Changed = FALSE;
	KeReleaseSpinLock(&shelf->PartsLock, irql);
	KeReleaseSpinLock(&shelf->PartsLock, irql); // want must PA1011 "'Tidy'"
}

/* Another shelf: who calls holds the lock of the second. */
VOID Pass(PSHELF Shelf, PSHELF Next, KIRQL Irql)
{
	KIRQL irql;

	KeAcquireSpinLock(&Shelf->PartsLock, &irql);
	Shelf->Changed = TRUE;
	KeReleaseSpinLock(&Shelf->PartsLock, irql);
	Shelf = Next;
	KeReleaseSpinLock(&Shelf->PartsLock, Irql);
}

VOID PassSorted(PSHELF Shelf, KIRQL Irql)
{
	KIRQL irql;

	KeAcquireSpinLock(&Shelf->PartsLock, &irql);
	KeReleaseSpinLock(&Shelf->PartsLock, irql);
	Sort(&Shelf);
	KeReleaseSpinLock(&Shelf->PartsLock, Irql);
}

/* ---- while other locks are held ------------------------------------------- */

typedef struct _RACK {
	KSPIN_LOCK Upper, Lower;
	ULONG Flags, Uses;
	SHELF First, Second;
} RACK, *PRACK;

VOID Stack(PRACK Rack)
{
	KIRQL upper, lower;

	KeAcquireSpinLock(&Rack->Upper, &upper);
	KeAcquireSpinLock(&Rack->Lower, &lower);
	Rack->Flags |= 1;
	KeReleaseSpinLock(&Rack->Lower, lower);
	KeReleaseSpinLock(&Rack->Lower, lower); // want must PA1011 "'Stack'"
	KeReleaseSpinLock(&Rack->Upper, upper);
}

VOID StackRight(PRACK Rack)
{
	KIRQL upper, lower;

	KeAcquireSpinLock(&Rack->Upper, &upper);
	KeAcquireSpinLock(&Rack->Lower, &lower);
	Rack->Flags |= 1;
	KeReleaseSpinLock(&Rack->Lower, lower);
	KeAcquireSpinLock(&Rack->Lower, &lower);
	KeReleaseSpinLock(&Rack->Lower, lower);
	KeReleaseSpinLock(&Rack->Upper, upper);
}

/* What is given back may be the lock of the other shelf. */
VOID Walk(PSHELF Shelf, PSHELF Next)
{
	KIRQL irql, next;

	KeAcquireSpinLock(&Shelf->PartsLock, &irql);
	KeReleaseSpinLock(&Shelf->PartsLock, irql);
	KeAcquireSpinLock(&Next->PartsLock, &next);
	KeReleaseSpinLock(&Shelf->PartsLock, next);
}

/* That something is counted is no excuse where the routine has taken the lock. */
VOID Count(PRACK Rack)
{
	KIRQL irql;

	KeAcquireSpinLock(&Rack->Upper, &irql);
	KeReleaseSpinLock(&Rack->Upper, irql);
	if (--Rack->Uses == 0)
		KeReleaseSpinLock(&Rack->Upper, irql); // want must PA1011 "'Count'"
}

/* Nor is it that nobody is known to call. */
VOID Idle(PRACK Rack)
{
	KIRQL irql;

	KeAcquireSpinLock(&Rack->Upper, &irql);
	Rack->Flags = 0;
	KeReleaseSpinLock(&Rack->Upper, irql);
	KeReleaseSpinLock(&Rack->Upper, irql); // want must PA1011 "'Idle'"
}

/* Helpers that give back a lock of their callers', the right one and the other. */
static VOID GiveUpper(PRACK Rack, KIRQL Irql)
{
	KeReleaseSpinLock(&Rack->Upper, Irql);
}

static VOID GiveLower(PRACK Rack, KIRQL Irql)
{
	KeReleaseSpinLock(&Rack->Lower, Irql);
}

VOID Lend(PRACK Rack)
{
	KIRQL upper, lower;

	KeAcquireSpinLock(&Rack->Upper, &upper);
	KeAcquireSpinLock(&Rack->Lower, &lower);
	GiveUpper(Rack, lower);
	GiveLower(Rack, upper);
}

VOID LendOneTwice(PRACK Rack)
{
	KIRQL upper, lower;

	KeAcquireSpinLock(&Rack->Upper, &upper);
	KeAcquireSpinLock(&Rack->Lower, &lower);
	GiveUpper(Rack, lower);
	GiveUpper(Rack, upper); // want must PA1011 "'LendOneTwice' gives back with 'GiveUpper'"
}

DRIVER_UNLOAD Close;
VOID Close(PDRIVER_OBJECT Driver)
{
	PSHELF shelf = Driver->DeviceObject->DeviceExtension;
	PRACK rack = Driver->DeviceObject->DeviceExtension;
	KIRQL irql;

	Stack(rack);
	StackRight(rack);
	Walk(&rack->First, &rack->Second);
	Count(rack);
	Lend(rack);
	LendOneTwice(rack);

	Mark(shelf);
	Drain(shelf);
	DrainRight(shelf);
	KeAcquireSpinLock(&shelf[1].PartsLock, &irql);
	Pass(shelf, &shelf[1], irql);
	KeAcquireSpinLock(&shelf[1].PartsLock, &irql);
	PassSorted(shelf, irql);
}
