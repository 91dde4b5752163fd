/*
 * before.c - stand-ins for drivers that are loaded on demand.
 *
 * A large driver that is seldom needed has a small stand-in: a device object
 * under a name of its own. The first program that asks the stand-in for its
 * service makes it tell the registered loader to bring the large driver in.
 * Once that has happened and nobody uses the stand-in any more, it retires.
 *
 * References to stand-ins are counted under StandinLock. A timer marks those
 * that have been idle for long; a work item then retires them.
 */
#include <ntddk.h>

#define STANDIN_COUNT       3
#define STANDIN_IDLE_TICKS  10

#define IOCTL_STANDIN_LOAD \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_STANDIN_USERS \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct _STANDIN {
    PDEVICE_OBJECT Self;

    /* Guarded by StandinLock. */
    LIST_ENTRY Link;
    ULONG References;
    ULONG IdleTicks;
    BOOLEAN Loaded;
    BOOLEAN Retired;

    /* A mutex, not a fast one: the loader is looked up at PASSIVE_LEVEL. */
    KMUTEX LoaderMutex;
    PFILE_OBJECT LoaderFile;
    PDEVICE_OBJECT Loader;
} STANDIN, *PSTANDIN;

static KSPIN_LOCK StandinLock;
static LIST_ENTRY StandinList;
static KTIMER StandinTimer;
static KDPC StandinDpc;
static PIO_WORKITEM StandinItem;
static volatile LONG StandinItemQueued;
static KEVENT StandinItemIdle;
static PDEVICE_OBJECT StandinMain;

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD StandinUnload;
static DRIVER_DISPATCH StandinCreate;
static DRIVER_DISPATCH StandinClose;
static DRIVER_DISPATCH StandinControl;
static KDEFERRED_ROUTINE StandinTick;
static IO_WORKITEM_ROUTINE StandinSweep;
static NTSTATUS StandinAdd(PDRIVER_OBJECT DriverObject, PCWSTR Name);
static NTSTATUS StandinFindLoader(PSTANDIN Standin);
static NTSTATUS StandinLoad(PSTANDIN Standin);
static VOID StandinRetire(PSTANDIN Standin);
static NTSTATUS StandinFinish(PIRP Irp, NTSTATUS Status,
    ULONG_PTR Information);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, StandinAdd)
#pragma alloc_text(PAGE, StandinUnload)
#pragma alloc_text(PAGE, StandinCreate)
#pragma alloc_text(PAGE, StandinClose)
#pragma alloc_text(PAGE, StandinControl)
#pragma alloc_text(PAGE, StandinSweep)
#pragma alloc_text(PAGE, StandinFindLoader)
#pragma alloc_text(PAGE, StandinLoad)
#pragma alloc_text(PAGE, StandinRetire)
#pragma alloc_text(PAGE, StandinFinish)
#endif

/* ---- references -------------------------------------------------------- */

/* FALSE: the stand-in has retired, and its user should look for the driver. */
static BOOLEAN
StandinTakeReference(PSTANDIN Standin)
{
    BOOLEAN alive;
    KIRQL irql;

    KeAcquireSpinLock(&StandinLock, &irql);
    alive = !Standin->Retired;
    if (alive) {
        Standin->References++;
        Standin->IdleTicks = 0;
    }
    KeReleaseSpinLock(&StandinLock, irql);
    return alive;
}

static ULONG
StandinCountReferences(PSTANDIN Standin)
{
    ULONG references;
    KIRQL irql;

    KeAcquireSpinLock(&StandinLock, &irql);
    references = Standin->References;
    KeReleaseSpinLock(&StandinLock, irql);
    return references;
}

/* The next stand-in that the timer gave up, already out of the list. */
static PSTANDIN
StandinNextIdle(VOID)
{
    PSTANDIN standin;
    PLIST_ENTRY entry;
    KIRQL irql;

    KeAcquireSpinLock(&StandinLock, &irql);
    for (entry = StandinList.Flink; entry != &StandinList;
        entry = entry->Flink) {
        standin = CONTAINING_RECORD(entry, STANDIN, Link);
        if (standin->Loaded && standin->References == 0 &&
            standin->IdleTicks >= STANDIN_IDLE_TICKS) {
            standin->Retired = TRUE;
            RemoveEntryList(entry);
            InitializeListHead(entry);
            KeReleaseSpinLock(&StandinLock, irql);
            return standin;
        }
    }
    KeReleaseSpinLock(&StandinLock, irql);
    return NULL;
}

/* ---- loading ----------------------------------------------------------- */

static NTSTATUS
StandinFindLoader(PSTANDIN Standin)
{
    UNICODE_STRING name;

    NTSTATUS status = STATUS_SUCCESS;

    PAGED_CODE();

    RtlInitUnicodeString(&name, L"\\Device\\StandinLoader");
    KeWaitForSingleObject(&Standin->LoaderMutex, Executive, KernelMode, FALSE,
        NULL);
    if (Standin->Loader == NULL) {
        status = IoGetDeviceObjectPointer(&name, FILE_READ_DATA,
            &Standin->LoaderFile, &Standin->Loader);
    }
    KeReleaseMutex(&Standin->LoaderMutex, FALSE);
    return status;
}

/*
 * Tells the loader to bring the driver in, waits for it, and gives back the
 * reference of the caller. With the last reference the stand-in retires,
 * unless another device has attached itself to it in the meantime.
 */
static NTSTATUS
StandinLoad(PSTANDIN Standin)
{
    IO_STATUS_BLOCK result;
    PIO_STACK_LOCATION next;
    BOOLEAN last = FALSE;
    NTSTATUS status;
    KEVENT done;
    KIRQL irql;
    PIRP irp;

    PAGED_CODE();

    status = StandinFindLoader(Standin);
    if (NT_SUCCESS(status)) {
        KeInitializeEvent(&done, NotificationEvent, FALSE);
        irp = IoBuildDeviceIoControlRequest(IOCTL_STANDIN_LOAD,
            Standin->Loader, NULL, 0, NULL, 0, FALSE, &done, &result);
        if (irp == NULL) {
            status = STATUS_INSUFFICIENT_RESOURCES;
        } else {
            next = IoGetNextIrpStackLocation(irp);
            next->MajorFunction = IRP_MJ_FILE_SYSTEM_CONTROL;
            next->MinorFunction = IRP_MN_LOAD_FILE_SYSTEM;
            status = IoCallDriver(Standin->Loader, irp);
            if (status == STATUS_PENDING) {
                KeWaitForSingleObject(&done, Executive, KernelMode, FALSE,
                    NULL);
                status = result.Status;
            }
        }
    }

    KeAcquireSpinLock(&StandinLock, &irql); // want paged-code-acquires-spin-lock "'StandinLoad'"
    if (NT_SUCCESS(status)) {
        Standin->Loaded = TRUE;
    }
    Standin->References--;
    if (Standin->Loaded && !Standin->Retired && Standin->References == 0 &&
        Standin->Self->AttachedDevice == NULL) {
        Standin->Retired = TRUE;
        RemoveEntryList(&Standin->Link);
        InitializeListHead(&Standin->Link);
        last = TRUE;
    }
    KeReleaseSpinLock(&StandinLock, irql);

    if (last) {
        StandinRetire(Standin);
    }
    return status;
}

/* Lets go of the loader. The device object itself stays until the unload. */
static VOID
StandinRetire(PSTANDIN Standin)
{
    PAGED_CODE();

    KeWaitForSingleObject(&Standin->LoaderMutex, Executive, KernelMode, FALSE,
        NULL);
    if (Standin->LoaderFile != NULL) {
        ObDereferenceObject(Standin->LoaderFile);
        Standin->LoaderFile = NULL;
        Standin->Loader = NULL;
    }
    KeReleaseMutex(&Standin->LoaderMutex, FALSE);
}

/* ---- growing old ------------------------------------------------------- */

static VOID
StandinSweep(PDEVICE_OBJECT DeviceObject, PVOID Context)
{
    PSTANDIN standin;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(Context);

    for (;;) {
        standin = StandinNextIdle();
        if (standin == NULL) {
            break;
        }
        StandinRetire(standin);
    }
    KeSetEvent(&StandinItemIdle, IO_NO_INCREMENT, FALSE);
    InterlockedExchange(&StandinItemQueued, 0);
}

static VOID
StandinTick(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
    PSTANDIN standin;
    PLIST_ENTRY entry;
    BOOLEAN idle = FALSE;

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(Context);
    UNREFERENCED_PARAMETER(Argument1);
    UNREFERENCED_PARAMETER(Argument2);

    KeAcquireSpinLockAtDpcLevel(&StandinLock);
    for (entry = StandinList.Flink; entry != &StandinList;
        entry = entry->Flink) {
        standin = CONTAINING_RECORD(entry, STANDIN, Link);
        if (standin->References == 0) {
            standin->IdleTicks++;
            idle = idle || standin->IdleTicks >= STANDIN_IDLE_TICKS;
        }
    }
    KeReleaseSpinLockFromDpcLevel(&StandinLock);

    if (idle && InterlockedExchange(&StandinItemQueued, 1) == 0) {
        KeClearEvent(&StandinItemIdle);
        IoQueueWorkItem(StandinItem, StandinSweep, DelayedWorkQueue, NULL);
    }
}

/* ---- requests ---------------------------------------------------------- */

static NTSTATUS
StandinFinish(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
    PAGED_CODE();

    Irp->IoStatus.Status = Status;
    Irp->IoStatus.Information = Information;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return Status;
}

static NTSTATUS
StandinCreate(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DeviceObject);

    return StandinFinish(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS
StandinClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DeviceObject);

    return StandinFinish(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS
StandinControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSTANDIN standin = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);

    PAGED_CODE();

    switch (stack->Parameters.DeviceIoControl.IoControlCode) {
    case IOCTL_STANDIN_LOAD:
        if (!StandinTakeReference(standin)) {
            return StandinFinish(Irp, STATUS_NO_SUCH_DEVICE, 0);
        }
        return StandinFinish(Irp, StandinLoad(standin), 0);

    case IOCTL_STANDIN_USERS:
        if (stack->Parameters.DeviceIoControl.OutputBufferLength <
            sizeof(ULONG)) {
            return StandinFinish(Irp, STATUS_BUFFER_TOO_SMALL, 0);
        }
        *(PULONG)Irp->AssociatedIrp.SystemBuffer =
            StandinCountReferences(standin);
        return StandinFinish(Irp, STATUS_SUCCESS, sizeof(ULONG));

    default:
        return StandinFinish(Irp, STATUS_INVALID_DEVICE_REQUEST, 0);
    }
}

/* ---- coming and going -------------------------------------------------- */

static NTSTATUS
StandinAdd(PDRIVER_OBJECT DriverObject, PCWSTR Name)
{
    UNICODE_STRING name;
    PDEVICE_OBJECT device;
    PSTANDIN standin;
    NTSTATUS status;

    RtlInitUnicodeString(&name, Name);
    status = IoCreateDevice(DriverObject, sizeof(STANDIN), &name,
        FILE_DEVICE_UNKNOWN, FILE_DEVICE_SECURE_OPEN, FALSE, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    standin = device->DeviceExtension;
    RtlZeroMemory(standin, sizeof(*standin));
    standin->Self = device;
    KeInitializeMutex(&standin->LoaderMutex, 0);
    InsertTailList(&StandinList, &standin->Link);
    StandinMain = device;
    return STATUS_SUCCESS;
}

/* No timer and no work item is left when the first device goes. */
static VOID
StandinUnload(PDRIVER_OBJECT DriverObject)
{
    PAGED_CODE();

    KeCancelTimer(&StandinTimer);
    KeFlushQueuedDpcs();
    KeWaitForSingleObject(&StandinItemIdle, Executive, KernelMode, FALSE,
        NULL);
    IoFreeWorkItem(StandinItem);
    while (DriverObject->DeviceObject != NULL) {
        StandinRetire(DriverObject->DeviceObject->DeviceExtension);
        IoDeleteDevice(DriverObject->DeviceObject);
    }
}

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    static PCWSTR names[STANDIN_COUNT] = {
        L"\\Device\\StandinScanner",
        L"\\Device\\StandinPlotter",
        L"\\Device\\StandinTape",
    };
    LARGE_INTEGER minute;
    NTSTATUS status;
    ULONG i;

    UNREFERENCED_PARAMETER(RegistryPath);

    KeInitializeSpinLock(&StandinLock);
    InitializeListHead(&StandinList);
    KeInitializeEvent(&StandinItemIdle, NotificationEvent, TRUE);
    KeInitializeTimer(&StandinTimer);
    KeInitializeDpc(&StandinDpc, StandinTick, NULL);

    for (i = 0; i < STANDIN_COUNT; i++) {
        status = StandinAdd(DriverObject, names[i]);
        if (!NT_SUCCESS(status)) {
            goto Fail;
        }
    }
    StandinItem = IoAllocateWorkItem(StandinMain);
    if (StandinItem == NULL) {
        status = STATUS_INSUFFICIENT_RESOURCES;
        goto Fail;
    }
    DriverObject->MajorFunction[IRP_MJ_CREATE] = StandinCreate;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = StandinClose;
    DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = StandinControl;
    DriverObject->DriverUnload = StandinUnload;

    minute.QuadPart = -60LL * 10 * 1000 * 1000;
    KeSetTimerEx(&StandinTimer, minute, 60 * 1000, &StandinDpc);
    return STATUS_SUCCESS;

Fail:
    while (DriverObject->DeviceObject != NULL) {
        IoDeleteDevice(DriverObject->DeviceObject);
    }
    return status;
}
