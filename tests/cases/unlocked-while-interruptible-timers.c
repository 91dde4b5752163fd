/*
 * Timers, DPCs and IoConnectInterruptEx round locks: set in time, too early, and
 * left when the section is unlocked; resident code that calls what is locked.
 */
#include <ntddk.h>

typedef struct _EXT {
	PKINTERRUPT Interrupt;
	KTIMER GoodTimer, EarlyTimer, LeftTimer;
	KDPC GoodDpc, EarlyDpc, LeftDpc, QueuedDpc;
} EXT, *PEXT;

VOID Serve(VOID);
VOID ServeOpen(VOID);
KSERVICE_ROUTINE Isr;
KSERVICE_ROUTINE ResidentIsr;
KDEFERRED_ROUTINE Good, Early, Left, Queued;
#pragma alloc_text(PAGELK, Serve, ServeOpen, Isr, Good, Early, Left, Queued)
DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_ADD_DEVICE Add;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Read;
DRIVER_DISPATCH Close;
PVOID Handle;
PKINTERRUPT Resident;
LONG Opens;

VOID Serve(VOID) // want may PA5009 "'Serve' can run while section 'PAGELK'"
{
	PAGED_CODE_LOCKED();
}

VOID ServeOpen(VOID)
{
	PAGED_CODE_LOCKED();
}

BOOLEAN ResidentIsr(PKINTERRUPT Object, PVOID Context)
{
	Serve();
	if (Opens)
		ServeOpen();
	return FALSE;
}

BOOLEAN Isr(PKINTERRUPT Object, PVOID Context) // want may PA5009 "'Isr'"
{
	PAGED_CODE_LOCKED();
	return FALSE;
}

VOID Good(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PAGED_CODE_LOCKED();
}

VOID Early(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second) // want may PA5009 "'Early'"
{
	PAGED_CODE_LOCKED();
}

VOID Left(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second) // want may PA5009 "'Left'"
{
	PAGED_CODE_LOCKED();
}

VOID Queued(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second) // want may PA5009 "'Queued'"
{
	PAGED_CODE_LOCKED();
}

static NTSTATUS Connect(PEXT Ext)
{
	IO_CONNECT_INTERRUPT_PARAMETERS parameters;

	RtlZeroMemory(&parameters, sizeof(parameters));
	parameters.Version = CONNECT_FULLY_SPECIFIED;
	parameters.FullySpecified.ServiceRoutine = Isr;
	parameters.FullySpecified.InterruptObject = &Ext->Interrupt;
	return IoConnectInterruptEx(&parameters);
}

static VOID Disconnect(PEXT Ext)
{
	IO_DISCONNECT_INTERRUPT_PARAMETERS parameters;

	parameters.Version = CONNECT_FULLY_SPECIFIED;
	parameters.ConnectionContext.InterruptObject = Ext->Interrupt;
	IoDisconnectInterruptEx(&parameters);
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;
	LARGE_INTEGER due = { 0 };

	Connect(ext);
	KeSetTimer(&ext->EarlyTimer, due, &ext->EarlyDpc);
	MmLockPagableSectionByHandle(Handle);
	Opens = 1;
	KeSetTimerEx(&ext->LeftTimer, due, 100, &ext->LeftDpc);
	return STATUS_SUCCESS;
}

NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;
	LARGE_INTEGER due = { 0 };

	KeSetTimer(&ext->GoodTimer, due, &ext->GoodDpc);
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;

	KeCancelTimer(&ext->GoodTimer);
	KeCancelTimer(&ext->EarlyTimer);
	KeFlushQueuedDpcs();
	Disconnect(ext);
	Opens = 0;
	MmUnlockPagableImageSection(Handle);
	KeCancelTimer(&ext->LeftTimer);
	return STATUS_SUCCESS;
}

NTSTATUS Add(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Physical)
{
	PDEVICE_OBJECT device;
	PEXT ext;
	NTSTATUS status = IoCreateDevice(Driver, sizeof(EXT), NULL,
		FILE_DEVICE_UNKNOWN, 0, FALSE, &device);

	if (!NT_SUCCESS(status))
		return status;
	ext = device->DeviceExtension;
	KeInitializeDpc(&ext->GoodDpc, Good, ext);
	KeInitializeDpc(&ext->EarlyDpc, Early, ext);
	KeInitializeDpc(&ext->LeftDpc, Left, ext);
	KeInitializeDpc(&ext->QueuedDpc, Queued, ext);
	KeInsertQueueDpc(&ext->QueuedDpc, NULL, NULL);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	IoDisconnectInterrupt(Resident);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Isr);
	MmUnlockPagableImageSection(Handle);
	Driver->DriverUnload = Unload;
	Driver->DriverExtension->AddDevice = Add;
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	return IoConnectInterrupt(&Resident, ResidentIsr, NULL, NULL, 5, 5, 5,
		Latched, FALSE, 1, FALSE);
}
