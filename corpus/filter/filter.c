/*
 * filter.c - loading, attaching to the port, plug and play.
 */
#include "filter.h"

static KBUGCHECK_CALLBACK_ROUTINE FilterCrash;
static IO_COMPLETION_ROUTINE FilterUsageDone;
static IO_COMPLETION_ROUTINE FilterSignalDone;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#endif

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    ULONG i;

    UNREFERENCED_PARAMETER(RegistryPath);

    for (i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++) {
        DriverObject->MajorFunction[i] = FilterPass;
    }
    DriverObject->MajorFunction[IRP_MJ_READ] = FilterRead;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = FilterWrite;
    DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = FilterDeviceControl;
    DriverObject->MajorFunction[IRP_MJ_PNP] = FilterPnp;
    DriverObject->MajorFunction[IRP_MJ_POWER] = FilterPower;
    DriverObject->DriverExtension->AddDevice = FilterAddDevice;
    DriverObject->DriverUnload = FilterUnload;
    return STATUS_SUCCESS;
}

/* Everything that is not looked at goes straight down, at any level. */
NTSTATUS
FilterPass(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PFILTER_EXTENSION ext = DeviceObject->DeviceExtension;
    NTSTATUS status;

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(ext->Lower, Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return status;
}

static NTSTATUS
FilterSignalDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(Irp);

    KeSetEvent((PKEVENT)Context, IO_NO_INCREMENT, FALSE);
    return STATUS_MORE_PROCESSING_REQUIRED;
}

#pragma code_seg("PAGE")

/* Leaves the counters where a crash dump can be searched for them. */
static VOID
FilterCrash(PVOID Buffer, ULONG Length) // want paged-code-in-interrupt-path "'FilterCrash'"
{
    PFILTER_EXTENSION ext = Buffer;

    PAGED_CODE();

    if (Length >= sizeof(*ext)) {
        ext->CrashCounts = ext->Counts;
    }
}

VOID
FilterUnload(PDRIVER_OBJECT DriverObject)
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);
}

static VOID
FilterCopyFlags(PDEVICE_OBJECT Device, PDEVICE_OBJECT Lower)
{
    PAGED_CODE();

    Device->Flags |= Lower->Flags &
        (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE);
    Device->DeviceType = Lower->DeviceType;
    Device->Characteristics = Lower->Characteristics;
}

NTSTATUS
FilterAddDevice(PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT PhysicalDevice)
{
    PDEVICE_OBJECT device;
    PKBUGCHECK_CALLBACK_RECORD record;
    PFILTER_EXTENSION ext;
    NTSTATUS status;

    PAGED_CODE();

    status = IoCreateDevice(DriverObject, sizeof(FILTER_EXTENSION), NULL,
        FILE_DEVICE_UNKNOWN, FILE_DEVICE_SECURE_OPEN, FALSE, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    ext = device->DeviceExtension;
    RtlZeroMemory(ext, sizeof(*ext));
    ext->Self = device;
    ext->Physical = PhysicalDevice;
    ext->PowerState = PowerDeviceD0;
    IoInitializeRemoveLock(&ext->RemoveLock, FILTER_TAG, 0, 0);
    KeInitializeSpinLock(&ext->CountLock);
    KeInitializeSpinLock(&ext->HeldLock);
    InitializeListHead(&ext->Held);
    KeInitializeMutex(&ext->JournalMutex, 0);
    KeInitializeSemaphore(&ext->JournalSlots, FILTER_JOURNAL_SIZE,
        FILTER_JOURNAL_SIZE);
    KeInitializeEvent(&ext->JournalEmpty, NotificationEvent, TRUE);
    record = &ext->CrashRecord;
    KeInitializeCallbackRecord(record);

    ext->Journal = ExAllocatePoolWithTag(PagedPool,
        FILTER_JOURNAL_SIZE * sizeof(ULONG), FILTER_TAG);
    ext->ReleaseItem = IoAllocateWorkItem(device);
    if (ext->Journal == NULL || ext->ReleaseItem == NULL) {
        status = STATUS_INSUFFICIENT_RESOURCES;
        goto Fail;
    }
    ext->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDevice);
    if (ext->Lower == NULL) {
        status = STATUS_NO_SUCH_DEVICE;
        goto Fail;
    }
    KeRegisterBugCheckCallback(record, FilterCrash, ext, sizeof(*ext),
        (PUCHAR)"tally");
    FilterCopyFlags(device, ext->Lower);
    device->Flags &= ~DO_DEVICE_INITIALIZING;
    return STATUS_SUCCESS;

Fail:
    if (ext->ReleaseItem != NULL) {
        IoFreeWorkItem(ext->ReleaseItem);
    }
    if (ext->Journal != NULL) {
        ExFreePoolWithTag(ext->Journal, FILTER_TAG);
    }
    IoDeleteDevice(device);
    return status;
}

/* ---- plug and play ----------------------------------------------------- */

static NTSTATUS
FilterForwardAndWait(PFILTER_EXTENSION Ext, PIRP Irp)
{
    KEVENT event;
    NTSTATUS status;

    PAGED_CODE();

    KeInitializeEvent(&event, NotificationEvent, FALSE);
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, FilterSignalDone, &event, TRUE, TRUE, TRUE);
    status = IoCallDriver(Ext->Lower, Irp);
    if (status == STATUS_PENDING) {
        KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
        status = Irp->IoStatus.Status;
    }
    return status;
}

/* The port below may have become (un)pageable on the way up. */
static NTSTATUS
FilterUsageDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context) // want paged-code-in-dispatch-path "'FilterUsageDone'"
{
    PFILTER_EXTENSION ext = Context;

    PAGED_CODE();

    if (Irp->PendingReturned) {
        IoMarkIrpPending(Irp);
    }
    if ((ext->Lower->Flags & DO_POWER_PAGABLE) == 0) {
        DeviceObject->Flags &= ~DO_POWER_PAGABLE;
    }
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return STATUS_CONTINUE_COMPLETION;
}

/* How many writes would be lost if the port went away now? */
static ULONG
FilterCountHeld(PFILTER_EXTENSION Ext)
{
    KLOCK_QUEUE_HANDLE handle;
    PLIST_ENTRY entry;
    ULONG count = 0;

    PAGED_CODE();

    KeAcquireInStackQueuedSpinLock(&Ext->HeldLock, &handle); // want paged-code-acquires-spin-lock "'FilterCountHeld'"
    for (entry = Ext->Held.Flink; entry != &Ext->Held; entry = entry->Flink) {
        count++;
    }
    KeReleaseInStackQueuedSpinLock(&handle);
    return count;
}

static NTSTATUS
FilterRemove(PFILTER_EXTENSION Ext, PIRP Irp)
{
    PDEVICE_OBJECT lower = Ext->Lower;
    NTSTATUS status;

    PAGED_CODE();

    FilterFailHeld(Ext, STATUS_DELETE_PENDING);
    IoReleaseRemoveLockAndWait(&Ext->RemoveLock, Irp);
    KeDeregisterBugCheckCallback(&Ext->CrashRecord);

    Irp->IoStatus.Status = STATUS_SUCCESS;
    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(lower, Irp);

    IoDetachDevice(lower);
    IoFreeWorkItem(Ext->ReleaseItem);
    ExFreePoolWithTag(Ext->Journal, FILTER_TAG);
    IoDeleteDevice(Ext->Self);
    return status;
}

NTSTATUS
FilterPnp(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PFILTER_EXTENSION ext = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    NTSTATUS status;

    PAGED_CODE();

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }

    switch (stack->MinorFunction) {
    case IRP_MN_START_DEVICE:
        status = FilterForwardAndWait(ext, Irp);
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        IoReleaseRemoveLock(&ext->RemoveLock, Irp);
        return status;

    case IRP_MN_DEVICE_USAGE_NOTIFICATION:
        IoCopyCurrentIrpStackLocationToNext(Irp);
        IoSetCompletionRoutine(Irp, FilterUsageDone, ext, TRUE, TRUE, TRUE);
        return IoCallDriver(ext->Lower, Irp);

    case IRP_MN_QUERY_REMOVE_DEVICE:
        if (FilterCountHeld(ext) != 0) {
            Irp->IoStatus.Status = STATUS_DEVICE_BUSY;
            IoCompleteRequest(Irp, IO_NO_INCREMENT);
            IoReleaseRemoveLock(&ext->RemoveLock, Irp);
            return STATUS_DEVICE_BUSY;
        }
        break;

    case IRP_MN_SURPRISE_REMOVAL:
        FilterFailHeld(ext, STATUS_DELETE_PENDING);
        break;

    case IRP_MN_REMOVE_DEVICE:
        return FilterRemove(ext, Irp);

    default:
        break;
    }

    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(ext->Lower, Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return status;
}

#pragma code_seg()
