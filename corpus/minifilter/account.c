/*
 * account.c - the entries, the hold on a volume, the timer that sends.
 */
#include "ledger.h"

static BOOLEAN LedgerIsFull(VOID);
LEDGER_PAGED static VOID LedgerDropOldest(ULONG Entries);
LEDGER_PAGED static ULONG LedgerFold(WCHAR Character);

/* ---- entries ----------------------------------------------------------- */

/* At any level up to DISPATCH_LEVEL. */
VOID
LedgerAdd(LEDGER_KIND Kind, HANDLE Process, ULONG NameHash, NTSTATUS Status,
    ULONG Bytes)
{
    PLEDGER_ENTRY entry;
    KIRQL irql;

    irql = ExAcquireSpinLockExclusive(&Ledger.EntryLock);
    entry = &Ledger.Entries[Ledger.Next % LEDGER_ENTRIES];
    Ledger.Next++;
    if (Ledger.Count < LEDGER_ENTRIES) {
        Ledger.Count++;
    }
    KeQuerySystemTimePrecise(&entry->When);
    entry->Process = Process;
    entry->Kind = Kind;
    entry->Status = Status;
    entry->Bytes = Bytes;
    entry->NameHash = NameHash;
    ExReleaseSpinLockExclusive(&Ledger.EntryLock, irql);
}

/* Copies and forgets the oldest entries; how many there were. For a service
 * without room the older half is given up. */
ULONG
LedgerTake(PLEDGER_ENTRY Entries, ULONG Room)
{
    ULONG taken = 0;
    KIRQL irql;

    irql = ExAcquireSpinLockExclusive(&Ledger.EntryLock);
    while (taken < Room && Ledger.Count != 0) {
        Entries[taken++] = Ledger.Entries[
            (Ledger.Next - Ledger.Count) % LEDGER_ENTRIES];
        Ledger.Count--;
    }
    if (Room == 0) {
        LedgerDropOldest(LEDGER_ENTRIES / 2); // want paged-call-at-raised-irql "'LedgerDropOldest'"
    }
    ExReleaseSpinLockExclusive(&Ledger.EntryLock, irql);
    return taken;
}

static BOOLEAN
LedgerIsFull(VOID)
{
    BOOLEAN full;
    KIRQL irql;

    irql = ExAcquireSpinLockShared(&Ledger.EntryLock);
    full = Ledger.Count == LEDGER_ENTRIES;
    ExReleaseSpinLockShared(&Ledger.EntryLock, irql);
    return full;
}

LEDGER_PAGED static VOID
LedgerDropOldest(ULONG Entries)
{
    PAGED_CODE();

    Ledger.Count -= min(Entries, Ledger.Count);
}

/* ---- names ------------------------------------------------------------- */

LEDGER_PAGED ULONG
LedgerHashName(PCUNICODE_STRING Name)
{
    ULONG hash = 5381;
    USHORT i;

    PAGED_CODE();

    for (i = 0; i < Name->Length / sizeof(WCHAR); i++) {
        hash = hash * 33 + LedgerFold(Name->Buffer[i]);
    }
    return hash;
}

LEDGER_PAGED static ULONG
LedgerFold(WCHAR Character) // want missing-paged-code "'LedgerFold'"
{
    return RtlUpcaseUnicodeChar(Character);
}

/* ---- the hold ---------------------------------------------------------- */

/* Whether writes are held back; counts the one that is. */
LEDGER_PAGED BOOLEAN
LedgerHold(PLEDGER_INSTANCE Instance)
{
    BOOLEAN held;

    PAGED_CODE();

    ExAcquireFastMutex(&Instance->HoldMutex);
    held = Instance->Held;
    if (held) {
        Instance->HeldCount++;
    }
    ExReleaseFastMutex(&Instance->HoldMutex);
    return held;
}

LEDGER_PAGED VOID
LedgerLetGo(PLEDGER_INSTANCE Instance)
{
    PAGED_CODE();

    ExAcquireFastMutex(&Instance->HoldMutex);
    Instance->Held = FALSE;
    Instance->HeldCount = 0;
    ExReleaseFastMutex(&Instance->HoldMutex);
}

/* ---- sending now and then ---------------------------------------------- */

VOID
LedgerFlushDpc(PKDPC Dpc, PVOID DeferredContext, PVOID SystemArgument1,
    PVOID SystemArgument2)
{
    PFLT_GENERIC_WORKITEM item;

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(DeferredContext);
    UNREFERENCED_PARAMETER(SystemArgument1);
    UNREFERENCED_PARAMETER(SystemArgument2);

    if (!LedgerIsFull() || Ledger.ClientPort == NULL ||
        InterlockedExchange(&Ledger.FlushQueued, 1) != 0) {
        return;
    }
    item = FltAllocateGenericWorkItem();
    if (item == NULL ||
        !NT_SUCCESS(FltQueueGenericWorkItem(item, Ledger.Filter,
            LedgerSendWorker, DelayedWorkQueue, NULL))) {
        if (item != NULL) {
            FltFreeGenericWorkItem(item);
        }
        InterlockedExchange(&Ledger.FlushQueued, 0);
    }
}

#pragma code_seg("PAGE")

VOID
LedgerStartFlush(VOID)
{
    LARGE_INTEGER due;

    PAGED_CODE();

    due.QuadPart = -10000LL * LEDGER_FLUSH_MS;
    KeSetTimerEx(&Ledger.FlushTimer, due, LEDGER_FLUSH_MS, &Ledger.FlushDpc);
}

#pragma code_seg()

/* The DPC may run on another processor still. */
VOID
LedgerStopFlush(VOID)
{
    PAGED_CODE(); // want paged-code-outside-section "'LedgerStopFlush'"

    KeCancelTimer(&Ledger.FlushTimer);
    KeFlushQueuedDpcs();
}
