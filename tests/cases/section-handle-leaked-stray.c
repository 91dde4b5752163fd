/*
 * An unlock by storage that no lock fills was meant for the section that nothing
 * else unlocks; the counts of the others stand.
 */
#include <ntddk.h>

VOID Twice(VOID);
VOID Even(VOID);
VOID Meant(VOID);
#pragma alloc_text(PAGETW, Twice)
#pragma alloc_text(PAGEEV, Even)
#pragma alloc_text(PAGEME, Meant)

VOID Twice(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Even(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Meant(VOID)
{
	PAGED_CODE_LOCKED();
}

PVOID TwiceHandle, EvenHandle, MeantHandle, Stray;

DRIVER_UNLOAD Unload;
VOID Unload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
	MmUnlockPagableImageSection(TwiceHandle);
	MmUnlockPagableImageSection(EvenHandle);
	MmUnlockPagableImageSection(Stray); // want PA5005
}

DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	TwiceHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Twice);
	MmLockPagableSectionByHandle(TwiceHandle); // want PA5004 "'PAGETW'"
	EvenHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Even);
	MeantHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Meant);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
