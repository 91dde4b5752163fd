/*
 * traffic.c - sending and receiving.
 */
#include "tern.h"

static BOOLEAN TernCopyFrame(PTERN_ADAPTER Adapter, PNET_BUFFER Frame);
static PTERN_BUFFER TernTakeIdle(PTERN_ADAPTER Adapter);
static VOID TernFreeBuffer(PTERN_BUFFER Buffer);
static BOOLEAN TernWanted(PTERN_ADAPTER Adapter, const UCHAR *Address);

#pragma NDIS_PAGEABLE_FUNCTION(TernFillReceiveRing)
#pragma NDIS_PAGEABLE_FUNCTION(TernFreeBuffer)
#pragma NDIS_PAGEABLE_FUNCTION(TernCancelSend)

/* ---- send -------------------------------------------------------------- */

VOID
TernSend(NDIS_HANDLE MiniportAdapterContext, PNET_BUFFER_LIST NetBufferList,
    NDIS_PORT_NUMBER PortNumber, ULONG SendFlags)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;
    PNET_BUFFER_LIST next, last = NULL;
    BOOLEAN paused;
    BOOLEAN dispatch = NDIS_TEST_SEND_AT_DISPATCH_LEVEL(SendFlags);

    UNREFERENCED_PARAMETER(PortNumber);

    if (dispatch) {
        NdisDprAcquireSpinLock(&adapter->SendLock);
    } else {
        NdisAcquireSpinLock(&adapter->SendLock);
    }
    paused = adapter->Paused;
    for (next = NetBufferList; next != NULL;
        next = NET_BUFFER_LIST_NEXT_NBL(next)) {
        if (paused) {
            NET_BUFFER_LIST_STATUS(next) = NDIS_STATUS_PAUSED;
        } else if (TernCopyFrame(adapter, NET_BUFFER_LIST_FIRST_NB(next))) {
            NET_BUFFER_LIST_STATUS(next) = NDIS_STATUS_SUCCESS;
        } else {
            NET_BUFFER_LIST_STATUS(next) = NDIS_STATUS_RESOURCES;
        }
        last = next;
    }
    if (!paused && last != NULL) {
        if (adapter->SendTail != NULL) {
            NET_BUFFER_LIST_NEXT_NBL(adapter->SendTail) = NetBufferList;
        } else {
            adapter->SendHead = NetBufferList;
        }
        adapter->SendTail = last;
    }
    if (dispatch) {
        NdisDprReleaseSpinLock(&adapter->SendLock);
    } else {
        NdisReleaseSpinLock(&adapter->SendLock);
    }
    if (paused) {
        NdisMSendNetBufferListsComplete(adapter->Handle, NetBufferList,
            dispatch ? NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL : 0);
    }
}

/* Called with the send lock. */
static BOOLEAN
TernCopyFrame(PTERN_ADAPTER Adapter, PNET_BUFFER Frame)
{
    if (Adapter->SendFree == 0 || NET_BUFFER_DATA_LENGTH(Frame) > TERN_MTU) {
        return FALSE;
    }
    Adapter->SendFree--;
    WRITE_REGISTER_ULONG(&Adapter->Registers->SendTail,
        NET_BUFFER_DATA_LENGTH(Frame));
    return TRUE;
}

/* Gives back all lists that are done, outside the lock. */
VOID
TernCompleteSends(PTERN_ADAPTER Adapter, NDIS_STATUS Status)
{
    PNET_BUFFER_LIST lists, next;

    NdisAcquireSpinLock(&Adapter->SendLock);
    lists = Adapter->SendHead;
    Adapter->SendHead = Adapter->SendTail = NULL;
    Adapter->SendFree = TERN_RING;
    for (next = lists; next != NULL; next = NET_BUFFER_LIST_NEXT_NBL(next)) {
        if (Status != NDIS_STATUS_SUCCESS) {
            NET_BUFFER_LIST_STATUS(next) = Status;
        }
        Adapter->Counters.SendFrames++;
    }
    NdisReleaseSpinLock(&Adapter->SendLock);
    if (lists != NULL) {
        NdisMSendNetBufferListsComplete(Adapter->Handle, lists, 0);
    }
}

/* Sends are short; the one to be cancelled is let through. */
VOID
TernCancelSend(NDIS_HANDLE MiniportAdapterContext, PVOID CancelId) // want may paged-code-in-dispatch-path "'TernCancelSend'"
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;

    UNREFERENCED_PARAMETER(CancelId);
    PAGED_CODE();

    NdisInterlockedIncrement((PLONG)&adapter->Counters.Missed);
}

/* ---- receive ----------------------------------------------------------- */

NDIS_STATUS
TernFillReceiveRing(PTERN_ADAPTER Adapter)
{
    NET_BUFFER_LIST_POOL_PARAMETERS parameters;
    ULONG i;

    PAGED_CODE();

    NdisZeroMemory(&parameters, sizeof(parameters));
    parameters.Header.Type = NDIS_OBJECT_TYPE_DEFAULT;
    parameters.Header.Revision = NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1;
    parameters.Header.Size =
        NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1;
    parameters.fAllocateNetBuffer = TRUE;
    parameters.PoolTag = TERN_TAG;
    Adapter->ListPool =
        NdisAllocateNetBufferListPool(Adapter->Handle, &parameters);
    if (Adapter->ListPool == NULL) {
        return NDIS_STATUS_RESOURCES;
    }
    for (i = 0; i < TERN_RING; i++) {
        PTERN_BUFFER buffer = NdisAllocateMemoryWithTagPriority(
            Adapter->Handle, sizeof(*buffer) + TERN_MTU + 14, TERN_TAG,
            NormalPoolPriority);

        if (buffer == NULL) {
            return NDIS_STATUS_RESOURCES;
        }
        buffer->Address = buffer + 1;
        buffer->List = NULL;
        buffer->Mdl = NdisAllocateMdl(
            Adapter->Handle, buffer->Address, TERN_MTU + 14);
        if (buffer->Mdl != NULL) {
            buffer->List = NdisAllocateNetBufferAndNetBufferList(
                Adapter->ListPool, 0, 0, buffer->Mdl, 0, TERN_MTU + 14);
        }
        if (buffer->List == NULL) {
            TernFreeBuffer(buffer);
            return NDIS_STATUS_RESOURCES;
        }
        NET_BUFFER_LIST_MINIPORT_RESERVED(buffer->List)[0] = buffer;
        NdisInterlockedInsertTailList(
            &Adapter->Idle, &buffer->Link, &Adapter->ReceiveLock);
    }
    return NDIS_STATUS_SUCCESS;
}

/* Called when nothing is lent out any more. */
VOID
TernEmptyReceiveRing(PTERN_ADAPTER Adapter)
{
    PLIST_ENTRY entry;

    NdisAcquireSpinLock(&Adapter->ReceiveLock);
    while (!IsListEmpty(&Adapter->Idle)) {
        entry = RemoveHeadList(&Adapter->Idle);
        TernFreeBuffer(CONTAINING_RECORD(entry, TERN_BUFFER, Link)); // want paged-call-at-raised-irql "'TernFreeBuffer'"
    }
    NdisReleaseSpinLock(&Adapter->ReceiveLock);
    if (Adapter->ListPool != NULL) {
        NdisFreeNetBufferListPool(Adapter->ListPool);
        Adapter->ListPool = NULL;
    }
}

static VOID
TernFreeBuffer(PTERN_BUFFER Buffer)
{
    PAGED_CODE();

    if (Buffer->List != NULL) {
        NdisFreeNetBufferList(Buffer->List);
    }
    if (Buffer->Mdl != NULL) {
        NdisFreeMdl(Buffer->Mdl);
    }
    NdisFreeMemory(Buffer, 0, 0);
}

static PTERN_BUFFER
TernTakeIdle(PTERN_ADAPTER Adapter)
{
    PTERN_BUFFER buffer = NULL;

    NdisDprAcquireSpinLock(&Adapter->ReceiveLock);
    if (!IsListEmpty(&Adapter->Idle)) {
        buffer = CONTAINING_RECORD(
            RemoveHeadList(&Adapter->Idle), TERN_BUFFER, Link);
        Adapter->Lent++;
    }
    NdisDprReleaseSpinLock(&Adapter->ReceiveLock);
    return buffer;
}

/* Whether the packet filter lets an address through. */
static BOOLEAN
TernWanted(PTERN_ADAPTER Adapter, const UCHAR *Address)
{
    LOCK_STATE_EX state;
    BOOLEAN wanted;
    ULONG i;

    NdisAcquireRWLockRead(
        Adapter->FilterLock, &state, NDIS_RWL_AT_DISPATCH_LEVEL);
    wanted = (Adapter->PacketFilter & NDIS_PACKET_TYPE_PROMISCUOUS) != 0 ||
        (Address[0] & 1) == 0;
    for (i = 0; !wanted && i < Adapter->MulticastCount; i++) {
        wanted = NdisEqualMemory(
            Adapter->Multicast[i], Address, sizeof(Adapter->Multicast[i]));
    }
    NdisReleaseRWLock(Adapter->FilterLock, &state);
    return wanted;
}

/* From the DPC: indicates one frame for each free buffer. */
VOID
TernReceive(PTERN_ADAPTER Adapter)
{
    PTERN_BUFFER buffer;

    while (READ_REGISTER_ULONG(&Adapter->Registers->ReceiveTail) != 0) {
        buffer = TernTakeIdle(Adapter);
        if (buffer == NULL) {
            Adapter->Counters.Missed++;
            break;
        }
        NET_BUFFER_LIST_NEXT_NBL(buffer->List) = NULL;
        if (!TernWanted(Adapter, buffer->Address)) {
            TernReturn(Adapter, buffer->List, NDIS_RETURN_FLAGS_DISPATCH_LEVEL);
            continue;
        }
        Adapter->Counters.ReceiveFrames++;
        NdisMIndicateReceiveNetBufferLists(Adapter->Handle, buffer->List,
            NDIS_DEFAULT_PORT_NUMBER, 1, NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL);
    }
}

VOID
TernReturn(NDIS_HANDLE MiniportAdapterContext, PNET_BUFFER_LIST NetBufferLists,
    ULONG ReturnFlags)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;
    PTERN_BUFFER buffer;

    UNREFERENCED_PARAMETER(ReturnFlags);

    NdisAcquireSpinLock(&adapter->ReceiveLock);
    while (NetBufferLists != NULL) {
        buffer = NET_BUFFER_LIST_MINIPORT_RESERVED(NetBufferLists)[0];
        NetBufferLists = NET_BUFFER_LIST_NEXT_NBL(NetBufferLists);
        InsertTailList(&adapter->Idle, &buffer->Link);
        if (--adapter->Lent == 0) {
            NdisSetEvent(&adapter->Returned);
        }
    }
    NdisReleaseSpinLock(&adapter->ReceiveLock);
}
