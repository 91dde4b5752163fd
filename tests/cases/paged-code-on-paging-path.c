/*
 * A driver that serves the device of a paging file.
 */
// audit --paging-path
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED static ULONG Sum(const UCHAR *Bytes, ULONG Count) // want must PA1014 "'Sum' in pageable section 'PAGE' is on the paging path"
{
	ULONG sum = 0;

	PAGED_CODE();
	while (Count--)
		sum += *Bytes++;
	return sum;
}

static ULONG ResidentSum(const UCHAR *Bytes, ULONG Count)
{
	ULONG sum = 0;

	while (Count--)
		sum += *Bytes++;
	return sum;
}

static ULONG Check(PIRP Irp)
{
	return Sum(Irp->AssociatedIrp.SystemBuffer, 16);
}

static NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	return Check(Irp) ? STATUS_SUCCESS : STATUS_DATA_ERROR;
}

PAGED static NTSTATUS Control(PDEVICE_OBJECT Device, PIRP Irp) // want PA1014 "'Control'"
{
	PAGED_CODE();
	return ResidentSum(Irp->AssociatedIrp.SystemBuffer, 16) ?
		STATUS_SUCCESS :
		STATUS_DATA_ERROR;
}

/* Of a device whose power is not pageable: it is that which is reported. */
PAGED static VOID NoteState(PDEVICE_OBJECT Device) // want must PA1014 "'NoteState'"
{
	PAGED_CODE();
	Device->Flags |= DO_DEVICE_HAS_NAME;
}

PAGED static NTSTATUS Power(PDEVICE_OBJECT Device, PIRP Irp) // want PA1013 "'Power'"
{
	PAGED_CODE();
	NoteState(Device);
	PoStartNextPowerIrp(Irp);
	return STATUS_SUCCESS;
}

/* The system does not create files to read a page. */
PAGED static NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PAGED_CODE();
	return STATUS_SUCCESS;
}

PAGED static VOID Trim(VOID)
{
	PAGED_CODE();
}

static VOID Unload(PDRIVER_OBJECT Driver)
{
	Trim();
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	Driver->MajorFunction[IRP_MJ_POWER] = Power;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
