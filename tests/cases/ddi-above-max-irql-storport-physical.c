/*
 * The same without the feature: a physical one, and its levels.
 */
#include <ntddk.h>
#include <storport.h>

HW_INITIALIZE Initialize;
HW_STARTIO StartIo;
sp_DRIVER_INITIALIZE DriverEntry;

static UNICODE_STRING Interface;

ULONG DriverEntry(PVOID DriverObject, PVOID RegistryPath)
{
	HW_INITIALIZATION_DATA data;

	RtlZeroMemory(&data, sizeof(data));
	data.HwInitializationDataSize = sizeof(data);
	data.HwInitialize = Initialize;
	data.HwStartIo = StartIo;
	data.FeatureSupport |= 0x200;
	return StorPortInitialize(DriverObject, RegistryPath, &data, NULL);
}

BOOLEAN Initialize(PVOID Extension)
{
	UNREFERENCED_PARAMETER(Extension);
	return NT_SUCCESS(IoSetDeviceInterfaceState(&Interface, TRUE)); // want must PA1008 "'Initialize'"
}

BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb)
{
	UNREFERENCED_PARAMETER(Srb);
	UNREFERENCED_PARAMETER(Extension);
	IoSetDeviceInterfaceState(&Interface, FALSE);
	return TRUE;
}
