/*
 * The locks of NDIS. Those for receive and send paths are spin locks under
 * another name; events are not.
 */
#define NDIS_MINIPORT_DRIVER 1
#define NDIS60_MINIPORT 1
#include <ndis.h>

#define PAGED __declspec(code_seg("PAGE"))

static NDIS_SPIN_LOCK Lock;

PAGED VOID Plain(VOID)
{
	PAGED_CODE();
	NdisAcquireSpinLock(&Lock); // want must PA1001 "'NdisAcquireSpinLock'"
	NdisReleaseSpinLock(&Lock);
}

VOID PlainResident(VOID)
{
	NdisAcquireSpinLock(&Lock);
	NdisReleaseSpinLock(&Lock);
}

PAGED VOID CallsPlainResident(VOID)
{
	PAGED_CODE();
	PlainResident();
}

PAGED VOID Dpr(VOID)
{
	PAGED_CODE();
	NdisDprAcquireSpinLock(&Lock); // want PA1001 "'Dpr'"
	NdisDprReleaseSpinLock(&Lock);
}

VOID DprResident(VOID)
{
	NdisDprAcquireSpinLock(&Lock);
	NdisDprReleaseSpinLock(&Lock);
}

PAGED VOID Event(PNDIS_EVENT Event)
{
	PAGED_CODE();
	NdisInitializeEvent(Event);
	NdisSetEvent(Event);
	(VOID)NdisWaitEvent(Event, 0);
}

PAGED VOID Allocates(VOID)
{
	PAGED_CODE();
	NdisAllocateSpinLock(&Lock);
	NdisFreeSpinLock(&Lock);
}
