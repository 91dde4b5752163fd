/*
 * A signal with Wait that no wait follows is one finding: after the next call
 * all is as if Wait had been FALSE. With the wait, IRQL is up until then.
 */
#include <ntddk.h>

typedef struct {
	KEVENT Event, Other;
	KSPIN_LOCK Lock;
} DEVICE, *PDEVICE;

DRIVER_DISPATCH Control, Wait, Leave, Pass;

static VOID Close(HANDLE Handle)
{
	ZwClose(Handle);
}

static VOID Forget(PDEVICE Device, HANDLE Handle)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (!Handle)
		return; // want irql-not-restored "'Forget'"
	KeReleaseSpinLock(&Device->Lock, irql);
}

static VOID WaitFor(PDEVICE Device)
{
	KeWaitForSingleObject(
		&Device->Other, Executive, KernelMode, FALSE, NULL);
}

static HANDLE Take(HANDLE Handle)
{
	return Handle;
}

/* What is called after it is called at PASSIVE_LEVEL. */
NTSTATUS Control(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	HANDLE handle = Irp->UserBuffer;

	KeSetEvent(&device->Event, 0, TRUE); // want wait-true-without-wait
	Close(handle);
	Forget(device, handle);
	ZwClose(handle);
	return STATUS_SUCCESS;
}

NTSTATUS Leave(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	KeSetEvent(&device->Event, 0, TRUE); // want wait-true-without-wait
	ZwClose(Irp->UserBuffer);
	return STATUS_SUCCESS;
}

/* A wait, perhaps in a routine of its own, is what it was for. */
NTSTATUS Wait(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	KeSetEvent(&device->Event, 0, TRUE);
	WaitFor(device);
	ZwClose(Irp->UserBuffer);
	return STATUS_SUCCESS;
}

NTSTATUS Pass(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	HANDLE handle;

	KeSetEvent(&device->Event, 0, TRUE);
	handle = Take(Irp->UserBuffer);
	KeWaitForSingleObject(
		&device->Other, Executive, KernelMode, FALSE, NULL);
	ZwClose(handle);
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Leave;
	Driver->MajorFunction[IRP_MJ_CREATE] = Wait;
	Driver->MajorFunction[IRP_MJ_CLEANUP] = Pass;
	return STATUS_SUCCESS;
}
