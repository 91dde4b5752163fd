/*
 * A lightweight filter: its data path and its status handler run at up to
 * DISPATCH_LEVEL, attaching at PASSIVE_LEVEL.
 */
#include <ndis.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED static VOID OnStatus( // want may PA1005 "'OnStatus'"
	NDIS_HANDLE Context, PNDIS_STATUS_INDICATION Indication)
{
	PAGED_CODE();
	NdisFIndicateStatus(Context, Indication);
}

PAGED static NDIS_STATUS OnAttach(NDIS_HANDLE Filter, NDIS_HANDLE Context,
	PNDIS_FILTER_ATTACH_PARAMETERS Parameters)
{
	NDIS_FILTER_ATTRIBUTES attributes;

	PAGED_CODE();
	if (Parameters->MiniportMediaType != NdisMedium802_3)
		return NDIS_STATUS_INVALID_PARAMETER;
	NdisZeroMemory(&attributes, sizeof(attributes));
	attributes.Header.Type = NDIS_OBJECT_TYPE_FILTER_ATTRIBUTES;
	return NdisFSetAttributes(Filter, Context, &attributes);
}

PAGED static VOID OnReceive(NDIS_HANDLE Binding, PNET_BUFFER_LIST Lists, // want may PA1005 "'OnReceive'"
	NDIS_PORT_NUMBER Port, ULONG Count, ULONG Flags)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Port);
	UNREFERENCED_PARAMETER(Count);
	UNREFERENCED_PARAMETER(Flags);
	NdisReturnNetBufferLists(Binding, Lists, 0);
}

PAGED static NDIS_STATUS OnUnbind(NDIS_HANDLE Unbind, NDIS_HANDLE Binding)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Unbind);
	return NdisCloseAdapterEx(Binding);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	NDIS_FILTER_DRIVER_CHARACTERISTICS filter;
	NDIS_PROTOCOL_DRIVER_CHARACTERISTICS protocol;
	NDIS_HANDLE handle;

	UNREFERENCED_PARAMETER(Path);
	NdisZeroMemory(&filter, sizeof(filter));
	filter.StatusHandler = OnStatus;
	filter.AttachHandler = OnAttach;
	NdisZeroMemory(&protocol, sizeof(protocol));
	protocol.ReceiveNetBufferListsHandler = OnReceive;
	protocol.UnbindAdapterHandlerEx = OnUnbind;
	NdisRegisterProtocolDriver(NULL, &protocol, &handle);
	return NdisFRegisterFilterDriver(Driver, Driver, &filter, &handle);
}
