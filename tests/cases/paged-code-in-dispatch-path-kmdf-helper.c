/*
 * Attributes that a helper fills in: it is given the structure, and says which
 * execution level the device asks for.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

EVT_WDF_DRIVER_DEVICE_ADD OnAdd;
EVT_WDF_IO_QUEUE_IO_READ OnRead, OnReadAnywhere;

PAGED VOID OnRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, Length);
}

PAGED VOID OnReadAnywhere(WDFQUEUE Queue, WDFREQUEST Request, size_t Length) // want PA1005 "'OnReadAnywhere'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, Length);
}

static VOID Ask(PWDF_OBJECT_ATTRIBUTES Attributes)
{
	Attributes->ExecutionLevel = WdfExecutionLevelPassive;
}

static VOID Prepare(PWDF_OBJECT_ATTRIBUTES Attributes)
{
	WDF_OBJECT_ATTRIBUTES_INIT(Attributes);
	Ask(Attributes);
}

static VOID PrepareAnywhere(PWDF_OBJECT_ATTRIBUTES Attributes)
{
	WDF_OBJECT_ATTRIBUTES_INIT(Attributes);
	Attributes->ExecutionLevel = WdfExecutionLevelDispatch;
}

PAGED NTSTATUS OnAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init)
{
	WDF_OBJECT_ATTRIBUTES attributes, others;
	WDF_IO_QUEUE_CONFIG config, otherConfig;
	WDFDEVICE device;
	NTSTATUS status;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	Prepare(&attributes);
	status = WdfDeviceCreate(&Init, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = OnRead;
	status = WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, NULL);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT(&otherConfig, WdfIoQueueDispatchSequential);
	otherConfig.EvtIoRead = OnReadAnywhere;
	PrepareAnywhere(&others);
	return WdfIoQueueCreate(device, &otherConfig, &others, NULL);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, OnAdd);
	return WdfDriverCreate(Driver, Path, WDF_NO_OBJECT_ATTRIBUTES, &config, NULL);
}
