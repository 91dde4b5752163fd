/*
 * A device that locks a section and then does not start. It is removed: what
 * unlocks then must not ask for what is there only if it has started.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	PDEVICE_OBJECT Lower;
	PVOID Handle, Other, Third, Fourth, Fifth;
	BOOLEAN Started, Tried;
	PKINTERRUPT Interrupt, OtherInterrupt, ThirdInterrupt;
} DEVICE, *PDEVICE;

KSERVICE_ROUTINE Isr, OtherIsr, ThirdIsr, FourthIsr, FifthIsr;
DRIVER_DISPATCH Pnp;
DRIVER_UNLOAD Unload;

#pragma alloc_text(PAGEA, Isr)
#pragma alloc_text(PAGEB, OtherIsr)
#pragma alloc_text(PAGEC, ThirdIsr)
#pragma alloc_text(PAGED, FourthIsr)
#pragma alloc_text(PAGEE, FifthIsr)

BOOLEAN Isr(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE_LOCKED();
	return Interrupt != NULL && Context != NULL;
}

BOOLEAN OtherIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE_LOCKED();
	return Interrupt != NULL && Context != NULL;
}

BOOLEAN ThirdIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE_LOCKED();
	return Interrupt != NULL && Context != NULL;
}

BOOLEAN FourthIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE_LOCKED();
	return Interrupt != NULL && Context != NULL;
}

BOOLEAN FifthIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE_LOCKED();
	return Interrupt != NULL && Context != NULL;
}

static NTSTATUS Start(PDEVICE Device)
{
	NTSTATUS status;

	Device->Handle = MmLockPagableCodeSection((PVOID)Isr); // want may PA5004 "'PAGEA' stays locked when this fails"
	status = IoConnectInterrupt(&Device->Interrupt, Isr, NULL, NULL, 9, 9,
		9, LevelSensitive, TRUE, 1, FALSE);
	if (!NT_SUCCESS(status))
		return status;
	return STATUS_SUCCESS;
}

static VOID Stop(PDEVICE Device)
{
	if (Device->Interrupt) {
		IoDisconnectInterrupt(Device->Interrupt);
		Device->Interrupt = NULL;
		MmUnlockPagableImageSection(Device->Handle);
	}
}

/* It asks for the handle. */
static NTSTATUS StartOther(PDEVICE Device)
{
	NTSTATUS status;

	Device->Other = MmLockPagableCodeSection((PVOID)OtherIsr);
	status = IoConnectInterrupt(&Device->OtherInterrupt, OtherIsr, NULL,
		NULL, 9, 9, 9, LevelSensitive, TRUE, 1, FALSE);
	if (!NT_SUCCESS(status))
		return status;
	return STATUS_SUCCESS;
}

static VOID StopOther(PDEVICE Device)
{
	if (Device->OtherInterrupt)
		IoDisconnectInterrupt(Device->OtherInterrupt);
	if (Device->Other)
		MmUnlockPagableImageSection(Device->Other);
	Device->Other = NULL;
}

/* It unlocks before it fails. */
static NTSTATUS StartThird(PDEVICE Device)
{
	NTSTATUS status;

	Device->Third = MmLockPagableCodeSection((PVOID)ThirdIsr);
	status = IoConnectInterrupt(&Device->ThirdInterrupt, ThirdIsr, NULL,
		NULL, 9, 9, 9, LevelSensitive, TRUE, 1, FALSE);
	if (!NT_SUCCESS(status)) {
		MmUnlockPagableImageSection(Device->Third);
		return status;
	}
	return STATUS_SUCCESS;
}

static VOID StopThird(PDEVICE Device)
{
	if (Device->ThirdInterrupt) {
		IoDisconnectInterrupt(Device->ThirdInterrupt);
		Device->ThirdInterrupt = NULL;
		MmUnlockPagableImageSection(Device->Third);
	}
}

/* It asks for a flag that is set at the end of a start, or at its beginning. */
static NTSTATUS StartFlagged(PDEVICE Device)
{
	PKINTERRUPT interrupt;
	NTSTATUS status;

	Device->Fourth = MmLockPagableCodeSection((PVOID)FourthIsr); // want may PA5004 "'PAGED' stays locked when this fails"
	status = IoConnectInterrupt(&interrupt, FourthIsr, NULL, NULL, 9, 9, 9,
		LevelSensitive, TRUE, 1, FALSE);
	if (!NT_SUCCESS(status))
		return status;
	Device->Started = TRUE;
	return STATUS_SUCCESS;
}

static VOID StopFlagged(PDEVICE Device)
{
	if (!Device->Started)
		return;
	MmUnlockPagableImageSection(Device->Fourth);
	Device->Started = FALSE;
}

static NTSTATUS StartTried(PDEVICE Device)
{
	PKINTERRUPT interrupt;
	NTSTATUS status;

	Device->Fifth = MmLockPagableCodeSection((PVOID)FifthIsr);
	Device->Tried = TRUE;
	status = IoConnectInterrupt(&interrupt, FifthIsr, NULL, NULL, 9, 9, 9,
		LevelSensitive, TRUE, 1, FALSE);
	if (!NT_SUCCESS(status))
		return status;
	return STATUS_SUCCESS;
}

static VOID StopTried(PDEVICE Device)
{
	if (!Device->Tried)
		return;
	MmUnlockPagableImageSection(Device->Fifth);
	Device->Tried = FALSE;
}

NTSTATUS Pnp(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;
	NTSTATUS status = STATUS_SUCCESS;

	switch (IoGetCurrentIrpStackLocation(Irp)->MinorFunction) {
	case IRP_MN_START_DEVICE:
		status = Start(device);
		if (NT_SUCCESS(status))
			status = StartOther(device);
		if (NT_SUCCESS(status))
			status = StartThird(device);
		if (NT_SUCCESS(status))
			status = StartFlagged(device);
		if (NT_SUCCESS(status))
			status = StartTried(device);
		break;
	case IRP_MN_STOP_DEVICE:
	case IRP_MN_REMOVE_DEVICE:
		Stop(device);
		StopOther(device);
		StopThird(device);
		StopFlagged(device);
		StopTried(device);
		break;
	default:
		break;
	}
	Irp->IoStatus.Status = status;
	IoSkipCurrentIrpStackLocation(Irp);
	return IoCallDriver(device->Lower, Irp);
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_PNP] = Pnp;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
