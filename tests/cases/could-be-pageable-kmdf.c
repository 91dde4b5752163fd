/*
 * Callbacks of the framework that may be paged, and those on the way to power.
 */
// audit --advice
#include <ntddk.h>
#include <wdf.h>

typedef struct {
	PVOID Registers;
	ULONG Length;
} EXTENSION;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(EXTENSION, GetExtension)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD OnAdd;
EVT_WDF_DEVICE_PREPARE_HARDWARE OnPrepare;
EVT_WDF_DEVICE_D0_ENTRY OnEntry;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL OnControl;
#pragma alloc_text(INIT, DriverEntry)

static VOID Map(EXTENSION *Extension, WDFCMRESLIST List) // want PA7001 "'Map'"
{
	PCM_PARTIAL_RESOURCE_DESCRIPTOR descriptor =
		WdfCmResourceListGetDescriptor(List, 0);

	Extension->Length = descriptor->u.Memory.Length;
}

static VOID Reset(EXTENSION *Extension)
{
	Extension->Length = 0;
}

NTSTATUS OnPrepare(WDFDEVICE Device, WDFCMRESLIST Raw, WDFCMRESLIST Translated) // want PA7001 "'OnPrepare'"
{
	Map(GetExtension(Device), Translated);
	Reset(GetExtension(Device));
	return STATUS_SUCCESS;
}

NTSTATUS OnEntry(WDFDEVICE Device, WDF_POWER_DEVICE_STATE From)
{
	Reset(GetExtension(Device));
	return STATUS_SUCCESS;
}

VOID OnControl(WDFQUEUE Queue, WDFREQUEST Request, size_t Out, size_t In, ULONG Code)
{
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

NTSTATUS OnAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) // want PA7001 "'OnAdd' could be pageable, saving"
{
	WDF_PNPPOWER_EVENT_CALLBACKS power;
	WDF_IO_QUEUE_CONFIG queue;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&power);
	power.EvtDevicePrepareHardware = OnPrepare;
	power.EvtDeviceD0Entry = OnEntry;
	WdfDeviceInitSetPnpPowerEventCallbacks(Init, &power);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, EXTENSION);
	WdfDeviceCreate(&Init, &attributes, &device);
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchSequential);
	queue.EvtIoDeviceControl = OnControl;
	return WdfIoQueueCreate(device, &queue, NULL, NULL);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, OnAdd);
	return WdfDriverCreate(Driver, Path, NULL, &config, NULL);
}
