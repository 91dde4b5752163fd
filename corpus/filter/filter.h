/*
 * filter.h - an upper filter for a serial port that counts what goes through,
 * keeps a journal of failures, and holds writes back while the port sleeps.
 *
 * Pageable routines are marked FILTER_PAGED, or stand between code_seg
 * directives; all others are resident.
 */
#ifndef FILTER_H
#define FILTER_H

#include <ntddk.h>
#include <ntddser.h>

#define FILTER_TAG          'tliF'
#define FILTER_JOURNAL_SIZE 128

#define FILTER_PAGED        __declspec(code_seg("PAGE"))

typedef struct _FILTER_COUNTS {
    ULONG Reads;
    ULONG Writes;
    ULONG Failures;
    ULONGLONG BytesRead;
    ULONGLONG BytesWritten;
} FILTER_COUNTS, *PFILTER_COUNTS;

typedef struct _FILTER_EXTENSION {
    PDEVICE_OBJECT Self;
    PDEVICE_OBJECT Lower;
    PDEVICE_OBJECT Physical;
    IO_REMOVE_LOCK RemoveLock;
    DEVICE_POWER_STATE PowerState;

    KSPIN_LOCK CountLock;
    FILTER_COUNTS Counts;

    KSPIN_LOCK HeldLock;        /* Held, Sleeping */
    LIST_ENTRY Held;
    BOOLEAN Sleeping;

    KMUTEX JournalMutex;
    PULONG Journal;             /* paged pool */
    ULONG JournalNext;
    KSEMAPHORE JournalSlots;
    KEVENT JournalEmpty;

    PIO_WORKITEM ReleaseItem;
    volatile LONG ReleaseQueued;

    KBUGCHECK_CALLBACK_RECORD CrashRecord;
    FILTER_COUNTS CrashCounts;
} FILTER_EXTENSION, *PFILTER_EXTENSION;

/* filter.c */
DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD FilterUnload;
DRIVER_ADD_DEVICE FilterAddDevice;
DRIVER_DISPATCH FilterPass;
DRIVER_DISPATCH FilterPnp;

/* io.c */
DRIVER_DISPATCH FilterRead;
DRIVER_DISPATCH FilterWrite;
DRIVER_DISPATCH FilterDeviceControl;
VOID FilterSleep(PFILTER_EXTENSION Ext);
VOID FilterWake(PFILTER_EXTENSION Ext);
VOID FilterFailHeld(PFILTER_EXTENSION Ext, NTSTATUS Status);
BOOLEAN FilterTryLockHeld(PFILTER_EXTENSION Ext, PKIRQL Irql);
VOID FilterUnlockHeld(PFILTER_EXTENSION Ext, KIRQL Irql);
VOID FilterWriteJournal(PFILTER_EXTENSION Ext, NTSTATUS Status);
VOID FilterCopyCounts(PFILTER_EXTENSION Ext, PFILTER_COUNTS Counts);

/* power.c */
DRIVER_DISPATCH FilterPower;
KIRQL FilterEnter(VOID);
VOID FilterLeave(KIRQL Irql);

#endif
// want nothing
