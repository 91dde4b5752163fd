/*
 * io.c - reads and writes with their completion, writes that are held back,
 * the journal.
 *
 * Held writes have no cancel routine: they are let go when the port wakes, at
 * the latest when it is removed.
 */
#include "filter.h"

static IO_COMPLETION_ROUTINE FilterReadDone;
static IO_COMPLETION_ROUTINE FilterWriteDone;
static IO_WORKITEM_ROUTINE FilterReleaseWorker;
FILTER_PAGED static VOID FilterRecord(PFILTER_EXTENSION Ext, NTSTATUS Status);

/* ---- counters ---------------------------------------------------------- */

VOID
FilterCopyCounts(PFILTER_EXTENSION Ext, PFILTER_COUNTS Counts)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->CountLock, &irql);
    *Counts = Ext->Counts;
    KeReleaseSpinLock(&Ext->CountLock, irql);
}

static VOID
FilterCount(PFILTER_EXTENSION Ext, PIRP Irp, BOOLEAN Reading)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->CountLock, &irql);
    if (!NT_SUCCESS(Irp->IoStatus.Status)) {
        Ext->Counts.Failures++;
    } else if (Reading) {
        Ext->Counts.Reads++;
        Ext->Counts.BytesRead += Irp->IoStatus.Information;
    } else {
        Ext->Counts.Writes++;
        Ext->Counts.BytesWritten += Irp->IoStatus.Information;
    }
    KeReleaseSpinLock(&Ext->CountLock, irql);
}

/* ---- the journal ------------------------------------------------------- */

#pragma code_seg("PAGE")

VOID
FilterWriteJournal(PFILTER_EXTENSION Ext, NTSTATUS Status)
{
    PAGED_CODE();

    KeWaitForSingleObject(&Ext->JournalMutex, Executive, KernelMode, FALSE,
        NULL);
    Ext->Journal[Ext->JournalNext % FILTER_JOURNAL_SIZE] = (ULONG)Status;
    Ext->JournalNext++;
    KeReleaseMutex(&Ext->JournalMutex, FALSE);
}

/* Empties the journal and waits for the last writer to be out of it. */
static VOID
FilterClearJournal(PFILTER_EXTENSION Ext)
{
    PAGED_CODE();

    KeWaitForSingleObject(&Ext->JournalMutex, Executive, KernelMode, FALSE,
        NULL);
    Ext->JournalNext = 0;
    KeReleaseMutex(&Ext->JournalMutex, TRUE); // want paged-code-waits-true "'FilterClearJournal'"
    KeWaitForSingleObject(&Ext->JournalEmpty, Executive, KernelMode, FALSE,
        NULL);
}

/* Takes two slots of the journal, or none if there are not that many. */
static BOOLEAN
FilterReserve(PFILTER_EXTENSION Ext)
{
    LARGE_INTEGER now = { { 0 } };

    PAGED_CODE();

    if (KeWaitForSingleObject(&Ext->JournalSlots, Executive, KernelMode,
        FALSE, &now) != STATUS_SUCCESS) {
        return FALSE;
    }
    if (KeWaitForSingleObject(&Ext->JournalSlots, Executive, KernelMode,
        FALSE, &now) != STATUS_SUCCESS) {
        KeReleaseSemaphore(&Ext->JournalSlots, IO_NO_INCREMENT, 1, FALSE);
        return FALSE;
    }
    return TRUE;
}

/* ---- reads ------------------------------------------------------------- */

static NTSTATUS
FilterReadDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context) // want paged-code-in-dispatch-path "'FilterReadDone'" missing-paged-code "'FilterReadDone'"
{
    PFILTER_EXTENSION ext = Context;

    UNREFERENCED_PARAMETER(DeviceObject);

    if (Irp->PendingReturned) {
        IoMarkIrpPending(Irp);
    }
    FilterCount(ext, Irp, TRUE);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return STATUS_CONTINUE_COMPLETION;
}

#pragma code_seg()

NTSTATUS
FilterRead(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PFILTER_EXTENSION ext = DeviceObject->DeviceExtension;
    NTSTATUS status;

    PAGED_CODE(); // want paged-code-outside-section "'FilterRead'"

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, FilterReadDone, ext, TRUE, TRUE, TRUE);
    return IoCallDriver(ext->Lower, Irp);
}

/* ---- writes ------------------------------------------------------------ */

/* What the journal is told about a write that failed. */
FILTER_PAGED static VOID
FilterRecord(PFILTER_EXTENSION Ext, NTSTATUS Status) // want paged-code-in-dispatch-path "'FilterRecord'"
{
    PAGED_CODE();

    DbgPrint("tally: %p: write failed, %08x\n", Ext->Self, Status);
}

static VOID
FilterNoteFailure(PFILTER_EXTENSION Ext, NTSTATUS Status)
{
    if (Status == STATUS_CANCELLED || Status == STATUS_TIMEOUT) {
        return;
    }
    if (KeGetCurrentIrql() == PASSIVE_LEVEL) {
        FilterWriteJournal(Ext, Status);
        return;
    }
    FilterRecord(Ext, Status);
}

static NTSTATUS
FilterWriteDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
    PFILTER_EXTENSION ext = Context;

    UNREFERENCED_PARAMETER(DeviceObject);

    if (Irp->PendingReturned) {
        IoMarkIrpPending(Irp);
    }
    FilterCount(ext, Irp, FALSE);
    if (!NT_SUCCESS(Irp->IoStatus.Status)) {
        FilterNoteFailure(ext, Irp->IoStatus.Status);
    }
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return STATUS_CONTINUE_COMPLETION;
}

static NTSTATUS
FilterSendWrite(PFILTER_EXTENSION Ext, PIRP Irp)
{
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, FilterWriteDone, Ext, TRUE, TRUE, TRUE);
    return IoCallDriver(Ext->Lower, Irp);
}

/* TRUE: the lock is held, because writes are being held back. */
BOOLEAN
FilterTryLockHeld(PFILTER_EXTENSION Ext, PKIRQL Irql)
{
    KeAcquireSpinLock(&Ext->HeldLock, Irql);
    if (Ext->Sleeping) {
        return TRUE;
    }
    KeReleaseSpinLock(&Ext->HeldLock, *Irql);
    return FALSE;
}

VOID
FilterUnlockHeld(PFILTER_EXTENSION Ext, KIRQL Irql)
{
    KeReleaseSpinLock(&Ext->HeldLock, Irql);
}

NTSTATUS
FilterWrite(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PFILTER_EXTENSION ext = DeviceObject->DeviceExtension;
    NTSTATUS status;
    KIRQL irql;

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    if (FilterTryLockHeld(ext, &irql)) {
        IoMarkIrpPending(Irp);
        InsertTailList(&ext->Held, &Irp->Tail.Overlay.ListEntry);
        FilterUnlockHeld(ext, irql);
        return STATUS_PENDING;
    }
    return FilterSendWrite(ext, Irp);
}

/* ---- sleeping and waking ----------------------------------------------- */

VOID
FilterSleep(PFILTER_EXTENSION Ext)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->HeldLock, &irql);
    Ext->Sleeping = TRUE;
    KeReleaseSpinLock(&Ext->HeldLock, irql);
}

static PIRP
FilterNextHeld(PFILTER_EXTENSION Ext)
{
    PLIST_ENTRY entry;

    entry = ExInterlockedRemoveHeadList(&Ext->Held, &Ext->HeldLock);
    if (entry == NULL) {
        return NULL;
    }
    return CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);
}

/* Sends what was held back, as a thread: the port may wait for each. */
#pragma code_seg(push, "PAGE")
static VOID
FilterReleaseWorker(PDEVICE_OBJECT DeviceObject, PVOID Context)
{
    PFILTER_EXTENSION ext = Context;
    PIRP irp;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(DeviceObject);

    InterlockedExchange(&ext->ReleaseQueued, 0);
    for (irp = FilterNextHeld(ext); irp != NULL; irp = FilterNextHeld(ext)) {
        FilterSendWrite(ext, irp);
    }
    IoReleaseRemoveLock(&ext->RemoveLock, ext->ReleaseItem);
}
#pragma code_seg(pop)

/* Runs in the completion of a power request, so at any level up to DISPATCH. */
VOID
FilterWake(PFILTER_EXTENSION Ext)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->HeldLock, &irql);
    Ext->Sleeping = FALSE;
    KeReleaseSpinLock(&Ext->HeldLock, irql);

    if (InterlockedExchange(&Ext->ReleaseQueued, 1) != 0) {
        return;
    }
    if (!NT_SUCCESS(IoAcquireRemoveLock(&Ext->RemoveLock, Ext->ReleaseItem))) {
        InterlockedExchange(&Ext->ReleaseQueued, 0);
        return;
    }
    IoQueueWorkItem(Ext->ReleaseItem, FilterReleaseWorker, CriticalWorkQueue,
        Ext);
}

/* Ends all writes that are held; notes in the journal that there were any. */
VOID
FilterFailHeld(PFILTER_EXTENSION Ext, NTSTATUS Status)
{
    LIST_ENTRY doomed;
    PLIST_ENTRY entry;
    PIRP irp;
    KIRQL irql;

    InitializeListHead(&doomed);
    KeAcquireSpinLock(&Ext->HeldLock, &irql);
    Ext->Sleeping = FALSE;
    while (!IsListEmpty(&Ext->Held)) {
        entry = RemoveHeadList(&Ext->Held);
        InsertTailList(&doomed, entry);
    }
    if (!IsListEmpty(&doomed)) {
        FilterWriteJournal(Ext, Status); // want paged-call-at-raised-irql "'FilterWriteJournal'"
    }
    KeReleaseSpinLock(&Ext->HeldLock, irql);

    while (!IsListEmpty(&doomed)) {
        entry = RemoveHeadList(&doomed);
        irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);
        irp->IoStatus.Status = Status;
        irp->IoStatus.Information = 0;
        IoCompleteRequest(irp, IO_NO_INCREMENT);
        IoReleaseRemoveLock(&Ext->RemoveLock, irp);
    }
}

/* ---- control codes ----------------------------------------------------- */

#pragma code_seg("PAGE")

/* Is the port asleep with writes waiting? */
static BOOLEAN
FilterIsHolding(PFILTER_EXTENSION Ext)
{
    BOOLEAN holding;
    KIRQL irql;

    PAGED_CODE();

    if (!FilterTryLockHeld(Ext, &irql)) { // want paged-code-acquires-spin-lock "'FilterIsHolding'"
        return FALSE;
    }
    holding = !IsListEmpty(&Ext->Held);
    FilterUnlockHeld(Ext, irql);
    return holding;
}

/* The counters and the clock, taken together. */
static ULONG
FilterRate(PFILTER_EXTENSION Ext)
{
    ULONGLONG time;
    ULONGLONG bytes;
    KIRQL irql;

    PAGED_CODE();

    irql = FilterEnter(); // want paged-code-raises-irql "'FilterRate'"
    time = KeQueryInterruptTime() / 10000000;
    bytes = Ext->Counts.BytesRead + Ext->Counts.BytesWritten;
    FilterLeave(irql);
    return time == 0 ? 0 : (ULONG)(bytes / time);
}

NTSTATUS
FilterDeviceControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PFILTER_EXTENSION ext = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    FILTER_COUNTS counts;
    NTSTATUS status;

    PAGED_CODE();

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }

    switch (stack->Parameters.DeviceIoControl.IoControlCode) {
    case IOCTL_SERIAL_CLEAR_STATS:
        FilterClearJournal(ext);
        break;
    case IOCTL_SERIAL_GET_STATS:
        FilterCopyCounts(ext, &counts);
        if (counts.Failures != 0 && FilterReserve(ext)) {
            FilterWriteJournal(ext, STATUS_SUCCESS);
            KeReleaseSemaphore(&ext->JournalSlots, IO_NO_INCREMENT, 2, FALSE);
        }
        DbgPrint("tally: %lu reads, %lu writes, %lu bytes a second\n",
            counts.Reads, counts.Writes, FilterRate(ext));
        break;
    case IOCTL_SERIAL_PURGE:
        if (FilterIsHolding(ext)) {
            FilterFailHeld(ext, STATUS_CANCELLED);
        }
        break;
    default:
        break;
    }

    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(ext->Lower, Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return status;
}

#pragma code_seg()
