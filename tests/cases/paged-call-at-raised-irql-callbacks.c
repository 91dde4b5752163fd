/*
 * A routine that walks a list and calls what it is handed: under a lock it calls
 * only what is handed to it under the lock.
 */
#include <ntddk.h>

typedef struct _ITEM {
	LIST_ENTRY Link;
	ULONG Count;
} ITEM, *PITEM;

typedef struct _TABLE {
	KSPIN_LOCK Lock;
	LIST_ENTRY Items;
} TABLE, *PTABLE;

typedef VOID WALKER(PITEM Item, PVOID Context);

#ifdef ALLOC_PRAGMA
WALKER Describe;
WALKER Store;
#pragma alloc_text(PAGE, Describe)
#pragma alloc_text(PAGE, Store)
#endif

VOID ForEachFrom(PLIST_ENTRY First, PLIST_ENTRY Head, WALKER *Walker, PVOID Context)
{
	for (PLIST_ENTRY entry = First; entry != Head; entry = entry->Flink)
		Walker(CONTAINING_RECORD(entry, ITEM, Link), Context); // want must PA1006 "'Store'"
}

VOID ForEach(PTABLE Table, WALKER *Walker, PVOID Context)
{
	ForEachFrom(Table->Items.Flink, &Table->Items, Walker, Context);
}

VOID CountOne(PITEM Item, PVOID Context)
{
	*(PULONG)Context += Item->Count;
}

VOID Describe(PITEM Item, PVOID Context)
{
	PAGED_CODE();
	*(PULONG)Context += Item->Count;
}

VOID Store(PITEM Item, PVOID Context)
{
	PAGED_CODE();
	Item->Count = *(PULONG)Context;
}

ULONG CountAll(PTABLE Table)
{
	ULONG count = 0;
	KIRQL irql;

	KeAcquireSpinLock(&Table->Lock, &irql);
	ForEach(Table, CountOne, &count);
	KeReleaseSpinLock(&Table->Lock, irql);
	return count;
}

VOID DescribeAll(PTABLE Table)
{
	ULONG count = 0;

	ForEach(Table, Describe, &count);
}

VOID StoreAll(PTABLE Table)
{
	ULONG count = 0;
	KIRQL irql;

	KeAcquireSpinLock(&Table->Lock, &irql);
	ForEach(Table, Store, &count);
	KeReleaseSpinLock(&Table->Lock, irql);
}

DRIVER_DISPATCH Create;

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PTABLE table = (PTABLE)Device->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	DescribeAll(table);
	StoreAll(table);
	return CountAll(table) ? STATUS_SUCCESS : STATUS_NOT_FOUND;
}
