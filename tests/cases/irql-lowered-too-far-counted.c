/*
 * A lock that knows its owner and counts how often it is held is given back by
 * whoever counts down to nothing, though that one need not have taken it.
 */
#include <ntddk.h>

typedef struct _COUNTED {
	FAST_MUTEX Mutex;
	PVOID Owner;
	LONG Count;
	LONG Value;
} COUNTED, *PCOUNTED;

NTSTATUS DispatchCreate(PDEVICE_OBJECT Device, PIRP Irp)
{
	PCOUNTED lock = Device->DeviceExtension;
	PVOID current = PsGetCurrentThread();

	UNREFERENCED_PARAMETER(Irp);
	if (lock->Owner != current) {
		ExAcquireFastMutex(&lock->Mutex);
		lock->Owner = current;
	}
	lock->Count += 1;
	lock->Value++;
	lock->Count -= 1;
	if (lock->Count == 0) {
		lock->Owner = NULL;
		ExReleaseFastMutex(&lock->Mutex);
	}
	return STATUS_SUCCESS;
}

/* This one gives back what its caller holds, if it does. */
NTSTATUS DispatchClose(PDEVICE_OBJECT Device, PIRP Irp)
{
	PCOUNTED lock = Device->DeviceExtension;
	PVOID current = PsGetCurrentThread();

	UNREFERENCED_PARAMETER(Irp);
	if (lock->Owner != current) {
		ExAcquireFastMutex(&lock->Mutex);
		lock->Owner = current;
	}
	lock->Value++;
	lock->Owner = NULL;
	ExReleaseFastMutex(&lock->Mutex); // want must PA1011 "'DispatchClose'"
	return STATUS_SUCCESS;
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_CREATE] = DispatchCreate;
	Driver->MajorFunction[IRP_MJ_CLOSE] = DispatchClose;
	return STATUS_SUCCESS;
}
