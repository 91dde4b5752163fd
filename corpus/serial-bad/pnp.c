/*
 * pnp.c - plug and play and power.
 */
#include "serial.h"

static IO_COMPLETION_ROUTINE SerialStartDone;
static IO_COMPLETION_ROUTINE SerialQueryDone;
static IO_COMPLETION_ROUTINE SerialPowerUpDone;
static NTSTATUS SerialForwardStart(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialQueryCapabilities(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialReadResources(PSERIAL_EXTENSION Ext, PIRP Irp);
static VOID SerialProbe(PSERIAL_EXTENSION Ext);
static VOID SerialSettle(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialStartWatch(PSERIAL_EXTENSION Ext);
static VOID SerialPauseWatch(PSERIAL_EXTENSION Ext);
static VOID SerialStopWatch(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialStart(PSERIAL_EXTENSION Ext, PIRP Irp);
static VOID SerialStop(PSERIAL_EXTENSION Ext);
static BOOLEAN SerialIsBusy(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialRemove(PSERIAL_EXTENSION Ext, PIRP Irp);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SerialStartDone)
#pragma alloc_text(PAGE, SerialForwardStart)
#pragma alloc_text(PAGE, SerialQueryCapabilities)
#pragma alloc_text(PAGE, SerialReadResources)
#pragma alloc_text(PAGE, SerialProbe)
#pragma alloc_text(PAGE, SerialSettle)
#pragma alloc_text(PAGE, SerialStartWatch)
#pragma alloc_text(PAGE, SerialPauseWatch)
#pragma alloc_text(PAGE, SerialStopWatch)
#pragma alloc_text(PAGE, SerialStart)
#pragma alloc_text(PAGE, SerialStop)
#pragma alloc_text(PAGE, SerialIsBusy)
#pragma alloc_text(PAGE, SerialRemove)
#pragma alloc_text(PAGE, SerialPnp)
#pragma alloc_text(PAGE, SerialSystemControl)
#endif

/* ---- waiting for the drivers below ------------------------------------- */

static NTSTATUS
SerialStartDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context) // want paged-code-in-dispatch-path "'SerialStartDone'"
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(Irp);

    KeSetEvent((PKEVENT)Context, IO_NO_INCREMENT, FALSE);
    return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS
SerialQueryDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(Irp);

    KeSetEvent((PKEVENT)Context, IO_NO_INCREMENT, FALSE);
    return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS
SerialForwardStart(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    KEVENT event;
    NTSTATUS status;

    PAGED_CODE();

    KeInitializeEvent(&event, NotificationEvent, FALSE);
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, SerialStartDone, &event, TRUE, TRUE, TRUE);
    status = IoCallDriver(Ext->Lower, Irp);
    if (status == STATUS_PENDING) {
        KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
        status = Irp->IoStatus.Status;
    }
    return status;
}

/* The bus says what the port can do; of that, wake is taken back. */
static NTSTATUS
SerialQueryCapabilities(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    KEVENT event;
    NTSTATUS status;

    PAGED_CODE();

    KeInitializeEvent(&event, NotificationEvent, FALSE);
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, SerialQueryDone, &event, TRUE, TRUE, TRUE);
    status = IoCallDriver(Ext->Lower, Irp);
    if (status == STATUS_PENDING) {
        KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
        status = Irp->IoStatus.Status;
    }
    if (NT_SUCCESS(status)) {
        stack->Parameters.DeviceCapabilities.Capabilities->SystemWake =
            PowerSystemUnspecified;
    }
    return status;
}

/* ---- starting ---------------------------------------------------------- */

static NTSTATUS
SerialReadResources(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    PCM_RESOURCE_LIST list;
    PCM_PARTIAL_RESOURCE_DESCRIPTOR entry;
    ULONG i;

    list = stack->Parameters.StartDevice.AllocatedResourcesTranslated;
    if (list == NULL || list->Count == 0) {
        return STATUS_DEVICE_CONFIGURATION_ERROR;
    }

    PAGED_CODE(); // want late-paged-code "'SerialReadResources'"

    for (i = 0; i < list->List[0].PartialResourceList.Count; i++) {
        entry = &list->List[0].PartialResourceList.PartialDescriptors[i];
        if (entry->Type == CmResourceTypePort) {
            Ext->Port = (PUCHAR)(ULONG_PTR)entry->u.Port.Start.QuadPart;
        } else if (entry->Type == CmResourceTypeInterrupt) {
            Ext->Vector = entry->u.Interrupt.Vector;
            Ext->Irql = (KIRQL)entry->u.Interrupt.Level;
            Ext->Affinity = entry->u.Interrupt.Affinity;
        }
    }
    return Ext->Port != NULL && Ext->Vector != 0
        ? STATUS_SUCCESS
        : STATUS_DEVICE_CONFIGURATION_ERROR;
}

/*
 * Finds out which controller it is. The two accesses have to follow each other
 * closely, or the newer one takes the second for an ordinary write.
 */
static VOID
SerialProbe(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;
    UCHAR id;

    PAGED_CODE();

    KeRaiseIrql(DISPATCH_LEVEL, &irql); // want paged-code-raises-irql "'SerialProbe'"
    WRITE_PORT_UCHAR(Ext->Port + CHIP_FCR, 0x21);
    id = READ_PORT_UCHAR(Ext->Port + CHIP_IIR);
    KeLowerIrql(irql);

    Ext->Ops = (id & 0x20) ? &Serial16750Ops : &Serial16550Ops;
}

/* Gives the line time, during which no APC may get hold of the port. */
static VOID
SerialSettle(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;

    PAGED_CODE();

    KeRaiseIrql(APC_LEVEL, &irql);
    WRITE_PORT_UCHAR(Ext->Port + CHIP_MCR, 0);
    KeStallExecutionProcessor(20);
    WRITE_PORT_UCHAR(Ext->Port + CHIP_MCR, 0x08);
    KeLowerIrql(irql);
}

static NTSTATUS
SerialStartWatch(PSERIAL_EXTENSION Ext)
{
    OBJECT_ATTRIBUTES attributes;
    HANDLE thread;
    NTSTATUS status;

    PAGED_CODE();

    KeClearEvent(&Ext->WatchStop);
    InitializeObjectAttributes(&attributes, NULL, OBJ_KERNEL_HANDLE, NULL,
        NULL);
    status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, &attributes,
        NULL, NULL, SerialWatchThread, Ext);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = ObReferenceObjectByHandle(thread, THREAD_ALL_ACCESS, NULL,
        KernelMode, &Ext->WatchThread, NULL);
    if (!NT_SUCCESS(status)) {
        KeSetEvent(&Ext->WatchStop, IO_NO_INCREMENT, FALSE);
        ZwWaitForSingleObject(thread, FALSE, NULL);
    }
    ZwClose(thread);
    return status;
}

/* Waits for the round that the watch thread is in. */
static VOID
SerialPauseWatch(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    KeClearEvent(&Ext->WatchIdle);
    KeSetEvent(&Ext->WatchWake, IO_NO_INCREMENT, FALSE);
    KeWaitForSingleObject(&Ext->WatchIdle, Executive, KernelMode, FALSE,
        NULL);
}

static VOID
SerialStopWatch(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    if (Ext->WatchThread == NULL) {
        return;
    }
    KeSetEvent(&Ext->WatchStop, IO_NO_INCREMENT, TRUE); // want paged-code-waits-true "'SerialStopWatch'"
    KeWaitForSingleObject(Ext->WatchThread, Executive, KernelMode, FALSE,
        NULL);
    ObDereferenceObject(Ext->WatchThread);
    Ext->WatchThread = NULL;
}

static NTSTATUS
SerialStart(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    NTSTATUS status;

    PAGED_CODE();

    status = SerialForwardStart(Ext, Irp);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = SerialReadResources(Ext, Irp);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    SerialProbe(Ext);
    SerialSettle(Ext);

    status = IoConnectInterrupt(&Ext->Interrupt, SerialIsr, Ext, NULL,
        Ext->Vector, Ext->Irql, Ext->Irql, LevelSensitive, TRUE,
        Ext->Affinity, FALSE);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = SerialStartWatch(Ext);
    if (!NT_SUCCESS(status)) {
        IoDisconnectInterrupt(Ext->Interrupt);
        Ext->Interrupt = NULL;
        return status;
    }
    SerialResetChip(Ext);
    SerialStoreStart(Ext);
    SerialSetStarted(Ext, TRUE);
    SerialLogStart(Ext);
    IoSetDeviceInterfaceState(&Ext->LinkName, TRUE);
    return STATUS_SUCCESS;
}

/* ---- stopping ---------------------------------------------------------- */

/* Is there a request that a stop would cut short? */
static BOOLEAN
SerialIsBusy(PSERIAL_EXTENSION Ext)
{
    BOOLEAN busy;
    KIRQL irql;

    PAGED_CODE();

    KeAcquireSpinLock(&Ext->PortLock, &irql); // want paged-code-acquires-spin-lock "'SerialIsBusy'"
    busy = Ext->Active != NULL;
    KeReleaseSpinLock(&Ext->PortLock, irql);
    return busy || Ext->Opens != 0;
}

/*
 * Once the port is down no request becomes active, and once the controller is
 * masked no DPC is queued; then the interrupt can go.
 */
static VOID
SerialStop(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    if (Ext->Interrupt == NULL) {
        return;
    }
    SerialStopWatch(Ext);
    SerialSetStarted(Ext, FALSE);
    while (SerialAbortActive(Ext, STATUS_DELETE_PENDING)) {
        continue;
    }
    SerialWakeWaiter(Ext, ~0u);
    KeSynchronizeExecution(Ext->Interrupt, SerialMaskChip, Ext);
    KeFlushQueuedDpcs();
    IoDisconnectInterrupt(Ext->Interrupt);
    Ext->Interrupt = NULL;
}

static NTSTATUS
SerialRemove(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PDEVICE_OBJECT lower = Ext->Lower;
    NTSTATUS status;

    PAGED_CODE();

    IoSetDeviceInterfaceState(&Ext->LinkName, FALSE);
    SerialStop(Ext);
    IoReleaseRemoveLockAndWait(&Ext->RemoveLock, Irp);

    Irp->IoStatus.Status = STATUS_SUCCESS;
    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(lower, Irp);

    IoDetachDevice(lower);
    RtlFreeUnicodeString(&Ext->LinkName);
    IoFreeWorkItem(Ext->ErrorItem);
    IoDeleteDevice(Ext->Self);
    return status;
}

NTSTATUS
SerialPnp(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    NTSTATUS status;

    PAGED_CODE();

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }

    switch (stack->MinorFunction) {
    case IRP_MN_START_DEVICE:
        status = SerialStart(ext, Irp);
        return SerialComplete(ext, Irp, status);

    case IRP_MN_QUERY_CAPABILITIES:
        status = SerialQueryCapabilities(ext, Irp);
        return SerialComplete(ext, Irp, status);

    case IRP_MN_QUERY_STOP_DEVICE:
        if (SerialIsBusy(ext)) {
            return SerialComplete(ext, Irp, STATUS_DEVICE_BUSY);
        }
        SerialPauseWatch(ext);
        Irp->IoStatus.Status = STATUS_SUCCESS;
        break;

    case IRP_MN_CANCEL_STOP_DEVICE:
    case IRP_MN_QUERY_REMOVE_DEVICE:
    case IRP_MN_CANCEL_REMOVE_DEVICE:
        Irp->IoStatus.Status = STATUS_SUCCESS;
        break;

    case IRP_MN_STOP_DEVICE:
    case IRP_MN_SURPRISE_REMOVAL:
        SerialStop(ext);
        Irp->IoStatus.Status = STATUS_SUCCESS;
        break;

    case IRP_MN_REMOVE_DEVICE:
        return SerialRemove(ext, Irp);

    default:
        break;
    }

    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(ext->Lower, Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return status;
}

NTSTATUS
SerialSystemControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;

    PAGED_CODE();

    IoSkipCurrentIrpStackLocation(Irp);
    return IoCallDriver(ext->Lower, Irp);
}

/* ---- power ------------------------------------------------------------- */

static NTSTATUS
SerialPowerUpDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;

    UNREFERENCED_PARAMETER(DeviceObject);

    if (Irp->PendingReturned) {
        IoMarkIrpPending(Irp);
    }
    if (NT_SUCCESS(Irp->IoStatus.Status) && ext->Started) {
        SerialReprogram(ext);
    }
    PoStartNextPowerIrp(Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return STATUS_CONTINUE_COMPLETION;
}

NTSTATUS
SerialPower(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    NTSTATUS status;

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        PoStartNextPowerIrp(Irp);
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    if (stack->MinorFunction == IRP_MN_SET_POWER &&
        stack->Parameters.Power.Type == DevicePowerState &&
        stack->Parameters.Power.State.DeviceState == PowerDeviceD0) {
        IoCopyCurrentIrpStackLocationToNext(Irp);
        IoSetCompletionRoutine(Irp, SerialPowerUpDone, ext, TRUE, TRUE, TRUE);
        return PoCallDriver(ext->Lower, Irp);
    }
    PoStartNextPowerIrp(Irp);
    IoSkipCurrentIrpStackLocation(Irp);
    status = PoCallDriver(ext->Lower, Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return status;
}
