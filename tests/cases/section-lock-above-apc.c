/*
 * Locking and unlocking at each IRQL.
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
	PAGED_CODE_LOCKED(); // want PA2005 "'Other'"
}

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
KDEFERRED_ROUTINE Dpc;
PVOID Handle;
KSPIN_LOCK Lock;
FAST_MUTEX Mutex;

VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	MmLockPagableSectionByHandle(Handle); // want must PA5007 "DISPATCH_LEVEL"
	MmUnlockPagableImageSection(Handle); // want must PA5007
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	KIRQL irql;

	ExAcquireFastMutex(&Mutex);
	MmLockPagableSectionByHandle(Handle);
	MmUnlockPagableImageSection(Handle);
	ExReleaseFastMutex(&Mutex);
	KeAcquireSpinLock(&Lock, &irql);
	MmUnlockPagableImageSection(Handle); // want must PA5007 "'MmUnlockPagableImageSection'"
	KeReleaseSpinLock(&Lock, irql);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
