/*
 * The filtering platform as callout drivers see it: callouts, what they are
 * given and what they answer; injection and cloning. Which fields and layers
 * there are is not said.
 */
#ifndef PAGEAUDIT_FWPSK_H
#define PAGEAUDIT_FWPSK_H
#pragma GCC system_header

#include <ndis.h>
#include <fwptypes.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FWPS_RIGHT_ACTION_WRITE 0x00000001
#define FWPS_CLASSIFY_OUT_FLAG_ABSORB 0x00000001
#define FWP_CALLOUT_FLAG_CONDITIONAL_ON_FLOW 0x00000001
#define FWP_CALLOUT_FLAG_ALLOW_OFFLOAD 0x00000002
#define FWPS_METADATA_FIELD_FLOW_HANDLE 0x00000002
#define FWPS_METADATA_FIELD_IP_HEADER_SIZE 0x00000004
#define FWPS_METADATA_FIELD_TRANSPORT_HEADER_SIZE 0x00000008
#define FWPS_METADATA_FIELD_PROCESS_PATH 0x00000010
#define FWPS_METADATA_FIELD_TOKEN 0x00000020
#define FWPS_METADATA_FIELD_PROCESS_ID 0x00000040
#define FWPS_METADATA_FIELD_COMPLETION_HANDLE 0x00004000
#define FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE 0x00008000
#define FWPS_IS_METADATA_FIELD_PRESENT(values, field) \
	(((values)->currentMetadataValues & (field)) == (field))

#ifndef FWP_ACTION_BLOCK
#define FWP_ACTION_FLAG_TERMINATING 0x00001000
#define FWP_ACTION_FLAG_NON_TERMINATING 0x00002000
#define FWP_ACTION_FLAG_CALLOUT 0x00004000
#define FWP_ACTION_BLOCK (0x1 | FWP_ACTION_FLAG_TERMINATING)
#define FWP_ACTION_PERMIT (0x2 | FWP_ACTION_FLAG_TERMINATING)
#define FWP_ACTION_CALLOUT_TERMINATING \
	(0x3 | FWP_ACTION_FLAG_CALLOUT | FWP_ACTION_FLAG_TERMINATING)
#define FWP_ACTION_CALLOUT_INSPECTION \
	(0x4 | FWP_ACTION_FLAG_CALLOUT | FWP_ACTION_FLAG_NON_TERMINATING)
#define FWP_ACTION_CALLOUT_UNKNOWN (0x5 | FWP_ACTION_FLAG_CALLOUT)
#define FWP_ACTION_CONTINUE (0x6 | FWP_ACTION_FLAG_NON_TERMINATING)
#endif

typedef struct FWPS_INCOMING_VALUE0_ {
	FWP_VALUE0 value;
} FWPS_INCOMING_VALUE0;

typedef struct FWPS_INCOMING_VALUES0_ {
	UINT16 layerId;
	UINT32 valueCount;
	FWPS_INCOMING_VALUE0 *incomingValue;
} FWPS_INCOMING_VALUES0;

typedef struct FWPS_INCOMING_METADATA_VALUES0_ {
	UINT32 currentMetadataValues;
	UINT32 flags;
	UINT64 reserved;
	UINT64 flowHandle;
	UINT32 ipHeaderSize;
	UINT32 transportHeaderSize;
	FWP_BYTE_BLOB *processPath;
	UINT64 token;
	UINT64 processId;
	UINT32 sourceInterfaceIndex;
	UINT32 destinationInterfaceIndex;
	ULONG compartmentId;
	ULONG pathMtu;
	HANDLE completionHandle;
	UINT64 transportEndpointHandle;
	PVOID controlData;
	ULONG controlDataLength;
	UINT32 packetDirection;
	PVOID headerIncludeHeader;
	ULONG headerIncludeHeaderLength;
	UINT16 frameLength;
	UINT64 parentEndpointHandle;
	UINT32 icmpIdAndSequence;
	ULONG localRedirectTargetPID;
	HANDLE redirectRecords;
	UINT32 currentL2MetadataValues;
	UINT32 l2Flags;
	UINT32 ethernetMacHeaderSize;
} FWPS_INCOMING_METADATA_VALUES0;

typedef struct FWPS_CLASSIFY_OUT0_ {
	UINT32 actionType;
	UINT64 outContext;
	UINT64 filterId;
	UINT32 rights;
	UINT32 flags;
	UINT32 reserved;
} FWPS_CLASSIFY_OUT0;

typedef struct FWPS_ACTION0_ {
	UINT32 type;
	UINT32 calloutId;
} FWPS_ACTION0;

/* All versions of a filter are used alike. */
typedef struct FWPS_FILTER2_ {
	UINT64 filterId;
	FWP_VALUE0 weight;
	UINT16 subLayerWeight;
	UINT16 flags;
	UINT32 numFilterConditions;
	PVOID filterCondition;
	FWPS_ACTION0 action;
	UINT64 context;
	PVOID providerContext;
} FWPS_FILTER2;
typedef FWPS_FILTER2 FWPS_FILTER0, FWPS_FILTER1, FWPS_FILTER3;

typedef enum FWPS_CALLOUT_NOTIFY_TYPE_ {
	FWPS_CALLOUT_NOTIFY_ADD_FILTER,
	FWPS_CALLOUT_NOTIFY_DELETE_FILTER,
	FWPS_CALLOUT_NOTIFY_ADD_FILTER_POST_COMMIT,
	FWPS_CALLOUT_NOTIFY_TYPE_MAX,
} FWPS_CALLOUT_NOTIFY_TYPE;

typedef void(NTAPI *FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0)(
	UINT16 layerId, UINT32 calloutId, UINT64 flowContext);
typedef void(NTAPI *FWPS_CALLOUT_CLASSIFY_FN0)(
	const FWPS_INCOMING_VALUES0 *inFixedValues,
	const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues, void *layerData,
	const FWPS_FILTER0 *filter, UINT64 flowContext,
	FWPS_CLASSIFY_OUT0 *classifyOut);

/* A version of a callout that is classified with a context. */
#define PAGEAUDIT_CLASSIFY(version)                                         \
	typedef void(NTAPI *FWPS_CALLOUT_CLASSIFY_FN##version)(             \
		const FWPS_INCOMING_VALUES0 *inFixedValues,                 \
		const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,         \
		void *layerData, const void *classifyContext,               \
		const FWPS_FILTER##version *filter, UINT64 flowContext,     \
		FWPS_CLASSIFY_OUT0 *classifyOut)

#define PAGEAUDIT_CALLOUT(version)                                          \
	typedef NTSTATUS(NTAPI *FWPS_CALLOUT_NOTIFY_FN##version)(           \
		FWPS_CALLOUT_NOTIFY_TYPE notifyType,                        \
		const GUID *filterKey, FWPS_FILTER##version *filter);       \
	typedef struct FWPS_CALLOUT##version##_ {                           \
		GUID calloutKey;                                            \
		UINT32 flags;                                               \
		FWPS_CALLOUT_CLASSIFY_FN##version classifyFn;               \
		FWPS_CALLOUT_NOTIFY_FN##version notifyFn;                   \
		FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn;           \
	} FWPS_CALLOUT##version;                                            \
	NTSTATUS NTAPI FwpsCalloutRegister##version(void *deviceObject,     \
		const FWPS_CALLOUT##version *callout, UINT32 *calloutId)

PAGEAUDIT_CALLOUT(0);
PAGEAUDIT_CLASSIFY(1);
PAGEAUDIT_CALLOUT(1);
PAGEAUDIT_CLASSIFY(2);
PAGEAUDIT_CALLOUT(2);
PAGEAUDIT_CLASSIFY(3);
PAGEAUDIT_CALLOUT(3);
#undef PAGEAUDIT_CALLOUT
#undef PAGEAUDIT_CLASSIFY

NTSTATUS NTAPI FwpsCalloutUnregisterById0(const UINT32 calloutId);
NTSTATUS NTAPI FwpsCalloutUnregisterByKey0(const GUID *calloutKey);
NTSTATUS NTAPI FwpsFlowAssociateContext0(UINT64 flowId, UINT16 layerId,
	UINT32 calloutId, UINT64 flowContext);
NTSTATUS NTAPI FwpsFlowRemoveContext0(
	UINT64 flowId, UINT16 layerId, UINT32 calloutId);
NTSTATUS NTAPI FwpsPendOperation0(
	HANDLE completionHandle, HANDLE *completionContext);
void NTAPI FwpsCompleteOperation0(
	HANDLE completionContext, PNET_BUFFER_LIST netBufferList);

typedef void(NTAPI *FWPS_INJECT_COMPLETE0)(void *context,
	NET_BUFFER_LIST *netBufferList, BOOLEAN dispatchLevel);
NTSTATUS NTAPI FwpsInjectionHandleCreate0(
	UINT16 addressFamily, UINT32 flags, HANDLE *injectionHandle);
NTSTATUS NTAPI FwpsInjectionHandleDestroy0(HANDLE injectionHandle);
NTSTATUS NTAPI FwpsAllocateCloneNetBufferList0(
	NET_BUFFER_LIST *originalNetBufferList,
	NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle,
	ULONG allocateCloneFlags, NET_BUFFER_LIST **netBufferList);
void NTAPI FwpsFreeCloneNetBufferList0(
	NET_BUFFER_LIST *netBufferList, ULONG freeCloneFlags);
void NTAPI FwpsReferenceNetBufferList0(
	NET_BUFFER_LIST *netBufferList, BOOLEAN intendToModify);
void NTAPI FwpsDereferenceNetBufferList0(
	NET_BUFFER_LIST *netBufferList, BOOLEAN dispatchLevel);

#define FwpsCalloutUnregisterById FwpsCalloutUnregisterById0
#define FwpsCalloutUnregisterByKey FwpsCalloutUnregisterByKey0
#define FwpsFlowAssociateContext FwpsFlowAssociateContext0
#define FwpsFlowRemoveContext FwpsFlowRemoveContext0
#define FwpsPendOperation FwpsPendOperation0
#define FwpsCompleteOperation FwpsCompleteOperation0
#define FwpsInjectionHandleCreate FwpsInjectionHandleCreate0
#define FwpsInjectionHandleDestroy FwpsInjectionHandleDestroy0
#define FwpsFreeCloneNetBufferList FwpsFreeCloneNetBufferList0
#define FwpsCalloutRegister FwpsCalloutRegister3
#define FWPS_CALLOUT FWPS_CALLOUT3
#define FWPS_FILTER FWPS_FILTER3
#define FWPS_CLASSIFY_OUT FWPS_CLASSIFY_OUT0
#define FWPS_INCOMING_VALUES FWPS_INCOMING_VALUES0
#define FWPS_INCOMING_METADATA_VALUES FWPS_INCOMING_METADATA_VALUES0

#ifdef __cplusplus
}
#endif
#endif
