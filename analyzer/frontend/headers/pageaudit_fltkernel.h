/*
 * fltKernel.h, or fltkernel.h: both are written and both say the same, so that
 * it does not matter which of them a file system that ignores case keeps.
 *
 * A model of the filter manager's interface for minifilters: what callbacks
 * are, how they are registered, and the routines drivers call. Names, order
 * and types are those of the documentation; the levels are written in SAL's
 * words. There is nothing here to link with.
 *
 *	handles and callback data, parameters by major function
 *	callbacks and registration
 *	routines, by subject
 */
#ifndef PAGEAUDIT_FLTKERNEL_H
#define PAGEAUDIT_FLTKERNEL_H
#define __FLTKERNEL__
#pragma GCC system_header

#include <ntifs.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef FLT_ASSERT
#define FLT_ASSERT(e) NT_ASSERT(e)
#define FLT_ASSERTMSG(m, e) NT_ASSERTMSG(m, e)
#endif
#ifndef FLT_MGR_LONGHORN
#define FLT_MGR_BASELINE 1
#define FLT_MGR_AFTER_XPSP2 1
#define FLT_MGR_LONGHORN 1
#define FLT_MGR_WIN7 1
#define FLT_MGR_WIN8 1
#endif

/* ---- Handles ----------------------------------------------------------- */

typedef struct _FLT_FILTER *PFLT_FILTER;
typedef struct _FLT_VOLUME *PFLT_VOLUME;
typedef struct _FLT_INSTANCE *PFLT_INSTANCE;
typedef struct _FLT_PORT *PFLT_PORT;
typedef struct _FLT_GENERIC_WORKITEM *PFLT_GENERIC_WORKITEM;
typedef struct _FLT_DEFERRED_IO_WORKITEM *PFLT_DEFERRED_IO_WORKITEM;
struct _FLT_NAME_CONTROL;
typedef PVOID PFLT_CONTEXT;
typedef struct _KTRANSACTION *PKTRANSACTION;
typedef USHORT FLT_CONTEXT_TYPE;
typedef ULONG FLT_CALLBACK_DATA_FLAGS;

/* Major functions that stand for callbacks of the file system itself. */
#define IRP_MJ_ACQUIRE_FOR_SECTION_SYNCHRONIZATION ((UCHAR)-1)
#define IRP_MJ_RELEASE_FOR_SECTION_SYNCHRONIZATION ((UCHAR)-2)
#define IRP_MJ_ACQUIRE_FOR_MOD_WRITE ((UCHAR)-3)
#define IRP_MJ_RELEASE_FOR_MOD_WRITE ((UCHAR)-4)
#define IRP_MJ_ACQUIRE_FOR_CC_FLUSH ((UCHAR)-5)
#define IRP_MJ_RELEASE_FOR_CC_FLUSH ((UCHAR)-6)
#define IRP_MJ_QUERY_OPEN ((UCHAR)-7)
#define IRP_MJ_FAST_IO_CHECK_IF_POSSIBLE ((UCHAR)-13)
#define IRP_MJ_NETWORK_QUERY_OPEN ((UCHAR)-14)
#define IRP_MJ_MDL_READ ((UCHAR)-15)
#define IRP_MJ_MDL_READ_COMPLETE ((UCHAR)-16)
#define IRP_MJ_PREPARE_MDL_WRITE ((UCHAR)-17)
#define IRP_MJ_MDL_WRITE_COMPLETE ((UCHAR)-18)
#define IRP_MJ_VOLUME_MOUNT ((UCHAR)-19)
#define IRP_MJ_VOLUME_DISMOUNT ((UCHAR)-20)
#define IRP_MJ_OPERATION_END ((UCHAR)0x80)

#define FLT_VOLUME_CONTEXT 0x0001
#define FLT_INSTANCE_CONTEXT 0x0002
#define FLT_FILE_CONTEXT 0x0004
#define FLT_STREAM_CONTEXT 0x0008
#define FLT_STREAMHANDLE_CONTEXT 0x0010
#define FLT_TRANSACTION_CONTEXT 0x0020
#define FLT_SECTION_CONTEXT 0x0040
#define FLT_ALL_CONTEXTS 0x007F
#define FLT_CONTEXT_END 0xFFFF
#define FLT_VARIABLE_SIZED_CONTEXTS ((SIZE_T)-1)
#define NULL_CONTEXT ((PFLT_CONTEXT)NULL)

#include <fltuserstructures.h>

/* ---- Callback data ----------------------------------------------------- */

/* In the order of the major functions. Buffers that the caller owns may be
 * user addresses; a locked one is described by the MDL beside it. */
typedef union _FLT_PARAMETERS {
	struct {
		PIO_SECURITY_CONTEXT SecurityContext;
		ULONG Options;
		USHORT POINTER_ALIGNMENT FileAttributes;
		USHORT ShareAccess;
		ULONG POINTER_ALIGNMENT EaLength;
		PVOID EaBuffer;
		LARGE_INTEGER AllocationSize;
	} Create;
	struct {
		PIO_SECURITY_CONTEXT SecurityContext;
		ULONG Options;
		USHORT POINTER_ALIGNMENT Reserved;
		USHORT ShareAccess;
		PVOID Parameters;
	} CreatePipe;
	struct {
		PIO_SECURITY_CONTEXT SecurityContext;
		ULONG Options;
		USHORT POINTER_ALIGNMENT Reserved;
		USHORT ShareAccess;
		PVOID Parameters;
	} CreateMailslot;
	struct {
		ULONG Length;
		ULONG POINTER_ALIGNMENT Key;
		LARGE_INTEGER ByteOffset;
		PVOID ReadBuffer;
		PMDL MdlAddress;
	} Read;
	struct {
		ULONG Length;
		ULONG POINTER_ALIGNMENT Key;
		LARGE_INTEGER ByteOffset;
		PVOID WriteBuffer;
		PMDL MdlAddress;
	} Write;
	struct {
		ULONG Length;
		FILE_INFORMATION_CLASS POINTER_ALIGNMENT FileInformationClass;
		PVOID InfoBuffer;
	} QueryFileInformation;
	struct {
		ULONG Length;
		FILE_INFORMATION_CLASS POINTER_ALIGNMENT FileInformationClass;
		PFILE_OBJECT ParentOfTarget;
		union {
			struct {
				BOOLEAN ReplaceIfExists;
				BOOLEAN AdvanceOnly;
			};
			ULONG ClusterCount;
			HANDLE DeleteHandle;
		};
		PVOID InfoBuffer;
	} SetFileInformation;
	struct {
		ULONG Length;
		PVOID EaList;
		ULONG EaListLength;
		ULONG POINTER_ALIGNMENT EaIndex;
		PVOID EaBuffer;
		PMDL MdlAddress;
	} QueryEa;
	struct {
		ULONG Length;
		PVOID EaBuffer;
		PMDL MdlAddress;
	} SetEa;
	struct {
		ULONG Length;
		FS_INFORMATION_CLASS POINTER_ALIGNMENT FsInformationClass;
		PVOID VolumeBuffer;
	} QueryVolumeInformation;
	struct {
		ULONG Length;
		FS_INFORMATION_CLASS POINTER_ALIGNMENT FsInformationClass;
		PVOID VolumeBuffer;
	} SetVolumeInformation;
	union {
		struct {
			ULONG Length;
			PUNICODE_STRING FileName;
			FILE_INFORMATION_CLASS FileInformationClass;
			ULONG POINTER_ALIGNMENT FileIndex;
			PVOID DirectoryBuffer;
			PMDL MdlAddress;
		} QueryDirectory;
		struct {
			ULONG Length;
			ULONG POINTER_ALIGNMENT CompletionFilter;
			ULONG POINTER_ALIGNMENT Spare1;
			ULONG POINTER_ALIGNMENT Spare2;
			PVOID DirectoryBuffer;
			PMDL MdlAddress;
		} NotifyDirectory;
	} DirectoryControl;
	union {
		struct {
			PVPB Vpb;
			PDEVICE_OBJECT DeviceObject;
		} VerifyVolume;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT FsControlCode;
		} Common;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT FsControlCode;
			PVOID InputBuffer;
			PVOID OutputBuffer;
			PMDL OutputMdlAddress;
		} Neither;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT FsControlCode;
			PVOID SystemBuffer;
		} Buffered;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT FsControlCode;
			PVOID InputSystemBuffer;
			PVOID OutputBuffer;
			PMDL OutputMdlAddress;
		} Direct;
	} FileSystemControl;
	union {
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT IoControlCode;
		} Common;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID InputBuffer;
			PVOID OutputBuffer;
			PMDL OutputMdlAddress;
		} Neither;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID SystemBuffer;
		} Buffered;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID InputSystemBuffer;
			PVOID OutputBuffer;
			PMDL OutputMdlAddress;
		} Direct;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID InputBuffer;
			PVOID OutputBuffer;
		} FastIo;
	} DeviceIoControl;
	struct {
		PLARGE_INTEGER Length;
		ULONG POINTER_ALIGNMENT Key;
		LARGE_INTEGER ByteOffset;
		PEPROCESS ProcessId;
		BOOLEAN FailImmediately;
		BOOLEAN ExclusiveLock;
	} LockControl;
	struct {
		SECURITY_INFORMATION SecurityInformation;
		ULONG POINTER_ALIGNMENT Length;
		PVOID SecurityBuffer;
		PMDL MdlAddress;
	} QuerySecurity;
	struct {
		SECURITY_INFORMATION SecurityInformation;
		PSECURITY_DESCRIPTOR SecurityDescriptor;
	} SetSecurity;
	struct {
		ULONG_PTR ProviderId;
		PVOID DataPath;
		ULONG BufferSize;
		PVOID Buffer;
	} WMI;
	struct {
		ULONG Length;
		PSID StartSid;
		PFILE_GET_QUOTA_INFORMATION SidList;
		ULONG SidListLength;
		PVOID QuotaBuffer;
		PMDL MdlAddress;
	} QueryQuota;
	struct {
		ULONG Length;
		PVOID QuotaBuffer;
		PMDL MdlAddress;
	} SetQuota;
	union {
		struct {
			PCM_RESOURCE_LIST AllocatedResources;
			PCM_RESOURCE_LIST AllocatedResourcesTranslated;
		} StartDevice;
		struct {
			DEVICE_RELATION_TYPE Type;
		} QueryDeviceRelations;
		struct {
			CONST GUID *InterfaceType;
			USHORT Size;
			USHORT Version;
			PINTERFACE Interface;
			PVOID InterfaceSpecificData;
		} QueryInterface;
		struct {
			PDEVICE_CAPABILITIES Capabilities;
		} DeviceCapabilities;
		struct {
			BOOLEAN InPath;
			BOOLEAN Reserved[3];
			DEVICE_USAGE_NOTIFICATION_TYPE POINTER_ALIGNMENT Type;
		} UsageNotification;
	} Pnp;
	struct {
		FS_FILTER_SECTION_SYNC_TYPE SyncType;
		ULONG PageProtection;
	} AcquireForSectionSynchronization;
	struct {
		PLARGE_INTEGER EndingOffset;
		PERESOURCE *ResourceToRelease;
	} AcquireForModifiedPageWriter;
	struct {
		PERESOURCE ResourceToRelease;
	} ReleaseForModifiedPageWriter;
	struct {
		PIRP Irp;
		PVOID FileInformation;
		PULONG Length;
		FILE_INFORMATION_CLASS FileInformationClass;
	} QueryOpen;
	struct {
		LARGE_INTEGER FileOffset;
		ULONG Length;
		ULONG POINTER_ALIGNMENT LockKey;
		BOOLEAN POINTER_ALIGNMENT CheckForReadOperation;
	} FastIoCheckIfPossible;
	struct {
		PIRP Irp;
		PFILE_NETWORK_OPEN_INFORMATION NetworkInformation;
	} NetworkQueryOpen;
	struct {
		LARGE_INTEGER FileOffset;
		ULONG POINTER_ALIGNMENT Length;
		ULONG POINTER_ALIGNMENT Key;
		PMDL *MdlChain;
	} MdlRead;
	struct {
		PMDL MdlChain;
	} MdlReadComplete;
	struct {
		LARGE_INTEGER FileOffset;
		ULONG POINTER_ALIGNMENT Length;
		ULONG POINTER_ALIGNMENT Key;
		PMDL *MdlChain;
	} PrepareMdlWrite;
	struct {
		LARGE_INTEGER FileOffset;
		PMDL MdlChain;
	} MdlWriteComplete;
	struct {
		ULONG DeviceType;
	} MountVolume;
	struct {
		PVOID Argument1;
		PVOID Argument2;
		PVOID Argument3;
		PVOID Argument4;
		PVOID Argument5;
		LARGE_INTEGER Argument6;
	} Others;
} FLT_PARAMETERS, *PFLT_PARAMETERS;

typedef struct _FLT_IO_PARAMETER_BLOCK {
	ULONG IrpFlags;
	UCHAR MajorFunction;
	UCHAR MinorFunction;
	UCHAR OperationFlags;
	UCHAR Reserved;
	PFILE_OBJECT TargetFileObject;
	PFLT_INSTANCE TargetInstance;
	FLT_PARAMETERS Parameters;
} FLT_IO_PARAMETER_BLOCK, *PFLT_IO_PARAMETER_BLOCK;

#define FLTFL_CALLBACK_DATA_REISSUE_MASK 0x0000FFFF
#define FLTFL_CALLBACK_DATA_IRP_OPERATION 0x00000001
#define FLTFL_CALLBACK_DATA_FAST_IO_OPERATION 0x00000002
#define FLTFL_CALLBACK_DATA_FS_FILTER_OPERATION 0x00000004
#define FLTFL_CALLBACK_DATA_SYSTEM_BUFFER 0x00000008
#define FLTFL_CALLBACK_DATA_GENERATED_IO 0x00010000
#define FLTFL_CALLBACK_DATA_REISSUED_IO 0x00020000
#define FLTFL_CALLBACK_DATA_DRAINING_IO 0x00040000
#define FLTFL_CALLBACK_DATA_POST_OPERATION 0x00080000
#define FLTFL_CALLBACK_DATA_NEW_SYSTEM_BUFFER 0x00100000
#define FLTFL_CALLBACK_DATA_DIRTY 0x80000000

typedef struct _FLT_TAG_DATA_BUFFER *PFLT_TAG_DATA_BUFFER;

typedef struct _FLT_CALLBACK_DATA {
	FLT_CALLBACK_DATA_FLAGS Flags;
	PETHREAD CONST Thread;
	PFLT_IO_PARAMETER_BLOCK CONST Iopb;
	IO_STATUS_BLOCK IoStatus;
	PFLT_TAG_DATA_BUFFER TagData;
	union {
		struct {
			LIST_ENTRY QueueLinks;
			PVOID QueueContext[2];
		};
		PVOID FilterContext[4];
	};
	KPROCESSOR_MODE RequestorMode;
} FLT_CALLBACK_DATA, *PFLT_CALLBACK_DATA;

#define FLT_IS_IRP_OPERATION(d) \
	(FlagOn((d)->Flags, FLTFL_CALLBACK_DATA_IRP_OPERATION))
#define FLT_IS_FASTIO_OPERATION(d) \
	(FlagOn((d)->Flags, FLTFL_CALLBACK_DATA_FAST_IO_OPERATION))
#define FLT_IS_FS_FILTER_OPERATION(d) \
	(FlagOn((d)->Flags, FLTFL_CALLBACK_DATA_FS_FILTER_OPERATION))
#define FLT_IS_REISSUED_IO(d) \
	(FlagOn((d)->Flags, FLTFL_CALLBACK_DATA_REISSUED_IO))
#define FLT_IS_SYSTEM_BUFFER(d) \
	(FlagOn((d)->Flags, FLTFL_CALLBACK_DATA_SYSTEM_BUFFER))

typedef struct _FLT_RELATED_OBJECTS {
	USHORT CONST Size;
	USHORT CONST TransactionContext;
	PFLT_FILTER CONST Filter;
	PFLT_VOLUME CONST Volume;
	PFLT_INSTANCE CONST Instance;
	PFILE_OBJECT CONST FileObject;
	PKTRANSACTION CONST Transaction;
} FLT_RELATED_OBJECTS, *PFLT_RELATED_OBJECTS;
typedef CONST struct _FLT_RELATED_OBJECTS *PCFLT_RELATED_OBJECTS;

typedef struct _FLT_RELATED_CONTEXTS {
	PFLT_CONTEXT VolumeContext;
	PFLT_CONTEXT InstanceContext;
	PFLT_CONTEXT FileContext;
	PFLT_CONTEXT StreamContext;
	PFLT_CONTEXT StreamHandleContext;
	PFLT_CONTEXT TransactionContext;
} FLT_RELATED_CONTEXTS, *PFLT_RELATED_CONTEXTS;

/* ---- Callbacks --------------------------------------------------------- */

typedef enum _FLT_PREOP_CALLBACK_STATUS {
	FLT_PREOP_SUCCESS_WITH_CALLBACK,
	FLT_PREOP_SUCCESS_NO_CALLBACK,
	FLT_PREOP_PENDING,
	FLT_PREOP_DISALLOW_FASTIO,
	FLT_PREOP_COMPLETE,
	FLT_PREOP_SYNCHRONIZE,
	FLT_PREOP_DISALLOW_FSFILTER_IO,
} FLT_PREOP_CALLBACK_STATUS, *PFLT_PREOP_CALLBACK_STATUS;

typedef enum _FLT_POSTOP_CALLBACK_STATUS {
	FLT_POSTOP_FINISHED_PROCESSING,
	FLT_POSTOP_MORE_PROCESSING_REQUIRED,
	FLT_POSTOP_DISALLOW_FSFILTER_IO,
} FLT_POSTOP_CALLBACK_STATUS, *PFLT_POSTOP_CALLBACK_STATUS;

typedef ULONG FLT_POST_OPERATION_FLAGS;
#define FLTFL_POST_OPERATION_DRAINING 0x00000001
typedef ULONG FLT_OPERATION_REGISTRATION_FLAGS;
#define FLTFL_OPERATION_REGISTRATION_SKIP_PAGING_IO 0x00000001
#define FLTFL_OPERATION_REGISTRATION_SKIP_CACHED_IO 0x00000002
#define FLTFL_OPERATION_REGISTRATION_SKIP_NON_DASD_IO 0x00000004
#define FLTFL_OPERATION_REGISTRATION_SKIP_NON_CACHED_NON_PAGING_IO 0x00000008
typedef ULONG FLT_INSTANCE_SETUP_FLAGS;
#define FLTFL_INSTANCE_SETUP_AUTOMATIC_ATTACHMENT 0x00000001
#define FLTFL_INSTANCE_SETUP_MANUAL_ATTACHMENT 0x00000002
#define FLTFL_INSTANCE_SETUP_NEWLY_MOUNTED_VOLUME 0x00000004
#define FLTFL_INSTANCE_SETUP_DETACHED_VOLUME 0x00000008
typedef ULONG FLT_INSTANCE_QUERY_TEARDOWN_FLAGS;
typedef ULONG FLT_INSTANCE_TEARDOWN_FLAGS;
#define FLTFL_INSTANCE_TEARDOWN_MANUAL 0x00000001
#define FLTFL_INSTANCE_TEARDOWN_FILTER_UNLOAD 0x00000002
#define FLTFL_INSTANCE_TEARDOWN_MANDATORY_FILTER_UNLOAD 0x00000004
#define FLTFL_INSTANCE_TEARDOWN_VOLUME_DISMOUNT 0x00000008
#define FLTFL_INSTANCE_TEARDOWN_INTERNAL_ERROR 0x00000010
typedef ULONG FLT_FILTER_UNLOAD_FLAGS;
#define FLTFL_FILTER_UNLOAD_MANDATORY 0x00000001
typedef USHORT FLT_CONTEXT_REGISTRATION_FLAGS;
#define FLTFL_CONTEXT_REGISTRATION_NO_EXACT_SIZE_MATCH 0x0001
typedef ULONG FLT_REGISTRATION_FLAGS;
#define FLTFL_REGISTRATION_DO_NOT_SUPPORT_SERVICE_STOP 0x00000001
#define FLTFL_REGISTRATION_SUPPORT_NPFS_MSFS 0x00000002
#define FLTFL_REGISTRATION_SUPPORT_DAX_VOLUME 0x00000004
#define FLTFL_REGISTRATION_SUPPORT_WCOS 0x00000008
typedef ULONG FLT_NORMALIZE_NAME_FLAGS;
typedef ULONG FLT_FILE_NAME_OPTIONS;
typedef ULONG FLT_ALLOCATE_CALLBACK_DATA_FLAGS;
typedef ULONG FLT_IO_OPERATION_FLAGS;
#define FLTFL_IO_OPERATION_NON_CACHED 0x00000001
#define FLTFL_IO_OPERATION_PAGING 0x00000002
#define FLTFL_IO_OPERATION_DO_NOT_UPDATE_BYTE_OFFSET 0x00000004
#define FLTFL_IO_OPERATION_SYNCHRONOUS_PAGING 0x00000008

typedef FLT_PREOP_CALLBACK_STATUS (FLTAPI *PFLT_PRE_OPERATION_CALLBACK)(
	PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
	_Flt_CompletionContext_Outptr_ PVOID *CompletionContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
typedef FLT_POSTOP_CALLBACK_STATUS (FLTAPI *PFLT_POST_OPERATION_CALLBACK)(
	PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
	PVOID CompletionContext, FLT_POST_OPERATION_FLAGS Flags);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_INSTANCE_SETUP_CALLBACK)(
	PCFLT_RELATED_OBJECTS FltObjects, FLT_INSTANCE_SETUP_FLAGS Flags,
	DEVICE_TYPE VolumeDeviceType,
	FLT_FILESYSTEM_TYPE VolumeFilesystemType);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_INSTANCE_QUERY_TEARDOWN_CALLBACK)(
	PCFLT_RELATED_OBJECTS FltObjects,
	FLT_INSTANCE_QUERY_TEARDOWN_FLAGS Flags);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef VOID (FLTAPI *PFLT_INSTANCE_TEARDOWN_CALLBACK)(
	PCFLT_RELATED_OBJECTS FltObjects, FLT_INSTANCE_TEARDOWN_FLAGS Reason);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_FILTER_UNLOAD_CALLBACK)(
	FLT_FILTER_UNLOAD_FLAGS Flags);
_IRQL_requires_max_(APC_LEVEL)
typedef VOID (FLTAPI *PFLT_CONTEXT_CLEANUP_CALLBACK)(
	PFLT_CONTEXT Context, FLT_CONTEXT_TYPE ContextType);
_IRQL_requires_max_(DISPATCH_LEVEL)
typedef PVOID (FLTAPI *PFLT_CONTEXT_ALLOCATE_CALLBACK)(
	POOL_TYPE PoolType, SIZE_T Size, FLT_CONTEXT_TYPE ContextType);
_IRQL_requires_max_(DISPATCH_LEVEL)
typedef VOID (FLTAPI *PFLT_CONTEXT_FREE_CALLBACK)(
	PVOID Pool, FLT_CONTEXT_TYPE ContextType);
_IRQL_requires_max_(APC_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_GENERATE_FILE_NAME)(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CALLBACK_DATA CallbackData,
	FLT_FILE_NAME_OPTIONS NameOptions, PBOOLEAN CacheFileNameInformation,
	struct _FLT_NAME_CONTROL *FileName);
_IRQL_requires_max_(APC_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_NORMALIZE_NAME_COMPONENT)(
	PFLT_INSTANCE Instance, PCUNICODE_STRING ParentDirectory,
	USHORT VolumeNameLength, PCUNICODE_STRING Component,
	struct _FILE_NAMES_INFORMATION *ExpandComponentName,
	ULONG ExpandComponentNameLength, FLT_NORMALIZE_NAME_FLAGS Flags,
	PVOID *NormalizationContext);
_IRQL_requires_max_(APC_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_NORMALIZE_NAME_COMPONENT_EX)(
	PFLT_INSTANCE Instance, PFILE_OBJECT FileObject,
	PCUNICODE_STRING ParentDirectory, USHORT VolumeNameLength,
	PCUNICODE_STRING Component,
	struct _FILE_NAMES_INFORMATION *ExpandComponentName,
	ULONG ExpandComponentNameLength, FLT_NORMALIZE_NAME_FLAGS Flags,
	PVOID *NormalizationContext);
_IRQL_requires_max_(APC_LEVEL)
typedef VOID (FLTAPI *PFLT_NORMALIZE_CONTEXT_CLEANUP)(
	PVOID *NormalizationContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_TRANSACTION_NOTIFICATION_CALLBACK)(
	PCFLT_RELATED_OBJECTS FltObjects, PFLT_CONTEXT TransactionContext,
	ULONG NotificationMask);
typedef NTSTATUS (FLTAPI *PFLT_SECTION_CONFLICT_NOTIFICATION_CALLBACK)(
	PFLT_INSTANCE Instance, PFLT_CONTEXT SectionContext,
	PFLT_CALLBACK_DATA Data);
_IRQL_requires_max_(DISPATCH_LEVEL)
typedef VOID (FLTAPI *PFLT_COMPLETED_ASYNC_IO_CALLBACK)(
	PFLT_CALLBACK_DATA CallbackData, PFLT_CONTEXT Context);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef VOID (FLTAPI *PFLT_GENERIC_WORKITEM_ROUTINE)(
	PFLT_GENERIC_WORKITEM FltWorkItem, PVOID FltObject, PVOID Context);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef VOID (FLTAPI *PFLT_DEFERRED_IO_WORKITEM_ROUTINE)(
	PFLT_DEFERRED_IO_WORKITEM FltWorkItem, PFLT_CALLBACK_DATA CallbackData,
	PVOID Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
typedef VOID (FLTAPI *PFLT_GET_OPERATION_STATUS_CALLBACK)(
	PCFLT_RELATED_OBJECTS FltObjects,
	PFLT_IO_PARAMETER_BLOCK IopbSnapshot, NTSTATUS OperationStatus,
	PVOID RequesterContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
typedef VOID (FLTAPI *PFLT_COMPLETE_CANCELED_CALLBACK)(
	PFLT_CALLBACK_DATA CallbackData);
typedef NTSTATUS (FLTAPI *PFLT_COMPLETE_LOCK_CALLBACK_DATA_ROUTINE)(
	PVOID Context, PFLT_CALLBACK_DATA CallbackData);
typedef VOID (FLTAPI *PFLTOPLOCK_WAIT_COMPLETE_ROUTINE)(
	PFLT_CALLBACK_DATA CallbackData, PVOID Context);
typedef VOID (FLTAPI *PFLTOPLOCK_PREPOST_CALLBACKDATA_ROUTINE)(
	PFLT_CALLBACK_DATA CallbackData, PVOID Context);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_CONNECT_NOTIFY)(PFLT_PORT ClientPort,
	PVOID ServerPortCookie, PVOID ConnectionContext, ULONG SizeOfContext,
	_Flt_ConnectionCookie_Outptr_ PVOID *ConnectionPortCookie);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef VOID (FLTAPI *PFLT_DISCONNECT_NOTIFY)(PVOID ConnectionCookie);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef NTSTATUS (FLTAPI *PFLT_MESSAGE_NOTIFY)(PVOID PortCookie,
	PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer,
	ULONG OutputBufferLength, PULONG ReturnOutputBufferLength);

/* ---- Registration ------------------------------------------------------ */

typedef struct _FLT_OPERATION_REGISTRATION {
	UCHAR MajorFunction;
	FLT_OPERATION_REGISTRATION_FLAGS Flags;
	PFLT_PRE_OPERATION_CALLBACK PreOperation;
	PFLT_POST_OPERATION_CALLBACK PostOperation;
	PVOID Reserved1;
} FLT_OPERATION_REGISTRATION, *PFLT_OPERATION_REGISTRATION;

typedef struct _FLT_CONTEXT_REGISTRATION {
	FLT_CONTEXT_TYPE ContextType;
	FLT_CONTEXT_REGISTRATION_FLAGS Flags;
	PFLT_CONTEXT_CLEANUP_CALLBACK ContextCleanupCallback;
	SIZE_T Size;
	ULONG PoolTag;
	PFLT_CONTEXT_ALLOCATE_CALLBACK ContextAllocateCallback;
	PFLT_CONTEXT_FREE_CALLBACK ContextFreeCallback;
	PVOID Reserved1;
} FLT_CONTEXT_REGISTRATION, *PFLT_CONTEXT_REGISTRATION;
typedef const FLT_CONTEXT_REGISTRATION *PCFLT_CONTEXT_REGISTRATION;

#define FLT_REGISTRATION_VERSION_0200 0x0200
#define FLT_REGISTRATION_VERSION_0201 0x0201
#define FLT_REGISTRATION_VERSION_0202 0x0202
#define FLT_REGISTRATION_VERSION_0203 0x0203
#define FLT_REGISTRATION_VERSION FLT_REGISTRATION_VERSION_0203

typedef struct _FLT_REGISTRATION {
	USHORT Size;
	USHORT Version;
	FLT_REGISTRATION_FLAGS Flags;
	CONST FLT_CONTEXT_REGISTRATION *ContextRegistration;
	CONST FLT_OPERATION_REGISTRATION *OperationRegistration;
	PFLT_FILTER_UNLOAD_CALLBACK FilterUnloadCallback;
	PFLT_INSTANCE_SETUP_CALLBACK InstanceSetupCallback;
	PFLT_INSTANCE_QUERY_TEARDOWN_CALLBACK InstanceQueryTeardownCallback;
	PFLT_INSTANCE_TEARDOWN_CALLBACK InstanceTeardownStartCallback;
	PFLT_INSTANCE_TEARDOWN_CALLBACK InstanceTeardownCompleteCallback;
	PFLT_GENERATE_FILE_NAME GenerateFileNameCallback;
	PFLT_NORMALIZE_NAME_COMPONENT NormalizeNameComponentCallback;
	PFLT_NORMALIZE_CONTEXT_CLEANUP NormalizeContextCleanupCallback;
	PFLT_TRANSACTION_NOTIFICATION_CALLBACK TransactionNotificationCallback;
	PFLT_NORMALIZE_NAME_COMPONENT_EX NormalizeNameComponentExCallback;
	PFLT_SECTION_CONFLICT_NOTIFICATION_CALLBACK SectionNotificationCallback;
} FLT_REGISTRATION, *PFLT_REGISTRATION;

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltRegisterFilter(PDRIVER_OBJECT Driver,
	CONST FLT_REGISTRATION *Registration, PFLT_FILTER *RetFilter);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID FLTAPI FltUnregisterFilter(PFLT_FILTER Filter);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltStartFiltering(PFLT_FILTER Filter);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltLoadFilter(PCUNICODE_STRING FilterName);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltUnloadFilter(PCUNICODE_STRING FilterName);
_IRQL_requires_max_(PASSIVE_LEVEL)
PVOID FLTAPI FltGetRoutineAddress(PCSTR FltMgrRoutineName);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltAttachVolume(PFLT_FILTER Filter, PFLT_VOLUME Volume,
	PCUNICODE_STRING InstanceName, PFLT_INSTANCE *RetInstance);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltAttachVolumeAtAltitude(PFLT_FILTER Filter,
	PFLT_VOLUME Volume, PCUNICODE_STRING Altitude,
	PCUNICODE_STRING InstanceName, PFLT_INSTANCE *RetInstance);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltDetachVolume(PFLT_FILTER Filter, PFLT_VOLUME Volume,
	PCUNICODE_STRING InstanceName);

/* ---- Contexts ---------------------------------------------------------- */

typedef enum _FLT_SET_CONTEXT_OPERATION {
	FLT_SET_CONTEXT_REPLACE_IF_EXISTS,
	FLT_SET_CONTEXT_KEEP_IF_EXISTS,
} FLT_SET_CONTEXT_OPERATION, *PFLT_SET_CONTEXT_OPERATION;

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltAllocateContext(PFLT_FILTER Filter,
	FLT_CONTEXT_TYPE ContextType, SIZE_T ContextSize, POOL_TYPE PoolType,
	PFLT_CONTEXT *ReturnedContext);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltDeleteContext(PFLT_CONTEXT Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltReferenceContext(PFLT_CONTEXT Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltReleaseContext(PFLT_CONTEXT Context);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltGetContexts(PCFLT_RELATED_OBJECTS FltObjects,
	FLT_CONTEXT_TYPE DesiredContexts, PFLT_RELATED_CONTEXTS Contexts);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltReleaseContexts(PFLT_RELATED_CONTEXTS Contexts);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltSetVolumeContext(PFLT_VOLUME Volume,
	FLT_SET_CONTEXT_OPERATION Operation, PFLT_CONTEXT NewContext,
	PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltSetInstanceContext(PFLT_INSTANCE Instance,
	FLT_SET_CONTEXT_OPERATION Operation, PFLT_CONTEXT NewContext,
	PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltSetFileContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, FLT_SET_CONTEXT_OPERATION Operation,
	PFLT_CONTEXT NewContext, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltSetStreamContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, FLT_SET_CONTEXT_OPERATION Operation,
	PFLT_CONTEXT NewContext, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltSetStreamHandleContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, FLT_SET_CONTEXT_OPERATION Operation,
	PFLT_CONTEXT NewContext, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltSetTransactionContext(PFLT_INSTANCE Instance,
	PKTRANSACTION Transaction, FLT_SET_CONTEXT_OPERATION Operation,
	PFLT_CONTEXT NewContext, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltGetVolumeContext(
	PFLT_FILTER Filter, PFLT_VOLUME Volume, PFLT_CONTEXT *Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltGetInstanceContext(
	PFLT_INSTANCE Instance, PFLT_CONTEXT *Context);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetFileContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CONTEXT *Context);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetStreamContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CONTEXT *Context);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetStreamHandleContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CONTEXT *Context);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetTransactionContext(PFLT_INSTANCE Instance,
	PKTRANSACTION Transaction, PFLT_CONTEXT *Context);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltDeleteVolumeContext(
	PFLT_FILTER Filter, PFLT_VOLUME Volume, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltDeleteInstanceContext(
	PFLT_INSTANCE Instance, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltDeleteFileContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltDeleteStreamContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltDeleteStreamHandleContext(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltDeleteTransactionContext(PFLT_INSTANCE Instance,
	PKTRANSACTION Transaction, PFLT_CONTEXT *OldContext);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltSupportsFileContexts(PFILE_OBJECT FileObject);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltSupportsFileContextsEx(
	PFILE_OBJECT FileObject, PFLT_INSTANCE Instance);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltSupportsStreamContexts(PFILE_OBJECT FileObject);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltSupportsStreamHandleContexts(PFILE_OBJECT FileObject);

/* ---- Names ------------------------------------------------------------- */

typedef USHORT FLT_FILE_NAME_PARSED_FLAGS;
#define FLTFL_FILE_NAME_PARSED_FINAL_COMPONENT 0x0001
#define FLTFL_FILE_NAME_PARSED_EXTENSION 0x0002
#define FLTFL_FILE_NAME_PARSED_STREAM 0x0004
#define FLTFL_FILE_NAME_PARSED_PARENT_DIR 0x0008
#define FLT_FILE_NAME_NORMALIZED 0x01
#define FLT_FILE_NAME_OPENED 0x02
#define FLT_FILE_NAME_SHORT 0x03
#define FLT_VALID_FILE_NAME_FORMATS 0x000000ff
#define FLT_FILE_NAME_QUERY_DEFAULT 0x0100
#define FLT_FILE_NAME_QUERY_CACHE_ONLY 0x0200
#define FLT_FILE_NAME_QUERY_FILESYSTEM_ONLY 0x0300
#define FLT_FILE_NAME_QUERY_ALWAYS_ALLOW_CACHE_LOOKUP 0x0400
#define FLT_VALID_FILE_NAME_QUERY_METHODS 0x0000ff00
#define FLT_FILE_NAME_REQUEST_FROM_CURRENT_PROVIDER 0x01000000
#define FLT_FILE_NAME_DO_NOT_CACHE 0x02000000
#define FLT_FILE_NAME_ALLOW_QUERY_ON_REPARSE 0x04000000
#define FltGetFileNameFormat(o) ((o) & FLT_VALID_FILE_NAME_FORMATS)
#define FltGetFileNameQueryMethod(o) ((o) & FLT_VALID_FILE_NAME_QUERY_METHODS)

typedef struct _FLT_FILE_NAME_INFORMATION {
	USHORT Size;
	FLT_FILE_NAME_PARSED_FLAGS NamesParsed;
	FLT_FILE_NAME_OPTIONS Format;
	UNICODE_STRING Name;
	UNICODE_STRING Volume;
	UNICODE_STRING Share;
	UNICODE_STRING Extension;
	UNICODE_STRING Stream;
	UNICODE_STRING FinalComponent;
	UNICODE_STRING ParentDir;
} FLT_FILE_NAME_INFORMATION, *PFLT_FILE_NAME_INFORMATION;

typedef struct _FLT_NAME_CONTROL {
	UNICODE_STRING Name;
} FLT_NAME_CONTROL, *PFLT_NAME_CONTROL;

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetFileNameInformation(PFLT_CALLBACK_DATA CallbackData,
	FLT_FILE_NAME_OPTIONS NameOptions,
	PFLT_FILE_NAME_INFORMATION *FileNameInformation);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetFileNameInformationUnsafe(PFILE_OBJECT FileObject,
	PFLT_INSTANCE Instance, FLT_FILE_NAME_OPTIONS NameOptions,
	PFLT_FILE_NAME_INFORMATION *FileNameInformation);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetDestinationFileNameInformation(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, HANDLE RootDirectory, PWSTR FileName,
	ULONG FileNameLength, FLT_FILE_NAME_OPTIONS NameOptions,
	PFLT_FILE_NAME_INFORMATION *RetFileNameInformation);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetTunneledName(PFLT_CALLBACK_DATA CallbackData,
	PFLT_FILE_NAME_INFORMATION FileNameInformation,
	PFLT_FILE_NAME_INFORMATION *RetTunneledFileNameInformation);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltParseFileNameInformation(
	PFLT_FILE_NAME_INFORMATION FileNameInformation);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltParseFileName(PCUNICODE_STRING FileName,
	PUNICODE_STRING Extension, PUNICODE_STRING Stream,
	PUNICODE_STRING FinalComponent);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltReferenceFileNameInformation(
	PFLT_FILE_NAME_INFORMATION FileNameInformation);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltReleaseFileNameInformation(
	PFLT_FILE_NAME_INFORMATION FileNameInformation);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltPurgeFileNameInformationCache(
	PFLT_INSTANCE Instance, PFILE_OBJECT FileObject);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltCheckAndGrowNameControl(
	PFLT_NAME_CONTROL NameCtrl, USHORT NewSize);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltIsDirectory(PFILE_OBJECT FileObject, PFLT_INSTANCE Instance,
	PBOOLEAN IsDirectory);

/* ---- Callback data and completion -------------------------------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltSetCallbackDataDirty(PFLT_CALLBACK_DATA Data);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltClearCallbackDataDirty(PFLT_CALLBACK_DATA Data);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN FLTAPI FltIsCallbackDataDirty(PFLT_CALLBACK_DATA Data);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltCompletePendedPreOperation(PFLT_CALLBACK_DATA CallbackData,
	FLT_PREOP_CALLBACK_STATUS CallbackStatus, PVOID Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltCompletePendedPostOperation(PFLT_CALLBACK_DATA CallbackData);
/* Calls SafePostCallback here if IRQL <= APC_LEVEL, else in a work item. */
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN FLTAPI FltDoCompletionProcessingWhenSafe(PFLT_CALLBACK_DATA Data,
	PCFLT_RELATED_OBJECTS FltObjects, PVOID CompletionContext,
	FLT_POST_OPERATION_FLAGS Flags,
	PFLT_POST_OPERATION_CALLBACK SafePostCallback,
	PFLT_POSTOP_CALLBACK_STATUS RetPostOperationStatus);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltRequestOperationStatusCallback(PFLT_CALLBACK_DATA Data,
	PFLT_GET_OPERATION_STATUS_CALLBACK CallbackRoutine,
	PVOID RequesterContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltLockUserBuffer(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltDecodeParameters(PFLT_CALLBACK_DATA CallbackData,
	PMDL **MdlAddressPointer, PVOID **Buffer, PULONG *Length,
	LOCK_OPERATION *DesiredAccess);
_IRQL_requires_max_(DISPATCH_LEVEL)
PMDL FLTAPI FltGetSwappedBufferMdlAddress(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltRetainSwappedBufferMdlAddress(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
PVOID FLTAPI FltGetNewSystemBufferAddress(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN FLTAPI FltIsOperationSynchronous(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN FLTAPI FltIs32bitProcess(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
PEPROCESS FLTAPI FltGetRequestorProcess(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG FLTAPI FltGetRequestorProcessId(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
HANDLE FLTAPI FltGetRequestorProcessIdEx(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltGetRequestorSessionId(
	PFLT_CALLBACK_DATA CallbackData, PULONG SessionId);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltCancelFileOpen(PFLT_INSTANCE Instance, PFILE_OBJECT FileObject);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN FLTAPI FltCancelIo(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN FLTAPI FltIsIoCanceled(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltSetCancelCompletion(PFLT_CALLBACK_DATA CallbackData,
	PFLT_COMPLETE_CANCELED_CALLBACK CanceledCallback);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltClearCancelCompletion(PFLT_CALLBACK_DATA CallbackData);
PCHAR FLTAPI FltGetIrpName(UCHAR IrpMajorCode);
_IRQL_requires_max_(DISPATCH_LEVEL)
IO_PRIORITY_HINT FLTAPI FltGetIoPriorityHint(PFLT_CALLBACK_DATA Data);

/* ---- Cancel-safe queues of callback data ------------------------------- */

typedef ULONG FLT_CALLBACK_DATA_QUEUE_FLAGS;
typedef struct _FLT_CALLBACK_DATA_QUEUE FLT_CALLBACK_DATA_QUEUE,
	*PFLT_CALLBACK_DATA_QUEUE;
typedef NTSTATUS (FLTAPI *PFLT_CALLBACK_DATA_QUEUE_INSERT_IO)(
	PFLT_CALLBACK_DATA_QUEUE Cbdq, PFLT_CALLBACK_DATA Cbd,
	PVOID InsertContext);
typedef VOID (FLTAPI *PFLT_CALLBACK_DATA_QUEUE_REMOVE_IO)(
	PFLT_CALLBACK_DATA_QUEUE Cbdq, PFLT_CALLBACK_DATA Cbd);
typedef PFLT_CALLBACK_DATA (FLTAPI *PFLT_CALLBACK_DATA_QUEUE_PEEK_NEXT_IO)(
	PFLT_CALLBACK_DATA_QUEUE Cbdq, PFLT_CALLBACK_DATA Cbd,
	PVOID PeekContext);
typedef VOID (FLTAPI *PFLT_CALLBACK_DATA_QUEUE_ACQUIRE)(
	PFLT_CALLBACK_DATA_QUEUE Cbdq, _IRQL_saves_ PKIRQL Irql);
typedef VOID (FLTAPI *PFLT_CALLBACK_DATA_QUEUE_RELEASE)(
	PFLT_CALLBACK_DATA_QUEUE Cbdq, _IRQL_restores_ KIRQL Irql);
typedef VOID (FLTAPI *PFLT_CALLBACK_DATA_QUEUE_COMPLETE_CANCELED_IO)(
	PFLT_CALLBACK_DATA_QUEUE Cbdq, PFLT_CALLBACK_DATA Cbd);

struct _FLT_CALLBACK_DATA_QUEUE {
	IO_CSQ Csq;
	FLT_CALLBACK_DATA_QUEUE_FLAGS Flags;
	PFLT_INSTANCE Instance;
	PFLT_CALLBACK_DATA_QUEUE_INSERT_IO InsertIo;
	PFLT_CALLBACK_DATA_QUEUE_REMOVE_IO RemoveIo;
	PFLT_CALLBACK_DATA_QUEUE_PEEK_NEXT_IO PeekNextIo;
	PFLT_CALLBACK_DATA_QUEUE_ACQUIRE Acquire;
	PFLT_CALLBACK_DATA_QUEUE_RELEASE Release;
	PFLT_CALLBACK_DATA_QUEUE_COMPLETE_CANCELED_IO CompleteCanceledIo;
};
typedef IO_CSQ_IRP_CONTEXT FLT_CALLBACK_DATA_QUEUE_IO_CONTEXT,
	*PFLT_CALLBACK_DATA_QUEUE_IO_CONTEXT;

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltCbdqInitialize(PFLT_INSTANCE Instance,
	PFLT_CALLBACK_DATA_QUEUE Cbdq,
	PFLT_CALLBACK_DATA_QUEUE_INSERT_IO CbdqInsertIo,
	PFLT_CALLBACK_DATA_QUEUE_REMOVE_IO CbdqRemoveIo,
	PFLT_CALLBACK_DATA_QUEUE_PEEK_NEXT_IO CbdqPeekNextIo,
	PFLT_CALLBACK_DATA_QUEUE_ACQUIRE CbdqAcquire,
	PFLT_CALLBACK_DATA_QUEUE_RELEASE CbdqRelease,
	PFLT_CALLBACK_DATA_QUEUE_COMPLETE_CANCELED_IO CbdqCompleteCanceledIo);
VOID FLTAPI FltCbdqEnable(PFLT_CALLBACK_DATA_QUEUE Cbdq);
VOID FLTAPI FltCbdqDisable(PFLT_CALLBACK_DATA_QUEUE Cbdq);
NTSTATUS FLTAPI FltCbdqInsertIo(PFLT_CALLBACK_DATA_QUEUE Cbdq,
	PFLT_CALLBACK_DATA Cbd, PFLT_CALLBACK_DATA_QUEUE_IO_CONTEXT Context,
	PVOID InsertContext);
PFLT_CALLBACK_DATA FLTAPI FltCbdqRemoveIo(PFLT_CALLBACK_DATA_QUEUE Cbdq,
	PFLT_CALLBACK_DATA_QUEUE_IO_CONTEXT Context);
PFLT_CALLBACK_DATA FLTAPI FltCbdqRemoveNextIo(
	PFLT_CALLBACK_DATA_QUEUE Cbdq, PVOID PeekContext);

/* ---- Own I/O ----------------------------------------------------------- */

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltAllocateCallbackData(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CALLBACK_DATA *RetNewCallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltFreeCallbackData(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltReuseCallbackData(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltPerformSynchronousIo(PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltPerformAsynchronousIo(PFLT_CALLBACK_DATA CallbackData,
	PFLT_COMPLETED_ASYNC_IO_CALLBACK CallbackRoutine,
	PVOID CallbackContext);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID FLTAPI FltReissueSynchronousIo(
	PFLT_INSTANCE InitiatingInstance, PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltCreateFile(PFLT_FILTER Filter, PFLT_INSTANCE Instance,
	PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
	POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
	PLARGE_INTEGER AllocationSize, ULONG FileAttributes,
	ULONG ShareAccess, ULONG CreateDisposition, ULONG CreateOptions,
	PVOID EaBuffer, ULONG EaLength, ULONG Flags);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltCreateFileEx(PFLT_FILTER Filter, PFLT_INSTANCE Instance,
	PHANDLE FileHandle, PFILE_OBJECT *FileObject,
	ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
	PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER AllocationSize,
	ULONG FileAttributes, ULONG ShareAccess, ULONG CreateDisposition,
	ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength, ULONG Flags);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltCreateFileEx2(PFLT_FILTER Filter, PFLT_INSTANCE Instance,
	PHANDLE FileHandle, PFILE_OBJECT *FileObject,
	ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
	PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER AllocationSize,
	ULONG FileAttributes, ULONG ShareAccess, ULONG CreateDisposition,
	ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength, ULONG Flags,
	PIO_DRIVER_CREATE_CONTEXT DriverContext);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltClose(HANDLE FileHandle);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltReadFile(PFLT_INSTANCE InitiatingInstance,
	PFILE_OBJECT FileObject, PLARGE_INTEGER ByteOffset, ULONG Length,
	PVOID Buffer, FLT_IO_OPERATION_FLAGS Flags, PULONG BytesRead,
	PFLT_COMPLETED_ASYNC_IO_CALLBACK CallbackRoutine,
	PVOID CallbackContext);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltWriteFile(PFLT_INSTANCE InitiatingInstance,
	PFILE_OBJECT FileObject, PLARGE_INTEGER ByteOffset, ULONG Length,
	PVOID Buffer, FLT_IO_OPERATION_FLAGS Flags, PULONG BytesWritten,
	PFLT_COMPLETED_ASYNC_IO_CALLBACK CallbackRoutine,
	PVOID CallbackContext);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltQueryInformationFile(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PVOID FileInformation, ULONG Length,
	FILE_INFORMATION_CLASS FileInformationClass, PULONG LengthReturned);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltSetInformationFile(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PVOID FileInformation, ULONG Length,
	FILE_INFORMATION_CLASS FileInformationClass);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltQueryDirectoryFile(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PVOID FileInformation, ULONG Length,
	FILE_INFORMATION_CLASS FileInformationClass,
	BOOLEAN ReturnSingleEntry, PUNICODE_STRING FileName,
	BOOLEAN RestartScan, PULONG LengthReturned);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltQueryEaFile(PFLT_INSTANCE Instance, PFILE_OBJECT FileObject,
	PVOID ReturnedEaData, ULONG Length, BOOLEAN ReturnSingleEntry,
	PVOID EaList, ULONG EaListLength, PULONG EaIndex, BOOLEAN RestartScan,
	PULONG LengthReturned);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltSetEaFile(PFLT_INSTANCE Instance, PFILE_OBJECT FileObject,
	PVOID EaBuffer, ULONG Length);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltQuerySecurityObject(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, SECURITY_INFORMATION SecurityInformation,
	PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Length,
	PULONG LengthNeeded);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltSetSecurityObject(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, SECURITY_INFORMATION SecurityInformation,
	PSECURITY_DESCRIPTOR SecurityDescriptor);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltQueryVolumeInformationFile(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PVOID FsInformation, ULONG Length,
	FS_INFORMATION_CLASS FsInformationClass, PULONG LengthReturned);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltQueryVolumeInformation(PFLT_INSTANCE Instance,
	PIO_STATUS_BLOCK Iosb, PVOID FsInformation, ULONG Length,
	FS_INFORMATION_CLASS FsInformationClass);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltSetVolumeInformation(PFLT_INSTANCE Instance,
	PIO_STATUS_BLOCK Iosb, PVOID FsInformation, ULONG Length,
	FS_INFORMATION_CLASS FsInformationClass);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltFlushBuffers(
	PFLT_INSTANCE Instance, PFILE_OBJECT FileObject);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltFlushBuffers2(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, ULONG FlushType,
	PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltFsControlFile(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, ULONG FsControlCode, PVOID InputBuffer,
	ULONG InputBufferLength, PVOID OutputBuffer,
	ULONG OutputBufferLength, PULONG LengthReturned);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltDeviceIoControlFile(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, ULONG IoControlCode, PVOID InputBuffer,
	ULONG InputBufferLength, PVOID OutputBuffer,
	ULONG OutputBufferLength, PULONG LengthReturned);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltTagFile(PFLT_INSTANCE InitiatingInstance,
	PFILE_OBJECT FileObject, ULONG FileTag, GUID *Guid, PVOID DataBuffer,
	USHORT DataBufferLength);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltUntagFile(PFLT_INSTANCE InitiatingInstance,
	PFILE_OBJECT FileObject, ULONG FileTag, GUID *Guid);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltCreateSystemVolumeInformationFolder(PFLT_INSTANCE Instance);

/* ---- Work items -------------------------------------------------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
PFLT_GENERIC_WORKITEM FLTAPI FltAllocateGenericWorkItem(VOID);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltFreeGenericWorkItem(PFLT_GENERIC_WORKITEM FltWorkItem);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltQueueGenericWorkItem(PFLT_GENERIC_WORKITEM FltWorkItem,
	PVOID FltObject, PFLT_GENERIC_WORKITEM_ROUTINE WorkerRoutine,
	WORK_QUEUE_TYPE QueueType, PVOID Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
PFLT_DEFERRED_IO_WORKITEM FLTAPI FltAllocateDeferredIoWorkItem(VOID);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltFreeDeferredIoWorkItem(PFLT_DEFERRED_IO_WORKITEM FltWorkItem);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS FLTAPI FltQueueDeferredIoWorkItem(
	PFLT_DEFERRED_IO_WORKITEM FltWorkItem, PFLT_CALLBACK_DATA Data,
	PFLT_DEFERRED_IO_WORKITEM_ROUTINE WorkerRoutine,
	WORK_QUEUE_TYPE QueueType, PVOID Context);

/* ---- Locks: none of these raises IRQL above APC_LEVEL ------------------ */

_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltAcquireResourceExclusive(PERESOURCE Resource);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltAcquireResourceShared(PERESOURCE Resource);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltReleaseResource(PERESOURCE Resource);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltInitializePushLock(PEX_PUSH_LOCK PushLock);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltDeletePushLock(PEX_PUSH_LOCK PushLock);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltAcquirePushLockExclusive(PEX_PUSH_LOCK PushLock);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltAcquirePushLockShared(PEX_PUSH_LOCK PushLock);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltReleasePushLock(PEX_PUSH_LOCK PushLock);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltAcquirePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltAcquirePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltReleasePushLockEx(PEX_PUSH_LOCK PushLock, ULONG Flags);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltCancellableWaitForSingleObject(PVOID Object,
	PLARGE_INTEGER Timeout, PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltCancellableWaitForMultipleObjects(ULONG Count,
	PVOID ObjectArray[], WAIT_TYPE WaitType, PLARGE_INTEGER Timeout,
	PKWAIT_BLOCK WaitBlockArray, PFLT_CALLBACK_DATA CallbackData);

/* ---- Communication with user mode -------------------------------------- */

#define FLT_PORT_CONNECT 0x0001
#define FLT_PORT_ALL_ACCESS (FLT_PORT_CONNECT | STANDARD_RIGHTS_ALL)

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltCreateCommunicationPort(PFLT_FILTER Filter,
	PFLT_PORT *ServerPort, POBJECT_ATTRIBUTES ObjectAttributes,
	PVOID ServerPortCookie, PFLT_CONNECT_NOTIFY ConnectNotifyCallback,
	PFLT_DISCONNECT_NOTIFY DisconnectNotifyCallback,
	PFLT_MESSAGE_NOTIFY MessageNotifyCallback, LONG MaxConnections);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID FLTAPI FltCloseCommunicationPort(PFLT_PORT ServerPort);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID FLTAPI FltCloseClientPort(PFLT_FILTER Filter, PFLT_PORT *ClientPort);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltSendMessage(PFLT_FILTER Filter, PFLT_PORT *ClientPort,
	PVOID SenderBuffer, ULONG SenderBufferLength, PVOID ReplyBuffer,
	PULONG ReplyLength, PLARGE_INTEGER Timeout);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltBuildDefaultSecurityDescriptor(
	PSECURITY_DESCRIPTOR *SecurityDescriptor, ACCESS_MASK DesiredAccess);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID FLTAPI FltFreeSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor);

/* ---- Filters, instances, volumes --------------------------------------- */

typedef struct _FLT_VOLUME_PROPERTIES {
	DEVICE_TYPE DeviceType;
	ULONG DeviceCharacteristics;
	ULONG DeviceObjectFlags;
	ULONG AlignmentRequirement;
	USHORT SectorSize;
	USHORT Flags;
	UNICODE_STRING FileSystemDriverName;
	UNICODE_STRING FileSystemDeviceName;
	UNICODE_STRING RealDeviceName;
} FLT_VOLUME_PROPERTIES, *PFLT_VOLUME_PROPERTIES;

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltObjectReference(PVOID FltObject);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltObjectDereference(PVOID FltObject);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltGetVolumeProperties(PFLT_VOLUME Volume,
	PFLT_VOLUME_PROPERTIES VolumeProperties, ULONG VolumePropertiesLength,
	PULONG LengthReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetVolumeName(PFLT_VOLUME Volume,
	PUNICODE_STRING VolumeName, PULONG BufferSizeNeeded);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltGetVolumeGuidName(PFLT_VOLUME Volume,
	PUNICODE_STRING VolumeGuidName, PULONG BufferSizeNeeded);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetVolumeFromInstance(
	PFLT_INSTANCE Instance, PFLT_VOLUME *RetVolume);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetVolumeFromFileObject(PFLT_FILTER Filter,
	PFILE_OBJECT FileObject, PFLT_VOLUME *RetVolume);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetVolumeFromName(PFLT_FILTER Filter,
	PCUNICODE_STRING VolumeName, PFLT_VOLUME *RetVolume);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetVolumeFromDeviceObject(PFLT_FILTER Filter,
	PDEVICE_OBJECT DeviceObject, PFLT_VOLUME *RetVolume);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetVolumeInstanceFromName(PFLT_FILTER Filter,
	PFLT_VOLUME Volume, PCUNICODE_STRING InstanceName,
	PFLT_INSTANCE *RetInstance);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetFilterFromName(
	PCUNICODE_STRING FilterName, PFLT_FILTER *RetFilter);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetFilterFromInstance(
	PFLT_INSTANCE Instance, PFLT_FILTER *RetFilter);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetDeviceObject(
	PFLT_VOLUME Volume, PDEVICE_OBJECT *DeviceObject);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetDiskDeviceObject(
	PFLT_VOLUME Volume, PDEVICE_OBJECT *DiskDeviceObject);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetFileSystemType(
	PVOID FltObject, PFLT_FILESYSTEM_TYPE FileSystemType);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltIsVolumeWritable(PVOID FltObject, PBOOLEAN IsWritable);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltEnumerateFilters(PFLT_FILTER *FilterList,
	ULONG FilterListSize, PULONG NumberFiltersReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltEnumerateVolumes(PFLT_FILTER Filter,
	PFLT_VOLUME *VolumeList, ULONG VolumeListSize,
	PULONG NumberVolumesReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltEnumerateInstances(PFLT_VOLUME Volume, PFLT_FILTER Filter,
	PFLT_INSTANCE *InstanceList, ULONG InstanceListSize,
	PULONG NumberInstancesReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetTopInstance(
	PFLT_VOLUME Volume, PFLT_INSTANCE *Instance);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetBottomInstance(
	PFLT_VOLUME Volume, PFLT_INSTANCE *Instance);
_IRQL_requires_max_(APC_LEVEL)
LONG FLTAPI FltCompareInstanceAltitudes(
	PFLT_INSTANCE Instance1, PFLT_INSTANCE Instance2);

/* ---- Transactions ------------------------------------------------------ */

typedef ULONG NOTIFICATION_MASK;
#ifndef TRANSACTION_NOTIFY_PREPREPARE
#define TRANSACTION_NOTIFY_PREPREPARE 0x00000001
#define TRANSACTION_NOTIFY_PREPARE 0x00000002
#define TRANSACTION_NOTIFY_COMMIT 0x00000004
#define TRANSACTION_NOTIFY_ROLLBACK 0x00000008
#define TRANSACTION_NOTIFY_COMMIT_FINALIZE 0x40000000
#endif
#define FLT_MAX_TRANSACTION_NOTIFICATIONS                               \
	(TRANSACTION_NOTIFY_PREPREPARE | TRANSACTION_NOTIFY_PREPARE |   \
		TRANSACTION_NOTIFY_COMMIT | TRANSACTION_NOTIFY_ROLLBACK | \
		TRANSACTION_NOTIFY_COMMIT_FINALIZE)

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltEnlistInTransaction(PFLT_INSTANCE Instance,
	PKTRANSACTION Transaction, PFLT_CONTEXT TransactionContext,
	NOTIFICATION_MASK NotificationMask);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltRollbackEnlistment(PFLT_INSTANCE Instance,
	PKTRANSACTION Transaction, PFLT_CONTEXT TransactionContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltCommitComplete(PFLT_INSTANCE Instance,
	PKTRANSACTION Transaction, PFLT_CONTEXT TransactionContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltRollbackComplete(PFLT_INSTANCE Instance,
	PKTRANSACTION Transaction, PFLT_CONTEXT TransactionContext);

/* ---- Memory, extra create parameters, oplocks, scanning ---------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
PVOID FLTAPI FltAllocatePoolAlignedWithTag(PFLT_INSTANCE Instance,
	POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID FLTAPI FltFreePoolAlignedWithTag(
	PFLT_INSTANCE Instance, PVOID Buffer, ULONG Tag);

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetEcpListFromCallbackData(PFLT_FILTER Filter,
	PFLT_CALLBACK_DATA CallbackData, PECP_LIST *EcpList);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltSetEcpListIntoCallbackData(PFLT_FILTER Filter,
	PFLT_CALLBACK_DATA CallbackData, PECP_LIST EcpList);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltFindExtraCreateParameter(PFLT_FILTER Filter,
	PECP_LIST EcpList, LPCGUID EcpType, PVOID *EcpContext,
	ULONG *EcpContextSize);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltAllocateExtraCreateParameterList(PFLT_FILTER Filter,
	FSRTL_ALLOCATE_ECPLIST_FLAGS Flags, PECP_LIST *EcpList);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltFreeExtraCreateParameterList(
	PFLT_FILTER Filter, PECP_LIST EcpList);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltAllocateExtraCreateParameter(PFLT_FILTER Filter,
	LPCGUID EcpType, ULONG SizeOfContext, FSRTL_ALLOCATE_ECP_FLAGS Flags,
	PFSRTL_EXTRA_CREATE_PARAMETER_CLEANUP_CALLBACK CleanupCallback,
	ULONG PoolTag, PVOID *EcpContext);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltFreeExtraCreateParameter(PFLT_FILTER Filter, PVOID EcpContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltInsertExtraCreateParameter(
	PFLT_FILTER Filter, PECP_LIST EcpList, PVOID EcpContext);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltRemoveExtraCreateParameter(PFLT_FILTER Filter,
	PECP_LIST EcpList, LPCGUID EcpType, PVOID *EcpContext,
	ULONG *EcpContextSize);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetNextExtraCreateParameter(PFLT_FILTER Filter,
	PECP_LIST EcpList, PVOID CurrentEcpContext, LPGUID NextEcpType,
	PVOID *NextEcpContext, ULONG *NextEcpContextSize);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltAcknowledgeEcp(PFLT_FILTER Filter, PVOID EcpContext);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltIsEcpAcknowledged(PFLT_FILTER Filter, PVOID EcpContext);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltIsEcpFromUserMode(PFLT_FILTER Filter, PVOID EcpContext);

_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltInitializeOplock(POPLOCK Oplock);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltUninitializeOplock(POPLOCK Oplock);
_IRQL_requires_max_(APC_LEVEL)
FLT_PREOP_CALLBACK_STATUS FLTAPI FltOplockFsctrl(
	POPLOCK Oplock, PFLT_CALLBACK_DATA CallbackData, ULONG OpenCount);
_IRQL_requires_max_(APC_LEVEL)
FLT_PREOP_CALLBACK_STATUS FLTAPI FltCheckOplock(POPLOCK Oplock,
	PFLT_CALLBACK_DATA CallbackData, PVOID Context,
	PFLTOPLOCK_WAIT_COMPLETE_ROUTINE WaitCompletionRoutine,
	PFLTOPLOCK_PREPOST_CALLBACKDATA_ROUTINE PrePostCallbackDataRoutine);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltOplockIsFastIoPossible(POPLOCK Oplock);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltCurrentBatchOplock(POPLOCK Oplock);

_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltRegisterForDataScan(PFLT_INSTANCE Instance);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltCreateSectionForDataScan(PFLT_INSTANCE Instance,
	PFILE_OBJECT FileObject, PFLT_CONTEXT SectionContext,
	ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
	PLARGE_INTEGER MaximumSize, ULONG SectionPageProtection,
	ULONG AllocationAttributes, ULONG Flags, PHANDLE SectionHandle,
	PVOID *SectionObject, PLARGE_INTEGER SectionFileSize);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltCloseSectionForDataScan(PFLT_CONTEXT SectionContext);

/* ---- Information about filters, instances and volumes ------------------ */

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS FLTAPI FltOpenVolume(PFLT_INSTANCE Instance, PHANDLE VolumeHandle,
	PFILE_OBJECT *VolumeFileObject);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetFilterInformation(PFLT_FILTER Filter,
	FILTER_INFORMATION_CLASS InformationClass, PVOID Buffer,
	ULONG BufferSize, PULONG BytesReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetInstanceInformation(PFLT_INSTANCE Instance,
	INSTANCE_INFORMATION_CLASS InformationClass, PVOID Buffer,
	ULONG BufferSize, PULONG BytesReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltEnumerateFilterInformation(ULONG Index,
	FILTER_INFORMATION_CLASS InformationClass, PVOID Buffer,
	ULONG BufferSize, PULONG BytesReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltEnumerateInstanceInformationByFilter(PFLT_FILTER Filter,
	ULONG Index, INSTANCE_INFORMATION_CLASS InformationClass,
	PVOID Buffer, ULONG BufferSize, PULONG BytesReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltEnumerateInstanceInformationByVolume(PFLT_VOLUME Volume,
	ULONG Index, INSTANCE_INFORMATION_CLASS InformationClass,
	PVOID Buffer, ULONG BufferSize, PULONG BytesReturned);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetLowerInstance(
	PFLT_INSTANCE CurrentInstance, PFLT_INSTANCE *LowerInstance);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltGetUpperInstance(
	PFLT_INSTANCE CurrentInstance, PFLT_INSTANCE *UpperInstance);
_IRQL_requires_max_(APC_LEVEL)
NTSTATUS FLTAPI FltIsVolumeSnapshot(PVOID FltObject, PBOOLEAN IsSnapshotVolume);

/* ---- Byte-range locks and more oplocks --------------------------------- */

_IRQL_requires_max_(APC_LEVEL)
PFILE_LOCK FLTAPI FltAllocateFileLock(
	PFLT_COMPLETE_LOCK_CALLBACK_DATA_ROUTINE CompleteLockCallbackDataRoutine,
	PUNLOCK_ROUTINE UnlockRoutine);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltFreeFileLock(PFILE_LOCK FileLock);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltInitializeFileLock(PFILE_LOCK FileLock,
	PFLT_COMPLETE_LOCK_CALLBACK_DATA_ROUTINE CompleteLockCallbackDataRoutine,
	PUNLOCK_ROUTINE UnlockRoutine);
_IRQL_requires_max_(APC_LEVEL)
VOID FLTAPI FltUninitializeFileLock(PFILE_LOCK FileLock);
_IRQL_requires_max_(APC_LEVEL)
FLT_PREOP_CALLBACK_STATUS FLTAPI FltProcessFileLock(
	PFILE_LOCK FileLock, PFLT_CALLBACK_DATA CallbackData, PVOID Context);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltCheckLockForReadAccess(
	PFILE_LOCK FileLock, PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltCheckLockForWriteAccess(
	PFILE_LOCK FileLock, PFLT_CALLBACK_DATA CallbackData);
_IRQL_requires_max_(APC_LEVEL)
FLT_PREOP_CALLBACK_STATUS FLTAPI FltCheckOplockEx(POPLOCK Oplock,
	PFLT_CALLBACK_DATA CallbackData, ULONG Flags, PVOID Context,
	PFLTOPLOCK_WAIT_COMPLETE_ROUTINE WaitCompletionRoutine,
	PFLTOPLOCK_PREPOST_CALLBACKDATA_ROUTINE PrePostCallbackDataRoutine);
_IRQL_requires_max_(APC_LEVEL)
FLT_PREOP_CALLBACK_STATUS FLTAPI FltOplockFsctrlEx(POPLOCK Oplock,
	PFLT_CALLBACK_DATA CallbackData, ULONG OpenCount, ULONG Flags);
_IRQL_requires_max_(APC_LEVEL)
FLT_PREOP_CALLBACK_STATUS FLTAPI FltOplockBreakToNone(POPLOCK Oplock,
	PFLT_CALLBACK_DATA CallbackData, PVOID Context,
	PFLTOPLOCK_WAIT_COMPLETE_ROUTINE WaitCompletionRoutine,
	PFLTOPLOCK_PREPOST_CALLBACKDATA_ROUTINE PrePostCallbackDataRoutine);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltCurrentOplock(POPLOCK Oplock);
_IRQL_requires_max_(APC_LEVEL)
BOOLEAN FLTAPI FltOplockIsSharedRequest(PFLT_CALLBACK_DATA CallbackData);

#ifdef __cplusplus
}
#endif
#endif
