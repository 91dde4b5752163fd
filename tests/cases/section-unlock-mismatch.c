/*
 * Unlocks and locks by handle, with and without a lock behind them.
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
PVOID Handle, OtherHandle, Never;

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(Handle);
	MmUnlockPagableImageSection(Handle); // want may PA5005 "'PAGELK' can be unlocked already"
	MmUnlockPagableImageSection(OtherHandle);
	MmUnlockPagableImageSection(Never); // want must PA5005 "this unlocks what no lock has returned a handle for"
	MmUnlockPagableImageSection((PVOID)(ULONG_PTR)Work); // want must PA5005 "this unlocks with an address"
}

VOID More(BOOLEAN Twice)
{
	MmLockPagableSectionByHandle(Handle);
	MmUnlockPagableImageSection(Handle);
	if (Twice) {
		MmLockPagableSectionByHandle(Handle);
		MmUnlockPagableImageSection(Handle);
	}
	MmLockPagableSectionByHandle(Never); // want PA5005 "this locks by handle what no lock has returned"
}

VOID Inverted(VOID)
{
	if (Handle == NULL)
		MmLockPagableSectionByHandle(Handle); // want must PA5005 "before there is a handle"
	if (Handle != NULL)
		MmUnlockPagableImageSection(Handle);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	MmLockPagableSectionByHandle(OtherHandle); // want must PA5005 "this locks by handle before there is a handle"
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);
	OtherHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Other);
	MmLockPagableSectionByHandle(OtherHandle);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
