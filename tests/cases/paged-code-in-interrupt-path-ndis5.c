/*
 * A miniport of NDIS 5: its handlers stand in one table, with the interrupt at
 * DIRQL, the data path at DISPATCH_LEVEL, and what starts and stops it below.
 */
#define NDIS_MINIPORT_DRIVER 1
#define NDIS50_MINIPORT 1
#include <ndis.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _ADAPTER {
	NDIS_MINIPORT_INTERRUPT Interrupt;
	NDIS_MINIPORT_TIMER Timer;
	NDIS_WORK_ITEM Item;
	NDIS_SPIN_LOCK Lock;
	ULONG Count;
} ADAPTER, *PADAPTER;

PAGED VOID OnInterrupt(PBOOLEAN Recognized, PBOOLEAN Queue, NDIS_HANDLE Context) // want must PA1004 "'OnInterrupt'"
{
	PAGED_CODE();
	*Recognized = *Queue = Context != NULL;
}

PAGED VOID OnHandle(NDIS_HANDLE Context) // want must PA1005 "'OnHandle'"
{
	PAGED_CODE();
	((PADAPTER)Context)->Count = 0;
}

PAGED VOID OnReturn(NDIS_HANDLE Context, PNDIS_PACKET Packet) // want may PA1005 "'OnReturn'"
{
	PAGED_CODE();
	((PADAPTER)Context)->Count += Packet != NULL;
}

PAGED BOOLEAN OnClear(PVOID Context) // want must PA1004 "'OnClear'"
{
	PAGED_CODE();
	return Context != NULL;
}

PAGED VOID OnTimer(PVOID First, PVOID Context, PVOID Second, PVOID Third) // want must PA1005 "'OnTimer'"
{
	PAGED_CODE();
	((PADAPTER)Context)->Count = First || Second || Third;
}

PAGED VOID OnItem(PNDIS_WORK_ITEM Item, PVOID Context)
{
	PAGED_CODE();
	((PADAPTER)Context)->Count = Item != NULL;
}

VOID OnSend(NDIS_HANDLE Context, PPNDIS_PACKET Packets, UINT Count)
{
	PADAPTER adapter = Context;

	UNREFERENCED_PARAMETER(Packets);
	NdisDprAcquireSpinLock(&adapter->Lock); // want may PA1009 "'OnSend'"
	adapter->Count += Count;
	NdisDprReleaseSpinLock(&adapter->Lock);
}

PAGED VOID OnHalt(NDIS_HANDLE Context)
{
	PADAPTER adapter = Context;

	PAGED_CODE();
	NdisMSynchronizeWithInterrupt(
		&adapter->Interrupt, OnClear, adapter);
	NdisMDeregisterInterrupt(&adapter->Interrupt);
}

PAGED VOID Prepare(PADAPTER Adapter, NDIS_HANDLE Handle)
{
	PAGED_CODE();
	NdisMInitializeTimer(&Adapter->Timer, Handle, OnTimer, Adapter);
	NdisInitializeWorkItem(&Adapter->Item, OnItem, Adapter);
}

NDIS_STATUS Register(NDIS_HANDLE Wrapper)
{
	NDIS_MINIPORT_CHARACTERISTICS about;

	NdisZeroMemory(&about, sizeof(about));
	about.HaltHandler = OnHalt;
	about.HandleInterruptHandler = OnHandle;
	about.ISRHandler = OnInterrupt;
	about.ReturnPacketHandler = OnReturn;
	about.SendPacketsHandler = OnSend;
	return NdisMRegisterMiniport(Wrapper, &about, sizeof(about));
}
