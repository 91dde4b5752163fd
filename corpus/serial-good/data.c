/*
 * data.c - what the driver remembers beyond a port's own extension.
 *
 * Where the data lives:
 *
 *   PAGEDATA  the presets that an application can choose from.
 *   PAGEBSS   the log of who opened a port.
 *   PAGECNST  the names of the line settings, for the log.
 *   .data     what the DPC counts, and the locks. A lock is resident wherever
 *             what it guards may be.
 *
 * Only threads at PASSIVE_LEVEL or APC_LEVEL come near the first three, and
 * the copy of the log that a control code makes is from paged pool likewise.
 */
#include "serial.h"

#define SERIAL_PRESETS      512
#define SERIAL_LOG_SIZE     256
#define SERIAL_LENGTHS      1024

typedef struct _SERIAL_LOG_ENTRY {
    LARGE_INTEGER Time;
    PVOID Physical;
    ULONG_PTR Number;
} SERIAL_LOG_ENTRY, *PSERIAL_LOG_ENTRY;

typedef struct _SERIAL_LOG {
    ULONG_PTR Next;
    SERIAL_LOG_ENTRY Entries[SERIAL_LOG_SIZE];
} SERIAL_LOG, *PSERIAL_LOG;

/* A copy of the log's tail, on its way to an application. */
typedef struct _SERIAL_LOG_COPY {
    ULONG_PTR Count;
    LARGE_INTEGER Times[SERIAL_LOG_SIZE];
} SERIAL_LOG_COPY, *PSERIAL_LOG_COPY;

typedef struct _SERIAL_TOTALS {
    KSPIN_LOCK Lock;
    ULONGLONG Received;
    ULONG Lengths[SERIAL_LENGTHS];  /* reads, by how much they got */
} SERIAL_TOTALS;

static NTSTATUS SerialCopyLog(PSERIAL_LOG_COPY Copy, ULONG Length);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, SerialInitializeData)
#pragma alloc_text(PAGE, SerialNoteOpen)
#pragma alloc_text(PAGE, SerialPreset)
#pragma alloc_text(PAGE, SerialCopyLog)
#pragma alloc_text(PAGE, SerialGetLog)
#endif

/* ---- pageable data ----------------------------------------------------- */

#pragma data_seg("PAGEDATA")
#pragma bss_seg("PAGEBSS")
#pragma const_seg("PAGECNST")

static SERIAL_LINE SerialPresets[SERIAL_PRESETS] = {
    { 9600, 0x03, UART_MCR_OUT2 },
    { 19200, 0x03, UART_MCR_OUT2 },
    { 115200, 0x03, UART_MCR_OUT2 },
};

static SERIAL_LOG SerialLog;

static const CHAR SerialSettings[64][64] = {
    "five bits, no parity",
    "six bits, no parity",
    "seven bits, no parity",
    "eight bits, no parity",
};

#pragma const_seg()
#pragma bss_seg()
#pragma data_seg()

/* ---- resident data ----------------------------------------------------- */

static FAST_MUTEX SerialDataMutex;
static SERIAL_TOTALS SerialTotals;

/* ---- code -------------------------------------------------------------- */

VOID
SerialInitializeData(VOID)
{
    ExInitializeFastMutex(&SerialDataMutex);
    KeInitializeSpinLock(&SerialTotals.Lock);
}

/* A port has been opened, with these settings. */
VOID
SerialNoteOpen(PSERIAL_EXTENSION Ext)
{
    PSERIAL_LOG_ENTRY entry;

    PAGED_CODE();

    KdPrint(("serial: %s\n", SerialSettings[Ext->Line.LineControl & 0x3F]));

    ExAcquireFastMutex(&SerialDataMutex);
    entry = &SerialLog.Entries[SerialLog.Next % SERIAL_LOG_SIZE];
    KeQuerySystemTime(&entry->Time);
    entry->Physical = Ext->Physical;
    entry->Number = SerialLog.Next;
    SerialLog.Next++;
    ExReleaseFastMutex(&SerialDataMutex);
}

/* Gives a line one of the presets. */
VOID
SerialPreset(ULONG Index, PSERIAL_LINE Line)
{
    PAGED_CODE();

    *Line = SerialPresets[Index % SERIAL_PRESETS];
}

/* Called by the DPC as well. */
VOID
SerialCountReceived(ULONG Bytes)
{
    KIRQL irql;

    KeAcquireSpinLock(&SerialTotals.Lock, &irql);
    SerialTotals.Received += Bytes;
    SerialTotals.Lengths[Bytes % SERIAL_LENGTHS]++;
    KeReleaseSpinLock(&SerialTotals.Lock, irql);
}

static NTSTATUS
SerialCopyLog(PSERIAL_LOG_COPY Copy, ULONG Length)
{
    ULONG_PTR i;

    PAGED_CODE();

    ExAcquireFastMutex(&SerialDataMutex);
    Copy->Count = SerialLog.Next;
    for (i = 0; i < SERIAL_LOG_SIZE; i++) {
        Copy->Times[i] = SerialLog.Entries[i].Time;
    }
    ExReleaseFastMutex(&SerialDataMutex);
    return Length < sizeof(*Copy) ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

/* Hands out as much of the log as there is room for. */
NTSTATUS
SerialGetLog(PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    ULONG length = stack->Parameters.DeviceIoControl.OutputBufferLength;
    PSERIAL_LOG_COPY copy;
    NTSTATUS status;

    PAGED_CODE();

    copy = ExAllocatePoolWithTag(PagedPool, sizeof(*copy), SERIAL_TAG);
    if (copy == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    status = SerialCopyLog(copy, length);
    if (length > sizeof(*copy)) {
        length = sizeof(*copy);
    }
    RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, copy, length);
    Irp->IoStatus.Information = length;
    ExFreePoolWithTag(copy, SERIAL_TAG);
    return status;
}
// want nothing
