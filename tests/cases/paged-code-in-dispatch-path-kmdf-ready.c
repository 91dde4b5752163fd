/*
 * A callback that is given to a queue which is there already runs as the queue
 * does: at the device's level, or at its own.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _STATE {
	WDFQUEUE Slow, Fast;
	WDFTIMER Timer;
} STATE, *PSTATE;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(STATE, GetState)

EVT_WDF_DRIVER_DEVICE_ADD OnAdd;
EVT_WDF_IO_QUEUE_STATE OnSlowReady, OnFastReady;
EVT_WDF_TIMER OnTimer;

PAGED VOID OnSlowReady(WDFQUEUE Queue, WDFCONTEXT Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(Context);
}

PAGED VOID OnFastReady(WDFQUEUE Queue, WDFCONTEXT Context) // want may PA1005 "'OnFastReady'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(Context);
}

VOID OnTimer(WDFTIMER Timer)
{
	UNREFERENCED_PARAMETER(Timer);
}

PAGED NTSTATUS OnAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	WDF_TIMER_CONFIG timer;
	WDFDEVICE device;
	PSTATE state;
	NTSTATUS status;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, STATE);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&Init, &attributes, &device);
	if (!NT_SUCCESS(status)) {
		return status;
	}
	state = GetState(device);

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	(VOID)WdfIoQueueCreate(
		device, &config, WDF_NO_OBJECT_ATTRIBUTES, &state->Slow);
	(VOID)WdfIoQueueReadyNotify(state->Slow, OnSlowReady, state);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelDispatch;
	(VOID)WdfIoQueueCreate(device, &config, &attributes, &state->Fast);
	(VOID)WdfIoQueueReadyNotify(state->Fast, OnFastReady, state);

	WDF_TIMER_CONFIG_INIT(&timer, OnTimer);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	return WdfTimerCreate(&timer, &attributes, &state->Timer);
}
