/*
 * Pageable code that the system calls at DISPATCH_LEVEL: every WDM role of that
 * kind beside the roles that run below it.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	PDEVICE_OBJECT Self;
	KDPC Dpc;
	KTIMER Timer;
	PDMA_ADAPTER Adapter;
	PIO_WORKITEM Item;
	WORK_QUEUE_ITEM OldItem;
	ULONG Count;
} DEVICE, *PDEVICE;

/* ---- DPCs and timers --------------------------------------------------- */

KDEFERRED_ROUTINE DeclaredDpc;

PAGED VOID DeclaredDpc(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second) // want must PA1005 "'DeclaredDpc' in pageable section 'PAGE' can run at DISPATCH_LEVEL"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

KDEFERRED_ROUTINE ResidentDpc;

VOID ResidentDpc(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

PAGED static VOID NTAPI RegisteredDpc(PKDPC Dpc, PVOID Context, // want must PA1005 "'RegisteredDpc'"
	PVOID First, PVOID Second)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

/* A timer's routine is the DPC that it is given. */
PAGED VOID Arm(PDEVICE Device)
{
	LARGE_INTEGER due;

	PAGED_CODE();
	due.QuadPart = -10000;
	KeInitializeDpc(&Device->Dpc, RegisteredDpc, Device);
	KeInitializeTimer(&Device->Timer);
	KeSetTimer(&Device->Timer, due, &Device->Dpc);
}

PAGED static VOID NTAPI ForIsr(PKDPC Dpc, PDEVICE_OBJECT Object, PIRP Irp, // want must PA1005 "'ForIsr'"
	PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	UNREFERENCED_PARAMETER(Context);
}

PAGED static VOID NTAPI EverySecond(PDEVICE_OBJECT Object, PVOID Context) // want must PA1005 "'EverySecond'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
}

static VOID NTAPI EverySecondResident(PDEVICE_OBJECT Object, PVOID Context)
{
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
}

PAGED VOID Initialise(PDEVICE Device)
{
	PAGED_CODE();
	IoInitializeDpcRequest(Device->Self, ForIsr);
	IoInitializeTimer(Device->Self, EverySecond, Device);
	IoInitializeTimer(Device->Self, EverySecondResident, Device);
}

/* ---- callback objects ---------------------------------------------------- */

PAGED static VOID NTAPI Notified(PVOID Context, PVOID First, PVOID Second) // want may PA1005 "'Notified'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

PAGED static VOID NTAPI OnSetting(PVOID Context, PVOID Key, PVOID Value)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Key);
	UNREFERENCED_PARAMETER(Value);
}

PAGED VOID Listen(PCALLBACK_OBJECT Object, PLARGE_INTEGER Cookie)
{
	PAGED_CODE();
	ExRegisterCallback(Object, Notified, NULL);
	CmRegisterCallback((PEX_CALLBACK_FUNCTION)OnSetting, NULL, Cookie);
}

/* ---- completion -------------------------------------------------------- */

PAGED static NTSTATUS NTAPI Completed(PDEVICE_OBJECT Object, PIRP Irp, // want may PA1005 "'Completed'"
	PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	UNREFERENCED_PARAMETER(Context);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS NTAPI CompletedResident(PDEVICE_OBJECT Object, PIRP Irp,
	PVOID Context)
{
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	UNREFERENCED_PARAMETER(Context);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

PAGED NTSTATUS Forward(PDEVICE_OBJECT Lower, PIRP Irp)
{
	PAGED_CODE();
	IoCopyCurrentIrpStackLocationToNext(Irp);
	IoSetCompletionRoutine(Irp, Completed, NULL, TRUE, TRUE, TRUE);
	return IoCallDriver(Lower, Irp);
}

PAGED NTSTATUS ForwardResident(PDEVICE_OBJECT Lower, PIRP Irp)
{
	PAGED_CODE();
	IoCopyCurrentIrpStackLocationToNext(Irp);
	IoSetCompletionRoutine(Irp, CompletedResident, NULL, TRUE, TRUE, TRUE);
	return IoCallDriver(Lower, Irp);
}

PAGED static VOID NTAPI PowerCompleted(PDEVICE_OBJECT Object, UCHAR Minor, // want may PA1005 "'PowerCompleted'"
	POWER_STATE State, PVOID Context, PIO_STATUS_BLOCK Status)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Minor);
	UNREFERENCED_PARAMETER(State);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Status);
}

PAGED VOID PowerUp(PDEVICE Device)
{
	POWER_STATE state;

	PAGED_CODE();
	state.DeviceState = PowerDeviceD0;
	PoRequestPowerIrp(Device->Self, IRP_MN_SET_POWER, state,
		PowerCompleted, Device, NULL);
}

/* ---- StartIo, cancel, adapter control ---------------------------------- */

PAGED static VOID NTAPI StartIo(PDEVICE_OBJECT Object, PIRP Irp) // want must PA1005 "'StartIo'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
}

PAGED static VOID NTAPI Cancel(PDEVICE_OBJECT Object, PIRP Irp) // want must PA1005 "'Cancel'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	IoReleaseCancelSpinLock(Irp->CancelIrql);
}

static VOID NTAPI CancelResident(PDEVICE_OBJECT Object, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Object);
	IoReleaseCancelSpinLock(Irp->CancelIrql);
}

DRIVER_CANCEL DeclaredCancel;

PAGED VOID NTAPI DeclaredCancel(PDEVICE_OBJECT Object, PIRP Irp) // want must PA1005 "'DeclaredCancel'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	IoReleaseCancelSpinLock(Irp->CancelIrql);
}

PAGED static VOID NTAPI PacketCancel(PDEVICE_OBJECT Object, PIRP Irp) // want must PA1005 "'PacketCancel'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	IoReleaseCancelSpinLock(Irp->CancelIrql);
}

PAGED VOID StartPacket(PDEVICE_OBJECT Object, PIRP Irp)
{
	PAGED_CODE();
	IoStartPacket(Object, Irp, NULL, PacketCancel);
}

PAGED VOID Pend(PIRP Irp)
{
	PAGED_CODE();
	IoMarkIrpPending(Irp);
	IoSetCancelRoutine(Irp, Cancel);
}

PAGED VOID PendResident(PIRP Irp)
{
	PAGED_CODE();
	IoMarkIrpPending(Irp);
	IoSetCancelRoutine(Irp, CancelResident);
}

PAGED static IO_ALLOCATION_ACTION NTAPI AdapterControl(PDEVICE_OBJECT Object, // want must PA1005 "'AdapterControl'"
	PIRP Irp, PVOID MapRegisterBase, PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	UNREFERENCED_PARAMETER(MapRegisterBase);
	UNREFERENCED_PARAMETER(Context);
	return KeepObject;
}

DRIVER_CONTROL DeclaredControl;

PAGED IO_ALLOCATION_ACTION NTAPI DeclaredControl(PDEVICE_OBJECT Object, // want must PA1005 "'DeclaredControl'"
	PIRP Irp, PVOID MapRegisterBase, PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	UNREFERENCED_PARAMETER(MapRegisterBase);
	UNREFERENCED_PARAMETER(Context);
	return KeepObject;
}

static VOID Transfer(PDEVICE Device)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Device->Adapter->DmaOperations->AllocateAdapterChannel(Device->Adapter,
		Device->Self, 1, AdapterControl, Device);
	KeLowerIrql(irql);
}

PAGED static VOID NTAPI ListControl(PDEVICE_OBJECT Object, PIRP Irp, // want must PA1005 "'ListControl'"
	PSCATTER_GATHER_LIST List, PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	UNREFERENCED_PARAMETER(List);
	UNREFERENCED_PARAMETER(Context);
}

static VOID TransferList(PDEVICE Device, PMDL Mdl)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Device->Adapter->DmaOperations->GetScatterGatherList(Device->Adapter,
		Device->Self, Mdl, NULL, 512, ListControl, Device, TRUE);
	KeLowerIrql(irql);
}

/* ---- below DISPATCH_LEVEL ---------------------------------------------- */

PAGED static VOID NTAPI WorkItem(PDEVICE_OBJECT Object, PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
}

PAGED static VOID NTAPI OldWorkItem(PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
}

PAGED static VOID NTAPI Thread(PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static VOID Defer(PDEVICE Device)
{
	HANDLE thread;

	IoQueueWorkItem(Device->Item, WorkItem, DelayedWorkQueue, Device);
	ExInitializeWorkItem(&Device->OldItem, OldWorkItem, Device);
	(VOID)PsCreateSystemThread(&thread, 0, NULL, NULL, NULL, Thread,
		Device);
}

PAGED static NTSTATUS NTAPI Create(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	PAGED_CODE();
	Transfer(device);
	TransferList(device, Irp->MdlAddress);
	Defer(device);
	return STATUS_SUCCESS;
}

PAGED static NTSTATUS NTAPI Power(PDEVICE_OBJECT Object, PIRP Irp) // want may PA1013 "'Power'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	return STATUS_SUCCESS;
}

PAGED static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver,
	PDEVICE_OBJECT Object)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	UNREFERENCED_PARAMETER(Object);
	return STATUS_SUCCESS;
}

PAGED static VOID NTAPI Unload(PDRIVER_OBJECT Driver)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
}

PAGED static VOID NTAPI Reinitialise(PDRIVER_OBJECT Driver, PVOID Context,
	ULONG Count)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Count);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_POWER] = Power;
	Driver->DriverExtension->AddDevice = AddDevice;
	Driver->DriverStartIo = StartIo;
	Driver->DriverUnload = Unload;
	IoRegisterDriverReinitialization(Driver, Reinitialise, NULL);
	return STATUS_SUCCESS;
}
