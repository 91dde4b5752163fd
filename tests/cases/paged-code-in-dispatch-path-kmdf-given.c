/*
 * One routine creates every queue: the callback and the level that go together
 * are those that one caller gives.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

EVT_WDF_IO_QUEUE_IO_READ ReadPassive, ReadInherits, ReadTwice;
EVT_WDF_TIMER TickPassive, TickDispatch;

PAGED static NTSTATUS CreateQueue(WDFDEVICE Device, PFN_WDF_IO_QUEUE_IO_READ Read, WDF_EXECUTION_LEVEL Level)
{
	WDF_IO_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFQUEUE queue;

	PAGED_CODE();
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = Read;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = Level;
	return WdfIoQueueCreate(Device, &config, &attributes, &queue);
}

PAGED static NTSTATUS CreateTimer(WDFDEVICE Device, PFN_WDF_TIMER Tick, WDF_EXECUTION_LEVEL Level)
{
	WDF_TIMER_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFTIMER timer;

	PAGED_CODE();
	WDF_TIMER_CONFIG_INIT(&config, Tick);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	attributes.ExecutionLevel = Level;
	return WdfTimerCreate(&config, &attributes, &timer);
}

PAGED VOID ReadPassive(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	PAGED_CODE();
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID ReadInherits(WDFQUEUE Queue, WDFREQUEST Request, size_t Length) // want may PA1005 "'ReadInherits'"
{
	PAGED_CODE();
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID ReadTwice(WDFQUEUE Queue, WDFREQUEST Request, size_t Length) // want may PA1005 "'ReadTwice'"
{
	PAGED_CODE();
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID TickPassive(WDFTIMER Timer)
{
	PAGED_CODE();
	WdfTimerStop(Timer, FALSE);
}

PAGED VOID TickDispatch(WDFTIMER Timer) // want PA1005 "'TickDispatch'"
{
	PAGED_CODE();
	WdfTimerStop(Timer, FALSE);
}

PAGED NTSTATUS CreateAll(WDFDEVICE Device)
{
	PAGED_CODE();
	CreateQueue(Device, ReadPassive, WdfExecutionLevelPassive);
	CreateQueue(Device, ReadInherits, WdfExecutionLevelInheritFromParent);
	CreateQueue(Device, ReadTwice, WdfExecutionLevelPassive);
	CreateQueue(Device, ReadTwice, WdfExecutionLevelDispatch);
	CreateTimer(Device, TickPassive, WdfExecutionLevelPassive);
	return CreateTimer(Device, TickDispatch, WdfExecutionLevelDispatch);
}
