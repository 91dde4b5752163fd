/*
 * store.c - what outlives a request: the history of errors, presets, and the
 * sections that are locked for as long as a port uses them.
 */
#include "serial.h"

#define SERIAL_HISTORY_SIZE 1024
#define SERIAL_PRESETS      1024

typedef struct _SERIAL_HISTORY {
    ULONG Next;
    ULONG Errors[SERIAL_HISTORY_SIZE];
} SERIAL_HISTORY;

/* A request that waits for no longer than its patience lasts. */
typedef struct _SERIAL_WAITER {
    PIRP Irp;
    KTIMER Patience;
} SERIAL_WAITER, *PSERIAL_WAITER;

static VOID SerialFirstPreset(PSERIAL_EXTENSION Ext);
static VOID SerialCheckPreset(PSERIAL_EXTENSION Ext);
static KDEFERRED_ROUTINE SerialBlink;
static VOID SerialTone(PSERIAL_EXTENSION Ext);
static VOID SerialDumpPreset(PSERIAL_EXTENSION Ext);
static VOID SerialPrintPreset(PSERIAL_EXTENSION Ext);
static VOID SerialFlushStore(PSERIAL_EXTENSION Ext);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, SerialFirstPreset)
#pragma alloc_text(PAGE, SerialStoreStart)
#pragma alloc_text(PAGE, SerialStoreOpen)
#pragma alloc_text(PAGE, SerialStoreClose)
#pragma alloc_text(PAGE, SerialStorePreset)
#pragma alloc_text(PAGE, SerialStoreWait)
#pragma alloc_text(PAGECHK, SerialCheckPreset)
#pragma alloc_text(PAGEBLK, SerialBlink)
#pragma alloc_text(PAGETON, SerialTone)
#pragma alloc_text(PAGEDMP, SerialDumpPreset)
#pragma alloc_text(PAGEDMP, SerialPrintPreset)
#endif

/* ---- data -------------------------------------------------------------- */

#pragma data_seg("PAGEDATA")
static SERIAL_HISTORY SerialHistory = { 0 };
static ULONG SerialPresets[SERIAL_PRESETS] = { 9600, 19200 };
static ULONG SerialPreset; // want data-escapes-segment "'SerialPreset' is not initialised"
static KEVENT SerialStored = { 0 }; // want sync-object-in-pageable-memory "'SerialStored', a KEVENT"
#pragma data_seg()

#pragma data_seg("INIT")
static ULONG SerialFirst = 2;
#pragma data_seg()

static UCHAR SerialNames[4096] = { 0 }; // want explicit-zero-initialisation "'SerialNames'"
static PVOID SerialErrorHandle, SerialBlinkHandle, SerialDumpHandle;
static PVOID SerialToneHandle, SerialSpareHandle;
static KTIMER SerialBlinkTimer;
static KDPC SerialBlinkDpc;

/* ---- code -------------------------------------------------------------- */

static VOID
SerialFirstPreset(PSERIAL_EXTENSION Ext)
{
    Ext->BaudRate = SerialPresets[0];
}

/* Counts an error; the DPC calls it. */
VOID
SerialStoreError(ULONG Error)
{
    SerialHistory.Errors[Error % SERIAL_HISTORY_SIZE]++; // want paged-data-at-raised-irql "'SerialHistory'"
    SerialNames[Error % sizeof(SerialNames)] = 1;
}

PVOID
SerialStoreWait(PIRP Irp)
{
    PSERIAL_WAITER waiter;

    PAGED_CODE();

    waiter = ExAllocatePoolWithTag(PagedPool, sizeof(*waiter), SERIAL_TAG); // want sync-object-in-pageable-memory "'Patience', a"
    if (waiter != NULL) {
        waiter->Irp = Irp;
        KeInitializeTimer(&waiter->Patience);
    }
    return waiter;
}

static VOID
SerialCheckPreset(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE_LOCKED();

    Ext->BaudRate = SerialPresets[SerialPreset % SERIAL_PRESETS];
}

/* Blinks as long as the port is open. */
static VOID
SerialBlink(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2) // want unlocked-while-interruptible "'SerialBlink'"
{
    PSERIAL_EXTENSION ext = Context;

    PAGED_CODE_LOCKED();

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(Argument1);
    UNREFERENCED_PARAMETER(Argument2);
    ext->LineStatus ^= CHIP_LSR_EMPTY;
}

static VOID
SerialTone(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE_LOCKED();

    Ext->Saves = 0;
}

static VOID
SerialDumpPreset(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE_LOCKED();

    KdPrint(("serial: %u\n", Ext->BaudRate));
}

/* For the debugger, whether a port is open or not. */
static VOID
SerialPrintPreset(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    KdPrint(("serial: %u saved\n", Ext->Saves));
}

/* Starts to count anew. */
static VOID
SerialFlushStore(PSERIAL_EXTENSION Ext)
{
    KIRQL irql;

    KeAcquireSpinLock(&Ext->CountLock, &irql);
    MmLockPagableSectionByHandle(SerialDumpHandle); // want section-lock-above-apc "MmLockPagableSectionByHandle"
    RtlZeroMemory(&Ext->Stats, sizeof(Ext->Stats));
    KeReleaseSpinLock(&Ext->CountLock, irql);
    MmUnlockPagableImageSection(SerialDumpHandle);
}

/* The device has been started. */
VOID
SerialStoreStart(PSERIAL_EXTENSION Ext)
{
    LARGE_INTEGER second;

    PAGED_CODE();

    MmLockPagableCodeSection((PVOID)(ULONG_PTR)SerialCheckPreset); // want section-handle-leaked "PAGECHK"

    second.QuadPart = -10 * 1000 * 1000;
    KeInitializeTimer(&SerialBlinkTimer);
    KeInitializeDpc(&SerialBlinkDpc, SerialBlink, Ext);
    KeSetTimer(&SerialBlinkTimer, second, &SerialBlinkDpc);
}

/* The port has been opened. */
VOID
SerialStoreOpen(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    KeInitializeEvent(&SerialStored, NotificationEvent, FALSE);
    SerialErrorHandle =
        MmLockPagableCodeSection((PVOID)(ULONG_PTR)SerialStoreError); // want lock-address-not-pageable "SerialStoreError"
    if (SerialDumpHandle == NULL) {
        SerialDumpHandle =
            MmLockPagableCodeSection((PVOID)(ULONG_PTR)SerialDumpPreset); // want locked-section-mixed "'SerialPrintPreset'"
    } else {
        MmLockPagableSectionByHandle(SerialDumpHandle);
    }
    SerialDumpPreset(Ext);
    SerialToneHandle =
        MmLockPagableDataSection((PVOID)(ULONG_PTR)SerialTone); // want lock-code-data-mixed "'SerialTone'"
    SerialTone(Ext);
    SerialSpareHandle = Ext;
    SerialBlinkHandle =
        MmLockPagableCodeSection((PVOID)(ULONG_PTR)SerialBlink);
}

VOID
SerialStoreClose(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    SerialFlushStore(Ext);
    KeCancelTimer(&SerialBlinkTimer);
    KeFlushQueuedDpcs();
    MmUnlockPagableImageSection(SerialBlinkHandle);
    MmUnlockPagableImageSection(SerialDumpHandle);
    MmUnlockPagableImageSection(SerialErrorHandle);
    MmUnlockPagableImageSection(SerialToneHandle);
    MmUnlockPagableImageSection(SerialSpareHandle); // want section-unlock-mismatch "no lock has returned a handle"
    MmResetDriverPaging((PVOID)(ULONG_PTR)SerialStoreError); // want page-entire-driver-misuse "never called"
}

/* Takes the next preset. */
VOID
SerialStorePreset(PSERIAL_EXTENSION Ext)
{
    PAGED_CODE();

    SerialFirstPreset(Ext); // want init-code-after-init "'SerialFirstPreset'"
    SerialPreset += SerialFirst; // want init-data-after-init "'SerialFirst'"
    SerialPrintPreset(Ext);
    SerialCheckPreset(Ext);
    SerialDumpHandle =
        MmLockPagableCodeSection((PVOID)(ULONG_PTR)SerialDumpPreset); // want repeated-section-lock "PAGEDMP"
    SerialDumpPreset(Ext);
}
