/*
 * An NDIS miniport whose source names no version of NDIS: it is one of NDIS 6.
 */
#include <ndis.h>

#define PAGED __declspec(code_seg("PAGE"))

MINIPORT_RETURN_NET_BUFFER_LISTS OnReturn;
MINIPORT_RESTART OnRestart;

PAGED VOID OnReturn(NDIS_HANDLE Context, PNET_BUFFER_LIST Lists, ULONG Flags) // want may PA1005 "'OnReturn'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Lists);
	UNREFERENCED_PARAMETER(Flags);
}

PAGED NDIS_STATUS OnRestart(
	NDIS_HANDLE Context, PNDIS_MINIPORT_RESTART_PARAMETERS Parameters)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Parameters);
	return NDIS_STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS miniport;
	NDIS_HANDLE handle;

	NdisZeroMemory(&miniport, sizeof(miniport));
	miniport.Header.Type = NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS;
	miniport.ReturnNetBufferListsHandler = OnReturn;
	miniport.RestartHandler = OnRestart;
	return NdisMRegisterMiniportDriver(
		Driver, Path, NULL, &miniport, &handle);
}
