/*
 * Sections that are locked on demand, with and without routines that could
 * stay paged.
 */
#include <ntddk.h>

VOID Work(VOID);
VOID Other(VOID);
#pragma alloc_text(PAGELK, Work)
#pragma alloc_text(PAGEOT, Other)

VOID Work(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Other(VOID)
{
	PAGED_CODE_LOCKED();
}

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Control;
VOID Configure(VOID);
#pragma alloc_text(PAGELK, Configure)
#pragma alloc_text(PAGE, Control)
PVOID Handle, OtherHandle;

VOID Configure(VOID)
{
	PAGED_CODE();
}

NTSTATUS Control(PDEVICE_OBJECT Device, PIRP Irp)
{
	PAGED_CODE();
	Configure();
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(Handle);
	MmUnlockPagableImageSection(OtherHandle);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work); // want must PA5006 "section 'PAGELK' also holds routines that could stay paged, such as 'Configure'"
	OtherHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Other);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
