/*
 * What the IEEE 1394 bus calls back runs at DISPATCH_LEVEL: notifications of an
 * address range and buffers that are done, as the documentation says, and so it
 * is taken to be of a bus reset.
 */
#include <ntddk.h>
#include <1394.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED static VOID OnRequest(PNOTIFICATION_INFO About) // want must PA1005 "'OnRequest'"
{
	PAGED_CODE();
	*(PULONG)About->Context = About->nLength;
}

PAGED static VOID OnBuffer(PVOID Count, PVOID Unused) // want must PA1005 "'OnBuffer'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Unused);
	++*(PULONG)Count;
}

static VOID OnBufferResident(PVOID Count, PVOID Unused)
{
	UNREFERENCED_PARAMETER(Unused);
	++*(PULONG)Count;
}

PAGED static VOID OnReset(PVOID Count) // want may PA1005 "'OnReset'"
{
	PAGED_CODE();
	++*(PULONG)Count;
}

PAGED VOID Prepare(PIRB Range, PIRB Reset, PISOCH_DESCRIPTOR Buffers)
{
	PAGED_CODE();
	Range->FunctionNumber = REQUEST_ALLOCATE_ADDRESS_RANGE;
	Range->u.AllocateAddressRange.Callback = OnRequest;
	Reset->FunctionNumber = REQUEST_BUS_RESET_NOTIFICATION;
	Reset->u.BusResetNotification.ResetRoutine = OnReset;
	Buffers[0].Callback = OnBuffer;
	Buffers[1].Callback = OnBufferResident;
}
