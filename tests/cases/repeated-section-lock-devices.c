/*
 * Locking by address for each device that is added, and for the first one.
 */
#include <ntddk.h>

VOID ForEach(VOID);
VOID ForFirst(VOID);
#pragma alloc_text(PAGEEA, ForEach)
#pragma alloc_text(PAGEFI, ForFirst)

VOID ForEach(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID ForFirst(VOID)
{
	PAGED_CODE_LOCKED();
}

typedef struct _EXT {
	PVOID Each;
	PVOID First;
} EXT, *PEXT;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_ADD_DEVICE Add;
DRIVER_DISPATCH Pnp;
PVOID First;

NTSTATUS Add(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Physical)
{
	PDEVICE_OBJECT device;
	PEXT ext;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Physical);
	status = IoCreateDevice(Driver, sizeof(EXT), NULL,
		FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	ext = device->DeviceExtension;
	ext->Each = MmLockPagableCodeSection((PVOID)ForEach); // want may PA5003 "'PAGEEA' is locked by address each time"
	if (!First)
		First = MmLockPagableCodeSection((PVOID)ForFirst);
	else
		MmLockPagableSectionByHandle(First);
	return STATUS_SUCCESS;
}

NTSTATUS Pnp(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;

	if (IoGetCurrentIrpStackLocation(Irp)->MinorFunction ==
		IRP_MN_REMOVE_DEVICE) {
		MmUnlockPagableImageSection(ext->Each);
		MmUnlockPagableImageSection(First);
	}
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->DriverExtension->AddDevice = Add;
	Driver->DriverUnload = Unload;
	Driver->MajorFunction[IRP_MJ_PNP] = Pnp;
	return STATUS_SUCCESS;
}
