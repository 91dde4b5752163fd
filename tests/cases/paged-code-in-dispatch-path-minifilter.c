/*
 * Minifilters: pre-operation routines run below DISPATCH_LEVEL, post-operation
 * routines may not. Post-create is the exception, and so is what the filter
 * manager brings back down.
 */
#include <fltKernel.h>

#define PAGED __declspec(code_seg("PAGE"))

static PFLT_FILTER Filter;

PAGED static FLT_PREOP_CALLBACK_STATUS FLTAPI PreCreate(
	PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS Objects,
	PVOID *CompletionContext)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Data);
	UNREFERENCED_PARAMETER(Objects);
	*CompletionContext = NULL;
	return FLT_PREOP_SUCCESS_WITH_CALLBACK;
}

PAGED static FLT_POSTOP_CALLBACK_STATUS FLTAPI PostCreate(
	PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS Objects,
	PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Data);
	UNREFERENCED_PARAMETER(Objects);
	UNREFERENCED_PARAMETER(CompletionContext);
	UNREFERENCED_PARAMETER(Flags);
	return FLT_POSTOP_FINISHED_PROCESSING;
}

PAGED static FLT_POSTOP_CALLBACK_STATUS FLTAPI PostRead( // want may PA1005 "'PostRead'"
	PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS Objects,
	PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Data);
	UNREFERENCED_PARAMETER(Objects);
	UNREFERENCED_PARAMETER(CompletionContext);
	UNREFERENCED_PARAMETER(Flags);
	return FLT_POSTOP_FINISHED_PROCESSING;
}

/* What the filter manager calls when it is safe. */
PAGED static FLT_POSTOP_CALLBACK_STATUS FLTAPI WhenSafe(
	PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS Objects,
	PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Data);
	UNREFERENCED_PARAMETER(Objects);
	UNREFERENCED_PARAMETER(CompletionContext);
	UNREFERENCED_PARAMETER(Flags);
	return FLT_POSTOP_FINISHED_PROCESSING;
}

static FLT_POSTOP_CALLBACK_STATUS FLTAPI PostWrite(PFLT_CALLBACK_DATA Data,
	PCFLT_RELATED_OBJECTS Objects, PVOID CompletionContext,
	FLT_POST_OPERATION_FLAGS Flags)
{
	FLT_POSTOP_CALLBACK_STATUS status = FLT_POSTOP_FINISHED_PROCESSING;

	if (!FltDoCompletionProcessingWhenSafe(Data, Objects,
		    CompletionContext, Flags, WhenSafe, &status)) {
		Data->IoStatus.Status = STATUS_UNSUCCESSFUL;
	}
	return status;
}

PAGED static NTSTATUS FLTAPI Unload(FLT_FILTER_UNLOAD_FLAGS Flags)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Flags);
	FltUnregisterFilter(Filter);
	return STATUS_SUCCESS;
}

static const FLT_OPERATION_REGISTRATION Callbacks[] = {
	{ IRP_MJ_CREATE, 0, PreCreate, PostCreate },
	{ IRP_MJ_READ, 0, NULL, PostRead },
	{ IRP_MJ_WRITE, 0, NULL, PostWrite },
	{ IRP_MJ_OPERATION_END },
};

static const FLT_REGISTRATION Registration = {
	.Size = sizeof(FLT_REGISTRATION),
	.Version = FLT_REGISTRATION_VERSION,
	.OperationRegistration = Callbacks,
	.FilterUnloadCallback = Unload,
};

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	return FltRegisterFilter(Driver, &Registration, &Filter);
}
