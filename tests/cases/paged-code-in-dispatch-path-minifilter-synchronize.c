/*
 * Minifilters: a pre-operation routine that returns FLT_PREOP_SYNCHRONIZE has
 * its post-operation routine called in its own thread; one that does so on
 * some paths only promises nothing.
 */
#include <fltKernel.h>

#define PAGED __declspec(code_seg("PAGE"))

#define PRE(name, status)                                                     \
	static FLT_PREOP_CALLBACK_STATUS FLTAPI name(PFLT_CALLBACK_DATA Data, \
		PCFLT_RELATED_OBJECTS Objects, PVOID *CompletionContext)      \
	{                                                                     \
		UNREFERENCED_PARAMETER(Objects);                              \
		*CompletionContext = Data;                                    \
		return status;                                                \
	}

#define POST(name)                                                            \
	PAGED static FLT_POSTOP_CALLBACK_STATUS FLTAPI name(                  \
		PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS Objects,       \
		PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)      \
	{                                                                     \
		PAGED_CODE();                                                 \
		UNREFERENCED_PARAMETER(Data);                                 \
		UNREFERENCED_PARAMETER(Objects);                              \
		UNREFERENCED_PARAMETER(CompletionContext);                    \
		UNREFERENCED_PARAMETER(Flags);                                \
		return FLT_POSTOP_FINISHED_PROCESSING;                        \
	}

PRE(Synchronizes, FLT_PREOP_SYNCHRONIZE)
PRE(CallsBack, FLT_PREOP_SUCCESS_WITH_CALLBACK)
PRE(Chooses, Data->Iopb->IrpFlags ? FLT_PREOP_SYNCHRONIZE :
				    FLT_PREOP_SUCCESS_WITH_CALLBACK)
PRE(ChoosesNone, Data->Iopb->IrpFlags ? FLT_PREOP_SYNCHRONIZE :
					FLT_PREOP_SUCCESS_NO_CALLBACK)

POST(AfterSynchronizes)
POST(AfterCallsBack) // want may PA1005 "'AfterCallsBack'"
POST(AfterChooses) // want may PA1005 "'AfterChooses'"
POST(AfterChoosesNone)
POST(AfterNothing) // want may PA1005 "'AfterNothing'"
POST(AfterCreateOnly)
POST(AfterCreateAndRead) // want may PA1005 "'AfterCreateAndRead'"

static FLT_PREOP_CALLBACK_STATUS FLTAPI ByLocal(PFLT_CALLBACK_DATA Data,
	PCFLT_RELATED_OBJECTS Objects, PVOID *CompletionContext)
{
	FLT_PREOP_CALLBACK_STATUS status = FLT_PREOP_SUCCESS_NO_CALLBACK;

	UNREFERENCED_PARAMETER(Objects);
	*CompletionContext = NULL;
	if (Data->Iopb->IrpFlags) {
		status = FLT_PREOP_SYNCHRONIZE;
	}
	return status;
}

POST(AfterByLocal)

static const FLT_OPERATION_REGISTRATION Callbacks[] = {
	{ IRP_MJ_READ, 0, Synchronizes, AfterSynchronizes },
	{ IRP_MJ_WRITE, 0, CallsBack, AfterCallsBack },
	{ IRP_MJ_QUERY_INFORMATION, 0, Chooses, AfterChooses },
	{ IRP_MJ_SET_INFORMATION, 0, ChoosesNone, AfterChoosesNone },
	{ IRP_MJ_CLEANUP, 0, NULL, AfterNothing },
	{ IRP_MJ_DIRECTORY_CONTROL, 0, ByLocal, AfterByLocal },
	{ IRP_MJ_CREATE, 0, CallsBack, AfterCreateOnly },
	{ IRP_MJ_CREATE, 0, CallsBack, AfterCreateAndRead },
	{ IRP_MJ_QUERY_EA, 0, CallsBack, AfterCreateAndRead },
	{ IRP_MJ_OPERATION_END },
};

static PFLT_FILTER Filter;

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	const FLT_REGISTRATION registration = {
		.Size = sizeof(FLT_REGISTRATION),
		.Version = FLT_REGISTRATION_VERSION,
		.OperationRegistration = Callbacks,
	};

	UNREFERENCED_PARAMETER(Path);
	return FltRegisterFilter(Driver, &registration, &Filter);
}
