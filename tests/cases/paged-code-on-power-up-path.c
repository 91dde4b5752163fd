/*
 * Power dispatch routines of a device that may be on the way to the paging file.
 * No device here has DO_POWER_PAGABLE; the other case is a file of its own.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))
#define LOCKED __declspec(code_seg("PAGELK"))

PAGED static NTSTATUS Power(PDEVICE_OBJECT Device, PIRP Irp) // want may PA1013 "'Power' in pageable section 'PAGE' dispatches power requests of a device without DO_POWER_PAGABLE"
{
	PAGED_CODE();
	return PoCallDriver(Device, Irp);
}

LOCKED static NTSTATUS LockedPower(PDEVICE_OBJECT Device, PIRP Irp)
{
	PAGED_CODE_LOCKED(); // want PA2005 "'LockedPower'"
	return PoCallDriver(Device, Irp);
}

static NTSTATUS ResidentPower(PDEVICE_OBJECT Device, PIRP Irp)
{
	return PoCallDriver(Device, Irp);
}

PAGED static NTSTATUS Pnp(PDEVICE_OBJECT Device, PIRP Irp)
{
	PAGED_CODE();
	return IoCallDriver(Device, Irp);
}

VOID Fill(PDRIVER_OBJECT Driver)
{
	Driver->MajorFunction[IRP_MJ_PNP] = Pnp;
	Driver->MajorFunction[IRP_MJ_POWER] = Power;
}

VOID FillLocked(PDRIVER_OBJECT Driver)
{
	Driver->MajorFunction[IRP_MJ_POWER] = LockedPower;
}

VOID FillResident(PDRIVER_OBJECT Driver)
{
	Driver->MajorFunction[IRP_MJ_POWER] = ResidentPower;
}

VOID Start(PDEVICE_OBJECT Device)
{
	Device->Flags |= DO_BUFFERED_IO;
	Device->Flags &= ~DO_DEVICE_INITIALIZING;
}
