/*
 * The power routine of a device without DO_POWER_PAGABLE is pageable by mistake, and
 * so may be whatever else pageable code is there that it leads to: that is no reason
 * to page more.
 */
// audit --advice
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static VOID NoteState(PDEVICE_OBJECT Device)
{
	Device->Flags |= DO_DEVICE_HAS_NAME;
}

PAGED static VOID SetState(PDEVICE_OBJECT Device)
{
	PAGED_CODE();
	NoteState(Device);
}

PAGED static NTSTATUS Power(PDEVICE_OBJECT Device, PIRP Irp) // want PA1013 "'Power'"
{
	PAGED_CODE();
	SetState(Device);
	PoStartNextPowerIrp(Irp);
	return STATUS_SUCCESS;
}

/* The same, but that it is not on that way. */
static VOID NoteOpen(PDEVICE_OBJECT Device) // want PA7001 "'NoteOpen'"
{
	Device->Flags |= DO_DEVICE_HAS_NAME;
}

PAGED static NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PAGED_CODE();
	NoteOpen(Device);
	return STATUS_SUCCESS;
}

__declspec(code_seg("INIT"))
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_POWER] = Power;
	return STATUS_SUCCESS;
}
