/*
 * Handles that nobody keeps, that nobody gives back, and that some way out of
 * the routine forgets.
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

VOID Third(VOID);
VOID Fourth(VOID);
VOID Fifth(VOID);
VOID Sixth(VOID);
#pragma alloc_text(PAGETH, Third)
#pragma alloc_text(PAGEFO, Fourth)
#pragma alloc_text(PAGEFI, Fifth)
#pragma alloc_text(PAGESI, Sixth)

VOID Third(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Fourth(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Fifth(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Sixth(VOID)
{
	PAGED_CODE_LOCKED();
}

typedef struct _EXT {
	PVOID Handle;
	BOOLEAN Ready;
} EXT, *PEXT;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
PVOID Forgotten, Returned, Stored;
EXT Extension;

/* A wrapper that returns it, and one that stores it. */
static PVOID Take(VOID)
{
	return MmLockPagableCodeSection((PVOID)(ULONG_PTR)Fourth);
}

static VOID TakeInto(PVOID *Handle)
{
	*Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Fifth);
}

NTSTATUS Open(PEXT Ext)
{
	Ext->Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Third); // want may PA5004 "'PAGETH' stays locked when this routine fails"
	if (!Ext->Ready)
		return STATUS_DEVICE_NOT_READY;
	return STATUS_SUCCESS;
}

VOID Shut(PEXT Ext)
{
	MmUnlockPagableImageSection(Ext->Handle);
}

NTSTATUS Locally(PEXT Ext)
{
	PVOID handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Sixth); // want may PA5004 "'PAGESI' stays locked when this routine returns"

	if (!Ext->Ready)
		return STATUS_SUCCESS;
	MmUnlockPagableImageSection(handle);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(Returned);
	MmUnlockPagableImageSection(Stored);
	Shut(&Extension);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work); // want must PA5004 "nobody keeps the handle of 'PAGELK'"
	Forgotten = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Other); // want must PA5004 "nothing unlocks 'PAGEOT' again"
	Returned = Take();
	TakeInto(&Stored);
	Open(&Extension);
	Locally(&Extension);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
