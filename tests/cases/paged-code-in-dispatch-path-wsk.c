/*
 * A client of Winsock Kernel is told of data at up to DISPATCH_LEVEL, while it
 * registers at PASSIVE_LEVEL.
 */
#include <ntddk.h>
#include <wsk.h>

#define PAGED __declspec(code_seg("PAGE"))

static WSK_REGISTRATION Registration;
static KSPIN_LOCK Lock;

PAGED static NTSTATUS WSKAPI OnReceive(PVOID Context, ULONG Flags, // want may PA1005 "'OnReceive'"
	PWSK_DATA_INDICATION Data, SIZE_T Bytes, SIZE_T *Accepted)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Flags);
	UNREFERENCED_PARAMETER(Data);
	UNREFERENCED_PARAMETER(Bytes);
	UNREFERENCED_PARAMETER(Accepted);
	return STATUS_SUCCESS;
}

static NTSTATUS WSKAPI OnDisconnect(PVOID Context, ULONG Flags)
{
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Flags);
	return STATUS_SUCCESS;
}

static const WSK_CLIENT_CONNECTION_DISPATCH Connection = {
	OnReceive, OnDisconnect, NULL };

PAGED NTSTATUS Connect(PSOCKADDR Address, PIRP Irp)
{
	WSK_PROVIDER_NPI provider;
	PWSK_SOCKET socket;
	const WSK_PROVIDER_CONNECTION_DISPATCH *dispatch;
	KIRQL irql;

	PAGED_CODE();
	WskCaptureProviderNPI(&Registration, WSK_INFINITE_WAIT, &provider);
	provider.Dispatch->WskSocket(provider.Client, AF_INET, SOCK_STREAM,
		IPPROTO_TCP, WSK_FLAG_CONNECTION_SOCKET, NULL, &Connection,
		NULL, NULL, NULL, Irp);
	socket = (PWSK_SOCKET)Irp->IoStatus.Information;
	dispatch = socket->Dispatch;
	KeAcquireSpinLock(&Lock, &irql); // want must PA1001 "'Connect'"
	KeReleaseSpinLock(&Lock, irql);
	return dispatch->WskConnect(socket, Address, 0, Irp);
}
