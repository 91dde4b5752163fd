/* The framework under a port driver that owns the dispatch table. */
#ifndef PAGEAUDIT_WDFMINIPORT_H
#define PAGEAUDIT_WDFMINIPORT_H
#pragma GCC system_header

#include <wdf.h>

WDF_EXTERN_C_START

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfDeviceMiniportCreate(WDFDRIVER Driver,
	PWDF_OBJECT_ATTRIBUTES Attributes, PDEVICE_OBJECT DeviceObject,
	PDEVICE_OBJECT AttachedDeviceObject, PDEVICE_OBJECT Pdo,
	WDFDEVICE *Device);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfDriverMiniportUnload(WDFDRIVER Driver);

WDF_EXTERN_C_END
#endif
