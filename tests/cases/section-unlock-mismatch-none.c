/*
 * Handles that are still NULL where they are given back.
 */
#include <ntddk.h>

VOID One(VOID);
VOID Two(VOID);
VOID Three(VOID);
VOID Four(VOID);
#pragma alloc_text(PAGEK1, One)
#pragma alloc_text(PAGEK2, Two)
#pragma alloc_text(PAGEK3, Three)
#pragma alloc_text(PAGEK4, Four)

VOID One(VOID) { PAGED_CODE_LOCKED(); }
VOID Two(VOID) { PAGED_CODE_LOCKED(); }
VOID Three(VOID) { PAGED_CODE_LOCKED(); }
VOID Four(VOID) { PAGED_CODE_LOCKED(); }

DRIVER_DISPATCH OnRead, OnWrite, OnFlush, OnClose;

NTSTATUS OnRead(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handle = NULL;

	if (Irp->Flags & IRP_NOCACHE) {
		handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)One);
		One();
	}
	MmUnlockPagableImageSection(handle); // want may PA5005 "without a handle"
	return STATUS_SUCCESS;
}

NTSTATUS OnWrite(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handle = NULL;

	if (Irp->Flags & IRP_NOCACHE) {
		handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two);
		Two();
	}
	if (handle)
		MmUnlockPagableImageSection(handle);
	return STATUS_SUCCESS;
}

/* What decided the lock decides the unlock. */
NTSTATUS OnFlush(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handle = NULL;
	BOOLEAN wanted = Irp->PendingReturned, locked = FALSE;

	if (wanted)
		handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three);
	if (wanted)
		MmUnlockPagableImageSection(handle);
	handle = NULL;
	if (Irp->Cancel) {
		handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Four);
		locked = TRUE;
	}
	if (locked)
		MmUnlockPagableImageSection(handle);
	return STATUS_SUCCESS;
}

NTSTATUS OnClose(PDEVICE_OBJECT Device, PIRP Irp)
{
	return STATUS_SUCCESS;
}

DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_READ] = OnRead;
	Driver->MajorFunction[IRP_MJ_WRITE] = OnWrite;
	Driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = OnFlush;
	Driver->MajorFunction[IRP_MJ_CLOSE] = OnClose;
	return STATUS_SUCCESS;
}
