/*
 * io.c - opening and closing, reading and writing, control codes.
 *
 * What is in PAGESER here may take the queue lock itself, because it only runs
 * between a SerialLockSection and its SerialUnlockSection.
 */
#include "serial.h"

static VOID SerialClearStats(PSERIAL_EXTENSION Ext, BOOLEAN LockHeld);
static VOID SerialResetPort(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialSetTimeouts(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialGetStats(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialPurge(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialSetBaudRate(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialGetBaudRate(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialSetModemControl(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialSetPreset(PSERIAL_EXTENSION Ext, PIRP Irp);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SerialCreate)
#pragma alloc_text(PAGE, SerialCleanup)
#pragma alloc_text(PAGE, SerialClose)
#pragma alloc_text(PAGE, SerialDeviceControl)
#pragma alloc_text(PAGE, SerialSetBaudRate)
#pragma alloc_text(PAGE, SerialGetBaudRate)
#pragma alloc_text(PAGE, SerialSetModemControl)
#pragma alloc_text(PAGE, SerialSetPreset)
#pragma alloc_text(PAGESER, SerialRead)
#pragma alloc_text(PAGESER, SerialWrite)
#pragma alloc_text(PAGESER, SerialReadTimeout)
#pragma alloc_text(PAGESER, SerialClearStats)
#pragma alloc_text(PAGESER, SerialResetPort)
#pragma alloc_text(PAGESER, SerialSetTimeouts)
#pragma alloc_text(PAGESER, SerialGetStats)
#pragma alloc_text(PAGESER, SerialPurge)
#endif

/* ---- open and close ---------------------------------------------------- */

NTSTATUS
SerialCreate(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    NTSTATUS status;

    PAGED_CODE();

    Irp->IoStatus.Information = 0;
    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    if (ext->State != SerialStarted) {
        return SerialComplete(ext, Irp, STATUS_DEVICE_NOT_READY);
    }
    if (InterlockedIncrement(&ext->Opens) != 1) {
        InterlockedDecrement(&ext->Opens);
        return SerialComplete(ext, Irp, STATUS_ACCESS_DENIED);
    }

    SerialLockSection();

    SerialResetPort(ext);

    ExAcquireFastMutex(&ext->LineMutex);
    ext->Line.ModemControl = UART_MCR_DTR | UART_MCR_RTS | UART_MCR_OUT2;
    SerialProgramLine(ext, &ext->Line);
    ExReleaseFastMutex(&ext->LineMutex);

    SerialNoteOpen(ext);
    return SerialComplete(ext, Irp, STATUS_SUCCESS);
}

/* The last handle is gone: nobody waits for these requests any more. */
NTSTATUS
SerialCleanup(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;

    PAGED_CODE();

    SerialAbortAll(ext, &ext->ReadQueue, STATUS_CANCELLED);
    SerialAbortAll(ext, &ext->WriteQueue, STATUS_CANCELLED);

    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

/*
 * Every request has been completed. A read timeout may still be under way on
 * another processor, in PAGESER, and must have left it before the unlock.
 */
NTSTATUS
SerialClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;

    PAGED_CODE();

    KeCancelTimer(&ext->ReadTimer);
    KeFlushQueuedDpcs();

    ExAcquireFastMutex(&ext->LineMutex);
    ext->Line.ModemControl = UART_MCR_OUT2;
    SerialProgramLine(ext, &ext->Line);
    ExReleaseFastMutex(&ext->LineMutex);

    SerialUnlockSection();
    InterlockedDecrement(&ext->Opens);

    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

/* ---- read and write ---------------------------------------------------- */

NTSTATUS
SerialRead(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    BOOLEAN cancelled = FALSE;
    NTSTATUS status;
    KIRQL irql;

    PAGED_CODE_LOCKED();

    Irp->IoStatus.Information = 0;
    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    if (ext->State != SerialStarted) {
        return SerialComplete(ext, Irp, STATUS_DELETE_PENDING);
    }
    if (stack->Parameters.Read.Length == 0) {
        return SerialComplete(ext, Irp, STATUS_SUCCESS);
    }

    KeAcquireSpinLock(&ext->QueueLock, &irql);
    IoSetCancelRoutine(Irp, SerialCancelRequest);
    if (Irp->Cancel && IoSetCancelRoutine(Irp, NULL) != NULL) {
        cancelled = TRUE;
    } else {
        IoMarkIrpPending(Irp);
        InsertTailList(&ext->ReadQueue, &Irp->Tail.Overlay.ListEntry);
    }
    KeReleaseSpinLock(&ext->QueueLock, irql);

    if (cancelled) {
        return SerialComplete(ext, Irp, STATUS_CANCELLED);
    }
    SerialServiceReads(ext);
    return STATUS_PENDING;
}

NTSTATUS
SerialWrite(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    BOOLEAN cancelled = FALSE;
    NTSTATUS status;
    KIRQL irql;

    PAGED_CODE_LOCKED();

    Irp->IoStatus.Information = 0;
    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    if (ext->State != SerialStarted) {
        return SerialComplete(ext, Irp, STATUS_DELETE_PENDING);
    }
    if (stack->Parameters.Write.Length == 0) {
        return SerialComplete(ext, Irp, STATUS_SUCCESS);
    }

    KeAcquireSpinLock(&ext->QueueLock, &irql);
    IoSetCancelRoutine(Irp, SerialCancelRequest);
    if (Irp->Cancel && IoSetCancelRoutine(Irp, NULL) != NULL) {
        cancelled = TRUE;
    } else {
        IoMarkIrpPending(Irp);
        InsertTailList(&ext->WriteQueue, &Irp->Tail.Overlay.ListEntry);
    }
    KeReleaseSpinLock(&ext->QueueLock, irql);

    if (cancelled) {
        return SerialComplete(ext, Irp, STATUS_CANCELLED);
    }
    SerialServiceWrites(ext);
    return STATUS_PENDING;
}

/*
 * The read at the head has waited long enough. The timer is only ever set for
 * a read that is pending, and SerialClose waits for this DPC to have ended.
 */
VOID
SerialReadTimeout(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
    PSERIAL_EXTENSION ext = Context;
    PIRP irp = NULL;

    PAGED_CODE_LOCKED();

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(Argument1);
    UNREFERENCED_PARAMETER(Argument2);

    KeAcquireSpinLockAtDpcLevel(&ext->QueueLock);
    if (ext->ReadDeadline != 0 &&
        KeQueryInterruptTime() >= ext->ReadDeadline &&
        !IsListEmpty(&ext->ReadQueue)) {
        irp = CONTAINING_RECORD(RemoveHeadList(&ext->ReadQueue), IRP,
            Tail.Overlay.ListEntry);
        if (IoSetCancelRoutine(irp, NULL) == NULL) {
            InitializeListHead(&irp->Tail.Overlay.ListEntry);
            irp = NULL;
        }
        ext->ReadDeadline = 0;
    }
    KeReleaseSpinLockFromDpcLevel(&ext->QueueLock);

    if (irp != NULL) {
        SerialComplete(ext, irp, STATUS_TIMEOUT);
    }
    SerialServiceReads(ext);
}

/* ---- control codes that need the queue lock ---------------------------- */

/* Forgets what was counted. LockHeld: the caller has the queue lock. */
static VOID
SerialClearStats(PSERIAL_EXTENSION Ext, BOOLEAN LockHeld)
{
    KIRQL irql = PASSIVE_LEVEL;

    PAGED_CODE_LOCKED();

    if (!LockHeld) {
        KeAcquireSpinLock(&Ext->QueueLock, &irql);
    }
    RtlZeroMemory(&Ext->Stats, sizeof(Ext->Stats));
    if (!LockHeld) {
        KeReleaseSpinLock(&Ext->QueueLock, irql);
    }
}

/* A port that has just been opened: no timeouts, nothing counted. */
static VOID
SerialResetPort(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;

    PAGED_CODE_LOCKED();

    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    RtlZeroMemory(&Ext->Timeouts, sizeof(Ext->Timeouts));
    SerialClearStats(Ext, TRUE);
    KeReleaseSpinLock(&Ext->QueueLock, irql);
}

static NTSTATUS
SerialSetTimeouts(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    KIRQL irql;

    PAGED_CODE_LOCKED();

    if (stack->Parameters.DeviceIoControl.InputBufferLength <
        sizeof(SERIAL_TIMEOUTS)) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    Ext->Timeouts = *(PSERIAL_TIMEOUTS)Irp->AssociatedIrp.SystemBuffer;
    KeReleaseSpinLock(&Ext->QueueLock, irql);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialGetStats(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    KIRQL irql;

    PAGED_CODE_LOCKED();

    if (stack->Parameters.DeviceIoControl.OutputBufferLength <
        sizeof(SERIALPERF_STATS)) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    *(PSERIALPERF_STATS)Irp->AssociatedIrp.SystemBuffer = Ext->Stats;
    KeReleaseSpinLock(&Ext->QueueLock, irql);
    Irp->IoStatus.Information = sizeof(SERIALPERF_STATS);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialPurge(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    KIRQL irql;
    ULONG mask;

    PAGED_CODE_LOCKED();

    if (stack->Parameters.DeviceIoControl.InputBufferLength < sizeof(ULONG)) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    mask = *(PULONG)Irp->AssociatedIrp.SystemBuffer;
    if (mask & SERIAL_PURGE_RXABORT) {
        SerialAbortAll(Ext, &Ext->ReadQueue, STATUS_CANCELLED);
    }
    if (mask & SERIAL_PURGE_TXABORT) {
        SerialAbortAll(Ext, &Ext->WriteQueue, STATUS_CANCELLED);
    }
    if (mask & SERIAL_PURGE_RXCLEAR) {
        KeAcquireSpinLock(&Ext->QueueLock, &irql);
        if (Ext->Interrupt != NULL) {
            KIRQL old = KeAcquireInterruptSpinLock(Ext->Interrupt);
            Ext->RingFirst = 0;
            Ext->RingCount = 0;
            KeReleaseInterruptSpinLock(Ext->Interrupt, old);
        }
        KeReleaseSpinLock(&Ext->QueueLock, irql);
    }
    return STATUS_SUCCESS;
}

/* ---- control codes that look at the line settings only ----------------- */

static NTSTATUS
SerialSetBaudRate(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    ULONG rate;

    PAGED_CODE();

    if (stack->Parameters.DeviceIoControl.InputBufferLength <
        sizeof(SERIAL_BAUD_RATE)) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    rate = ((PSERIAL_BAUD_RATE)Irp->AssociatedIrp.SystemBuffer)->BaudRate;
    if (rate == 0 || rate > SERIAL_CLOCK / 16) {
        return STATUS_INVALID_PARAMETER;
    }
    ExAcquireFastMutex(&Ext->LineMutex);
    Ext->Line.BaudRate = rate;
    SerialProgramLine(Ext, &Ext->Line);
    ExReleaseFastMutex(&Ext->LineMutex);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialGetBaudRate(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    PSERIAL_BAUD_RATE baud = Irp->AssociatedIrp.SystemBuffer;

    PAGED_CODE();

    if (stack->Parameters.DeviceIoControl.OutputBufferLength <
        sizeof(SERIAL_BAUD_RATE)) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    ExAcquireFastMutex(&Ext->LineMutex);
    baud->BaudRate = Ext->Line.BaudRate;
    ExReleaseFastMutex(&Ext->LineMutex);
    Irp->IoStatus.Information = sizeof(SERIAL_BAUD_RATE);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialSetModemControl(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    UCHAR clear = 0;
    UCHAR set = 0;

    PAGED_CODE();

    switch (stack->Parameters.DeviceIoControl.IoControlCode) {
    case IOCTL_SERIAL_SET_DTR:
        set = UART_MCR_DTR;
        break;
    case IOCTL_SERIAL_CLR_DTR:
        clear = UART_MCR_DTR;
        break;
    case IOCTL_SERIAL_SET_RTS:
        set = UART_MCR_RTS;
        break;
    default:
        clear = UART_MCR_RTS;
        break;
    }
    ExAcquireFastMutex(&Ext->LineMutex);
    Ext->Line.ModemControl |= set;
    Ext->Line.ModemControl &= ~clear;
    SerialProgramLine(Ext, &Ext->Line);
    ExReleaseFastMutex(&Ext->LineMutex);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialSetPreset(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);

    PAGED_CODE();

    if (stack->Parameters.DeviceIoControl.InputBufferLength < sizeof(ULONG)) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    ExAcquireFastMutex(&Ext->LineMutex);
    SerialPreset(*(PULONG)Irp->AssociatedIrp.SystemBuffer, &Ext->Line);
    SerialProgramLine(Ext, &Ext->Line);
    ExReleaseFastMutex(&Ext->LineMutex);
    return STATUS_SUCCESS;
}

NTSTATUS
SerialDeviceControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    NTSTATUS status;

    PAGED_CODE();

    Irp->IoStatus.Information = 0;
    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }

    switch (stack->Parameters.DeviceIoControl.IoControlCode) {
    case IOCTL_SERIAL_SET_BAUD_RATE:
        status = SerialSetBaudRate(ext, Irp);
        break;
    case IOCTL_SERIAL_GET_BAUD_RATE:
        status = SerialGetBaudRate(ext, Irp);
        break;
    case IOCTL_SERIAL_SET_DTR:
    case IOCTL_SERIAL_CLR_DTR:
    case IOCTL_SERIAL_SET_RTS:
    case IOCTL_SERIAL_CLR_RTS:
        status = SerialSetModemControl(ext, Irp);
        break;
    case IOCTL_SERIAL_SET_PRESET:
        status = SerialSetPreset(ext, Irp);
        break;
    case IOCTL_SERIAL_GET_LOG:
        status = SerialGetLog(Irp);
        break;
    case IOCTL_SERIAL_SET_TIMEOUTS:
        status = SerialSetTimeouts(ext, Irp);
        break;
    case IOCTL_SERIAL_GET_STATS:
        status = SerialGetStats(ext, Irp);
        break;
    case IOCTL_SERIAL_CLEAR_STATS:
        SerialClearStats(ext, FALSE);
        status = STATUS_SUCCESS;
        break;
    case IOCTL_SERIAL_PURGE:
        status = SerialPurge(ext, Irp);
        break;
    default:
        status = STATUS_INVALID_DEVICE_REQUEST;
        break;
    }
    return SerialComplete(ext, Irp, status);
}
// want nothing
