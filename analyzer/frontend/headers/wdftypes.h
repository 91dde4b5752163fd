/* Handles, object attributes and what every other part needs. See wdf.h. */
#ifndef PAGEAUDIT_WDFTYPES_H
#define PAGEAUDIT_WDFTYPES_H
#pragma GCC system_header

#include <wdm.h>

#ifdef __cplusplus
#define WDF_EXTERN_C extern "C"
#define WDF_EXTERN_C_START extern "C" {
#define WDF_EXTERN_C_END }
#else
#define WDF_EXTERN_C
#define WDF_EXTERN_C_START
#define WDF_EXTERN_C_END
#endif

WDF_EXTERN_C_START

typedef unsigned char BYTE;

#ifndef KMDF_VERSION_MAJOR
#define KMDF_VERSION_MAJOR 1
#endif
#ifndef KMDF_VERSION_MINOR
#define KMDF_VERSION_MINOR 33
#endif

/* ---- Handles ----------------------------------------------------------- */

#define PAGEAUDIT_WDF_HANDLE(name) typedef struct name##__ *name

typedef HANDLE WDFOBJECT, *PWDFOBJECT;
typedef HANDLE WDFCONTEXT;
PAGEAUDIT_WDF_HANDLE(WDFDRIVER);
PAGEAUDIT_WDF_HANDLE(WDFDEVICE);
PAGEAUDIT_WDF_HANDLE(WDFQUEUE);
PAGEAUDIT_WDF_HANDLE(WDFREQUEST);
PAGEAUDIT_WDF_HANDLE(WDFFILEOBJECT);
PAGEAUDIT_WDF_HANDLE(WDFIOTARGET);
PAGEAUDIT_WDF_HANDLE(WDFINTERRUPT);
PAGEAUDIT_WDF_HANDLE(WDFDPC);
PAGEAUDIT_WDF_HANDLE(WDFTIMER);
PAGEAUDIT_WDF_HANDLE(WDFWORKITEM);
PAGEAUDIT_WDF_HANDLE(WDFSPINLOCK);
PAGEAUDIT_WDF_HANDLE(WDFWAITLOCK);
PAGEAUDIT_WDF_HANDLE(WDFMEMORY);
PAGEAUDIT_WDF_HANDLE(WDFLOOKASIDE);
PAGEAUDIT_WDF_HANDLE(WDFCOLLECTION);
PAGEAUDIT_WDF_HANDLE(WDFSTRING);
PAGEAUDIT_WDF_HANDLE(WDFKEY);
PAGEAUDIT_WDF_HANDLE(WDFCMRESLIST);
PAGEAUDIT_WDF_HANDLE(WDFIORESLIST);
PAGEAUDIT_WDF_HANDLE(WDFIORESREQLIST);
PAGEAUDIT_WDF_HANDLE(WDFDMAENABLER);
PAGEAUDIT_WDF_HANDLE(WDFDMATRANSACTION);
PAGEAUDIT_WDF_HANDLE(WDFCOMMONBUFFER);
PAGEAUDIT_WDF_HANDLE(WDFCHILDLIST);
PAGEAUDIT_WDF_HANDLE(WDFWMIPROVIDER);
PAGEAUDIT_WDF_HANDLE(WDFWMIINSTANCE);
PAGEAUDIT_WDF_HANDLE(WDFUSBDEVICE);
PAGEAUDIT_WDF_HANDLE(WDFUSBINTERFACE);
PAGEAUDIT_WDF_HANDLE(WDFUSBPIPE);

typedef struct WDFDEVICE_INIT *PWDFDEVICE_INIT;
typedef struct _WDF_DRIVER_GLOBALS *PWDF_DRIVER_GLOBALS;

/* An event callback: the highest level it runs at, what it returns, its name
 * and parameters. Declares EVT_WDF_name, a function, and PFN_WDF_name. */
#define PAGEAUDIT_WDF_EVENT(level, type, name, parameters)                 \
	_IRQL_requires_max_(level) typedef type EVT_WDF_##name parameters; \
	typedef EVT_WDF_##name *PFN_WDF_##name

/* ---- General enumerations ---------------------------------------------- */

typedef enum _WDF_TRI_STATE {
	WdfFalse = FALSE,
	WdfTrue = TRUE,
	WdfUseDefault = 2,
} WDF_TRI_STATE, *PWDF_TRI_STATE;

typedef enum _WDF_EXECUTION_LEVEL {
	WdfExecutionLevelInvalid = 0,
	WdfExecutionLevelInheritFromParent,
	WdfExecutionLevelPassive,
	WdfExecutionLevelDispatch,
} WDF_EXECUTION_LEVEL;

typedef enum _WDF_SYNCHRONIZATION_SCOPE {
	WdfSynchronizationScopeInvalid = 0,
	WdfSynchronizationScopeInheritFromParent,
	WdfSynchronizationScopeDevice,
	WdfSynchronizationScopeQueue,
	WdfSynchronizationScopeNone,
} WDF_SYNCHRONIZATION_SCOPE;

typedef enum _WDF_POWER_DEVICE_STATE {
	WdfPowerDeviceInvalid = 0,
	WdfPowerDeviceD0,
	WdfPowerDeviceD1,
	WdfPowerDeviceD2,
	WdfPowerDeviceD3,
	WdfPowerDeviceD3Final,
	WdfPowerDevicePrepareForHibernation,
	WdfPowerDeviceMaximum,
} WDF_POWER_DEVICE_STATE, *PWDF_POWER_DEVICE_STATE;

typedef enum _WDF_MEMORY_DESCRIPTOR_TYPE {
	WdfMemoryDescriptorTypeInvalid = 0,
	WdfMemoryDescriptorTypeBuffer,
	WdfMemoryDescriptorTypeMdl,
	WdfMemoryDescriptorTypeHandle,
} WDF_MEMORY_DESCRIPTOR_TYPE;

#define WDF_STRUCTURE_SIZE(s) ((ULONG)sizeof(s))
#define WDF_REL_TIMEOUT_IN_US(t) (((LONGLONG)(t)) * -10)
#define WDF_REL_TIMEOUT_IN_MS(t) (((LONGLONG)(t)) * -10000)
#define WDF_REL_TIMEOUT_IN_SEC(t) (((LONGLONG)(t)) * -10000000)
#define WDF_ABS_TIMEOUT_IN_US(t) (((LONGLONG)(t)) * 10)
#define WDF_ABS_TIMEOUT_IN_MS(t) (((LONGLONG)(t)) * 10000)
#define WDF_ABS_TIMEOUT_IN_SEC(t) (((LONGLONG)(t)) * 10000000)
#define WDF_NO_EVENT_CALLBACK NULL
#define WDF_NO_HANDLE NULL
#define WDF_NO_CONTEXT NULL
#define WDF_NO_OBJECT_ATTRIBUTES NULL
#define WDF_NO_SEND_OPTIONS NULL

/* ---- Object attributes and contexts ------------------------------------ */

PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, OBJECT_CONTEXT_CLEANUP,
	(WDFOBJECT Object));
PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, OBJECT_CONTEXT_DESTROY,
	(WDFOBJECT Object));
typedef EVT_WDF_OBJECT_CONTEXT_CLEANUP EVT_WDF_DEVICE_CONTEXT_CLEANUP,
	EVT_WDF_IO_QUEUE_CONTEXT_CLEANUP_CALLBACK,
	EVT_WDF_FILE_CONTEXT_CLEANUP_CALLBACK;
typedef EVT_WDF_OBJECT_CONTEXT_DESTROY EVT_WDF_DEVICE_CONTEXT_DESTROY,
	EVT_WDF_IO_QUEUE_CONTEXT_DESTROY_CALLBACK,
	EVT_WDF_FILE_CONTEXT_DESTROY_CALLBACK;

typedef const struct _WDF_OBJECT_CONTEXT_TYPE_INFO
	*PCWDF_OBJECT_CONTEXT_TYPE_INFO;
typedef PCWDF_OBJECT_CONTEXT_TYPE_INFO (*PFN_GET_UNIQUE_CONTEXT_TYPE)(VOID);
typedef struct _WDF_OBJECT_CONTEXT_TYPE_INFO {
	ULONG Size;
	LPCSTR ContextName;
	size_t ContextSize;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO UniqueType;
	PFN_GET_UNIQUE_CONTEXT_TYPE EvtDriverGetUniqueContextType;
} WDF_OBJECT_CONTEXT_TYPE_INFO, *PWDF_OBJECT_CONTEXT_TYPE_INFO;

typedef struct _WDF_OBJECT_ATTRIBUTES {
	ULONG Size;
	PFN_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback;
	PFN_WDF_OBJECT_CONTEXT_DESTROY EvtDestroyCallback;
	WDF_EXECUTION_LEVEL ExecutionLevel;
	WDF_SYNCHRONIZATION_SCOPE SynchronizationScope;
	WDFOBJECT ParentObject;
	size_t ContextSizeOverride;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO ContextTypeInfo;
} WDF_OBJECT_ATTRIBUTES, *PWDF_OBJECT_ATTRIBUTES;

FORCEINLINE VOID WDF_OBJECT_ATTRIBUTES_INIT(PWDF_OBJECT_ATTRIBUTES Attributes)
{
	RtlZeroMemory(Attributes, sizeof(*Attributes));
	Attributes->Size = WDF_STRUCTURE_SIZE(WDF_OBJECT_ATTRIBUTES);
	Attributes->ExecutionLevel = WdfExecutionLevelInheritFromParent;
	Attributes->SynchronizationScope =
		WdfSynchronizationScopeInheritFromParent;
}

PVOID WdfObjectGetTypedContextWorker(
	WDFOBJECT Handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo);
WDFOBJECT WdfObjectContextGetObject(PVOID ContextPointer);

#define WDF_TYPE_NAME_TO_TYPE_INFO(t) _WDF_##t##_TYPE_INFO
#define WDF_TYPE_NAME_TO_EXTERNAL_NAME(t) WDF_TYPE_NAME_TO_TYPE_INFO(t)
#define WDF_GET_CONTEXT_TYPE_INFO(t) (&WDF_TYPE_NAME_TO_TYPE_INFO(t))

#define WDF_DECLARE_TYPE(t)                                               \
	static const WDF_OBJECT_CONTEXT_TYPE_INFO                         \
		WDF_TYPE_NAME_TO_TYPE_INFO(t) = {                         \
			sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO), #t,         \
			sizeof(t), &WDF_TYPE_NAME_TO_TYPE_INFO(t), NULL};
#define WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(t, accessor)                   \
	WDF_DECLARE_TYPE(t)                                               \
	static FORCEINLINE t *accessor(WDFOBJECT Handle)                  \
	{                                                                 \
		return (t *)WdfObjectGetTypedContextWorker(               \
			Handle, WDF_GET_CONTEXT_TYPE_INFO(t));            \
	}
#define WDF_DECLARE_CONTEXT_TYPE(t) \
	WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(t, WdfObjectGet_##t)
#define WDF_DECLARE_SHARED_CONTEXT_TYPE_WITH_NAME(t, accessor) \
	WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(t, accessor)

#define WdfObjectGetTypedContext(h, t)              \
	((t *)WdfObjectGetTypedContextWorker(       \
		(h), WDF_GET_CONTEXT_TYPE_INFO(t)))
#define WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(a, t) \
	((a)->ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(t))
#define WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(a, t)      \
	(WDF_OBJECT_ATTRIBUTES_INIT(a),                    \
		WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(a, t))

WDF_EXTERN_C_END
#endif
