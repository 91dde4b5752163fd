/*
 * isr.c - the resident core: interrupt, DPC, request queues, and the small
 * helpers through which pageable code reaches what a spin lock guards.
 *
 * A request sits in its queue for as long as it is pending, the active one at
 * the head, and can be cancelled all that time. Whoever takes it out of the
 * queue clears the cancel routine first; if that comes back empty-handed, the
 * cancel routine is on its way and owns the request.
 */
#include "serial.h"

IO_WORKITEM_ROUTINE SerialOverrunWorker;
static VOID SerialRecordOverruns(PSERIAL_EXTENSION Ext);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SerialOverrunWorker)
#pragma alloc_text(PAGE, SerialRecordOverruns)
#pragma alloc_text(PAGE, SerialWatchThread)
#endif

/* What the SynchCritSection routines are given. */
typedef struct _SERIAL_TRANSFER {
    PSERIAL_EXTENSION Ext;
    PUCHAR Buffer;
    ULONG Length;
    ULONG Moved;
} SERIAL_TRANSFER, *PSERIAL_TRANSFER;

typedef struct _SERIAL_PROGRAM {
    PSERIAL_EXTENSION Ext;
    const SERIAL_LINE *Line;
} SERIAL_PROGRAM, *PSERIAL_PROGRAM;

__forceinline UCHAR
UartRead(PSERIAL_EXTENSION Ext, ULONG Register)
{
    return READ_PORT_UCHAR(Ext->Port + Register);
}

__forceinline VOID
UartWrite(PSERIAL_EXTENSION Ext, ULONG Register, UCHAR Value)
{
    WRITE_PORT_UCHAR(Ext->Port + Register, Value);
}

/* ---- at DIRQL ---------------------------------------------------------- */

static VOID
SerialReceiveByte(PSERIAL_EXTENSION Ext)
{
    UCHAR byte = UartRead(Ext, UART_DATA);

    if (Ext->RingCount == SERIAL_RING_SIZE) {
        Ext->Overruns++;
        return;
    }
    Ext->Ring[(Ext->RingFirst + Ext->RingCount) % SERIAL_RING_SIZE] = byte;
    Ext->RingCount++;
}

/* Sends the next byte, or turns the transmit interrupt off after the last. */
static VOID
SerialSendByte(PSERIAL_EXTENSION Ext)
{
    if (Ext->TransmitLeft == 0) {
        UartWrite(Ext, UART_IER, UART_IER_RECEIVE | UART_IER_LINE);
        return;
    }
    UartWrite(Ext, UART_DATA, *Ext->TransmitNext);
    Ext->TransmitNext++;
    Ext->TransmitLeft--;
}

BOOLEAN
SerialIsr(PKINTERRUPT Interrupt, PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;
    BOOLEAN served = FALSE;
    UCHAR line;

    UNREFERENCED_PARAMETER(Interrupt);

    while ((UartRead(ext, UART_IIR) & UART_IIR_NONE) == 0) {
        served = TRUE;
        line = UartRead(ext, UART_LSR);
        if (line & UART_LSR_OVERRUN) {
            ext->Overruns++;
        }
        if (line & UART_LSR_READY) {
            SerialReceiveByte(ext);
        }
        if (line & UART_LSR_EMPTY) {
            SerialSendByte(ext);
        }
        ext->ModemStatus = UartRead(ext, UART_MSR);
    }

    if (served) {
        KeInsertQueueDpc(&ext->InterruptDpc, NULL, NULL);
    }
    return served;
}

static BOOLEAN
SerialTakeReceived(PVOID Context)
{
    PSERIAL_TRANSFER transfer = Context;
    PSERIAL_EXTENSION ext = transfer->Ext;

    while (transfer->Moved < transfer->Length && ext->RingCount != 0) {
        transfer->Buffer[transfer->Moved] = ext->Ring[ext->RingFirst];
        transfer->Moved++;
        ext->RingFirst = (ext->RingFirst + 1) % SERIAL_RING_SIZE;
        ext->RingCount--;
    }
    return TRUE;
}

static BOOLEAN
SerialBeginTransmit(PVOID Context)
{
    PSERIAL_TRANSFER transfer = Context;
    PSERIAL_EXTENSION ext = transfer->Ext;

    ext->TransmitNext = transfer->Buffer;
    ext->TransmitLeft = transfer->Length;
    UartWrite(ext, UART_IER,
        UART_IER_RECEIVE | UART_IER_LINE | UART_IER_TRANSMIT);
    return TRUE;
}

/* Says how many bytes are still to go. */
static BOOLEAN
SerialSampleTransmit(PVOID Context)
{
    PSERIAL_TRANSFER transfer = Context;

    transfer->Moved = transfer->Length - transfer->Ext->TransmitLeft;
    return TRUE;
}

static BOOLEAN
SerialAbortTransmit(PVOID Context)
{
    PSERIAL_TRANSFER transfer = Context;
    PSERIAL_EXTENSION ext = transfer->Ext;

    transfer->Moved = transfer->Length - ext->TransmitLeft;
    ext->TransmitNext = NULL;
    ext->TransmitLeft = 0;
    return TRUE;
}

static BOOLEAN
SerialSampleOverruns(PVOID Context)
{
    PSERIAL_TRANSFER transfer = Context;

    transfer->Moved = transfer->Ext->Overruns;
    transfer->Ext->Overruns = 0;
    return TRUE;
}

static BOOLEAN
SerialProgramHardware(PVOID Context)
{
    PSERIAL_PROGRAM program = Context;
    PSERIAL_EXTENSION ext = program->Ext;
    ULONG divisor = SERIAL_CLOCK / (16 * program->Line->BaudRate);

    ext->Hardware = *program->Line;
    UartWrite(ext, UART_LCR, UART_LCR_DIVISOR | ext->Hardware.LineControl);
    UartWrite(ext, UART_DIVISOR_LOW, (UCHAR)divisor);
    UartWrite(ext, UART_DIVISOR_HIGH, (UCHAR)(divisor >> 8));
    UartWrite(ext, UART_LCR, ext->Hardware.LineControl);
    UartWrite(ext, UART_MCR, ext->Hardware.ModemControl);
    UartWrite(ext, UART_IER, UART_IER_RECEIVE | UART_IER_LINE);
    return TRUE;
}

static BOOLEAN
SerialMaskHardware(PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;

    UartWrite(ext, UART_IER, 0);
    UartWrite(ext, UART_MCR, 0);
    return TRUE;
}

/* ---- under the queue lock ---------------------------------------------- */

/* Runs Routine against the interrupt, if there is one. The caller holds the
 * queue lock, so that the interrupt can't be disconnected meanwhile. */
static BOOLEAN
SerialSynchronize(PSERIAL_EXTENSION Ext, PKSYNCHRONIZE_ROUTINE Routine,
    PVOID Context)
{
    if (Ext->Interrupt == NULL) {
        return FALSE;
    }
    return KeSynchronizeExecution(Ext->Interrupt, Routine, Context);
}

static PIRP
SerialHead(PLIST_ENTRY Queue)
{
    return CONTAINING_RECORD(Queue->Flink, IRP, Tail.Overlay.ListEntry);
}

/* Takes Irp out of its queue. FALSE: the cancel routine has it. */
static BOOLEAN
SerialUnlink(PIRP Irp)
{
    RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
    if (IoSetCancelRoutine(Irp, NULL) == NULL) {
        InitializeListHead(&Irp->Tail.Overlay.ListEntry);
        return FALSE;
    }
    return TRUE;
}

/* Gives the read at the head of the queue its total timeout. */
static VOID
SerialArmReadTimer(PSERIAL_EXTENSION Ext)
{
    PIO_STACK_LOCATION stack;
    LARGE_INTEGER due;
    ULONGLONG milliseconds;

    if (IsListEmpty(&Ext->ReadQueue)) {
        KeCancelTimer(&Ext->ReadTimer);
        Ext->ReadDeadline = 0;
        return;
    }
    stack = IoGetCurrentIrpStackLocation(SerialHead(&Ext->ReadQueue));
    milliseconds = Ext->Timeouts.ReadTotalTimeoutConstant;
    milliseconds += (ULONGLONG)Ext->Timeouts.ReadTotalTimeoutMultiplier *
        stack->Parameters.Read.Length;
    if (milliseconds == 0) {
        KeCancelTimer(&Ext->ReadTimer);
        Ext->ReadDeadline = 0;
        return;
    }
    due.QuadPart = -(LONGLONG)(milliseconds * 10000);
    Ext->ReadDeadline = KeQueryInterruptTime() + milliseconds * 10000;
    KeSetTimer(&Ext->ReadTimer, due, &Ext->ReadTimeoutDpc);
}

/* ---- requests ---------------------------------------------------------- */

static VOID
SerialCompleteList(PSERIAL_EXTENSION Ext, PLIST_ENTRY List, NTSTATUS Status)
{
    PLIST_ENTRY entry;
    PIRP irp;

    while (!IsListEmpty(List)) {
        entry = RemoveHeadList(List);
        irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);
        SerialComplete(Ext, irp, Status);
    }
}

/* Hands what has been received to the reads that wait for it. */
VOID
SerialServiceReads(PSERIAL_EXTENSION Ext)
{
    SERIAL_TRANSFER transfer;
    PIO_STACK_LOCATION stack;
    LIST_ENTRY done;
    BOOLEAN changed = FALSE;
    KIRQL irql;
    PIRP irp;

    InitializeListHead(&done);
    transfer.Ext = Ext;

    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    while (!IsListEmpty(&Ext->ReadQueue)) {
        irp = SerialHead(&Ext->ReadQueue);
        stack = IoGetCurrentIrpStackLocation(irp);
        transfer.Buffer = (PUCHAR)irp->AssociatedIrp.SystemBuffer +
            irp->IoStatus.Information;
        transfer.Length = stack->Parameters.Read.Length -
            (ULONG)irp->IoStatus.Information;
        transfer.Moved = 0;
        SerialSynchronize(Ext, SerialTakeReceived, &transfer);
        irp->IoStatus.Information += transfer.Moved;
        Ext->Stats.ReceivedCount += transfer.Moved;
        SerialCountReceived(transfer.Moved);
        if (transfer.Moved < transfer.Length) {
            break;
        }
        if (SerialUnlink(irp)) {
            InsertTailList(&done, &irp->Tail.Overlay.ListEntry);
        }
        changed = TRUE;
    }
    if (changed || Ext->ReadDeadline == 0) {
        SerialArmReadTimer(Ext);
    }
    KeReleaseSpinLock(&Ext->QueueLock, irql);

    SerialCompleteList(Ext, &done, STATUS_SUCCESS);
}

/* Finishes the write that has been sent and starts the next one. */
VOID
SerialServiceWrites(PSERIAL_EXTENSION Ext)
{
    SERIAL_TRANSFER transfer;
    PIO_STACK_LOCATION stack;
    LIST_ENTRY done;
    KIRQL irql;
    PIRP irp;

    InitializeListHead(&done);
    transfer.Ext = Ext;

    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    while (Ext->Interrupt != NULL && !IsListEmpty(&Ext->WriteQueue)) {
        irp = SerialHead(&Ext->WriteQueue);
        stack = IoGetCurrentIrpStackLocation(irp);
        transfer.Buffer = irp->AssociatedIrp.SystemBuffer;
        transfer.Length = stack->Parameters.Write.Length;
        transfer.Moved = 0;
        if (Ext->Transmitting != irp) {
            Ext->Transmitting = irp;
            SerialSynchronize(Ext, SerialBeginTransmit, &transfer);
            break;
        }
        SerialSynchronize(Ext, SerialSampleTransmit, &transfer);
        if (transfer.Moved < transfer.Length) {
            break;
        }
        Ext->Transmitting = NULL;
        Ext->Stats.TransmittedCount += transfer.Length;
        irp->IoStatus.Information = transfer.Length;
        if (SerialUnlink(irp)) {
            InsertTailList(&done, &irp->Tail.Overlay.ListEntry);
        }
    }
    KeReleaseSpinLock(&Ext->QueueLock, irql);

    SerialCompleteList(Ext, &done, STATUS_SUCCESS);
}

/* Stops the transmitter if it works on Irp. Under the queue lock. */
static VOID
SerialForgetTransmit(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    SERIAL_TRANSFER transfer;

    if (Ext->Transmitting != Irp) {
        return;
    }
    transfer.Ext = Ext;
    transfer.Buffer = NULL;
    transfer.Length = 0;
    transfer.Moved = 0;
    SerialSynchronize(Ext, SerialAbortTransmit, &transfer);
    Ext->Transmitting = NULL;
}

/*
 * The cancel routine of every request here. It stays resident: once the last
 * request is complete the port may be closed and PAGESER let go, and that can
 * happen before this routine has returned to a caller at DISPATCH_LEVEL.
 */
VOID
SerialCancelRequest(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    KIRQL irql;

    IoReleaseCancelSpinLock(Irp->CancelIrql);

    KeAcquireSpinLock(&ext->QueueLock, &irql);
    if (ext->ReadQueue.Flink == &Irp->Tail.Overlay.ListEntry) {
        ext->ReadDeadline = 0;
    }
    RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
    SerialForgetTransmit(ext, Irp);
    KeReleaseSpinLock(&ext->QueueLock, irql);

    SerialServiceReads(ext);
    SerialServiceWrites(ext);
    Irp->IoStatus.Information = 0;
    SerialComplete(ext, Irp, STATUS_CANCELLED);
}

/* Empties a queue and finishes what was in it with Status. */
VOID
SerialAbortAll(PSERIAL_EXTENSION Ext, PLIST_ENTRY Queue, NTSTATUS Status)
{
    LIST_ENTRY done;
    KIRQL irql;
    PIRP irp;

    InitializeListHead(&done);

    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    while (!IsListEmpty(Queue)) {
        irp = SerialHead(Queue);
        SerialForgetTransmit(Ext, irp);
        if (SerialUnlink(irp)) {
            InsertTailList(&done, &irp->Tail.Overlay.ListEntry);
        }
    }
    KeReleaseSpinLock(&Ext->QueueLock, irql);

    SerialCompleteList(Ext, &done, Status);
}

VOID
SerialInterruptDpc(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
    PSERIAL_EXTENSION ext = Context;

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(Argument1);
    UNREFERENCED_PARAMETER(Argument2);

    SerialServiceReads(ext);
    SerialServiceWrites(ext);
    SerialReportOverruns(ext);
}

/* ---- helpers for pageable code ----------------------------------------- */

/* Programs the hardware; does nothing while there is no interrupt. */
VOID
SerialProgramLine(PSERIAL_EXTENSION Ext, const SERIAL_LINE *Line)
{
    SERIAL_PROGRAM program;
    SERIAL_LINE copy = *Line;
    KIRQL irql;

    program.Ext = Ext;
    program.Line = &copy;
    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    SerialSynchronize(Ext, SerialProgramHardware, &program);
    KeReleaseSpinLock(&Ext->QueueLock, irql);
}

/* Makes the hardware hold its tongue. */
VOID
SerialQuiesce(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    SerialSynchronize(Ext, SerialMaskHardware, Ext);
    KeReleaseSpinLock(&Ext->QueueLock, irql);
}

/* From here on the interrupt may be used. */
VOID
SerialGiveInterrupt(PSERIAL_EXTENSION Ext, PKINTERRUPT Interrupt)
{
    KLOCK_QUEUE_HANDLE handle;

    KeAcquireInStackQueuedSpinLock(&Ext->QueueLock, &handle);
    Ext->Interrupt = Interrupt;
    KeReleaseInStackQueuedSpinLock(&handle);
}

/* From here on nobody uses the interrupt, and the caller may disconnect it. */
PKINTERRUPT
SerialTakeInterrupt(PSERIAL_EXTENSION Ext)
{
    KLOCK_QUEUE_HANDLE handle;
    PKINTERRUPT interrupt;

    KeAcquireInStackQueuedSpinLock(&Ext->QueueLock, &handle);
    interrupt = Ext->Interrupt;
    Ext->Interrupt = NULL;
    KeReleaseInStackQueuedSpinLock(&handle);
    return interrupt;
}

static ULONG
SerialCollectOverruns(PSERIAL_EXTENSION Ext)
{
    SERIAL_TRANSFER transfer;
    KIRQL irql;

    transfer.Ext = Ext;
    transfer.Moved = 0;
    KeAcquireSpinLock(&Ext->QueueLock, &irql);
    SerialSynchronize(Ext, SerialSampleOverruns, &transfer);
    Ext->Stats.SerialOverrunErrorCount += transfer.Moved;
    KeReleaseSpinLock(&Ext->QueueLock, irql);
    return transfer.Moved;
}

/* ---- the error history ------------------------------------------------- */

/* Moves the overruns that were counted into the history. */
static VOID
SerialRecordOverruns(PSERIAL_EXTENSION Ext)
{
    ULONG count;

    PAGED_CODE();

    count = SerialCollectOverruns(Ext);
    if (count == 0) {
        return;
    }
    ExAcquireFastMutex(&Ext->LineMutex);
    Ext->History[Ext->HistoryCount % SERIAL_HISTORY_SIZE] = count;
    Ext->HistoryCount++;
    ExReleaseFastMutex(&Ext->LineMutex);
}

VOID
SerialOverrunWorker(PDEVICE_OBJECT DeviceObject, PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(DeviceObject);

    InterlockedExchange(&ext->OverrunQueued, 0);
    SerialRecordOverruns(ext);
    IoReleaseRemoveLock(&ext->RemoveLock, ext->OverrunItem);
}

/*
 * Called by the DPC and by the watch thread. The history is paged, so the DPC
 * sends a work item for it; the thread can see to it at once.
 */
VOID
SerialReportOverruns(PSERIAL_EXTENSION Ext)
{
    if (Ext->Overruns == 0) {
        return;
    }
    if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
        SerialRecordOverruns(Ext);
        return;
    }
    if (InterlockedExchange(&Ext->OverrunQueued, 1) != 0) {
        return;
    }
    if (!NT_SUCCESS(IoAcquireRemoveLock(&Ext->RemoveLock, Ext->OverrunItem))) {
        InterlockedExchange(&Ext->OverrunQueued, 0);
        return;
    }
    IoQueueWorkItem(Ext->OverrunItem, SerialOverrunWorker, DelayedWorkQueue,
        Ext);
}

/* Looks after the port once a second, until it is told to stop. */
VOID
SerialWatchThread(PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;
    LARGE_INTEGER second;
    NTSTATUS status;

    PAGED_CODE();

    second.QuadPart = -10 * 1000 * 1000;
    for (;;) {
        status = KeWaitForSingleObject(&ext->WatchStop, Executive, KernelMode,
            FALSE, &second);
        if (status != STATUS_TIMEOUT) {
            break;
        }
        SerialReportOverruns(ext);
        SerialServiceWrites(ext);
    }
    PsTerminateSystemThread(STATUS_SUCCESS);
}
// want nothing
