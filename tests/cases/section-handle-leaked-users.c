/*
 * Two routines count the users of a section: the first one locks, the last one
 * unlocks. An open that fails gives back what it took.
 */
#include <ntddk.h>

NTSTATUS Work(PDEVICE_OBJECT Device);
VOID Other(VOID);
#pragma alloc_text(PAGELK, Work)
#pragma alloc_text(PAGEOT, Other)

static PVOID Handle, Kept;
static LONG Users;

NTSTATUS Work(PDEVICE_OBJECT Device)
{
	PAGED_CODE_LOCKED();
	return Device->StackSize > 2 ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

VOID Other(VOID)
{
	PAGED_CODE_LOCKED();
}

static VOID Take(VOID)
{
	if (Users++ == 0)
		MmLockPagableSectionByHandle(Handle);
}

static VOID Give(VOID)
{
	if (--Users == 0)
		MmUnlockPagableImageSection(Handle);
}

static VOID TakeOther(VOID)
{
	MmLockPagableSectionByHandle(Kept); // want may PA5004 "'PAGEOT' stays locked when this fails"
}

static VOID GiveOther(VOID)
{
	MmUnlockPagableImageSection(Kept);
}

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create, Close;

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	NTSTATUS status;

	Take();
	TakeOther();
	Other();
	status = Work(Device);
	if (!NT_SUCCESS(status))
		Give();
	Irp->IoStatus.Status = status;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return status;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	Give();
	GiveOther();
	Irp->IoStatus.Status = STATUS_SUCCESS;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(Handle);
	MmUnlockPagableImageSection(Kept);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);
	Kept = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Other);
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
