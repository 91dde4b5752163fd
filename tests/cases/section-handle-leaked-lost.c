/*
 * A handle that is thrown away is one defect: the storage that it was meant for
 * is unlocked with nothing in it, and that is what follows. A local that only
 * repeats what is kept elsewhere is no owner.
 */
#include <ntddk.h>

typedef struct _EXT {
	PVOID Section;
} EXT, *PEXT;

VOID One(VOID);
VOID Two(VOID);
#pragma alloc_text(PAGEON, One)
#pragma alloc_text(PAGETW, Two)

VOID One(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Two(VOID)
{
	PAGED_CODE_LOCKED();
}


PVOID OneHandle, Nothing;
DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;
	PVOID handle = ext->Section;

	if (handle == NULL) {
		handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two);
		ext->Section = handle;
	} else {
		MmLockPagableSectionByHandle(handle);
	}
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;

	MmUnlockPagableImageSection(ext->Section);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(OneHandle);
	MmUnlockPagableImageSection(Nothing); // want PA5005 "what no lock has returned a handle for"
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	PDEVICE_OBJECT device;
	NTSTATUS status;

	MmLockPagableCodeSection((PVOID)(ULONG_PTR)One); // want PA5004 "nobody keeps the handle of 'PAGEON'"
	status = IoCreateDevice(Driver, sizeof(EXT), NULL, FILE_DEVICE_UNKNOWN,
		0, FALSE, &device);
	if (!NT_SUCCESS(status)) {
		MmUnlockPagableImageSection(OneHandle);
		return status;
	}
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
