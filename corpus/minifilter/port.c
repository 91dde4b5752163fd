/*
 * port.c - the port to the service that stores the ledger, and questions to
 * the volume.
 */
#include "ledger.h"

typedef struct _LEDGER_COMMAND {
    ULONG Code;
    ULONG Reserved;
    FILE_ID_128 Volume;
} LEDGER_COMMAND, *PLEDGER_COMMAND;

#define LEDGER_COMMAND_TAKE     1
#define LEDGER_COMMAND_CLEAR    2

#pragma code_seg(push, "PAGE")

/* Codes that the service may send, and their names for the log. */
#pragma data_seg("PAGELEDG") // want code-data-section-collision "PAGELEDG"
static PCWSTR LedgerCommandNames[] = { L"none", L"take", L"clear", L"other" };
#pragma data_seg()

NTSTATUS
LedgerOpenPort(VOID)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(LEDGER_PORT_NAME);
    OBJECT_ATTRIBUTES attributes;
    PSECURITY_DESCRIPTOR descriptor;
    NTSTATUS status;

    PAGED_CODE();

    status = FltBuildDefaultSecurityDescriptor(
        &descriptor, FLT_PORT_ALL_ACCESS);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    InitializeObjectAttributes(&attributes, &name,
        OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, NULL, descriptor);
    status = FltCreateCommunicationPort(Ledger.Filter, &Ledger.ServerPort,
        &attributes, NULL, LedgerConnect, LedgerDisconnect, LedgerMessage, 1);
    FltFreeSecurityDescriptor(descriptor);
    return status;
}

NTSTATUS FLTAPI
LedgerConnect(PFLT_PORT ClientPort, PVOID ServerPortCookie,
    PVOID ConnectionContext, ULONG SizeOfContext, PVOID *ConnectionPortCookie)
{
    UNREFERENCED_PARAMETER(ServerPortCookie);
    UNREFERENCED_PARAMETER(ConnectionContext);
    UNREFERENCED_PARAMETER(SizeOfContext);
    PAGED_CODE();

    Ledger.ClientPort = ClientPort;
    *ConnectionPortCookie = NULL;
    return STATUS_SUCCESS;
}

VOID FLTAPI
LedgerDisconnect(PVOID ConnectionCookie)
{
    UNREFERENCED_PARAMETER(ConnectionCookie);
    PAGED_CODE();

    FltCloseClientPort(Ledger.Filter, &Ledger.ClientPort);
}

/* Buffers are the service's own: they are touched with care. */
NTSTATUS FLTAPI
LedgerMessage(PVOID PortCookie, PVOID InputBuffer, ULONG InputBufferLength,
    PVOID OutputBuffer, ULONG OutputBufferLength,
    PULONG ReturnOutputBufferLength)
{
    LEDGER_COMMAND command;
    PLEDGER_ENTRY entries;
    ULONG room, taken;
    NTSTATUS status = STATUS_SUCCESS;
    KIRQL irql;

    UNREFERENCED_PARAMETER(PortCookie);
    PAGED_CODE();

    *ReturnOutputBufferLength = 0;
    if (InputBuffer == NULL || InputBufferLength < sizeof(command)) {
        return STATUS_INVALID_PARAMETER;
    }
    __try {
        RtlCopyMemory(&command, InputBuffer, sizeof(command));
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return GetExceptionCode();
    }

    switch (command.Code) {
    case LEDGER_COMMAND_TAKE:
        room = OutputBufferLength / sizeof(LEDGER_ENTRY);
        if (OutputBuffer == NULL || room == 0) {
            LedgerTake(NULL, 0);
            return STATUS_BUFFER_TOO_SMALL;
        }
        room = min(room, LEDGER_ENTRIES);
        entries = ExAllocatePool2(
            POOL_FLAG_NON_PAGED, room * sizeof(*entries), LEDGER_TAG);
        if (entries == NULL) {
            return STATUS_INSUFFICIENT_RESOURCES;
        }
        taken = LedgerTake(entries, room);
        __try {
            RtlCopyMemory(OutputBuffer, entries, taken * sizeof(*entries));
            *ReturnOutputBufferLength = taken * sizeof(*entries);
        } __except (EXCEPTION_EXECUTE_HANDLER) {
            status = GetExceptionCode();
        }
        ExFreePoolWithTag(entries, LEDGER_TAG);
        return status;

    case LEDGER_COMMAND_CLEAR:
        irql = ExAcquireSpinLockExclusive(&Ledger.EntryLock); // want must paged-code-acquires-spin-lock "'LedgerMessage'"
        Ledger.Count = 0;
        ExReleaseSpinLockExclusive(&Ledger.EntryLock, irql);
        return STATUS_SUCCESS;

    default:
        DbgPrint("ledger: %ws is not known\n",
            LedgerCommandNames[command.Code & 3]);
        return STATUS_INVALID_DEVICE_REQUEST;
    }
}

/* In a system thread, queued by the timer's DPC. */
VOID FLTAPI
LedgerSendWorker(
    PFLT_GENERIC_WORKITEM FltWorkItem, PVOID FltObject, PVOID Context)
{
    PLEDGER_ENTRY entries;
    LARGE_INTEGER timeout;
    ULONG taken;

    UNREFERENCED_PARAMETER(FltObject);
    UNREFERENCED_PARAMETER(Context);
    PAGED_CODE();

    entries = ExAllocatePool2(POOL_FLAG_NON_PAGED,
        LEDGER_ENTRIES * sizeof(*entries), LEDGER_TAG);
    if (entries != NULL) {
        taken = LedgerTake(entries, LEDGER_ENTRIES);
        timeout.QuadPart = -10000LL * LEDGER_FLUSH_MS;
        FltSendMessage(Ledger.Filter, &Ledger.ClientPort, entries,
            taken * sizeof(*entries), NULL, NULL, &timeout);
        ExFreePoolWithTag(entries, LEDGER_TAG);
    }
    InterlockedExchange(&Ledger.FlushQueued, 0);
    FltFreeGenericWorkItem(FltWorkItem);
}

#pragma code_seg(pop)

/* Asks the volume for its size, and exempts it if it has none. */
LEDGER_PAGED NTSTATUS
LedgerProbeVolume(PLEDGER_INSTANCE Instance)
{
    FILE_FS_SIZE_INFORMATION size;
    IO_STATUS_BLOCK iosb;
    NTSTATUS status;

    PAGED_CODE();

    status = FltQueryVolumeInformation(Instance->Instance, &iosb, &size,
        sizeof(size), FileFsSizeInformation);
    FltAcquireResourceExclusive(Instance->Resource);
    Instance->Exempt = !NT_SUCCESS(status) ||
        size.TotalAllocationUnits.QuadPart == 0;
    FltReleaseResource(Instance->Resource);
    return status;
}
