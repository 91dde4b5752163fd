/*
 * What follows from a leak: the routine that leaks is the defect, and its
 * callers are not followed at the IRQL that it left behind. Those of a wrapper
 * are.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	KEVENT Event;
	ULONG Count;
	BOOLEAN Gone;
} DEVICE, *PDEVICE;

static VOID Store(PDEVICE Device);
DRIVER_DISPATCH AfterLeak, AfterWrapper, AfterRole;
KSTART_ROUTINE Thread;

#pragma alloc_text(PAGE, Store)

static VOID Store(PDEVICE Device)
{
	PAGED_CODE();
	Device->Count++;
}

static VOID Leak(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Device->Gone)
		return; // want must PA1010 "'Leak' returns at DISPATCH_LEVEL"
	Device->Count++;
	KeReleaseSpinLock(&Device->Lock, irql);
}

static BOOLEAN Wrapper(PDEVICE Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->Irql);
	if (Device->Gone) {
		KeReleaseSpinLock(&Device->Lock, Device->Irql);
		return FALSE;
	}
	Device->Count++;
	return TRUE;
}

NTSTATUS AfterLeak(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	Leak(device);
	Store(device);
	KeWaitForSingleObject(&device->Event, Executive, KernelMode, FALSE, NULL);
	return STATUS_SUCCESS;
}

NTSTATUS AfterWrapper(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	if (Wrapper(device)) {
		Store(device); // want PA1006 "'Store'"
		KeReleaseSpinLock(&device->Lock, device->Irql);
	}
	return STATUS_SUCCESS;
}

/* A routine with a role must give IRQL back, whoever else calls it. */
VOID Thread(PVOID Context)
{
	PDEVICE device = Context;

	KeAcquireSpinLock(&device->Lock, &device->Irql);
	device->Count++;
} // want must PA1010 "'Thread' returns at DISPATCH_LEVEL"

NTSTATUS AfterRole(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	Thread(device);
	Store(device);
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_CREATE] = AfterLeak;
	Driver->MajorFunction[IRP_MJ_READ] = AfterWrapper;
	Driver->MajorFunction[IRP_MJ_WRITE] = AfterRole;
	return STATUS_SUCCESS;
}
