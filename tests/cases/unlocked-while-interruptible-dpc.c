/*
 * The DPC that a resident interrupt routine queues runs as long as the interrupt is
 * connected, and its section is locked while a device is open.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	PKINTERRUPT Interrupt, Other;
	KDPC Dpc, OtherDpc;
	PVOID Handle, OtherHandle;
	LONG Opens;
	BOOLEAN IsOpen;
	ULONG Count;
} DEVICE, *PDEVICE;

DRIVER_DISPATCH Create, Close, Pnp;
DRIVER_UNLOAD Unload;
KSERVICE_ROUTINE Isr, OtherIsr;
KDEFERRED_ROUTINE Dpc, OtherDpc;
#pragma alloc_text(PAGEDPC, Dpc)
#pragma alloc_text(PAGEOTH, OtherDpc)

BOOLEAN Isr(PKINTERRUPT Interrupt, PVOID Context)
{
	PDEVICE device = Context;

	KeInsertQueueDpc(&device->Dpc, NULL, NULL);
	return TRUE;
}

/* It asks whether anybody has opened the device. */
BOOLEAN OtherIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	PDEVICE device = Context;

	if (!device->IsOpen)
		return FALSE;
	KeInsertQueueDpc(&device->OtherDpc, NULL, NULL);
	return TRUE;
}

VOID Dpc(PKDPC Object, PVOID Context, PVOID One, PVOID Two) // want may PA5009 "'Dpc' can run while section 'PAGEDPC'"
{
	PAGED_CODE_LOCKED();
	((PDEVICE)Context)->Count++;
}

VOID OtherDpc(PKDPC Object, PVOID Context, PVOID One, PVOID Two)
{
	PAGED_CODE_LOCKED();
	((PDEVICE)Context)->Count++;
}

NTSTATUS Pnp(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	switch (IoGetCurrentIrpStackLocation(Irp)->MinorFunction) {
	case IRP_MN_START_DEVICE:
		KeInitializeDpc(&device->Dpc, Dpc, device);
		KeInitializeDpc(&device->OtherDpc, OtherDpc, device);
		IoConnectInterrupt(&device->Interrupt, Isr, device, NULL, 5, 5,
			5, Latched, FALSE, 1, FALSE);
		IoConnectInterrupt(&device->Other, OtherIsr, device, NULL, 5,
			5, 5, Latched, FALSE, 1, FALSE);
		break;
	case IRP_MN_REMOVE_DEVICE:
		IoDisconnectInterrupt(device->Interrupt);
		IoDisconnectInterrupt(device->Other);
		KeFlushQueuedDpcs();
		break;
	}
	return STATUS_SUCCESS;
}

NTSTATUS Create(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	if (InterlockedIncrement(&device->Opens) == 1) {
		device->Handle = MmLockPagableCodeSection((PVOID)Dpc);
		device->OtherHandle = MmLockPagableCodeSection((PVOID)OtherDpc);
		device->IsOpen = TRUE;
	}
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	if (InterlockedDecrement(&device->Opens) == 0) {
		device->IsOpen = FALSE;
		KeFlushQueuedDpcs();
		MmUnlockPagableImageSection(device->Handle);
		MmUnlockPagableImageSection(device->OtherHandle);
	}
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->MajorFunction[IRP_MJ_PNP] = Pnp;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
