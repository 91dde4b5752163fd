/*
 * MmPageEntireDriver with an interrupt that is connected, one that is not yet,
 * and one that is not any more.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
DRIVER_DISPATCH Cleanup;
KSERVICE_ROUTINE Isr;
PKINTERRUPT Interrupt;

BOOLEAN Isr(PKINTERRUPT Object, PVOID Context)
{
	return FALSE;
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmResetDriverPaging((PVOID)(ULONG_PTR)DriverEntry);
	return IoConnectInterrupt(&Interrupt, Isr, NULL, NULL, 5, 5, 5, Latched,
		FALSE, 1, FALSE);
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	IoDisconnectInterrupt(Interrupt);
	MmPageEntireDriver((PVOID)(ULONG_PTR)DriverEntry);
	return STATUS_SUCCESS;
}

NTSTATUS Cleanup(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmPageEntireDriver((PVOID)(ULONG_PTR)DriverEntry); // want may PA5008 "all of the driver becomes pageable"
	return STATUS_SUCCESS;
}

VOID Restart(VOID)
{
	IoConnectInterrupt(&Interrupt, Isr, NULL, NULL, 5, 5, 5, Latched, FALSE,
		1, FALSE);
	MmPageEntireDriver((PVOID)(ULONG_PTR)DriverEntry); // want must PA5008
	IoDisconnectInterrupt(Interrupt);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	MmPageEntireDriver((PVOID)(ULONG_PTR)DriverEntry);
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLEANUP] = Cleanup;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	return STATUS_SUCCESS;
}
