/*
 * ioctl.c - control codes.
 *
 * They arrive in a thread at PASSIVE_LEVEL. The ones that keep the queue or
 * the cancel lock busy are in PAGESER; the others can be paged at any time.
 */
#include "serial.h"

static NTSTATUS SerialSetBaudRate(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialGetBaudRate(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialSetTimeouts(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialGetStats(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialClearStats(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialGetStatus(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialGetModemStatus(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialImmediateChar(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialResetDevice(PSERIAL_EXTENSION Ext);
static NTSTATUS SerialWaitOnMask(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialSetWaitMask(PSERIAL_EXTENSION Ext, PIRP Irp);
static NTSTATUS SerialGetProperties(PSERIAL_EXTENSION Ext, PIRP Irp);
static VOID SerialDumpTrace(PSERIAL_EXTENSION Ext);
static BOOLEAN SerialReadModemBits(PVOID Context);
static DRIVER_CANCEL SerialCancelWait;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SerialDeviceControl)
#pragma alloc_text(PAGE, SerialSetBaudRate)
#pragma alloc_text(PAGE, SerialGetBaudRate)
#pragma alloc_text(PAGE, SerialSetTimeouts)
#pragma alloc_text(PAGE, SerialGetStats)
#pragma alloc_text(PAGE, SerialGetStatus)
#pragma alloc_text(PAGE, SerialGetModemStatus)
#pragma alloc_text(PAGE, SerialReadModemBits)
#pragma alloc_text(PAGE, SerialImmediateChar)
#pragma alloc_text(PAGE, SerialResetDevice)
#pragma alloc_text(PAGE, SerialSaveSettings)
#pragma alloc_text(PAGESER, SerialClearStats)
#pragma alloc_text(PAGESER, SerialWaitOnMask)
#pragma alloc_text(PAGESER, SerialSetWaitMask)
#pragma alloc_text(PAGESERIALX, SerialDumpTrace) // want section-name-too-long "PAGESERIALX"
#endif

/* What IOCTL_SERIAL_GET_PROPERTIES starts from. */
#ifdef ALLOC_DATA_PRAGMA
#pragma data_seg("PAGE") // want code-data-section-collision "PAGE"
#endif
static SERIAL_COMMPROP SerialProperties = {
    .PacketLength = sizeof(SERIAL_COMMPROP),
    .PacketVersion = 2,
    .ServiceMask = SERIAL_SP_SERIALCOMM,
    .MaxBaud = SERIAL_BAUD_115200,
    .ProvSubType = SERIAL_SP_RS232,
    .ProvCapabilities = SERIAL_PCF_TOTALTIMEOUTS,
    .SettableParams = SERIAL_SP_BAUD,
    .SettableBaud = SERIAL_BAUD_9600 | SERIAL_BAUD_115200,
    .SettableData = SERIAL_DATABITS_8,
};
#ifdef ALLOC_DATA_PRAGMA
#pragma data_seg()
#endif

static BOOLEAN
SerialInputIs(PIRP Irp, ULONG Length)
{
    return IoGetCurrentIrpStackLocation(Irp)
        ->Parameters.DeviceIoControl.InputBufferLength >= Length;
}

static BOOLEAN
SerialOutputIs(PIRP Irp, ULONG Length)
{
    return IoGetCurrentIrpStackLocation(Irp)
        ->Parameters.DeviceIoControl.OutputBufferLength >= Length;
}

/* ---- the line ---------------------------------------------------------- */

/* Writes the rate into the device's hardware key, for the next start. */
VOID
SerialSaveSettings(PSERIAL_EXTENSION Ext)
{
    UNICODE_STRING name;
    HANDLE key;
    NTSTATUS status;
    ULONG rate;

    PAGED_CODE();

    ExAcquireFastMutex(&Ext->LineMutex);
    rate = Ext->BaudRate;
    Ext->Saves++;
    ExReleaseFastMutex(&Ext->LineMutex);

    status = IoOpenDeviceRegistryKey(Ext->Physical, PLUGPLAY_REGKEY_DEVICE,
        KEY_WRITE, &key);
    if (!NT_SUCCESS(status)) {
        return;
    }
    RtlInitUnicodeString(&name, L"BaudRate");
    ZwSetValueKey(key, &name, 0, REG_DWORD, &rate, sizeof(rate));
    ZwClose(key);
}

static NTSTATUS
SerialSetBaudRate(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    ULONG rate;

    PAGED_CODE();

    if (!SerialInputIs(Irp, sizeof(SERIAL_BAUD_RATE))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    rate = ((PSERIAL_BAUD_RATE)Irp->AssociatedIrp.SystemBuffer)->BaudRate;
    if (rate == 0 || rate > 115200) {
        return STATUS_INVALID_PARAMETER;
    }
    ExAcquireFastMutex(&Ext->LineMutex);
    Ext->BaudRate = rate;
    ExReleaseFastMutex(&Ext->LineMutex);

    SerialLockPort(Ext); // want paged-code-acquires-spin-lock "'SerialSetBaudRate'"
    Ext->Ops->SetDivisor(Ext, (USHORT)(115200 / rate));
    SerialUnlockPort(Ext);

    SerialSaveSettings(Ext);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialGetBaudRate(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PSERIAL_BAUD_RATE baud = Irp->AssociatedIrp.SystemBuffer;

    PAGED_CODE();

    if (!SerialOutputIs(Irp, sizeof(*baud))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    ExAcquireFastMutex(&Ext->LineMutex);
    baud->BaudRate = Ext->BaudRate;
    ExReleaseFastMutex(&Ext->LineMutex);
    Irp->IoStatus.Information = sizeof(*baud);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialSetTimeouts(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PAGED_CODE();

    if (!SerialInputIs(Irp, sizeof(SERIAL_TIMEOUTS))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    SerialStoreTimeouts(Ext, Irp->AssociatedIrp.SystemBuffer, TRUE);
    SerialSignal(&Ext->WatchWake, FALSE);
    return STATUS_SUCCESS;
}

/* ---- counters and states ----------------------------------------------- */

static NTSTATUS
SerialGetStats(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    KIRQL irql;

    PAGED_CODE();

    if (!SerialOutputIs(Irp, sizeof(SERIALPERF_STATS))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    SERIAL_LOCK_COUNTS(Ext, &irql); // want paged-code-acquires-spin-lock "'SerialGetStats'"
    *(PSERIALPERF_STATS)Irp->AssociatedIrp.SystemBuffer = Ext->Stats;
    SERIAL_UNLOCK_COUNTS(Ext, irql);
    Irp->IoStatus.Information = sizeof(SERIALPERF_STATS);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialClearStats(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;

    PAGED_CODE_LOCKED();

    SERIAL_LOCK_COUNTS(Ext, &irql);
    RtlZeroMemory(&Ext->Stats, sizeof(Ext->Stats));
    SERIAL_UNLOCK_COUNTS(Ext, irql);
    return STATUS_SUCCESS;
}

static NTSTATUS
SerialGetStatus(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PSERIAL_STATUS state = Irp->AssociatedIrp.SystemBuffer;

    PAGED_CODE();

    if (!SerialOutputIs(Irp, sizeof(*state))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    RtlZeroMemory(state, sizeof(*state));
    state->AmountInInQueue = Ext->RingCount;
    if (SerialPeekErrors(Ext) != 0) { // want paged-code-acquires-spin-lock "'SerialGetStatus'"
        state->Errors = SERIAL_ERROR_OVERRUN;
    }
    SerialClearErrors(Ext, Ext->Active != NULL, FALSE);
    Irp->IoStatus.Information = sizeof(*state);
    return STATUS_SUCCESS;
}

static BOOLEAN
SerialReadModemBits(PVOID Context) // want paged-code-in-interrupt-path "'SerialReadModemBits'"
{
    PSERIAL_SAMPLE sample = Context;

    PAGED_CODE();

    sample->Value = READ_PORT_UCHAR(sample->Ext->Port + CHIP_MSR);
    return TRUE;
}

static NTSTATUS
SerialGetModemStatus(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    SERIAL_SAMPLE sample;

    PAGED_CODE();

    if (!SerialOutputIs(Irp, sizeof(ULONG))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    sample.Ext = Ext;
    sample.Value = 0;
    KeSynchronizeExecution(Ext->Interrupt, SerialReadModemBits, &sample);
    *(PULONG)Irp->AssociatedIrp.SystemBuffer = sample.Value;
    Irp->IoStatus.Information = sizeof(ULONG);
    return STATUS_SUCCESS;
}

/* Puts one character before all that is being sent. */
static NTSTATUS
SerialImmediateChar(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    UCHAR character;
    KIRQL irql;

    PAGED_CODE();

    if (!SerialInputIs(Irp, sizeof(UCHAR))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    character = *(PUCHAR)Irp->AssociatedIrp.SystemBuffer;

    irql = KeAcquireInterruptSpinLock(Ext->Interrupt); // want paged-code-acquires-spin-lock "'SerialImmediateChar'"
    if (READ_PORT_UCHAR(Ext->Port + CHIP_LSR) & CHIP_LSR_EMPTY) {
        WRITE_PORT_UCHAR(Ext->Port + CHIP_DATA, character);
    }
    KeReleaseInterruptSpinLock(Ext->Interrupt, irql);
    return STATUS_SUCCESS;
}

/* Lets the watch thread finish its round, then forgets all errors. */
static NTSTATUS
SerialResetDevice(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    KeClearEvent(&Ext->WatchIdle);
    SerialSignal(&Ext->WatchWake, TRUE); // want paged-code-waits-true "'SerialResetDevice'"
    KeWaitForSingleObject(&Ext->WatchIdle, Executive, KernelMode, FALSE,
        NULL);
    SerialClearErrors(Ext, TRUE, TRUE);
    SerialDumpTrace(Ext);
    return STATUS_SUCCESS;
}

static VOID
SerialDumpTrace(PSERIAL_EXTENSION Ext)
{
    ULONG i;

    PAGED_CODE();

    for (i = 0; i < SERIAL_TRACE_SIZE; i++) {
        DbgPrint("serial: line %02x\n", Ext->Trace[i]);
    }
}

/* ---- waiting for events ------------------------------------------------ */

static VOID
SerialCancelWait(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;

    if (ext->WaitIrp == Irp) {
        ext->WaitIrp = NULL;
    }
    IoReleaseCancelSpinLock(Irp->CancelIrql);
    Irp->IoStatus.Information = 0;
    SerialComplete(ext, Irp, STATUS_CANCELLED);
}

static NTSTATUS
SerialWaitOnMask(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    NTSTATUS status = STATUS_PENDING;
    KIRQL irql;

    PAGED_CODE_LOCKED();

    if (!SerialOutputIs(Irp, sizeof(ULONG))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    IoAcquireCancelSpinLock(&irql);
    if (Ext->WaitIrp != NULL) {
        status = STATUS_INVALID_PARAMETER;
    } else if (Irp->Cancel) {
        status = STATUS_CANCELLED;
    } else {
        IoSetCancelRoutine(Irp, SerialCancelWait);
        IoMarkIrpPending(Irp);
        Ext->WaitIrp = Irp;
    }
    IoReleaseCancelSpinLock(irql);
    return status;
}

/* A new mask also ends the wait for the old one. */
static NTSTATUS
SerialSetWaitMask(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    KIRQL irql;

    PAGED_CODE_LOCKED();

    if (!SerialInputIs(Irp, sizeof(ULONG))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    SerialWakeWaiter(Ext, ~0u);
    IoAcquireCancelSpinLock(&irql);
    Ext->WaitMask = *(PULONG)Irp->AssociatedIrp.SystemBuffer;
    IoReleaseCancelSpinLock(irql);
    return STATUS_SUCCESS;
}

/* ---- properties: seldom asked for -------------------------------------- */

#pragma code_seg(".PAGE") // want section-name-lookalike "PAGE"
static NTSTATUS
SerialGetProperties(PSERIAL_EXTENSION Ext, PIRP Irp)
{
    PSERIAL_COMMPROP properties = Irp->AssociatedIrp.SystemBuffer;

    PAGED_CODE();

    if (!SerialOutputIs(Irp, sizeof(*properties))) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    *properties = SerialProperties;
    properties->CurrentRxQueue = SERIAL_RING_SIZE;
    properties->ProvSpec1 = Ext->Ops->FifoSize;
    Irp->IoStatus.Information = sizeof(*properties);
    return STATUS_SUCCESS;
}
#pragma code_seg()

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
    if (!ext->Started) {
        return SerialComplete(ext, Irp, STATUS_DELETE_PENDING);
    }

    switch (stack->Parameters.DeviceIoControl.IoControlCode) {
    case IOCTL_SERIAL_SET_BAUD_RATE:
        status = SerialSetBaudRate(ext, Irp);
        break;
    case IOCTL_SERIAL_GET_BAUD_RATE:
        status = SerialGetBaudRate(ext, Irp);
        break;
    case IOCTL_SERIAL_SET_TIMEOUTS:
        status = SerialSetTimeouts(ext, Irp);
        break;
    case IOCTL_SERIAL_GET_STATS:
        status = SerialGetStats(ext, Irp);
        break;
    case IOCTL_SERIAL_CLEAR_STATS:
        status = SerialClearStats(ext);
        break;
    case IOCTL_SERIAL_GET_COMMSTATUS:
        status = SerialGetStatus(ext, Irp);
        break;
    case IOCTL_SERIAL_GET_MODEMSTATUS:
        status = SerialGetModemStatus(ext, Irp);
        break;
    case IOCTL_SERIAL_GET_PROPERTIES:
        status = SerialGetProperties(ext, Irp);
        break;
    case IOCTL_SERIAL_IMMEDIATE_CHAR:
        status = SerialImmediateChar(ext, Irp);
        break;
    case IOCTL_SERIAL_RESET_DEVICE:
        status = SerialResetDevice(ext);
        break;
    case IOCTL_SERIAL_SET_WAIT_MASK:
        status = SerialSetWaitMask(ext, Irp);
        break;
    case IOCTL_SERIAL_WAIT_ON_MASK:
        status = SerialWaitOnMask(ext, Irp);
        if (status == STATUS_PENDING) {
            return status;
        }
        break;
    case IOCTL_SERIAL_NEXT_PRESET:
        SerialStorePreset(ext);
        status = STATUS_SUCCESS;
        break;
    case IOCTL_SERIAL_WAIT_ERROR:
        status = SerialStoreWait(Irp) != NULL ? STATUS_SUCCESS
                                              : STATUS_INSUFFICIENT_RESOURCES;
        break;
    default:
        status = STATUS_INVALID_DEVICE_REQUEST;
        break;
    }
    return SerialComplete(ext, Irp, status);
}
