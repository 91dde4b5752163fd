/*
 * serial.h - a driver for a 16550-style UART on a plug and play bus.
 *
 * Where the code lives:
 *
 *   INIT     DriverEntry, thrown away after it.
 *   PAGE     everything that only ever runs for a thread at PASSIVE_LEVEL or
 *            APC_LEVEL: plug and play, open and close, the control codes that
 *            only look at the line settings.
 *   PAGESER  what takes the queue lock or runs as a read timeout. It is only
 *            needed while somebody has the port open, so the first open locks
 *            it and the last close lets go of it.
 *   .text    the interrupt service routine, its DPC and all that these two
 *            call. The interrupt stays connected while the port is closed,
 *            so none of this can be paged.
 *
 * Where data lives that no extension holds, data.c says.
 *
 * The locks, outermost first:
 *
 *   SerialGlobals.Mutex  opens and closes, one at a time (APC_LEVEL)
 *   LineMutex            line settings and the error history (APC_LEVEL)
 *   QueueLock            requests, and the Interrupt pointer (DISPATCH_LEVEL)
 *   interrupt lock       the ring, the transmitter, the registers (DIRQL)
 */
#ifndef SERIAL_H
#define SERIAL_H

#include <ntddk.h>
#include <ntddser.h>

/* Of ntifs.h, which goes badly with ntddk.h. */
NTSYSAPI NTSTATUS NTAPI
ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable,
    PLARGE_INTEGER Timeout);

/* Our own: take a preset, read the log. */
#define IOCTL_SERIAL_SET_PRESET \
    CTL_CODE(FILE_DEVICE_SERIAL_PORT, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_SERIAL_GET_LOG \
    CTL_CODE(FILE_DEVICE_SERIAL_PORT, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)

#define SERIAL_TAG          'lreS'
#define SERIAL_RING_SIZE    4096
#define SERIAL_HISTORY_SIZE 64
#define SERIAL_CLOCK        1843200

/* Register offsets and the bits that are used here. */
#define UART_DATA           0
#define UART_DIVISOR_LOW    0
#define UART_IER            1
#define UART_DIVISOR_HIGH   1
#define UART_IIR            2
#define UART_FCR            2
#define UART_LCR            3
#define UART_MCR            4
#define UART_LSR            5
#define UART_MSR            6
#define UART_REGISTERS      8

#define UART_IER_RECEIVE    0x01
#define UART_IER_TRANSMIT   0x02
#define UART_IER_LINE       0x04
#define UART_IIR_NONE       0x01
#define UART_LCR_DIVISOR    0x80
#define UART_LSR_READY      0x01
#define UART_LSR_OVERRUN    0x02
#define UART_LSR_EMPTY      0x20
#define UART_MCR_DTR        0x01
#define UART_MCR_RTS        0x02
#define UART_MCR_OUT2       0x08

typedef enum _SERIAL_STATE {
    SerialStopped,
    SerialStarted,
    SerialSurpriseRemoved,
    SerialRemoved
} SERIAL_STATE;

typedef struct _SERIAL_LINE {
    ULONG BaudRate;
    UCHAR LineControl;
    UCHAR ModemControl;
} SERIAL_LINE, *PSERIAL_LINE;

typedef struct _SERIAL_GLOBALS {
    FAST_MUTEX Mutex;
    PVOID SectionHandle;        /* of PAGESER, once it has been locked */
    ULONG SectionLocks;
} SERIAL_GLOBALS;

typedef struct _SERIAL_EXTENSION {
    PDEVICE_OBJECT Self;
    PDEVICE_OBJECT Lower;
    PDEVICE_OBJECT Physical;
    IO_REMOVE_LOCK RemoveLock;
    UNICODE_STRING LinkName;
    volatile LONG State;        /* SERIAL_STATE */
    volatile LONG Opens;

    /* Resources. */
    PUCHAR Port;
    ULONG Vector;
    KIRQL Irql;
    KAFFINITY Affinity;
    KINTERRUPT_MODE InterruptMode;
    BOOLEAN InterruptShared;

    /* Guarded by QueueLock. */
    KSPIN_LOCK QueueLock;
    PKINTERRUPT Interrupt;
    LIST_ENTRY ReadQueue;
    LIST_ENTRY WriteQueue;
    PIRP Transmitting;
    SERIAL_TIMEOUTS Timeouts;
    SERIALPERF_STATS Stats;
    ULONGLONG ReadDeadline;

    KTIMER ReadTimer;
    KDPC ReadTimeoutDpc;
    KDPC InterruptDpc;

    /* Guarded by the interrupt lock. */
    PUCHAR Ring;
    ULONG RingFirst;
    ULONG RingCount;
    PUCHAR TransmitNext;
    ULONG TransmitLeft;
    ULONG Overruns;
    UCHAR ModemStatus;
    SERIAL_LINE Hardware;

    /* Guarded by LineMutex. */
    FAST_MUTEX LineMutex;
    SERIAL_LINE Line;
    PULONG History;             /* paged pool */
    ULONG HistoryCount;

    PIO_WORKITEM OverrunItem;
    volatile LONG OverrunQueued;

    KEVENT WatchStop;
    PVOID WatchThread;

    DEVICE_POWER_STATE PowerState;
} SERIAL_EXTENSION, *PSERIAL_EXTENSION;

extern SERIAL_GLOBALS SerialGlobals;

/* driver.c */
DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD SerialUnload;
DRIVER_ADD_DEVICE SerialAddDevice;
VOID SerialLockSection(VOID);
VOID SerialUnlockSection(VOID);

/* pnp.c */
DRIVER_DISPATCH SerialPnp;
DRIVER_DISPATCH SerialPower;
DRIVER_DISPATCH SerialSystemControl;

/* io.c */
DRIVER_DISPATCH SerialCreate;
DRIVER_DISPATCH SerialCleanup;
DRIVER_DISPATCH SerialClose;
DRIVER_DISPATCH SerialRead;
DRIVER_DISPATCH SerialWrite;
DRIVER_DISPATCH SerialDeviceControl;
KDEFERRED_ROUTINE SerialReadTimeout;

/* data.c */
VOID SerialInitializeData(VOID);
VOID SerialNoteOpen(PSERIAL_EXTENSION Ext);
VOID SerialPreset(ULONG Index, PSERIAL_LINE Line);
VOID SerialCountReceived(ULONG Bytes);
NTSTATUS SerialGetLog(PIRP Irp);

/* isr.c */
KSERVICE_ROUTINE SerialIsr;
KDEFERRED_ROUTINE SerialInterruptDpc;
DRIVER_CANCEL SerialCancelRequest;
KSTART_ROUTINE SerialWatchThread;
VOID SerialServiceReads(PSERIAL_EXTENSION Ext);
VOID SerialServiceWrites(PSERIAL_EXTENSION Ext);
VOID SerialAbortAll(PSERIAL_EXTENSION Ext, PLIST_ENTRY Queue, NTSTATUS Status);
VOID SerialReportOverruns(PSERIAL_EXTENSION Ext);
VOID SerialProgramLine(PSERIAL_EXTENSION Ext, const SERIAL_LINE *Line);
VOID SerialQuiesce(PSERIAL_EXTENSION Ext);
PKINTERRUPT SerialTakeInterrupt(PSERIAL_EXTENSION Ext);
VOID SerialGiveInterrupt(PSERIAL_EXTENSION Ext, PKINTERRUPT Interrupt);

/* Finishes a request that is in no queue any more. */
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
