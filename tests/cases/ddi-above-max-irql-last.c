/*
 * What comes with the last reference only: whoever holds a lock may well hold a
 * reference of its own, and then it never comes under the lock.
 */
#include <ntddk.h>

typedef struct _ITEM {
	LONG References;
	ULONG Flags;
	HANDLE File;
	LIST_ENTRY Link;
} ITEM, *PITEM;

typedef struct _LIST {
	KSPIN_LOCK Lock;
	PITEM First;
} LIST, *PLIST;

static VOID FreeItem(PITEM Item)
{
	ZwClose(Item->File); // want may PA1008 "'FreeItem'"
	ExFreePool(Item);
}

static VOID FreeFlagged(PITEM Item)
{
	ZwClose(Item->File); // want must PA1008 "'FreeFlagged'"
}

static VOID Dereference(PITEM Item)
{
	if (InterlockedDecrement(&Item->References) == 0)
		FreeItem(Item);
}

static VOID Flag(PITEM Item)
{
	if ((Item->Flags & 1) == 0)
		FreeFlagged(Item);
}

static VOID Paged(PITEM Item);
#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, Paged)
#endif

static VOID Paged(PITEM Item)
{
	PAGED_CODE();
	Item->Flags = 0;
}

DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	PLIST list = Driver->DeviceObject->DeviceExtension;
	LONG left;
	KIRQL irql;

	KeAcquireSpinLock(&list->Lock, &irql);
	Dereference(list->First);
	Flag(list->First);
	left = InterlockedDecrement(&list->First->References);
	if (!left)
		Paged(list->First); // want may PA1006 "'Paged'"
	if (!list->First->References)
		Paged(list->First); // want must PA1006 "'Paged'"
	KeReleaseSpinLock(&list->Lock, irql);
	Dereference(list->First);
}
