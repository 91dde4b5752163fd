/*
 * A lock by a wrong address was meant for one section, and is what is reported
 * of that; of two sections that are never locked it excuses none.
 */
#include <ntddk.h>

#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

VOID Meant(VOID);
VOID Forgotten(VOID);
VOID Locked(VOID);
#pragma alloc_text(PAGEMEAN, Meant)
#pragma alloc_text(PAGEFORG, Forgotten)
#pragma alloc_text(PAGELOCK, Locked)

PVOID Handle, Other;

static VOID Resident(VOID)
{
}

VOID Meant(VOID)
{
	PAGED_CODE_LOCKED(); // want PA2005 "section 'PAGEMEAN' is never locked"
}

VOID Forgotten(VOID)
{
	PAGED_CODE_LOCKED(); // want PA2005 "section 'PAGEFORG' is never locked"
}

VOID Locked(VOID)
{
	PAGED_CODE_LOCKED();
}

DRIVER_UNLOAD Unload;
VOID Unload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
	MmUnlockPagableImageSection(Handle);
	MmUnlockPagableImageSection(Other);
}

DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Resident); // want PA5001 "'Resident'"
	Other = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Locked);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
