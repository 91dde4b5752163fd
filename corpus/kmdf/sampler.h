/*
 * sampler.h - a PCI board that samples analogue inputs into a FIFO.
 *
 * The board interrupts when its FIFO is half full; the DPC moves samples into
 * a ring in memory and completes reads from it. A second, passive interrupt
 * comes from the input amplifiers over a slow bus.
 *
 * The device keeps the default execution level, so what its default queue
 * calls may run at DISPATCH_LEVEL. Requests that take long are handed on to
 * the setup queue, which asks for PASSIVE_LEVEL.
 */
#ifndef SAMPLER_H
#define SAMPLER_H

#include <ntddk.h>
#include <wdf.h>
#include <ntstrsafe.h>

#define SAMPLER_TAG         'lpmS'
#define SAMPLER_RING_SIZE   4096
#define SAMPLER_CHANNELS    16
#define SAMPLER_WATCH_MS    500
#define SAMPLER_LAMP_MS     50
#define SAMPLER_SETTLE_MS   20

#define SAMPLER_STATUS_HALF     0x00000001
#define SAMPLER_STATUS_OVERRUN  0x00000002
#define SAMPLER_STATUS_PARITY   0x00000004
#define SAMPLER_STATUS_OURS     0x80000000
#define SAMPLER_CONTROL_RUN     0x00000001
#define SAMPLER_CONTROL_RESET   0x00000002
#define SAMPLER_CONTROL_LAMP    0x00000010
#define SAMPLER_CONTROL_IRQ     0x00000100

#define IOCTL_SAMPLER_GET_COUNTS \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_READ_ACCESS)
#define IOCTL_SAMPLER_START \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_WRITE_ACCESS)
#define IOCTL_SAMPLER_STOP \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_BUFFERED, FILE_WRITE_ACCESS)
#define IOCTL_SAMPLER_SET_GAIN \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x803, METHOD_BUFFERED, FILE_WRITE_ACCESS)
#define IOCTL_SAMPLER_CALIBRATE \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x804, METHOD_BUFFERED, FILE_WRITE_ACCESS)
#define IOCTL_SAMPLER_WAIT_TRIGGER \
    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x805, METHOD_BUFFERED, FILE_READ_ACCESS)

typedef struct _SAMPLER_REGISTERS {
    ULONG Control;
    ULONG Status;
    ULONG FifoCount;
    ULONG FifoData;
    ULONG Rate;
    ULONG Gain[SAMPLER_CHANNELS];
} SAMPLER_REGISTERS, *PSAMPLER_REGISTERS;

typedef struct _SAMPLER_COUNTS {
    ULONGLONG Samples;
    ULONG Overruns;
    ULONG ParityErrors;
    ULONG Faults;
} SAMPLER_COUNTS, *PSAMPLER_COUNTS;

typedef struct _SAMPLER_CONTEXT {
    WDFDEVICE Device;
    PSAMPLER_REGISTERS Registers;
    ULONG RegistersLength;

    WDFINTERRUPT Interrupt;         /* its lock: Pending, Counts.Overruns */
    WDFINTERRUPT AmplifierInterrupt;
    ULONG Pending;
    ULONG LastFault;

    WDFSPINLOCK RingLock;           /* Ring, Head, Tail, Counts.Samples */
    ULONG Head;
    ULONG Tail;
    PULONG Ring;
    SAMPLER_COUNTS Counts;

    WDFWAITLOCK SetupLock;          /* Gain, Rate */
    ULONG Gain[SAMPLER_CHANNELS];
    ULONG Rate;

    WDFQUEUE ReadQueue;
    WDFQUEUE SetupQueue;
    WDFQUEUE TriggerQueue;
    WDFDPC DrainDpc;
    WDFTIMER WatchTimer;
    WDFTIMER LampTimer;
    WDFWORKITEM CalibrateItem;

    BOOLEAN Running;
    ULONGLONG SamplesSeen;
    KEVENT Stopped;
} SAMPLER_CONTEXT, *PSAMPLER_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SAMPLER_CONTEXT, SamplerGetContext)

typedef struct _SAMPLER_FILE_CONTEXT {
    ULONGLONG BytesRead;
    BOOLEAN IsOwner;
} SAMPLER_FILE_CONTEXT, *PSAMPLER_FILE_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SAMPLER_FILE_CONTEXT, SamplerGetFileContext)

typedef struct _SAMPLER_REQUEST_CONTEXT {
    PVOID Bounce;
    size_t BounceLength;
} SAMPLER_REQUEST_CONTEXT, *PSAMPLER_REQUEST_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(
    SAMPLER_REQUEST_CONTEXT, SamplerGetRequestContext)

/* driver.c */
DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD SamplerEvtDeviceAdd;
EVT_WDF_DRIVER_UNLOAD SamplerEvtUnload;
EVT_WDF_OBJECT_CONTEXT_CLEANUP SamplerEvtDriverCleanup;

/* device.c */
EVT_WDF_DEVICE_PREPARE_HARDWARE SamplerEvtPrepareHardware;
EVT_WDF_DEVICE_RELEASE_HARDWARE SamplerEvtReleaseHardware;
EVT_WDF_DEVICE_D0_ENTRY SamplerEvtD0Entry;
EVT_WDF_DEVICE_D0_EXIT SamplerEvtD0Exit;
EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT SamplerEvtSelfManagedIoInit;
EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND SamplerEvtSelfManagedIoSuspend;
EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH SamplerEvtSelfManagedIoFlush;
EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART SamplerEvtSelfManagedIoRestart;
EVT_WDF_OBJECT_CONTEXT_CLEANUP SamplerEvtDeviceCleanup;
VOID SamplerResetBoard(PSAMPLER_CONTEXT Context);
NTSTATUS SamplerApplyGain(PSAMPLER_CONTEXT Context, ULONG Channel, ULONG Gain);
NTSTATUS SamplerReadParameters(PSAMPLER_CONTEXT Context);
NTSTATUS SamplerSaveParameters(PSAMPLER_CONTEXT Context);

/* queue.c */
NTSTATUS SamplerCreateQueues(PSAMPLER_CONTEXT Context);
EVT_WDF_IO_QUEUE_IO_READ SamplerEvtIoRead;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL SamplerEvtIoDeviceControl;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL SamplerEvtSetupControl;
EVT_WDF_IO_QUEUE_IO_STOP SamplerEvtSetupStop;
EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE SamplerEvtTriggerCanceled;
EVT_WDF_REQUEST_COMPLETION_ROUTINE SamplerEvtProbeCompleted;
EVT_WDF_DEVICE_FILE_CREATE SamplerEvtFileCreate;
EVT_WDF_FILE_CLEANUP SamplerEvtFileCleanup;
EVT_WDF_OBJECT_CONTEXT_CLEANUP SamplerEvtRequestCleanup;
VOID SamplerCompleteReads(PSAMPLER_CONTEXT Context);
VOID SamplerCompleteTriggers(PSAMPLER_CONTEXT Context);

/* interrupt.c */
NTSTATUS SamplerCreateInterrupts(
    PSAMPLER_CONTEXT Context, WDFCMRESLIST Raw, WDFCMRESLIST Translated);
NTSTATUS SamplerCreateTimers(PSAMPLER_CONTEXT Context);
EVT_WDF_INTERRUPT_ISR SamplerEvtIsr;
EVT_WDF_INTERRUPT_DPC SamplerEvtInterruptDpc;
EVT_WDF_INTERRUPT_ENABLE SamplerEvtInterruptEnable;
EVT_WDF_INTERRUPT_DISABLE SamplerEvtInterruptDisable;
EVT_WDF_INTERRUPT_SYNCHRONIZE SamplerEvtTakePending;
EVT_WDF_INTERRUPT_SYNCHRONIZE SamplerEvtClearFault;
EVT_WDF_INTERRUPT_ISR SamplerEvtAmplifierIsr;
EVT_WDF_INTERRUPT_WORKITEM SamplerEvtAmplifierWork;
EVT_WDF_DPC SamplerEvtDrainDpc;
EVT_WDF_TIMER SamplerEvtWatchTimer;
EVT_WDF_TIMER SamplerEvtLampTimer;
EVT_WDF_WORKITEM SamplerEvtCalibrate;
VOID SamplerSnapshot(PSAMPLER_CONTEXT Context, PSAMPLER_COUNTS Counts);
VOID SamplerForgetFault(PSAMPLER_CONTEXT Context);

#endif
// want nothing
