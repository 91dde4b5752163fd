/*
 * ledger.h - a minifilter that keeps account of who changes which file, and
 * holds a volume's writes back while a snapshot is taken.
 *
 * Contexts:
 *  instance    one for each volume, with the account of the volume
 *  stream      one for each file that has been written to
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <fltKernel.h>

#define LEDGER_TAG          'rgdL'
#define LEDGER_ENTRIES      256
#define LEDGER_PORT_NAME    L"\\LedgerPort"
#define LEDGER_FLUSH_MS     2000

#define LEDGER_PAGED        __declspec(code_seg("PAGE"))

typedef enum _LEDGER_KIND {
    LedgerCreate = 1,
    LedgerWrite,
    LedgerRename,
    LedgerDelete,
    LedgerLast
} LEDGER_KIND;

typedef struct _LEDGER_ENTRY {
    LARGE_INTEGER When;
    HANDLE Process;
    LEDGER_KIND Kind;
    NTSTATUS Status;
    ULONG Bytes;
    ULONG NameHash;
} LEDGER_ENTRY, *PLEDGER_ENTRY;

typedef struct _LEDGER_INSTANCE {
    PFLT_INSTANCE Instance;
    PFLT_VOLUME Volume;
    PERESOURCE Resource;            /* Name, Exempt */
    UNICODE_STRING Name;
    BOOLEAN Exempt;
    FAST_MUTEX HoldMutex;           /* Held, HeldCount */
    BOOLEAN Held;
    ULONG HeldCount;
    KSPIN_LOCK CountLock;           /* Writes, Bytes */
    ULONG Writes;
    ULONGLONG Bytes;
} LEDGER_INSTANCE, *PLEDGER_INSTANCE;

typedef struct _LEDGER_STREAM {
    EX_PUSH_LOCK Lock;              /* the rest */
    HANDLE LastWriter;
    ULONG Writes;
    ULONG NameHash;
    BOOLEAN Deleted;
} LEDGER_STREAM, *PLEDGER_STREAM;

typedef struct _LEDGER_REQUEST {
    HANDLE Process;
    ULONG NameHash;
} LEDGER_REQUEST, *PLEDGER_REQUEST;

typedef struct _LEDGER {
    PFLT_FILTER Filter;
    PFLT_PORT ServerPort;
    PFLT_PORT ClientPort;
    EX_SPIN_LOCK EntryLock;         /* Entries, Next, Count */
    LEDGER_ENTRY Entries[LEDGER_ENTRIES];
    ULONG Next;
    ULONG Count;
    KTIMER FlushTimer;
    KDPC FlushDpc;
    volatile LONG FlushQueued;
    NPAGED_LOOKASIDE_LIST Requests;
} LEDGER, *PLEDGER;

extern LEDGER Ledger;

/* filter.c */
DRIVER_INITIALIZE DriverEntry;
NTSTATUS FLTAPI LedgerUnload(FLT_FILTER_UNLOAD_FLAGS Flags);
NTSTATUS FLTAPI LedgerSetup(PCFLT_RELATED_OBJECTS FltObjects,
    FLT_INSTANCE_SETUP_FLAGS Flags, DEVICE_TYPE VolumeDeviceType,
    FLT_FILESYSTEM_TYPE VolumeFilesystemType);
NTSTATUS FLTAPI LedgerQueryTeardown(PCFLT_RELATED_OBJECTS FltObjects,
    FLT_INSTANCE_QUERY_TEARDOWN_FLAGS Flags);
VOID FLTAPI LedgerTeardownStart(
    PCFLT_RELATED_OBJECTS FltObjects, FLT_INSTANCE_TEARDOWN_FLAGS Reason);
VOID FLTAPI LedgerInstanceCleanup(
    PFLT_CONTEXT Context, FLT_CONTEXT_TYPE ContextType);
VOID FLTAPI LedgerStreamCleanup(
    PFLT_CONTEXT Context, FLT_CONTEXT_TYPE ContextType);

/* operations.c */
FLT_PREOP_CALLBACK_STATUS FLTAPI LedgerPreCreate(PFLT_CALLBACK_DATA Data,
    PCFLT_RELATED_OBJECTS FltObjects, PVOID *CompletionContext);
FLT_POSTOP_CALLBACK_STATUS FLTAPI LedgerPostCreate(PFLT_CALLBACK_DATA Data,
    PCFLT_RELATED_OBJECTS FltObjects, PVOID CompletionContext,
    FLT_POST_OPERATION_FLAGS Flags);
FLT_PREOP_CALLBACK_STATUS FLTAPI LedgerPreWrite(PFLT_CALLBACK_DATA Data,
    PCFLT_RELATED_OBJECTS FltObjects, PVOID *CompletionContext);
FLT_POSTOP_CALLBACK_STATUS FLTAPI LedgerPostWrite(PFLT_CALLBACK_DATA Data,
    PCFLT_RELATED_OBJECTS FltObjects, PVOID CompletionContext,
    FLT_POST_OPERATION_FLAGS Flags);
FLT_PREOP_CALLBACK_STATUS FLTAPI LedgerPreSetInformation(
    PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID *CompletionContext);
FLT_POSTOP_CALLBACK_STATUS FLTAPI LedgerPostSetInformation(
    PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags);
FLT_PREOP_CALLBACK_STATUS FLTAPI LedgerPreCleanup(PFLT_CALLBACK_DATA Data,
    PCFLT_RELATED_OBJECTS FltObjects, PVOID *CompletionContext);
FLT_POSTOP_CALLBACK_STATUS FLTAPI LedgerPostCleanup(PFLT_CALLBACK_DATA Data,
    PCFLT_RELATED_OBJECTS FltObjects, PVOID CompletionContext,
    FLT_POST_OPERATION_FLAGS Flags);

/* account.c */
VOID LedgerAdd(LEDGER_KIND Kind, HANDLE Process, ULONG NameHash,
    NTSTATUS Status, ULONG Bytes);
ULONG LedgerTake(PLEDGER_ENTRY Entries, ULONG Room);
LEDGER_PAGED ULONG LedgerHashName(PCUNICODE_STRING Name);
LEDGER_PAGED BOOLEAN LedgerHold(PLEDGER_INSTANCE Instance);
LEDGER_PAGED VOID LedgerLetGo(PLEDGER_INSTANCE Instance);
KDEFERRED_ROUTINE LedgerFlushDpc;
VOID LedgerStartFlush(VOID);
VOID LedgerStopFlush(VOID);

/* port.c */
NTSTATUS LedgerOpenPort(VOID);
NTSTATUS FLTAPI LedgerConnect(PFLT_PORT ClientPort, PVOID ServerPortCookie,
    PVOID ConnectionContext, ULONG SizeOfContext,
    PVOID *ConnectionPortCookie);
VOID FLTAPI LedgerDisconnect(PVOID ConnectionCookie);
NTSTATUS FLTAPI LedgerMessage(PVOID PortCookie, PVOID InputBuffer,
    ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength,
    PULONG ReturnOutputBufferLength);
VOID FLTAPI LedgerSendWorker(
    PFLT_GENERIC_WORKITEM FltWorkItem, PVOID FltObject, PVOID Context);
LEDGER_PAGED NTSTATUS LedgerProbeVolume(PLEDGER_INSTANCE Instance);

#endif
// want nothing
