/*
 * init.c - loading and unloading, the table of device defaults, and the
 * pageable section that is locked while a port is open.
 */
#include <ntddk.h>
#include <initguid.h>
#include "serial.h"

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, SerialUnload)
#pragma alloc_text(PAGE, SerialAddDevice)
#pragma alloc_text(PAGE, SerialLockSection)
#pragma alloc_text(PAGE, SerialUnlockSection)
#pragma alloc_text(Page, SerialLogStart) // want section-name-case "Page"
#endif

SERIAL_GLOBALS SerialGlobals;

/* The rates that the registry may choose from; only DriverEntry looks. */
#ifdef ALLOC_DATA_PRAGMA
#pragma data_seg("INIT")
#endif
static ULONG SerialRates[] = { 9600, 19200, 38400, 57600, 115200 };
#ifdef ALLOC_DATA_PRAGMA
#pragma data_seg()
#endif

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    ULONG rate = SerialReadDefaultRate(RegistryPath);
    ULONG i;

    ExInitializeFastMutex(&SerialGlobals.Mutex);
    SerialGlobals.DefaultRate = SerialRates[0];
    for (i = 0; i < sizeof(SerialRates) / sizeof(SerialRates[0]); i++) {
        if (rate == SerialRates[i]) {
            SerialGlobals.DefaultRate = rate;
        }
    }

    DriverObject->DriverUnload = SerialUnload;
    DriverObject->DriverStartIo = SerialStartIo;
    DriverObject->DriverExtension->AddDevice = SerialAddDevice;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = SerialCreate;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = SerialCleanup;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = SerialClose;
    DriverObject->MajorFunction[IRP_MJ_READ] = SerialRead;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = SerialWrite;
    DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = SerialDeviceControl;
    DriverObject->MajorFunction[IRP_MJ_PNP] = SerialPnp;
    DriverObject->MajorFunction[IRP_MJ_POWER] = SerialPower;
    DriverObject->MajorFunction[IRP_MJ_SYSTEM_CONTROL] = SerialSystemControl;
    return STATUS_SUCCESS;
}

VOID
SerialUnload(PDRIVER_OBJECT DriverObject) // want missing-paged-code "'SerialUnload'"
{
    UNREFERENCED_PARAMETER(DriverObject);
    ASSERT(SerialGlobals.SectionLocks == 0);
}

/* Asks the service key for DefaultRate; 0 if it has none. */
ULONG
SerialReadDefaultRate(PUNICODE_STRING RegistryPath)
{
    RTL_QUERY_REGISTRY_TABLE query[2];
    ULONG none = 0;
    ULONG rate = 0;

    PAGED_CODE(); // want paged-code-outside-section "'SerialReadDefaultRate'"

    RtlZeroMemory(query, sizeof(query));
    query[0].Flags = RTL_QUERY_REGISTRY_DIRECT;
    query[0].Name = L"DefaultRate";
    query[0].EntryContext = &rate;
    query[0].DefaultType = REG_DWORD;
    query[0].DefaultData = &none;
    query[0].DefaultLength = sizeof(none);
    RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, RegistryPath->Buffer, query,
        NULL, NULL);
    return rate;
}

/* By address the first time, by the handle from then on. */
VOID
SerialLockSection(VOID)
{
    PAGED_CODE();

    ExAcquireFastMutex(&SerialGlobals.Mutex);
    if (SerialGlobals.SectionHandle == NULL) {
        SerialGlobals.SectionHandle =
            MmLockPagableCodeSection((PVOID)(ULONG_PTR)SerialRead);
    } else {
        MmLockPagableSectionByHandle(SerialGlobals.SectionHandle);
    }
    SerialGlobals.SectionLocks++;
    ExReleaseFastMutex(&SerialGlobals.Mutex);
}

VOID
SerialUnlockSection(VOID)
{
    PAGED_CODE();

    ExAcquireFastMutex(&SerialGlobals.Mutex);
    SerialGlobals.SectionLocks--;
    MmUnlockPagableImageSection(SerialGlobals.SectionHandle);
    ExReleaseFastMutex(&SerialGlobals.Mutex);
}

/* Leaves a line in the event log for a port that has come up. */
VOID
SerialLogStart(PSERIAL_EXTENSION Ext)
{
    PIO_ERROR_LOG_PACKET packet;

    PAGED_CODE();

    packet = IoAllocateErrorLogEntry(Ext->Self, sizeof(*packet));
    if (packet == NULL) {
        return;
    }
    RtlZeroMemory(packet, sizeof(*packet));
    packet->MajorFunctionCode = IRP_MJ_PNP;
    packet->ErrorCode = STATUS_SUCCESS;
    packet->UniqueErrorValue = Ext->Vector;
    IoWriteErrorLogEntry(packet);
}

static VOID
SerialInitializeExtension(PSERIAL_EXTENSION Ext)
{
    IoInitializeRemoveLock(&Ext->RemoveLock, SERIAL_TAG, 0, 0);
    KeInitializeSpinLock(&Ext->PortLock);
    KeInitializeSpinLock(&Ext->CountLock);
    ExInitializeFastMutex(&Ext->LineMutex);
    KeInitializeTimer(&Ext->ReadTimer);
    KeInitializeTimer(&Ext->WriteTimer);
    KeInitializeDpc(&Ext->ReadTimeoutDpc, SerialReadTimeout, Ext);
    KeInitializeDpc(&Ext->WriteTimeoutDpc, SerialWriteTimeout, Ext);
    KeInitializeEvent(&Ext->WatchWake, SynchronizationEvent, FALSE);
    KeInitializeEvent(&Ext->WatchStop, NotificationEvent, FALSE);
    KeInitializeEvent(&Ext->WatchIdle, NotificationEvent, TRUE);
    IoInitializeDpcRequest(Ext->Self, SerialDpcForIsr);
    Ext->BaudRate = SerialGlobals.DefaultRate;
}

NTSTATUS
SerialAddDevice(PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT PhysicalDevice)
{
    PDEVICE_OBJECT device;
    PSERIAL_EXTENSION ext;
    NTSTATUS status;

    PAGED_CODE();

    status = IoCreateDevice(DriverObject, sizeof(SERIAL_EXTENSION), NULL,
        FILE_DEVICE_SERIAL_PORT, FILE_DEVICE_SECURE_OPEN, TRUE, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    PAGED_CODE(); // want repeated-paged-code "'SerialAddDevice'"

    ext = device->DeviceExtension;
    RtlZeroMemory(ext, sizeof(*ext));
    ext->Self = device;
    ext->Physical = PhysicalDevice;
    SerialInitializeExtension(ext);

    ext->ErrorItem = IoAllocateWorkItem(device);
    if (ext->ErrorItem == NULL) {
        IoDeleteDevice(device);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    ext->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDevice);
    if (ext->Lower == NULL) {
        IoFreeWorkItem(ext->ErrorItem);
        IoDeleteDevice(device);
        return STATUS_NO_SUCH_DEVICE;
    }
    status = IoRegisterDeviceInterface(PhysicalDevice,
        (LPGUID)&GUID_DEVINTERFACE_COMPORT, NULL, &ext->LinkName);
    if (!NT_SUCCESS(status)) {
        IoDetachDevice(ext->Lower);
        IoFreeWorkItem(ext->ErrorItem);
        IoDeleteDevice(device);
        return status;
    }

    device->Flags |= DO_BUFFERED_IO | (ext->Lower->Flags & DO_POWER_PAGABLE);
    device->Flags &= ~DO_DEVICE_INITIALIZING;
    return STATUS_SUCCESS;
}
