/*
 * driver.c - loading, and making a device for each board.
 */
#include "sampler.h"

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, SamplerEvtDeviceAdd)
#pragma alloc_text(PAGE, SamplerEvtUnload)
#pragma alloc_text(Page, SamplerEvtDriverCleanup) // want section-name-case "Page"
#endif

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    WDF_DRIVER_CONFIG config;
    WDF_OBJECT_ATTRIBUTES attributes;

    WDF_DRIVER_CONFIG_INIT(&config, SamplerEvtDeviceAdd);
    config.EvtDriverUnload = SamplerEvtUnload;
    config.DriverPoolTag = SAMPLER_TAG;
    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = SamplerEvtDriverCleanup;
    return WdfDriverCreate(DriverObject, RegistryPath, &attributes, &config,
        WDF_NO_HANDLE);
}

VOID
SamplerEvtUnload(WDFDRIVER Driver)
{
    UNREFERENCED_PARAMETER(Driver);
    PAGED_CODE();

    DbgPrint("sampler: unloaded\n");
}

/* Cleanup of the driver object runs at PASSIVE_LEVEL. */
VOID
SamplerEvtDriverCleanup(WDFOBJECT Object)
{
    UNREFERENCED_PARAMETER(Object);
    PAGED_CODE();

    DbgPrint("sampler: cleaned up\n");
}

NTSTATUS
SamplerEvtDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
    WDF_PNPPOWER_EVENT_CALLBACKS power;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDF_OBJECT_ATTRIBUTES fileAttributes;
    WDF_OBJECT_ATTRIBUTES requestAttributes;
    WDF_FILEOBJECT_CONFIG fileConfig;
    WDF_DEVICE_PNP_CAPABILITIES capabilities;
    PSAMPLER_CONTEXT context;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Driver);
    PAGED_CODE();

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&power);
    power.EvtDevicePrepareHardware = SamplerEvtPrepareHardware;
    power.EvtDeviceReleaseHardware = SamplerEvtReleaseHardware;
    power.EvtDeviceD0Entry = SamplerEvtD0Entry;
    power.EvtDeviceD0Exit = SamplerEvtD0Exit;
    power.EvtDeviceSelfManagedIoInit = SamplerEvtSelfManagedIoInit;
    power.EvtDeviceSelfManagedIoSuspend = SamplerEvtSelfManagedIoSuspend;
    power.EvtDeviceSelfManagedIoFlush = SamplerEvtSelfManagedIoFlush;
    power.EvtDeviceSelfManagedIoRestart = SamplerEvtSelfManagedIoRestart;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &power);

    WDF_FILEOBJECT_CONFIG_INIT(&fileConfig, SamplerEvtFileCreate,
        WDF_NO_EVENT_CALLBACK, SamplerEvtFileCleanup);
    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(
        &fileAttributes, SAMPLER_FILE_CONTEXT);
    WdfDeviceInitSetFileObjectConfig(DeviceInit, &fileConfig, &fileAttributes);

    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(
        &requestAttributes, SAMPLER_REQUEST_CONTEXT);
    requestAttributes.EvtCleanupCallback = SamplerEvtRequestCleanup;
    WdfDeviceInitSetRequestAttributes(DeviceInit, &requestAttributes);
    WdfDeviceInitSetIoType(DeviceInit, WdfDeviceIoBuffered);

    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SAMPLER_CONTEXT);
    attributes.EvtCleanupCallback = SamplerEvtDeviceCleanup;
    status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    context = SamplerGetContext(device);
    context->Device = device;
    KeInitializeEvent(&context->Stopped, NotificationEvent, TRUE);
    context->Ring = ExAllocatePool2(POOL_FLAG_NON_PAGED,
        SAMPLER_RING_SIZE * sizeof(ULONG), SAMPLER_TAG);
    if (context->Ring == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    WDF_DEVICE_PNP_CAPABILITIES_INIT(&capabilities);
    capabilities.SurpriseRemovalOK = WdfTrue;
    WdfDeviceSetPnpCapabilities(device, &capabilities);

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = device;
    status = WdfSpinLockCreate(&attributes, &context->RingLock);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = WdfWaitLockCreate(&attributes, &context->SetupLock);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = SamplerReadParameters(context);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = SamplerCreateTimers(context);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    return SamplerCreateQueues(context);
}
