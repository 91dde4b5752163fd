/*
 * Locks of which it does not show which one is given back: those of a list, taken
 * in one loop and given back in another, and that of an object whose pointer goes
 * to another meanwhile. What is left raised is no more than possible.
 */
#include <ndis.h>

typedef struct _ITEM {
	struct _ITEM *Next;
	NDIS_SPIN_LOCK Lock;
	ULONG Count;
} ITEM, *PITEM;

typedef struct _LIST {
	PITEM Items[8];
	ULONG Count;
	KSPIN_LOCK Lock;
} LIST, *PLIST;

PITEM FirstItem(PLIST List);

DRIVER_DISPATCH All, One, Same, Moves, Stays;

NTSTATUS All(PDEVICE_OBJECT Device, PIRP Irp)
{
	PLIST list = Device->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	for (PITEM item = FirstItem(list); item; item = item->Next)
		NdisAcquireSpinLock(&item->Lock);
	for (PITEM item = FirstItem(list); item; item = item->Next)
		NdisReleaseSpinLock(&item->Lock);
	return STATUS_SUCCESS; // want may PA1010 "'All'"
}

/* No loop takes this one. */
NTSTATUS One(PDEVICE_OBJECT Device, PIRP Irp)
{
	PLIST list = Device->DeviceExtension;
	PITEM item = list->Items[0];

	UNREFERENCED_PARAMETER(Irp);
	NdisAcquireSpinLock(&item->Lock);
	for (ULONG i = list->Count; i-- > 0;)
		list->Items[i]->Count++;
	if (list->Count)
		NdisReleaseSpinLock(&item->Lock);
	return STATUS_SUCCESS; // want must PA1010 "'One'"
}

/* A loop does, and it is the same one each time. */
NTSTATUS Same(PDEVICE_OBJECT Device, PIRP Irp)
{
	PLIST list = Device->DeviceExtension;
	KIRQL irql;

	UNREFERENCED_PARAMETER(Irp);
	for (ULONG i = 0; i < list->Count; i++) {
		KeAcquireSpinLock(&list->Lock, &irql);
		if (list->Items[i]->Count)
			break;
		KeReleaseSpinLock(&list->Lock, irql);
	}
	return STATUS_SUCCESS; // want must PA1010 "'Same'"
}

/* ---- an object whose kind says how it is locked --------------------------- */

typedef struct _TABLE {
	ULONG Kind;
	KSPIN_LOCK Lock;
	struct _TABLE *Owner;
} TABLE, *PTABLE;

enum { KIND_FREE, KIND_SPINS };

static VOID LockTable(PTABLE Table, PKIRQL Irql)
{
	if (Table->Kind == KIND_SPINS)
		KeAcquireSpinLock(&Table->Lock, Irql);
}

static VOID UnlockTable(PTABLE Table, KIRQL Irql)
{
	if (Table->Kind == KIND_SPINS)
		KeReleaseSpinLock(&Table->Lock, Irql);
}

NTSTATUS Moves(PDEVICE_OBJECT Device, PIRP Irp)
{
	PTABLE table = Device->DeviceExtension;
	KIRQL irql;

	UNREFERENCED_PARAMETER(Irp);
	LockTable(table, &irql);
	table = table->Owner;
	UnlockTable(table, irql);
	return STATUS_SUCCESS; // want may PA1010 "'Moves'"
}

NTSTATUS Stays(PDEVICE_OBJECT Device, PIRP Irp)
{
	PTABLE table = Device->DeviceExtension;
	KIRQL irql;

	UNREFERENCED_PARAMETER(Irp);
	LockTable(table, &irql);
	if (table->Owner)
		return STATUS_PENDING; // want must PA1010 "'Stays'"
	UnlockTable(table, irql);
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_CREATE] = All;
	Driver->MajorFunction[IRP_MJ_CLOSE] = One;
	Driver->MajorFunction[IRP_MJ_READ] = Same;
	Driver->MajorFunction[IRP_MJ_WRITE] = Moves;
	Driver->MajorFunction[IRP_MJ_POWER] = Stays;
	return STATUS_SUCCESS;
}

/* ---- what a routine finds in each turn ---------------------------------- */

PITEM GetItem(PLIST List, ULONG Index);

static VOID LockItem(PITEM Item)
{
	NdisAcquireSpinLock(&Item->Lock);
}

static VOID UnlockItem(PITEM Item)
{
	NdisReleaseSpinLock(&Item->Lock);
}

DRIVER_DISPATCH Found, FoundOnce;

NTSTATUS Found(PDEVICE_OBJECT Device, PIRP Irp)
{
	PLIST list = Device->DeviceExtension;
	PITEM own = Irp->Tail.Overlay.DriverContext[0], item;
	ULONG i;

	for (i = 0; i < list->Count; i++) {
		item = GetItem(list, i);
		if (item != own)
			LockItem(item);
	}
	for (i = 0; i < list->Count; i++) {
		item = GetItem(list, i);
		if (item != own)
			UnlockItem(item);
	}
	return STATUS_SUCCESS; // want may PA1010 "'Found'"
}

NTSTATUS FoundOnce(PDEVICE_OBJECT Device, PIRP Irp)
{
	PLIST list = Device->DeviceExtension;
	PITEM own = Irp->Tail.Overlay.DriverContext[0], item;

	item = GetItem(list, 0);
	LockItem(item);
	if (item != own)
		UnlockItem(item);
	return STATUS_SUCCESS; // want must PA1010 "'FoundOnce'"
}
