/*
 * Callers fill the configuration, and one routine of the driver creates with it:
 * the level is that which the caller gives, by itself or in attributes.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

EVT_WDF_IO_QUEUE_IO_READ ReadDispatch, ReadPassive;
EVT_WDF_IO_QUEUE_IO_WRITE WriteDispatch, WritePassive;
EVT_WDF_TIMER TickInherits, TickPassive;

static NTSTATUS CreateAt(WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
	WDF_EXECUTION_LEVEL Level, WDFQUEUE *Queue)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = Level;
	return WdfIoQueueCreate(Device, Config, &attributes, Queue);
}

static NTSTATUS CreateWith(WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFQUEUE *Queue)
{
	Config->PowerManaged = WdfFalse;
	return WdfIoQueueCreate(Device, Config, Attributes, Queue);
}

static NTSTATUS CreateTimer(WDFDEVICE Device, PWDF_TIMER_CONFIG Config,
	WDF_EXECUTION_LEVEL Level, WDFTIMER *Timer)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	Config->AutomaticSerialization = FALSE;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	attributes.ExecutionLevel = Level;
	return WdfTimerCreate(Config, &attributes, Timer);
}

PAGED VOID ReadDispatch(WDFQUEUE Queue, WDFREQUEST Request, size_t Length) // want may PA1005 "'ReadDispatch'"
{
	PAGED_CODE();
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID ReadPassive(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	PAGED_CODE();
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID WriteDispatch(WDFQUEUE Queue, WDFREQUEST Request, size_t Length) // want may PA1005 "'WriteDispatch'"
{
	PAGED_CODE();
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID WritePassive(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	PAGED_CODE();
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID TickInherits(WDFTIMER Timer) // want must PA1005 "'TickInherits'"
{
	PAGED_CODE();
	WdfTimerStop(Timer, FALSE);
}

PAGED VOID TickPassive(WDFTIMER Timer)
{
	PAGED_CODE();
	WdfTimerStop(Timer, FALSE);
}

PAGED NTSTATUS CreateAll(WDFDEVICE Device)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	WDF_TIMER_CONFIG timerConfig;
	WDFQUEUE queue;
	WDFTIMER timer;

	PAGED_CODE();
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = ReadDispatch;
	CreateAt(Device, &config, WdfExecutionLevelDispatch, &queue);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = ReadPassive;
	CreateAt(Device, &config, WdfExecutionLevelPassive, &queue);

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
	config.EvtIoWrite = WriteDispatch;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	CreateWith(Device, &config, &attributes, &queue);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
	config.EvtIoWrite = WritePassive;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	CreateWith(Device, &config, &attributes, &queue);

	WDF_TIMER_CONFIG_INIT(&timerConfig, TickInherits);
	CreateTimer(Device, &timerConfig, WdfExecutionLevelInheritFromParent, &timer);
	WDF_TIMER_CONFIG_INIT(&timerConfig, TickPassive);
	return CreateTimer(Device, &timerConfig, WdfExecutionLevelPassive, &timer);
}
