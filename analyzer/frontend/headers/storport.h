/*
 * StorPort miniports. The mingw-w64 header of this name does not parse, and
 * is of StorPort's first days: no BuildIo, no locks, no DPCs, and registers
 * without the device extension. So it is not read; its srb.h is, with the
 * structures that StorPort has made its own out of the way.
 */
#ifndef PAGEAUDIT_STORPORT_H
#define PAGEAUDIT_STORPORT_H
#pragma GCC system_header

#if !__has_include(<_mingw.h>)
#include_next <storport.h>
#else
#include <ntddk.h>
#define _SCSI_NOTIFICATION_TYPE pageaudit_scsi_notification_type
#define SCSI_NOTIFICATION_TYPE pageaudit_SCSI_NOTIFICATION_TYPE
#define PSCSI_NOTIFICATION_TYPE pageaudit_PSCSI_NOTIFICATION_TYPE
#define RequestComplete pageaudit_RequestComplete
#define NextRequest pageaudit_NextRequest
#define NextLuRequest pageaudit_NextLuRequest
#define ResetDetected pageaudit_ResetDetected
#define RequestTimerCall pageaudit_RequestTimerCall
#define BusChangeDetected pageaudit_BusChangeDetected
#define WMIEvent pageaudit_WMIEvent
#define WMIReregister pageaudit_WMIReregister
#define LinkUp pageaudit_LinkUp
#define LinkDown pageaudit_LinkDown
#define QueryTickCount pageaudit_QueryTickCount
#define BufferOverrunDetected pageaudit_BufferOverrunDetected
#define TraceNotification pageaudit_TraceNotification
#define _PORT_CONFIGURATION_INFORMATION pageaudit_port_configuration
#define PORT_CONFIGURATION_INFORMATION pageaudit_PORT_CONFIGURATION
#define PPORT_CONFIGURATION_INFORMATION pageaudit_PPORT_CONFIGURATION
#define _HW_INITIALIZATION_DATA pageaudit_hw_initialization_data
#define HW_INITIALIZATION_DATA pageaudit_HW_INITIALIZATION_DATA
#define PHW_INITIALIZATION_DATA pageaudit_PHW_INITIALIZATION_DATA
#define PHW_INITIALIZE pageaudit_PHW_INITIALIZE
#define PHW_STARTIO pageaudit_PHW_STARTIO
#define PHW_INTERRUPT pageaudit_PHW_INTERRUPT
#define PHW_TIMER pageaudit_PHW_TIMER
#define PHW_DMA_STARTED pageaudit_PHW_DMA_STARTED
#define PHW_FIND_ADAPTER pageaudit_PHW_FIND_ADAPTER
#define PHW_RESET_BUS pageaudit_PHW_RESET_BUS
#define PHW_ADAPTER_STATE pageaudit_PHW_ADAPTER_STATE
#define PHW_ADAPTER_CONTROL pageaudit_PHW_ADAPTER_CONTROL
#include <srb.h>
#undef _SCSI_NOTIFICATION_TYPE
#undef SCSI_NOTIFICATION_TYPE
#undef PSCSI_NOTIFICATION_TYPE
#undef RequestComplete
#undef NextRequest
#undef NextLuRequest
#undef ResetDetected
#undef RequestTimerCall
#undef BusChangeDetected
#undef WMIEvent
#undef WMIReregister
#undef LinkUp
#undef LinkDown
#undef QueryTickCount
#undef BufferOverrunDetected
#undef TraceNotification
#undef _PORT_CONFIGURATION_INFORMATION
#undef PORT_CONFIGURATION_INFORMATION
#undef PPORT_CONFIGURATION_INFORMATION
#undef _HW_INITIALIZATION_DATA
#undef HW_INITIALIZATION_DATA
#undef PHW_INITIALIZATION_DATA
#undef PHW_INITIALIZE
#undef PHW_STARTIO
#undef PHW_INTERRUPT
#undef PHW_TIMER
#undef PHW_DMA_STARTED
#undef PHW_FIND_ADAPTER
#undef PHW_RESET_BUS
#undef PHW_ADAPTER_STATE
#undef PHW_ADAPTER_CONTROL

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Small types ------------------------------------------------------- */

#define SP_RETURN_NOT_FOUND 0
#define SP_RETURN_FOUND 1
#define SP_RETURN_ERROR 2
#define SP_RETURN_BAD_CONFIG 3
#ifndef SP_UNTAGGED
#define SP_UNTAGGED ((UCHAR)~0)
#endif

#define STOR_STATUS_SUCCESS 0x00000000L
#define STOR_STATUS_UNSUCCESSFUL 0xC1000001L
#define STOR_STATUS_NOT_IMPLEMENTED 0xC1000002L
#define STOR_STATUS_INSUFFICIENT_RESOURCES 0xC1000003L
#define STOR_STATUS_BUFFER_TOO_SMALL 0xC1000004L
#define STOR_STATUS_ACCESS_DENIED 0xC1000005L
#define STOR_STATUS_INVALID_PARAMETER 0xC1000006L
#define STOR_STATUS_INVALID_DEVICE_REQUEST 0xC1000007L
#define STOR_STATUS_INVALID_IRQL 0xC1000008L
#define STOR_STATUS_INVALID_DEVICE_STATE 0xC1000009L
#define STOR_STATUS_INVALID_BUFFER_SIZE 0xC100000AL
#define STOR_STATUS_UNSUPPORTED_VERSION 0xC100000BL
#define STOR_STATUS_BUSY 0xC100000CL

#define STOR_MAP_NO_BUFFERS 0
#define STOR_MAP_ALL_BUFFERS 1
#define STOR_MAP_NON_READ_WRITE_BUFFERS 2
#define STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE 3

#define SRB_TYPE_SCSI_REQUEST_BLOCK 0
#define SRB_TYPE_STORAGE_REQUEST_BLOCK 1
#define SRB_TYPE_FLAG_SCSI_REQUEST_BLOCK 0x1
#define SRB_TYPE_FLAG_STORAGE_REQUEST_BLOCK 0x2
#define STORAGE_ADDRESS_TYPE_BTL8 0
#define ADDRESS_TYPE_FLAG_BTL8 0x1
#define DUMP_MODE_NONE 0x00
#define DUMP_MODE_CRASH 0x01
#define DUMP_MODE_HIBER 0x02

#define MINIPORT_REG_SZ 1
#define MINIPORT_REG_BINARY 3
#define MINIPORT_REG_DWORD 4
#define MINIPORT_REG_MULTI_SZ 7

typedef PHYSICAL_ADDRESS STOR_PHYSICAL_ADDRESS, *PSTOR_PHYSICAL_ADDRESS;

typedef struct _MEMORY_REGION {
	PUCHAR VirtualBase;
	PHYSICAL_ADDRESS PhysicalBase;
	ULONG Length;
} MEMORY_REGION, *PMEMORY_REGION;

typedef struct _STOR_SCATTER_GATHER_ELEMENT {
	STOR_PHYSICAL_ADDRESS PhysicalAddress;
	ULONG Length;
	ULONG_PTR Reserved;
} STOR_SCATTER_GATHER_ELEMENT, *PSTOR_SCATTER_GATHER_ELEMENT;

typedef struct _STOR_SCATTER_GATHER_LIST {
	ULONG NumberOfElements;
	ULONG_PTR Reserved;
	STOR_SCATTER_GATHER_ELEMENT List[];
} STOR_SCATTER_GATHER_LIST, *PSTOR_SCATTER_GATHER_LIST;

typedef enum _STOR_SYNCHRONIZATION_MODEL {
	StorSynchronizeHalfDuplex,
	StorSynchronizeFullDuplex,
} STOR_SYNCHRONIZATION_MODEL;

typedef enum _INTERRUPT_SYNCHRONIZATION_MODE {
	InterruptSupportNone,
	InterruptSynchronizeAll,
	InterruptSynchronizePerMessage,
} INTERRUPT_SYNCHRONIZATION_MODE;

typedef enum _STOR_SPINLOCK {
	DpcLock = 1,
	StartIoLock,
	InterruptLock,
	ThreadedDpcLock,
	DpcLevelLock,
} STOR_SPINLOCK;

typedef struct _STOR_LOCK_HANDLE {
	STOR_SPINLOCK Lock;
	struct {
		struct {
			PVOID Next;
			PVOID Lock;
		} LockQueue;
		KIRQL OldIrql;
	} Context;
} STOR_LOCK_HANDLE, *PSTOR_LOCK_HANDLE;

typedef struct _STOR_DPC {
	KDPC Dpc;
	ULONG_PTR Lock;
} STOR_DPC, *PSTOR_DPC;

typedef enum _SCSI_UNIT_CONTROL_TYPE {
	ScsiQuerySupportedUnitControlTypes,
	ScsiUnitUsage,
	ScsiUnitStart,
	ScsiUnitPower,
	ScsiUnitPoFxPowerInfo,
	ScsiUnitPoFxPowerRequired,
	ScsiUnitPoFxPowerActive,
	ScsiUnitPoFxPowerSetFState,
	ScsiUnitPoFxPowerControl,
	ScsiUnitRemove,
	ScsiUnitSurpriseRemoval,
} SCSI_UNIT_CONTROL_TYPE, *PSCSI_UNIT_CONTROL_TYPE;

typedef enum _SCSI_UNIT_CONTROL_STATUS {
	ScsiUnitControlSuccess,
	ScsiUnitControlUnsuccessful,
} SCSI_UNIT_CONTROL_STATUS, *PSCSI_UNIT_CONTROL_STATUS;

typedef enum _SCSI_NOTIFICATION_TYPE {
	RequestComplete,
	NextRequest,
	NextLuRequest,
	ResetDetected,
	RequestTimerCall = 6,
	BusChangeDetected,
	WMIEvent,
	WMIReregister,
	LinkUp,
	LinkDown,
	QueryTickCount,
	BufferOverrunDetected,
	TraceNotification,
	GetExtendedFunctionTable,
	EnablePassiveInitialization = 0x1000,
	InitializeDpc,
	IssueDpc,
	AcquireSpinLock,
	ReleaseSpinLock,
	StateChangeDetectedCall,
	IoTargetRequestServiceTime,
	AsyncNotificationDetected,
} SCSI_NOTIFICATION_TYPE, *PSCSI_NOTIFICATION_TYPE;

struct _PORT_CONFIGURATION_INFORMATION;

/* ---- Callbacks --------------------------------------------------------- */

typedef BOOLEAN HW_INITIALIZE(PVOID DeviceExtension);
typedef BOOLEAN HW_BUILDIO(PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb);
typedef BOOLEAN HW_STARTIO(PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb);
typedef BOOLEAN HW_INTERRUPT(PVOID DeviceExtension);
typedef BOOLEAN HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE(
	PVOID DeviceExtension, ULONG MessageId);
typedef VOID HW_TIMER(PVOID DeviceExtension);
typedef VOID HW_TIMER_EX(PVOID DeviceExtension, PVOID Context);
typedef VOID HW_DMA_STARTED(PVOID DeviceExtension);
typedef ULONG sp_DRIVER_INITIALIZE(PVOID DriverObject, PVOID RegistryPath);
typedef ULONG HW_FIND_ADAPTER(PVOID DeviceExtension, PVOID HwContext,
	PVOID BusInformation, PCHAR ArgumentString,
	struct _PORT_CONFIGURATION_INFORMATION *ConfigInfo,
	PBOOLEAN Again);
typedef ULONG VIRTUAL_HW_FIND_ADAPTER(PVOID DeviceExtension, PVOID HwContext,
	PVOID BusInformation, PVOID LowerDevice, PCHAR ArgumentString,
	struct _PORT_CONFIGURATION_INFORMATION *ConfigInfo,
	PBOOLEAN Again);
typedef BOOLEAN HW_RESET_BUS(PVOID DeviceExtension, ULONG PathId);
typedef BOOLEAN HW_ADAPTER_STATE(
	PVOID DeviceExtension, PVOID Context, BOOLEAN SaveState);
typedef SCSI_ADAPTER_CONTROL_STATUS HW_ADAPTER_CONTROL(PVOID DeviceExtension,
	SCSI_ADAPTER_CONTROL_TYPE ControlType, PVOID Parameters);
typedef SCSI_UNIT_CONTROL_STATUS HW_UNIT_CONTROL(PVOID DeviceExtension,
	SCSI_UNIT_CONTROL_TYPE ControlType, PVOID Parameters);
typedef BOOLEAN HW_PASSIVE_INITIALIZE_ROUTINE(PVOID DeviceExtension);
typedef VOID HW_DPC_ROUTINE(PSTOR_DPC Dpc, PVOID HwDeviceExtension,
	PVOID SystemArgument1, PVOID SystemArgument2);
typedef VOID HW_WORKITEM(
	PVOID HwDeviceExtension, PVOID Context, PVOID Worker);
typedef VOID HW_STATE_CHANGE(PVOID HwDeviceExtension, PVOID Context,
	SHORT AddressType, PVOID Address, ULONG Status);
typedef VOID HW_FREE_ADAPTER_RESOURCES(PVOID DeviceExtension);
typedef VOID HW_PROCESS_SERVICE_REQUEST(PVOID DeviceExtension, PVOID Irp);
typedef VOID HW_COMPLETE_SERVICE_IRP(PVOID DeviceExtension);
typedef VOID HW_INITIALIZE_TRACING(PVOID Arg1, PVOID Arg2);
typedef VOID HW_CLEANUP_TRACING(PVOID Arg1);
typedef VOID HW_TRACING_ENABLED(PVOID HwDeviceExtension, BOOLEAN Enabled);
typedef BOOLEAN STOR_SYNCHRONIZED_ACCESS(
	PVOID HwDeviceExtension, PVOID Context);

typedef HW_INITIALIZE *PHW_INITIALIZE;
typedef HW_BUILDIO *PHW_BUILDIO;
typedef HW_STARTIO *PHW_STARTIO;
typedef HW_INTERRUPT *PHW_INTERRUPT;
typedef HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE
	*PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE;
typedef HW_TIMER *PHW_TIMER;
typedef HW_TIMER_EX *PHW_TIMER_EX;
typedef HW_DMA_STARTED *PHW_DMA_STARTED;
typedef HW_FIND_ADAPTER *PHW_FIND_ADAPTER;
typedef VIRTUAL_HW_FIND_ADAPTER *PVIRTUAL_HW_FIND_ADAPTER;
typedef HW_RESET_BUS *PHW_RESET_BUS;
typedef HW_ADAPTER_STATE *PHW_ADAPTER_STATE;
typedef HW_ADAPTER_CONTROL *PHW_ADAPTER_CONTROL;
typedef HW_UNIT_CONTROL *PHW_UNIT_CONTROL;
typedef HW_PASSIVE_INITIALIZE_ROUTINE *PHW_PASSIVE_INITIALIZE_ROUTINE;
typedef HW_DPC_ROUTINE *PHW_DPC_ROUTINE;
typedef HW_WORKITEM *PHW_WORKITEM;
typedef HW_STATE_CHANGE *PHW_STATE_CHANGE;
typedef HW_FREE_ADAPTER_RESOURCES *PHW_FREE_ADAPTER_RESOURCES;
typedef HW_PROCESS_SERVICE_REQUEST *PHW_PROCESS_SERVICE_REQUEST;
typedef HW_COMPLETE_SERVICE_IRP *PHW_COMPLETE_SERVICE_IRP;
typedef HW_INITIALIZE_TRACING *PHW_INITIALIZE_TRACING;
typedef HW_CLEANUP_TRACING *PHW_CLEANUP_TRACING;
typedef HW_TRACING_ENABLED *PHW_TRACING_ENABLED;
typedef STOR_SYNCHRONIZED_ACCESS *PSTOR_SYNCHRONIZED_ACCESS;

/* ---- What a miniport is asked to fill in ------------------------------- */

typedef struct _PORT_CONFIGURATION_INFORMATION {
	ULONG Length;
	ULONG SystemIoBusNumber;
	INTERFACE_TYPE AdapterInterfaceType;
	ULONG BusInterruptLevel;
	ULONG BusInterruptVector;
	KINTERRUPT_MODE InterruptMode;
	ULONG MaximumTransferLength;
	ULONG NumberOfPhysicalBreaks;
	ULONG DmaChannel, DmaPort;
	DMA_WIDTH DmaWidth;
	DMA_SPEED DmaSpeed;
	ULONG AlignmentMask;
	ULONG NumberOfAccessRanges;
	ACCESS_RANGE (*AccessRanges)[];
	PVOID MiniportDumpData;
	UCHAR NumberOfBuses;
	CCHAR InitiatorBusId[8];
	BOOLEAN ScatterGather, Master, CachesData, AdapterScansDown;
	BOOLEAN AtdiskPrimaryClaimed, AtdiskSecondaryClaimed;
	BOOLEAN Dma32BitAddresses, DemandMode;
	UCHAR MapBuffers;
	BOOLEAN NeedPhysicalAddresses, TaggedQueuing, AutoRequestSense;
	BOOLEAN MultipleRequestPerLu, ReceiveEvent, RealModeInitialized;
	BOOLEAN BufferAccessScsiPortControlled;
	UCHAR MaximumNumberOfTargets;
	UCHAR SrbType, AddressType;
	ULONG SlotNumber;
	ULONG BusInterruptLevel2, BusInterruptVector2;
	KINTERRUPT_MODE InterruptMode2;
	ULONG DmaChannel2, DmaPort2;
	DMA_WIDTH DmaWidth2;
	DMA_SPEED DmaSpeed2;
	ULONG DeviceExtensionSize, SpecificLuExtensionSize, SrbExtensionSize;
	UCHAR Dma64BitAddresses;
	BOOLEAN ResetTargetSupported;
	UCHAR MaximumNumberOfLogicalUnits;
	BOOLEAN WmiDataProvider;
	STOR_SYNCHRONIZATION_MODEL SynchronizationModel;
	PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE HwMSInterruptRoutine;
	INTERRUPT_SYNCHRONIZATION_MODE InterruptSynchronizationMode;
	MEMORY_REGION DumpRegion;
	ULONG RequestedDumpBufferSize;
	BOOLEAN VirtualDevice;
	UCHAR DumpMode, DmaAddressWidth;
	ULONG ExtendedFlags1;
	ULONG MaxNumberOfIO, MaxIOsPerLun, InitialLunQueueDepth;
	ULONG BusResetHoldTime;
	ULONG FeatureSupport;
} PORT_CONFIGURATION_INFORMATION, *PPORT_CONFIGURATION_INFORMATION;

/* Both structures have one layout; only FindAdapter differs. */
#define PAGEAUDIT_HW_DATA(find)                                           \
	ULONG HwInitializationDataSize;                                   \
	INTERFACE_TYPE AdapterInterfaceType;                              \
	PHW_INITIALIZE HwInitialize;                                      \
	PHW_STARTIO HwStartIo;                                            \
	PHW_INTERRUPT HwInterrupt;                                        \
	find HwFindAdapter;                                               \
	PHW_RESET_BUS HwResetBus;                                         \
	PHW_DMA_STARTED HwDmaStarted;                                     \
	PHW_ADAPTER_STATE HwAdapterState;                                 \
	ULONG DeviceExtensionSize;                                        \
	ULONG SpecificLuExtensionSize;                                    \
	ULONG SrbExtensionSize;                                           \
	ULONG NumberOfAccessRanges;                                       \
	PVOID Reserved;                                                   \
	UCHAR MapBuffers;                                                 \
	BOOLEAN NeedPhysicalAddresses, TaggedQueuing, AutoRequestSense;   \
	BOOLEAN MultipleRequestPerLu, ReceiveEvent;                       \
	USHORT VendorIdLength;                                            \
	PVOID VendorId;                                                   \
	union {                                                           \
		USHORT ReservedUshort;                                    \
		USHORT PortVersionFlags;                                  \
	};                                                                \
	USHORT DeviceIdLength;                                            \
	PVOID DeviceId;                                                   \
	PHW_ADAPTER_CONTROL HwAdapterControl;                             \
	PHW_BUILDIO HwBuildIo;                                            \
	PHW_FREE_ADAPTER_RESOURCES HwFreeAdapterResources;                \
	PHW_PROCESS_SERVICE_REQUEST HwProcessServiceRequest;              \
	PHW_COMPLETE_SERVICE_IRP HwCompleteServiceIrp;                    \
	PHW_INITIALIZE_TRACING HwInitializeTracing;                       \
	PHW_CLEANUP_TRACING HwCleanupTracing;                             \
	PHW_TRACING_ENABLED HwTracingEnabled;                             \
	ULONG FeatureSupport, SrbTypeFlags, AddressTypeFlags, Reserved1;  \
	PHW_UNIT_CONTROL HwUnitControl;

typedef struct _HW_INITIALIZATION_DATA {
	PAGEAUDIT_HW_DATA(PVOID)
} HW_INITIALIZATION_DATA, *PHW_INITIALIZATION_DATA;

typedef struct _VIRTUAL_HW_INITIALIZATION_DATA {
	PAGEAUDIT_HW_DATA(PVIRTUAL_HW_FIND_ADAPTER)
} VIRTUAL_HW_INITIALIZATION_DATA, *PVIRTUAL_HW_INITIALIZATION_DATA;
#undef PAGEAUDIT_HW_DATA

/* ---- Routines ---------------------------------------------------------- */

ULONG StorPortInitialize(PVOID Argument1, PVOID Argument2,
	struct _HW_INITIALIZATION_DATA *HwInitializationData, PVOID HwContext);
BOOLEAN StorPortEnablePassiveInitialization(
	PVOID HwDeviceExtension, PHW_PASSIVE_INITIALIZE_ROUTINE Routine);

VOID StorPortAcquireSpinLock(PVOID DeviceExtension, STOR_SPINLOCK SpinLock,
	PVOID LockContext, PSTOR_LOCK_HANDLE LockHandle);
VOID StorPortReleaseSpinLock(
	PVOID DeviceExtension, PSTOR_LOCK_HANDLE LockHandle);
ULONG StorPortAcquireMSISpinLock(
	PVOID HwDeviceExtension, ULONG MessageId, PULONG OldIrql);
ULONG StorPortReleaseMSISpinLock(
	PVOID HwDeviceExtension, ULONG MessageId, ULONG OldIrql);
VOID StorPortSynchronizeAccess(PVOID HwDeviceExtension,
	PSTOR_SYNCHRONIZED_ACCESS SynchronizedAccessRoutine, PVOID Context);

VOID StorPortInitializeDpc(
	PVOID DeviceExtension, PSTOR_DPC Dpc, PHW_DPC_ROUTINE HwDpcRoutine);
BOOLEAN StorPortIssueDpc(PVOID DeviceExtension, PSTOR_DPC Dpc,
	PVOID SystemArgument1, PVOID SystemArgument2);
ULONG StorPortInitializeTimer(PVOID HwDeviceExtension, PVOID *TimerHandle);
ULONG StorPortRequestTimer(PVOID HwDeviceExtension, PVOID TimerHandle,
	PHW_TIMER_EX TimerCallback, PVOID CallbackContext,
	ULONGLONG TimerValue, ULONGLONG TolerableDelay);
ULONG StorPortFreeTimer(PVOID HwDeviceExtension, PVOID TimerHandle);
ULONG StorPortInitializeWorker(PVOID HwDeviceExtension, PVOID *Worker);
ULONG StorPortQueueWorkItem(PVOID HwDeviceExtension,
	PHW_WORKITEM WorkItemCallback, PVOID Worker, PVOID Context);
ULONG StorPortFreeWorker(PVOID HwDeviceExtension, PVOID Worker);
ULONG StorPortStateChangeDetected(PVOID HwDeviceExtension,
	ULONG ChangedEntity, SHORT AddressType, PVOID Address,
	ULONG Attributes, PHW_STATE_CHANGE HwStateChange,
	PVOID HwStateChangeContext);

VOID StorPortNotification(SCSI_NOTIFICATION_TYPE NotificationType,
	PVOID HwDeviceExtension, ...);
VOID StorPortLogError(PVOID HwDeviceExtension, PSCSI_REQUEST_BLOCK Srb,
	UCHAR PathId, UCHAR TargetId, UCHAR Lun, ULONG ErrorCode,
	ULONG UniqueId);
VOID StorPortCompleteRequest(PVOID HwDeviceExtension, UCHAR PathId,
	UCHAR TargetId, UCHAR Lun, UCHAR SrbStatus);
VOID StorPortDebugPrint(ULONG DebugPrintLevel, PCCHAR DebugMessage, ...);
VOID StorPortStallExecution(ULONG Delay);
VOID StorPortQuerySystemTime(PLARGE_INTEGER CurrentTime);
VOID StorPortMoveMemory(PVOID WriteBuffer, PVOID ReadBuffer, ULONG Length);
#define StorPortCopyMemory(d, s, l) memcpy((d), (s), (l))

BOOLEAN StorPortPause(PVOID HwDeviceExtension, ULONG TimeOut);
BOOLEAN StorPortResume(PVOID HwDeviceExtension);
BOOLEAN StorPortBusy(PVOID HwDeviceExtension, ULONG RequestsToComplete);
BOOLEAN StorPortReady(PVOID HwDeviceExtension);
BOOLEAN StorPortPauseDevice(PVOID HwDeviceExtension, UCHAR PathId,
	UCHAR TargetId, UCHAR Lun, ULONG TimeOut);
BOOLEAN StorPortResumeDevice(PVOID HwDeviceExtension, UCHAR PathId,
	UCHAR TargetId, UCHAR Lun);
BOOLEAN StorPortDeviceBusy(PVOID HwDeviceExtension, UCHAR PathId,
	UCHAR TargetId, UCHAR Lun, ULONG RequestsToComplete);
BOOLEAN StorPortDeviceReady(PVOID HwDeviceExtension, UCHAR PathId,
	UCHAR TargetId, UCHAR Lun);
BOOLEAN StorPortSetDeviceQueueDepth(PVOID HwDeviceExtension, UCHAR PathId,
	UCHAR TargetId, UCHAR Lun, ULONG Depth);

ULONG StorPortGetBusData(PVOID DeviceExtension, ULONG BusDataType,
	ULONG SystemIoBusNumber, ULONG SlotNumber, PVOID Buffer, ULONG Length);
ULONG StorPortSetBusDataByOffset(PVOID DeviceExtension, ULONG BusDataType,
	ULONG SystemIoBusNumber, ULONG SlotNumber, PVOID Buffer, ULONG Offset,
	ULONG Length);
PVOID StorPortGetDeviceBase(PVOID HwDeviceExtension, INTERFACE_TYPE BusType,
	ULONG SystemIoBusNumber, STOR_PHYSICAL_ADDRESS IoAddress,
	ULONG NumberOfBytes, BOOLEAN InIoSpace);
VOID StorPortFreeDeviceBase(PVOID HwDeviceExtension, PVOID MappedAddress);
BOOLEAN StorPortValidateRange(PVOID HwDeviceExtension, INTERFACE_TYPE BusType,
	ULONG SystemIoBusNumber, STOR_PHYSICAL_ADDRESS IoAddress,
	ULONG NumberOfBytes, BOOLEAN InIoSpace);
PVOID StorPortGetLogicalUnit(
	PVOID HwDeviceExtension, UCHAR PathId, UCHAR TargetId, UCHAR Lun);
PSCSI_REQUEST_BLOCK StorPortGetSrb(PVOID DeviceExtension, UCHAR PathId,
	UCHAR TargetId, UCHAR Lun, LONG QueueTag);
PVOID StorPortGetUncachedExtension(PVOID HwDeviceExtension,
	PPORT_CONFIGURATION_INFORMATION ConfigInfo, ULONG NumberOfBytes);
STOR_PHYSICAL_ADDRESS StorPortGetPhysicalAddress(PVOID HwDeviceExtension,
	PSCSI_REQUEST_BLOCK Srb, PVOID VirtualAddress, ULONG *Length);
PVOID StorPortGetVirtualAddress(
	PVOID HwDeviceExtension, STOR_PHYSICAL_ADDRESS PhysicalAddress);
PSTOR_SCATTER_GATHER_LIST StorPortGetScatterGatherList(
	PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb);
ULONG StorPortGetSystemAddress(PVOID HwDeviceExtension,
	PSCSI_REQUEST_BLOCK Srb, PVOID *SystemAddress);
ULONG StorPortAllocatePool(PVOID HwDeviceExtension, ULONG NumberOfBytes,
	ULONG Tag, PVOID *BufferPointer);
ULONG StorPortFreePool(PVOID HwDeviceExtension, PVOID BufferPointer);

PUCHAR StorPortAllocateRegistryBuffer(PVOID HwDeviceExtension, PULONG Length);
VOID StorPortFreeRegistryBuffer(PVOID HwDeviceExtension, PUCHAR Buffer);
BOOLEAN StorPortRegistryRead(PVOID HwDeviceExtension, PUCHAR ValueName,
	ULONG Global, ULONG Type, PUCHAR Buffer, PULONG BufferLength);
BOOLEAN StorPortRegistryWrite(PVOID HwDeviceExtension, PUCHAR ValueName,
	ULONG Global, ULONG Type, PUCHAR Buffer, ULONG BufferLength);

#define StorPortConvertPhysicalAddressToUlong(a) ((a).LowPart)
#define StorPortConvertPhysicalAddressToUlong64(a) ((ULONG64)(a).QuadPart)
#define StorPortConvertPhysicalAddressToULong64(a) ((a).QuadPart)
STOR_PHYSICAL_ADDRESS StorPortConvertUlongToPhysicalAddress(
	ULONG_PTR UlongAddress);
STOR_PHYSICAL_ADDRESS StorPortConvertUlong64ToPhysicalAddress(
	ULONG64 UlongAddress);

/* ---- Registers and ports: all of one shape ----------------------------- */

#define PAGEAUDIT_STOR_IO(place, name, type)                               \
	type StorPortRead##place##name(                                    \
		PVOID HwDeviceExtension, volatile type *Address);          \
	VOID StorPortWrite##place##name(PVOID HwDeviceExtension,           \
		volatile type *Address, type Value);                       \
	VOID StorPortRead##place##Buffer##name(PVOID HwDeviceExtension,    \
		volatile type *Address, type *Buffer, ULONG Count);        \
	VOID StorPortWrite##place##Buffer##name(PVOID HwDeviceExtension,   \
		volatile type *Address, type *Buffer, ULONG Count);

PAGEAUDIT_STOR_IO(Register, Uchar, UCHAR)
PAGEAUDIT_STOR_IO(Register, Ushort, USHORT)
PAGEAUDIT_STOR_IO(Register, Ulong, ULONG)
PAGEAUDIT_STOR_IO(Register, Ulong64, ULONG64)
PAGEAUDIT_STOR_IO(Port, Uchar, UCHAR)
PAGEAUDIT_STOR_IO(Port, Ushort, USHORT)
PAGEAUDIT_STOR_IO(Port, Ulong, ULONG)
#undef PAGEAUDIT_STOR_IO

#ifdef __cplusplus
}
#endif
#endif /* mingw-w64 */
#endif
