/*
 * A request that is sent synchronously is waited for: what its options were
 * initialised with says so.
 */
#include <ntddk.h>
#include <wdf.h>

EVT_WDF_TIMER SendsAndWaits, Sends, SendsFreely;
EVT_WDF_WORKITEM SendsLater;

static WDFREQUEST request;
static WDFIOTARGET target;

VOID SendsAndWaits(WDFTIMER Timer)
{
	WDF_REQUEST_SEND_OPTIONS options;

	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_SEC(1));
	WdfRequestSend(request, target, &options); // want must PA1008 "'SendsAndWaits'"
}

VOID Sends(WDFTIMER Timer)
{
	WDF_REQUEST_SEND_OPTIONS options;

	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET);
	WdfRequestSend(request, target, &options);
}

VOID SendsFreely(WDFTIMER Timer)
{
	WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
}

VOID SendsLater(WDFWORKITEM Item)
{
	WDF_REQUEST_SEND_OPTIONS options;

	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
	WdfRequestSend(request, target, &options);
}
