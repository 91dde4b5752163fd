/*
 * queue.c - queues, requests and files.
 *
 *  default queue   parallel; reads, and requests that are quick
 *  read queue      manual; reads that wait for samples
 *  setup queue     sequential, at PASSIVE_LEVEL
 *  trigger queue   manual; requests that wait for a trigger
 */
#include "sampler.h"

static NTSTATUS SamplerProbe(PSAMPLER_CONTEXT Context, WDFREQUEST Request);
static VOID SamplerDropRing(PSAMPLER_CONTEXT Context);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SamplerCreateQueues)
#pragma alloc_text(PAGE, SamplerEvtIoDeviceControl)
#pragma alloc_text(PAGE, SamplerEvtSetupControl)
#pragma alloc_text(PAGE, SamplerEvtSetupStop)
#pragma alloc_text(PAGE, SamplerEvtTriggerCanceled)
#pragma alloc_text(PAGE, SamplerEvtProbeCompleted)
#pragma alloc_text(PAGE, SamplerEvtFileCreate)
#pragma alloc_text(PAGE, SamplerEvtFileCleanup)
#pragma alloc_text(PAGE, SamplerEvtRequestCleanup)
#pragma alloc_text(PAGE, SamplerProbe)
#endif

NTSTATUS
SamplerCreateQueues(PSAMPLER_CONTEXT Context)
{
    WDF_IO_QUEUE_CONFIG config;
    WDF_IO_QUEUE_CONFIG setupConfig;
    WDF_IO_QUEUE_CONFIG manualConfig;
    WDF_OBJECT_ATTRIBUTES setupAttributes;
    NTSTATUS status;

    PAGED_CODE();

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(
        &config, WdfIoQueueDispatchParallel);
    config.EvtIoRead = SamplerEvtIoRead;
    config.EvtIoDeviceControl = SamplerEvtIoDeviceControl;
    status = WdfIoQueueCreate(Context->Device, &config,
        WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&setupConfig, WdfIoQueueDispatchSequential);
    setupConfig.EvtIoDeviceControl = SamplerEvtSetupControl;
    setupConfig.EvtIoStop = SamplerEvtSetupStop;
    WDF_OBJECT_ATTRIBUTES_INIT(&setupAttributes);
    setupAttributes.ExecutionLevel = WdfExecutionLevelPassive;
    status = WdfIoQueueCreate(Context->Device, &setupConfig, &setupAttributes,
        &Context->SetupQueue);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&manualConfig, WdfIoQueueDispatchManual);
    status = WdfIoQueueCreate(Context->Device, &manualConfig,
        WDF_NO_OBJECT_ATTRIBUTES, &Context->ReadQueue);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    WDF_IO_QUEUE_CONFIG_INIT(&manualConfig, WdfIoQueueDispatchManual);
    manualConfig.EvtIoCanceledOnQueue = SamplerEvtTriggerCanceled;
    return WdfIoQueueCreate(Context->Device, &manualConfig,
        WDF_NO_OBJECT_ATTRIBUTES, &Context->TriggerQueue);
}

/* ---- reads ------------------------------------------------------------- */

VOID
SamplerEvtIoRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(WdfIoQueueGetDevice(Queue));
    NTSTATUS status;

    if (Length < sizeof(ULONG)) {
        WdfRequestComplete(Request, STATUS_BUFFER_TOO_SMALL);
        return;
    }
    status = WdfRequestForwardToIoQueue(Request, context->ReadQueue);
    if (!NT_SUCCESS(status)) {
        WdfRequestComplete(Request, status);
        return;
    }
    SamplerCompleteReads(context);
}

/* Completes the oldest read with what the ring holds. */
VOID
SamplerCompleteReads(PSAMPLER_CONTEXT Context)
{
    WDFREQUEST request;
    PULONG out;
    size_t length, count = 0;
    NTSTATUS status;

    WdfSpinLockAcquire(Context->RingLock);
    if (Context->Head == Context->Tail) {
        WdfSpinLockRelease(Context->RingLock);
        return;
    }
    status = WdfIoQueueRetrieveNextRequest(Context->ReadQueue, &request);
    if (!NT_SUCCESS(status)) {
        WdfSpinLockRelease(Context->RingLock);
        return;
    }
    status = WdfRequestRetrieveOutputBuffer(
        request, sizeof(ULONG), (PVOID *)&out, &length);
    if (NT_SUCCESS(status)) {
        while (count < length / sizeof(ULONG) &&
            Context->Tail != Context->Head) {
            out[count++] = Context->Ring[Context->Tail % SAMPLER_RING_SIZE];
            Context->Tail++;
        }
    }
    WdfSpinLockRelease(Context->RingLock);
    WdfRequestCompleteWithInformation(
        request, status, count * sizeof(ULONG));
}

/* The first samples after a pause are the trigger. */
VOID
SamplerCompleteTriggers(PSAMPLER_CONTEXT Context)
{
    WDFREQUEST request;

    while (NT_SUCCESS(
        WdfIoQueueRetrieveNextRequest(Context->TriggerQueue, &request))) {
        WdfRequestComplete(request, STATUS_SUCCESS);
    }
}

/* ---- device controls --------------------------------------------------- */

VOID
SamplerEvtIoDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, // want may paged-code-in-dispatch-path "'SamplerEvtIoDeviceControl'"
    size_t OutputBufferLength, size_t InputBufferLength, ULONG IoControlCode)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(WdfIoQueueGetDevice(Queue));
    PSAMPLER_COUNTS counts;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    PAGED_CODE();

    switch (IoControlCode) {
    case IOCTL_SAMPLER_GET_COUNTS:
        status = WdfRequestRetrieveOutputBuffer(
            Request, sizeof(*counts), (PVOID *)&counts, NULL);
        if (NT_SUCCESS(status)) {
            SamplerSnapshot(context, counts);
            WdfRequestSetInformation(Request, sizeof(*counts));
        }
        WdfRequestComplete(Request, status);
        return;

    case IOCTL_SAMPLER_WAIT_TRIGGER:
        status = WdfRequestForwardToIoQueue(Request, context->TriggerQueue);
        break;

    default:
        status = WdfRequestForwardToIoQueue(Request, context->SetupQueue);
        break;
    }
    if (!NT_SUCCESS(status)) {
        WdfRequestComplete(Request, status);
    }
}

VOID
SamplerEvtSetupControl(WDFQUEUE Queue, WDFREQUEST Request,
    size_t OutputBufferLength, size_t InputBufferLength, ULONG IoControlCode)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(WdfIoQueueGetDevice(Queue));
    PULONG input;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    PAGED_CODE();

    switch (IoControlCode) {
    case IOCTL_SAMPLER_SET_GAIN:
        status = WdfRequestRetrieveInputBuffer(
            Request, 2 * sizeof(ULONG), (PVOID *)&input, NULL);
        if (NT_SUCCESS(status)) {
            status = SamplerApplyGain(context, input[0], input[1]);
        }
        break;

    case IOCTL_SAMPLER_START:
        SamplerDropRing(context);
        SamplerForgetFault(context);
        status = SamplerProbe(context, Request);
        if (NT_SUCCESS(status)) {
            return;
        }
        break;

    case IOCTL_SAMPLER_STOP:
        SamplerDropRing(context);
        WRITE_REGISTER_ULONG(&context->Registers->Control, 0);
        status = STATUS_SUCCESS;
        break;

    case IOCTL_SAMPLER_CALIBRATE:
        WdfWorkItemEnqueue(context->CalibrateItem);
        WdfWorkItemFlush(context->CalibrateItem);
        status = STATUS_SUCCESS;
        break;

    default:
        status = STATUS_INVALID_DEVICE_REQUEST;
        break;
    }
    WdfRequestComplete(Request, status);
}

/* Setup requests are short: the framework may wait for them. */
VOID
SamplerEvtSetupStop(WDFQUEUE Queue, WDFREQUEST Request, ULONG ActionFlags)
{
    UNREFERENCED_PARAMETER(Queue);
    PAGED_CODE();

    if (ActionFlags & WdfRequestStopActionSuspend) {
        WdfRequestStopAcknowledge(Request, FALSE);
    }
}

VOID
SamplerEvtTriggerCanceled(WDFQUEUE Queue, WDFREQUEST Request) // want may paged-code-in-dispatch-path "'SamplerEvtTriggerCanceled'"
{
    UNREFERENCED_PARAMETER(Queue);
    PAGED_CODE();

    WdfRequestComplete(Request, STATUS_CANCELLED);
}

/* Forgets the samples that are in the ring. */
static VOID
SamplerDropRing(PSAMPLER_CONTEXT Context)
{
    WdfSpinLockAcquire(Context->RingLock);
    Context->Tail = Context->Head;
    WdfSpinLockRelease(Context->RingLock);
}

/* ---- asking the bus ---------------------------------------------------- */

/* Lets the bus driver say whether it powers the board; sampling starts when
 * it has. */
static NTSTATUS
SamplerProbe(PSAMPLER_CONTEXT Context, WDFREQUEST Request)
{
    WDFIOTARGET target = WdfDeviceGetIoTarget(Context->Device);

    PAGED_CODE();

    WdfRequestFormatRequestUsingCurrentType(Request);
    WdfRequestSetCompletionRoutine(
        Request, SamplerEvtProbeCompleted, Context);
    if (!WdfRequestSend(Request, target, WDF_NO_SEND_OPTIONS)) {
        return WdfRequestGetStatus(Request);
    }
    return STATUS_SUCCESS;
}

VOID
SamplerEvtProbeCompleted(WDFREQUEST Request, WDFIOTARGET Target, // want may paged-code-in-dispatch-path "'SamplerEvtProbeCompleted'"
    PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context)
{
    PSAMPLER_CONTEXT context = Context;

    UNREFERENCED_PARAMETER(Target);
    PAGED_CODE();

    if (NT_SUCCESS(Params->IoStatus.Status)) {
        context->Running = TRUE;
        WRITE_REGISTER_ULONG(&context->Registers->Control,
            SAMPLER_CONTROL_RUN | SAMPLER_CONTROL_IRQ);
    }
    WdfRequestComplete(Request, Params->IoStatus.Status);
}

/* ---- files ------------------------------------------------------------- */

VOID
SamplerEvtFileCreate( // want missing-paged-code "'SamplerEvtFileCreate'"
    WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);
    PSAMPLER_FILE_CONTEXT file = SamplerGetFileContext(FileObject);

    WdfWaitLockAcquire(context->SetupLock, NULL);
    file->IsOwner = !context->Running;
    file->BytesRead = 0;
    WdfWaitLockRelease(context->SetupLock);
    WdfRequestComplete(Request, STATUS_SUCCESS);
}

/* The owner takes its samples along. */
VOID
SamplerEvtFileCleanup(WDFFILEOBJECT FileObject)
{
    PSAMPLER_CONTEXT context =
        SamplerGetContext(WdfFileObjectGetDevice(FileObject));
    PSAMPLER_FILE_CONTEXT file = SamplerGetFileContext(FileObject);

    PAGED_CODE();

    if (!file->IsOwner) {
        return;
    }
    WdfIoQueuePurgeSynchronously(context->ReadQueue);
    WdfSpinLockAcquire(context->RingLock); // want must paged-code-acquires-spin-lock "'SamplerEvtFileCleanup'"
    context->Tail = context->Head;
    context->Running = FALSE;
    WdfSpinLockRelease(context->RingLock);
    WdfIoQueueStart(context->ReadQueue);
}

/* A request is cleaned up wherever it is completed. */
VOID
SamplerEvtRequestCleanup(WDFOBJECT Object) // want may paged-code-in-dispatch-path "'SamplerEvtRequestCleanup'"
{
    PSAMPLER_REQUEST_CONTEXT request = SamplerGetRequestContext(Object);

    PAGED_CODE();

    if (request->Bounce != NULL) {
        ExFreePoolWithTag(request->Bounce, SAMPLER_TAG);
        request->Bounce = NULL;
    }
}
