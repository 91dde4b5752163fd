/*
 * Locks that are counted over the whole driver: each section is locked and
 * unlocked by other routines, evenly or not.
 */
#include <ntddk.h>

VOID Even(VOID);
VOID Opened(VOID);
VOID First(VOID);
VOID Loaded(VOID);
VOID Failing(VOID);
VOID Checked(VOID);
#pragma alloc_text(PAGEEV, Even)
#pragma alloc_text(PAGEOP, Opened)
#pragma alloc_text(PAGEFI, First)
#pragma alloc_text(PAGELO, Loaded)
#pragma alloc_text(PAGEFA, Failing)
#pragma alloc_text(PAGECH, Checked)

VOID Even(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Opened(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID First(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Loaded(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Failing(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Checked(VOID)
{
	PAGED_CODE_LOCKED();
}

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
PVOID EvenHandle, OpenedHandle, FirstHandle, LoadedHandle, FailingHandle;
PVOID CheckedHandle;
LONG Opens;

static VOID TakeInto(PVOID Address, PVOID *Handle)
{
	*Handle = MmLockPagableCodeSection(Address);
}

static VOID Again(PVOID Handle)
{
	MmLockPagableSectionByHandle(Handle);
}

static VOID Drop(PVOID *Handle)
{
	MmUnlockPagableImageSection(*Handle);
}

static NTSTATUS Prepare(PDEVICE_OBJECT Device)
{
	return Device->DeviceExtension ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status)
{
	Irp->IoStatus.Status = Status;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	NTSTATUS status;

	Again(EvenHandle);
	MmLockPagableSectionByHandle(OpenedHandle); // want may PA5004 "'PAGEOP' is locked by each open and not unlocked as often by the close"
	if (InterlockedIncrement(&Opens) == 1)
		MmLockPagableSectionByHandle(FirstHandle);
	MmLockPagableSectionByHandle(FailingHandle); // want may PA5004 "'PAGEFA' stays locked when this fails"
	MmLockPagableSectionByHandle(CheckedHandle);
	MmLockPagableSectionByHandle(LoadedHandle);
	MmUnlockPagableImageSection(LoadedHandle);
	status = Prepare(Device);
	if (!NT_SUCCESS(status)) {
		if (InterlockedDecrement(&Opens) == 0)
			MmUnlockPagableImageSection(FirstHandle);
		MmUnlockPagableImageSection(CheckedHandle);
		MmUnlockPagableImageSection(EvenHandle);
		return Complete(Irp, status);
	}
	return Complete(Irp, STATUS_SUCCESS);
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	Drop(&EvenHandle);
	if (InterlockedDecrement(&Opens) == 0)
		MmUnlockPagableImageSection(FirstHandle);
	MmUnlockPagableImageSection(FailingHandle);
	MmUnlockPagableImageSection(CheckedHandle);
	return Complete(Irp, STATUS_SUCCESS);
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	Drop(&EvenHandle);
	Drop(&OpenedHandle);
	Drop(&FirstHandle);
	Drop(&FailingHandle);
	Drop(&CheckedHandle);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	EvenHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Even);
	OpenedHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Opened);
	TakeInto((PVOID)(ULONG_PTR)First, &FirstHandle);
	LoadedHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Loaded); // want must PA5004 "'PAGELO' is still locked when the driver is unloaded"
	FailingHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Failing);
	CheckedHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Checked);
	Driver->DriverUnload = Unload;
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	return STATUS_SUCCESS;
}
