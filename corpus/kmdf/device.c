/*
 * device.c - resources, power, and the parameters in the registry.
 *
 * What the framework calls on the way up to D0 is resident: the disk that
 * holds the page may not be up yet.
 */
#include "sampler.h"

#define SAMPLER_DEFAULT_RATE 48000

static NTSTATUS SamplerMapRegisters(
    PSAMPLER_CONTEXT Context, PCM_PARTIAL_RESOURCE_DESCRIPTOR Memory);
static VOID SamplerStopBoard(PSAMPLER_CONTEXT Context);
static VOID SamplerPublish(PSAMPLER_CONTEXT Context);
static VOID SamplerLogGap(PSAMPLER_CONTEXT Context, ULONG Lost);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SamplerEvtPrepareHardware)
#pragma alloc_text(PAGE, SamplerEvtReleaseHardware)
#pragma alloc_text(PAGE, SamplerEvtD0Exit)
#pragma alloc_text(PAGE, SamplerEvtSelfManagedIoInit)
#pragma alloc_text(PAGE, SamplerEvtSelfManagedIoSuspend)
#pragma alloc_text(PAGE, SamplerEvtSelfManagedIoFlush)
#pragma alloc_text(PAGE, SamplerEvtSelfManagedIoRestart)
#pragma alloc_text(PAGE, SamplerEvtDeviceCleanup)
#pragma alloc_text(PAGE, SamplerMapRegisters)
#pragma alloc_text(PAGE, SamplerResetBoard)
#pragma alloc_text(PAGE, SamplerApplyGain)
#pragma alloc_text(PAGE, SamplerReadParameters)
#pragma alloc_text(PAGE, SamplerSaveParameters)
#pragma alloc_text(PAGE, SamplerLogGap)
#endif

/* ---- resources --------------------------------------------------------- */

static NTSTATUS
SamplerMapRegisters(
    PSAMPLER_CONTEXT Context, PCM_PARTIAL_RESOURCE_DESCRIPTOR Memory)
{
    PAGED_CODE();

    if (Memory->u.Memory.Length < sizeof(SAMPLER_REGISTERS)) {
        return STATUS_DEVICE_CONFIGURATION_ERROR;
    }
    Context->Registers = MmMapIoSpaceEx(Memory->u.Memory.Start,
        Memory->u.Memory.Length, PAGE_READWRITE | PAGE_NOCACHE);
    if (Context->Registers == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    Context->RegistersLength = Memory->u.Memory.Length;
    return STATUS_SUCCESS;
}

NTSTATUS
SamplerEvtPrepareHardware(
    WDFDEVICE Device, WDFCMRESLIST ResourcesRaw, WDFCMRESLIST ResourcesTranslated)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);
    NTSTATUS status = STATUS_DEVICE_CONFIGURATION_ERROR;
    ULONG i;

    PAGED_CODE();

    for (i = 0; i < WdfCmResourceListGetCount(ResourcesTranslated); i++) {
        PCM_PARTIAL_RESOURCE_DESCRIPTOR descriptor =
            WdfCmResourceListGetDescriptor(ResourcesTranslated, i);

        if (descriptor->Type == CmResourceTypeMemory) {
            status = SamplerMapRegisters(context, descriptor);
            break;
        }
    }
    if (!NT_SUCCESS(status)) {
        return status;
    }
    SamplerResetBoard(context);
    return SamplerCreateInterrupts(context, ResourcesRaw, ResourcesTranslated);
}

NTSTATUS
SamplerEvtReleaseHardware(WDFDEVICE Device, WDFCMRESLIST ResourcesTranslated)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);

    UNREFERENCED_PARAMETER(ResourcesTranslated);
    PAGED_CODE();

    SamplerPublish(context);
    if (context->Registers != NULL) {
        MmUnmapIoSpace(context->Registers, context->RegistersLength);
        context->Registers = NULL;
    }
    return STATUS_SUCCESS;
}

/* A device is cleaned up at PASSIVE_LEVEL. */
VOID
SamplerEvtDeviceCleanup(WDFOBJECT Object)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Object);

    PAGED_CODE();

    if (context->Ring != NULL) {
        ExFreePoolWithTag(context->Ring, SAMPLER_TAG);
        context->Ring = NULL;
    }
}

/* Takes the board through reset and waits until its converters are stable. */
VOID
SamplerResetBoard(PSAMPLER_CONTEXT Context) // want must paged-code-in-dispatch-path "'SamplerResetBoard'"
{
    LARGE_INTEGER settle;

    PAGED_CODE();

    WRITE_REGISTER_ULONG(&Context->Registers->Control, SAMPLER_CONTROL_RESET);
    settle.QuadPart = WDF_REL_TIMEOUT_IN_MS(SAMPLER_SETTLE_MS);
    KeDelayExecutionThread(KernelMode, FALSE, &settle);
    WRITE_REGISTER_ULONG(&Context->Registers->Control, 0);
}

/* ---- power ------------------------------------------------------------- */

NTSTATUS
SamplerEvtD0Entry(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);
    ULONG i;

    UNREFERENCED_PARAMETER(PreviousState);
    PAGED_CODE(); // want paged-code-outside-section "'SamplerEvtD0Entry'"

    WRITE_REGISTER_ULONG(&context->Registers->Rate, context->Rate);
    for (i = 0; i < SAMPLER_CHANNELS; i++) {
        WRITE_REGISTER_ULONG(&context->Registers->Gain[i], context->Gain[i]);
    }
    return STATUS_SUCCESS;
}

/* Interrupts are disabled here, and the device leaves D0 while the disk is
 * still there. */
NTSTATUS
SamplerEvtD0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);

    PAGED_CODE();

    SamplerStopBoard(context);
    if (TargetState == WdfPowerDeviceD3Final) {
        SamplerSaveParameters(context);
    }
    return STATUS_SUCCESS;
}

static VOID
SamplerStopBoard(PSAMPLER_CONTEXT Context)
{
    WdfSpinLockAcquire(Context->RingLock);
    Context->Running = FALSE;
    Context->Head = Context->Tail = 0;
    WdfSpinLockRelease(Context->RingLock);
    if (Context->Registers != NULL) {
        WRITE_REGISTER_ULONG(&Context->Registers->Control, 0);
    }
}

NTSTATUS
SamplerEvtSelfManagedIoInit(WDFDEVICE Device)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);

    PAGED_CODE();

    WdfTimerStart(context->WatchTimer, WDF_REL_TIMEOUT_IN_MS(SAMPLER_WATCH_MS));
    return STATUS_SUCCESS;
}

NTSTATUS
SamplerEvtSelfManagedIoSuspend(WDFDEVICE Device)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);

    PAGED_CODE();

    WdfTimerStop(context->WatchTimer, TRUE);
    WdfTimerStop(context->LampTimer, TRUE);
    WdfInterruptAcquireLock(context->Interrupt); // want must paged-code-acquires-spin-lock "'SamplerEvtSelfManagedIoSuspend'"
    context->Pending = 0;
    context->LastFault = 0;
    WdfInterruptReleaseLock(context->Interrupt);
    return STATUS_SUCCESS;
}

NTSTATUS
SamplerEvtSelfManagedIoRestart(WDFDEVICE Device) // want may paged-code-on-power-up-path "'SamplerEvtSelfManagedIoRestart'"
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);

    PAGED_CODE();

    WdfTimerStart(context->WatchTimer, WDF_REL_TIMEOUT_IN_MS(SAMPLER_WATCH_MS));
    return STATUS_SUCCESS;
}

/* Lets a stop that waits go on, and waits in turn until it is done. */
VOID
SamplerEvtSelfManagedIoFlush(WDFDEVICE Device)
{
    PSAMPLER_CONTEXT context = SamplerGetContext(Device);
    LARGE_INTEGER timeout;

    PAGED_CODE();

    timeout.QuadPart = WDF_REL_TIMEOUT_IN_SEC(1);
    KeSetEvent(&context->Stopped, IO_NO_INCREMENT, TRUE); // want must paged-code-waits-true "'SamplerEvtSelfManagedIoFlush'"
    KeWaitForSingleObject(
        &context->Stopped, Executive, KernelMode, FALSE, &timeout);
    KeSetEvent(&context->Stopped, IO_NO_INCREMENT, FALSE);
}

/* ---- parameters -------------------------------------------------------- */

NTSTATUS
SamplerApplyGain(PSAMPLER_CONTEXT Context, ULONG Channel, ULONG Gain)
{
    NTSTATUS status = STATUS_INVALID_PARAMETER;

    PAGED_CODE();

    WdfWaitLockAcquire(Context->SetupLock, NULL);
    if (Channel < SAMPLER_CHANNELS && Gain <= 1000) {
        Context->Gain[Channel] = Gain;
        if (Context->Registers != NULL) {
            WRITE_REGISTER_ULONG(&Context->Registers->Gain[Channel], Gain);
        }
        status = STATUS_SUCCESS;
    }
    WdfWaitLockRelease(Context->SetupLock);
    return status;
}

NTSTATUS
SamplerReadParameters(PSAMPLER_CONTEXT Context)
{
    DECLARE_CONST_UNICODE_STRING(rateName, L"Rate");
    WDFKEY key;
    NTSTATUS status;
    ULONG i;

    PAGED_CODE();

    Context->Rate = SAMPLER_DEFAULT_RATE;
    for (i = 0; i < SAMPLER_CHANNELS; i++) {
        Context->Gain[i] = 1;
    }
    status = WdfDeviceOpenRegistryKey(Context->Device,
        PLUGPLAY_REGKEY_DEVICE, KEY_READ, WDF_NO_OBJECT_ATTRIBUTES, &key);
    if (!NT_SUCCESS(status)) {
        return STATUS_SUCCESS;
    }
    WdfRegistryQueryULong(key, &rateName, &Context->Rate);
    WdfRegistryClose(key);
    return STATUS_SUCCESS;
}

NTSTATUS
SamplerSaveParameters(PSAMPLER_CONTEXT Context)
{
    DECLARE_CONST_UNICODE_STRING(rateName, L"Rate");
    WDFKEY key;
    NTSTATUS status;
    ULONG rate;

    PAGED_CODE();

    WdfWaitLockAcquire(Context->SetupLock, NULL);
    rate = Context->Rate;
    WdfWaitLockRelease(Context->SetupLock);

    PAGED_CODE(); // want repeated-paged-code "'SamplerSaveParameters'"
    status = WdfDeviceOpenRegistryKey(Context->Device,
        PLUGPLAY_REGKEY_DEVICE, KEY_WRITE, WDF_NO_OBJECT_ATTRIBUTES, &key);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = WdfRegistryAssignULong(key, &rateName, rate);
    WdfRegistryClose(key);
    return status;
}

/* ---- account of what was lost ------------------------------------------ */

static VOID
SamplerLogGap(PSAMPLER_CONTEXT Context, ULONG Lost)
{
    DECLARE_CONST_UNICODE_STRING(lostName, L"SamplesLost");
    WDFKEY key;

    PAGED_CODE();

    if (NT_SUCCESS(WdfDeviceOpenRegistryKey(Context->Device,
            PLUGPLAY_REGKEY_DEVICE, KEY_WRITE, WDF_NO_OBJECT_ATTRIBUTES,
            &key))) {
        WdfRegistryAssignULong(key, &lostName, Lost);
        WdfRegistryClose(key);
    }
}

/* Samples that nobody has read are given up when the board goes. */
static VOID
SamplerPublish(PSAMPLER_CONTEXT Context)
{
    ULONG lost, overruns;

    WdfSpinLockAcquire(Context->RingLock);
    lost = Context->Head - Context->Tail;
    overruns = Context->Counts.Overruns;
    Context->Head = Context->Tail = 0;
    if (lost > SAMPLER_RING_SIZE) {
        SamplerLogGap(Context, lost); // want paged-call-at-raised-irql "'SamplerLogGap'"
        lost = 0;
    }
    WdfSpinLockRelease(Context->RingLock);
    if (lost != 0 || overruns != 0) {
        SamplerLogGap(Context, lost);
    }
}
