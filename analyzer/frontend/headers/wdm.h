/*
 * The DDK's wdm.h, and after it what newer kits declare and the mingw-w64
 * headers do not. Over a real kit this adds nothing.
 */
#ifndef PAGEAUDIT_WDM_H
#define PAGEAUDIT_WDM_H
#pragma GCC system_header

#if __has_include(<_mingw.h>)
/* The fields of newer kits stand behind these two. */
#define DmaPort                   \
	DmaPort;                  \
	ULONG DmaAddressWidth;    \
	ULONG DmaControllerInstance; \
	ULONG DmaRequestLine;     \
	PHYSICAL_ADDRESS DeviceAddress
#define DeviceSpecificData       \
	DeviceSpecificData;      \
	struct {                 \
		UCHAR Class;     \
		UCHAR Type;      \
		UCHAR Reserved1; \
		UCHAR Reserved2; \
		ULONG IdLowPart; \
		ULONG IdHighPart; \
	} Connection
/* A kit says the same of a process and of what stands at its beginning. */
#define _EPROCESS _KPROCESS
#define _ETHREAD _KTHREAD
#endif
#include_next <wdm.h>
#undef _EPROCESS
#undef _ETHREAD
#undef DmaPort
#undef DeviceSpecificData

#ifdef __MINGW64_VERSION_MAJOR
#ifdef __cplusplus
extern "C" {
#endif

#ifndef CmResourceTypeConnection
#define CmResourceTypeConnection 132
#define CM_RESOURCE_CONNECTION_CLASS_GPIO 1
#define CM_RESOURCE_CONNECTION_CLASS_SERIAL 2
#define CM_RESOURCE_CONNECTION_TYPE_GPIO_IO 2
#define CM_RESOURCE_CONNECTION_TYPE_SERIAL_I2C 1
#define CM_RESOURCE_CONNECTION_TYPE_SERIAL_SPI 2
#define CM_RESOURCE_CONNECTION_TYPE_SERIAL_UART 3
#endif

#ifndef UINT32_MAX
#define INT8_MAX 127
#define INT16_MAX 32767
#define INT32_MAX 2147483647
#define INT64_MAX 9223372036854775807i64
#define UINT8_MAX 0xffui8
#define UINT16_MAX 0xffffui16
#define UINT32_MAX 0xffffffffui32
#define UINT64_MAX 0xffffffffffffffffui64
#endif

/* ---- Role types: the function types behind the pointers ---------------- */

#ifndef PAGEAUDIT_NO_ROLE_TYPES
_Function_class_(DRIVER_DISPATCH) _IRQL_requires_max_(PASSIVE_LEVEL)
typedef NTSTATUS DRIVER_DISPATCH_PAGED(
	struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef DRIVER_DISPATCH_PAGED *PDRIVER_DISPATCH_PAGED;
_Function_class_(DRIVER_DISPATCH) _IRQL_requires_max_(DISPATCH_LEVEL)
typedef NTSTATUS DRIVER_DISPATCH_RAISED(
	struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef DRIVER_DISPATCH_RAISED *PDRIVER_DISPATCH_RAISED;

typedef VOID IO_CSQ_INSERT_IRP(struct _IO_CSQ *Csq, PIRP Irp);
typedef NTSTATUS IO_CSQ_INSERT_IRP_EX(
	struct _IO_CSQ *Csq, PIRP Irp, PVOID InsertContext);
typedef VOID IO_CSQ_REMOVE_IRP(struct _IO_CSQ *Csq, PIRP Irp);
typedef PIRP IO_CSQ_PEEK_NEXT_IRP(
	struct _IO_CSQ *Csq, PIRP Irp, PVOID PeekContext);
_IRQL_raises_(DISPATCH_LEVEL)
typedef VOID IO_CSQ_ACQUIRE_LOCK(
	struct _IO_CSQ *Csq, _Out_ _IRQL_saves_ PKIRQL Irql);
_IRQL_requires_(DISPATCH_LEVEL)
typedef VOID IO_CSQ_RELEASE_LOCK(
	struct _IO_CSQ *Csq, _IRQL_restores_ KIRQL Irql);
typedef VOID IO_CSQ_COMPLETE_CANCELED_IRP(struct _IO_CSQ *Csq, PIRP Irp);

#ifndef RTL_QUERY_REGISTRY_TYPECHECK
#define RTL_QUERY_REGISTRY_TYPECHECK 0x00000100
#define RTL_QUERY_REGISTRY_TYPECHECK_SHIFT 24
#endif
typedef NTSTATUS RTL_QUERY_REGISTRY_ROUTINE(PWSTR ValueName, ULONG ValueType,
	PVOID ValueData, ULONG ValueLength, PVOID Context, PVOID EntryContext);
#endif

/* ---- Reader/writer spin locks ------------------------------------------ */

typedef volatile LONG EX_SPIN_LOCK, *PEX_SPIN_LOCK;
#ifndef ALIGNED_EX_SPINLOCK
#define ALIGNED_EX_SPINLOCK DECLSPEC_ALIGN(64) EX_SPIN_LOCK
#endif

_IRQL_requires_max_(DISPATCH_LEVEL) _IRQL_saves_ _IRQL_raises_(DISPATCH_LEVEL)
NTKERNELAPI KIRQL ExAcquireSpinLockShared(PEX_SPIN_LOCK SpinLock);
_IRQL_requires_max_(DISPATCH_LEVEL) _IRQL_saves_ _IRQL_raises_(DISPATCH_LEVEL)
NTKERNELAPI KIRQL ExAcquireSpinLockExclusive(PEX_SPIN_LOCK SpinLock);
_IRQL_requires_(DISPATCH_LEVEL)
NTKERNELAPI VOID ExReleaseSpinLockShared(
	PEX_SPIN_LOCK SpinLock, _IRQL_restores_ KIRQL OldIrql);
_IRQL_requires_(DISPATCH_LEVEL)
NTKERNELAPI VOID ExReleaseSpinLockExclusive(
	PEX_SPIN_LOCK SpinLock, _IRQL_restores_ KIRQL OldIrql);
_IRQL_requires_min_(DISPATCH_LEVEL)
NTKERNELAPI VOID ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK SpinLock);
_IRQL_requires_min_(DISPATCH_LEVEL)
NTKERNELAPI VOID ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK SpinLock);
_IRQL_requires_min_(DISPATCH_LEVEL)
NTKERNELAPI VOID ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK SpinLock);
_IRQL_requires_min_(DISPATCH_LEVEL)
NTKERNELAPI VOID ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK SpinLock);
_IRQL_requires_min_(DISPATCH_LEVEL)
NTKERNELAPI LOGICAL ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK SpinLock);
_IRQL_requires_(DISPATCH_LEVEL)
NTKERNELAPI LOGICAL ExTryAcquireSpinLockSharedAtDpcLevel(
	PEX_SPIN_LOCK SpinLock);
_IRQL_requires_(DISPATCH_LEVEL)
NTKERNELAPI LOGICAL ExTryAcquireSpinLockExclusiveAtDpcLevel(
	PEX_SPIN_LOCK SpinLock);

/* ---- Push locks -------------------------------------------------------- */

#ifndef PAGEAUDIT_EX_PUSH_LOCK
#define PAGEAUDIT_EX_PUSH_LOCK
typedef ULONG_PTR EX_PUSH_LOCK, *PEX_PUSH_LOCK;
#endif
#define EX_DEFAULT_PUSH_LOCK_FLAGS 0

NTKERNELAPI VOID ExInitializePushLock(_Out_ PEX_PUSH_LOCK PushLock);
_IRQL_requires_max_(APC_LEVEL)
NTKERNELAPI VOID ExAcquirePushLockExclusiveEx(PEX_PUSH_LOCK Lock, ULONG Flags);
_IRQL_requires_max_(APC_LEVEL)
NTKERNELAPI VOID ExAcquirePushLockSharedEx(PEX_PUSH_LOCK Lock, ULONG Flags);
_IRQL_requires_max_(APC_LEVEL)
NTKERNELAPI VOID ExReleasePushLockExclusiveEx(PEX_PUSH_LOCK Lock, ULONG Flags);
_IRQL_requires_max_(APC_LEVEL)
NTKERNELAPI VOID ExReleasePushLockSharedEx(PEX_PUSH_LOCK Lock, ULONG Flags);
#define ExAcquirePushLockExclusive(l) ExAcquirePushLockExclusiveEx((l), 0)
#define ExAcquirePushLockShared(l) ExAcquirePushLockSharedEx((l), 0)
#define ExReleasePushLockExclusive(l) ExReleasePushLockExclusiveEx((l), 0)
#define ExReleasePushLockShared(l) ExReleasePushLockSharedEx((l), 0)

/* ---- Pool -------------------------------------------------------------- */

#ifndef POOL_FLAG_NON_PAGED
typedef ULONG64 POOL_FLAGS;
#define POOL_FLAG_REQUIRED_START 0x0000000000000001UI64
#define POOL_FLAG_USE_QUOTA 0x0000000000000001UI64
#define POOL_FLAG_UNINITIALIZED 0x0000000000000002UI64
#define POOL_FLAG_SESSION 0x0000000000000004UI64
#define POOL_FLAG_CACHE_ALIGNED 0x0000000000000008UI64
#define POOL_FLAG_RAISE_ON_FAILURE 0x0000000000000020UI64
#define POOL_FLAG_NON_PAGED 0x0000000000000040UI64
#define POOL_FLAG_NON_PAGED_EXECUTE 0x0000000000000080UI64
#define POOL_FLAG_PAGED 0x0000000000000100UI64
#define POOL_FLAG_REQUIRED_END 0x0000000080000000UI64
#define POOL_FLAG_OPTIONAL_START 0x0000000100000000UI64
#define POOL_FLAG_SPECIAL_POOL 0x0000000100000000UI64
#define POOL_FLAG_OPTIONAL_END 0x8000000000000000UI64

typedef enum POOL_EXTENDED_PARAMETER_TYPE {
	PoolExtendedParameterInvalidType,
	PoolExtendedParameterPriority,
	PoolExtendedParameterSecurePool,
	PoolExtendedParameterNumaNode,
	PoolExtendedParameterMax,
} POOL_EXTENDED_PARAMETER_TYPE;

typedef struct _POOL_EXTENDED_PARAMETER {
	struct {
		ULONG64 Type : 8;
		ULONG64 Optional : 1;
		ULONG64 Reserved : 55;
	};
	union {
		ULONG64 Reserved2;
		PVOID Reserved3;
		EX_POOL_PRIORITY Priority;
		struct _POOL_EXTENDED_PARAMS_SECURE_POOL *SecurePoolParams;
		ULONG PreferredNode;
	};
} POOL_EXTENDED_PARAMETER, *PPOOL_EXTENDED_PARAMETER;
typedef const POOL_EXTENDED_PARAMETER *PCPOOL_EXTENDED_PARAMETER;
#endif

#ifndef POOL_ZERO_ALLOCATION
#define POOL_ZERO_ALLOCATION 1024
#endif
#ifndef POOL_NX_ALLOCATION
#define POOL_NX_ALLOCATION 512
#endif
#define DrvRtPoolNxOptIn 0x00000001

NTKERNELAPI PVOID ExAllocatePool2(
	POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag);
NTKERNELAPI PVOID ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes,
	ULONG Tag, PCPOOL_EXTENDED_PARAMETER ExtendedParameters,
	ULONG ExtendedParametersCount);
NTKERNELAPI VOID ExFreePool2(PVOID P, ULONG Tag,
	PCPOOL_EXTENDED_PARAMETER ExtendedParameters,
	ULONG ExtendedParametersCount);
NTKERNELAPI PVOID ExAllocatePoolZero(
	POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
NTKERNELAPI PVOID ExAllocatePoolUninitialized(
	POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
NTKERNELAPI PVOID ExAllocatePoolQuotaZero(
	POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
NTKERNELAPI PVOID ExAllocatePoolQuotaUninitialized(
	POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
NTKERNELAPI PVOID ExAllocatePoolPriorityZero(POOL_TYPE PoolType,
	SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY Priority);
NTKERNELAPI PVOID ExAllocatePoolPriorityUninitialized(POOL_TYPE PoolType,
	SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY Priority);
NTKERNELAPI VOID ExInitializeDriverRuntime(ULONG RuntimeFlags);

/* ---- Memory manager ---------------------------------------------------- */

#ifndef MdlMappingNoWrite
#define MdlMappingNoWrite 0x80000000
#define MdlMappingNoExecute 0x40000000
#define MdlMappingWithGuardPtes 0x20000000
#endif
#ifndef MM_ALLOCATE_FULLY_REQUIRED
#define MM_DONT_ZERO_ALLOCATION 0x00000001
#define MM_ALLOCATE_FROM_LOCAL_NODE_ONLY 0x00000002
#define MM_ALLOCATE_FULLY_REQUIRED 0x00000004
#define MM_ALLOCATE_NO_WAIT 0x00000008
#define MM_ALLOCATE_PREFER_CONTIGUOUS 0x00000010
#define MM_ALLOCATE_REQUIRE_CONTIGUOUS_CHUNKS 0x00000020
#endif

NTKERNELAPI PVOID MmMapIoSpaceEx(
	PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, ULONG Protect);
NTKERNELAPI PVOID MmAllocateContiguousNodeMemory(SIZE_T NumberOfBytes,
	PHYSICAL_ADDRESS LowestAcceptableAddress,
	PHYSICAL_ADDRESS HighestAcceptableAddress,
	PHYSICAL_ADDRESS BoundaryAddressMultiple, ULONG Protect,
	ULONG PreferredNode);
NTKERNELAPI NTSTATUS MmMapMdl(PMDL Mdl, ULONG Protection,
	VOID (*DriverRoutine)(PVOID Context, PVOID MappedVa),
	PVOID DriverContext);

/* The DDK's takes a variable's name only. */
#undef KeInitializeCallbackRecord
#define KeInitializeCallbackRecord(r) ((r)->State = BufferEmpty)

/* ---- Processors and time ----------------------------------------------- */

NTKERNELAPI LOGICAL KeShouldYieldProcessor(VOID);
NTKERNELAPI VOID KeQuerySystemTimePrecise(_Out_ PLARGE_INTEGER CurrentTime);
NTKERNELAPI ULONG64 KeQueryInterruptTimePrecise(_Out_ PULONG64 QpcTimeStamp);
NTKERNELAPI USHORT KeQueryNodeActiveProcessorCount(USHORT NodeNumber);
NTKERNELAPI VOID ExQueryTimerResolution(
	PULONG MaximumTime, PULONG MinimumTime, PULONG CurrentTime);
struct _AFFINITY_TOKEN;
NTKERNELAPI NTSTATUS PsSetSystemMultipleGroupAffinityThread(
	PGROUP_AFFINITY GroupAffinities, USHORT GroupCount,
	struct _AFFINITY_TOKEN *AffinityToken);

/* ---- I/O manager ------------------------------------------------------- */

typedef enum _DRIVER_REGKEY_TYPE {
	DriverRegKeyParameters,
	DriverRegKeyPersistentState,
	DriverRegKeySharedPersistentState,
} DRIVER_REGKEY_TYPE, *PDRIVER_REGKEY_TYPE;
typedef enum _DRIVER_DIRECTORY_TYPE {
	DriverDirectoryImage,
	DriverDirectoryData,
	DriverDirectorySharedData,
} DRIVER_DIRECTORY_TYPE, *PDRIVER_DIRECTORY_TYPE;

NTKERNELAPI PIRP IoAllocateIrpEx(
	PDEVICE_OBJECT DeviceObject, CCHAR StackSize, BOOLEAN ChargeQuota);
NTKERNELAPI NTSTATUS IoOpenDriverRegistryKey(PDRIVER_OBJECT DriverObject,
	DRIVER_REGKEY_TYPE RegKeyType, ACCESS_MASK DesiredAccess, ULONG Flags,
	PHANDLE DriverRegKey);
NTKERNELAPI NTSTATUS IoGetDriverDirectory(PDRIVER_OBJECT DriverObject,
	DRIVER_DIRECTORY_TYPE DirectoryType, ULONG Flags,
	PHANDLE DriverDirectoryHandle);
NTKERNELAPI NTSTATUS IoSetDeviceInterfacePropertyData(
	PUNICODE_STRING SymbolicLinkName, CONST DEVPROPKEY *PropertyKey,
	LCID Lcid, ULONG Flags, DEVPROPTYPE Type, ULONG Size, PVOID Data);
NTKERNELAPI NTSTATUS IoGetDeviceInterfacePropertyData(
	PUNICODE_STRING SymbolicLinkName, CONST DEVPROPKEY *PropertyKey,
	LCID Lcid, ULONG Flags, ULONG Size, PVOID Data, PULONG RequiredSize,
	DEVPROPTYPE *Type);
NTKERNELAPI NTSTATUS IoCreateSystemThread(PVOID IoObject,
	PHANDLE ThreadHandle, ULONG DesiredAccess,
	POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle,
	PCLIENT_ID ClientId, PKSTART_ROUTINE StartRoutine, PVOID StartContext);
NTKERNELAPI NTSTATUS IoSynchronousCallDriver(PDEVICE_OBJECT DeviceObject,
	PIRP Irp);

typedef struct _IO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS {
	ULONG Version;
	union {
		PVOID Generic;
		PKINTERRUPT InterruptObject;
		struct _IO_INTERRUPT_MESSAGE_INFO *InterruptMessageTable;
	} ConnectionContext;
} IO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS,
	*PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS;
NTKERNELAPI VOID IoReportInterruptActive(
	PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS Parameters);
NTKERNELAPI VOID IoReportInterruptInactive(
	PIO_REPORT_INTERRUPT_ACTIVE_STATE_PARAMETERS Parameters);

NTKERNELAPI NTSTATUS ObCloseHandle(
	HANDLE Handle, KPROCESSOR_MODE PreviousMode);
NTKERNELAPI BOOLEAN ObReferenceObjectSafe(PVOID Object);
NTSYSAPI NTSTATUS RtlInitStringEx(PSTRING DestinationString, PCSZ SourceString);

/* ---- Power framework --------------------------------------------------- */

#ifndef PO_FX_VERSION
#define PO_FX_VERSION_V1 0x00000001
#define PO_FX_VERSION_V2 0x00000002
#define PO_FX_VERSION_V3 0x00000003
#define PO_FX_VERSION PO_FX_VERSION_V1
#define PO_FX_FLAG_BLOCKING 0x1
#define PO_FX_FLAG_ASYNC_ONLY 0x2
#define PO_FX_UNKNOWN_POWER 0xFFFFFFFF
#define PO_FX_UNKNOWN_TIME 0xFFFFFFFFFFFFFFFFUI64

typedef struct POHANDLE__ *POHANDLE;

typedef VOID PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK(
	PVOID Context, ULONG Component);
typedef VOID PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK(
	PVOID Context, ULONG Component);
typedef VOID PO_FX_COMPONENT_IDLE_STATE_CALLBACK(
	PVOID Context, ULONG Component, ULONG State);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef VOID PO_FX_DEVICE_POWER_REQUIRED_CALLBACK(PVOID Context);
_IRQL_requires_max_(PASSIVE_LEVEL)
typedef VOID PO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK(PVOID Context);
typedef NTSTATUS PO_FX_POWER_CONTROL_CALLBACK(PVOID DeviceContext,
	LPCGUID PowerControlCode, PVOID InBuffer, SIZE_T InBufferSize,
	PVOID OutBuffer, SIZE_T OutBufferSize, PSIZE_T BytesReturned);
typedef PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK
	*PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK;
typedef PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK
	*PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK;
typedef PO_FX_COMPONENT_IDLE_STATE_CALLBACK
	*PPO_FX_COMPONENT_IDLE_STATE_CALLBACK;
typedef PO_FX_DEVICE_POWER_REQUIRED_CALLBACK
	*PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK;
typedef PO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK
	*PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK;
typedef PO_FX_POWER_CONTROL_CALLBACK *PPO_FX_POWER_CONTROL_CALLBACK;

typedef struct _PO_FX_COMPONENT_IDLE_STATE {
	ULONGLONG TransitionLatency;
	ULONGLONG ResidencyRequirement;
	ULONG NominalPower;
} PO_FX_COMPONENT_IDLE_STATE, *PPO_FX_COMPONENT_IDLE_STATE;

typedef struct _PO_FX_COMPONENT_V1 {
	GUID Id;
	ULONG IdleStateCount;
	ULONG DeepestWakeableIdleState;
	PPO_FX_COMPONENT_IDLE_STATE IdleStates;
} PO_FX_COMPONENT_V1, *PPO_FX_COMPONENT_V1;
typedef PO_FX_COMPONENT_V1 PO_FX_COMPONENT, *PPO_FX_COMPONENT;

typedef struct _PO_FX_DEVICE_V1 {
	ULONG Version;
	ULONG ComponentCount;
	PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK
		ComponentActiveConditionCallback;
	PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK ComponentIdleConditionCallback;
	PPO_FX_COMPONENT_IDLE_STATE_CALLBACK ComponentIdleStateCallback;
	PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK DevicePowerRequiredCallback;
	PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK
		DevicePowerNotRequiredCallback;
	PPO_FX_POWER_CONTROL_CALLBACK PowerControlCallback;
	PVOID DeviceContext;
	PO_FX_COMPONENT Components[ANYSIZE_ARRAY];
} PO_FX_DEVICE_V1, *PPO_FX_DEVICE_V1;
typedef PO_FX_DEVICE_V1 PO_FX_DEVICE, *PPO_FX_DEVICE;

NTKERNELAPI NTSTATUS PoFxRegisterDevice(
	PDEVICE_OBJECT Pdo, PPO_FX_DEVICE Device, POHANDLE *Handle);
NTKERNELAPI VOID PoFxUnregisterDevice(POHANDLE Handle);
NTKERNELAPI VOID PoFxStartDevicePowerManagement(POHANDLE Handle);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTKERNELAPI VOID PoFxActivateComponent(
	POHANDLE Handle, ULONG Component, ULONG Flags);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTKERNELAPI VOID PoFxIdleComponent(
	POHANDLE Handle, ULONG Component, ULONG Flags);
NTKERNELAPI VOID PoFxCompleteIdleCondition(POHANDLE Handle, ULONG Component);
NTKERNELAPI VOID PoFxCompleteIdleState(POHANDLE Handle, ULONG Component);
NTKERNELAPI VOID PoFxCompleteDevicePowerNotRequired(POHANDLE Handle);
NTKERNELAPI VOID PoFxReportDevicePoweredOn(POHANDLE Handle);
NTKERNELAPI VOID PoFxSetDeviceIdleTimeout(
	POHANDLE Handle, ULONGLONG IdleTimeout);
NTKERNELAPI VOID PoFxSetComponentLatency(
	POHANDLE Handle, ULONG Component, ULONGLONG Latency);
NTKERNELAPI VOID PoFxSetComponentResidency(
	POHANDLE Handle, ULONG Component, ULONGLONG Residency);
NTKERNELAPI VOID PoFxSetComponentWake(
	POHANDLE Handle, ULONG Component, BOOLEAN WakeHint);
NTKERNELAPI NTSTATUS PoFxPowerControl(POHANDLE Handle,
	LPCGUID PowerControlCode, PVOID InBuffer, SIZE_T InBufferSize,
	PVOID OutBuffer, SIZE_T OutBufferSize, PSIZE_T BytesReturned);
#endif

/* ---- Reads and writes with a stated order ------------------------------ */

#define PAGEAUDIT_ORDERED(name, type)                                      \
	FORCEINLINE type Read##name##NoFence(type const volatile *Source)  \
	{                                                                  \
		return *Source;                                            \
	}                                                                  \
	FORCEINLINE type Read##name##Acquire(type const volatile *Source)  \
	{                                                                  \
		return *Source;                                            \
	}                                                                  \
	FORCEINLINE type Read##name##Raw(type const volatile *Source)      \
	{                                                                  \
		return *Source;                                            \
	}                                                                  \
	FORCEINLINE VOID Write##name##NoFence(                             \
		type volatile *Destination, type Value)                    \
	{                                                                  \
		*Destination = Value;                                      \
	}                                                                  \
	FORCEINLINE VOID Write##name##Release(                             \
		type volatile *Destination, type Value)                    \
	{                                                                  \
		*Destination = Value;                                      \
	}                                                                  \
	FORCEINLINE VOID Write##name##Raw(                                 \
		type volatile *Destination, type Value)                    \
	{                                                                  \
		*Destination = Value;                                      \
	}

#ifndef ReadNoFence
PAGEAUDIT_ORDERED(, LONG)
PAGEAUDIT_ORDERED(64, LONG64)
PAGEAUDIT_ORDERED(ULong, ULONG)
PAGEAUDIT_ORDERED(ULong64, ULONG64)
PAGEAUDIT_ORDERED(UShort, USHORT)
PAGEAUDIT_ORDERED(UChar, UCHAR)
PAGEAUDIT_ORDERED(Boolean, BOOLEAN)
PAGEAUDIT_ORDERED(Pointer, PVOID)
#endif
#undef PAGEAUDIT_ORDERED

/* Registers without a barrier. */
#define PAGEAUDIT_REGISTER(name, type)                               \
	type READ_REGISTER_NOFENCE_##name(volatile type *Register);  \
	void WRITE_REGISTER_NOFENCE_##name(volatile type *Register,  \
		type Value);

#if !defined(READ_REGISTER_NOFENCE_ULONG)
PAGEAUDIT_REGISTER(UCHAR, UCHAR)
PAGEAUDIT_REGISTER(USHORT, USHORT)
PAGEAUDIT_REGISTER(ULONG, ULONG)
PAGEAUDIT_REGISTER(ULONG64, ULONG64)
#endif
#undef PAGEAUDIT_REGISTER

#ifndef PFORCEINLINE
#define PFORCEINLINE FORCEINLINE
#endif

/* RTL_CONSTANT_OBJECT_ATTRIBUTES is there and needs it. */
#ifndef RTL_CONST_CAST
#define RTL_CONST_CAST(type) (type)
#endif

#ifdef __cplusplus
}

/* A number in the kit, to which flags are added. */
extern "C++" template <class T>
inline MM_PAGE_PRIORITY operator|(MM_PAGE_PRIORITY priority, T flags)
{
	return (MM_PAGE_PRIORITY)((unsigned long)priority |
		(unsigned long)flags);
}
#endif
#endif /* mingw-w64 */
#endif
