/*
 * Lock helpers that do nothing for a lock that is not there, in two layers: each
 * layer asks for itself, so that there is more than one reason not to lock. Who
 * locks and unlocks the same is right, whichever reason there is.
 */
#include <ntddk.h>

typedef struct _LOCK {
	KSPIN_LOCK Spin;
	KIRQL Irql;
} LOCK, *PLOCK;

typedef struct _LIST {
	PLOCK Lock;
	ULONG Count;
} LIST, *PLIST;

typedef struct _DEVICE {
	PLIST List;
	PLOCK Lock;
} DEVICE, *PDEVICE;

static PLIST Shared;

static VOID Enter(PLOCK Lock)
{
	if (Lock == NULL)
		return;
	KeAcquireSpinLock(&Lock->Spin, &Lock->Irql);
}

static VOID Leave(PLOCK Lock)
{
	if (Lock == NULL)
		return;
	KeReleaseSpinLock(&Lock->Spin, Lock->Irql);
}

static VOID EnterList(PLIST List)
{
	if (List == NULL)
		return;
	Enter(List->Lock);
}

static VOID LeaveList(PLIST List)
{
	if (List == NULL)
		return;
	Leave(List->Lock);
}

static VOID EnterShared(VOID)
{
	Enter(Shared->Lock);
}

static VOID LeaveShared(VOID)
{
	Leave(Shared->Lock);
}

DRIVER_DISPATCH Create, Close, Read, Write, Flush, Control;
DRIVER_INITIALIZE DriverEntry;

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PDEVICE device = Device->DeviceExtension;

	EnterList(device->List);
	device->List->Count++;
	LeaveList(device->List);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	PDEVICE device = Device->DeviceExtension;

	EnterList(device->List);
	if (device->List->Count == 0)
		return STATUS_UNSUCCESSFUL; // want must irql-not-restored "'Close'"
	LeaveList(device->List);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	PDEVICE device = Device->DeviceExtension;

	Enter(device->Lock);
	EnterList(device->List);
	device->List->Count++;
	LeaveList(device->List);
	Leave(device->Lock);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS Write(PDEVICE_OBJECT Device, PIRP Irp)
{
	EnterShared();
	Shared->Count++;
	LeaveShared();
	UNREFERENCED_PARAMETER(Device);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS Flush(PDEVICE_OBJECT Device, PIRP Irp)
{
	EnterShared();
	Shared->Count++;
	UNREFERENCED_PARAMETER(Device);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS; // want must irql-not-restored "'Flush'"
}

/* What is given back is not what was taken. */
NTSTATUS Control(PDEVICE_OBJECT Device, PIRP Irp)
{
	PDEVICE device = Device->DeviceExtension;

	EnterList(device->List);
	device->List->Count++;
	if (device->Lock)
		LeaveList(device->List);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS; // want irql-not-restored "'Control'"
}

/* A lock that is held is there. */
NTSTATUS Held(PDEVICE_OBJECT Device, PIRP Irp)
{
	PDEVICE device = Device->DeviceExtension;
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock->Spin, &irql);
	Irp->IoStatus.Information = device->List->Count;
	if (device->Lock)
		KeReleaseSpinLock(&device->Lock->Spin, irql);
	return STATUS_SUCCESS;
}

/* That says nothing of what else is there. */
NTSTATUS HeldAndOther(PDEVICE_OBJECT Device, PIRP Irp)
{
	PDEVICE device = Device->DeviceExtension;
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock->Spin, &irql);
	Irp->IoStatus.Information = 0;
	if (device->List)
		KeReleaseSpinLock(&device->Lock->Spin, irql);
	return STATUS_SUCCESS; // want irql-not-restored "'HeldAndOther'"
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	Driver->MajorFunction[IRP_MJ_WRITE] = Write;
	Driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = Flush;
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	Driver->MajorFunction[IRP_MJ_CLEANUP] = Held;
	Driver->MajorFunction[IRP_MJ_SHUTDOWN] = HeldAndOther;
	UNREFERENCED_PARAMETER(Path);
	return STATUS_SUCCESS;
}
