/*
 * A protocol of NDIS 5: it is told of packets at DISPATCH_LEVEL, of what is done
 * at up to that, and binds below.
 */
#define NDIS50 1
#include <ndis.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _BINDING {
	NDIS_SPIN_LOCK Lock;
	ULONG Count;
} BINDING, *PBINDING;

PAGED INT OnPacket(NDIS_HANDLE Context, PNDIS_PACKET Packet) // want must PA1005 "'OnPacket'"
{
	PAGED_CODE();
	return Context && Packet;
}

NDIS_STATUS OnReceive(NDIS_HANDLE Context, NDIS_HANDLE Mac, PVOID Header,
	UINT HeaderSize, PVOID Ahead, UINT AheadSize, UINT Size)
{
	PBINDING binding = Context;

	UNREFERENCED_PARAMETER(Mac);
	UNREFERENCED_PARAMETER(Header);
	UNREFERENCED_PARAMETER(HeaderSize);
	UNREFERENCED_PARAMETER(Ahead);
	UNREFERENCED_PARAMETER(AheadSize);
	NdisDprAcquireSpinLock(&binding->Lock);
	binding->Count += Size;
	NdisDprReleaseSpinLock(&binding->Lock);
	return NDIS_STATUS_SUCCESS;
}

PAGED VOID OnSent(NDIS_HANDLE Context, PNDIS_PACKET Packet, // want may PA1005 "'OnSent'"
	NDIS_STATUS Status)
{
	PAGED_CODE();
	((PBINDING)Context)->Count += Packet && Status == NDIS_STATUS_SUCCESS;
}

PAGED VOID OnUnbind(PNDIS_STATUS Status, NDIS_HANDLE Context, NDIS_HANDLE Unbind)
{
	PAGED_CODE();
	*Status = Context && Unbind ? NDIS_STATUS_SUCCESS :
		NDIS_STATUS_FAILURE;
}

NDIS_STATUS Register(PNDIS_HANDLE Protocol)
{
	NDIS_PROTOCOL_CHARACTERISTICS about;
	NDIS_STATUS status;

	NdisZeroMemory(&about, sizeof(about));
	about.ReceiveHandler = OnReceive;
	about.ReceivePacketHandler = OnPacket;
	about.SendCompleteHandler = OnSent;
	about.UnbindAdapterHandler = OnUnbind;
	NdisRegisterProtocol(&status, Protocol, &about, sizeof(about));
	return status;
}
