/*
 * A fast mutex that a routine of the driver tries: its result says whether IRQL
 * is at APC_LEVEL then, and who forgets that, or mixes it up, leaves it there.
 */
#include <ntddk.h>

static FAST_MUTEX Mutex;
static LONG Count;

static BOOLEAN Try(VOID)
{
	return ExTryToAcquireFastMutex(&Mutex);
}

static VOID TakeIf(BOOLEAN Wanted)
{
	if (Wanted)
		ExAcquireFastMutex(&Mutex);
}

static VOID GiveIf(BOOLEAN Wanted)
{
	if (Wanted)
		ExReleaseFastMutex(&Mutex);
}

DRIVER_DISPATCH Right, Late, Mistaken, Forgetful, Chosen;
DRIVER_INITIALIZE DriverEntry;

NTSTATUS Right(PDEVICE_OBJECT Device, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(Irp);
	if (!Try())
		return STATUS_DEVICE_BUSY;
	Count++;
	ExReleaseFastMutex(&Mutex);
	return STATUS_SUCCESS;
}

NTSTATUS Late(PDEVICE_OBJECT Device, PIRP Irp)
{
	BOOLEAN held = Try();

	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(Irp);
	Count++;
	if (held)
		ExReleaseFastMutex(&Mutex);
	return STATUS_SUCCESS;
}

NTSTATUS Mistaken(PDEVICE_OBJECT Device, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(Irp);
	if (Try())
		return STATUS_DEVICE_BUSY; // want must PA1010 "'Mistaken'"
	Count++;
	return STATUS_SUCCESS;
}

NTSTATUS Forgetful(PDEVICE_OBJECT Device, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(Irp);
	if (!Try())
		return STATUS_DEVICE_BUSY;
	Count++;
	return STATUS_SUCCESS; // want must PA1010 "'Forgetful'"
}

NTSTATUS Chosen(PDEVICE_OBJECT Device, PIRP Irp)
{
	BOOLEAN wanted = Irp->RequestorMode == UserMode;

	UNREFERENCED_PARAMETER(Device);
	TakeIf(wanted);
	Count++;
	GiveIf(wanted);
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	ExInitializeFastMutex(&Mutex);
	Driver->MajorFunction[IRP_MJ_READ] = Right;
	Driver->MajorFunction[IRP_MJ_WRITE] = Late;
	Driver->MajorFunction[IRP_MJ_CREATE] = Mistaken;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Forgetful;
	Driver->MajorFunction[IRP_MJ_CLEANUP] = Chosen;
	UNREFERENCED_PARAMETER(Path);
	return STATUS_SUCCESS;
}
