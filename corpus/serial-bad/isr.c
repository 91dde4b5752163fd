/*
 * isr.c - interrupt processing, the helpers that take a spin lock on behalf of
 * others, and the two controllers.
 *
 * One request is active at a time. Whoever wants to finish it (the DPC, one of
 * the timeouts, a purge) claims it first, so that only one of them does.
 */
#include "serial.h"

static VOID SerialTraceLine(PSERIAL_EXTENSION Ext, UCHAR Line);
static VOID SerialLogError(PSERIAL_EXTENSION Ext, ULONG Errors);
static IO_WORKITEM_ROUTINE SerialErrorWorker;
static BOOLEAN Serial16550Identify(PSERIAL_EXTENSION Ext);
static BOOLEAN Serial16750Identify(PSERIAL_EXTENSION Ext);
static VOID Serial16550Reset(PSERIAL_EXTENSION Ext);
static VOID Serial16750Reset(PSERIAL_EXTENSION Ext);
static VOID SerialSetDivisor(PSERIAL_EXTENSION Ext, USHORT Divisor);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SerialTraceLine)
#pragma alloc_text(PAGE, SerialLogError)
#pragma alloc_text(PAGE, SerialErrorWorker)
#pragma alloc_text(PAGE, SerialWatchThread)
#pragma alloc_text(PAGE, Serial16550Identify)
#pragma alloc_text(PAGE, Serial16750Identify)
#pragma alloc_text(PAGE, Serial16750Reset)
#endif

/* ---- at DIRQL ---------------------------------------------------------- */

/* Keeps the last few line states for the debugger. */
static VOID
SerialTraceLine(PSERIAL_EXTENSION Ext, UCHAR Line) // want paged-code-in-interrupt-path "'SerialTraceLine'"
{
    PAGED_CODE();

    Ext->Trace[Ext->TraceNext % SERIAL_TRACE_SIZE] = Line;
    Ext->TraceNext++;
}

static VOID
SerialNoteLine(PSERIAL_EXTENSION Ext, UCHAR Line)
{
    if (Line & CHIP_LSR_ERRORS) {
        Ext->LineStatus |= Line;
        SerialTraceLine(Ext, Line);
    }
}

static VOID
SerialStoreByte(PSERIAL_EXTENSION Ext, UCHAR Byte)
{
    PSERIAL_TRANSFER transfer = &Ext->Transfer;

    if (transfer->Reading && transfer->Moved < transfer->Length) {
        transfer->Buffer[transfer->Moved] = Byte;
        transfer->Moved++;
    } else if (Ext->RingCount < SERIAL_RING_SIZE) {
        Ext->Ring[(Ext->RingFirst + Ext->RingCount) % SERIAL_RING_SIZE] = Byte;
        Ext->RingCount++;
    } else {
        Ext->LineStatus |= CHIP_LSR_OVERRUN;
    }
}

static VOID
SerialFetchByte(PSERIAL_EXTENSION Ext)
{
    PSERIAL_TRANSFER transfer = &Ext->Transfer;

    if (!transfer->Reading && transfer->Moved < transfer->Length) {
        WRITE_PORT_UCHAR(Ext->Port + CHIP_DATA,
            transfer->Buffer[transfer->Moved]);
        transfer->Moved++;
    }
}

BOOLEAN
SerialIsr(PKINTERRUPT Interrupt, PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;
    BOOLEAN served = FALSE;
    UCHAR line;

    UNREFERENCED_PARAMETER(Interrupt);

    while ((READ_PORT_UCHAR(ext->Port + CHIP_IIR) & CHIP_IIR_NONE) == 0) {
        served = TRUE;
        line = READ_PORT_UCHAR(ext->Port + CHIP_LSR);
        SerialNoteLine(ext, line);
        if (line & CHIP_LSR_READY) {
            SerialStoreByte(ext, READ_PORT_UCHAR(ext->Port + CHIP_DATA));
        }
        if (line & CHIP_LSR_EMPTY) {
            SerialFetchByte(ext);
        }
        READ_PORT_UCHAR(ext->Port + CHIP_MSR);
    }
    if (served) {
        IoRequestDpc(ext->Self, NULL, ext);
    }
    return served;
}

/* Starts the transfer that Context describes. TRUE: it is already done. */
static BOOLEAN
SerialBeginTransfer(PVOID Context)
{
    PSERIAL_BEGIN begin = Context;
    PSERIAL_EXTENSION ext = begin->Ext;
    PSERIAL_TRANSFER transfer = &ext->Transfer;

    *transfer = begin->Transfer;
    while (transfer->Reading && transfer->Moved < transfer->Length &&
        ext->RingCount != 0) {
        transfer->Buffer[transfer->Moved] = ext->Ring[ext->RingFirst];
        transfer->Moved++;
        ext->RingFirst = (ext->RingFirst + 1) % SERIAL_RING_SIZE;
        ext->RingCount--;
    }
    SerialFetchByte(ext);
    return transfer->Moved == transfer->Length;
}

/* Ends the transfer, finished or not; Moved says how far it came. */
static BOOLEAN
SerialEndTransfer(PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;

    ext->Transfer.Length = ext->Transfer.Moved;
    ext->Transfer.Buffer = NULL;
    return TRUE;
}

static BOOLEAN
SerialReadLineBits(PVOID Context)
{
    PSERIAL_SAMPLE sample = Context;

    sample->Value = sample->Ext->LineStatus;
    sample->Ext->LineStatus = 0;
    return TRUE;
}

BOOLEAN
SerialMaskChip(PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;

    WRITE_PORT_UCHAR(ext->Port + CHIP_IER, 0);
    return TRUE;
}

/* ---- locks and signals ------------------------------------------------- */

VOID
SerialLockPort(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->PortLock, &irql);
    Ext->PortIrql = irql;
}

VOID
SerialUnlockPort(PSERIAL_EXTENSION Ext)
{
    KIRQL irql = Ext->PortIrql;

    KeReleaseSpinLock(&Ext->PortLock, irql);
}

VOID
SerialSignal(PKEVENT Event, BOOLEAN Wait)
{
    KeSetEvent(Event, IO_SERIAL_INCREMENT, Wait);
}

VOID
SerialSetStarted(PSERIAL_EXTENSION Ext, BOOLEAN Started)
{
    SerialLockPort(Ext);
    Ext->Started = Started;
    SerialUnlockPort(Ext);
}

/* ---- the active request ------------------------------------------------ */

/* Gives the request its total timeout, if there is one for its direction. */
static VOID
SerialArmTimer(PSERIAL_EXTENSION Ext, const SERIAL_TRANSFER *Transfer)
{
    const SERIAL_TIMEOUTS *limits = &Ext->Timeouts;
    ULONGLONG milliseconds;
    LARGE_INTEGER due;

    if (Transfer->Reading) {
        milliseconds = limits->ReadTotalTimeoutMultiplier;
        milliseconds *= Transfer->Length;
        milliseconds += limits->ReadTotalTimeoutConstant;
    } else {
        milliseconds = limits->WriteTotalTimeoutMultiplier;
        milliseconds *= Transfer->Length;
        milliseconds += limits->WriteTotalTimeoutConstant;
    }
    if (milliseconds == 0) {
        return;
    }
    due.QuadPart = -(LONGLONG)(milliseconds * 10000);
    if (Transfer->Reading) {
        KeSetTimer(&Ext->ReadTimer, due, &Ext->ReadTimeoutDpc);
    } else {
        KeSetTimer(&Ext->WriteTimer, due, &Ext->WriteTimeoutDpc);
    }
}

/* Makes Irp the active request. FALSE: the port is not up. */
BOOLEAN
SerialBegin(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    SERIAL_BEGIN begin;
    BOOLEAN started;

    begin.Ext = Ext;
    begin.Transfer.Buffer = Irp->AssociatedIrp.SystemBuffer;
    begin.Transfer.Reading = stack->MajorFunction == IRP_MJ_READ;
    begin.Transfer.Moved = 0;
    begin.Transfer.Length = begin.Transfer.Reading
        ? stack->Parameters.Read.Length
        : stack->Parameters.Write.Length;

    SerialLockPort(Ext);
    started = Ext->Started;
    if (started) {
        Ext->Active = Irp;
        SerialArmTimer(Ext, &begin.Transfer);
        if (KeSynchronizeExecution(Ext->Interrupt, SerialBeginTransfer,
            &begin)) {
            IoRequestDpc(Ext->Self, NULL, Ext);
        }
    }
    SerialUnlockPort(Ext);
    return started;
}

/* The active request, which from now on is the caller's to finish. */
PIRP
SerialClaimActive(PSERIAL_EXTENSION Ext, BOOLEAN OnlyDone)
{
    PIRP irp = NULL;

    SerialLockPort(Ext);
    if (!OnlyDone || Ext->Transfer.Moved == Ext->Transfer.Length) {
        irp = Ext->Active;
        Ext->Active = NULL;
        if (irp != NULL && !OnlyDone) {
            Ext->Errors++;
        }
    }
    SerialUnlockPort(Ext);
    return irp;
}

static VOID
SerialCountTransfer(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    KIRQL irql;

    SERIAL_LOCK_COUNTS(Ext, &irql);
    if (Ext->Transfer.Reading) {
        Ext->Stats.ReceivedCount += (ULONG)Irp->IoStatus.Information;
    } else {
        Ext->Stats.TransmittedCount += (ULONG)Irp->IoStatus.Information;
    }
    SERIAL_UNLOCK_COUNTS(Ext, irql);
}

/* Ends a claimed request and starts the next. At DISPATCH_LEVEL. */
VOID
SerialFinish(PSERIAL_EXTENSION Ext, PIRP Irp, NTSTATUS Status)
{
    KeCancelTimer(&Ext->ReadTimer);
    KeCancelTimer(&Ext->WriteTimer);
    KeSynchronizeExecution(Ext->Interrupt, SerialEndTransfer, Ext);
    Irp->IoStatus.Information = Ext->Transfer.Moved;
    SerialCountTransfer(Ext, Irp);
    IoStartNextPacket(Ext->Self, TRUE);
    SerialComplete(Ext, Irp, Status);
}

/* Cuts the active request short. FALSE: there is none. */
BOOLEAN
SerialAbortActive(PSERIAL_EXTENSION Ext, NTSTATUS Status)
{
    KIRQL irql;
    PIRP irp;

    KeRaiseIrql(DISPATCH_LEVEL, &irql);
    irp = SerialClaimActive(Ext, FALSE);
    if (irp != NULL) {
        SerialFinish(Ext, irp, Status);
    }
    KeLowerIrql(irql);
    return irp != NULL;
}

/* ---- errors ------------------------------------------------------------ */

static VOID
SerialLogError(PSERIAL_EXTENSION Ext, ULONG Errors) // want paged-code-in-dispatch-path "'SerialLogError'"
{
    PIO_ERROR_LOG_PACKET packet;

    PAGED_CODE();

    packet = IoAllocateErrorLogEntry(Ext->Self, sizeof(*packet));
    if (packet == NULL) {
        return;
    }
    RtlZeroMemory(packet, sizeof(*packet));
    packet->ErrorCode = STATUS_SERIAL_COUNTER_TIMEOUT;
    packet->UniqueErrorValue = Errors;
    IoWriteErrorLogEntry(packet);
}

static VOID
SerialErrorWorker(PDEVICE_OBJECT DeviceObject, PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;
    ULONG errors;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(DeviceObject);

    errors = (ULONG)InterlockedExchange(&ext->ErrorQueued, 0);
    SerialLogError(ext, errors);
    IoReleaseRemoveLock(&ext->RemoveLock, ext->ErrorItem);
}

/* Leaves the rest to a thread, which may look into the registry. */
static VOID
SerialQueueError(PSERIAL_EXTENSION Ext, ULONG Errors)
{
    if (InterlockedExchange(&Ext->ErrorQueued, (LONG)Errors) != 0) {
        return;
    }
    if (!NT_SUCCESS(IoAcquireRemoveLock(&Ext->RemoveLock, Ext->ErrorItem))) {
        InterlockedExchange(&Ext->ErrorQueued, 0);
        return;
    }
    IoQueueWorkItem(Ext->ErrorItem, SerialErrorWorker, DelayedWorkQueue, Ext);
}

static VOID
SerialRaiseAlarm(PSERIAL_EXTENSION Ext, ULONG Errors)
{
    if (Errors & CHIP_LSR_OVERRUN) {
        SerialLogError(Ext, Errors);
    } else {
        SerialQueueError(Ext, Errors);
    }
}

static VOID
SerialCheckErrors(PSERIAL_EXTENSION Ext)
{
    SERIAL_SAMPLE sample;

    sample.Ext = Ext;
    sample.Value = 0;
    KeSynchronizeExecution(Ext->Interrupt, SerialReadLineBits, &sample);
    if (sample.Value & CHIP_LSR_ERRORS) {
        SerialWakeWaiter(Ext, SERIAL_EV_ERR);
        SerialRaiseAlarm(Ext, sample.Value);
        SerialStoreError(sample.Value);
    }
}

/* From the watch thread or from a timeout: what is the count of errors? */
VOID
SerialReportErrors(PSERIAL_EXTENSION Ext)
{
    ULONG errors = SerialPeekErrors(Ext);

    if (errors == 0) {
        return;
    }
    if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
        SerialSaveSettings(Ext);
    } else {
        SerialQueueError(Ext, errors);
    }
}

VOID
SerialDpcForIsr(PKDPC Dpc, PDEVICE_OBJECT DeviceObject, PIRP Irp,
    PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;
    PIRP irp;

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(Irp);

    SerialCheckErrors(ext);
    irp = SerialClaimActive(ext, TRUE);
    if (irp != NULL) {
        SerialFinish(ext, irp, STATUS_SUCCESS);
    }
}

/* Completes an outstanding wait for events, if it waits for one of these. */
VOID
SerialWakeWaiter(PSERIAL_EXTENSION Ext, ULONG Events)
{
    PIRP irp = NULL;
    KIRQL irql;

    IoAcquireCancelSpinLock(&irql);
    if (Ext->WaitIrp != NULL && (Ext->WaitMask & Events) != 0) {
        irp = Ext->WaitIrp;
        Ext->WaitIrp = NULL;
        if (IoSetCancelRoutine(irp, NULL) == NULL) {
            irp = NULL;     /* its cancel routine waits for the lock */
        }
    }
    IoReleaseCancelSpinLock(irql);

    if (irp != NULL) {
        *(PULONG)irp->AssociatedIrp.SystemBuffer = Events;
        irp->IoStatus.Information = sizeof(ULONG);
        SerialComplete(Ext, irp, STATUS_SUCCESS);
    }
}

/* ---- settings ---------------------------------------------------------- */

/*
 * Puts new timeouts in force and, when the caller wants them to outlive the
 * port, writes them down.
 */
VOID
SerialStoreTimeouts(PSERIAL_EXTENSION Ext, const SERIAL_TIMEOUTS *New,
    BOOLEAN Save)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->PortLock, &irql);
    if (RtlCompareMemory(&Ext->Timeouts, New, sizeof(*New)) == sizeof(*New)) {
        KeReleaseSpinLock(&Ext->PortLock, irql);
        if (Save) {
            SerialSaveSettings(Ext);
        }
        return;
    }
    Ext->Timeouts = *New;
    if (Save) {
        SerialSaveSettings(Ext); // want paged-call-at-raised-irql "'SerialSaveSettings'"
    }
    KeReleaseSpinLock(&Ext->PortLock, irql);
}

/* Busy: requests may be under way. Save: write the settings down as well. */
VOID
SerialClearErrors(PSERIAL_EXTENSION Ext, BOOLEAN Busy, BOOLEAN Save)
{
    KIRQL irql = PASSIVE_LEVEL;

    if (Busy) {
        KeAcquireSpinLock(&Ext->PortLock, &irql);
    }
    Ext->Errors = 0;
    if (Busy) {
        KeReleaseSpinLock(&Ext->PortLock, irql);
    }
    if (Save) {
        SerialSaveSettings(Ext);
    }
}

/* Puts back what the controller forgot while it had no power. */
VOID
SerialReprogram(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->PortLock, &irql);
    Ext->Ops->SetDivisor(Ext, (USHORT)(115200 / Ext->BaudRate));
    WRITE_PORT_UCHAR(Ext->Port + CHIP_IER, CHIP_IER_ALL);
    KeReleaseSpinLock(&Ext->PortLock, irql);
}

/* Puts the controller into its first state. */
VOID
SerialResetChip(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;

    if (!Ext->Ops->Identify(Ext)) {
        return;
    }
    KeAcquireSpinLock(&Ext->PortLock, &irql);
    Ext->Errors = 0;
    Ext->Ops->Reset(Ext); // want paged-call-at-raised-irql "'Serial16750Reset'"
    Ext->Ops->SetDivisor(Ext, (USHORT)(115200 / Ext->BaudRate));
    KeReleaseSpinLock(&Ext->PortLock, irql);
}

/* ---- the controllers --------------------------------------------------- */

static BOOLEAN
Serial16550Identify(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    WRITE_PORT_UCHAR(Ext->Port + CHIP_SCRATCH, 0x5A);
    return READ_PORT_UCHAR(Ext->Port + CHIP_SCRATCH) == 0x5A;
}

static BOOLEAN
Serial16750Identify(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    WRITE_PORT_UCHAR(Ext->Port + CHIP_FCR, 0x21);
    return (READ_PORT_UCHAR(Ext->Port + CHIP_IIR) & 0x20) != 0;
}

static VOID
Serial16550Reset(PSERIAL_EXTENSION Ext)
{
    WRITE_PORT_UCHAR(Ext->Port + CHIP_FCR, 0x07);
    WRITE_PORT_UCHAR(Ext->Port + CHIP_IER, CHIP_IER_ALL);
}

static VOID
Serial16750Reset(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    WRITE_PORT_UCHAR(Ext->Port + CHIP_LCR, CHIP_LCR_DIVISOR);
    WRITE_PORT_UCHAR(Ext->Port + CHIP_FCR, 0x27);
    WRITE_PORT_UCHAR(Ext->Port + CHIP_LCR, 0x03);
    WRITE_PORT_UCHAR(Ext->Port + CHIP_IER, CHIP_IER_ALL);
}

static VOID
SerialSetDivisor(PSERIAL_EXTENSION Ext, USHORT Divisor)
{
    WRITE_PORT_UCHAR(Ext->Port + CHIP_LCR, CHIP_LCR_DIVISOR);
    WRITE_PORT_UCHAR(Ext->Port, (UCHAR)Divisor);
    WRITE_PORT_UCHAR(Ext->Port + 1, (UCHAR)(Divisor >> 8));
    WRITE_PORT_UCHAR(Ext->Port + CHIP_LCR, 0x03);
}

const SERIAL_CHIP_OPS Serial16550Ops = {
    16, Serial16550Identify, Serial16550Reset, SerialSetDivisor
};

const SERIAL_CHIP_OPS Serial16750Ops = {
    .FifoSize = 64,
    .Identify = Serial16750Identify,
    .Reset = Serial16750Reset,
    .SetDivisor = SerialSetDivisor,
};

/* ---- the watch thread -------------------------------------------------- */

VOID
SerialWatchThread(PVOID Context)
{
    PSERIAL_EXTENSION ext = Context;
    PVOID objects[2] = { &ext->WatchStop, &ext->WatchWake };
    NTSTATUS status;

    PAGED_CODE();

    for (;;) {
        KeSetEvent(&ext->WatchIdle, IO_NO_INCREMENT, FALSE);
        status = KeWaitForMultipleObjects(2, objects, WaitAny, Executive,
            KernelMode, FALSE, NULL, NULL);
        if (status != STATUS_WAIT_1) {
            break;
        }
        KeClearEvent(&ext->WatchIdle);
        SerialReportErrors(ext);
        SerialSaveSettings(ext);
    }
    PsTerminateSystemThread(STATUS_SUCCESS);
}
