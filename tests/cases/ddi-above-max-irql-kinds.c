/*
 * An object that says how it is locked: who holds a spin lock uses one that takes
 * spin locks, or none. And a number that stands for "nothing was saved": giving
 * back with it raises nothing.
 */
#include <ntddk.h>

typedef struct _TABLE {
	ULONG Kind, Flags;
	ERESOURCE Resource;
	KSPIN_LOCK Lock, Outer;
	KEVENT Changed;
} TABLE, *PTABLE;

enum { KIND_FREE, KIND_SPINS, KIND_WAITS };

static VOID LockTable(PTABLE Table, PKIRQL Irql)
{
	switch (Table->Kind) {
	case KIND_WAITS:
		ExAcquireResourceExclusiveLite(&Table->Resource, TRUE); // want may PA1008 "'LockTable'"
		break;
	case KIND_SPINS:
		KeAcquireSpinLock(&Table->Lock, Irql);
		break;
	}
}

static VOID UnlockTable(PTABLE Table, KIRQL Irql)
{
	switch (Table->Kind) {
	case KIND_WAITS:
		ExReleaseResourceLite(&Table->Resource);
		break;
	case KIND_SPINS:
		KeReleaseSpinLock(&Table->Lock, Irql);
		break;
	}
}

/* Nothing else is taken in its place. */
static VOID Notify(PTABLE Table)
{
	if (Table->Kind == KIND_WAITS)
		ExAcquireResourceExclusiveLite(&Table->Resource, TRUE); // want must PA1008 "'Notify'"
	Table->Flags |= 1;
	if (Table->Kind == KIND_WAITS)
		ExReleaseResourceLite(&Table->Resource);
}

/* The spin lock that is too high stands in place of no other. */
KSERVICE_ROUTINE OnInterrupt;

BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	PTABLE table = Context;
	KIRQL irql;

	UNREFERENCED_PARAMETER(Interrupt);
	if (table->Kind == KIND_SPINS) {
		KeAcquireSpinLock(&table->Lock, &irql); // want must PA1008 "'OnInterrupt'"
		table->Flags++;
		KeReleaseSpinLock(&table->Lock, irql);
	}
	return TRUE;
}

/* ---- the same in a switch, and what it was locked as ----------------------- */

typedef struct _SHELF {
	ULONG Kind, Flags;
	FAST_MUTEX Mutex;
	KSPIN_LOCK Lock;
	KIRQL Irql;
} SHELF, *PSHELF;

static VOID LockShelf(PSHELF Shelf)
{
	switch (Shelf->Kind) {
	case KIND_WAITS:
		ExAcquireFastMutex(&Shelf->Mutex);
		break;
	case KIND_SPINS:
		KeAcquireSpinLock(&Shelf->Lock, &Shelf->Irql);
		break;
	}
}

static VOID UnlockShelf(PSHELF Shelf)
{
	switch (Shelf->Kind) {
	case KIND_WAITS:
		ExReleaseFastMutex(&Shelf->Mutex);
		break;
	case KIND_SPINS:
		KeReleaseSpinLock(&Shelf->Lock, Shelf->Irql);
		break;
	}
}

static VOID UnlockAny(PSHELF Shelf)
{
	switch (Shelf->Flags) {
	case KIND_WAITS:
		ExReleaseFastMutex(&Shelf->Mutex); // want may PA1008 "'UnlockAny'"
		break;
	case KIND_SPINS:
		KeReleaseSpinLock(&Shelf->Lock, Shelf->Irql);
		break;
	}
}

IO_WORKITEM_ROUTINE Sort, SortAny;

VOID Sort(PDEVICE_OBJECT Device, PVOID Context)
{
	PSHELF shelf = Context;

	UNREFERENCED_PARAMETER(Device);
	LockShelf(shelf);
	shelf->Flags++;
	UnlockShelf(shelf);
}

VOID SortAny(PDEVICE_OBJECT Device, PVOID Context)
{
	UNREFERENCED_PARAMETER(Device);
	LockShelf(Context);
	UnlockAny(Context);
} // want must PA1010 "'SortAny'"

VOID QueueSorting(PIO_WORKITEM Item, PSHELF Shelf)
{
	IoQueueWorkItem(Item, Shelf->Flags ? Sort : SortAny,
		DelayedWorkQueue, Shelf);
}

/* ---- "not saved" ---------------------------------------------------------- */

VOID Insert(PTABLE Table, ULONG Flags)
{
	KIRQL irql = HIGH_LEVEL;

	if (Flags & 1)
		KeAcquireSpinLock(&Table->Lock, &irql);
	Table->Flags++;
	KeReleaseSpinLock(&Table->Lock, irql);
	KeSetEvent(&Table->Changed, 0, FALSE);
}

VOID InsertHigh(PTABLE Table)
{
	KIRQL irql;

	KeRaiseIrql(HIGH_LEVEL, &irql);
	Table->Flags++;
	KeSetEvent(&Table->Changed, 0, FALSE); // want must PA1008 "'InsertHigh' calls 'KeSetEvent' at HIGH_LEVEL"
	KeLowerIrql(irql);
}

DRIVER_DISPATCH Read;

NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	PTABLE table = Device->DeviceExtension;
	KIRQL outer, irql;

	UNREFERENCED_PARAMETER(Irp);
	KeAcquireSpinLock(&table->Outer, &outer);
	LockTable(table, &irql);
	table->Flags = 0;
	UnlockTable(table, irql);
	Notify(table);
	KeReleaseSpinLock(&table->Outer, outer);
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	return STATUS_SUCCESS;
}
