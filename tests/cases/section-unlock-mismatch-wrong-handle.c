/*
 * The wrong handle is one defect: the section that stays locked for it, or that
 * is unlocked once too often for it, is what follows. A lock that no wrong
 * unlock is left for is reported.
 */
#include <ntddk.h>

VOID One(VOID);
VOID Two(VOID);
VOID Three(VOID);
VOID Four(VOID);
#pragma alloc_text(PAGEON, One)
#pragma alloc_text(PAGETW, Two)
#pragma alloc_text(PAGETH, Three)
#pragma alloc_text(PAGEFO, Four)

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

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
PVOID OneHandle, TwoHandle, ThreeHandle, FourHandle, NoHandle;

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmLockPagableSectionByHandle(NoHandle); // want must PA5005 "what no lock has returned a handle for"
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
	MmUnlockPagableImageSection(TwoHandle); // want PA5005 "'PAGETW' can be unlocked already"
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	OneHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)One);
	TwoHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two);
	ThreeHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three);
	FourHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Four); // want must PA5004 "nothing unlocks 'PAGEFO'"
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
