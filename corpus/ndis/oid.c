/*
 * oid.c - what the system asks and sets. NDIS gives one request at a time, at
 * PASSIVE_LEVEL.
 */
#include "tern.h"

static NDIS_STATUS TernQuery(PTERN_ADAPTER Adapter, PNDIS_OID_REQUEST Request);
static NDIS_STATUS TernSet(PTERN_ADAPTER Adapter, PNDIS_OID_REQUEST Request);
static NDIS_STATUS TernAnswer(
    PNDIS_OID_REQUEST Request, const VOID *Value, ULONG Length);
static VOID TernReadCounters(PTERN_ADAPTER Adapter, PTERN_COUNTERS Counters);
static NDIS_STATUS TernSetMulticast(
    PTERN_ADAPTER Adapter, PNDIS_OID_REQUEST Request);
static VOID TernWriteFilter(PTERN_ADAPTER Adapter, ULONG Filter);

#pragma NDIS_PAGEABLE_FUNCTION(TernOidRequest)
#pragma NDIS_PAGEABLE_FUNCTION(TernQuery)
#pragma NDIS_PAGEABLE_FUNCTION(TernSet)
#pragma NDIS_PAGEABLE_FUNCTION(TernAnswer)
#pragma NDIS_PAGEABLE_FUNCTION(TernSetMulticast)

NDIS_STATUS
TernOidRequest(NDIS_HANDLE MiniportAdapterContext, PNDIS_OID_REQUEST OidRequest)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;

    PAGED_CODE();

    switch (OidRequest->RequestType) {
    case NdisRequestQueryInformation:
    case NdisRequestQueryStatistics:
        return TernQuery(adapter, OidRequest);
    case NdisRequestSetInformation:
        return TernSet(adapter, OidRequest);
    default:
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}

/* No request is ever pending. */
VOID
TernCancelOidRequest(NDIS_HANDLE MiniportAdapterContext, PVOID RequestId)
{
    UNREFERENCED_PARAMETER(MiniportAdapterContext);
    UNREFERENCED_PARAMETER(RequestId);
}

static NDIS_STATUS
TernQuery(PTERN_ADAPTER Adapter, PNDIS_OID_REQUEST Request)
{
    TERN_COUNTERS counters;
    ULONG value;

    PAGED_CODE();

    switch (Request->DATA.QUERY_INFORMATION.Oid) {
    case OID_GEN_XMIT_OK:
        TernReadCounters(Adapter, &counters);
        return TernAnswer(
            Request, &counters.SendFrames, sizeof(counters.SendFrames));

    case OID_GEN_RCV_OK:
        TernReadCounters(Adapter, &counters);
        return TernAnswer(
            Request, &counters.ReceiveFrames, sizeof(counters.ReceiveFrames));

    case OID_GEN_RCV_NO_BUFFER:
        NdisAcquireSpinLock(&Adapter->ReceiveLock); // want must paged-code-acquires-spin-lock "NdisAcquireSpinLock"
        value = Adapter->Counters.Missed;
        NdisReleaseSpinLock(&Adapter->ReceiveLock);
        return TernAnswer(Request, &value, sizeof(value));

    case OID_GEN_CURRENT_PACKET_FILTER:
        value = Adapter->PacketFilter;
        return TernAnswer(Request, &value, sizeof(value));

    default:
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}

static NDIS_STATUS
TernAnswer(PNDIS_OID_REQUEST Request, const VOID *Value, ULONG Length)
{
    PAGED_CODE();

    if (Request->DATA.QUERY_INFORMATION.InformationBufferLength < Length) {
        Request->DATA.QUERY_INFORMATION.BytesNeeded = Length;
        return NDIS_STATUS_BUFFER_TOO_SHORT;
    }
    NdisMoveMemory(
        Request->DATA.QUERY_INFORMATION.InformationBuffer, Value, Length);
    Request->DATA.QUERY_INFORMATION.BytesWritten = Length;
    return NDIS_STATUS_SUCCESS;
}

/* Both rings at once, so that the counters belong together. */
static VOID
TernReadCounters(PTERN_ADAPTER Adapter, PTERN_COUNTERS Counters)
{
    TernLockRings(Adapter);
    *Counters = Adapter->Counters;
    TernUnlockRings(Adapter);
}

static NDIS_STATUS
TernSet(PTERN_ADAPTER Adapter, PNDIS_OID_REQUEST Request)
{
    PAGED_CODE();

    switch (Request->DATA.SET_INFORMATION.Oid) {
    case OID_GEN_CURRENT_PACKET_FILTER:
        if (Request->DATA.SET_INFORMATION.InformationBufferLength !=
            sizeof(ULONG)) {
            return NDIS_STATUS_INVALID_LENGTH;
        }
        TernWriteFilter(Adapter,
            *(PULONG)Request->DATA.SET_INFORMATION.InformationBuffer);
        return NDIS_STATUS_SUCCESS;

    case OID_802_3_MULTICAST_LIST:
        return TernSetMulticast(Adapter, Request);

    default:
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}

static VOID
TernWriteFilter(PTERN_ADAPTER Adapter, ULONG Filter)
{
    LOCK_STATE_EX state;

    NdisAcquireRWLockWrite(Adapter->FilterLock, &state, 0);
    Adapter->PacketFilter = Filter;
    NdisReleaseRWLock(Adapter->FilterLock, &state);
}

static NDIS_STATUS
TernSetMulticast(PTERN_ADAPTER Adapter, PNDIS_OID_REQUEST Request)
{
    ULONG length = Request->DATA.SET_INFORMATION.InformationBufferLength;
    LOCK_STATE_EX state;

    PAGED_CODE();

    if (length % 6 != 0) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (length > sizeof(Adapter->Multicast)) {
        return NDIS_STATUS_MULTICAST_FULL;
    }
    NdisAcquireRWLockWrite(Adapter->FilterLock, &state, 0); // want must paged-code-acquires-spin-lock "'TernSetMulticast'"
    NdisMoveMemory(Adapter->Multicast,
        Request->DATA.SET_INFORMATION.InformationBuffer, length);
    Adapter->MulticastCount = length / 6;
    NdisReleaseRWLock(Adapter->FilterLock, &state);
    return NDIS_STATUS_SUCCESS;
}
