/*
 * The Code routine with data, the Data routine with code, and both as they
 * should be.
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

#pragma data_seg("PAGEDATA")
ULONG Table[4] = { 1, 2, 3, 4 };
#pragma data_seg()
#pragma data_seg("PAGEMORE")
ULONG More = 1;
#pragma data_seg()

PVOID First, Second, Third, Fourth;

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(First);
	MmUnlockPagableImageSection(Second);
	MmUnlockPagableImageSection(Third);
	MmUnlockPagableImageSection(Fourth);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	First = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);
	Second = MmLockPagableDataSection((PVOID)(ULONG_PTR)Other); // want must PA5002 "'Other' is code: MmLockPagableCodeSection locks its section"
	Third = MmLockPagableDataSection(&More);
	Fourth = MmLockPagableCodeSection(Table); // want must PA5002 "'Table' is data"
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
