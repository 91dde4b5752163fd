/*
 * The device asks for the passive execution level. A queue that asks for the
 * other one gets it; a timer that asks for the passive one itself gets that;
 * completion routines of requests and of USB readers do not ask anybody.
 */
#include <ntddk.h>
#include <wdf.h>
#include <usb.h>
#include <wdfusb.h>

#define PAGED __declspec(code_seg("PAGE"))

EVT_WDF_IO_QUEUE_IO_READ OnRead;
EVT_WDF_IO_QUEUE_IO_WRITE OnWrite;
EVT_WDF_IO_QUEUE_IO_DEFAULT OnDefault;
EVT_WDF_TIMER OnPassiveTimer;
EVT_WDF_TIMER OnTimer;
EVT_WDF_USB_READER_COMPLETION_ROUTINE OnReader;
EVT_WDF_USB_READERS_FAILED OnReadersFailed;
EVT_WDF_REQUEST_COMPLETION_ROUTINE OnComplete;
EVT_WDF_DEVICE_FILE_CREATE OnCreate;
EVT_WDF_DRIVER_DEVICE_ADD OnAdd;

/* The queue takes the device's level. */
PAGED VOID OnRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(Length);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

/* The queue has its own. */
PAGED VOID OnWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length) // want may PA1005 "'OnWrite'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(Length);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

/* The queue says what the device says. */
PAGED VOID OnDefault(WDFQUEUE Queue, WDFREQUEST Request)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID OnPassiveTimer(WDFTIMER Timer)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Timer);
}

PAGED VOID OnTimer(WDFTIMER Timer) // want must PA1005 "'OnTimer'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Timer);
}

PAGED VOID OnReader(WDFUSBPIPE Pipe, WDFMEMORY Buffer, size_t Length, // want may PA1005 "'OnReader'"
	WDFCONTEXT Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Pipe);
	UNREFERENCED_PARAMETER(Buffer);
	UNREFERENCED_PARAMETER(Length);
	UNREFERENCED_PARAMETER(Context);
}

PAGED BOOLEAN OnReadersFailed(
	WDFUSBPIPE Pipe, NTSTATUS Status, USBD_STATUS UsbdStatus)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Pipe);
	UNREFERENCED_PARAMETER(Status);
	UNREFERENCED_PARAMETER(UsbdStatus);
	return TRUE;
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

PAGED VOID OnCreate(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT File)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(File);
	WdfRequestSetCompletionRoutine(Request, OnComplete, NULL);
	(VOID)WdfRequestSend(
		Request, WdfDeviceGetIoTarget(Device), WDF_NO_SEND_OPTIONS);
}

PAGED static NTSTATUS ConfigureReader(WDFUSBPIPE Pipe)
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;

	PAGED_CODE();
	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, OnReader, NULL, 64);
	config.EvtUsbTargetPipeReadersFailed = OnReadersFailed;
	return WdfUsbTargetPipeConfigContinuousReader(Pipe, &config);
}

PAGED NTSTATUS OnAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_FILEOBJECT_CONFIG fileConfig;
	WDF_IO_QUEUE_CONFIG config;
	WDF_TIMER_CONFIG timerConfig;
	WDFTIMER timer;
	WDFDEVICE device;
	NTSTATUS status;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	WDF_FILEOBJECT_CONFIG_INIT(&fileConfig, OnCreate, NULL, NULL);
	WdfDeviceInitSetFileObjectConfig(
		Init, &fileConfig, WDF_NO_OBJECT_ATTRIBUTES);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&Init, &attributes, &device);
	if (!NT_SUCCESS(status)) {
		return status;
	}
	(VOID)ConfigureReader(NULL);

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchParallel);
	config.EvtIoRead = OnRead;
	(VOID)WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, NULL);

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchParallel);
	config.EvtIoWrite = OnWrite;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelDispatch;
	(VOID)WdfIoQueueCreate(device, &config, &attributes, NULL);

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchParallel);
	config.EvtIoDefault = OnDefault;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	(VOID)WdfIoQueueCreate(device, &config, &attributes, NULL);

	WDF_TIMER_CONFIG_INIT(&timerConfig, OnPassiveTimer);
	timerConfig.AutomaticSerialization = FALSE;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	(VOID)WdfTimerCreate(&timerConfig, &attributes, &timer);

	WDF_TIMER_CONFIG_INIT(&timerConfig, OnTimer);
	timerConfig.AutomaticSerialization = FALSE;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	return WdfTimerCreate(&timerConfig, &attributes, &timer);
}
