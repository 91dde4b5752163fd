/*
 * A StorPort miniport that asks for full duplex: its StartIo runs under a lock
 * of its own, at DISPATCH_LEVEL, and not under the interrupt's.
 */
#include <storport.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED BOOLEAN OnStartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) // want must PA1005 "'OnStartIo'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Srb);
	return Extension != NULL;
}

PAGED BOOLEAN OnInterrupt(PVOID Extension) // want must PA1004 "'OnInterrupt'"
{
	PAGED_CODE();
	return Extension != NULL;
}

PAGED ULONG OnFind(PVOID Extension, PVOID Context, PVOID Bus, PCHAR Argument,
	PPORT_CONFIGURATION_INFORMATION Info, PBOOLEAN Again)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Extension);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Bus);
	UNREFERENCED_PARAMETER(Argument);
	Info->SynchronizationModel = StorSynchronizeFullDuplex;
	*Again = FALSE;
	return SP_RETURN_FOUND;
}

ULONG DriverEntry(PVOID Driver, PVOID Path)
{
	HW_INITIALIZATION_DATA data = { 0 };

	data.HwInitializationDataSize = sizeof(data);
	data.HwInterrupt = OnInterrupt;
	data.HwStartIo = OnStartIo;
	data.HwFindAdapter = OnFind;
	return StorPortInitialize(Driver, Path, &data, NULL);
}
