/* Interrupts, DPCs, timers, work items, DMA, resources. See wdf.h. */
#ifndef PAGEAUDIT_WDFINTERRUPT_H
#define PAGEAUDIT_WDFINTERRUPT_H
#pragma GCC system_header

#include "wdfdevice.h"

WDF_EXTERN_C_START

/* ---- Interrupts: DIRQL unless PassiveHandling is set ------------------- */

PAGEAUDIT_WDF_EVENT(HIGH_LEVEL, BOOLEAN, INTERRUPT_ISR,
	(WDFINTERRUPT Interrupt, ULONG MessageID));
PAGEAUDIT_WDF_EVENT(HIGH_LEVEL, BOOLEAN, INTERRUPT_SYNCHRONIZE,
	(WDFINTERRUPT Interrupt, WDFCONTEXT Context));
PAGEAUDIT_WDF_EVENT(HIGH_LEVEL, NTSTATUS, INTERRUPT_ENABLE,
	(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice));
PAGEAUDIT_WDF_EVENT(HIGH_LEVEL, NTSTATUS, INTERRUPT_DISABLE,
	(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, INTERRUPT_DPC,
	(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, INTERRUPT_WORKITEM,
	(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject));

typedef enum _WDF_INTERRUPT_POLARITY {
	WdfInterruptPolarityUnknown = 0,
	WdfInterruptActiveHigh,
	WdfInterruptActiveLow,
} WDF_INTERRUPT_POLARITY, *PWDF_INTERRUPT_POLARITY;

typedef enum _WDF_INTERRUPT_POLICY {
	WdfIrqPolicyMachineDefault = 0,
	WdfIrqPolicyAllCloseProcessors,
	WdfIrqPolicyOneCloseProcessor,
	WdfIrqPolicyAllProcessorsInMachine,
	WdfIrqPolicySpecifiedProcessors,
	WdfIrqPolicySpreadMessagesAcrossAllProcessors,
} WDF_INTERRUPT_POLICY, *PWDF_INTERRUPT_POLICY;

typedef enum _WDF_INTERRUPT_PRIORITY {
	WdfIrqPriorityUndefined = 0,
	WdfIrqPriorityLow,
	WdfIrqPriorityNormal,
	WdfIrqPriorityHigh,
} WDF_INTERRUPT_PRIORITY, *PWDF_INTERRUPT_PRIORITY;

typedef struct _WDF_INTERRUPT_CONFIG {
	ULONG Size;
	WDFSPINLOCK SpinLock;
	WDF_TRI_STATE ShareVector;
	BOOLEAN FloatingSave;
	BOOLEAN AutomaticSerialization;
	PFN_WDF_INTERRUPT_ISR EvtInterruptIsr;
	PFN_WDF_INTERRUPT_DPC EvtInterruptDpc;
	PFN_WDF_INTERRUPT_ENABLE EvtInterruptEnable;
	PFN_WDF_INTERRUPT_DISABLE EvtInterruptDisable;
	PFN_WDF_INTERRUPT_WORKITEM EvtInterruptWorkItem;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptRaw;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptTranslated;
	WDFWAITLOCK WaitLock;
	BOOLEAN PassiveHandling;
	WDF_TRI_STATE ReportInactiveOnPowerDown;
	BOOLEAN CanWakeDevice;
} WDF_INTERRUPT_CONFIG, *PWDF_INTERRUPT_CONFIG;

FORCEINLINE VOID WDF_INTERRUPT_CONFIG_INIT(PWDF_INTERRUPT_CONFIG Configuration,
	PFN_WDF_INTERRUPT_ISR EvtInterruptIsr,
	PFN_WDF_INTERRUPT_DPC EvtInterruptDpc)
{
	RtlZeroMemory(Configuration, sizeof(*Configuration));
	Configuration->Size = WDF_STRUCTURE_SIZE(WDF_INTERRUPT_CONFIG);
	Configuration->ShareVector = WdfUseDefault;
	Configuration->EvtInterruptIsr = EvtInterruptIsr;
	Configuration->EvtInterruptDpc = EvtInterruptDpc;
	Configuration->ReportInactiveOnPowerDown = WdfUseDefault;
}

typedef struct _WDF_INTERRUPT_INFO {
	ULONG Size;
	ULONG64 Reserved1;
	KAFFINITY TargetProcessorSet;
	ULONG Reserved2;
	ULONG MessageNumber;
	ULONG Vector;
	KIRQL Irql;
	KINTERRUPT_MODE Mode;
	WDF_INTERRUPT_POLARITY Polarity;
	BOOLEAN MessageSignaled;
	UCHAR ShareDisposition;
	DECLSPEC_ALIGN(8) USHORT Group;
} WDF_INTERRUPT_INFO, *PWDF_INTERRUPT_INFO;

FORCEINLINE VOID WDF_INTERRUPT_INFO_INIT(PWDF_INTERRUPT_INFO Info)
{
	RtlZeroMemory(Info, sizeof(*Info));
	Info->Size = WDF_STRUCTURE_SIZE(WDF_INTERRUPT_INFO);
}

typedef struct _WDF_INTERRUPT_EXTENDED_POLICY {
	ULONG Size;
	WDF_INTERRUPT_POLICY Policy;
	WDF_INTERRUPT_PRIORITY Priority;
	GROUP_AFFINITY TargetProcessorSetAndGroup;
} WDF_INTERRUPT_EXTENDED_POLICY, *PWDF_INTERRUPT_EXTENDED_POLICY;

FORCEINLINE VOID WDF_INTERRUPT_EXTENDED_POLICY_INIT(
	PWDF_INTERRUPT_EXTENDED_POLICY ExtendedPolicy)
{
	RtlZeroMemory(ExtendedPolicy, sizeof(*ExtendedPolicy));
	ExtendedPolicy->Size =
		WDF_STRUCTURE_SIZE(WDF_INTERRUPT_EXTENDED_POLICY);
}

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfInterruptCreate(WDFDEVICE Device,
	PWDF_INTERRUPT_CONFIG Configuration, PWDF_OBJECT_ATTRIBUTES Attributes,
	WDFINTERRUPT *Interrupt);
BOOLEAN WdfInterruptQueueDpcForIsr(WDFINTERRUPT Interrupt);
BOOLEAN WdfInterruptQueueWorkItemForIsr(WDFINTERRUPT Interrupt);
BOOLEAN WdfInterruptSynchronize(WDFINTERRUPT Interrupt,
	PFN_WDF_INTERRUPT_SYNCHRONIZE Callback, WDFCONTEXT Context);
/* Raises to the interrupt's DIRQL, or takes its wait lock if it is handled
 * at PASSIVE_LEVEL. */
VOID WdfInterruptAcquireLock(
	_IRQL_saves_ _Acquires_lock_(_Curr_) WDFINTERRUPT Interrupt);
VOID WdfInterruptReleaseLock(
	_IRQL_restores_ _Releases_lock_(_Curr_) WDFINTERRUPT Interrupt);
_IRQL_requires_max_(PASSIVE_LEVEL)
BOOLEAN WdfInterruptTryToAcquireLock(WDFINTERRUPT Interrupt);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfInterruptEnable(WDFINTERRUPT Interrupt);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfInterruptDisable(WDFINTERRUPT Interrupt);
PKINTERRUPT WdfInterruptWdmGetInterrupt(WDFINTERRUPT Interrupt);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfInterruptGetInfo(WDFINTERRUPT Interrupt, PWDF_INTERRUPT_INFO Info);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfInterruptSetPolicy(WDFINTERRUPT Interrupt, WDF_INTERRUPT_POLICY Policy,
	WDF_INTERRUPT_PRIORITY Priority, KAFFINITY TargetProcessorSet);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfInterruptSetExtendedPolicy(WDFINTERRUPT Interrupt,
	PWDF_INTERRUPT_EXTENDED_POLICY PolicyAndGroup);
WDFDEVICE WdfInterruptGetDevice(WDFINTERRUPT Interrupt);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfInterruptReportActive(WDFINTERRUPT Interrupt);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfInterruptReportInactive(WDFINTERRUPT Interrupt);

/* ---- DPCs -------------------------------------------------------------- */

_IRQL_requires_(DISPATCH_LEVEL)
typedef VOID EVT_WDF_DPC(WDFDPC Dpc);
typedef EVT_WDF_DPC *PFN_WDF_DPC;

typedef struct _WDF_DPC_CONFIG {
	ULONG Size;
	PFN_WDF_DPC EvtDpcFunc;
	BOOLEAN AutomaticSerialization;
} WDF_DPC_CONFIG, *PWDF_DPC_CONFIG;

FORCEINLINE VOID WDF_DPC_CONFIG_INIT(
	PWDF_DPC_CONFIG Config, PFN_WDF_DPC EvtDpcFunc)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_DPC_CONFIG);
	Config->EvtDpcFunc = EvtDpcFunc;
	Config->AutomaticSerialization = TRUE;
}

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDpcCreate(
	PWDF_DPC_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes, WDFDPC *Dpc);
BOOLEAN WdfDpcEnqueue(WDFDPC Dpc);
_When_(Wait == TRUE, _IRQL_requires_max_(PASSIVE_LEVEL))
BOOLEAN WdfDpcCancel(WDFDPC Dpc, BOOLEAN Wait);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFOBJECT WdfDpcGetParentObject(WDFDPC Dpc);
_IRQL_requires_max_(DISPATCH_LEVEL)
PKDPC WdfDpcWdmGetDpc(WDFDPC Dpc);

/* ---- Timers: a DPC unless the timer's own level is passive ------------- */

PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, TIMER, (WDFTIMER Timer));

typedef struct _WDF_TIMER_CONFIG {
	ULONG Size;
	PFN_WDF_TIMER EvtTimerFunc;
	ULONG Period;
	BOOLEAN AutomaticSerialization;
	ULONG TolerableDelay;
	DECLSPEC_ALIGN(8) BOOLEAN UseHighResolutionTimer;
} WDF_TIMER_CONFIG, *PWDF_TIMER_CONFIG;
#define TolerableDelayUnlimited ((ULONG)-1)

FORCEINLINE VOID WDF_TIMER_CONFIG_INIT_PERIODIC(
	PWDF_TIMER_CONFIG Config, PFN_WDF_TIMER EvtTimerFunc, LONG Period)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_TIMER_CONFIG);
	Config->EvtTimerFunc = EvtTimerFunc;
	Config->Period = Period;
	Config->AutomaticSerialization = TRUE;
}

FORCEINLINE VOID WDF_TIMER_CONFIG_INIT(
	PWDF_TIMER_CONFIG Config, PFN_WDF_TIMER EvtTimerFunc)
{
	WDF_TIMER_CONFIG_INIT_PERIODIC(Config, EvtTimerFunc, 0);
}

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfTimerCreate(PWDF_TIMER_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFTIMER *Timer);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfTimerStart(WDFTIMER Timer, LONGLONG DueTime);
_When_(Wait == TRUE, _IRQL_requires_max_(PASSIVE_LEVEL))
BOOLEAN WdfTimerStop(WDFTIMER Timer, BOOLEAN Wait);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFOBJECT WdfTimerGetParentObject(WDFTIMER Timer);

/* ---- Work items -------------------------------------------------------- */

PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, WORKITEM, (WDFWORKITEM WorkItem));

typedef struct _WDF_WORKITEM_CONFIG {
	ULONG Size;
	PFN_WDF_WORKITEM EvtWorkItemFunc;
	BOOLEAN AutomaticSerialization;
} WDF_WORKITEM_CONFIG, *PWDF_WORKITEM_CONFIG;

FORCEINLINE VOID WDF_WORKITEM_CONFIG_INIT(
	PWDF_WORKITEM_CONFIG Config, PFN_WDF_WORKITEM EvtWorkItemFunc)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_WORKITEM_CONFIG);
	Config->EvtWorkItemFunc = EvtWorkItemFunc;
	Config->AutomaticSerialization = TRUE;
}

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfWorkItemCreate(PWDF_WORKITEM_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFWORKITEM *WorkItem);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfWorkItemEnqueue(WDFWORKITEM WorkItem);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFOBJECT WdfWorkItemGetParentObject(WDFWORKITEM WorkItem);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfWorkItemFlush(WDFWORKITEM WorkItem);

/* ---- Resources --------------------------------------------------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfCmResourceListGetCount(WDFCMRESLIST List);
_IRQL_requires_max_(DISPATCH_LEVEL)
PCM_PARTIAL_RESOURCE_DESCRIPTOR WdfCmResourceListGetDescriptor(
	WDFCMRESLIST List, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfCmResourceListAppendDescriptor(
	WDFCMRESLIST List, PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfCmResourceListRemove(WDFCMRESLIST List, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfIoResourceRequirementsListGetCount(WDFIORESREQLIST RequirementsList);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFIORESLIST WdfIoResourceRequirementsListGetIoResList(
	WDFIORESREQLIST RequirementsList, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoResourceRequirementsListAppendIoResList(
	WDFIORESREQLIST RequirementsList, WDFIORESLIST IoResList);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoResourceListCreate(WDFIORESREQLIST RequirementsList,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFIORESLIST *ResourceList);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfIoResourceListGetCount(WDFIORESLIST ResourceList);
_IRQL_requires_max_(DISPATCH_LEVEL)
PIO_RESOURCE_DESCRIPTOR WdfIoResourceListGetDescriptor(
	WDFIORESLIST ResourceList, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfIoResourceListAppendDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor);

/* ---- DMA --------------------------------------------------------------- */

typedef enum _WDF_DMA_PROFILE {
	WdfDmaProfileInvalid = 0,
	WdfDmaProfilePacket,
	WdfDmaProfileScatterGather,
	WdfDmaProfilePacket64,
	WdfDmaProfileScatterGather64,
	WdfDmaProfileScatterGatherDuplex,
	WdfDmaProfileScatterGather64Duplex,
	WdfDmaProfileSystem,
	WdfDmaProfileSystemDuplex,
} WDF_DMA_PROFILE;

typedef enum _WDF_DMA_DIRECTION {
	WdfDmaDirectionReadFromDevice = FALSE,
	WdfDmaDirectionWriteToDevice = TRUE,
} WDF_DMA_DIRECTION;

PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DMA_ENABLER_FILL,
	(WDFDMAENABLER DmaEnabler));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DMA_ENABLER_FLUSH,
	(WDFDMAENABLER DmaEnabler));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DMA_ENABLER_ENABLE,
	(WDFDMAENABLER DmaEnabler));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DMA_ENABLER_DISABLE,
	(WDFDMAENABLER DmaEnabler));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DMA_ENABLER_SELFMANAGED_IO_START,
	(WDFDMAENABLER DmaEnabler));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DMA_ENABLER_SELFMANAGED_IO_STOP,
	(WDFDMAENABLER DmaEnabler));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, BOOLEAN, PROGRAM_DMA,
	(WDFDMATRANSACTION Transaction, WDFDEVICE Device, WDFCONTEXT Context,
		WDF_DMA_DIRECTION Direction, PSCATTER_GATHER_LIST SgList));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, RESERVE_DMA,
	(WDFDMATRANSACTION DmaTransaction, PVOID Context));

typedef struct _WDF_DMA_ENABLER_CONFIG {
	ULONG Size;
	WDF_DMA_PROFILE Profile;
	size_t MaximumLength;
	PFN_WDF_DMA_ENABLER_FILL EvtDmaEnablerFill;
	PFN_WDF_DMA_ENABLER_FLUSH EvtDmaEnablerFlush;
	PFN_WDF_DMA_ENABLER_DISABLE EvtDmaEnablerDisable;
	PFN_WDF_DMA_ENABLER_ENABLE EvtDmaEnablerEnable;
	PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_START EvtDmaEnablerSelfManagedIoStart;
	PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP EvtDmaEnablerSelfManagedIoStop;
	ULONG AddressWidthOverride;
	ULONG WdmDmaVersionOverride;
	ULONG Flags;
} WDF_DMA_ENABLER_CONFIG, *PWDF_DMA_ENABLER_CONFIG;

FORCEINLINE VOID WDF_DMA_ENABLER_CONFIG_INIT(PWDF_DMA_ENABLER_CONFIG Config,
	WDF_DMA_PROFILE Profile, size_t MaximumLength)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_DMA_ENABLER_CONFIG);
	Config->Profile = Profile;
	Config->MaximumLength = MaximumLength;
}

typedef struct _WDF_COMMON_BUFFER_CONFIG {
	ULONG Size;
	ULONG AlignmentRequirement;
} WDF_COMMON_BUFFER_CONFIG, *PWDF_COMMON_BUFFER_CONFIG;

FORCEINLINE VOID WDF_COMMON_BUFFER_CONFIG_INIT(
	PWDF_COMMON_BUFFER_CONFIG Config, ULONG AlignmentRequirement)
{
	Config->Size = WDF_STRUCTURE_SIZE(WDF_COMMON_BUFFER_CONFIG);
	Config->AlignmentRequirement = AlignmentRequirement;
}

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDmaEnablerCreate(WDFDEVICE Device, PWDF_DMA_ENABLER_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFDMAENABLER *DmaEnablerHandle);
_IRQL_requires_max_(DISPATCH_LEVEL)
size_t WdfDmaEnablerGetMaximumLength(WDFDMAENABLER DmaEnabler);
_IRQL_requires_max_(DISPATCH_LEVEL)
size_t WdfDmaEnablerGetFragmentLength(
	WDFDMAENABLER DmaEnabler, WDF_DMA_DIRECTION DmaDirection);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaEnablerSetMaximumScatterGatherElements(
	WDFDMAENABLER DmaEnabler, size_t MaximumFragments);
_IRQL_requires_max_(DISPATCH_LEVEL)
PDMA_ADAPTER WdfDmaEnablerWdmGetDmaAdapter(
	WDFDMAENABLER DmaEnabler, WDF_DMA_DIRECTION DmaDirection);

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDmaTransactionCreate(WDFDMAENABLER DmaEnabler,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFDMATRANSACTION *DmaTransaction);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDmaTransactionInitialize(WDFDMATRANSACTION DmaTransaction,
	PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
	WDF_DMA_DIRECTION DmaDirection, PMDL Mdl, PVOID VirtualAddress,
	size_t Length);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDmaTransactionInitializeUsingRequest(
	WDFDMATRANSACTION DmaTransaction, WDFREQUEST Request,
	PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
	WDF_DMA_DIRECTION DmaDirection);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDmaTransactionExecute(
	WDFDMATRANSACTION DmaTransaction, WDFCONTEXT Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDmaTransactionRelease(WDFDMATRANSACTION DmaTransaction);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfDmaTransactionDmaCompleted(
	WDFDMATRANSACTION DmaTransaction, NTSTATUS *Status);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfDmaTransactionDmaCompletedWithLength(
	WDFDMATRANSACTION DmaTransaction, size_t TransferredLength,
	NTSTATUS *Status);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfDmaTransactionDmaCompletedFinal(WDFDMATRANSACTION DmaTransaction,
	size_t FinalTransferredLength, NTSTATUS *Status);
_IRQL_requires_max_(DISPATCH_LEVEL)
size_t WdfDmaTransactionGetBytesTransferred(WDFDMATRANSACTION DmaTransaction);
_IRQL_requires_max_(DISPATCH_LEVEL)
size_t WdfDmaTransactionGetCurrentDmaTransferLength(
	WDFDMATRANSACTION DmaTransaction);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaTransactionSetMaximumLength(
	WDFDMATRANSACTION DmaTransaction, size_t MaximumLength);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaTransactionSetSingleTransferRequirement(
	WDFDMATRANSACTION DmaTransaction, BOOLEAN RequireSingleTransfer);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFREQUEST WdfDmaTransactionGetRequest(WDFDMATRANSACTION DmaTransaction);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDEVICE WdfDmaTransactionGetDevice(WDFDMATRANSACTION DmaTransaction);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfDmaTransactionCancel(WDFDMATRANSACTION DmaTransaction);

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfCommonBufferCreate(WDFDMAENABLER DmaEnabler, size_t Length,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFCOMMONBUFFER *CommonBuffer);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfCommonBufferCreateWithConfig(WDFDMAENABLER DmaEnabler,
	size_t Length, PWDF_COMMON_BUFFER_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFCOMMONBUFFER *CommonBuffer);
_IRQL_requires_max_(DISPATCH_LEVEL)
PVOID WdfCommonBufferGetAlignedVirtualAddress(WDFCOMMONBUFFER CommonBuffer);
_IRQL_requires_max_(DISPATCH_LEVEL)
PHYSICAL_ADDRESS WdfCommonBufferGetAlignedLogicalAddress(
	WDFCOMMONBUFFER CommonBuffer);
_IRQL_requires_max_(DISPATCH_LEVEL)
size_t WdfCommonBufferGetLength(WDFCOMMONBUFFER CommonBuffer);

/* ---- Less usual -------------------------------------------------------- */

PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, BOOLEAN,
	DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL,
	(WDFDMATRANSACTION DmaTransaction, WDFDEVICE Device, PVOID Context,
		PMDL Mdl, size_t Offset, size_t Length));

typedef struct _WDF_DMA_SYSTEM_PROFILE_CONFIG {
	ULONG Size;
	BOOLEAN DemandMode;
	BOOLEAN LoopedTransfer;
	DMA_WIDTH DmaWidth;
	PHYSICAL_ADDRESS DeviceAddress;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR DmaDescriptor;
} WDF_DMA_SYSTEM_PROFILE_CONFIG, *PWDF_DMA_SYSTEM_PROFILE_CONFIG;

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDmaEnablerConfigureSystemProfile(WDFDMAENABLER DmaEnabler,
	PWDF_DMA_SYSTEM_PROFILE_CONFIG ProfileConfig,
	WDF_DMA_DIRECTION ConfigDirection);
_IRQL_requires_max_(DISPATCH_LEVEL)
size_t WdfDmaEnablerGetMaximumScatterGatherElements(WDFDMAENABLER DmaEnabler);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDmaTransactionInitializeUsingOffset(
	WDFDMATRANSACTION DmaTransaction,
	PFN_WDF_PROGRAM_DMA EvtProgramDmaFunction,
	WDF_DMA_DIRECTION DmaDirection, PMDL Mdl, size_t Offset, size_t Length);
NTSTATUS WdfDmaTransactionAllocateResources(WDFDMATRANSACTION DmaTransaction,
	WDF_DMA_DIRECTION DmaDirection, ULONG RequiredMapRegisters,
	PFN_WDF_RESERVE_DMA EvtReserveDmaFunction, PVOID EvtReserveDmaContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaTransactionFreeResources(WDFDMATRANSACTION DmaTransaction);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaTransactionGetTransferInfo(WDFDMATRANSACTION DmaTransaction,
	ULONG *MapRegisterCount, ULONG *ScatterGatherElementCount);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaTransactionSetChannelConfigurationCallback(
	WDFDMATRANSACTION DmaTransaction,
	PFN_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL ConfigureRoutine,
	PVOID ConfigureContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaTransactionSetDeviceAddressOffset(
	WDFDMATRANSACTION DmaTransaction, ULONG Offset);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaTransactionSetImmediateExecution(
	WDFDMATRANSACTION DmaTransaction, BOOLEAN UseImmediateExecution);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDmaTransactionStopSystemTransfer(WDFDMATRANSACTION DmaTransaction);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfCmResourceListInsertDescriptor(WDFCMRESLIST List,
	PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoResourceListRemove(WDFIORESLIST ResourceList, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoResourceListUpdateDescriptor(WDFIORESLIST ResourceList,
	PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoResourceRequirementsListRemove(
	WDFIORESREQLIST RequirementsList, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoResourceRequirementsListSetInterfaceType(
	WDFIORESREQLIST RequirementsList, INTERFACE_TYPE InterfaceType);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfIoResourceRequirementsListSetSlotNumber(
	WDFIORESREQLIST RequirementsList, ULONG SlotNumber);

WDF_EXTERN_C_END
#endif
