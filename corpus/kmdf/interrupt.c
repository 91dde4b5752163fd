/*
 * interrupt.c - interrupts, DPCs, timers and the work item.
 */
#include "sampler.h"

static ULONG SamplerAcknowledge(PSAMPLER_CONTEXT Context);
static VOID SamplerNoteFault(PSAMPLER_CONTEXT Context, ULONG Status);
static ULONG SamplerFaultCode(ULONG Status);
static VOID SamplerDrainFifo(PSAMPLER_CONTEXT Context);
static VOID SamplerRecover(PSAMPLER_CONTEXT Context);
static VOID SamplerMeasure(PSAMPLER_CONTEXT Context, ULONG Channel);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SamplerCreateInterrupts)
#pragma alloc_text(PAGE, SamplerCreateTimers)
#pragma alloc_text(PAGE, SamplerEvtInterruptDisable)
#pragma alloc_text(PAGE, SamplerEvtClearFault)
#pragma alloc_text(PAGE, SamplerEvtAmplifierIsr)
#pragma alloc_text(PAGE, SamplerEvtAmplifierWork)
#pragma alloc_text(PAGE, SamplerEvtDrainDpc)
#pragma alloc_text(PAGE, SamplerEvtLampTimer)
#pragma alloc_text(PAGE, SamplerEvtCalibrate)
#pragma alloc_text(PAGE, SamplerForgetFault)
#pragma alloc_text(PAGE, SamplerFaultCode)
#pragma alloc_text(PAGE, SamplerMeasure)
#endif

NTSTATUS
SamplerCreateInterrupts(
    PSAMPLER_CONTEXT Context, WDFCMRESLIST Raw, WDFCMRESLIST Translated)
{
    WDF_INTERRUPT_CONFIG config;
    WDF_INTERRUPT_CONFIG slowConfig;
    ULONG i, seen = 0;
    NTSTATUS status = STATUS_SUCCESS;

    PAGED_CODE();

    for (i = 0; i < WdfCmResourceListGetCount(Translated); i++) {
        PCM_PARTIAL_RESOURCE_DESCRIPTOR descriptor =
            WdfCmResourceListGetDescriptor(Translated, i);

        if (descriptor->Type != CmResourceTypeInterrupt) {
            continue;
        }
        if (seen++ == 0) {
            WDF_INTERRUPT_CONFIG_INIT(
                &config, SamplerEvtIsr, SamplerEvtInterruptDpc);
            config.EvtInterruptEnable = SamplerEvtInterruptEnable;
            config.EvtInterruptDisable = SamplerEvtInterruptDisable;
            config.InterruptTranslated = descriptor;
            config.InterruptRaw = WdfCmResourceListGetDescriptor(Raw, i);
            status = WdfInterruptCreate(Context->Device, &config,
                WDF_NO_OBJECT_ATTRIBUTES, &Context->Interrupt);
        } else {
            WDF_INTERRUPT_CONFIG_INIT(
                &slowConfig, SamplerEvtAmplifierIsr, NULL);
            slowConfig.PassiveHandling = TRUE;
            slowConfig.EvtInterruptWorkItem = SamplerEvtAmplifierWork;
            slowConfig.InterruptTranslated = descriptor;
            slowConfig.InterruptRaw = WdfCmResourceListGetDescriptor(Raw, i);
            status = WdfInterruptCreate(Context->Device, &slowConfig,
                WDF_NO_OBJECT_ATTRIBUTES, &Context->AmplifierInterrupt);
        }
        if (!NT_SUCCESS(status)) {
            break;
        }
    }
    return status;
}

NTSTATUS
SamplerCreateTimers(PSAMPLER_CONTEXT Context)
{
    WDF_OBJECT_ATTRIBUTES attributes;
    WDF_OBJECT_ATTRIBUTES lampAttributes;
    WDF_TIMER_CONFIG watchConfig;
    WDF_TIMER_CONFIG lampConfig;
    WDF_DPC_CONFIG dpcConfig;
    WDF_WORKITEM_CONFIG workConfig;
    NTSTATUS status;

    PAGED_CODE();

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = Context->Device;
    WDF_TIMER_CONFIG_INIT_PERIODIC(
        &watchConfig, SamplerEvtWatchTimer, SAMPLER_WATCH_MS);
    status = WdfTimerCreate(&watchConfig, &attributes, &Context->WatchTimer);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&lampAttributes);
    lampAttributes.ParentObject = Context->Device;
    lampAttributes.ExecutionLevel = WdfExecutionLevelPassive;
    WDF_TIMER_CONFIG_INIT(&lampConfig, SamplerEvtLampTimer);
    lampConfig.AutomaticSerialization = FALSE;
    status = WdfTimerCreate(&lampConfig, &lampAttributes, &Context->LampTimer);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_DPC_CONFIG_INIT(&dpcConfig, SamplerEvtDrainDpc);
    dpcConfig.AutomaticSerialization = FALSE;
    status = WdfDpcCreate(&dpcConfig, &attributes, &Context->DrainDpc);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_WORKITEM_CONFIG_INIT(&workConfig, SamplerEvtCalibrate);
    workConfig.AutomaticSerialization = FALSE;
    return WdfWorkItemCreate(&workConfig, &attributes, &Context->CalibrateItem);
}

/* ---- at the device's IRQL ---------------------------------------------- */

BOOLEAN
SamplerEvtIsr(WDFINTERRUPT Interrupt, ULONG MessageID)
{
    PSAMPLER_CONTEXT context =
        SamplerGetContext(WdfInterruptGetDevice(Interrupt));
    ULONG status;

    UNREFERENCED_PARAMETER(MessageID);

    status = SamplerAcknowledge(context);
    if ((status & SAMPLER_STATUS_OURS) == 0) {
        return FALSE;
    }
    context->Pending |= status;
    if (status & (SAMPLER_STATUS_OVERRUN | SAMPLER_STATUS_PARITY)) {
        SamplerNoteFault(context, status);
    }
    WdfInterruptQueueDpcForIsr(Interrupt);
    return TRUE;
}

static ULONG
SamplerAcknowledge(PSAMPLER_CONTEXT Context)
{
    ULONG status = READ_REGISTER_ULONG(&Context->Registers->Status);

    if (status & SAMPLER_STATUS_OURS) {
        WRITE_REGISTER_ULONG(&Context->Registers->Status, status);
    }
    return status;
}

static VOID
SamplerNoteFault(PSAMPLER_CONTEXT Context, ULONG Status)
{
    if (Status & SAMPLER_STATUS_OVERRUN) {
        Context->Counts.Overruns++;
    } else {
        Context->Counts.ParityErrors++;
    }
    Context->LastFault = SamplerFaultCode(Status);
}

/* The number by which the manual lists a fault. */
static ULONG
SamplerFaultCode(ULONG Status) // want must paged-code-in-interrupt-path "'SamplerFaultCode'"
{
    PAGED_CODE();

    if (Status & SAMPLER_STATUS_PARITY) {
        return 20;
    }
    return (Status & SAMPLER_STATUS_OVERRUN) ? 10 : 0;
}

NTSTATUS
SamplerEvtInterruptEnable(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(AssociatedDevice);

    UNREFERENCED_PARAMETER(Interrupt);

    WRITE_REGISTER_ULONG(&context->Registers->Control, SAMPLER_CONTROL_IRQ);
    return STATUS_SUCCESS;
}

NTSTATUS
SamplerEvtInterruptDisable(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice) // want must paged-code-in-interrupt-path "'SamplerEvtInterruptDisable'"
{
    PSAMPLER_CONTEXT context = SamplerGetContext(AssociatedDevice);

    UNREFERENCED_PARAMETER(Interrupt);
    PAGED_CODE();

    WRITE_REGISTER_ULONG(&context->Registers->Control, 0);
    return STATUS_SUCCESS;
}

/* Moves what the ISR has collected to the DPC. */
BOOLEAN
SamplerEvtTakePending(WDFINTERRUPT Interrupt, WDFCONTEXT Context)
{
    PSAMPLER_CONTEXT context =
        SamplerGetContext(WdfInterruptGetDevice(Interrupt));

    *(PULONG)Context = context->Pending;
    context->Pending = 0;
    return TRUE;
}

BOOLEAN
SamplerEvtClearFault(WDFINTERRUPT Interrupt, WDFCONTEXT Context) // want must paged-code-in-interrupt-path "'SamplerEvtClearFault'"
{
    PSAMPLER_CONTEXT context = Context;

    UNREFERENCED_PARAMETER(Interrupt);
    PAGED_CODE();

    context->LastFault = 0;
    context->Counts.ParityErrors = 0;
    return TRUE;
}

/* The framework raises IRQL for the routine it calls, not for its caller. */
VOID
SamplerForgetFault(PSAMPLER_CONTEXT Context)
{
    PAGED_CODE();

    WdfInterruptSynchronize(
        Context->Interrupt, SamplerEvtClearFault, Context);
}

/* Copies the counters; the lock is given back before the caller goes on. */
VOID
SamplerSnapshot(PSAMPLER_CONTEXT Context, PSAMPLER_COUNTS Counts)
{
    WdfInterruptAcquireLock(Context->Interrupt);
    *Counts = Context->Counts;
    WdfInterruptReleaseLock(Context->Interrupt);
}

/* ---- at DISPATCH_LEVEL ------------------------------------------------- */

VOID
SamplerEvtInterruptDpc(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(AssociatedObject);
    ULONG pending = 0;

    WdfInterruptSynchronize(Interrupt, SamplerEvtTakePending, &pending);
    if (pending & SAMPLER_STATUS_HALF) {
        SamplerDrainFifo(context);
        SamplerCompleteReads(context);
        SamplerCompleteTriggers(context);
    }
    if (pending & SAMPLER_STATUS_OVERRUN) {
        WdfDpcEnqueue(context->DrainDpc);
    }
}

static VOID
SamplerDrainFifo(PSAMPLER_CONTEXT Context)
{
    ULONG left = READ_REGISTER_ULONG(&Context->Registers->FifoCount);

    WdfSpinLockAcquire(Context->RingLock);
    while (left-- != 0) {
        Context->Ring[Context->Head % SAMPLER_RING_SIZE] =
            READ_REGISTER_ULONG(&Context->Registers->FifoData);
        Context->Head++;
        if (Context->Head - Context->Tail > SAMPLER_RING_SIZE) {
            Context->Tail++;
        }
        Context->Counts.Samples++;
    }
    WdfSpinLockRelease(Context->RingLock);
}

/* After an overrun the FIFO is emptied once more, apart from the interrupt. */
VOID
SamplerEvtDrainDpc(WDFDPC Dpc) // want must paged-code-in-dispatch-path "'SamplerEvtDrainDpc'"
{
    PSAMPLER_CONTEXT context = SamplerGetContext(WdfDpcGetParentObject(Dpc));

    PAGED_CODE();

    SamplerDrainFifo(context);
    SamplerCompleteReads(context);
}

/* A board that runs and delivers nothing has lost its clock. */
VOID
SamplerEvtWatchTimer(WDFTIMER Timer)
{
    PSAMPLER_CONTEXT context =
        SamplerGetContext(WdfTimerGetParentObject(Timer));
    ULONGLONG samples;
    BOOLEAN stuck;

    WdfSpinLockAcquire(context->RingLock);
    samples = context->Counts.Samples;
    stuck = context->Running && samples == context->SamplesSeen;
    context->SamplesSeen = samples;
    WdfSpinLockRelease(context->RingLock);
    if (stuck) {
        SamplerRecover(context);
    }
    WdfTimerStart(context->LampTimer, WDF_REL_TIMEOUT_IN_MS(SAMPLER_LAMP_MS));
}

static VOID
SamplerRecover(PSAMPLER_CONTEXT Context)
{
    Context->Counts.Faults++;
    if (Context->Counts.Faults < 3) {
        WRITE_REGISTER_ULONG(&Context->Registers->Control,
            SAMPLER_CONTROL_RUN | SAMPLER_CONTROL_IRQ);
    } else {
        SamplerResetBoard(Context);
        Context->Counts.Faults = 0;
    }
}

/* ---- at PASSIVE_LEVEL -------------------------------------------------- */

/* Over the slow bus: an interrupt that is handled in a thread. */
BOOLEAN
SamplerEvtAmplifierIsr(WDFINTERRUPT Interrupt, ULONG MessageID)
{
    PSAMPLER_CONTEXT context =
        SamplerGetContext(WdfInterruptGetDevice(Interrupt));

    UNREFERENCED_PARAMETER(MessageID);
    PAGED_CODE();

    WdfWaitLockAcquire(context->SetupLock, NULL);
    context->Counts.Faults++;
    WdfWaitLockRelease(context->SetupLock);
    WdfInterruptQueueWorkItemForIsr(Interrupt);
    return TRUE;
}

VOID
SamplerEvtAmplifierWork(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(AssociatedObject);
    ULONG i;

    UNREFERENCED_PARAMETER(Interrupt);
    PAGED_CODE();

    for (i = 0; i < SAMPLER_CHANNELS; i++) {
        SamplerApplyGain(context, i, 1);
    }
}

/* The lamp's timer asks for the passive level, so it is not a DPC. */
VOID
SamplerEvtLampTimer(WDFTIMER Timer)
{
    PSAMPLER_CONTEXT context =
        SamplerGetContext(WdfTimerGetParentObject(Timer));

    PAGED_CODE();

    WdfWaitLockAcquire(context->SetupLock, NULL);
    if (context->Registers != NULL) {
        WRITE_REGISTER_ULONG(
            &context->Registers->Control, SAMPLER_CONTROL_LAMP);
    }
    WdfWaitLockRelease(context->SetupLock);
}

VOID
SamplerEvtCalibrate(WDFWORKITEM WorkItem)
{
    PSAMPLER_CONTEXT context =
        SamplerGetContext(WdfWorkItemGetParentObject(WorkItem));
    ULONG i;

    PAGED_CODE();

    for (i = 0; i < SAMPLER_CHANNELS; i++) {
        SamplerMeasure(context, i);
    }
    SamplerSaveParameters(context);
}

static VOID
SamplerMeasure(PSAMPLER_CONTEXT Context, ULONG Channel)
{
    LARGE_INTEGER settle;
    ULONG sum = 0, i;

    PAGED_CODE();

    settle.QuadPart = WDF_REL_TIMEOUT_IN_MS(1);
    for (i = 0; i < 8; i++) {
        KeDelayExecutionThread(KernelMode, FALSE, &settle);
        sum += READ_REGISTER_ULONG(&Context->Registers->FifoData);
    }
    SamplerApplyGain(Context, Channel, sum / 8 + 1);
}
