/*
 * Handles of several sections in one place.
 */
#include <ntddk.h>

VOID One(VOID);
VOID Two(VOID);
VOID Three(VOID);
VOID Four(VOID);
VOID Five(VOID);
VOID Six(VOID);
#pragma alloc_text(PAGEK1, One)
#pragma alloc_text(PAGEK2, Two)
#pragma alloc_text(PAGEK3, Three)
#pragma alloc_text(PAGEK4, Four)
#pragma alloc_text(PAGEK5, Five)
#pragma alloc_text(PAGEK6, Six)

VOID One(VOID) { PAGED_CODE_LOCKED(); }
VOID Two(VOID) { PAGED_CODE_LOCKED(); }
VOID Three(VOID) { PAGED_CODE_LOCKED(); }
VOID Four(VOID) { PAGED_CODE_LOCKED(); }
VOID Five(VOID) { PAGED_CODE_LOCKED(); }
VOID Six(VOID) { PAGED_CODE_LOCKED(); }

PVOID Handle, Saved, First, Handles[2];

DRIVER_UNLOAD Unload;
VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(Handle);
	MmUnlockPagableImageSection(Saved);
	MmUnlockPagableImageSection(First);
	MmUnlockPagableImageSection(Handles[0]);
	MmUnlockPagableImageSection(Handles[1]);
}

DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	ULONG i = 0;

	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)One); // want may PA5004 "the handle of 'PAGEK1' is lost"
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two);
	First = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three);
	Saved = First;
	First = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Four);
	Handles[i++] = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Five);
	Handles[i++] = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Six);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
