/*
 * One post-operation routine for all requests: creations complete at
 * PASSIVE_LEVEL, and so what it does for them alone is done there.
 */
#include <fltKernel.h>

static PFLT_FILTER Filter;

static VOID Open(PCFLT_RELATED_OBJECTS Objects)
{
	HANDLE handle = Objects->FileObject->FsContext;

	ZwClose(handle);
}

static VOID Read(PCFLT_RELATED_OBJECTS Objects)
{
	HANDLE handle = Objects->FileObject->FsContext;

	ZwFlushKey(handle); // want may PA1008 "'ZwFlushKey'"
}

static FLT_POSTOP_CALLBACK_STATUS FLTAPI Post(PFLT_CALLBACK_DATA Data,
	PCFLT_RELATED_OBJECTS Objects, PVOID CompletionContext,
	FLT_POST_OPERATION_FLAGS Flags)
{
	UNREFERENCED_PARAMETER(CompletionContext);
	UNREFERENCED_PARAMETER(Flags);
	if (Objects->FileObject && Data->Iopb->MajorFunction == IRP_MJ_CREATE)
		Open(Objects);
	if (Data->Iopb->MajorFunction == IRP_MJ_READ)
		Read(Objects);
	return FLT_POSTOP_FINISHED_PROCESSING;
}

static const FLT_OPERATION_REGISTRATION Operations[] = {
	{ IRP_MJ_CREATE, 0, NULL, Post },
	{ IRP_MJ_READ, 0, NULL, Post },
	{ IRP_MJ_OPERATION_END },
};

static const FLT_REGISTRATION Registration = {
	.Size = sizeof(FLT_REGISTRATION),
	.Version = FLT_REGISTRATION_VERSION,
	.OperationRegistration = Operations,
};

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	return FltRegisterFilter(Driver, &Registration, &Filter);
}
