/*
 * Unlocks that are counted over the whole driver: one more than there are locks,
 * in another routine, and one with another section's handle.
 */
#include <ntddk.h>

VOID Even(VOID);
VOID Twice(VOID);
VOID Right(VOID);
VOID Wrong(VOID);
VOID Loaded(VOID);
#pragma alloc_text(PAGEEV, Even)
#pragma alloc_text(PAGETW, Twice)
#pragma alloc_text(PAGERI, Right)
#pragma alloc_text(PAGEWR, Wrong)
#pragma alloc_text(PAGELO, Loaded)

VOID Even(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Twice(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Right(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Wrong(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Loaded(VOID)
{
	PAGED_CODE_LOCKED();
}

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Cleanup;
DRIVER_DISPATCH Close;
PVOID EvenHandle, TwiceHandle, RightHandle, WrongHandle, LoadedHandle;

static VOID Drop(PVOID Handle)
{
	MmUnlockPagableImageSection(Handle);
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	NTSTATUS status = STATUS_SUCCESS;

	MmLockPagableSectionByHandle(EvenHandle);
	MmLockPagableSectionByHandle(TwiceHandle);
	MmLockPagableSectionByHandle(RightHandle);
	if (!Device->DeviceExtension) {
		status = STATUS_DEVICE_NOT_READY;
		MmUnlockPagableImageSection(EvenHandle);
		MmUnlockPagableImageSection(TwiceHandle);
		MmUnlockPagableImageSection(RightHandle);
	}
	return status;
}

NTSTATUS Cleanup(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmUnlockPagableImageSection(TwiceHandle);
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	Drop(EvenHandle);
	MmUnlockPagableImageSection(TwiceHandle); // want may PA5005 "'PAGETW' is unlocked by each close and not locked as often by the open"
	MmUnlockPagableImageSection(WrongHandle); // want may PA5005 "'PAGEWR' is unlocked by each close"
	return STATUS_SUCCESS;
}

static VOID Finish(VOID)
{
	MmUnlockPagableImageSection(LoadedHandle); // want must PA5005 "'PAGELO' is unlocked more often than it was locked"
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	Drop(EvenHandle);
	Drop(TwiceHandle);
	Drop(RightHandle);
	Drop(WrongHandle);
	Finish();
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	EvenHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Even);
	TwiceHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Twice);
	RightHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Right);
	WrongHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Wrong);
	LoadedHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Loaded);
	MmUnlockPagableImageSection(LoadedHandle);
	Driver->DriverUnload = Unload;
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLEANUP] = Cleanup;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	return STATUS_SUCCESS;
}
