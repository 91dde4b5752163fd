/*
 * driver.c - loading, unloading, adding a device, and the pageable section
 * that is locked while a port is open.
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
#endif

SERIAL_GLOBALS SerialGlobals;

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    UNREFERENCED_PARAMETER(RegistryPath);

    ExInitializeFastMutex(&SerialGlobals.Mutex);
    SerialInitializeData();

    DriverObject->DriverUnload = SerialUnload;
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

/*
 * By now every device is gone and with it every open port, so that each lock
 * on PAGESER has been paired with an unlock in SerialClose.
 */
VOID
SerialUnload(PDRIVER_OBJECT DriverObject)
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);
    ASSERT(SerialGlobals.SectionLocks == 0);
}

/*
 * Brings PAGESER in and holds it there. Looking a section up by an address is
 * expensive, so that is done once; from then on the handle serves.
 */
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

/* Undoes one SerialLockSection. */
VOID
SerialUnlockSection(VOID)
{
    PAGED_CODE();

    ExAcquireFastMutex(&SerialGlobals.Mutex);
    SerialGlobals.SectionLocks--;
    MmUnlockPagableImageSection(SerialGlobals.SectionHandle);
    ExReleaseFastMutex(&SerialGlobals.Mutex);
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

    ext = device->DeviceExtension;
    RtlZeroMemory(ext, sizeof(*ext));
    ext->Self = device;
    ext->Physical = PhysicalDevice;
    ext->State = SerialStopped;
    ext->PowerState = PowerDeviceD3;
    IoInitializeRemoveLock(&ext->RemoveLock, SERIAL_TAG, 0, 0);
    KeInitializeSpinLock(&ext->QueueLock);
    InitializeListHead(&ext->ReadQueue);
    InitializeListHead(&ext->WriteQueue);
    ExInitializeFastMutex(&ext->LineMutex);
    KeInitializeTimer(&ext->ReadTimer);
    KeInitializeDpc(&ext->ReadTimeoutDpc, SerialReadTimeout, ext);
    KeInitializeDpc(&ext->InterruptDpc, SerialInterruptDpc, ext);
    KeInitializeEvent(&ext->WatchStop, NotificationEvent, FALSE);
    ext->Line.BaudRate = 9600;
    ext->Line.LineControl = 0x03;
    ext->Line.ModemControl = UART_MCR_OUT2;
    ext->Hardware = ext->Line;

    ext->OverrunItem = IoAllocateWorkItem(device);
    ext->Ring = ExAllocatePoolWithTag(NonPagedPool, SERIAL_RING_SIZE,
        SERIAL_TAG);
    ext->History = ExAllocatePoolWithTag(PagedPool,
        SERIAL_HISTORY_SIZE * sizeof(ULONG), SERIAL_TAG);
    if (ext->OverrunItem == NULL || ext->Ring == NULL || ext->History == NULL) {
        status = STATUS_INSUFFICIENT_RESOURCES;
        goto Fail;
    }

    ext->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDevice);
    if (ext->Lower == NULL) {
        status = STATUS_NO_SUCH_DEVICE;
        goto Fail;
    }

    status = IoRegisterDeviceInterface(PhysicalDevice,
        (LPGUID)&GUID_DEVINTERFACE_COMPORT, NULL, &ext->LinkName);
    if (!NT_SUCCESS(status)) {
        IoDetachDevice(ext->Lower);
        goto Fail;
    }

    device->Flags |= DO_BUFFERED_IO | (ext->Lower->Flags & DO_POWER_PAGABLE);
    device->Flags &= ~DO_DEVICE_INITIALIZING;
    return STATUS_SUCCESS;

Fail:
    if (ext->History != NULL) {
        ExFreePoolWithTag(ext->History, SERIAL_TAG);
    }
    if (ext->Ring != NULL) {
        ExFreePoolWithTag(ext->Ring, SERIAL_TAG);
    }
    if (ext->OverrunItem != NULL) {
        IoFreeWorkItem(ext->OverrunItem);
    }
    IoDeleteDevice(device);
    return status;
}
// want nothing
