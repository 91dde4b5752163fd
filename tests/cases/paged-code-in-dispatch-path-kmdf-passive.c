/*
 * The passive execution level: queues obey it, and what is beside the queues,
 * timers with attributes of their own and completion, does not.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL OnControl;
EVT_WDF_TIMER OnTimer;
EVT_WDF_DPC OnDpc;
EVT_WDF_REQUEST_COMPLETION_ROUTINE OnComplete;
EVT_WDF_DRIVER_DEVICE_ADD OnAdd;

PAGED VOID OnControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength,
	size_t InputLength, ULONG Code)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	UNREFERENCED_PARAMETER(Code);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

/* Created with default attributes: the device's level is not its own. */
PAGED VOID OnTimer(WDFTIMER Timer) // want PA1005 "'OnTimer'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Timer);
}

PAGED VOID OnDpc(WDFDPC Dpc) // want must PA1005 "'OnDpc'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Dpc);
}

PAGED VOID OnComplete(WDFREQUEST Request, WDFIOTARGET Target, // want may PA1005 "'OnComplete'"
	PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Target);
	UNREFERENCED_PARAMETER(Params);
	UNREFERENCED_PARAMETER(Context);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED NTSTATUS OnAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init)
{
	WDF_OBJECT_ATTRIBUTES attributes, timerAttributes;
	WDF_IO_QUEUE_CONFIG config;
	WDF_TIMER_CONFIG timerConfig;
	WDFTIMER timer;
	WDFDEVICE device;
	NTSTATUS status;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&Init, &attributes, &device);
	if (!NT_SUCCESS(status)) {
		return status;
	}
	WDF_TIMER_CONFIG_INIT(&timerConfig, OnTimer);
	timerConfig.AutomaticSerialization = FALSE;
	WDF_OBJECT_ATTRIBUTES_INIT(&timerAttributes);
	timerAttributes.ParentObject = device;
	status = WdfTimerCreate(&timerConfig, &timerAttributes, &timer);
	if (!NT_SUCCESS(status)) {
		return status;
	}
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config,
		WdfIoQueueDispatchSequential);
	config.EvtIoDeviceControl = OnControl;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES,
		WDF_NO_HANDLE);
}
