/*
 * What the open ndis.h lacks of NDIS 6: net buffers, miniport and filter
 * handlers with their levels, interrupts, timers, work items, OID requests.
 * Structures have the fields that drivers touch, in the documented order.
 */
#ifndef PAGEAUDIT_NDIS6_H
#define PAGEAUDIT_NDIS6_H
#pragma GCC system_header

#ifdef __cplusplus
extern "C" {
#endif

#ifndef NDIS_STRING_CONST
#define NDIS_STRING_CONST(text) \
	{ sizeof(L##text) - sizeof(*L##text), sizeof(L##text), L##text }
#endif

/* ---- Objects ----------------------------------------------------------- */

#ifndef NDIS_OBJECT_TYPE_DEFAULT
#define NDIS_OBJECT_TYPE_DEFAULT 0x80
#endif
#define NDIS_OBJECT_TYPE_MINIPORT_INIT_PARAMETERS 0x81
#define NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS 0x8A
#define NDIS_OBJECT_TYPE_FILTER_DRIVER_CHARACTERISTICS 0x8B
#define NDIS_OBJECT_TYPE_FILTER_PARTIAL_CHARACTERISTICS 0x8C
#define NDIS_OBJECT_TYPE_FILTER_ATTRIBUTES 0x8D
#define NDIS_OBJECT_TYPE_PROTOCOL_DRIVER_CHARACTERISTICS 0x95
#define NDIS_OBJECT_TYPE_OID_REQUEST 0x96
#define NDIS_OBJECT_TYPE_TIMER_CHARACTERISTICS 0x97
#define NDIS_OBJECT_TYPE_STATUS_INDICATION 0x98
#define NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES 0x9E
#define NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES 0x9F
#define NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT 0xA0
#ifndef NDIS_OBJECT_REVISION_1
#define NDIS_OBJECT_REVISION_1 1
#endif

typedef enum _NDIS_HALT_ACTION {
	NdisHaltDeviceDisabled,
	NdisHaltDeviceInstanceDeInitialized,
	NdisHaltDevicePoweredDown,
	NdisHaltDeviceSurpriseRemoved,
	NdisHaltDeviceFailed,
	NdisHaltDeviceInitializationFailed,
	NdisHaltDeviceStopped,
} NDIS_HALT_ACTION, *PNDIS_HALT_ACTION;

typedef enum _NDIS_SHUTDOWN_ACTION {
	NdisShutdownPowerOff,
	NdisShutdownBugCheck,
} NDIS_SHUTDOWN_ACTION, *PNDIS_SHUTDOWN_ACTION;

/* ---- Net buffers ------------------------------------------------------- */

typedef struct _NET_BUFFER NET_BUFFER, *PNET_BUFFER;
typedef struct _NET_BUFFER_LIST NET_BUFFER_LIST, *PNET_BUFFER_LIST;
typedef struct _NET_BUFFER_LIST_CONTEXT NET_BUFFER_LIST_CONTEXT,
	*PNET_BUFFER_LIST_CONTEXT;

struct _NET_BUFFER_LIST_CONTEXT {
	PNET_BUFFER_LIST_CONTEXT Next;
	USHORT Size;
	USHORT Offset;
	UCHAR ContextData[];
};

struct _NET_BUFFER {
	PNET_BUFFER Next;
	PMDL CurrentMdl;
	ULONG CurrentMdlOffset;
	ULONG DataLength;
	PMDL MdlChain;
	ULONG DataOffset;
	USHORT ChecksumBias;
	USHORT Reserved;
	NDIS_HANDLE NdisPoolHandle;
	PVOID NdisReserved[2];
	PVOID ProtocolReserved[6];
	PVOID MiniportReserved[4];
	PHYSICAL_ADDRESS DataPhysicalAddress;
};

typedef enum _NDIS_NET_BUFFER_LIST_INFO {
	TcpIpChecksumNetBufferListInfo,
	IPsecOffloadV1NetBufferListInfo,
	TcpLargeSendNetBufferListInfo,
	ClassificationHandleNetBufferListInfo,
	Ieee8021QNetBufferListInfo,
	NetBufferListCancelId,
	MediaSpecificInformation,
	NetBufferListFrameType,
	NetBufferListHashValue,
	NetBufferListHashInfo,
	WfpNetBufferListInfo,
	MaxNetBufferListInfo = 32,
} NDIS_NET_BUFFER_LIST_INFO;

struct _NET_BUFFER_LIST {
	PNET_BUFFER_LIST Next;
	PNET_BUFFER FirstNetBuffer;
	PNET_BUFFER_LIST_CONTEXT Context;
	PNET_BUFFER_LIST ParentNetBufferList;
	NDIS_HANDLE NdisPoolHandle;
	PVOID NdisReserved[2];
	PVOID ProtocolReserved[4];
	PVOID MiniportReserved[2];
	PVOID Scratch;
	NDIS_HANDLE SourceHandle;
	ULONG NblFlags;
	LONG ChildRefCount;
	ULONG Flags;
	NDIS_STATUS Status;
	PVOID NetBufferListInfo[MaxNetBufferListInfo];
};

#define NET_BUFFER_NEXT_NB(b) ((b)->Next)
#define NET_BUFFER_FIRST_MDL(b) ((b)->MdlChain)
#define NET_BUFFER_CURRENT_MDL(b) ((b)->CurrentMdl)
#define NET_BUFFER_CURRENT_MDL_OFFSET(b) ((b)->CurrentMdlOffset)
#define NET_BUFFER_DATA_LENGTH(b) ((b)->DataLength)
#define NET_BUFFER_DATA_OFFSET(b) ((b)->DataOffset)
#define NET_BUFFER_MINIPORT_RESERVED(b) ((b)->MiniportReserved)
#define NET_BUFFER_PROTOCOL_RESERVED(b) ((b)->ProtocolReserved)
#define NET_BUFFER_LIST_NEXT_NBL(l) ((l)->Next)
#define NET_BUFFER_LIST_NEXT_NBL_EX(l) ((l)->Next)
#define NET_BUFFER_LIST_FIRST_NB(l) ((l)->FirstNetBuffer)
#define NET_BUFFER_LIST_FLAGS(l) ((l)->Flags)
#define NET_BUFFER_LIST_NBL_FLAGS(l) ((l)->NblFlags)
#define NET_BUFFER_LIST_STATUS(l) ((l)->Status)
#define NET_BUFFER_LIST_INFO(l, i) ((l)->NetBufferListInfo[(i)])
#define NET_BUFFER_LIST_MINIPORT_RESERVED(l) ((l)->MiniportReserved)
#define NET_BUFFER_LIST_PROTOCOL_RESERVED(l) ((l)->ProtocolReserved)

typedef struct _NET_BUFFER_LIST_POOL_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	UCHAR ProtocolId;
	BOOLEAN fAllocateNetBuffer;
	USHORT ContextSize;
	ULONG PoolTag;
	ULONG DataSize;
} NET_BUFFER_LIST_POOL_PARAMETERS, *PNET_BUFFER_LIST_POOL_PARAMETERS;
#define NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 1
#define NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 \
	sizeof(NET_BUFFER_LIST_POOL_PARAMETERS)
#ifndef NDIS_PROTOCOL_ID_DEFAULT
#define NDIS_PROTOCOL_ID_DEFAULT 0x00
#endif

NDISAPI NDIS_HANDLE NdisAllocateNetBufferListPool(
	NDIS_HANDLE NdisHandle, PNET_BUFFER_LIST_POOL_PARAMETERS Parameters);
NDISAPI VOID NdisFreeNetBufferListPool(NDIS_HANDLE PoolHandle);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI PNET_BUFFER_LIST NdisAllocateNetBufferAndNetBufferList(
	NDIS_HANDLE PoolHandle, USHORT ContextSize, USHORT ContextBackFill,
	PMDL MdlChain, ULONG DataOffset, SIZE_T DataLength);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisFreeNetBufferList(PNET_BUFFER_LIST NetBufferList);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI PVOID NdisGetDataBuffer(PNET_BUFFER NetBuffer, ULONG BytesNeeded,
	PVOID Storage, ULONG AlignMultiple, ULONG AlignOffset);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI NDIS_STATUS NdisRetreatNetBufferDataStart(PNET_BUFFER NetBuffer,
	ULONG DataOffsetDelta, ULONG DataBackFill, PVOID AllocateMdlHandler);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisAdvanceNetBufferDataStart(PNET_BUFFER NetBuffer,
	ULONG DataOffsetDelta, BOOLEAN FreeMdl, PVOID FreeMdlHandler);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI PMDL NdisAllocateMdl(
	NDIS_HANDLE NdisHandle, PVOID VirtualAddress, UINT Length);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisFreeMdl(PMDL Mdl);

/* ---- OID requests and status indications ------------------------------- */

typedef struct _NDIS_OID_REQUEST {
	NDIS_OBJECT_HEADER Header;
	NDIS_REQUEST_TYPE RequestType;
	NDIS_PORT_NUMBER PortNumber;
	UINT Timeout;
	PVOID RequestId;
	NDIS_HANDLE RequestHandle;
	union {
		struct {
			NDIS_OID Oid;
			PVOID InformationBuffer;
			UINT InformationBufferLength;
			UINT BytesWritten;
			UINT BytesNeeded;
		} QUERY_INFORMATION;
		struct {
			NDIS_OID Oid;
			PVOID InformationBuffer;
			UINT InformationBufferLength;
			UINT BytesRead;
			UINT BytesNeeded;
		} SET_INFORMATION;
		struct {
			NDIS_OID Oid;
			PVOID InformationBuffer;
			ULONG InputBufferLength;
			ULONG OutputBufferLength;
			ULONG MethodId;
			UINT BytesWritten;
			UINT BytesRead;
			UINT BytesNeeded;
		} METHOD_INFORMATION;
	} DATA;
	UCHAR NdisReserved[16 * sizeof(PVOID)];
	UCHAR MiniportReserved[2 * sizeof(PVOID)];
	UCHAR SourceReserved[2 * sizeof(PVOID)];
	UCHAR SupportedRevision;
	UCHAR Reserved1;
	USHORT Reserved2;
} NDIS_OID_REQUEST, *PNDIS_OID_REQUEST;

typedef struct _NDIS_STATUS_INDICATION {
	NDIS_OBJECT_HEADER Header;
	NDIS_HANDLE SourceHandle;
	NDIS_PORT_NUMBER PortNumber;
	NDIS_STATUS StatusCode;
	ULONG Flags;
	NDIS_HANDLE DestinationHandle;
	PVOID RequestId;
	PVOID StatusBuffer;
	ULONG StatusBufferSize;
	GUID Guid;
	PVOID NdisReserved[4];
} NDIS_STATUS_INDICATION, *PNDIS_STATUS_INDICATION;
#define NDIS_STATUS_INDICATION_REVISION_1 1
#define NDIS_SIZEOF_STATUS_INDICATION_REVISION_1 sizeof(NDIS_STATUS_INDICATION)

/* ---- Miniport handlers ------------------------------------------------- */

typedef struct _NDIS_MINIPORT_INIT_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	ULONG Flags;
	PNDIS_RESOURCE_LIST AllocatedResources;
	NDIS_HANDLE IMDeviceInstanceContext;
	NDIS_HANDLE MiniportAddDeviceContext;
	ULONG IfIndex;
	NET_LUID NetLuid;
	PVOID DefaultPortAuthStates;
	PVOID PciDeviceCustomProperties;
} NDIS_MINIPORT_INIT_PARAMETERS, *PNDIS_MINIPORT_INIT_PARAMETERS;

typedef struct _NDIS_MINIPORT_PAUSE_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	ULONG Flags;
	ULONG PauseReason;
} NDIS_MINIPORT_PAUSE_PARAMETERS, *PNDIS_MINIPORT_PAUSE_PARAMETERS;

typedef struct _NDIS_MINIPORT_RESTART_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	struct _NDIS_RESTART_ATTRIBUTES *RestartAttributes;
	ULONG Flags;
} NDIS_MINIPORT_RESTART_PARAMETERS, *PNDIS_MINIPORT_RESTART_PARAMETERS;

typedef struct _NET_DEVICE_PNP_EVENT {
	NDIS_OBJECT_HEADER Header;
	NDIS_PORT_NUMBER PortNumber;
	NDIS_DEVICE_PNP_EVENT DevicePnPEvent;
	PVOID InformationBuffer;
	ULONG InformationBufferLength;
	UCHAR NdisReserved[2 * sizeof(PVOID)];
} NET_DEVICE_PNP_EVENT, *PNET_DEVICE_PNP_EVENT;

/* A handler: the highest level it runs at, result, name and parameters. */
#define PAGEAUDIT_NDIS_HANDLER(level, type, name, parameters) \
	_IRQL_requires_max_(level) typedef type name parameters

PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, NDIS_STATUS, MINIPORT_INITIALIZE,
	(NDIS_HANDLE NdisMiniportHandle, NDIS_HANDLE MiniportDriverContext,
		PNDIS_MINIPORT_INIT_PARAMETERS MiniportInitParameters));
PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, VOID, MINIPORT_HALT,
	(NDIS_HANDLE MiniportAdapterContext, NDIS_HALT_ACTION HaltAction));
PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, VOID, MINIPORT_UNLOAD,
	(PDRIVER_OBJECT DriverObject));
typedef MINIPORT_UNLOAD MINIPORT_DRIVER_UNLOAD;
PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, NDIS_STATUS, MINIPORT_PAUSE,
	(NDIS_HANDLE MiniportAdapterContext,
		PNDIS_MINIPORT_PAUSE_PARAMETERS PauseParameters));
PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, NDIS_STATUS, MINIPORT_RESTART,
	(NDIS_HANDLE MiniportAdapterContext,
		PNDIS_MINIPORT_RESTART_PARAMETERS RestartParameters));
PAGEAUDIT_NDIS_HANDLER(HIGH_LEVEL, VOID, MINIPORT_SHUTDOWN,
	(NDIS_HANDLE MiniportAdapterContext,
		NDIS_SHUTDOWN_ACTION ShutdownAction));
PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, VOID, MINIPORT_DEVICE_PNP_EVENT_NOTIFY,
	(NDIS_HANDLE MiniportAdapterContext,
		PNET_DEVICE_PNP_EVENT NetDevicePnPEvent));
PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, NDIS_STATUS, MINIPORT_SET_OPTIONS,
	(NDIS_HANDLE NdisDriverHandle, NDIS_HANDLE DriverContext));
typedef MINIPORT_SET_OPTIONS SET_OPTIONS;
PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, NDIS_STATUS, MINIPORT_OID_REQUEST,
	(NDIS_HANDLE MiniportAdapterContext, PNDIS_OID_REQUEST OidRequest));
PAGEAUDIT_NDIS_HANDLER(DISPATCH_LEVEL, VOID, MINIPORT_CANCEL_OID_REQUEST,
	(NDIS_HANDLE MiniportAdapterContext, PVOID RequestId));
PAGEAUDIT_NDIS_HANDLER(DISPATCH_LEVEL, VOID, MINIPORT_SEND_NET_BUFFER_LISTS,
	(NDIS_HANDLE MiniportAdapterContext, PNET_BUFFER_LIST NetBufferList,
		NDIS_PORT_NUMBER PortNumber, ULONG SendFlags));
PAGEAUDIT_NDIS_HANDLER(DISPATCH_LEVEL, VOID, MINIPORT_RETURN_NET_BUFFER_LISTS,
	(NDIS_HANDLE MiniportAdapterContext, PNET_BUFFER_LIST NetBufferLists,
		ULONG ReturnFlags));
PAGEAUDIT_NDIS_HANDLER(DISPATCH_LEVEL, VOID, MINIPORT_CANCEL_SEND,
	(NDIS_HANDLE MiniportAdapterContext, PVOID CancelId));
PAGEAUDIT_NDIS_HANDLER(PASSIVE_LEVEL, BOOLEAN, MINIPORT_CHECK_FOR_HANG,
	(NDIS_HANDLE MiniportAdapterContext));
PAGEAUDIT_NDIS_HANDLER(DISPATCH_LEVEL, NDIS_STATUS, MINIPORT_RESET,
	(NDIS_HANDLE MiniportAdapterContext, PBOOLEAN AddressingReset));

typedef struct _NDIS_MINIPORT_DRIVER_CHARACTERISTICS {
	NDIS_OBJECT_HEADER Header;
	UCHAR MajorNdisVersion;
	UCHAR MinorNdisVersion;
	UCHAR MajorDriverVersion;
	UCHAR MinorDriverVersion;
	ULONG Flags;
	MINIPORT_SET_OPTIONS *SetOptionsHandler;
	MINIPORT_INITIALIZE *InitializeHandlerEx;
	MINIPORT_HALT *HaltHandlerEx;
	MINIPORT_UNLOAD *UnloadHandler;
	MINIPORT_PAUSE *PauseHandler;
	MINIPORT_RESTART *RestartHandler;
	MINIPORT_OID_REQUEST *OidRequestHandler;
	MINIPORT_SEND_NET_BUFFER_LISTS *SendNetBufferListsHandler;
	MINIPORT_RETURN_NET_BUFFER_LISTS *ReturnNetBufferListsHandler;
	MINIPORT_CANCEL_SEND *CancelSendHandler;
	MINIPORT_CHECK_FOR_HANG *CheckForHangHandlerEx;
	MINIPORT_RESET *ResetHandlerEx;
	MINIPORT_DEVICE_PNP_EVENT_NOTIFY *DevicePnPEventNotifyHandler;
	MINIPORT_SHUTDOWN *ShutdownHandlerEx;
	MINIPORT_CANCEL_OID_REQUEST *CancelOidRequestHandler;
	MINIPORT_OID_REQUEST *DirectOidRequestHandler;
	MINIPORT_CANCEL_OID_REQUEST *CancelDirectOidRequestHandler;
} NDIS_MINIPORT_DRIVER_CHARACTERISTICS, *PNDIS_MINIPORT_DRIVER_CHARACTERISTICS;
#define NDIS_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_1 1
#define NDIS_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_2 2
#define NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_1 \
	sizeof(NDIS_MINIPORT_DRIVER_CHARACTERISTICS)
#define NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_2 \
	sizeof(NDIS_MINIPORT_DRIVER_CHARACTERISTICS)

_IRQL_requires_max_(PASSIVE_LEVEL)
NDISAPI NDIS_STATUS NdisMRegisterMiniportDriver(PDRIVER_OBJECT DriverObject,
	PUNICODE_STRING RegistryPath, NDIS_HANDLE MiniportDriverContext,
	PNDIS_MINIPORT_DRIVER_CHARACTERISTICS MiniportDriverCharacteristics,
	PNDIS_HANDLE NdisMiniportDriverHandle);
_IRQL_requires_max_(PASSIVE_LEVEL)
NDISAPI VOID NdisMDeregisterMiniportDriver(
	NDIS_HANDLE NdisMiniportDriverHandle);

typedef struct _NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES {
	NDIS_OBJECT_HEADER Header;
	NDIS_HANDLE MiniportAdapterContext;
	ULONG AttributeFlags;
	UINT CheckForHangTimeInSeconds;
	NDIS_INTERFACE_TYPE InterfaceType;
} NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES,
	*PNDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES;
#define NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_1 1
#define NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_1 \
	sizeof(NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES)
#define NDIS_MINIPORT_ATTRIBUTES_HARDWARE_DEVICE 0x00000001
#define NDIS_MINIPORT_ATTRIBUTES_NDIS_WDM 0x00000002
#define NDIS_MINIPORT_ATTRIBUTES_SURPRISE_REMOVE_OK 0x00000004
#define NDIS_MINIPORT_ATTRIBUTES_NO_HALT_ON_SUSPEND 0x00000020
#define NDIS_MINIPORT_ATTRIBUTES_BUS_MASTER 0x00000040

typedef struct _NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES {
	NDIS_OBJECT_HEADER Header;
	ULONG Flags;
	NDIS_MEDIUM MediaType;
	NDIS_PHYSICAL_MEDIUM PhysicalMediumType;
	ULONG MtuSize;
	ULONG64 MaxXmitLinkSpeed;
	ULONG64 XmitLinkSpeed;
	ULONG64 MaxRcvLinkSpeed;
	ULONG64 RcvLinkSpeed;
	NDIS_MEDIA_CONNECT_STATE MediaConnectState;
	ULONG MediaDuplexState;
	ULONG LookaheadSize;
	PVOID PowerManagementCapabilities;
	ULONG MacOptions;
	ULONG SupportedPacketFilters;
	ULONG MaxMulticastListSize;
	USHORT MacAddressLength;
	UCHAR PermanentMacAddress[32];
	UCHAR CurrentMacAddress[32];
	PVOID RecvScaleCapabilities;
	ULONG AccessType;
	ULONG DirectionType;
	ULONG ConnectionType;
	ULONG IfType;
	BOOLEAN IfConnectorPresent;
	ULONG SupportedStatistics;
	ULONG SupportedPauseFunctions;
	ULONG DataBackFillSize;
	ULONG ContextBackFillSize;
	PNDIS_OID SupportedOidList;
	ULONG SupportedOidListLength;
	ULONG AutoNegotiationFlags;
	PVOID PowerManagementCapabilitiesEx;
} NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES,
	*PNDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES;
#define NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_1 1
#define NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_2 2
#define NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_1 \
	sizeof(NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES)
#define NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_2 \
	sizeof(NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES)

typedef union _NDIS_MINIPORT_ADAPTER_ATTRIBUTES {
	NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES RegistrationAttributes;
	NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES GeneralAttributes;
} NDIS_MINIPORT_ADAPTER_ATTRIBUTES, *PNDIS_MINIPORT_ADAPTER_ATTRIBUTES;

_IRQL_requires_max_(PASSIVE_LEVEL)
NDISAPI NDIS_STATUS NdisMSetMiniportAttributes(NDIS_HANDLE NdisMiniportHandle,
	PNDIS_MINIPORT_ADAPTER_ATTRIBUTES MiniportAttributes);

/* ---- Interrupts -------------------------------------------------------- */

PAGEAUDIT_NDIS_HANDLER(HIGH_LEVEL, BOOLEAN, MINIPORT_ISR,
	(NDIS_HANDLE MiniportInterruptContext,
		PBOOLEAN QueueDefaultInterruptDpc, PULONG TargetProcessors));
PAGEAUDIT_NDIS_HANDLER(DISPATCH_LEVEL, VOID, MINIPORT_INTERRUPT_DPC,
	(NDIS_HANDLE MiniportInterruptContext, PVOID MiniportDpcContext,
		PVOID ReceiveThrottleParameters, PVOID NdisReserved2));
PAGEAUDIT_NDIS_HANDLER(HIGH_LEVEL, VOID, MINIPORT_DISABLE_INTERRUPT,
	(NDIS_HANDLE MiniportInterruptContext));
PAGEAUDIT_NDIS_HANDLER(HIGH_LEVEL, VOID, MINIPORT_ENABLE_INTERRUPT,
	(NDIS_HANDLE MiniportInterruptContext));
PAGEAUDIT_NDIS_HANDLER(HIGH_LEVEL, BOOLEAN, MINIPORT_MESSAGE_INTERRUPT,
	(NDIS_HANDLE MiniportInterruptContext, ULONG MessageId,
		PBOOLEAN QueueDefaultInterruptDpc, PULONG TargetProcessors));
PAGEAUDIT_NDIS_HANDLER(DISPATCH_LEVEL, VOID, MINIPORT_MESSAGE_INTERRUPT_DPC,
	(NDIS_HANDLE MiniportInterruptContext, ULONG MessageId,
		PVOID MiniportDpcContext, PVOID ReceiveThrottleParameters,
		PVOID NdisReserved2));
PAGEAUDIT_NDIS_HANDLER(HIGH_LEVEL, VOID, MINIPORT_DISABLE_MESSAGE_INTERRUPT,
	(NDIS_HANDLE MiniportInterruptContext, ULONG MessageId));
PAGEAUDIT_NDIS_HANDLER(HIGH_LEVEL, VOID, MINIPORT_ENABLE_MESSAGE_INTERRUPT,
	(NDIS_HANDLE MiniportInterruptContext, ULONG MessageId));
PAGEAUDIT_NDIS_HANDLER(HIGH_LEVEL, BOOLEAN, MINIPORT_SYNCHRONIZE_INTERRUPT,
	(NDIS_HANDLE SynchronizeContext));

typedef enum _NDIS_INTERRUPT_TYPE {
	NDIS_CONNECT_LINE_BASED = 1,
	NDIS_CONNECT_MESSAGE_BASED,
} NDIS_INTERRUPT_TYPE, *PNDIS_INTERRUPT_TYPE;

typedef struct _NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS {
	NDIS_OBJECT_HEADER Header;
	MINIPORT_ISR *InterruptHandler;
	MINIPORT_INTERRUPT_DPC *InterruptDpcHandler;
	MINIPORT_DISABLE_INTERRUPT *DisableInterruptHandler;
	MINIPORT_ENABLE_INTERRUPT *EnableInterruptHandler;
	BOOLEAN MsiSupported;
	BOOLEAN MsiSyncWithAllMessages;
	MINIPORT_MESSAGE_INTERRUPT *MessageInterruptHandler;
	MINIPORT_MESSAGE_INTERRUPT_DPC *MessageInterruptDpcHandler;
	MINIPORT_DISABLE_MESSAGE_INTERRUPT *DisableMessageInterruptHandler;
	MINIPORT_ENABLE_MESSAGE_INTERRUPT *EnableMessageInterruptHandler;
	NDIS_INTERRUPT_TYPE InterruptType;
	PIO_INTERRUPT_MESSAGE_INFO MessageInfoTable;
} NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS,
	*PNDIS_MINIPORT_INTERRUPT_CHARACTERISTICS;
#define NDIS_MINIPORT_INTERRUPT_REVISION_1 1
#define NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 \
	sizeof(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS)

_IRQL_requires_max_(PASSIVE_LEVEL)
NDISAPI NDIS_STATUS NdisMRegisterInterruptEx(NDIS_HANDLE MiniportAdapterHandle,
	NDIS_HANDLE MiniportInterruptContext,
	PNDIS_MINIPORT_INTERRUPT_CHARACTERISTICS
		MiniportInterruptCharacteristics,
	PNDIS_HANDLE NdisInterruptHandle);
_IRQL_requires_max_(PASSIVE_LEVEL)
NDISAPI VOID NdisMDeregisterInterruptEx(NDIS_HANDLE NdisInterruptHandle);
NDISAPI BOOLEAN NdisMSynchronizeWithInterruptEx(
	NDIS_HANDLE NdisInterruptHandle, ULONG MessageId,
	MINIPORT_SYNCHRONIZE_INTERRUPT *SynchronizeFunction,
	PVOID SynchronizeContext);
NDISAPI ULONG NdisMQueueDpc(NDIS_HANDLE NdisInterruptHandle, ULONG MessageId,
	ULONG TargetProcessors, PVOID MiniportDpcContext);

/* ---- Timers and work items --------------------------------------------- */

typedef struct _NDIS_TIMER_CHARACTERISTICS {
	NDIS_OBJECT_HEADER Header;
	ULONG AllocationTag;
	PNDIS_TIMER_FUNCTION TimerFunction;
	PVOID FunctionContext;
} NDIS_TIMER_CHARACTERISTICS, *PNDIS_TIMER_CHARACTERISTICS;
#define NDIS_TIMER_CHARACTERISTICS_REVISION_1 1
#define NDIS_SIZEOF_TIMER_CHARACTERISTICS_REVISION_1 \
	sizeof(NDIS_TIMER_CHARACTERISTICS)

_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI NDIS_STATUS NdisAllocateTimerObject(NDIS_HANDLE NdisHandle,
	PNDIS_TIMER_CHARACTERISTICS TimerCharacteristics,
	PNDIS_HANDLE TimerObject);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI BOOLEAN NdisSetTimerObject(NDIS_HANDLE TimerObject,
	LARGE_INTEGER DueTime, LONG MillisecondsPeriod, PVOID FunctionContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI BOOLEAN NdisCancelTimerObject(NDIS_HANDLE TimerObject);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisFreeTimerObject(NDIS_HANDLE TimerObject);

_IRQL_requires_max_(PASSIVE_LEVEL)
typedef VOID NDIS_IO_WORKITEM_FUNCTION(
	PVOID WorkItemContext, NDIS_HANDLE NdisIoWorkItemHandle);
typedef NDIS_IO_WORKITEM_FUNCTION *NDIS_IO_WORKITEM_ROUTINE;

_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI NDIS_HANDLE NdisAllocateIoWorkItem(NDIS_HANDLE NdisObjectHandle);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisQueueIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle,
	NDIS_IO_WORKITEM_ROUTINE Routine, PVOID WorkItemContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisFreeIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle);

/* ---- Reader/writer locks ----------------------------------------------- */

typedef struct _NDIS_RW_LOCK_EX NDIS_RW_LOCK_EX, *PNDIS_RW_LOCK_EX;
typedef struct _LOCK_STATE_EX {
	KIRQL OldIrql;
	UCHAR LockState;
	UCHAR Flags;
} LOCK_STATE_EX, *PLOCK_STATE_EX;
#define NDIS_RWL_AT_DISPATCH_LEVEL 1

_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI PNDIS_RW_LOCK_EX NdisAllocateRWLock(NDIS_HANDLE NdisHandle);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisFreeRWLock(PNDIS_RW_LOCK_EX Lock);
_IRQL_requires_max_(DISPATCH_LEVEL) _IRQL_raises_(DISPATCH_LEVEL)
NDISAPI VOID NdisAcquireRWLockRead(PNDIS_RW_LOCK_EX Lock,
	_IRQL_saves_ PLOCK_STATE_EX LockState, UCHAR Flags);
_IRQL_requires_max_(DISPATCH_LEVEL) _IRQL_raises_(DISPATCH_LEVEL)
NDISAPI VOID NdisAcquireRWLockWrite(PNDIS_RW_LOCK_EX Lock,
	_IRQL_saves_ PLOCK_STATE_EX LockState, UCHAR Flags);
_IRQL_requires_(DISPATCH_LEVEL)
NDISAPI VOID NdisReleaseRWLock(
	PNDIS_RW_LOCK_EX Lock, _IRQL_restores_ PLOCK_STATE_EX LockState);

/* ---- Indications, memory, configuration -------------------------------- */

#define NDIS_SEND_FLAGS_DISPATCH_LEVEL 0x00000001
#define NDIS_TEST_SEND_AT_DISPATCH_LEVEL(f) \
	(((f) & NDIS_SEND_FLAGS_DISPATCH_LEVEL) != 0)
#define NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL 0x00000001
#define NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL 0x00000001
#define NDIS_RECEIVE_FLAGS_RESOURCES 0x00000002
#define NDIS_RETURN_FLAGS_DISPATCH_LEVEL 0x00000001
#define NDIS_TEST_RETURN_AT_DISPATCH_LEVEL(f) \
	(((f) & NDIS_RETURN_FLAGS_DISPATCH_LEVEL) != 0)
#define NDIS_CURRENT_IRQL() KeGetCurrentIrql()

_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisMSendNetBufferListsComplete(NDIS_HANDLE MiniportAdapterHandle,
	PNET_BUFFER_LIST NetBufferList, ULONG SendCompleteFlags);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisMIndicateReceiveNetBufferLists(
	NDIS_HANDLE MiniportAdapterHandle, PNET_BUFFER_LIST NetBufferList,
	NDIS_PORT_NUMBER PortNumber, ULONG NumberOfNetBufferLists,
	ULONG ReceiveFlags);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisMIndicateStatusEx(NDIS_HANDLE MiniportAdapterHandle,
	PNDIS_STATUS_INDICATION StatusIndication);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisMOidRequestComplete(NDIS_HANDLE MiniportAdapterHandle,
	PNDIS_OID_REQUEST OidRequest, NDIS_STATUS Status);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisMPauseComplete(NDIS_HANDLE MiniportAdapterHandle);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI VOID NdisMRestartComplete(
	NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDISAPI PVOID NdisAllocateMemoryWithTagPriority(NDIS_HANDLE NdisHandle,
	UINT Length, ULONG Tag, EX_POOL_PRIORITY Priority);

typedef struct _NDIS_CONFIGURATION_OBJECT {
	NDIS_OBJECT_HEADER Header;
	NDIS_HANDLE NdisHandle;
	ULONG Flags;
} NDIS_CONFIGURATION_OBJECT, *PNDIS_CONFIGURATION_OBJECT;
#define NDIS_OBJECT_TYPE_CONFIGURATION_OBJECT 0xA9
#define NDIS_CONFIGURATION_OBJECT_REVISION_1 1
#define NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1 \
	sizeof(NDIS_CONFIGURATION_OBJECT)
_IRQL_requires_max_(PASSIVE_LEVEL)
NDISAPI NDIS_STATUS NdisOpenConfigurationEx(
	PNDIS_CONFIGURATION_OBJECT ConfigObject,
	PNDIS_HANDLE ConfigurationHandle);

#ifdef __cplusplus
}
#endif
#endif
