/*
 * serial.h - a driver for an older line of serial cards, which come with one
 * of two controllers and transfer in one direction at a time.
 *
 * Requests go through the device queue of the I/O manager and SerialStartIo.
 * PAGESER is locked while a port is open; PAGE is for code that only threads
 * at PASSIVE_LEVEL or APC_LEVEL execute; the rest is resident.
 */
#ifndef SERIAL_H
#define SERIAL_H

#include <ntddk.h>
#include <ntddser.h>

/* Of ntifs.h, which goes badly with ntddk.h. */
NTSYSAPI NTSTATUS NTAPI
ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable,
    PLARGE_INTEGER Timeout);

/* Our own: takes the next preset; waits for an error. */
#define IOCTL_SERIAL_NEXT_PRESET \
    CTL_CODE(FILE_DEVICE_SERIAL_PORT, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_SERIAL_WAIT_ERROR \
    CTL_CODE(FILE_DEVICE_SERIAL_PORT, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)

#define SERIAL_TAG          'dreS'
#define SERIAL_RING_SIZE    1024
#define SERIAL_TRACE_SIZE   32

#define CHIP_DATA           0
#define CHIP_IER            1
#define CHIP_IIR            2
#define CHIP_FCR            2
#define CHIP_LCR            3
#define CHIP_MCR            4
#define CHIP_LSR            5
#define CHIP_MSR            6
#define CHIP_SCRATCH        7

#define CHIP_IIR_NONE       0x01
#define CHIP_LSR_READY      0x01
#define CHIP_LSR_ERRORS     0x1E
#define CHIP_LSR_OVERRUN    0x02
#define CHIP_LSR_EMPTY      0x20
#define CHIP_IER_ALL        0x0F
#define CHIP_LCR_DIVISOR    0x80

struct _SERIAL_EXTENSION;

/* What differs between the two controllers. */
typedef struct _SERIAL_CHIP_OPS {
    ULONG FifoSize;
    BOOLEAN (*Identify)(struct _SERIAL_EXTENSION *Ext);
    VOID (*Reset)(struct _SERIAL_EXTENSION *Ext);
    VOID (*SetDivisor)(struct _SERIAL_EXTENSION *Ext, USHORT Divisor);
} SERIAL_CHIP_OPS, *PSERIAL_CHIP_OPS;

typedef struct _SERIAL_GLOBALS {
    FAST_MUTEX Mutex;
    PVOID SectionHandle;
    ULONG SectionLocks;
    ULONG DefaultRate;
} SERIAL_GLOBALS;

typedef struct _SERIAL_TRANSFER {
    PUCHAR Buffer;
    ULONG Length;
    ULONG Moved;
    BOOLEAN Reading;
} SERIAL_TRANSFER, *PSERIAL_TRANSFER;

typedef struct _SERIAL_EXTENSION {
    PDEVICE_OBJECT Self;
    PDEVICE_OBJECT Lower;
    PDEVICE_OBJECT Physical;
    IO_REMOVE_LOCK RemoveLock;
    UNICODE_STRING LinkName;
    volatile LONG Opens;

    PUCHAR Port;
    ULONG Vector;
    KIRQL Irql;
    KAFFINITY Affinity;
    PKINTERRUPT Interrupt;
    const SERIAL_CHIP_OPS *Ops;

    KSPIN_LOCK PortLock;        /* Started, Active, Timeouts, Errors */
    BOOLEAN Started;
    KIRQL PortIrql;             /* while PortLock is held */
    PIRP Active;
    SERIAL_TIMEOUTS Timeouts;
    ULONG Errors;

    KSPIN_LOCK CountLock;       /* Stats */
    SERIALPERF_STATS Stats;

    PIRP WaitIrp;               /* guarded by the cancel spin lock */
    ULONG WaitMask;

    KTIMER ReadTimer;
    KDPC ReadTimeoutDpc;
    KTIMER WriteTimer;
    KDPC WriteTimeoutDpc;

    /* Guarded by the interrupt lock. */
    SERIAL_TRANSFER Transfer;
    UCHAR Ring[SERIAL_RING_SIZE];
    ULONG RingFirst;
    ULONG RingCount;
    UCHAR LineStatus;
    UCHAR Trace[SERIAL_TRACE_SIZE];
    ULONG TraceNext;

    FAST_MUTEX LineMutex;       /* BaudRate, Saves */
    ULONG BaudRate;
    ULONG Saves;

    PIO_WORKITEM ErrorItem;
    volatile LONG ErrorQueued;

    KEVENT WatchWake;
    KEVENT WatchStop;
    KEVENT WatchIdle;
    PVOID WatchThread;
} SERIAL_EXTENSION, *PSERIAL_EXTENSION;

typedef struct _SERIAL_BEGIN {
    PSERIAL_EXTENSION Ext;
    SERIAL_TRANSFER Transfer;
} SERIAL_BEGIN, *PSERIAL_BEGIN;

/* What a SynchCritSection routine is given when it reports one register. */
typedef struct _SERIAL_SAMPLE {
    PSERIAL_EXTENSION Ext;
    UCHAR Value;
} SERIAL_SAMPLE, *PSERIAL_SAMPLE;

extern SERIAL_GLOBALS SerialGlobals;
extern const SERIAL_CHIP_OPS Serial16550Ops;
extern const SERIAL_CHIP_OPS Serial16750Ops;

#define SERIAL_LOCK_COUNTS(Ext, Irql)   KeAcquireSpinLock(&(Ext)->CountLock, (Irql))
#define SERIAL_UNLOCK_COUNTS(Ext, Irql) KeReleaseSpinLock(&(Ext)->CountLock, (Irql))

/* init.c */
DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD SerialUnload;
DRIVER_ADD_DEVICE SerialAddDevice;
ULONG SerialReadDefaultRate(PUNICODE_STRING RegistryPath);
VOID SerialLockSection(VOID);
VOID SerialUnlockSection(VOID);
VOID SerialLogStart(PSERIAL_EXTENSION Ext);

/* pnp.c */
DRIVER_DISPATCH SerialPnp;
DRIVER_DISPATCH SerialPower;
DRIVER_DISPATCH SerialSystemControl;

/* rw.c */
DRIVER_DISPATCH SerialCreate;
DRIVER_DISPATCH SerialCleanup;
DRIVER_DISPATCH SerialClose;
DRIVER_DISPATCH SerialRead;
DRIVER_DISPATCH SerialWrite;
DRIVER_STARTIO SerialStartIo;
KDEFERRED_ROUTINE SerialReadTimeout;
KDEFERRED_ROUTINE SerialWriteTimeout;

/* ioctl.c */
DRIVER_DISPATCH SerialDeviceControl;
VOID SerialSaveSettings(PSERIAL_EXTENSION Ext);

/* store.c */
VOID SerialStoreStart(PSERIAL_EXTENSION Ext);
VOID SerialStoreOpen(PSERIAL_EXTENSION Ext);
VOID SerialStoreClose(PSERIAL_EXTENSION Ext);
VOID SerialStorePreset(PSERIAL_EXTENSION Ext);
VOID SerialStoreError(ULONG Error);
PVOID SerialStoreWait(PIRP Irp);

/* isr.c */
KSERVICE_ROUTINE SerialIsr;
IO_DPC_ROUTINE SerialDpcForIsr;
KSTART_ROUTINE SerialWatchThread;
KSYNCHRONIZE_ROUTINE SerialMaskChip;
VOID SerialLockPort(PSERIAL_EXTENSION Ext);
VOID SerialUnlockPort(PSERIAL_EXTENSION Ext);
VOID SerialSignal(PKEVENT Event, BOOLEAN Wait);
VOID SerialSetStarted(PSERIAL_EXTENSION Ext, BOOLEAN Started);
BOOLEAN SerialBegin(PSERIAL_EXTENSION Ext, PIRP Irp);
PIRP SerialClaimActive(PSERIAL_EXTENSION Ext, BOOLEAN OnlyDone);
BOOLEAN SerialAbortActive(PSERIAL_EXTENSION Ext, NTSTATUS Status);
VOID SerialWakeWaiter(PSERIAL_EXTENSION Ext, ULONG Events);
VOID SerialClearErrors(PSERIAL_EXTENSION Ext, BOOLEAN Busy, BOOLEAN Save);
VOID SerialReprogram(PSERIAL_EXTENSION Ext);
VOID SerialFinish(PSERIAL_EXTENSION Ext, PIRP Irp, NTSTATUS Status);
VOID SerialReportErrors(PSERIAL_EXTENSION Ext);
VOID SerialResetChip(PSERIAL_EXTENSION Ext);
VOID SerialStoreTimeouts(PSERIAL_EXTENSION Ext, const SERIAL_TIMEOUTS *New,
    BOOLEAN Save);

/* How many transfers were cut short so far. */
__forceinline ULONG
SerialPeekErrors(PSERIAL_EXTENSION Ext)
{
    ULONG errors;
    KIRQL irql;

    KeAcquireSpinLock(&Ext->PortLock, &irql);
    errors = Ext->Errors;
    KeReleaseSpinLock(&Ext->PortLock, irql);
    return errors;
}

/* Finishes a request and gives back its hold on the device. */
__forceinline NTSTATUS
SerialComplete(PSERIAL_EXTENSION Ext, PIRP Irp, NTSTATUS Status)
{
    Irp->IoStatus.Status = Status;
    IoCompleteRequest(Irp,
        NT_SUCCESS(Status) ? IO_SERIAL_INCREMENT : IO_NO_INCREMENT);
    IoReleaseRemoveLock(&Ext->RemoveLock, Irp);
    return Status;
}

#endif
// want nothing
