/*
 * A callout of the filtering platform classifies at up to DISPATCH_LEVEL, and
 * hears of flows that end there too.
 */
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED static VOID Note(UINT32 value) // want may PA1005 "'Note'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(value);
}

static VOID NoteResident(UINT32 value)
{
	UNREFERENCED_PARAMETER(value);
}

static VOID NTAPI Classify(const FWPS_INCOMING_VALUES0 *values,
	const FWPS_INCOMING_METADATA_VALUES0 *metadata, void *data,
	const void *context, const FWPS_FILTER1 *filter, UINT64 flow,
	FWPS_CLASSIFY_OUT0 *out)
{
	UNREFERENCED_PARAMETER(metadata);
	UNREFERENCED_PARAMETER(data);
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(filter);
	UNREFERENCED_PARAMETER(flow);
	Note(values->incomingValue[0].value.uint32);
	NoteResident(values->incomingValue[1].value.uint32);
	out->actionType = FWP_ACTION_PERMIT;
}

PAGED static VOID NTAPI FlowEnds(UINT16 layer, UINT32 callout, UINT64 flow) // want may PA1005 "'FlowEnds'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(layer);
	UNREFERENCED_PARAMETER(callout);
	UNREFERENCED_PARAMETER(flow);
}

PAGED NTSTATUS Register(PDEVICE_OBJECT Device, UINT32 *Id)
{
	FWPS_CALLOUT1 callout = { 0 };

	PAGED_CODE();
	callout.classifyFn = Classify;
	callout.flowDeleteFn = FlowEnds;
	return FwpsCalloutRegister1(Device, &callout, Id);
}
