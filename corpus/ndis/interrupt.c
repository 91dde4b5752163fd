/*
 * interrupt.c - interrupt, timers, and the work that a reset leaves.
 */
#include "tern.h"

static VOID TernNoteError(PTERN_ADAPTER Adapter, ULONG Cause);
static ULONG TernErrorClass(ULONG Cause);
static VOID TernLinkChanged(PTERN_ADAPTER Adapter, BOOLEAN Up);
static ULONG64 TernLinkSpeed(PTERN_ADAPTER Adapter);
static VOID TernReport(PTERN_ADAPTER Adapter);

#pragma NDIS_PAGEABLE_FUNCTION(TernConnect)
#pragma NDIS_PAGEABLE_FUNCTION(TernDisconnect)
#pragma NDIS_PAGEABLE_FUNCTION(TernErrorClass)
#pragma NDIS_PAGEABLE_FUNCTION(TernMaskAll)
#pragma NDIS_PAGEABLE_FUNCTION(TernLinkSpeed)
#pragma NDIS_PAGEABLE_FUNCTION(TernLogTimer)
#pragma NDIS_PAGEABLE_FUNCTION(TernResetWork)
#pragma NDIS_PAGEABLE_FUNCTION(TernReport)

NDIS_STATUS
TernConnect(PTERN_ADAPTER Adapter)
{
    NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS interrupt;
    NDIS_TIMER_CHARACTERISTICS timer;
    NDIS_STATUS status;

    PAGED_CODE();

    NdisZeroMemory(&timer, sizeof(timer));
    timer.Header.Type = NDIS_OBJECT_TYPE_TIMER_CHARACTERISTICS;
    timer.Header.Revision = NDIS_TIMER_CHARACTERISTICS_REVISION_1;
    timer.Header.Size = NDIS_SIZEOF_TIMER_CHARACTERISTICS_REVISION_1;
    timer.AllocationTag = TERN_TAG;
    timer.FunctionContext = Adapter;
    timer.TimerFunction = TernLinkTimer;
    status = NdisAllocateTimerObject(
        Adapter->Handle, &timer, &Adapter->LinkTimer);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    timer.TimerFunction = TernLogTimer;
    status = NdisAllocateTimerObject(
        Adapter->Handle, &timer, &Adapter->LogTimer);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    Adapter->ResetItem = NdisAllocateIoWorkItem(Adapter->Handle);
    if (Adapter->ResetItem == NULL) {
        return NDIS_STATUS_RESOURCES;
    }

    NdisZeroMemory(&interrupt, sizeof(interrupt));
    interrupt.Header.Type = NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT;
    interrupt.Header.Revision = NDIS_MINIPORT_INTERRUPT_REVISION_1;
    interrupt.Header.Size =
        NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1;
    interrupt.InterruptHandler = TernIsr;
    interrupt.InterruptDpcHandler = TernInterruptDpc;
    interrupt.EnableInterruptHandler = TernEnableInterrupt;
    interrupt.DisableInterruptHandler = TernDisableInterrupt;
    return NdisMRegisterInterruptEx(
        Adapter->Handle, Adapter, &interrupt, &Adapter->Interrupt);
}

VOID
TernDisconnect(PTERN_ADAPTER Adapter)
{
    PAGED_CODE();

    if (Adapter->Interrupt != NULL) {
        NdisMSynchronizeWithInterruptEx(
            Adapter->Interrupt, 0, TernMaskAll, Adapter);
        NdisMDeregisterInterruptEx(Adapter->Interrupt);
    }
    if (Adapter->ResetItem != NULL) {
        NdisFreeIoWorkItem(Adapter->ResetItem);
    }
    if (Adapter->LogTimer != NULL) {
        NdisFreeTimerObject(Adapter->LogTimer);
    }
    if (Adapter->LinkTimer != NULL) {
        NdisFreeTimerObject(Adapter->LinkTimer);
    }
}

/* ---- at the device's IRQL ---------------------------------------------- */

BOOLEAN
TernIsr(NDIS_HANDLE MiniportInterruptContext, PBOOLEAN QueueDefaultInterruptDpc,
    PULONG TargetProcessors)
{
    PTERN_ADAPTER adapter = MiniportInterruptContext;
    ULONG cause = READ_REGISTER_ULONG(&adapter->Registers->Cause);

    UNREFERENCED_PARAMETER(TargetProcessors);

    if ((cause & TERN_INT_OURS) == 0) {
        *QueueDefaultInterruptDpc = FALSE;
        return FALSE;
    }
    WRITE_REGISTER_ULONG(&adapter->Registers->Cause, cause);
    adapter->Cause |= cause;
    if (cause & TERN_INT_ERROR) {
        TernNoteError(adapter, cause);
    }
    *QueueDefaultInterruptDpc = TRUE;
    return TRUE;
}

static VOID
TernNoteError(PTERN_ADAPTER Adapter, ULONG Cause)
{
    Adapter->Counters.Errors++;
    if (TernErrorClass(Cause) == 2) {
        Adapter->Dead = TRUE;
    }
}

/* 0 is nothing, 1 will pass, 2 needs a reset. */
static ULONG
TernErrorClass(ULONG Cause) // want must paged-code-in-interrupt-path "'TernErrorClass'"
{
    PAGED_CODE();

    if ((Cause & TERN_INT_ERROR) == 0) {
        return 0;
    }
    return (Cause >> 8) > 4 ? 2 : 1;
}

VOID
TernEnableInterrupt(NDIS_HANDLE MiniportInterruptContext)
{
    PTERN_ADAPTER adapter = MiniportInterruptContext;

    WRITE_REGISTER_ULONG(&adapter->Registers->Mask, TERN_INT_OURS);
}

VOID
TernDisableInterrupt(NDIS_HANDLE MiniportInterruptContext)
{
    PTERN_ADAPTER adapter = MiniportInterruptContext;

    WRITE_REGISTER_ULONG(&adapter->Registers->Mask, 0);
}

BOOLEAN
TernTakeCause(NDIS_HANDLE SynchronizeContext)
{
    PTERN_ADAPTER adapter = SynchronizeContext;

    return (InterlockedExchange((PLONG)&adapter->Cause, 0) &
        TERN_INT_LINK) != 0;
}

BOOLEAN
TernMaskAll(NDIS_HANDLE SynchronizeContext) // want must paged-code-in-interrupt-path "'TernMaskAll'"
{
    PTERN_ADAPTER adapter = SynchronizeContext;

    PAGED_CODE();

    WRITE_REGISTER_ULONG(&adapter->Registers->Mask, 0);
    adapter->Cause = 0;
    return TRUE;
}

/* ---- at DISPATCH_LEVEL ------------------------------------------------- */

VOID
TernInterruptDpc(NDIS_HANDLE MiniportInterruptContext, PVOID MiniportDpcContext,
    PVOID ReceiveThrottleParameters, PVOID NdisReserved2)
{
    PTERN_ADAPTER adapter = MiniportInterruptContext;

    UNREFERENCED_PARAMETER(MiniportDpcContext);
    UNREFERENCED_PARAMETER(ReceiveThrottleParameters);
    UNREFERENCED_PARAMETER(NdisReserved2);

    TernReceive(adapter);
    TernCompleteSends(adapter, NDIS_STATUS_SUCCESS);
    if (NdisMSynchronizeWithInterruptEx(
        adapter->Interrupt, 0, TernTakeCause, adapter)) {
        TernLinkChanged(
            adapter, READ_REGISTER_ULONG(&adapter->Registers->Link) != 0);
    }
}

VOID
TernLinkTimer(PVOID SystemSpecific1, PVOID FunctionContext,
    PVOID SystemSpecific2, PVOID SystemSpecific3)
{
    PTERN_ADAPTER adapter = FunctionContext;
    BOOLEAN up = READ_REGISTER_ULONG(&adapter->Registers->Link) != 0;

    UNREFERENCED_PARAMETER(SystemSpecific1);
    UNREFERENCED_PARAMETER(SystemSpecific2);
    UNREFERENCED_PARAMETER(SystemSpecific3);

    if (up != adapter->LinkUp) {
        TernLinkChanged(adapter, up);
    }
}

static VOID
TernLinkChanged(PTERN_ADAPTER Adapter, BOOLEAN Up)
{
    NDIS_STATUS_INDICATION indication;
    NDIS_LINK_STATE state;

    NdisDprAcquireSpinLock(&Adapter->SendLock);
    Adapter->LinkUp = Up;
    Adapter->Counters.LinkChanges++;
    NdisDprReleaseSpinLock(&Adapter->SendLock);

    NdisZeroMemory(&state, sizeof(state));
    state.Header.Type = NDIS_OBJECT_TYPE_DEFAULT;
    state.Header.Revision = NDIS_LINK_STATE_REVISION_1;
    state.Header.Size = NDIS_SIZEOF_LINK_STATE_REVISION_1;
    state.MediaConnectState =
        Up ? MediaConnectStateConnected : MediaConnectStateDisconnected;
    state.XmitLinkSpeed = state.RcvLinkSpeed = Up ? TernLinkSpeed(Adapter) : 0;

    NdisZeroMemory(&indication, sizeof(indication));
    indication.Header.Type = NDIS_OBJECT_TYPE_STATUS_INDICATION;
    indication.Header.Revision = NDIS_STATUS_INDICATION_REVISION_1;
    indication.Header.Size = NDIS_SIZEOF_STATUS_INDICATION_REVISION_1;
    indication.SourceHandle = Adapter->Handle;
    indication.StatusCode = NDIS_STATUS_LINK_STATE;
    indication.StatusBuffer = &state;
    indication.StatusBufferSize = sizeof(state);
    NdisMIndicateStatusEx(Adapter->Handle, &indication);
}

static ULONG64
TernLinkSpeed(PTERN_ADAPTER Adapter) // want must paged-code-in-dispatch-path "'TernLinkSpeed'"
{
    static const ULONG speeds[] = { 10, 100, 1000, 0 };

    PAGED_CODE();

    return 1000000ULL *
        speeds[READ_REGISTER_ULONG(&Adapter->Registers->Link) & 3];
}

/* Once a minute the counters go to the log. */
VOID
TernLogTimer(PVOID SystemSpecific1, PVOID FunctionContext, // want must paged-code-in-dispatch-path "'TernLogTimer'"
    PVOID SystemSpecific2, PVOID SystemSpecific3)
{
    PTERN_ADAPTER adapter = FunctionContext;

    UNREFERENCED_PARAMETER(SystemSpecific1);
    UNREFERENCED_PARAMETER(SystemSpecific2);
    UNREFERENCED_PARAMETER(SystemSpecific3);
    PAGED_CODE();

    DbgPrint("tern: %u errors\n", adapter->Counters.Errors);
}

/* ---- at PASSIVE_LEVEL -------------------------------------------------- */

VOID
TernResetWork(PVOID WorkItemContext, NDIS_HANDLE NdisIoWorkItemHandle)
{
    PTERN_ADAPTER adapter = WorkItemContext;
    ULONG tries;

    UNREFERENCED_PARAMETER(NdisIoWorkItemHandle);
    PAGED_CODE();

    WRITE_REGISTER_ULONG(&adapter->Registers->Command, TERN_COMMAND_RESET);
    for (tries = 0; tries < TERN_RESET_TRIES; tries++) {
        if (READ_REGISTER_ULONG(&adapter->Registers->Command) == 0) {
            break;
        }
        NdisMSleep(1000);
    }
    TernReport(adapter);
    NdisMResetComplete(adapter->Handle,
        tries < TERN_RESET_TRIES ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE,
        TRUE);
}

static VOID
TernReport(PTERN_ADAPTER Adapter)
{
    PAGED_CODE();

    DbgPrint("tern: reset, class %u\n", TernErrorClass(Adapter->Cause));
}
