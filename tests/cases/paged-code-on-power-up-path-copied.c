/*
 * A pageable power dispatch routine, and a device with the flags of the one below.
 */
// want nothing
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED static NTSTATUS Power(PDEVICE_OBJECT Device, PIRP Irp)
{
	PAGED_CODE();
	return PoCallDriver(Device, Irp);
}

VOID Fill(PDRIVER_OBJECT Driver)
{
	Driver->MajorFunction[IRP_MJ_POWER] = Power;
}

VOID Start(PDEVICE_OBJECT Device, PDEVICE_OBJECT Lower)
{
	Device->Flags = Lower->Flags;
	Device->Flags &= ~DO_DEVICE_INITIALIZING;
}
