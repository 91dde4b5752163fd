/*
 * An interrupt that could not be connected does not come: the section may be
 * unlocked again without a disconnect. Not so when what fails is something else.
 */
#include <ntddk.h>

typedef struct _EXT {
	PKINTERRUPT Interrupt, Other;
	LONG Opens;
} EXT, *PEXT;

PVOID Handle, OtherHandle;
KSERVICE_ROUTINE Isr;
KSERVICE_ROUTINE OtherIsr;
DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
NTSTATUS Prepare(PEXT Ext);
#pragma alloc_text(PAGELK, Isr)
#pragma alloc_text(PAGEOT, OtherIsr)

BOOLEAN Isr(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE_LOCKED();
	return FALSE;
}

BOOLEAN OtherIsr(PKINTERRUPT Interrupt, PVOID Context) // want PA5009 "'OtherIsr'"
{
	PAGED_CODE_LOCKED();
	return FALSE;
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;
	NTSTATUS status;

	if (ext->Opens++ != 0)
		return STATUS_SUCCESS;
	MmLockPagableSectionByHandle(Handle);
	status = IoConnectInterrupt(&ext->Interrupt, Isr, ext, NULL, 5, 5, 5,
		Latched, FALSE, 1, FALSE);
	if (!NT_SUCCESS(status))
		goto unlock;
	status = Prepare(ext);
	if (!NT_SUCCESS(status))
		goto disconnect;
	MmLockPagableSectionByHandle(OtherHandle);
	status = IoConnectInterrupt(&ext->Other, OtherIsr, ext, NULL, 6, 6, 6,
		Latched, FALSE, 1, FALSE);
	if (NT_SUCCESS(status))
		status = Prepare(ext);
	if (!NT_SUCCESS(status))
		goto unlock_other;
	return STATUS_SUCCESS;

unlock_other:
	MmUnlockPagableImageSection(OtherHandle);
disconnect:
	IoDisconnectInterrupt(ext->Interrupt);
unlock:
	MmUnlockPagableImageSection(Handle);
	ext->Opens--;
	return status;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;

	if (--ext->Opens == 0) {
		IoDisconnectInterrupt(ext->Interrupt);
		IoDisconnectInterrupt(ext->Other);
		MmUnlockPagableImageSection(OtherHandle);
		MmUnlockPagableImageSection(Handle);
	}
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Isr);
	MmUnlockPagableImageSection(Handle);
	OtherHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)OtherIsr);
	MmUnlockPagableImageSection(OtherHandle);
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	return STATUS_SUCCESS;
}
