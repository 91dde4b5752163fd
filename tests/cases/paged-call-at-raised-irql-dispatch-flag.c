/*
 * A lock that is taken one way or the other, by what the caller says of IRQL.
 */
#include <ndis.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _FILTER {
	NDIS_SPIN_LOCK Lock;
	ULONG Count;
} FILTER, *PFILTER;

PAGED static VOID Trace(PFILTER Filter)
{
	PAGED_CODE();
	Filter->Count++;
}

PAGED static VOID Note(PFILTER Filter) // want may PA1005 "'Note'"
{
	PAGED_CODE();
	Filter->Count++;
}

FILTER_SEND_NET_BUFFER_LISTS Send;

VOID Send(NDIS_HANDLE Context, PNET_BUFFER_LIST Lists, NDIS_PORT_NUMBER Port,
	ULONG Flags)
{
	PFILTER filter = Context;
	BOOLEAN dispatch = NDIS_TEST_SEND_AT_DISPATCH_LEVEL(Flags);

	UNREFERENCED_PARAMETER(Lists);
	UNREFERENCED_PARAMETER(Port);
	if (dispatch) {
		NdisDprAcquireSpinLock(&filter->Lock);
	} else {
		NdisAcquireSpinLock(&filter->Lock);
	}
	Trace(filter); // want PA1006 "'Send' calls 'Trace'"
	if (dispatch) {
		NdisDprReleaseSpinLock(&filter->Lock);
	} else {
		NdisReleaseSpinLock(&filter->Lock);
	}
	Note(filter);
}
