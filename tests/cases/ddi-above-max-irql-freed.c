/*
 * Memory from paged pool is given back below DISPATCH_LEVEL. From which pool it is
 * says what has been stored where the pointer comes from.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	PVOID Paged, Resident, Either, Foreign;
	ULONG Count;
} DEVICE, *PDEVICE;

static PVOID Take(POOL_TYPE Pool)
{
	return ExAllocatePoolWithTag(Pool, 64, 'ekaT');
}

VOID Make(PDEVICE Device, PVOID Foreign)
{
	PVOID either = ExAllocatePoolWithTag(PagedPool, 64, 'ekaM');

	Device->Paged = ExAllocatePoolWithTag(PagedPool, 64, 'ekaM');
	Device->Resident = ExAllocatePoolWithTag(NonPagedPool, 64, 'ekaM');
	Device->Foreign = Foreign;
	if (!either)
		either = Take(NonPagedPool);
	Device->Either = either;
}

IO_WORKITEM_ROUTINE Work, WorkLate, WorkWrapped, WorkAgain;

VOID Work(PDEVICE_OBJECT Object, PVOID Context)
{
	PDEVICE device = Object->DeviceExtension;
	PVOID page = ExAllocatePoolWithTag(PagedPool, 4096, 'kroW');
	KIRQL irql;

	if (!page)
		return;
	KeAcquireSpinLock(&device->Lock, &irql);
	if (!device->Count) {
		ExFreePoolWithTag(page, 'kroW'); // want must PA1008 "'Work'"
		goto out;
	}
	device->Count = 0;
	KeReleaseSpinLock(&device->Lock, irql);
	ExFreePoolWithTag(page, 'kroW');
	return;
out:
	KeReleaseSpinLock(&device->Lock, irql);
}

VOID WorkLate(PDEVICE_OBJECT Object, PVOID Context)
{
	PDEVICE device = Object->DeviceExtension;
	PVOID page = ExAllocatePoolWithTag(NonPagedPool, 4096, 'kroW');
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	ExFreePoolWithTag(page, 'kroW');
	KeReleaseSpinLock(&device->Lock, irql);
}

VOID WorkWrapped(PDEVICE_OBJECT Object, PVOID Context)
{
	PDEVICE device = Object->DeviceExtension;
	PVOID low = Take(PagedPool), high = Take(NonPagedPool);
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	ExFreePool(low); // want must PA1008 "'WorkWrapped'"
	ExFreePool(high);
	KeReleaseSpinLock(&device->Lock, irql);
}

VOID WorkAgain(PDEVICE_OBJECT Object, PVOID Context)
{
	PDEVICE device = Object->DeviceExtension;
	PVOID page = Take(PagedPool);
	KIRQL irql;

	ExFreePool(page);
	page = Take(NonPagedPool);
	KeAcquireSpinLock(&device->Lock, &irql);
	ExFreePool(page);
	KeReleaseSpinLock(&device->Lock, irql);
}

KDEFERRED_ROUTINE Tick;

VOID Tick(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;
	PVOID resident = device->Resident;

	ExFreePool(device->Paged); // want must PA1008 "'Tick'"
	device->Paged = NULL;
	ExFreePool(resident);
	ExFreePool(device->Either);
	ExFreePool(device->Foreign);
}
