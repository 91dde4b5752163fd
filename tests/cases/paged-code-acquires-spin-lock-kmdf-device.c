/*
 * Devices whose ExecutionLevel is no constant: their lock may raise.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED VOID UsesLock(WDFDEVICE Device, PULONG Count)
{
	PAGED_CODE();
	WdfObjectAcquireLock(Device); // want may PA1001 "'UsesLock'"
	++*Count;
	WdfObjectReleaseLock(Device);
}

PAGED NTSTATUS CreateDevice(PWDFDEVICE_INIT Init, WDF_EXECUTION_LEVEL Level)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;

	PAGED_CODE();
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = Level;
	return WdfDeviceCreate(&Init, &attributes, &device);
}
