/* Queues, requests, files, I/O targets. See wdf.h. */
#ifndef PAGEAUDIT_WDFIO_H
#define PAGEAUDIT_WDFIO_H
#pragma GCC system_header

#include "wdfdevice.h"

WDF_EXTERN_C_START

/* ---- Queue callbacks: <= DISPATCH_LEVEL unless the level is passive ---- */

typedef enum _WDF_IO_QUEUE_DISPATCH_TYPE {
	WdfIoQueueDispatchInvalid = 0,
	WdfIoQueueDispatchSequential,
	WdfIoQueueDispatchParallel,
	WdfIoQueueDispatchManual,
	WdfIoQueueDispatchMax,
} WDF_IO_QUEUE_DISPATCH_TYPE;

typedef enum _WDF_IO_QUEUE_STATE {
	WdfIoQueueAcceptRequests = 0x01,
	WdfIoQueueDispatchRequests = 0x02,
	WdfIoQueueNoRequests = 0x04,
	WdfIoQueueDriverNoRequests = 0x08,
	WdfIoQueuePnpHeld = 0x10,
} WDF_IO_QUEUE_STATE;
#define WDF_IO_QUEUE_IDLE(s) \
	(((s) & WdfIoQueueNoRequests) && ((s) & WdfIoQueueDriverNoRequests))

typedef enum _WDF_REQUEST_STOP_ACTION_FLAGS {
	WdfRequestStopActionInvalid = 0,
	WdfRequestStopActionSuspend = 0x01,
	WdfRequestStopActionPurge = 0x2,
	WdfRequestStopRequestCancelable = 0x10000000,
} WDF_REQUEST_STOP_ACTION_FLAGS;

PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_IO_DEFAULT,
	(WDFQUEUE Queue, WDFREQUEST Request));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_IO_READ,
	(WDFQUEUE Queue, WDFREQUEST Request, size_t Length));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_IO_WRITE,
	(WDFQUEUE Queue, WDFREQUEST Request, size_t Length));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_IO_DEVICE_CONTROL,
	(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength,
		size_t InputBufferLength, ULONG IoControlCode));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL,
	(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength,
		size_t InputBufferLength, ULONG IoControlCode));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_IO_STOP,
	(WDFQUEUE Queue, WDFREQUEST Request, ULONG ActionFlags));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_IO_RESUME,
	(WDFQUEUE Queue, WDFREQUEST Request));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_IO_CANCELED_ON_QUEUE,
	(WDFQUEUE Queue, WDFREQUEST Request));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_QUEUE_STATE,
	(WDFQUEUE Queue, WDFCONTEXT Context));

typedef struct _WDF_IO_QUEUE_CONFIG {
	ULONG Size;
	WDF_IO_QUEUE_DISPATCH_TYPE DispatchType;
	WDF_TRI_STATE PowerManaged;
	BOOLEAN AllowZeroLengthRequests;
	BOOLEAN DefaultQueue;
	PFN_WDF_IO_QUEUE_IO_DEFAULT EvtIoDefault;
	PFN_WDF_IO_QUEUE_IO_READ EvtIoRead;
	PFN_WDF_IO_QUEUE_IO_WRITE EvtIoWrite;
	PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
	PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL EvtIoInternalDeviceControl;
	PFN_WDF_IO_QUEUE_IO_STOP EvtIoStop;
	PFN_WDF_IO_QUEUE_IO_RESUME EvtIoResume;
	PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE EvtIoCanceledOnQueue;
	union {
		struct {
			ULONG NumberOfPresentedRequests;
		} Parallel;
	} Settings;
	WDFDRIVER Driver;
} WDF_IO_QUEUE_CONFIG, *PWDF_IO_QUEUE_CONFIG;

FORCEINLINE VOID WDF_IO_QUEUE_CONFIG_INIT(
	PWDF_IO_QUEUE_CONFIG Config, WDF_IO_QUEUE_DISPATCH_TYPE DispatchType)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_IO_QUEUE_CONFIG);
	Config->PowerManaged = WdfUseDefault;
	Config->DispatchType = DispatchType;
	if (DispatchType == WdfIoQueueDispatchParallel)
		Config->Settings.Parallel.NumberOfPresentedRequests = (ULONG)-1;
}

FORCEINLINE VOID WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(
	PWDF_IO_QUEUE_CONFIG Config, WDF_IO_QUEUE_DISPATCH_TYPE DispatchType)
{
	WDF_IO_QUEUE_CONFIG_INIT(Config, DispatchType);
	Config->DefaultQueue = TRUE;
}

typedef enum _WDF_REQUEST_TYPE {
	WdfRequestTypeCreate = 0x0,
	WdfRequestTypeCreateNamedPipe = 0x1,
	WdfRequestTypeClose = 0x2,
	WdfRequestTypeRead = 0x3,
	WdfRequestTypeWrite = 0x4,
	WdfRequestTypeQueryInformation = 0x5,
	WdfRequestTypeSetInformation = 0x6,
	WdfRequestTypeFlushBuffers = 0x9,
	WdfRequestTypeDeviceControl = 0xE,
	WdfRequestTypeDeviceControlInternal = 0xF,
	WdfRequestTypeShutdown = 0x10,
	WdfRequestTypeCleanup = 0x12,
	WdfRequestTypeUsb = 0x40,
	WdfRequestTypeNoFormat = 0xFF,
	WdfRequestTypeMax,
} WDF_REQUEST_TYPE;

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoQueueCreate(WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE *Queue);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDeviceConfigureRequestDispatching(
	WDFDEVICE Device, WDFQUEUE Queue, WDF_REQUEST_TYPE RequestType);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDF_IO_QUEUE_STATE WdfIoQueueGetState(
	WDFQUEUE Queue, PULONG QueueRequests, PULONG DriverRequests);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDEVICE WdfIoQueueGetDevice(WDFQUEUE Queue);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoQueueStart(WDFQUEUE Queue);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoQueueStop(
	WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopComplete, WDFCONTEXT Context);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfIoQueueStopSynchronously(WDFQUEUE Queue);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoQueueDrain(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE DrainComplete,
	WDFCONTEXT Context);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfIoQueueDrainSynchronously(WDFQUEUE Queue);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoQueuePurge(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE PurgeComplete,
	WDFCONTEXT Context);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfIoQueuePurgeSynchronously(WDFQUEUE Queue);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoQueueStopAndPurge(WDFQUEUE Queue,
	PFN_WDF_IO_QUEUE_STATE StopAndPurgeComplete, WDFCONTEXT Context);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfIoQueueStopAndPurgeSynchronously(WDFQUEUE Queue);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoQueueReadyNotify(WDFQUEUE Queue,
	PFN_WDF_IO_QUEUE_STATE QueueReady, WDFCONTEXT Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoQueueRetrieveNextRequest(WDFQUEUE Queue, WDFREQUEST *OutRequest);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoQueueRetrieveRequestByFileObject(
	WDFQUEUE Queue, WDFFILEOBJECT FileObject, WDFREQUEST *OutRequest);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoQueueRetrieveFoundRequest(
	WDFQUEUE Queue, WDFREQUEST FoundRequest, WDFREQUEST *OutRequest);

/* ---- Requests ---------------------------------------------------------- */

typedef struct _WDF_REQUEST_PARAMETERS {
	USHORT Size;
	UCHAR MinorFunction;
	WDF_REQUEST_TYPE Type;
	union {
		struct {
			PIO_SECURITY_CONTEXT SecurityContext;
			ULONG Options;
			USHORT POINTER_ALIGNMENT FileAttributes;
			USHORT ShareAccess;
			ULONG POINTER_ALIGNMENT EaLength;
		} Create;
		struct {
			size_t Length;
			ULONG POINTER_ALIGNMENT Key;
			LONGLONG DeviceOffset;
		} Read;
		struct {
			size_t Length;
			ULONG POINTER_ALIGNMENT Key;
			LONGLONG DeviceOffset;
		} Write;
		struct {
			size_t OutputBufferLength;
			size_t POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID Type3InputBuffer;
		} DeviceIoControl;
		struct {
			PVOID Arg1;
			PVOID Arg2;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID Arg4;
		} Others;
	} Parameters;
} WDF_REQUEST_PARAMETERS, *PWDF_REQUEST_PARAMETERS;

FORCEINLINE VOID WDF_REQUEST_PARAMETERS_INIT(PWDF_REQUEST_PARAMETERS Parameters)
{
	RtlZeroMemory(Parameters, sizeof(*Parameters));
	Parameters->Size = sizeof(*Parameters);
}

typedef struct _WDF_USB_REQUEST_COMPLETION_PARAMS
	*PWDF_USB_REQUEST_COMPLETION_PARAMS;

typedef struct _WDF_REQUEST_COMPLETION_PARAMS {
	ULONG Size;
	WDF_REQUEST_TYPE Type;
	IO_STATUS_BLOCK IoStatus;
	union {
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Write, Read;
		struct {
			ULONG IoControlCode;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
			} Input;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
				size_t Length;
			} Output;
		} Ioctl;
		struct {
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument1, Argument2, Argument3, Argument4;
		} Others;
		struct {
			PWDF_USB_REQUEST_COMPLETION_PARAMS Completion;
		} Usb;
	} Parameters;
} WDF_REQUEST_COMPLETION_PARAMS, *PWDF_REQUEST_COMPLETION_PARAMS;

FORCEINLINE VOID WDF_REQUEST_COMPLETION_PARAMS_INIT(
	PWDF_REQUEST_COMPLETION_PARAMS Params)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = WDF_STRUCTURE_SIZE(WDF_REQUEST_COMPLETION_PARAMS);
	Params->Type = WdfRequestTypeNoFormat;
}

/* These two ignore the execution level. */
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, REQUEST_CANCEL, (WDFREQUEST Request));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, REQUEST_COMPLETION_ROUTINE,
	(WDFREQUEST Request, WDFIOTARGET Target,
		PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context));

typedef enum _WDF_REQUEST_REUSE_FLAGS {
	WDF_REQUEST_REUSE_NO_FLAGS = 0x00000000,
	WDF_REQUEST_REUSE_SET_NEW_IRP = 0x00000001,
} WDF_REQUEST_REUSE_FLAGS;

typedef struct _WDF_REQUEST_REUSE_PARAMS {
	ULONG Size;
	ULONG Flags;
	NTSTATUS Status;
	PIRP NewIrp;
} WDF_REQUEST_REUSE_PARAMS, *PWDF_REQUEST_REUSE_PARAMS;

FORCEINLINE VOID WDF_REQUEST_REUSE_PARAMS_INIT(
	PWDF_REQUEST_REUSE_PARAMS Params, ULONG Flags, NTSTATUS Status)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = WDF_STRUCTURE_SIZE(WDF_REQUEST_REUSE_PARAMS);
	Params->Flags = Flags;
	Params->Status = Status;
}

typedef enum _WDF_REQUEST_SEND_OPTIONS_FLAGS {
	WDF_REQUEST_SEND_OPTION_TIMEOUT = 0x00000001,
	WDF_REQUEST_SEND_OPTION_SYNCHRONOUS = 0x00000002,
	WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE = 0x00000004,
	WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET = 0x00000008,
	WDF_REQUEST_SEND_OPTION_IMPERSONATE_CLIENT = 0x00010000,
	WDF_REQUEST_SEND_OPTION_IMPERSONATION_IGNORE_FAILURE = 0x00020000,
} WDF_REQUEST_SEND_OPTIONS_FLAGS;

typedef struct _WDF_REQUEST_SEND_OPTIONS {
	ULONG Size;
	ULONG Flags;
	LONGLONG Timeout;
} WDF_REQUEST_SEND_OPTIONS, *PWDF_REQUEST_SEND_OPTIONS;

FORCEINLINE VOID WDF_REQUEST_SEND_OPTIONS_INIT(
	PWDF_REQUEST_SEND_OPTIONS Options, ULONG Flags)
{
	RtlZeroMemory(Options, sizeof(*Options));
	Options->Size = WDF_STRUCTURE_SIZE(WDF_REQUEST_SEND_OPTIONS);
	Options->Flags = Flags;
}

FORCEINLINE VOID WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(
	PWDF_REQUEST_SEND_OPTIONS Options, LONGLONG Timeout)
{
	Options->Flags |= WDF_REQUEST_SEND_OPTION_TIMEOUT;
	Options->Timeout = Timeout;
}

typedef struct _WDF_REQUEST_FORWARD_OPTIONS {
	ULONG Size;
	ULONG Flags;
} WDF_REQUEST_FORWARD_OPTIONS, *PWDF_REQUEST_FORWARD_OPTIONS;

FORCEINLINE VOID WDF_REQUEST_FORWARD_OPTIONS_INIT(
	PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions)
{
	RtlZeroMemory(ForwardOptions, sizeof(*ForwardOptions));
	ForwardOptions->Size = WDF_STRUCTURE_SIZE(WDF_REQUEST_FORWARD_OPTIONS);
	ForwardOptions->Flags = 0x00000001;
}

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestCreate(PWDF_OBJECT_ATTRIBUTES RequestAttributes,
	WDFIOTARGET IoTarget, WDFREQUEST *Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestCreateFromIrp(PWDF_OBJECT_ATTRIBUTES RequestAttributes,
	PIRP Irp, BOOLEAN RequestFreesIrp, WDFREQUEST *Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestReuse(
	WDFREQUEST Request, PWDF_REQUEST_REUSE_PARAMS ReuseParams);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestChangeTarget(WDFREQUEST Request, WDFIOTARGET IoTarget);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestFormatRequestUsingCurrentType(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestWdmFormatUsingStackLocation(
	WDFREQUEST Request, PIO_STACK_LOCATION Stack);
_When_(Options->Flags & WDF_REQUEST_SEND_OPTION_SYNCHRONOUS == 0,
	_IRQL_requires_max_(DISPATCH_LEVEL))
BOOLEAN WdfRequestSend(WDFREQUEST Request, WDFIOTARGET Target,
	PWDF_REQUEST_SEND_OPTIONS Options);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestGetStatus(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestMarkCancelableEx(
	WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestMarkCancelable(
	WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestUnmarkCancelable(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfRequestIsCanceled(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfRequestCancelSentRequest(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfRequestIsFrom32BitProcess(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestSetCompletionRoutine(WDFREQUEST Request,
	PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine,
	WDFCONTEXT CompletionContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestGetCompletionParams(
	WDFREQUEST Request, PWDF_REQUEST_COMPLETION_PARAMS Params);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestAllocateTimer(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestComplete(WDFREQUEST Request, NTSTATUS Status);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestCompleteWithPriorityBoost(
	WDFREQUEST Request, NTSTATUS Status, CCHAR PriorityBoost);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestCompleteWithInformation(
	WDFREQUEST Request, NTSTATUS Status, ULONG_PTR Information);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestGetParameters(
	WDFREQUEST Request, PWDF_REQUEST_PARAMETERS Parameters);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestRetrieveInputMemory(WDFREQUEST Request, WDFMEMORY *Memory);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestRetrieveOutputMemory(WDFREQUEST Request, WDFMEMORY *Memory);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestRetrieveInputBuffer(WDFREQUEST Request,
	size_t MinimumRequiredLength, PVOID *Buffer, size_t *Length);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestRetrieveOutputBuffer(WDFREQUEST Request,
	size_t MinimumRequiredSize, PVOID *Buffer, size_t *Length);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestRetrieveInputWdmMdl(WDFREQUEST Request, PMDL *Mdl);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestRetrieveOutputWdmMdl(WDFREQUEST Request, PMDL *Mdl);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRequestRetrieveUnsafeUserInputBuffer(WDFREQUEST Request,
	size_t MinimumRequiredLength, PVOID *InputBuffer, size_t *Length);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRequestRetrieveUnsafeUserOutputBuffer(WDFREQUEST Request,
	size_t MinimumRequiredLength, PVOID *OutputBuffer, size_t *Length);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRequestProbeAndLockUserBufferForRead(WDFREQUEST Request,
	PVOID Buffer, size_t Length, WDFMEMORY *MemoryObject);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRequestProbeAndLockUserBufferForWrite(WDFREQUEST Request,
	PVOID Buffer, size_t Length, WDFMEMORY *MemoryObject);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestSetInformation(WDFREQUEST Request, ULONG_PTR Information);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG_PTR WdfRequestGetInformation(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFFILEOBJECT WdfRequestGetFileObject(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
KPROCESSOR_MODE WdfRequestGetRequestorMode(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestForwardToIoQueue(
	WDFREQUEST Request, WDFQUEUE DestinationQueue);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestForwardToParentDeviceIoQueue(WDFREQUEST Request,
	WDFQUEUE ParentDeviceQueue,
	PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfRequestRequeue(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFQUEUE WdfRequestGetIoQueue(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfRequestStopAcknowledge(WDFREQUEST Request, BOOLEAN Requeue);
_IRQL_requires_max_(DISPATCH_LEVEL)
PIRP WdfRequestWdmGetIrp(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoQueueFindRequest(WDFQUEUE Queue, WDFREQUEST FoundRequest,
	WDFFILEOBJECT FileObject, PWDF_REQUEST_PARAMETERS Parameters,
	WDFREQUEST *OutRequest);

/* ---- File objects ------------------------------------------------------ */

_IRQL_requires_max_(DISPATCH_LEVEL)
PUNICODE_STRING WdfFileObjectGetFileName(WDFFILEOBJECT FileObject);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfFileObjectGetFlags(WDFFILEOBJECT FileObject);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDEVICE WdfFileObjectGetDevice(WDFFILEOBJECT FileObject);
_IRQL_requires_max_(DISPATCH_LEVEL)
PFILE_OBJECT WdfFileObjectWdmGetFileObject(WDFFILEOBJECT FileObject);

/* ---- I/O targets ------------------------------------------------------- */

PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, IO_TARGET_QUERY_REMOVE,
	(WDFIOTARGET IoTarget));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, IO_TARGET_REMOVE_CANCELED,
	(WDFIOTARGET IoTarget));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, IO_TARGET_REMOVE_COMPLETE,
	(WDFIOTARGET IoTarget));

typedef enum _WDF_IO_TARGET_OPEN_TYPE {
	WdfIoTargetOpenUndefined = 0,
	WdfIoTargetOpenUseExistingDevice = 1,
	WdfIoTargetOpenByName = 2,
	WdfIoTargetOpenReopen = 3,
	WdfIoTargetOpenLocalTargetByFile = 4,
} WDF_IO_TARGET_OPEN_TYPE;

typedef enum _WDF_IO_TARGET_STATE {
	WdfIoTargetStateUndefined = 0,
	WdfIoTargetStarted,
	WdfIoTargetStopped,
	WdfIoTargetClosedForQueryRemove,
	WdfIoTargetClosed,
	WdfIoTargetDeleted,
	WdfIoTargetPurged,
} WDF_IO_TARGET_STATE, *PWDF_IO_TARGET_STATE;

typedef enum _WDF_IO_TARGET_SENT_IO_ACTION {
	WdfIoTargetSentIoUndefined = 0,
	WdfIoTargetCancelSentIo,
	WdfIoTargetWaitForSentIoToComplete,
	WdfIoTargetLeaveSentIoPending,
} WDF_IO_TARGET_SENT_IO_ACTION;

typedef enum _WDF_IO_TARGET_PURGE_IO_ACTION {
	WdfIoTargetPurgeIoUndefined = 0,
	WdfIoTargetPurgeIoAndWait,
	WdfIoTargetPurgeIo,
} WDF_IO_TARGET_PURGE_IO_ACTION;

typedef struct _WDF_IO_TARGET_OPEN_PARAMS {
	ULONG Size;
	WDF_IO_TARGET_OPEN_TYPE Type;
	PFN_WDF_IO_TARGET_QUERY_REMOVE EvtIoTargetQueryRemove;
	PFN_WDF_IO_TARGET_REMOVE_CANCELED EvtIoTargetRemoveCanceled;
	PFN_WDF_IO_TARGET_REMOVE_COMPLETE EvtIoTargetRemoveComplete;
	PDEVICE_OBJECT TargetDeviceObject;
	PFILE_OBJECT TargetFileObject;
	UNICODE_STRING TargetDeviceName;
	ACCESS_MASK DesiredAccess;
	ULONG ShareAccess;
	ULONG FileAttributes;
	ULONG CreateDisposition;
	ULONG CreateOptions;
	PVOID EaBuffer;
	ULONG EaBufferLength;
	PLONGLONG AllocationSize;
	ULONG FileInformation;
	UNICODE_STRING FileName;
} WDF_IO_TARGET_OPEN_PARAMS, *PWDF_IO_TARGET_OPEN_PARAMS;

FORCEINLINE VOID WDF_IO_TARGET_OPEN_PARAMS_INIT_EXISTING_DEVICE(
	PWDF_IO_TARGET_OPEN_PARAMS Params, PDEVICE_OBJECT DeviceObject)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = WDF_STRUCTURE_SIZE(WDF_IO_TARGET_OPEN_PARAMS);
	Params->Type = WdfIoTargetOpenUseExistingDevice;
	Params->TargetDeviceObject = DeviceObject;
}

FORCEINLINE VOID WDF_IO_TARGET_OPEN_PARAMS_INIT_OPEN_BY_NAME(
	PWDF_IO_TARGET_OPEN_PARAMS Params, PCUNICODE_STRING TargetDeviceName,
	ACCESS_MASK DesiredAccess)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = WDF_STRUCTURE_SIZE(WDF_IO_TARGET_OPEN_PARAMS);
	Params->Type = WdfIoTargetOpenByName;
	Params->TargetDeviceName = *TargetDeviceName;
	Params->DesiredAccess = DesiredAccess;
	Params->CreateOptions = FILE_NON_DIRECTORY_FILE;
}

FORCEINLINE VOID WDF_IO_TARGET_OPEN_PARAMS_INIT_CREATE_BY_NAME(
	PWDF_IO_TARGET_OPEN_PARAMS Params, PCUNICODE_STRING TargetDeviceName,
	ACCESS_MASK DesiredAccess)
{
	WDF_IO_TARGET_OPEN_PARAMS_INIT_OPEN_BY_NAME(
		Params, TargetDeviceName, DesiredAccess);
}

FORCEINLINE VOID WDF_IO_TARGET_OPEN_PARAMS_INIT_REOPEN(
	PWDF_IO_TARGET_OPEN_PARAMS Params)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = WDF_STRUCTURE_SIZE(WDF_IO_TARGET_OPEN_PARAMS);
	Params->Type = WdfIoTargetOpenReopen;
}

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoTargetCreate(WDFDEVICE Device,
	PWDF_OBJECT_ATTRIBUTES IoTargetAttributes, WDFIOTARGET *IoTarget);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetOpen(
	WDFIOTARGET IoTarget, PWDF_IO_TARGET_OPEN_PARAMS OpenParams);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfIoTargetCloseForQueryRemove(WDFIOTARGET IoTarget);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfIoTargetClose(WDFIOTARGET IoTarget);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoTargetStart(WDFIOTARGET IoTarget);
_When_(Action == WdfIoTargetLeaveSentIoPending,
	_IRQL_requires_max_(DISPATCH_LEVEL))
VOID WdfIoTargetStop(
	WDFIOTARGET IoTarget, WDF_IO_TARGET_SENT_IO_ACTION Action);
VOID WdfIoTargetPurge(
	WDFIOTARGET IoTarget, WDF_IO_TARGET_PURGE_IO_ACTION Action);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDF_IO_TARGET_STATE WdfIoTargetGetState(WDFIOTARGET IoTarget);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDEVICE WdfIoTargetGetDevice(WDFIOTARGET IoTarget);
_IRQL_requires_max_(DISPATCH_LEVEL)
PDEVICE_OBJECT WdfIoTargetWdmGetTargetDeviceObject(WDFIOTARGET IoTarget);
_IRQL_requires_max_(DISPATCH_LEVEL)
PDEVICE_OBJECT WdfIoTargetWdmGetTargetPhysicalDevice(WDFIOTARGET IoTarget);
_IRQL_requires_max_(DISPATCH_LEVEL)
PFILE_OBJECT WdfIoTargetWdmGetTargetFileObject(WDFIOTARGET IoTarget);
_IRQL_requires_max_(DISPATCH_LEVEL)
HANDLE WdfIoTargetWdmGetTargetFileHandle(WDFIOTARGET IoTarget);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetAllocAndQueryTargetProperty(WDFIOTARGET IoTarget,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
	WDFMEMORY *PropertyMemory);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetSendReadSynchronously(WDFIOTARGET IoTarget,
	WDFREQUEST Request, PWDF_MEMORY_DESCRIPTOR OutputBuffer,
	PLONGLONG DeviceOffset, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PULONG_PTR BytesRead);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetSendWriteSynchronously(WDFIOTARGET IoTarget,
	WDFREQUEST Request, PWDF_MEMORY_DESCRIPTOR InputBuffer,
	PLONGLONG DeviceOffset, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PULONG_PTR BytesWritten);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetSendIoctlSynchronously(WDFIOTARGET IoTarget,
	WDFREQUEST Request, ULONG IoctlCode,
	PWDF_MEMORY_DESCRIPTOR InputBuffer, PWDF_MEMORY_DESCRIPTOR OutputBuffer,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetSendInternalIoctlSynchronously(WDFIOTARGET IoTarget,
	WDFREQUEST Request, ULONG IoctlCode,
	PWDF_MEMORY_DESCRIPTOR InputBuffer, PWDF_MEMORY_DESCRIPTOR OutputBuffer,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetSendInternalIoctlOthersSynchronously(WDFIOTARGET IoTarget,
	WDFREQUEST Request, ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR OtherArg1,
	PWDF_MEMORY_DESCRIPTOR OtherArg2, PWDF_MEMORY_DESCRIPTOR OtherArg4,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoTargetFormatRequestForRead(WDFIOTARGET IoTarget,
	WDFREQUEST Request, WDFMEMORY OutputBuffer,
	PWDFMEMORY_OFFSET OutputBufferOffset, PLONGLONG DeviceOffset);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoTargetFormatRequestForWrite(WDFIOTARGET IoTarget,
	WDFREQUEST Request, WDFMEMORY InputBuffer,
	PWDFMEMORY_OFFSET InputBufferOffset, PLONGLONG DeviceOffset);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoTargetFormatRequestForIoctl(WDFIOTARGET IoTarget,
	WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY InputBuffer,
	PWDFMEMORY_OFFSET InputBufferOffset, WDFMEMORY OutputBuffer,
	PWDFMEMORY_OFFSET OutputBufferOffset);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoTargetFormatRequestForInternalIoctl(WDFIOTARGET IoTarget,
	WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY InputBuffer,
	PWDFMEMORY_OFFSET InputBufferOffset, WDFMEMORY OutputBuffer,
	PWDFMEMORY_OFFSET OutputBufferOffset);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoTargetFormatRequestForInternalIoctlOthers(WDFIOTARGET IoTarget,
	WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY OtherArg1,
	PWDFMEMORY_OFFSET OtherArg1Offset, WDFMEMORY OtherArg2,
	PWDFMEMORY_OFFSET OtherArg2Offset, WDFMEMORY OtherArg4,
	PWDFMEMORY_OFFSET OtherArg4Offset);

/* ---- Forward progress -------------------------------------------------- */

typedef enum _WDF_IO_FORWARD_PROGRESS_ACTION {
	WdfIoForwardProgressActionInvalid = 0,
	WdfIoForwardProgressActionFailRequest,
	WdfIoForwardProgressActionUseReservedRequest,
} WDF_IO_FORWARD_PROGRESS_ACTION;

typedef enum _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY {
	WdfIoForwardProgressInvalidPolicy = 0,
	WdfIoForwardProgressReservedPolicyAlwaysUseReservedRequest,
	WdfIoForwardProgressReservedPolicyUseExamine,
	WdfIoForwardProgressReservedPolicyPagingIO,
} WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY;

PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, NTSTATUS, IO_ALLOCATE_REQUEST_RESOURCES,
	(WDFQUEUE Queue, WDFREQUEST Request));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, NTSTATUS,
	IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST,
	(WDFQUEUE Queue, WDFREQUEST Request));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, WDF_IO_FORWARD_PROGRESS_ACTION,
	IO_WDM_IRP_FOR_FORWARD_PROGRESS, (WDFQUEUE Queue, PIRP Irp));

typedef struct _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS {
	union {
		struct {
			PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS
				EvtIoWdmIrpForForwardProgress;
		} ExaminePolicy;
	} Policy;
} WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS;

typedef struct _WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY {
	ULONG Size;
	ULONG TotalForwardProgressRequests;
	WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY ForwardProgressReservedPolicy;
	WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS
		ForwardProgressReservePolicySettings;
	PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST
		EvtIoAllocateResourcesForReservedRequest;
	PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES EvtIoAllocateRequestResources;
} WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY, *PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY;

FORCEINLINE VOID WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(
	PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY Policy,
	ULONG TotalForwardProgressRequests)
{
	RtlZeroMemory(Policy, sizeof(*Policy));
	Policy->Size = WDF_STRUCTURE_SIZE(WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY);
	Policy->TotalForwardProgressRequests = TotalForwardProgressRequests;
	Policy->ForwardProgressReservedPolicy =
		WdfIoForwardProgressReservedPolicyAlwaysUseReservedRequest;
}

FORCEINLINE VOID WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_PAGINGIO_INIT(
	PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY Policy,
	ULONG TotalForwardProgressRequests)
{
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(
		Policy, TotalForwardProgressRequests);
	Policy->ForwardProgressReservedPolicy =
		WdfIoForwardProgressReservedPolicyPagingIO;
}

FORCEINLINE VOID WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_EXAMINE_INIT(
	PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY Policy,
	ULONG TotalForwardProgressRequests,
	PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS EvtIoWdmIrpForForwardProgress)
{
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(
		Policy, TotalForwardProgressRequests);
	Policy->ForwardProgressReservedPolicy =
		WdfIoForwardProgressReservedPolicyUseExamine;
	Policy->ForwardProgressReservePolicySettings.Policy.ExaminePolicy
		.EvtIoWdmIrpForForwardProgress = EvtIoWdmIrpForForwardProgress;
}

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoQueueAssignForwardProgressPolicy(WDFQUEUE Queue,
	PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY ForwardProgressPolicy);

/* ---- Less usual -------------------------------------------------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDeviceWdmDispatchIrpToIoQueue(
	WDFDEVICE Device, PIRP Irp, WDFQUEUE Queue, ULONG Flags);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetQueryTargetProperty(WDFIOTARGET IoTarget,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength,
	PVOID PropertyBuffer, PULONG ResultLength);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfIoTargetQueryForInterface(WDFIOTARGET IoTarget,
	LPCGUID InterfaceType, PINTERFACE Interface, USHORT Size,
	USHORT Version, PVOID InterfaceSpecificData);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfRequestGetRequestorProcessId(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfRequestIsReserved(WDFREQUEST Request);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfFileObjectGetInitiatorProcessId(WDFFILEOBJECT FileObject);

WDF_EXTERN_C_END
#endif
