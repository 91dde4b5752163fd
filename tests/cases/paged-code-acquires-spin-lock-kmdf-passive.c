/*
 * The same object lock where the driver asks for the passive execution level:
 * it is a fast mutex then. A spin lock stays one.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

EVT_WDF_DRIVER_DEVICE_ADD AddDevice;

PAGED NTSTATUS AddDevice(WDFDRIVER Driver, PWDFDEVICE_INIT Init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	return WdfDeviceCreate(&Init, &attributes, &device);
}

PAGED VOID ObjectLock(WDFDEVICE Device)
{
	PAGED_CODE();
	WdfObjectAcquireLock(Device);
	WdfObjectReleaseLock(Device);
}

PAGED VOID SpinLock(WDFSPINLOCK Lock)
{
	PAGED_CODE();
	WdfSpinLockAcquire(Lock); // want must PA1001 "'SpinLock'"
	WdfSpinLockRelease(Lock);
}
