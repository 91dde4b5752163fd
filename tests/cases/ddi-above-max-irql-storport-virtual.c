/*
 * A miniport of StorPort is virtual, too, that asks for it among the features
 * of the record that all miniports register with.
 */
#include <ntddk.h>
#include <storport.h>

#ifndef STOR_FEATURE_VIRTUAL_MINIPORT
#define STOR_FEATURE_VIRTUAL_MINIPORT 0x1
#endif

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
	data.FeatureSupport |= STOR_FEATURE_VIRTUAL_MINIPORT | 0x200;
	return StorPortInitialize(DriverObject, RegistryPath, &data, NULL);
}

/* There is no interrupt whose level it could run at. */
BOOLEAN Initialize(PVOID Extension)
{
	UNREFERENCED_PARAMETER(Extension);
	return NT_SUCCESS(IoSetDeviceInterfaceState(&Interface, TRUE));
}

BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb)
{
	UNREFERENCED_PARAMETER(Srb);
	UNREFERENCED_PARAMETER(Extension);
	IoSetDeviceInterfaceState(&Interface, FALSE); // want may PA1008 "'StartIo'"
	return TRUE;
}
