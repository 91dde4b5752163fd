/*
 * Routines of the driver that are somewhere else, in a library: only their
 * annotations are known. One that raises and says where it keeps the IRQL has a
 * partner that takes it from there; of one that does not say, the partner cannot
 * be known, so that IRQL may be back down after any call.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	LONG Count;
} DEVICE, *PDEVICE;

_IRQL_raises_(DISPATCH_LEVEL)
VOID LibraryAcquire(PDEVICE Device);

_IRQL_requires_(DISPATCH_LEVEL)
VOID LibraryRelease(PDEVICE Device);

_IRQL_saves_ _IRQL_raises_(DISPATCH_LEVEL)
KIRQL LibraryRaise(VOID);

VOID LibraryLower(_In_ _IRQL_restores_ KIRQL Irql);

NTSTATUS Take(PDEVICE Device)
{
	NTSTATUS status = STATUS_NO_MORE_ENTRIES;

	if (!Device->Count)
		return status;
	LibraryAcquire(Device);
	if (Device->Count > 0)
		status = STATUS_SUCCESS;
	LibraryRelease(Device);
	return status;
}

DRIVER_UNLOAD OnUnload;
VOID OnUnload(PDRIVER_OBJECT Driver)
{
	PDEVICE device = Driver->DeviceObject->DeviceExtension;
	LARGE_INTEGER delay = { .QuadPart = -10000 };

	LibraryAcquire(device);
	device->Count = 0;
	LibraryRelease(device);
	KeDelayExecutionThread(KernelMode, FALSE, &delay);
}

NTSTATUS Forget(PDEVICE Device)
{
	KIRQL irql = LibraryRaise();

	if (!Device->Count)
		return STATUS_NO_MORE_ENTRIES; // want PA1010 "'Forget'"
	LibraryLower(irql);
	return STATUS_SUCCESS;
}
