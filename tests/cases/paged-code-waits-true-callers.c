/*
 * A Wait that the routine's callers decide. All callers of a static routine are
 * known, and so is what they pass.
 */
#include <ntddk.h>

static KEVENT Event, Reply;
static KMUTEX Mutex;

static VOID AllFalse(BOOLEAN Wait);
static VOID OneTrue(BOOLEAN Wait);
static VOID NotConstant(BOOLEAN Wait);
DRIVER_DISPATCH Dispatch;

#pragma alloc_text(PAGE, AllFalse)
#pragma alloc_text(PAGE, OneTrue)
#pragma alloc_text(PAGE, NotConstant)
#pragma alloc_text(PAGE, Dispatch)

static VOID AllFalse(BOOLEAN Wait)
{
	PAGED_CODE();
	KeSetEvent(&Event, IO_NO_INCREMENT, Wait);
	if (Wait)
		KeWaitForSingleObject(&Reply, Executive, KernelMode, FALSE, NULL);
}

static VOID OneTrue(BOOLEAN Wait)
{
	PAGED_CODE();
	KeReleaseMutex(&Mutex, Wait); // want may PA1003 "'OneTrue'"
	if (Wait)
		KeWaitForSingleObject(&Reply, Executive, KernelMode, FALSE, NULL);
}

static VOID NotConstant(BOOLEAN Wait)
{
	PAGED_CODE();
	KeSetEvent(&Event, IO_NO_INCREMENT, Wait); // want may PA1003 "'NotConstant'"
	if (Wait)
		KeWaitForSingleObject(&Reply, Executive, KernelMode, FALSE, NULL);
}

NTSTATUS Dispatch(PDEVICE_OBJECT Device, PIRP Irp)
{
	PAGED_CODE();
	AllFalse(FALSE);
	AllFalse(FALSE);
	OneTrue(FALSE);
	OneTrue(TRUE);
	NotConstant(Irp->Cancel);
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_CREATE] = Dispatch;
	return STATUS_SUCCESS;
}
