/*
 * Minifilters: a pre-operation routine that asks for some requests to be
 * completed in its own thread, and for others not. What the post-operation
 * routine does with the former it does below DISPATCH_LEVEL.
 */
#include <fltKernel.h>

#define PAGED __declspec(code_seg("PAGE"))

#define PRE(name)                                                             \
	static FLT_PREOP_CALLBACK_STATUS FLTAPI name(PFLT_CALLBACK_DATA Data, \
		PCFLT_RELATED_OBJECTS Objects, PVOID *CompletionContext)

#define POST(name, condition, then, otherwise)                                \
	static FLT_POSTOP_CALLBACK_STATUS FLTAPI name(                        \
		PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS Objects,       \
		PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)      \
	{                                                                     \
		if (condition)                                                \
			then(Data);                                           \
		else                                                          \
			otherwise(Data);                                      \
		return FLT_POSTOP_FINISHED_PROCESSING;                        \
	}

#define WORK(name)                                                            \
	PAGED static VOID name(PFLT_CALLBACK_DATA Data)                       \
	{                                                                     \
		PAGED_CODE();                                                 \
		Data->IoStatus.Information = 0;                               \
	}

static VOID Nothing(PFLT_CALLBACK_DATA Data)
{
	Data->IoStatus.Information = 0;
}

/* ---- by the major function ---------------------------------------------- */

PRE(BySwitch)
{
	switch (Data->Iopb->MajorFunction) {
	case IRP_MJ_WRITE:
	case IRP_MJ_SET_EA:
		return FLT_PREOP_SYNCHRONIZE;
	case IRP_MJ_READ:
		return FLT_PREOP_SUCCESS_NO_CALLBACK;
	default:
		return FLT_PREOP_SUCCESS_WITH_CALLBACK;
	}
}

WORK(AfterWrite)
WORK(AfterOther) // want may PA1005 "'AfterOther'"
POST(PostBySwitch, Data->Iopb->MajorFunction == IRP_MJ_WRITE, AfterWrite, AfterOther)

/* ---- by a local that is returned ----------------------------------------- */

PRE(ByLocal)
{
	FLT_PREOP_CALLBACK_STATUS status = FLT_PREOP_SUCCESS_WITH_CALLBACK;
	PFLT_IO_PARAMETER_BLOCK request = Data->Iopb;

	if (request->MajorFunction == IRP_MJ_WRITE)
		status = FLT_PREOP_SYNCHRONIZE;
	return status;
}

WORK(AfterLocalWrite)
WORK(AfterLocalRead) // want may PA1005 "'AfterLocalRead'"
POST(PostByLocal, Data->Iopb->MajorFunction != IRP_MJ_WRITE, AfterLocalRead, AfterLocalWrite)

/* ---- by a helper ------------------------------------------------------- */

static FLT_PREOP_CALLBACK_STATUS Prepare(PFLT_CALLBACK_DATA Data)
{
	if (Data->Iopb->IrpFlags)
		return FLT_PREOP_COMPLETE;
	return FLT_PREOP_SYNCHRONIZE;
}

PRE(ByControlCode)
{
	switch (Data->Iopb->Parameters.FileSystemControl.Common.FsControlCode) {
	case 0x900bb:
		return Prepare(Data);
	case 0x900b3:
		return FLT_PREOP_SUCCESS_WITH_CALLBACK;
	case 0x900eb:
		return FLT_PREOP_PENDING;
	default:
		return FLT_PREOP_SUCCESS_NO_CALLBACK;
	}
}

WORK(AfterRead)
WORK(AfterEnumerate) // want may PA1005 "'AfterEnumerate'"
WORK(AfterPended) // want may PA1005 "'AfterPended'"

static FLT_POSTOP_CALLBACK_STATUS FLTAPI PostByControlCode(
	PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS Objects,
	PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
	switch (Data->Iopb->Parameters.FileSystemControl.Common.FsControlCode) {
	case 0x900bb:
		AfterRead(Data);
		break;
	case 0x900b3:
		AfterEnumerate(Data);
		break;
	case 0x900eb:
		AfterPended(Data);
		break;
	default:
		break;
	}
	return FLT_POSTOP_FINISHED_PROCESSING;
}

/* ---- not always --------------------------------------------------------- */

PRE(NotAlways)
{
	if (Data->Iopb->IrpFlags)
		return FLT_PREOP_SUCCESS_WITH_CALLBACK;
	if (Data->Iopb->MajorFunction == IRP_MJ_WRITE)
		return FLT_PREOP_SYNCHRONIZE;
	return FLT_PREOP_SUCCESS_NO_CALLBACK;
}

WORK(AfterNotAlways) // want may PA1005 "'AfterNotAlways'"
POST(PostNotAlways, Data->Iopb->MajorFunction == IRP_MJ_WRITE, AfterNotAlways, Nothing)

/* The same routine behind another pre-operation routine. */
PRE(CallsBack)
{
	*CompletionContext = Data;
	return FLT_PREOP_SUCCESS_WITH_CALLBACK;
}

WORK(AfterTwo) // want may PA1005 "'AfterTwo'"
POST(PostOfTwo, Data->Iopb->MajorFunction == IRP_MJ_WRITE, AfterTwo, Nothing)

/* ---- what is drained ----------------------------------------------------- */

WORK(Drain)
WORK(DrainAndGoOn) // want may PA1005 "'DrainAndGoOn'"
POST(PostDrained, FlagOn(Flags, FLTFL_POST_OPERATION_DRAINING), Drain, Nothing)
POST(PostNotDrained, FlagOn(Flags, FLTFL_POST_OPERATION_DRAINING), Nothing, DrainAndGoOn)

/* The flags are handed on to who asks. */
WORK(DrainInHelper)
WORK(GoOnInHelper) // want may PA1005 "'GoOnInHelper'"

static VOID DrainIfAsked(PFLT_CALLBACK_DATA Data, FLT_POST_OPERATION_FLAGS Flags)
{
	if (FlagOn(Flags, FLTFL_POST_OPERATION_DRAINING))
		DrainInHelper(Data);
}

static VOID GoOnUnlessAsked(PFLT_CALLBACK_DATA Data, FLT_POST_OPERATION_FLAGS Flags)
{
	if (!FlagOn(Flags, FLTFL_POST_OPERATION_DRAINING))
		GoOnInHelper(Data);
}

static FLT_POSTOP_CALLBACK_STATUS FLTAPI PostHandsOn(
	PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS Objects,
	PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags)
{
	DrainIfAsked(Data, Flags);
	GoOnUnlessAsked(Data, Flags);
	return FLT_POSTOP_FINISHED_PROCESSING;
}

static const FLT_OPERATION_REGISTRATION Callbacks[] = {
	{ IRP_MJ_LOCK_CONTROL, 0, CallsBack, PostDrained },
	{ IRP_MJ_DIRECTORY_CONTROL, 0, CallsBack, PostNotDrained },
	{ IRP_MJ_DIRECTORY_CONTROL, 0, CallsBack, PostHandsOn },
	{ IRP_MJ_READ, 0, BySwitch, PostBySwitch },
	{ IRP_MJ_WRITE, 0, BySwitch, PostBySwitch },
	{ IRP_MJ_SET_EA, 0, ByLocal, PostByLocal },
	{ IRP_MJ_FILE_SYSTEM_CONTROL, 0, ByControlCode, PostByControlCode },
	{ IRP_MJ_SET_INFORMATION, 0, NotAlways, PostNotAlways },
	{ IRP_MJ_QUERY_EA, 0, BySwitch, PostOfTwo },
	{ IRP_MJ_CLEANUP, 0, CallsBack, PostOfTwo },
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

	return FltRegisterFilter(Driver, &registration, &Filter);
}
