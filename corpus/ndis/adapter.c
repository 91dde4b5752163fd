/*
 * adapter.c - the life of an adapter: initialise, restart, pause, reset, halt.
 */
#include "tern.h"

static NDIS_STATUS TernMapResources(
    PTERN_ADAPTER Adapter, PNDIS_RESOURCE_LIST Resources);
static NDIS_STATUS TernSetAttributes(PTERN_ADAPTER Adapter);
static VOID TernFree(PTERN_ADAPTER Adapter);
static BOOLEAN TernWaitIdle(PTERN_ADAPTER Adapter);
static VOID TernDescribe(PTERN_ADAPTER Adapter, PCWSTR What);

#pragma NDIS_PAGEABLE_FUNCTION(TernInitialize)
#pragma NDIS_PAGEABLE_FUNCTION(TernHalt)
#pragma NDIS_PAGEABLE_FUNCTION(TernPause)
#pragma NDIS_PAGABLE_FUNCTION(TernRestart)
#pragma NDIS_PAGABLE_FUNCTION(TernPnpEvent)
#pragma NDIS_PAGEABLE_FUNCTION(TernMapResources)
#pragma NDIS_PAGEABLE_FUNCTION(TernSetAttributes)
#pragma NDIS_PAGEABLE_FUNCTION(TernFree)
#pragma NDIS_PAGEABLE_FUNCTION(TernWaitIdle)
#pragma NDIS_PAGEABLE_FUNCTION(TernDescribe)
#pragma alloc_text(_PAGE, TernReadStation) // want section-name-lookalike "_PAGE"

/* ---- locks ------------------------------------------------------------- */

VOID
TernLockRings(PTERN_ADAPTER Adapter)
{
    NdisAcquireSpinLock(&Adapter->SendLock);
    NdisDprAcquireSpinLock(&Adapter->ReceiveLock);
}

VOID
TernUnlockRings(PTERN_ADAPTER Adapter)
{
    NdisDprReleaseSpinLock(&Adapter->ReceiveLock);
    NdisReleaseSpinLock(&Adapter->SendLock);
}

/* ---- initialise -------------------------------------------------------- */

NDIS_STATUS
TernInitialize(NDIS_HANDLE NdisMiniportHandle, NDIS_HANDLE MiniportDriverContext,
    PNDIS_MINIPORT_INIT_PARAMETERS MiniportInitParameters)
{
    PTERN_ADAPTER adapter;
    NDIS_STATUS status;

    UNREFERENCED_PARAMETER(MiniportDriverContext);
    PAGED_CODE();

    adapter = NdisAllocateMemoryWithTagPriority(NdisMiniportHandle,
        sizeof(*adapter), TERN_TAG, NormalPoolPriority);
    if (adapter == NULL) {
        return NDIS_STATUS_RESOURCES;
    }
    NdisZeroMemory(adapter, sizeof(*adapter));
    adapter->Handle = NdisMiniportHandle;
    adapter->Paused = TRUE;
    adapter->SendFree = TERN_RING;
    NdisAllocateSpinLock(&adapter->SendLock);
    NdisAllocateSpinLock(&adapter->ReceiveLock);
    NdisInitializeEvent(&adapter->Returned);
    InitializeListHead(&adapter->Idle);

    status = TernMapResources(
        adapter, MiniportInitParameters->AllocatedResources);
    if (status == NDIS_STATUS_SUCCESS) {
        status = TernReadStation(adapter);
    }
    if (status == NDIS_STATUS_SUCCESS) {
        adapter->FilterLock = NdisAllocateRWLock(adapter->Handle);
        if (adapter->FilterLock == NULL) {
            status = NDIS_STATUS_RESOURCES;
        }
    }
    if (status == NDIS_STATUS_SUCCESS) {
        status = TernSetAttributes(adapter);
    }
    if (status == NDIS_STATUS_SUCCESS) {
        status = TernFillReceiveRing(adapter);
    }
    if (status == NDIS_STATUS_SUCCESS) {
        status = TernConnect(adapter);
    }
    if (status != NDIS_STATUS_SUCCESS) {
        TernDisconnect(adapter);
        TernFree(adapter);
    }
    return status;
}

static NDIS_STATUS
TernMapResources(PTERN_ADAPTER Adapter, PNDIS_RESOURCE_LIST Resources)
{
    ULONG i;

    PAGED_CODE();

    for (i = 0; i < Resources->Count; i++) {
        PCM_PARTIAL_RESOURCE_DESCRIPTOR descriptor =
            &Resources->PartialDescriptors[i];

        if (descriptor->Type == CmResourceTypeMemory &&
            descriptor->u.Memory.Length >= sizeof(TERN_REGISTERS)) {
            Adapter->RegistersPhysical = descriptor->u.Memory.Start;
            Adapter->RegistersLength = descriptor->u.Memory.Length;
            return NdisMMapIoSpace((PVOID *)&Adapter->Registers,
                Adapter->Handle, Adapter->RegistersPhysical,
                Adapter->RegistersLength);
        }
    }
    return NDIS_STATUS_RESOURCE_CONFLICT;
}

static NDIS_STATUS
TernSetAttributes(PTERN_ADAPTER Adapter)
{
    NDIS_MINIPORT_ADAPTER_ATTRIBUTES attributes;
    PNDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES registration =
        &attributes.RegistrationAttributes;
    PNDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES general =
        &attributes.GeneralAttributes;
    NDIS_STATUS status;

    PAGED_CODE();

    NdisZeroMemory(&attributes, sizeof(attributes));
    registration->Header.Type =
        NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES;
    registration->Header.Revision =
        NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_1;
    registration->Header.Size =
        NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_1;
    registration->MiniportAdapterContext = Adapter;
    registration->AttributeFlags = NDIS_MINIPORT_ATTRIBUTES_HARDWARE_DEVICE |
        NDIS_MINIPORT_ATTRIBUTES_BUS_MASTER;
    registration->InterfaceType = NdisInterfacePci;
    status = NdisMSetMiniportAttributes(Adapter->Handle, &attributes);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }

    NdisZeroMemory(&attributes, sizeof(attributes));
    general->Header.Type =
        NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES;
    general->Header.Revision =
        NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_1;
    general->Header.Size =
        NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_1;
    general->MediaType = NdisMedium802_3;
    general->MtuSize = TERN_MTU;
    general->MaxXmitLinkSpeed = general->MaxRcvLinkSpeed = 1000000000;
    general->MaxMulticastListSize = TERN_MULTICAST;
    general->MacAddressLength = sizeof(Adapter->Station);
    NdisMoveMemory(general->PermanentMacAddress, Adapter->Station,
        sizeof(Adapter->Station));
    NdisMoveMemory(general->CurrentMacAddress, Adapter->Station,
        sizeof(Adapter->Station));
    return NdisMSetMiniportAttributes(Adapter->Handle, &attributes);
}

/* The address is in a slow memory beside the controller. */
NDIS_STATUS
TernReadStation(PTERN_ADAPTER Adapter)
{
    ULONG i, tries;

    PAGED_CODE();

    for (i = 0; i < sizeof(Adapter->Station); i++) {
        WRITE_REGISTER_ULONG(
            &Adapter->Registers->Station, i | TERN_STATION_BUSY);
        for (tries = 0; tries < TERN_RESET_TRIES; tries++) {
            if ((READ_REGISTER_ULONG(&Adapter->Registers->Station) &
                TERN_STATION_BUSY) == 0) {
                break;
            }
            NdisMSleep(1000);
        }
        if (tries == TERN_RESET_TRIES) {
            return NDIS_STATUS_FAILURE;
        }
        Adapter->Station[i] =
            (UCHAR)READ_REGISTER_ULONG(&Adapter->Registers->StationData);
    }
    return NDIS_STATUS_SUCCESS;
}

/* ---- restart and pause ------------------------------------------------- */

NDIS_STATUS
TernRestart(NDIS_HANDLE MiniportAdapterContext,
    PNDIS_MINIPORT_RESTART_PARAMETERS RestartParameters)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;
    LARGE_INTEGER due;

    UNREFERENCED_PARAMETER(RestartParameters);
    PAGED_CODE();

    NdisDprAcquireSpinLock(&adapter->SendLock); // want paged-code-acquires-spin-lock "'TernRestart'" // later ddi-below-min-irql
    adapter->Paused = FALSE;
    NdisDprReleaseSpinLock(&adapter->SendLock);

    due.QuadPart = -10000LL * TERN_LINK_MS;
    NdisSetTimerObject(adapter->LinkTimer, due, TERN_LINK_MS, NULL);
    NdisSetTimerObject(adapter->LogTimer, due, 60 * TERN_LINK_MS, NULL);
    WRITE_REGISTER_ULONG(&adapter->Registers->Command, TERN_COMMAND_RUN);
    return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS
TernPause(NDIS_HANDLE MiniportAdapterContext,
    PNDIS_MINIPORT_PAUSE_PARAMETERS PauseParameters)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;
    ULONG lent;

    UNREFERENCED_PARAMETER(PauseParameters);
    PAGED_CODE();

    NdisCancelTimerObject(adapter->LinkTimer);
    NdisCancelTimerObject(adapter->LogTimer);
    TernStopHardware(adapter);
    TernCompleteSends(adapter, NDIS_STATUS_PAUSED);

    NdisResetEvent(&adapter->Returned);
    lent = adapter->Lent;
    if (lent != 0) {
        NdisWaitEvent(&adapter->Returned, 0);
    }
    return NDIS_STATUS_SUCCESS;
}

/* Nothing is sent or received after this. */
VOID
TernStopHardware(PTERN_ADAPTER Adapter)
{
    TernLockRings(Adapter);
    Adapter->Paused = TRUE;
    WRITE_REGISTER_ULONG(&Adapter->Registers->Command, 0);
    TernUnlockRings(Adapter);
}

/* ---- reset and halt ---------------------------------------------------- */

NDIS_STATUS
TernReset(NDIS_HANDLE MiniportAdapterContext, PBOOLEAN AddressingReset)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;

    *AddressingReset = TRUE;
    TernStopHardware(adapter);
    TernCompleteSends(adapter, NDIS_STATUS_SEND_ABORTED);
    NdisQueueIoWorkItem(adapter->ResetItem, TernResetWork, adapter);
    return NDIS_STATUS_PENDING;
}

VOID
TernHalt(NDIS_HANDLE MiniportAdapterContext, NDIS_HALT_ACTION HaltAction)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;

    UNREFERENCED_PARAMETER(HaltAction);
    PAGED_CODE();

    if (!TernWaitIdle(adapter)) {
        TernDescribe(adapter, L"halted while busy");
    }
    TernLockRings(adapter); // want must paged-code-acquires-spin-lock "'TernHalt'"
    adapter->Dead = TRUE;
    TernUnlockRings(adapter);
    TernDisconnect(adapter);
    TernFree(adapter);
}

static BOOLEAN
TernWaitIdle(PTERN_ADAPTER Adapter)
{
    ULONG tries;

    PAGED_CODE();

    for (tries = 0; tries < TERN_RESET_TRIES; tries++) {
        if (READ_REGISTER_ULONG(&Adapter->Registers->Command) == 0) {
            return TRUE;
        }
        NdisMSleep(10000);
    }
    return FALSE;
}

static VOID
TernDescribe(PTERN_ADAPTER Adapter, PCWSTR What)
{
    ULONG i;

    PAGED_CODE();
    PAGED_CODE(); // want repeated-paged-code "'TernDescribe'"

    for (i = 0; What[i] != 0 && i + 1 < RTL_NUMBER_OF(Adapter->Note); i++) {
        Adapter->Note[i] = What[i];
    }
    Adapter->Note[i] = 0;
}

static VOID
TernFree(PTERN_ADAPTER Adapter)
{
    PAGED_CODE();

    TernEmptyReceiveRing(Adapter);
    if (Adapter->FilterLock != NULL) {
        NdisFreeRWLock(Adapter->FilterLock);
    }
    if (Adapter->Registers != NULL) {
        NdisMUnmapIoSpace(Adapter->Handle, Adapter->Registers,
            Adapter->RegistersLength);
    }
    NdisFreeSpinLock(&Adapter->ReceiveLock);
    NdisFreeSpinLock(&Adapter->SendLock);
    NdisFreeMemory(Adapter, 0, 0);
}

/* May come from a crash, at any level. */
VOID
TernShutdown(NDIS_HANDLE MiniportAdapterContext,
    NDIS_SHUTDOWN_ACTION ShutdownAction)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;

    UNREFERENCED_PARAMETER(ShutdownAction);

    WRITE_REGISTER_ULONG(&adapter->Registers->Command, TERN_COMMAND_RESET);
}

VOID
TernPnpEvent(NDIS_HANDLE MiniportAdapterContext,
    PNET_DEVICE_PNP_EVENT NetDevicePnPEvent)
{
    PTERN_ADAPTER adapter = MiniportAdapterContext;

    PAGED_CODE();

    if (NetDevicePnPEvent->DevicePnPEvent ==
        NdisDevicePnPEventSurpriseRemoved) {
        TernStopHardware(adapter);
    }
}
