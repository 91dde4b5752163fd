/*
 * pnp.c - plug and play and power.
 *
 * Plug and play requests arrive in a thread at PASSIVE_LEVEL, so their code is
 * pageable; whatever needs the queue lock is behind the helpers of isr.c.
 * Power requests may arrive while the disk can't be read, so theirs is not.
 */
#include "serial.h"

static IO_COMPLETION_ROUTINE SerialSynchronousDone;
static IO_COMPLETION_ROUTINE SerialPowerUpDone;
static REQUEST_POWER_COMPLETE SerialDevicePowerDone;
static NTSTATUS SerialForwardAndWait(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialReadResources(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialConnect(PSERIAL_EXTENSION Ext);
static VOID SerialDisconnect(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialStartWatch(PSERIAL_EXTENSION Ext);
static VOID SerialStopWatch(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialStart(PSERIAL_EXTENSION Ext, PIRP Irp);
static VOID SerialStop(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialRemove(PSERIAL_EXTENSION Ext, PIRP Irp);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SerialForwardAndWait)
#pragma alloc_text(PAGE, SerialReadResources)
#pragma alloc_text(PAGE, SerialConnect)
#pragma alloc_text(PAGE, SerialDisconnect)
#pragma alloc_text(PAGE, SerialStartWatch)
#pragma alloc_text(PAGE, SerialStopWatch)
#pragma alloc_text(PAGE, SerialStart)
#pragma alloc_text(PAGE, SerialStop)
#pragma alloc_text(PAGE, SerialRemove)
#pragma alloc_text(PAGE, SerialPnp)
#pragma alloc_text(PAGE, SerialSystemControl)
#endif

/* ---- waiting for the drivers below ------------------------------------- */

static NTSTATUS
SerialSynchronousDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
    UNREFERENCED_PARAMETER(DeviceObject);

    if (Irp->PendingReturned) {
        KeSetEvent((PKEVENT)Context, IO_NO_INCREMENT, FALSE);
    }
    return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS
SerialForwardAndWait(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    KEVENT event;
    NTSTATUS status;

    PAGED_CODE();

    KeInitializeEvent(&event, NotificationEvent, FALSE);
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, SerialSynchronousDone, &event, TRUE, TRUE,
        TRUE);
    status = IoCallDriver(Ext->Lower, Irp);
    if (status == STATUS_PENDING) {
        KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
        status = Irp->IoStatus.Status;
    }
    return status;
}

/* ---- starting and stopping --------------------------------------------- */

static NTSTATUS
SerialReadResources(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    PCM_RESOURCE_LIST list;
    PCM_PARTIAL_RESOURCE_DESCRIPTOR entry;
    BOOLEAN port = FALSE;
    BOOLEAN interrupt = FALSE;
    ULONG i;

    PAGED_CODE();

    list = stack->Parameters.StartDevice.AllocatedResourcesTranslated;
    if (list == NULL || list->Count == 0) {
        return STATUS_DEVICE_CONFIGURATION_ERROR;
    }
    for (i = 0; i < list->List[0].PartialResourceList.Count; i++) {
        entry = &list->List[0].PartialResourceList.PartialDescriptors[i];
        switch (entry->Type) {
        case CmResourceTypePort:
            if (entry->u.Port.Length >= UART_REGISTERS) {
                Ext->Port = (PUCHAR)(ULONG_PTR)entry->u.Port.Start.QuadPart;
                port = TRUE;
            }
            break;
        case CmResourceTypeInterrupt:
            Ext->Vector = entry->u.Interrupt.Vector;
            Ext->Irql = (KIRQL)entry->u.Interrupt.Level;
            Ext->Affinity = entry->u.Interrupt.Affinity;
            Ext->InterruptMode =
                (entry->Flags & CM_RESOURCE_INTERRUPT_LATCHED) ? Latched
                                                               : LevelSensitive;
            Ext->InterruptShared =
                entry->ShareDisposition == CmResourceShareShared;
            interrupt = TRUE;
            break;
        default:
            break;
        }
    }
    return port && interrupt ? STATUS_SUCCESS
                             : STATUS_DEVICE_CONFIGURATION_ERROR;
}

static NTSTATUS
SerialConnect(PSERIAL_EXTENSION Ext)
{
    IO_CONNECT_INTERRUPT_PARAMETERS connect;
    PKINTERRUPT interrupt = NULL;
    NTSTATUS status;

    PAGED_CODE();

    RtlZeroMemory(&connect, sizeof(connect));
    connect.Version = CONNECT_FULLY_SPECIFIED;
    connect.FullySpecified.PhysicalDeviceObject = Ext->Physical;
    connect.FullySpecified.InterruptObject = &interrupt;
    connect.FullySpecified.ServiceRoutine = SerialIsr;
    connect.FullySpecified.ServiceContext = Ext;
    connect.FullySpecified.SynchronizeIrql = Ext->Irql;
    connect.FullySpecified.ShareVector = Ext->InterruptShared;
    connect.FullySpecified.Vector = Ext->Vector;
    connect.FullySpecified.Irql = Ext->Irql;
    connect.FullySpecified.InterruptMode = Ext->InterruptMode;
    connect.FullySpecified.ProcessorEnableMask = Ext->Affinity;

    status = IoConnectInterruptEx(&connect);
    if (NT_SUCCESS(status)) {
        SerialGiveInterrupt(Ext, interrupt);
    }
    return status;
}

static VOID
SerialDisconnect(PSERIAL_EXTENSION Ext)
{
    IO_DISCONNECT_INTERRUPT_PARAMETERS disconnect;
    PKINTERRUPT interrupt;

    PAGED_CODE();

    interrupt = SerialTakeInterrupt(Ext);
    if (interrupt == NULL) {
        return;
    }
    RtlZeroMemory(&disconnect, sizeof(disconnect));
    disconnect.Version = CONNECT_FULLY_SPECIFIED;
    disconnect.ConnectionContext.InterruptObject = interrupt;
    IoDisconnectInterruptEx(&disconnect);
    KeFlushQueuedDpcs();
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

static VOID
SerialStopWatch(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    if (Ext->WatchThread == NULL) {
        return;
    }
    KeSetEvent(&Ext->WatchStop, IO_NO_INCREMENT, FALSE);
    KeWaitForSingleObject(Ext->WatchThread, Executive, KernelMode, FALSE,
        NULL);
    ObDereferenceObject(Ext->WatchThread);
    Ext->WatchThread = NULL;
}

static NTSTATUS
SerialStart(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    POWER_STATE power;
    NTSTATUS status;

    PAGED_CODE();

    status = SerialForwardAndWait(Ext, Irp);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = SerialReadResources(Ext, Irp);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = SerialConnect(Ext);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = SerialStartWatch(Ext);
    if (!NT_SUCCESS(status)) {
        SerialDisconnect(Ext);
        return status;
    }

    Ext->PowerState = PowerDeviceD0;
    power.DeviceState = PowerDeviceD0;
    PoSetPowerState(Ext->Self, DevicePowerState, power);

    ExAcquireFastMutex(&Ext->LineMutex);
    SerialProgramLine(Ext, &Ext->Line);
    ExReleaseFastMutex(&Ext->LineMutex);

    InterlockedExchange(&Ext->State, SerialStarted);
    IoSetDeviceInterfaceState(&Ext->LinkName, TRUE);
    return STATUS_SUCCESS;
}

/* Takes the hardware out of use. Whoever calls has set a new state. */
static VOID
SerialStop(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    SerialStopWatch(Ext);
    SerialQuiesce(Ext);
    SerialAbortAll(Ext, &Ext->ReadQueue, STATUS_DELETE_PENDING);
    SerialAbortAll(Ext, &Ext->WriteQueue, STATUS_DELETE_PENDING);
    SerialDisconnect(Ext);
}

static NTSTATUS
SerialRemove(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PDEVICE_OBJECT lower = Ext->Lower;
    NTSTATUS status;

    PAGED_CODE();

    InterlockedExchange(&Ext->State, SerialRemoved);
    IoSetDeviceInterfaceState(&Ext->LinkName, FALSE);
    SerialStop(Ext);
    IoReleaseRemoveLockAndWait(&Ext->RemoveLock, Irp);

    Irp->IoStatus.Status = STATUS_SUCCESS;
    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(lower, Irp);

    IoDetachDevice(lower);
    RtlFreeUnicodeString(&Ext->LinkName);
    IoFreeWorkItem(Ext->OverrunItem);
    ExFreePoolWithTag(Ext->History, SERIAL_TAG);
    ExFreePoolWithTag(Ext->Ring, SERIAL_TAG);
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

    case IRP_MN_QUERY_STOP_DEVICE:
        if (ext->Opens != 0) {
            return SerialComplete(ext, Irp, STATUS_DEVICE_BUSY);
        }
        InterlockedExchange(&ext->State, SerialStopped);
        Irp->IoStatus.Status = STATUS_SUCCESS;
        break;

    case IRP_MN_CANCEL_STOP_DEVICE:
        InterlockedExchange(&ext->State, SerialStarted);
        Irp->IoStatus.Status = STATUS_SUCCESS;
        break;

    case IRP_MN_STOP_DEVICE:
        SerialStop(ext);
        Irp->IoStatus.Status = STATUS_SUCCESS;
        break;

    case IRP_MN_QUERY_REMOVE_DEVICE:
    case IRP_MN_CANCEL_REMOVE_DEVICE:
        Irp->IoStatus.Status = STATUS_SUCCESS;
        break;

    case IRP_MN_SURPRISE_REMOVAL:
        InterlockedExchange(&ext->State, SerialSurpriseRemoved);
        IoSetDeviceInterfaceState(&ext->LinkName, FALSE);
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
    NTSTATUS status;

    (VOID)0;

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(ext->Lower, Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return status;
}

/* ---- power ------------------------------------------------------------- */

static VOID
SerialDevicePowerDone(PDEVICE_OBJECT DeviceObject, UCHAR MinorFunction,
    POWER_STATE PowerState, PVOID Context, PIO_STATUS_BLOCK IoStatus)
{
    PSERIAL_EXTENSION ext;
    PIRP system = Context;

    UNREFERENCED_PARAMETER(MinorFunction);
    UNREFERENCED_PARAMETER(PowerState);
    UNREFERENCED_PARAMETER(IoStatus);

    ext = IoGetCurrentIrpStackLocation(system)->DeviceObject->DeviceExtension;
    UNREFERENCED_PARAMETER(DeviceObject);

    PoStartNextPowerIrp(system);
    IoSkipCurrentIrpStackLocation(system);
    PoCallDriver(ext->Lower, system);
    IoReleaseRemoveLock(&ext->RemoveLock, system);
}

/* A new state of the system asks for one of the device. */
static NTSTATUS
SerialSystemPower(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    POWER_STATE device;
    NTSTATUS status;

    device.DeviceState =
        stack->Parameters.Power.State.SystemState == PowerSystemWorking
            ? PowerDeviceD0
            : PowerDeviceD3;
    IoMarkIrpPending(Irp);
    status = PoRequestPowerIrp(Ext->Physical, IRP_MN_SET_POWER, device,
        SerialDevicePowerDone, Irp, NULL);
    if (!NT_SUCCESS(status)) {
        PoStartNextPowerIrp(Irp);
        SerialComplete(Ext, Irp, status);
    }
    return STATUS_PENDING;
}

/* The device has power again: put back what its registers held. */
static NTSTATUS
SerialPowerUpDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;
    POWER_STATE power;

    if (Irp->PendingReturned) {
        IoMarkIrpPending(Irp);
    }
    if (NT_SUCCESS(Irp->IoStatus.Status)) {
        SerialProgramLine(ext, &ext->Hardware);
        ext->PowerState = PowerDeviceD0;
        power.DeviceState = PowerDeviceD0;
        PoSetPowerState(DeviceObject, DevicePowerState, power);
        SerialServiceWrites(ext);
    }
    PoStartNextPowerIrp(Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return STATUS_CONTINUE_COMPLETION;
}

static NTSTATUS
SerialDevicePower(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    POWER_STATE power = stack->Parameters.Power.State;
    NTSTATUS status;

    if (power.DeviceState == PowerDeviceD0) {
        IoCopyCurrentIrpStackLocationToNext(Irp);
        IoSetCompletionRoutine(Irp, SerialPowerUpDone, Ext, TRUE, TRUE, TRUE);
        return PoCallDriver(Ext->Lower, Irp);
    }

    SerialQuiesce(Ext);
    Ext->PowerState = power.DeviceState;
    PoSetPowerState(Ext->Self, DevicePowerState, power);
    PoStartNextPowerIrp(Irp);
    IoSkipCurrentIrpStackLocation(Irp);
    status = PoCallDriver(Ext->Lower, Irp);
    IoReleaseRemoveLock(&Ext->RemoveLock, Irp);
    return status;
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

    if (stack->MinorFunction == IRP_MN_SET_POWER) {
        if (stack->Parameters.Power.Type == SystemPowerState) {
            return SerialSystemPower(ext, Irp);
        }
        return SerialDevicePower(ext, Irp);
    }

    PoStartNextPowerIrp(Irp);
    IoSkipCurrentIrpStackLocation(Irp);
    status = PoCallDriver(ext->Lower, Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return status;
}
// want nothing
