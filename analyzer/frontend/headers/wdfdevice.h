/* Drivers, devices, power and Plug and Play, children. See wdf.h. */
#ifndef PAGEAUDIT_WDFDEVICE_H
#define PAGEAUDIT_WDFDEVICE_H
#pragma GCC system_header

#include "wdfobject.h"

WDF_EXTERN_C_START

/* ---- Driver ------------------------------------------------------------ */

PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DRIVER_DEVICE_ADD,
	(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DRIVER_UNLOAD, (WDFDRIVER Driver));

typedef enum _WDF_DRIVER_INIT_FLAGS {
	WdfDriverInitNonPnpDriver = 0x00000001,
	WdfDriverInitNoDispatchOverride = 0x00000002,
	WdfVerifyOn = 0x00000004,
	WdfVerifierOn = 0x00000008,
	WdfDriverInitCompanion = 0x00000010,
} WDF_DRIVER_INIT_FLAGS;

typedef struct _WDF_DRIVER_CONFIG {
	ULONG Size;
	PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
	PFN_WDF_DRIVER_UNLOAD EvtDriverUnload;
	ULONG DriverInitFlags;
	ULONG DriverPoolTag;
} WDF_DRIVER_CONFIG, *PWDF_DRIVER_CONFIG;

FORCEINLINE VOID WDF_DRIVER_CONFIG_INIT(PWDF_DRIVER_CONFIG Config,
	PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_DRIVER_CONFIG);
	Config->EvtDriverDeviceAdd = EvtDriverDeviceAdd;
}

typedef struct _WDF_DRIVER_VERSION_AVAILABLE_PARAMS {
	ULONG Size;
	ULONG MajorVersion;
	ULONG MinorVersion;
} WDF_DRIVER_VERSION_AVAILABLE_PARAMS, *PWDF_DRIVER_VERSION_AVAILABLE_PARAMS;

FORCEINLINE VOID WDF_DRIVER_VERSION_AVAILABLE_PARAMS_INIT(
	PWDF_DRIVER_VERSION_AVAILABLE_PARAMS Params, ULONG MajorVersion,
	ULONG MinorVersion)
{
	Params->Size = WDF_STRUCTURE_SIZE(WDF_DRIVER_VERSION_AVAILABLE_PARAMS);
	Params->MajorVersion = MajorVersion;
	Params->MinorVersion = MinorVersion;
}

extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;
WDFDRIVER WdfGetDriver(VOID);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDriverCreate(PDRIVER_OBJECT DriverObject,
	PCUNICODE_STRING RegistryPath, PWDF_OBJECT_ATTRIBUTES DriverAttributes,
	PWDF_DRIVER_CONFIG DriverConfig, WDFDRIVER *Driver);
_IRQL_requires_max_(PASSIVE_LEVEL)
PWSTR WdfDriverGetRegistryPath(WDFDRIVER Driver);
PDRIVER_OBJECT WdfDriverWdmGetDriverObject(WDFDRIVER Driver);
WDFDRIVER WdfWdmDriverGetWdfDriverHandle(PDRIVER_OBJECT DriverObject);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDriverOpenParametersRegistryKey(WDFDRIVER Driver,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
	WDFKEY *Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDriverRetrieveVersionString(WDFDRIVER Driver, WDFSTRING String);
_IRQL_requires_max_(PASSIVE_LEVEL)
BOOLEAN WdfDriverIsVersionAvailable(WDFDRIVER Driver,
	PWDF_DRIVER_VERSION_AVAILABLE_PARAMS VersionAvailableParams);

/* ---- Power and Plug and Play callbacks --------------------------------- */

typedef enum _WDF_SPECIAL_FILE_TYPE {
	WdfSpecialFileUndefined = 0,
	WdfSpecialFilePaging,
	WdfSpecialFileHibernation,
	WdfSpecialFileDump,
	WdfSpecialFileBoot,
	WdfSpecialFilePostDisplay,
	WdfSpecialFileGuestAssigned,
	WdfSpecialFileMax,
} WDF_SPECIAL_FILE_TYPE;

/* On the way to D0 these must not touch pageable code or data. */
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_D0_ENTRY,
	(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS,
	DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED,
	(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS,
	DEVICE_D0_ENTRY_POST_HARDWARE_ENABLED,
	(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_D0_EXIT,
	(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS,
	DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED,
	(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS,
	DEVICE_D0_EXIT_PRE_HARDWARE_DISABLED,
	(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_PREPARE_HARDWARE,
	(WDFDEVICE Device, WDFCMRESLIST ResourcesRaw,
		WDFCMRESLIST ResourcesTranslated));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_RELEASE_HARDWARE,
	(WDFDEVICE Device, WDFCMRESLIST ResourcesTranslated));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_SELF_MANAGED_IO_CLEANUP,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_SELF_MANAGED_IO_FLUSH,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_SELF_MANAGED_IO_INIT,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_SELF_MANAGED_IO_SUSPEND,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_SELF_MANAGED_IO_RESTART,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_SURPRISE_REMOVAL,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_QUERY_REMOVE,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_QUERY_STOP,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_USAGE_NOTIFICATION,
	(WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE NotificationType,
		BOOLEAN IsInNotificationPath));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_USAGE_NOTIFICATION_EX,
	(WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE NotificationType,
		BOOLEAN IsInNotificationPath));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_RELATIONS_QUERY,
	(WDFDEVICE Device, DEVICE_RELATION_TYPE RelationType));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_ARM_WAKE_FROM_S0,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_DISARM_WAKE_FROM_S0,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_WAKE_FROM_S0_TRIGGERED,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_ARM_WAKE_FROM_SX,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS,
	DEVICE_ARM_WAKE_FROM_SX_WITH_REASON,
	(WDFDEVICE Device, BOOLEAN DeviceWakeEnabled,
		BOOLEAN ChildrenArmedForWake));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_DISARM_WAKE_FROM_SX,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_WAKE_FROM_SX_TRIGGERED,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS,
	DEVICE_PROCESS_QUERY_INTERFACE_REQUEST,
	(WDFDEVICE Device, LPGUID InterfaceType, PINTERFACE ExposedInterface,
		PVOID ExposedInterfaceSpecificData));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_SHUTDOWN_NOTIFICATION,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, IO_IN_CALLER_CONTEXT,
	(WDFDEVICE Device, WDFREQUEST Request));
typedef NTSTATUS EVT_WDFDEVICE_WDM_IRP_PREPROCESS(
	WDFDEVICE Device, PIRP Irp);
typedef EVT_WDFDEVICE_WDM_IRP_PREPROCESS *PFN_WDFDEVICE_WDM_IRP_PREPROCESS;
typedef NTSTATUS EVT_WDFDEVICE_WDM_IRP_DISPATCH(WDFDEVICE Device,
	UCHAR MajorFunction, UCHAR MinorFunction, ULONG Code,
	WDFCONTEXT DriverContext, PIRP Irp, WDFCONTEXT DispatchContext);
typedef EVT_WDFDEVICE_WDM_IRP_DISPATCH *PFN_WDFDEVICE_WDM_IRP_DISPATCH;

typedef struct _WDF_PNPPOWER_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
	PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED
		EvtDeviceD0EntryPostInterruptsEnabled;
	PFN_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
	PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED
		EvtDeviceD0ExitPreInterruptsDisabled;
	PFN_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
	PFN_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP EvtDeviceSelfManagedIoCleanup;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH EvtDeviceSelfManagedIoFlush;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT EvtDeviceSelfManagedIoInit;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND EvtDeviceSelfManagedIoSuspend;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART EvtDeviceSelfManagedIoRestart;
	PFN_WDF_DEVICE_SURPRISE_REMOVAL EvtDeviceSurpriseRemoval;
	PFN_WDF_DEVICE_QUERY_REMOVE EvtDeviceQueryRemove;
	PFN_WDF_DEVICE_QUERY_STOP EvtDeviceQueryStop;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION EvtDeviceUsageNotification;
	PFN_WDF_DEVICE_RELATIONS_QUERY EvtDeviceRelationsQuery;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX EvtDeviceUsageNotificationEx;
} WDF_PNPPOWER_EVENT_CALLBACKS, *PWDF_PNPPOWER_EVENT_CALLBACKS;

FORCEINLINE VOID WDF_PNPPOWER_EVENT_CALLBACKS_INIT(
	PWDF_PNPPOWER_EVENT_CALLBACKS Callbacks)
{
	RtlZeroMemory(Callbacks, sizeof(*Callbacks));
	Callbacks->Size = WDF_STRUCTURE_SIZE(WDF_PNPPOWER_EVENT_CALLBACKS);
}

typedef struct _WDF_POWER_POLICY_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtDeviceArmWakeFromS0;
	PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0 EvtDeviceDisarmWakeFromS0;
	PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED EvtDeviceWakeFromS0Triggered;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX EvtDeviceArmWakeFromSx;
	PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX EvtDeviceDisarmWakeFromSx;
	PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED EvtDeviceWakeFromSxTriggered;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON
		EvtDeviceArmWakeFromSxWithReason;
} WDF_POWER_POLICY_EVENT_CALLBACKS, *PWDF_POWER_POLICY_EVENT_CALLBACKS;

FORCEINLINE VOID WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(
	PWDF_POWER_POLICY_EVENT_CALLBACKS Callbacks)
{
	RtlZeroMemory(Callbacks, sizeof(*Callbacks));
	Callbacks->Size = WDF_STRUCTURE_SIZE(WDF_POWER_POLICY_EVENT_CALLBACKS);
}

/* ---- Power and Plug and Play settings ---------------------------------- */

typedef enum _WDF_POWER_POLICY_S0_IDLE_CAPABILITIES {
	IdleCapsInvalid = 0,
	IdleCannotWakeFromS0,
	IdleCanWakeFromS0,
	IdleUsbSelectiveSuspend,
} WDF_POWER_POLICY_S0_IDLE_CAPABILITIES;

typedef enum _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL {
	IdleUserControlInvalid = 0,
	IdleDoNotAllowUserControl,
	IdleAllowUserControl,
} WDF_POWER_POLICY_S0_IDLE_USER_CONTROL;

typedef enum _WDF_POWER_POLICY_SX_WAKE_USER_CONTROL {
	WakeUserControlInvalid = 0,
	WakeDoNotAllowUserControl,
	WakeAllowUserControl,
} WDF_POWER_POLICY_SX_WAKE_USER_CONTROL;

typedef enum _WDF_POWER_POLICY_IDLE_TIMEOUT_CONSTANTS {
	IdleTimeoutDefaultConstant = 0,
} WDF_POWER_POLICY_IDLE_TIMEOUT_CONSTANTS;

typedef enum _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE {
	DriverManagedIdleTimeout = 0,
	SystemManagedIdleTimeout,
	SystemManagedIdleTimeoutWithHint,
} WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE;

typedef struct _WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
	ULONG Size;
	WDF_POWER_POLICY_S0_IDLE_CAPABILITIES IdleCaps;
	DEVICE_POWER_STATE DxState;
	ULONG IdleTimeout;
	WDF_POWER_POLICY_S0_IDLE_USER_CONTROL UserControlOfIdleSettings;
	WDF_TRI_STATE Enabled;
	WDF_TRI_STATE PowerUpIdleDeviceOnSystemWake;
	WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE IdleTimeoutType;
	WDF_TRI_STATE ExcludeD3Cold;
} WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS,
	*PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS;

FORCEINLINE VOID WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(
	PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings,
	WDF_POWER_POLICY_S0_IDLE_CAPABILITIES IdleCaps)
{
	RtlZeroMemory(Settings, sizeof(*Settings));
	Settings->Size =
		WDF_STRUCTURE_SIZE(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS);
	Settings->IdleCaps = IdleCaps;
	Settings->DxState = PowerDeviceMaximum;
	Settings->UserControlOfIdleSettings = IdleAllowUserControl;
	Settings->Enabled = WdfUseDefault;
	Settings->PowerUpIdleDeviceOnSystemWake = WdfUseDefault;
	Settings->ExcludeD3Cold = WdfUseDefault;
}

typedef struct _WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS {
	ULONG Size;
	DEVICE_POWER_STATE DxState;
	WDF_POWER_POLICY_SX_WAKE_USER_CONTROL UserControlOfWakeSettings;
	WDF_TRI_STATE Enabled;
	BOOLEAN ArmForWakeIfChildrenAreArmedForWake;
	BOOLEAN IndicateChildWakeOnParentWake;
} WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS,
	*PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS;

FORCEINLINE VOID WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(
	PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings)
{
	RtlZeroMemory(Settings, sizeof(*Settings));
	Settings->Size =
		WDF_STRUCTURE_SIZE(WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS);
	Settings->DxState = PowerDeviceMaximum;
	Settings->UserControlOfWakeSettings = WakeAllowUserControl;
	Settings->Enabled = WdfUseDefault;
}

typedef struct _WDF_DEVICE_PNP_CAPABILITIES {
	ULONG Size;
	WDF_TRI_STATE LockSupported;
	WDF_TRI_STATE EjectSupported;
	WDF_TRI_STATE Removable;
	WDF_TRI_STATE DockDevice;
	WDF_TRI_STATE UniqueID;
	WDF_TRI_STATE SilentInstall;
	WDF_TRI_STATE SurpriseRemovalOK;
	WDF_TRI_STATE HardwareDisabled;
	WDF_TRI_STATE NoDisplayInUI;
	ULONG Address;
	ULONG UINumber;
} WDF_DEVICE_PNP_CAPABILITIES, *PWDF_DEVICE_PNP_CAPABILITIES;

FORCEINLINE VOID WDF_DEVICE_PNP_CAPABILITIES_INIT(
	PWDF_DEVICE_PNP_CAPABILITIES Caps)
{
	RtlZeroMemory(Caps, sizeof(*Caps));
	Caps->Size = WDF_STRUCTURE_SIZE(WDF_DEVICE_PNP_CAPABILITIES);
	Caps->LockSupported = WdfUseDefault;
	Caps->EjectSupported = WdfUseDefault;
	Caps->Removable = WdfUseDefault;
	Caps->DockDevice = WdfUseDefault;
	Caps->UniqueID = WdfUseDefault;
	Caps->SilentInstall = WdfUseDefault;
	Caps->SurpriseRemovalOK = WdfUseDefault;
	Caps->HardwareDisabled = WdfUseDefault;
	Caps->NoDisplayInUI = WdfUseDefault;
	Caps->Address = (ULONG)-1;
	Caps->UINumber = (ULONG)-1;
}

typedef struct _WDF_DEVICE_POWER_CAPABILITIES {
	ULONG Size;
	WDF_TRI_STATE DeviceD1;
	WDF_TRI_STATE DeviceD2;
	WDF_TRI_STATE WakeFromD0;
	WDF_TRI_STATE WakeFromD1;
	WDF_TRI_STATE WakeFromD2;
	WDF_TRI_STATE WakeFromD3;
	DEVICE_POWER_STATE DeviceState[PowerSystemMaximum];
	DEVICE_POWER_STATE DeviceWake;
	SYSTEM_POWER_STATE SystemWake;
	ULONG D1Latency;
	ULONG D2Latency;
	ULONG D3Latency;
	DEVICE_POWER_STATE IdealDxStateForSx;
} WDF_DEVICE_POWER_CAPABILITIES, *PWDF_DEVICE_POWER_CAPABILITIES;

FORCEINLINE VOID WDF_DEVICE_POWER_CAPABILITIES_INIT(
	PWDF_DEVICE_POWER_CAPABILITIES Caps)
{
	ULONG i;

	RtlZeroMemory(Caps, sizeof(*Caps));
	Caps->Size = WDF_STRUCTURE_SIZE(WDF_DEVICE_POWER_CAPABILITIES);
	Caps->DeviceD1 = WdfUseDefault;
	Caps->DeviceD2 = WdfUseDefault;
	Caps->WakeFromD0 = WdfUseDefault;
	Caps->WakeFromD1 = WdfUseDefault;
	Caps->WakeFromD2 = WdfUseDefault;
	Caps->WakeFromD3 = WdfUseDefault;
	for (i = 0; i < PowerSystemMaximum; i++)
		Caps->DeviceState[i] = PowerDeviceMaximum;
	Caps->DeviceWake = PowerDeviceMaximum;
	Caps->SystemWake = PowerSystemMaximum;
	Caps->D1Latency = (ULONG)-1;
	Caps->D2Latency = (ULONG)-1;
	Caps->D3Latency = (ULONG)-1;
	Caps->IdealDxStateForSx = PowerDeviceMaximum;
}

typedef struct _WDF_DEVICE_STATE {
	ULONG Size;
	WDF_TRI_STATE Disabled;
	WDF_TRI_STATE DontDisplayInUI;
	WDF_TRI_STATE Failed;
	WDF_TRI_STATE NotDisableable;
	WDF_TRI_STATE Removed;
	WDF_TRI_STATE ResourcesChanged;
	WDF_TRI_STATE AssignedToGuest;
} WDF_DEVICE_STATE, *PWDF_DEVICE_STATE;

FORCEINLINE VOID WDF_DEVICE_STATE_INIT(PWDF_DEVICE_STATE PnpDeviceState)
{
	RtlZeroMemory(PnpDeviceState, sizeof(*PnpDeviceState));
	PnpDeviceState->Size = WDF_STRUCTURE_SIZE(WDF_DEVICE_STATE);
	PnpDeviceState->Disabled = WdfUseDefault;
	PnpDeviceState->DontDisplayInUI = WdfUseDefault;
	PnpDeviceState->Failed = WdfUseDefault;
	PnpDeviceState->NotDisableable = WdfUseDefault;
	PnpDeviceState->Removed = WdfUseDefault;
	PnpDeviceState->ResourcesChanged = WdfUseDefault;
	PnpDeviceState->AssignedToGuest = WdfUseDefault;
}

/* ---- Files of a device ------------------------------------------------- */

PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_FILE_CREATE,
	(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, FILE_CLOSE,
	(WDFFILEOBJECT FileObject));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, FILE_CLEANUP,
	(WDFFILEOBJECT FileObject));

typedef enum _WDF_FILEOBJECT_CLASS {
	WdfFileObjectInvalid = 0,
	WdfFileObjectNotRequired = 1,
	WdfFileObjectWdfCanUseFsContext = 2,
	WdfFileObjectWdfCanUseFsContext2 = 3,
	WdfFileObjectWdfCannotUseFsContexts = 4,
	WdfFileObjectCanBeOptional = 0x80000000,
} WDF_FILEOBJECT_CLASS, *PWDF_FILEOBJECT_CLASS;

typedef struct _WDF_FILEOBJECT_CONFIG {
	ULONG Size;
	PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate;
	PFN_WDF_FILE_CLOSE EvtFileClose;
	PFN_WDF_FILE_CLEANUP EvtFileCleanup;
	WDF_TRI_STATE AutoForwardCleanupClose;
	WDF_FILEOBJECT_CLASS FileObjectClass;
} WDF_FILEOBJECT_CONFIG, *PWDF_FILEOBJECT_CONFIG;

FORCEINLINE VOID WDF_FILEOBJECT_CONFIG_INIT(
	PWDF_FILEOBJECT_CONFIG FileEventCallbacks,
	PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate,
	PFN_WDF_FILE_CLOSE EvtFileClose, PFN_WDF_FILE_CLEANUP EvtFileCleanup)
{
	RtlZeroMemory(FileEventCallbacks, sizeof(*FileEventCallbacks));
	FileEventCallbacks->Size = WDF_STRUCTURE_SIZE(WDF_FILEOBJECT_CONFIG);
	FileEventCallbacks->EvtDeviceFileCreate = EvtDeviceFileCreate;
	FileEventCallbacks->EvtFileClose = EvtFileClose;
	FileEventCallbacks->EvtFileCleanup = EvtFileCleanup;
	FileEventCallbacks->AutoForwardCleanupClose = WdfUseDefault;
	FileEventCallbacks->FileObjectClass = WdfFileObjectWdfCannotUseFsContexts;
}

/* ---- Making a device --------------------------------------------------- */

typedef enum _WDF_DEVICE_IO_TYPE {
	WdfDeviceIoUndefined = 0,
	WdfDeviceIoNeither,
	WdfDeviceIoBuffered,
	WdfDeviceIoDirect,
	WdfDeviceIoBufferedOrDirect = 4,
	WdfDeviceIoMaximum = 5,
} WDF_DEVICE_IO_TYPE, *PWDF_DEVICE_IO_TYPE;

typedef struct _WDF_IO_TYPE_CONFIG {
	ULONG Size;
	WDF_DEVICE_IO_TYPE ReadWriteIoType;
	WDF_DEVICE_IO_TYPE DeviceControlIoType;
	ULONG DirectTransferThreshold;
} WDF_IO_TYPE_CONFIG, *PWDF_IO_TYPE_CONFIG;

FORCEINLINE VOID WDF_IO_TYPE_CONFIG_INIT(PWDF_IO_TYPE_CONFIG IoTypeConfig)
{
	RtlZeroMemory(IoTypeConfig, sizeof(*IoTypeConfig));
	IoTypeConfig->Size = WDF_STRUCTURE_SIZE(WDF_IO_TYPE_CONFIG);
	IoTypeConfig->ReadWriteIoType = WdfDeviceIoBuffered;
	IoTypeConfig->DeviceControlIoType = WdfDeviceIoBuffered;
}

typedef enum _WDF_DEVICE_FAILED_ACTION {
	WdfDeviceFailedUndefined = 0,
	WdfDeviceFailedAttemptRestart,
	WdfDeviceFailedNoRestart,
} WDF_DEVICE_FAILED_ACTION;

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceCreate(PWDFDEVICE_INIT *DeviceInit,
	PWDF_OBJECT_ATTRIBUTES DeviceAttributes, WDFDEVICE *Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitFree(PWDFDEVICE_INIT DeviceInit);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetPnpPowerEventCallbacks(PWDFDEVICE_INIT DeviceInit,
	PWDF_PNPPOWER_EVENT_CALLBACKS PnpPowerEventCallbacks);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetPowerPolicyEventCallbacks(PWDFDEVICE_INIT DeviceInit,
	PWDF_POWER_POLICY_EVENT_CALLBACKS PowerPolicyEventCallbacks);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetPowerPolicyOwnership(
	PWDFDEVICE_INIT DeviceInit, BOOLEAN IsPowerPolicyOwner);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetIoType(
	PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_IO_TYPE IoType);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetIoTypeEx(
	PWDFDEVICE_INIT DeviceInit, PWDF_IO_TYPE_CONFIG IoTypeConfig);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetExclusive(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetPowerNotPageable(PWDFDEVICE_INIT DeviceInit);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetPowerPageable(PWDFDEVICE_INIT DeviceInit);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetPowerInrush(PWDFDEVICE_INIT DeviceInit);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetDeviceType(
	PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceInitAssignName(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceInitAssignSDDLString(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING SDDLString);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetDeviceClass(
	PWDFDEVICE_INIT DeviceInit, CONST GUID *DeviceClassGuid);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetCharacteristics(PWDFDEVICE_INIT DeviceInit,
	ULONG DeviceCharacteristics, BOOLEAN OrInValues);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetFileObjectConfig(PWDFDEVICE_INIT DeviceInit,
	PWDF_FILEOBJECT_CONFIG FileObjectConfig,
	PWDF_OBJECT_ATTRIBUTES FileObjectAttributes);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetRequestAttributes(PWDFDEVICE_INIT DeviceInit,
	PWDF_OBJECT_ATTRIBUTES RequestAttributes);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDeviceInitAssignWdmIrpPreprocessCallback(
	PWDFDEVICE_INIT DeviceInit,
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess,
	UCHAR MajorFunction, PUCHAR MinorFunctions, ULONG NumMinorFunctions);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceInitSetIoInCallerContextCallback(PWDFDEVICE_INIT DeviceInit,
	PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceWdmDispatchPreprocessedIrp(WDFDEVICE Device, PIRP Irp);

/* ---- Using a device ---------------------------------------------------- */

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceCreateSymbolicLink(
	WDFDEVICE Device, PCUNICODE_STRING SymbolicLinkName);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceCreateDeviceInterface(WDFDEVICE Device,
	CONST GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfDeviceSetDeviceInterfaceState(WDFDEVICE Device,
	CONST GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString,
	BOOLEAN IsInterfaceEnabled);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceRetrieveDeviceInterfaceString(WDFDEVICE Device,
	CONST GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString,
	WDFSTRING String);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceRetrieveDeviceName(WDFDEVICE Device, WDFSTRING String);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetPnpCapabilities(
	WDFDEVICE Device, PWDF_DEVICE_PNP_CAPABILITIES PnpCapabilities);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetPowerCapabilities(
	WDFDEVICE Device, PWDF_DEVICE_POWER_CAPABILITIES PowerCapabilities);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceAssignS0IdleSettings(
	WDFDEVICE Device, PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceAssignSxWakeSettings(
	WDFDEVICE Device, PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings);
/* Waiting for the device to power up is for PASSIVE_LEVEL only. */
NTSTATUS WdfDeviceStopIdleActual(WDFDEVICE Device, BOOLEAN WaitForD0,
	PVOID Tag, LONG Line, PCCH File);
VOID WdfDeviceResumeIdleActual(
	WDFDEVICE Device, PVOID Tag, LONG Line, PCCH File);
#define WdfDeviceStopIdle(d, wait) \
	WdfDeviceStopIdleActual((d), (wait), NULL, __LINE__, __FILE__)
#define WdfDeviceResumeIdle(d) \
	WdfDeviceResumeIdleActual((d), NULL, __LINE__, __FILE__)
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetFailed(
	WDFDEVICE Device, WDF_DEVICE_FAILED_ACTION FailedAction);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceGetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetStaticStopRemove(WDFDEVICE Device, BOOLEAN Stoppable);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetAlignmentRequirement(
	WDFDEVICE Device, ULONG AlignmentRequirement);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetBusInformationForChildren(
	WDFDEVICE Device, PPNP_BUS_INFORMATION BusInformation);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDRIVER WdfDeviceGetDriver(WDFDEVICE Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFIOTARGET WdfDeviceGetIoTarget(WDFDEVICE Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFQUEUE WdfDeviceGetDefaultQueue(WDFDEVICE Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
POWER_ACTION WdfDeviceGetSystemPowerAction(WDFDEVICE Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
PDEVICE_OBJECT WdfDeviceWdmGetDeviceObject(WDFDEVICE Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
PDEVICE_OBJECT WdfDeviceWdmGetAttachedDevice(WDFDEVICE Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
PDEVICE_OBJECT WdfDeviceWdmGetPhysicalDevice(WDFDEVICE Device);
WDFDEVICE WdfWdmDeviceGetWdfDeviceHandle(PDEVICE_OBJECT DeviceObject);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceOpenRegistryKey(WDFDEVICE Device,
	ULONG DeviceInstanceKeyType, ACCESS_MASK DesiredAccess,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceOpenDevicemapKey(WDFDEVICE Device, PCUNICODE_STRING KeyName,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
	WDFKEY *Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceQueryProperty(WDFDEVICE Device,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength,
	PVOID PropertyBuffer, PULONG ResultLength);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceAllocAndQueryProperty(WDFDEVICE Device,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
	WDFMEMORY *PropertyMemory);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDeviceEnqueueRequest(WDFDEVICE Device, WDFREQUEST Request);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceAddDependentUsageDeviceObject(
	WDFDEVICE Device, PDEVICE_OBJECT DependentDevice);

typedef struct _WDF_QUERY_INTERFACE_CONFIG {
	ULONG Size;
	PINTERFACE Interface;
	CONST GUID *InterfaceType;
	BOOLEAN SendQueryToParentStack;
	PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST
		EvtDeviceProcessQueryInterfaceRequest;
	BOOLEAN ImportInterface;
} WDF_QUERY_INTERFACE_CONFIG, *PWDF_QUERY_INTERFACE_CONFIG;

FORCEINLINE VOID WDF_QUERY_INTERFACE_CONFIG_INIT(
	PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig, PINTERFACE Interface,
	CONST GUID *InterfaceType,
	PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST
		EvtDeviceProcessQueryInterfaceRequest)
{
	RtlZeroMemory(InterfaceConfig, sizeof(*InterfaceConfig));
	InterfaceConfig->Size = WDF_STRUCTURE_SIZE(WDF_QUERY_INTERFACE_CONFIG);
	InterfaceConfig->Interface = Interface;
	InterfaceConfig->InterfaceType = InterfaceType;
	InterfaceConfig->EvtDeviceProcessQueryInterfaceRequest =
		EvtDeviceProcessQueryInterfaceRequest;
}

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceAddQueryInterface(
	WDFDEVICE Device, PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig);
VOID WdfDeviceInterfaceReferenceNoOp(PVOID Context);
VOID WdfDeviceInterfaceDereferenceNoOp(PVOID Context);

/* ---- Control devices --------------------------------------------------- */

typedef enum _WDF_DEVICE_SHUTDOWN_FLAGS {
	WdfDeviceShutdown = 0x01,
	WdfDeviceLastChanceShutdown = 0x02,
} WDF_DEVICE_SHUTDOWN_FLAGS;

_IRQL_requires_max_(PASSIVE_LEVEL)
PWDFDEVICE_INIT WdfControlDeviceInitAllocate(
	WDFDRIVER Driver, CONST UNICODE_STRING *SDDLString);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfControlDeviceInitSetShutdownNotification(PWDFDEVICE_INIT DeviceInit,
	PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION Notification, UCHAR Flags);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfControlFinishInitializing(WDFDEVICE Device);

/* ---- Function and physical devices ------------------------------------- */

PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS,
	DEVICE_FILTER_RESOURCE_REQUIREMENTS,
	(WDFDEVICE Device, WDFIORESREQLIST IoResourceRequirementsList));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_REMOVE_ADDED_RESOURCES,
	(WDFDEVICE Device, WDFCMRESLIST ResourcesRaw,
		WDFCMRESLIST ResourcesTranslated));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_RESOURCES_QUERY,
	(WDFDEVICE Device, WDFCMRESLIST Resources));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_RESOURCE_REQUIREMENTS_QUERY,
	(WDFDEVICE Device, WDFIORESREQLIST IoResourceRequirementsList));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_EJECT, (WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_SET_LOCK,
	(WDFDEVICE Device, BOOLEAN IsLocked));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, DEVICE_ENABLE_WAKE_AT_BUS,
	(WDFDEVICE Device, SYSTEM_POWER_STATE PowerState));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_DISABLE_WAKE_AT_BUS,
	(WDFDEVICE Device));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, DEVICE_REPORTED_MISSING,
	(WDFDEVICE Device));

typedef struct _WDF_FDO_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS
		EvtDeviceFilterAddResourceRequirements;
	PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS
		EvtDeviceFilterRemoveResourceRequirements;
	PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES EvtDeviceRemoveAddedResources;
} WDF_FDO_EVENT_CALLBACKS, *PWDF_FDO_EVENT_CALLBACKS;

FORCEINLINE VOID WDF_FDO_EVENT_CALLBACKS_INIT(
	PWDF_FDO_EVENT_CALLBACKS Callbacks)
{
	RtlZeroMemory(Callbacks, sizeof(*Callbacks));
	Callbacks->Size = WDF_STRUCTURE_SIZE(WDF_FDO_EVENT_CALLBACKS);
}

typedef struct _WDF_PDO_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_RESOURCES_QUERY EvtDeviceResourcesQuery;
	PFN_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY
		EvtDeviceResourceRequirementsQuery;
	PFN_WDF_DEVICE_EJECT EvtDeviceEject;
	PFN_WDF_DEVICE_SET_LOCK EvtDeviceSetLock;
	PFN_WDF_DEVICE_ENABLE_WAKE_AT_BUS EvtDeviceEnableWakeAtBus;
	PFN_WDF_DEVICE_DISABLE_WAKE_AT_BUS EvtDeviceDisableWakeAtBus;
	PFN_WDF_DEVICE_REPORTED_MISSING EvtDeviceReportedMissing;
} WDF_PDO_EVENT_CALLBACKS, *PWDF_PDO_EVENT_CALLBACKS;

FORCEINLINE VOID WDF_PDO_EVENT_CALLBACKS_INIT(
	PWDF_PDO_EVENT_CALLBACKS Callbacks)
{
	RtlZeroMemory(Callbacks, sizeof(*Callbacks));
	Callbacks->Size = WDF_STRUCTURE_SIZE(WDF_PDO_EVENT_CALLBACKS);
}

VOID WdfFdoInitSetFilter(PWDFDEVICE_INIT DeviceInit);
VOID WdfFdoInitSetEventCallbacks(PWDFDEVICE_INIT DeviceInit,
	PWDF_FDO_EVENT_CALLBACKS FdoEventCallbacks);
PDEVICE_OBJECT WdfFdoInitWdmGetPhysicalDevice(PWDFDEVICE_INIT DeviceInit);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfFdoInitOpenRegistryKey(PWDFDEVICE_INIT DeviceInit,
	ULONG DeviceInstanceKeyType, ACCESS_MASK DesiredAccess,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfFdoInitQueryProperty(PWDFDEVICE_INIT DeviceInit,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength,
	PVOID PropertyBuffer, PULONG ResultLength);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfFdoInitAllocAndQueryProperty(PWDFDEVICE_INIT DeviceInit,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
	WDFMEMORY *PropertyMemory);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfFdoQueryForInterface(WDFDEVICE Fdo, LPCGUID InterfaceType,
	PINTERFACE Interface, USHORT Size, USHORT Version,
	PVOID InterfaceSpecificData);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfFdoAddStaticChild(WDFDEVICE Fdo, WDFDEVICE Child);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfFdoLockStaticChildListForIteration(WDFDEVICE Fdo);
_IRQL_requires_max_(PASSIVE_LEVEL)
WDFDEVICE WdfFdoRetrieveNextStaticChild(
	WDFDEVICE Fdo, WDFDEVICE PreviousChild, ULONG Flags);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfFdoUnlockStaticChildListFromIteration(WDFDEVICE Fdo);
WDFCHILDLIST WdfFdoGetDefaultChildList(WDFDEVICE Fdo);

_IRQL_requires_max_(DISPATCH_LEVEL)
PWDFDEVICE_INIT WdfPdoInitAllocate(WDFDEVICE ParentDevice);
VOID WdfPdoInitSetEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, PWDF_PDO_EVENT_CALLBACKS DispatchTable);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfPdoInitAssignDeviceID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceID);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfPdoInitAssignInstanceID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING InstanceID);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfPdoInitAddHardwareID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING HardwareID);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfPdoInitAddCompatibleID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING CompatibleID);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfPdoInitAssignContainerID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING ContainerID);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfPdoInitAddDeviceText(PWDFDEVICE_INIT DeviceInit,
	PCUNICODE_STRING DeviceDescription, PCUNICODE_STRING DeviceLocation,
	LCID LocaleId);
VOID WdfPdoInitSetDefaultLocale(PWDFDEVICE_INIT DeviceInit, LCID LocaleId);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfPdoInitAssignRawDevice(
	PWDFDEVICE_INIT DeviceInit, CONST GUID *DeviceClassGuid);
VOID WdfPdoInitAllowForwardingRequestToParent(PWDFDEVICE_INIT DeviceInit);
NTSTATUS WdfPdoMarkMissing(WDFDEVICE Device);
VOID WdfPdoRequestEject(WDFDEVICE Device);
WDFDEVICE WdfPdoGetParent(WDFDEVICE Device);

/* ---- Child lists ------------------------------------------------------- */

typedef struct _WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER {
	ULONG IdentificationDescriptionSize;
} WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
	*PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER;
typedef struct _WDF_CHILD_ADDRESS_DESCRIPTION_HEADER {
	ULONG AddressDescriptionSize;
} WDF_CHILD_ADDRESS_DESCRIPTION_HEADER, *PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER;

FORCEINLINE VOID WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER_INIT(
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Header,
	ULONG IdentificationDescriptionSize)
{
	Header->IdentificationDescriptionSize = IdentificationDescriptionSize;
}

FORCEINLINE VOID WDF_CHILD_ADDRESS_DESCRIPTION_HEADER_INIT(
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER Header,
	ULONG AddressDescriptionSize)
{
	Header->AddressDescriptionSize = AddressDescriptionSize;
}

PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, CHILD_LIST_CREATE_DEVICE,
	(WDFCHILDLIST ChildList,
		PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER
			IdentificationDescription,
		PWDFDEVICE_INIT ChildInit));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, VOID, CHILD_LIST_SCAN_FOR_CHILDREN,
	(WDFCHILDLIST ChildList));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID,
	CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY,
	(WDFCHILDLIST ChildList,
		PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Source,
		PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Destination));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, NTSTATUS,
	CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE,
	(WDFCHILDLIST ChildList,
		PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Source,
		PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Destination));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, BOOLEAN,
	CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE,
	(WDFCHILDLIST ChildList,
		PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER First,
		PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Second));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID,
	CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP,
	(WDFCHILDLIST ChildList,
		PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Description));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, CHILD_LIST_ADDRESS_DESCRIPTION_COPY,
	(WDFCHILDLIST ChildList, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER Source,
		PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER Destination));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, NTSTATUS,
	CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE,
	(WDFCHILDLIST ChildList, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER Source,
		PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER Destination));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID,
	CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP,
	(WDFCHILDLIST ChildList,
		PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER Description));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, BOOLEAN, CHILD_LIST_DEVICE_REENUMERATED,
	(WDFCHILDLIST ChildList, WDFDEVICE OldDevice,
		PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER OldAddressDescription,
		PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER NewAddressDescription));

typedef struct _WDF_CHILD_LIST_CONFIG {
	ULONG Size;
	ULONG IdentificationDescriptionSize;
	ULONG AddressDescriptionSize;
	PFN_WDF_CHILD_LIST_CREATE_DEVICE EvtChildListCreateDevice;
	PFN_WDF_CHILD_LIST_SCAN_FOR_CHILDREN EvtChildListScanForChildren;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY
		EvtChildListIdentificationDescriptionCopy;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE
		EvtChildListIdentificationDescriptionDuplicate;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP
		EvtChildListIdentificationDescriptionCleanup;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE
		EvtChildListIdentificationDescriptionCompare;
	PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY
		EvtChildListAddressDescriptionCopy;
	PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE
		EvtChildListAddressDescriptionDuplicate;
	PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP
		EvtChildListAddressDescriptionCleanup;
	PFN_WDF_CHILD_LIST_DEVICE_REENUMERATED EvtChildListDeviceReenumerated;
} WDF_CHILD_LIST_CONFIG, *PWDF_CHILD_LIST_CONFIG;

FORCEINLINE VOID WDF_CHILD_LIST_CONFIG_INIT(PWDF_CHILD_LIST_CONFIG Config,
	ULONG IdentificationDescriptionSize,
	PFN_WDF_CHILD_LIST_CREATE_DEVICE EvtChildListCreateDevice)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_CHILD_LIST_CONFIG);
	Config->IdentificationDescriptionSize = IdentificationDescriptionSize;
	Config->EvtChildListCreateDevice = EvtChildListCreateDevice;
}

typedef enum _WDF_RETRIEVE_CHILD_FLAGS {
	WdfRetrieveUnspecified = 0x0000,
	WdfRetrievePresentChildren = 0x0001,
	WdfRetrieveMissingChildren = 0x0002,
	WdfRetrievePendingChildren = 0x0004,
	WdfRetrieveAddedChildren = 0x0005,
	WdfRetrieveAllChildren = 0x0007,
} WDF_RETRIEVE_CHILD_FLAGS, *PWDF_RETRIEVE_CHILD_FLAGS;

typedef struct _WDF_CHILD_LIST_ITERATOR {
	ULONG Size;
	ULONG Flags;
	PVOID Reserved[4];
} WDF_CHILD_LIST_ITERATOR, *PWDF_CHILD_LIST_ITERATOR;

FORCEINLINE VOID WDF_CHILD_LIST_ITERATOR_INIT(
	PWDF_CHILD_LIST_ITERATOR Iterator, ULONG Flags)
{
	RtlZeroMemory(Iterator, sizeof(*Iterator));
	Iterator->Size = WDF_STRUCTURE_SIZE(WDF_CHILD_LIST_ITERATOR);
	Iterator->Flags = Flags;
}

typedef enum _WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS {
	WdfChildListRetrieveDeviceUndefined = 0,
	WdfChildListRetrieveDeviceSuccess,
	WdfChildListRetrieveDeviceNotYetCreated,
	WdfChildListRetrieveDeviceNoSuchDevice,
} WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS;

typedef struct _WDF_CHILD_RETRIEVE_INFO {
	ULONG Size;
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription;
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription;
	WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS Status;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE
		EvtChildListIdentificationDescriptionCompare;
} WDF_CHILD_RETRIEVE_INFO, *PWDF_CHILD_RETRIEVE_INFO;

FORCEINLINE VOID WDF_CHILD_RETRIEVE_INFO_INIT(PWDF_CHILD_RETRIEVE_INFO Info,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription)
{
	RtlZeroMemory(Info, sizeof(*Info));
	Info->Size = WDF_STRUCTURE_SIZE(WDF_CHILD_RETRIEVE_INFO);
	Info->IdentificationDescription = IdentificationDescription;
}

_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfFdoInitSetDefaultChildListConfig(PWDFDEVICE_INIT DeviceInit,
	PWDF_CHILD_LIST_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES DefaultChildListAttributes);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfChildListCreate(WDFDEVICE Device, PWDF_CHILD_LIST_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES ChildListAttributes, WDFCHILDLIST *ChildList);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDEVICE WdfChildListGetDevice(WDFCHILDLIST ChildList);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfChildListBeginScan(WDFCHILDLIST ChildList);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfChildListEndScan(WDFCHILDLIST ChildList);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfChildListBeginIteration(
	WDFCHILDLIST ChildList, PWDF_CHILD_LIST_ITERATOR Iterator);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfChildListRetrieveNextDevice(WDFCHILDLIST ChildList,
	PWDF_CHILD_LIST_ITERATOR Iterator, WDFDEVICE *Device,
	PWDF_CHILD_RETRIEVE_INFO Info);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfChildListEndIteration(
	WDFCHILDLIST ChildList, PWDF_CHILD_LIST_ITERATOR Iterator);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfChildListAddOrUpdateChildDescriptionAsPresent(
	WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfChildListUpdateChildDescriptionAsMissing(WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfChildListUpdateAllChildDescriptionsAsPresent(WDFCHILDLIST ChildList);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfChildListRequestChildEject(WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription);

/* ---- WMI --------------------------------------------------------------- */

typedef enum _WDF_WMI_PROVIDER_CONTROL {
	WdfWmiControlInvalid = 0,
	WdfWmiEventControl,
	WdfWmiInstanceControl,
} WDF_WMI_PROVIDER_CONTROL;
#define WdfWmiProviderExpensive 0x01
#define WdfWmiProviderReadOnly 0x02
#define WdfWmiProviderEventOnly 0x04
#define WdfWmiProviderTracing 0x08

PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, WMI_INSTANCE_QUERY_INSTANCE,
	(WDFWMIINSTANCE WmiInstance, ULONG OutBufferSize, PVOID OutBuffer,
		PULONG BufferUsed));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, WMI_INSTANCE_SET_INSTANCE,
	(WDFWMIINSTANCE WmiInstance, ULONG InBufferSize, PVOID InBuffer));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, WMI_INSTANCE_SET_ITEM,
	(WDFWMIINSTANCE WmiInstance, ULONG DataItemId, ULONG InBufferSize,
		PVOID InBuffer));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, WMI_INSTANCE_EXECUTE_METHOD,
	(WDFWMIINSTANCE WmiInstance, ULONG MethodId, ULONG InBufferSize,
		ULONG OutBufferSize, PVOID Buffer, PULONG BufferUsed));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, NTSTATUS, WMI_PROVIDER_FUNCTION_CONTROL,
	(WDFWMIPROVIDER WmiProvider, WDF_WMI_PROVIDER_CONTROL Control,
		BOOLEAN Enable));

typedef struct _WDF_WMI_PROVIDER_CONFIG {
	ULONG Size;
	GUID Guid;
	ULONG Flags;
	ULONG MinInstanceBufferSize;
	PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL EvtWmiProviderFunctionControl;
} WDF_WMI_PROVIDER_CONFIG, *PWDF_WMI_PROVIDER_CONFIG;

FORCEINLINE VOID WDF_WMI_PROVIDER_CONFIG_INIT(
	PWDF_WMI_PROVIDER_CONFIG Config, CONST GUID *Guid)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_WMI_PROVIDER_CONFIG);
	RtlCopyMemory(&Config->Guid, Guid, sizeof(GUID));
}

typedef struct _WDF_WMI_INSTANCE_CONFIG {
	ULONG Size;
	WDFWMIPROVIDER Provider;
	PWDF_WMI_PROVIDER_CONFIG ProviderConfig;
	BOOLEAN UseContextForQuery;
	BOOLEAN Register;
	PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE EvtWmiInstanceQueryInstance;
	PFN_WDF_WMI_INSTANCE_SET_INSTANCE EvtWmiInstanceSetInstance;
	PFN_WDF_WMI_INSTANCE_SET_ITEM EvtWmiInstanceSetItem;
	PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD EvtWmiInstanceExecuteMethod;
} WDF_WMI_INSTANCE_CONFIG, *PWDF_WMI_INSTANCE_CONFIG;

FORCEINLINE VOID WDF_WMI_INSTANCE_CONFIG_INIT_PROVIDER(
	PWDF_WMI_INSTANCE_CONFIG Config, WDFWMIPROVIDER Provider)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_WMI_INSTANCE_CONFIG);
	Config->Provider = Provider;
}

FORCEINLINE VOID WDF_WMI_INSTANCE_CONFIG_INIT_PROVIDER_CONFIG(
	PWDF_WMI_INSTANCE_CONFIG Config,
	PWDF_WMI_PROVIDER_CONFIG ProviderConfig)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_WMI_INSTANCE_CONFIG);
	Config->ProviderConfig = ProviderConfig;
}

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceAssignMofResourceName(
	WDFDEVICE Device, PCUNICODE_STRING MofResourceName);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfWmiInstanceCreate(WDFDEVICE Device,
	PWDF_WMI_INSTANCE_CONFIG InstanceConfig,
	PWDF_OBJECT_ATTRIBUTES InstanceAttributes, WDFWMIINSTANCE *Instance);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDEVICE WdfWmiInstanceGetDevice(WDFWMIINSTANCE WmiInstance);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfWmiInstanceFireEvent(
	WDFWMIINSTANCE WmiInstance, ULONG EventDataSize, PVOID EventData);

/* ---- Properties, states and less usual settings ------------------------ */

typedef struct _WDF_DEVICE_PROPERTY_DATA {
	ULONG Size;
	const DEVPROPKEY *PropertyKey;
	LCID Lcid;
	ULONG Flags;
} WDF_DEVICE_PROPERTY_DATA, *PWDF_DEVICE_PROPERTY_DATA;

FORCEINLINE VOID WDF_DEVICE_PROPERTY_DATA_INIT(
	PWDF_DEVICE_PROPERTY_DATA PropertyData, const DEVPROPKEY *PropertyKey)
{
	RtlZeroMemory(PropertyData, sizeof(*PropertyData));
	PropertyData->Size = WDF_STRUCTURE_SIZE(WDF_DEVICE_PROPERTY_DATA);
	PropertyData->PropertyKey = PropertyKey;
}

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceQueryPropertyEx(WDFDEVICE Device,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, ULONG BufferLength,
	PVOID PropertyBuffer, PULONG RequiredSize, PDEVPROPTYPE Type);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceAllocAndQueryPropertyEx(WDFDEVICE Device,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
	WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceAssignProperty(WDFDEVICE Device,
	PWDF_DEVICE_PROPERTY_DATA PropertyData, DEVPROPTYPE Type,
	ULONG BufferLength, PVOID PropertyBuffer);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfFdoInitQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, ULONG BufferLength,
	PVOID PropertyBuffer, PULONG ResultLength, PDEVPROPTYPE Type);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDriverOpenPersistentStateRegistryKey(WDFDRIVER Driver,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
	WDFKEY *Key);

typedef enum _WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE {
	WdfReleaseHardwareOrderOnFailureInvalid = 0,
	WdfReleaseHardwareOrderOnFailureEarly,
	WdfReleaseHardwareOrderOnFailureAfterDescendants,
} WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE;

typedef struct _WDF_REMOVE_LOCK_OPTIONS {
	ULONG Size;
	ULONG Flags;
} WDF_REMOVE_LOCK_OPTIONS, *PWDF_REMOVE_LOCK_OPTIONS;
#define WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO 0x00000001

FORCEINLINE VOID WDF_REMOVE_LOCK_OPTIONS_INIT(
	PWDF_REMOVE_LOCK_OPTIONS RemoveLockOptions, ULONG Flags)
{
	RemoveLockOptions->Size = WDF_STRUCTURE_SIZE(WDF_REMOVE_LOCK_OPTIONS);
	RemoveLockOptions->Flags = Flags;
}

VOID WdfDeviceInitSetReleaseHardwareOrderOnFailure(PWDFDEVICE_INIT DeviceInit,
	WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE
		ReleaseHardwareOrderOnFailure);
VOID WdfDeviceInitSetRemoveLockOptions(
	PWDFDEVICE_INIT DeviceInit, PWDF_REMOVE_LOCK_OPTIONS Options);
VOID WdfPdoInitRemovePowerDependencyOnParent(PWDFDEVICE_INIT DeviceInit);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfDeviceGetCharacteristics(WDFDEVICE Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetCharacteristics(
	WDFDEVICE Device, ULONG DeviceCharacteristics);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfDeviceGetAlignmentRequirement(WDFDEVICE Device);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfDeviceSetSpecialFileSupport(WDFDEVICE Device,
	WDF_SPECIAL_FILE_TYPE FileType, BOOLEAN FileTypeIsSupported);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfDeviceIndicateWakeStatus(
	WDFDEVICE Device, NTSTATUS WaitWakeStatus);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFFILEOBJECT WdfDeviceGetFileObject(
	WDFDEVICE Device, PFILE_OBJECT FileObject);
NTSTATUS WdfDeviceStopIdleNoTrack(WDFDEVICE Device, BOOLEAN WaitForD0);
VOID WdfDeviceResumeIdleNoTrack(WDFDEVICE Device);
NTSTATUS WdfDeviceWdmDispatchIrp(
	WDFDEVICE Device, PIRP Irp, WDFCONTEXT DispatchContext);
NTSTATUS WdfDeviceConfigureWdmIrpDispatchCallback(WDFDEVICE Device,
	WDFDRIVER Driver, UCHAR MajorFunction,
	PFN_WDFDEVICE_WDM_IRP_DISPATCH EvtDeviceWdmIrpDispatch,
	WDFCONTEXT DriverContext);

typedef NTSTATUS EVT_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE(
	WDFDEVICE Device, POHANDLE PoHandle);
typedef EVT_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE
	*PFN_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE;
typedef VOID EVT_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE(
	WDFDEVICE Device, POHANDLE PoHandle);
typedef EVT_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE
	*PFN_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE;

typedef struct _WDF_POWER_FRAMEWORK_SETTINGS {
	ULONG Size;
	PFN_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE
		EvtDeviceWdmPostPoFxRegisterDevice;
	PFN_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE
		EvtDeviceWdmPrePoFxUnregisterDevice;
	PPO_FX_COMPONENT Component;
	PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK
		ComponentActiveConditionCallback;
	PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK ComponentIdleConditionCallback;
	PPO_FX_COMPONENT_IDLE_STATE_CALLBACK ComponentIdleStateCallback;
	PPO_FX_POWER_CONTROL_CALLBACK PowerControlCallback;
	PVOID PoFxDeviceContext;
	ULONGLONG PoFxDeviceFlags;
	WDF_TRI_STATE DirectedPoFxEnabled;
} WDF_POWER_FRAMEWORK_SETTINGS, *PWDF_POWER_FRAMEWORK_SETTINGS;

FORCEINLINE VOID WDF_POWER_FRAMEWORK_SETTINGS_INIT(
	PWDF_POWER_FRAMEWORK_SETTINGS Settings)
{
	RtlZeroMemory(Settings, sizeof(*Settings));
	Settings->Size = WDF_STRUCTURE_SIZE(WDF_POWER_FRAMEWORK_SETTINGS);
	Settings->DirectedPoFxEnabled = WdfUseDefault;
}

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceWdmAssignPowerFrameworkSettings(WDFDEVICE Device,
	PWDF_POWER_FRAMEWORK_SETTINGS PowerFrameworkSettings);

_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDEVICE WdfChildListRetrievePdo(
	WDFCHILDLIST ChildList, PWDF_CHILD_RETRIEVE_INFO RetrieveInfo);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfChildListRetrieveAddressDescription(WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfPdoRetrieveIdentificationDescription(WDFDEVICE Device,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfPdoRetrieveAddressDescription(WDFDEVICE Device,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfPdoUpdateAddressDescription(WDFDEVICE Device,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription);

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfWmiProviderCreate(WDFDEVICE Device,
	PWDF_WMI_PROVIDER_CONFIG WmiProviderConfig,
	PWDF_OBJECT_ATTRIBUTES ProviderAttributes, WDFWMIPROVIDER *WmiProvider);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFDEVICE WdfWmiProviderGetDevice(WDFWMIPROVIDER WmiProvider);
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN WdfWmiProviderIsEnabled(
	WDFWMIPROVIDER WmiProvider, WDF_WMI_PROVIDER_CONTROL ProviderControl);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfWmiInstanceRegister(WDFWMIINSTANCE WmiInstance);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfWmiInstanceDeregister(WDFWMIINSTANCE WmiInstance);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFWMIPROVIDER WdfWmiInstanceGetProvider(WDFWMIINSTANCE WmiInstance);

WDF_EXTERN_C_END
#endif
