/*
 * The same without the option: a driver like any other.
 */
// want nothing
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED static NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	PAGED_CODE();
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	return STATUS_SUCCESS;
}
