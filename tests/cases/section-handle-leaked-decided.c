/*
 * Tests behind a lock: those that its handle, or a flag beside it, has decided, and
 * those that say nothing of it.
 */
#include <ntddk.h>

VOID One(VOID);
VOID Two(VOID);
VOID Three(VOID);
VOID Four(VOID);
VOID Five(VOID);
VOID Six(VOID);
VOID Seven(VOID);
VOID Eight(VOID);
VOID Nine(VOID);
#pragma alloc_text(PAGEK1, One)
#pragma alloc_text(PAGEK2, Two)
#pragma alloc_text(PAGEK3, Three)
#pragma alloc_text(PAGEK4, Four)
#pragma alloc_text(PAGEK5, Five)
#pragma alloc_text(PAGEK6, Six)
#pragma alloc_text(PAGEK7, Seven)
#pragma alloc_text(PAGEK8, Eight)
#pragma alloc_text(PAGEK9, Nine)

VOID One(VOID) { PAGED_CODE_LOCKED(); }
VOID Two(VOID) { PAGED_CODE_LOCKED(); }
VOID Three(VOID) { PAGED_CODE_LOCKED(); }
VOID Four(VOID) { PAGED_CODE_LOCKED(); }
VOID Five(VOID) { PAGED_CODE_LOCKED(); }
VOID Six(VOID) { PAGED_CODE_LOCKED(); }
VOID Seven(VOID) { PAGED_CODE_LOCKED(); }
VOID Eight(VOID) { PAGED_CODE_LOCKED(); }
VOID Nine(VOID) { PAGED_CODE_LOCKED(); }

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH OnRead, OnWrite, OnFlush, OnCreate, OnControl, OnClose, OnQuery, OnSet;
PVOID Kept, KeptToo;

static NTSTATUS Finish(PIRP Irp, NTSTATUS Status)
{
	Irp->IoStatus.Status = Status;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

/* The handle says whether it was locked. */
NTSTATUS OnRead(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handle = NULL;

	if (Irp->Flags & IRP_NOCACHE) {
		handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)One);
		One();
	}
	if (handle != NULL)
		MmUnlockPagableImageSection(handle);
	return Finish(Irp, STATUS_SUCCESS);
}

/* So does a flag; another one says nothing. */
NTSTATUS OnWrite(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handle = NULL, other;
	BOOLEAN locked = FALSE, ready = Irp->PendingReturned;

	if (Irp->Flags & IRP_NOCACHE) {
		handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two);
		locked = TRUE;
	}
	if (locked)
		MmUnlockPagableImageSection(handle);
	other = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three); // want may PA5004 "'PAGEK3' stays locked when this routine returns"
	if (ready)
		MmUnlockPagableImageSection(other);
	return Finish(Irp, STATUS_SUCCESS);
}

/* As many unlocks as locks. */
NTSTATUS OnFlush(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handles[4];
	ULONG i;

	for (i = 0; i < 4; i++)
		handles[i] = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Four); // want may PA5003 "each time this runs"
	for (i = 0; i < 4; i++)
		MmUnlockPagableImageSection(handles[i]);
	return Finish(Irp, STATUS_SUCCESS);
}

/* What comes of another call decides whether this fails, with the section locked. */
NTSTATUS OnControl(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID buffer;

	MmLockPagableSectionByHandle(Kept); // want may PA5004 "'PAGEK5' stays locked when this fails"
	buffer = ExAllocatePoolWithTag(NonPagedPool, 64, 'ecaP');
	if (!buffer)
		return Finish(Irp, STATUS_INSUFFICIENT_RESOURCES);
	Five();
	ExFreePool(buffer);
	MmUnlockPagableImageSection(Kept);
	return Finish(Irp, STATUS_SUCCESS);
}

/* Likewise, by way of a label. */
NTSTATUS OnQuery(PDEVICE_OBJECT Device, PIRP Irp)
{
	NTSTATUS status = STATUS_SUCCESS;
	PVOID buffer;

	MmLockPagableSectionByHandle(KeptToo); // want may PA5004 "'PAGEK6' stays locked when this fails"
	buffer = ExAllocatePoolWithTag(NonPagedPool, 64, 'ecaP');
	if (!buffer) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		goto done;
	}
	Six();
	ExFreePool(buffer);
	MmUnlockPagableImageSection(KeptToo);
done:
	return Finish(Irp, status);
}

NTSTATUS OnClose(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID buffer;

	MmLockPagableSectionByHandle(KeptToo);
	buffer = ExAllocatePoolWithTag(NonPagedPool, 64, 'ecaP');
	if (!buffer) {
		MmUnlockPagableImageSection(KeptToo);
		return Finish(Irp, STATUS_INSUFFICIENT_RESOURCES);
	}
	Six();
	ExFreePool(buffer);
	MmUnlockPagableImageSection(KeptToo);
	return Finish(Irp, STATUS_SUCCESS);
}

/* The wrong handle is one defect, not two. */
NTSTATUS OnCreate(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Seven);

	Seven();
	MmUnlockPagableImageSection((PVOID)(ULONG_PTR)Seven); // want must PA5005 "with an address"
	return Finish(Irp, handle ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL);
}

/* A handle that is returned, or stored through a parameter, is the caller's. */
static PVOID Take(BOOLEAN Wanted)
{
	PVOID handle = NULL;

	if (Wanted)
		handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Eight);
	return handle;
}

static BOOLEAN TakeInto(PVOID *Handle)
{
	PVOID handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Nine);

	*Handle = handle;
	return handle != NULL;
}

static VOID Give(PVOID *Handle)
{
	if (*Handle != NULL)
		MmUnlockPagableImageSection(*Handle);
	*Handle = NULL;
}

NTSTATUS OnSet(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handle = Take(Irp->PendingReturned), other = NULL;

	if (TakeInto(&other))
		Nine();
	Give(&handle);
	Give(&other);
	return Finish(Irp, STATUS_SUCCESS);
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(Kept);
	MmUnlockPagableImageSection(KeptToo);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Kept = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Five);
	KeptToo = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Six);
	Driver->MajorFunction[IRP_MJ_READ] = OnRead;
	Driver->MajorFunction[IRP_MJ_WRITE] = OnWrite;
	Driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = OnFlush;
	Driver->MajorFunction[IRP_MJ_CREATE] = OnCreate;
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = OnControl;
	Driver->MajorFunction[IRP_MJ_CLOSE] = OnClose;
	Driver->MajorFunction[IRP_MJ_QUERY_INFORMATION] = OnQuery;
	Driver->MajorFunction[IRP_MJ_SET_INFORMATION] = OnSet;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
