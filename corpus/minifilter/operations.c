/*
 * operations.c - what happens to the files.
 *
 * Before an operation the filter is called at the level of whoever began it.
 * Afterwards it may be called from the completion of the disk's request,
 * except after a create, and after what it has asked to be synchronised.
 */
#include "ledger.h"

static PLEDGER_STREAM LedgerGetStream(
    PCFLT_RELATED_OBJECTS FltObjects, BOOLEAN Create);
static VOID LedgerCountWrite(PLEDGER_INSTANCE Instance, ULONG Bytes);
static FLT_POSTOP_CALLBACK_STATUS FLTAPI LedgerSafeCleanup(
    PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags);
static VOID FLTAPI LedgerMarkerWritten(
    PFLT_CALLBACK_DATA CallbackData, PFLT_CONTEXT Context);
static VOID LedgerWriteMarker(PCFLT_RELATED_OBJECTS FltObjects);
static VOID LedgerNoteStream(PLEDGER_STREAM Stream, HANDLE Process);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, LedgerPreCreate)
#pragma alloc_text(PAGE, LedgerPostCreate)
#pragma alloc_text(PAGE, LedgerPreWrite)
#pragma alloc_text(PAGE, LedgerPostWrite)
#pragma alloc_text(PAGE, LedgerPreSetInformation)
#pragma alloc_text(PAGE, LedgerPostSetInformation)
#pragma alloc_text(PAGE, LedgerPreCleanup)
#pragma alloc_text(PAGE, LedgerSafeCleanup)
#pragma alloc_text(PAGE, LedgerGetStream)
#pragma alloc_text(PAGE, LedgerNoteStream)
#pragma alloc_text(PAGE, LedgerMarkerWritten)
#pragma alloc_text(PAGE, LedgerWriteMarker)
#endif

/* ---- helpers ----------------------------------------------------------- */

static PLEDGER_STREAM
LedgerGetStream(PCFLT_RELATED_OBJECTS FltObjects, BOOLEAN Create)
{
    PLEDGER_STREAM stream, old = NULL;
    NTSTATUS status;

    PAGED_CODE();

    status = FltGetStreamContext(FltObjects->Instance, FltObjects->FileObject,
        (PFLT_CONTEXT *)&stream);
    if (NT_SUCCESS(status)) {
        return stream;
    }
    if (!Create ||
        !NT_SUCCESS(FltAllocateContext(Ledger.Filter, FLT_STREAM_CONTEXT,
            sizeof(*stream), NonPagedPoolNx, (PFLT_CONTEXT *)&stream))) {
        return NULL;
    }
    RtlZeroMemory(stream, sizeof(*stream));
    FltInitializePushLock(&stream->Lock);
    status = FltSetStreamContext(FltObjects->Instance, FltObjects->FileObject,
        FLT_SET_CONTEXT_KEEP_IF_EXISTS, stream, (PFLT_CONTEXT *)&old);
    if (status == STATUS_FLT_CONTEXT_ALREADY_DEFINED) {
        FltReleaseContext(stream);
        return old;
    }
    if (!NT_SUCCESS(status)) {
        FltReleaseContext(stream);
        return NULL;
    }
    return stream;
}

static VOID
LedgerNoteStream(PLEDGER_STREAM Stream, HANDLE Process)
{
    PAGED_CODE();

    FltAcquirePushLockExclusive(&Stream->Lock);
    Stream->LastWriter = Process;
    Stream->Writes++;
    FltReleasePushLock(&Stream->Lock);
}

/* Counters alone, at any level up to DISPATCH_LEVEL. */
static VOID
LedgerCountWrite(PLEDGER_INSTANCE Instance, ULONG Bytes)
{
    KLOCK_QUEUE_HANDLE handle;

    KeAcquireInStackQueuedSpinLock(&Instance->CountLock, &handle);
    Instance->Writes++;
    Instance->Bytes += Bytes;
    KeReleaseInStackQueuedSpinLock(&handle);
}

/* ---- create ------------------------------------------------------------ */

FLT_PREOP_CALLBACK_STATUS FLTAPI
LedgerPreCreate(PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID *CompletionContext)
{
    UNREFERENCED_PARAMETER(FltObjects);
    UNREFERENCED_PARAMETER(CompletionContext);
    PAGED_CODE();

    if (FlagOn(Data->Iopb->Parameters.Create.Options, FILE_DIRECTORY_FILE)) {
        return FLT_PREOP_SUCCESS_NO_CALLBACK;
    }
    return FLT_PREOP_SUCCESS_WITH_CALLBACK;
}

FLT_POSTOP_CALLBACK_STATUS FLTAPI
LedgerPostCreate(PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
    PFLT_FILE_NAME_INFORMATION name;
    PLEDGER_STREAM stream;

    UNREFERENCED_PARAMETER(CompletionContext);
    PAGED_CODE();

    if (FlagOn(Flags, FLTFL_POST_OPERATION_DRAINING) ||
        !NT_SUCCESS(Data->IoStatus.Status) ||
        Data->IoStatus.Status == STATUS_REPARSE) {
        return FLT_POSTOP_FINISHED_PROCESSING;
    }
    stream = LedgerGetStream(FltObjects, TRUE);
    if (stream == NULL) {
        return FLT_POSTOP_FINISHED_PROCESSING;
    }
    if (NT_SUCCESS(FltGetFileNameInformation(Data,
            FLT_FILE_NAME_NORMALIZED | FLT_FILE_NAME_QUERY_DEFAULT, &name))) {
        FltAcquirePushLockExclusive(&stream->Lock);
        stream->NameHash = LedgerHashName(&name->Name);
        FltReleasePushLock(&stream->Lock);
        LedgerAdd(LedgerCreate, FltGetRequestorProcessIdEx(Data),
            stream->NameHash, Data->IoStatus.Status, 0);
        FltReleaseFileNameInformation(name);
    }
    FltReleaseContext(stream);
    return FLT_POSTOP_FINISHED_PROCESSING;
}

/* ---- write ------------------------------------------------------------- */

FLT_PREOP_CALLBACK_STATUS FLTAPI
LedgerPreWrite(PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID *CompletionContext)
{
    PLEDGER_INSTANCE instance;
    PLEDGER_REQUEST request;
    PLEDGER_STREAM stream;
    BOOLEAN held;

    PAGED_CODE();

    if (!NT_SUCCESS(FltGetInstanceContext(
            FltObjects->Instance, (PFLT_CONTEXT *)&instance))) {
        return FLT_PREOP_SUCCESS_NO_CALLBACK;
    }
    held = LedgerHold(instance);
    LedgerCountWrite(instance, Data->Iopb->Parameters.Write.Length);
    FltReleaseContext(instance);
    if (held) {
        Data->IoStatus.Status = STATUS_FILE_LOCK_CONFLICT;
        Data->IoStatus.Information = 0;
        return FLT_PREOP_COMPLETE;
    }

    request = ExAllocateFromNPagedLookasideList(&Ledger.Requests);
    if (request == NULL) {
        return FLT_PREOP_SUCCESS_NO_CALLBACK;
    }
    request->Process = FltGetRequestorProcessIdEx(Data);
    request->NameHash = 0;
    stream = LedgerGetStream(FltObjects, TRUE);
    if (stream != NULL) {
        LedgerNoteStream(stream, request->Process);
        request->NameHash = stream->NameHash;
        FltReleaseContext(stream);
    }
    *CompletionContext = request;
    return FLT_PREOP_SUCCESS_WITH_CALLBACK;
}

FLT_POSTOP_CALLBACK_STATUS FLTAPI
LedgerPostWrite(PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects, // want may paged-code-in-dispatch-path "'LedgerPostWrite'"
    PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
    PLEDGER_REQUEST request = CompletionContext;

    UNREFERENCED_PARAMETER(FltObjects);
    PAGED_CODE();

    if (!FlagOn(Flags, FLTFL_POST_OPERATION_DRAINING)) {
        LedgerAdd(LedgerWrite, request->Process, request->NameHash,
            Data->IoStatus.Status, (ULONG)Data->IoStatus.Information);
    }
    ExFreeToNPagedLookasideList(&Ledger.Requests, request);
    return FLT_POSTOP_FINISHED_PROCESSING;
}

/* ---- rename and delete ------------------------------------------------- */

FLT_PREOP_CALLBACK_STATUS FLTAPI
LedgerPreSetInformation(PFLT_CALLBACK_DATA Data,
    PCFLT_RELATED_OBJECTS FltObjects, PVOID *CompletionContext)
{
    UNREFERENCED_PARAMETER(FltObjects);
    UNREFERENCED_PARAMETER(CompletionContext);
    PAGED_CODE();

    switch (Data->Iopb->Parameters.SetFileInformation.FileInformationClass) {
    case FileRenameInformation:
    case FileDispositionInformation:
        return FLT_PREOP_SYNCHRONIZE;
    default:
        return FLT_PREOP_SUCCESS_NO_CALLBACK;
    }
}

/* Always in the context of the one who asked. */
FLT_POSTOP_CALLBACK_STATUS FLTAPI
LedgerPostSetInformation(PFLT_CALLBACK_DATA Data,
    PCFLT_RELATED_OBJECTS FltObjects, PVOID CompletionContext,
    FLT_POST_OPERATION_FLAGS Flags)
{
    PLEDGER_STREAM stream;
    ULONG hash = 0;
    BOOLEAN rename;

    UNREFERENCED_PARAMETER(CompletionContext);
    UNREFERENCED_PARAMETER(Flags);
    PAGED_CODE();

    rename = Data->Iopb->Parameters.SetFileInformation.FileInformationClass ==
        FileRenameInformation;
    stream = LedgerGetStream(FltObjects, FALSE);
    if (stream != NULL) {
        FltAcquirePushLockExclusive(&stream->Lock);
        stream->Deleted = !rename && NT_SUCCESS(Data->IoStatus.Status);
        hash = stream->NameHash;
        FltReleasePushLock(&stream->Lock);
        FltReleaseContext(stream);
    }
    LedgerAdd(rename ? LedgerRename : LedgerDelete,
        FltGetRequestorProcessIdEx(Data), hash, Data->IoStatus.Status, 0);
    return FLT_POSTOP_FINISHED_PROCESSING;
}

/* ---- cleanup ----------------------------------------------------------- */

FLT_PREOP_CALLBACK_STATUS FLTAPI
LedgerPreCleanup(PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID *CompletionContext)
{
    UNREFERENCED_PARAMETER(Data);
    UNREFERENCED_PARAMETER(CompletionContext);
    PAGED_CODE();

    if (FltObjects->FileObject == NULL) {
        return FLT_PREOP_SUCCESS_NO_CALLBACK;
    }
    LedgerWriteMarker(FltObjects);
    return FLT_PREOP_SUCCESS_WITH_CALLBACK;
}

/* Resident; what needs a lower level is done when it is safe. */
FLT_POSTOP_CALLBACK_STATUS FLTAPI
LedgerPostCleanup(PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
    FLT_POSTOP_CALLBACK_STATUS status;

    if (FlagOn(Flags, FLTFL_POST_OPERATION_DRAINING)) {
        return FLT_POSTOP_FINISHED_PROCESSING;
    }
    if (!FltDoCompletionProcessingWhenSafe(Data, FltObjects, CompletionContext,
            Flags, LedgerSafeCleanup, &status)) {
        return FLT_POSTOP_FINISHED_PROCESSING;
    }
    return status;
}

static FLT_POSTOP_CALLBACK_STATUS FLTAPI
LedgerSafeCleanup(PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
    PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
    PLEDGER_STREAM stream;

    UNREFERENCED_PARAMETER(CompletionContext);
    UNREFERENCED_PARAMETER(Flags);
    PAGED_CODE();

    stream = LedgerGetStream(FltObjects, FALSE);
    if (stream != NULL) {
        FltAcquirePushLockShared(&stream->Lock);
        LedgerAdd(LedgerDelete, stream->LastWriter, stream->NameHash,
            Data->IoStatus.Status, 0);
        FltReleasePushLock(&stream->Lock);
        FltReleaseContext(stream);
    }
    return FLT_POSTOP_FINISHED_PROCESSING;
}

/* ---- a marker behind the last write ------------------------------------ */

/* The file's time is set without waiting for it. */
static VOID
LedgerWriteMarker(PCFLT_RELATED_OBJECTS FltObjects)
{
    PFLT_CALLBACK_DATA data;
    PFILE_BASIC_INFORMATION basic;
    PFLT_IO_PARAMETER_BLOCK block;

    PAGED_CODE();

    basic = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*basic), LEDGER_TAG);
    if (basic == NULL) {
        return;
    }
    if (!NT_SUCCESS(FltAllocateCallbackData(
            FltObjects->Instance, FltObjects->FileObject, &data))) {
        ExFreePoolWithTag(basic, LEDGER_TAG);
        return;
    }
    KeQuerySystemTimePrecise(&basic->ChangeTime);
    block = data->Iopb;
    block->MajorFunction = IRP_MJ_SET_INFORMATION;
    block->Parameters.SetFileInformation.Length = sizeof(*basic);
    block->Parameters.SetFileInformation.FileInformationClass =
        FileBasicInformation;
    block->Parameters.SetFileInformation.InfoBuffer = basic;
    if (!NT_SUCCESS(FltPerformAsynchronousIo(
            data, LedgerMarkerWritten, basic))) {
        FltFreeCallbackData(data);
        ExFreePoolWithTag(basic, LEDGER_TAG);
    }
}

static VOID FLTAPI
LedgerMarkerWritten(PFLT_CALLBACK_DATA CallbackData, PFLT_CONTEXT Context) // want may paged-code-in-dispatch-path "'LedgerMarkerWritten'"
{
    PAGED_CODE();

    FltFreeCallbackData(CallbackData);
    ExFreePoolWithTag(Context, LEDGER_TAG);
}
