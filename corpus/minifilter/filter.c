/*
 * filter.c - registration, instances, contexts.
 */
#include "ledger.h"

static NTSTATUS LedgerReadName(PLEDGER_INSTANCE Instance);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, LedgerUnload)
#pragma alloc_text(PAGE, LedgerSetup)
#pragma alloc_text(PAGE, LedgerQueryTeardown)
#pragma alloc_text(PAGE, LedgerTeardownStart)
#pragma alloc_text(PAGE, LedgerInstanceCleanup)
#pragma alloc_text(PAGE, LedgerStreamCleanup)
#pragma alloc_text(PAGELEDGER, LedgerReadName) // want section-name-too-long "PAGELEDGER"
#endif

LEDGER Ledger;

/* The filter manager copies the tables while DriverEntry registers. */
#ifdef ALLOC_DATA_PRAGMA
#pragma data_seg("INITDATA")
#pragma const_seg("INITCNST")
#endif

CONST FLT_OPERATION_REGISTRATION LedgerOperations[] = {
    { IRP_MJ_CREATE, 0, LedgerPreCreate, LedgerPostCreate, NULL },
    { IRP_MJ_WRITE, FLTFL_OPERATION_REGISTRATION_SKIP_PAGING_IO,
        LedgerPreWrite, LedgerPostWrite, NULL },
    { IRP_MJ_SET_INFORMATION, 0, LedgerPreSetInformation,
        LedgerPostSetInformation, NULL },
    { IRP_MJ_CLEANUP, 0, LedgerPreCleanup, LedgerPostCleanup, NULL },
    { IRP_MJ_OPERATION_END, 0, NULL, NULL, NULL }
};

CONST FLT_CONTEXT_REGISTRATION LedgerContexts[] = {
    { FLT_INSTANCE_CONTEXT, 0, LedgerInstanceCleanup, sizeof(LEDGER_INSTANCE),
        LEDGER_TAG, NULL, NULL, NULL },
    { FLT_STREAM_CONTEXT, 0, LedgerStreamCleanup, sizeof(LEDGER_STREAM),
        LEDGER_TAG, NULL, NULL, NULL },
    { FLT_CONTEXT_END, 0, NULL, 0, 0, NULL, NULL, NULL }
};

CONST FLT_REGISTRATION LedgerRegistration = {
    sizeof(FLT_REGISTRATION),
    FLT_REGISTRATION_VERSION,
    0,
    LedgerContexts,
    LedgerOperations,
    LedgerUnload,
    LedgerSetup,
    LedgerQueryTeardown,
    LedgerTeardownStart,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL
};

#ifdef ALLOC_DATA_PRAGMA
#pragma const_seg()
#pragma data_seg()
#endif

/* ---- loading ----------------------------------------------------------- */

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    ExInitializeNPagedLookasideList(&Ledger.Requests, NULL, NULL, 0,
        sizeof(LEDGER_REQUEST), LEDGER_TAG, 0);
    KeInitializeTimer(&Ledger.FlushTimer);
    KeInitializeDpc(&Ledger.FlushDpc, LedgerFlushDpc, &Ledger);

    status = FltRegisterFilter(
        DriverObject, &LedgerRegistration, &Ledger.Filter);
    if (!NT_SUCCESS(status)) {
        ExDeleteNPagedLookasideList(&Ledger.Requests);
        return status;
    }
    status = LedgerOpenPort();
    if (NT_SUCCESS(status)) {
        status = FltStartFiltering(Ledger.Filter);
        if (NT_SUCCESS(status)) {
            LedgerStartFlush();
            return status;
        }
        FltCloseCommunicationPort(Ledger.ServerPort);
    }
    FltUnregisterFilter(Ledger.Filter);
    ExDeleteNPagedLookasideList(&Ledger.Requests);
    return status;
}

NTSTATUS FLTAPI
LedgerUnload(FLT_FILTER_UNLOAD_FLAGS Flags)
{
    UNREFERENCED_PARAMETER(Flags);
    PAGED_CODE();

    LedgerStopFlush();
    FltCloseCommunicationPort(Ledger.ServerPort);
    FltUnregisterFilter(Ledger.Filter);
    ExDeleteNPagedLookasideList(&Ledger.Requests);
    return STATUS_SUCCESS;
}

/* ---- instances --------------------------------------------------------- */

NTSTATUS FLTAPI
LedgerSetup(PCFLT_RELATED_OBJECTS FltObjects, FLT_INSTANCE_SETUP_FLAGS Flags,
    DEVICE_TYPE VolumeDeviceType, FLT_FILESYSTEM_TYPE VolumeFilesystemType)
{
    PLEDGER_INSTANCE instance;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Flags);
    UNREFERENCED_PARAMETER(VolumeFilesystemType);
    PAGED_CODE();

    if (VolumeDeviceType == FILE_DEVICE_NETWORK_FILE_SYSTEM) {
        return STATUS_FLT_DO_NOT_ATTACH;
    }
    status = FltAllocateContext(Ledger.Filter, FLT_INSTANCE_CONTEXT,
        sizeof(*instance), NonPagedPoolNx, (PFLT_CONTEXT *)&instance);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    RtlZeroMemory(instance, sizeof(*instance));
    instance->Instance = FltObjects->Instance;
    instance->Volume = FltObjects->Volume;
    ExInitializeFastMutex(&instance->HoldMutex);
    KeInitializeSpinLock(&instance->CountLock);
    instance->Resource = ExAllocatePool2(
        POOL_FLAG_NON_PAGED, sizeof(ERESOURCE), LEDGER_TAG);
    if (instance->Resource == NULL) {
        FltReleaseContext(instance);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    ExInitializeResourceLite(instance->Resource);

    status = LedgerReadName(instance);
    if (NT_SUCCESS(status)) {
        LedgerProbeVolume(instance);
        status = FltSetInstanceContext(FltObjects->Instance,
            FLT_SET_CONTEXT_KEEP_IF_EXISTS, instance, NULL);
    }
    FltReleaseContext(instance);
    return status;
}

static NTSTATUS
LedgerReadName(PLEDGER_INSTANCE Instance)
{
    ULONG length = 0;
    NTSTATUS status;

    PAGED_CODE();

    status = FltGetVolumeName(Instance->Volume, NULL, &length);
    if (status != STATUS_BUFFER_TOO_SMALL) {
        return status;
    }
    Instance->Name.Buffer =
        ExAllocatePool2(POOL_FLAG_PAGED, length, LEDGER_TAG);
    if (Instance->Name.Buffer == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    Instance->Name.MaximumLength = (USHORT)length;

    FltAcquireResourceExclusive(Instance->Resource);
    status = FltGetVolumeName(Instance->Volume, &Instance->Name, NULL);
    FltReleaseResource(Instance->Resource);
    return status;
}

NTSTATUS FLTAPI
LedgerQueryTeardown(PCFLT_RELATED_OBJECTS FltObjects,
    FLT_INSTANCE_QUERY_TEARDOWN_FLAGS Flags)
{
    PLEDGER_INSTANCE instance;
    NTSTATUS status;
    BOOLEAN held;

    UNREFERENCED_PARAMETER(Flags);
    PAGED_CODE();

    status = FltGetInstanceContext(
        FltObjects->Instance, (PFLT_CONTEXT *)&instance);
    if (!NT_SUCCESS(status)) {
        return STATUS_SUCCESS;
    }
    ExAcquireFastMutex(&instance->HoldMutex);
    held = instance->Held;
    ExReleaseFastMutex(&instance->HoldMutex);
    FltReleaseContext(instance);
    return held ? STATUS_FLT_DO_NOT_DETACH : STATUS_SUCCESS;
}

VOID FLTAPI
LedgerTeardownStart(
    PCFLT_RELATED_OBJECTS FltObjects, FLT_INSTANCE_TEARDOWN_FLAGS Reason)
{
    PLEDGER_INSTANCE instance;
    KIRQL irql;

    UNREFERENCED_PARAMETER(Reason);
    PAGED_CODE();

    if (!NT_SUCCESS(FltGetInstanceContext(
            FltObjects->Instance, (PFLT_CONTEXT *)&instance))) {
        return;
    }
    LedgerLetGo(instance);
    KeAcquireSpinLock(&instance->CountLock, &irql); // want must paged-code-acquires-spin-lock "'LedgerTeardownStart'"
    LedgerAdd(LedgerLast, NULL, 0, STATUS_SUCCESS, instance->Writes);
    KeReleaseSpinLock(&instance->CountLock, irql);
    FltReleaseContext(instance);
}

/* ---- contexts: cleaned up at <= APC_LEVEL ------------------------------ */

VOID FLTAPI
LedgerInstanceCleanup(PFLT_CONTEXT Context, FLT_CONTEXT_TYPE ContextType)
{
    PLEDGER_INSTANCE instance = Context;

    UNREFERENCED_PARAMETER(ContextType);
    PAGED_CODE();

    if (instance->Name.Buffer != NULL) {
        ExFreePoolWithTag(instance->Name.Buffer, LEDGER_TAG);
    }
    if (instance->Resource != NULL) {
        ExDeleteResourceLite(instance->Resource);
        ExFreePoolWithTag(instance->Resource, LEDGER_TAG);
    }
}

VOID FLTAPI
LedgerStreamCleanup(PFLT_CONTEXT Context, FLT_CONTEXT_TYPE ContextType)
{
    PLEDGER_STREAM stream = Context;

    UNREFERENCED_PARAMETER(ContextType);
    PAGED_CODE();

    FltDeletePushLock(&stream->Lock);
}
