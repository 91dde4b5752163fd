/*
 * One defect, one finding: the second lock by address has the handle of the
 * first, so whoever drops it, or keeps it and never unlocks it, is told to lock
 * by handle and no more.
 */
#include <ntddk.h>

VOID One(VOID);
VOID Two(VOID);
VOID Three(VOID);
VOID Four(VOID);
VOID Five(VOID);
#pragma alloc_text(PAGEON, One)
#pragma alloc_text(PAGETW, Two)
#pragma alloc_text(PAGETH, Three)
#pragma alloc_text(PAGEFO, Four)
#pragma alloc_text(PAGEFI, Five)

VOID One(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Two(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Three(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Four(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Five(VOID)
{
	PAGED_CODE_LOCKED();
}

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
PVOID OneHandle, TwoHandle, ThreeHandle, ThreeAgain;

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)One); // want must PA5003 "'PAGEON'"
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)Five); // want must PA5004 "'PAGEFI'"
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmUnlockPagableImageSection(OneHandle);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(OneHandle);
	MmUnlockPagableImageSection(TwoHandle);
	MmUnlockPagableImageSection(ThreeHandle);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	OneHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)One);
	TwoHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two);
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two); // want must PA5003 "'PAGETW'"
	ThreeHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three);
	ThreeAgain = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three); // want must PA5003 "'PAGETH'"
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)Four); // want must PA5004 "'PAGEFO'"
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
