/*
 * An ExecutionLevel that is no constant: the lock of such a queue may raise, and
 * its timer may be a DPC. Where it is constant, either is certain.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _STATE {
	WDFQUEUE Chosen, Fast, Slow;
	WDFTIMER Timer;
	ULONG Count;
} STATE, *PSTATE;

EVT_WDF_TIMER OnChosen, OnFast, OnSlow;

PAGED VOID OnChosen(WDFTIMER Timer) // want may PA1005 "'OnChosen'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Timer);
}

PAGED VOID OnFast(WDFTIMER Timer) // want must PA1005 "'OnFast'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Timer);
}

PAGED VOID OnSlow(WDFTIMER Timer)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Timer);
}

PAGED VOID UsesChosenLock(PSTATE State)
{
	PAGED_CODE();
	WdfObjectAcquireLock(State->Chosen); // want may PA1001 "'UsesChosenLock'"
	State->Count++;
	WdfObjectReleaseLock(State->Chosen);
}

PAGED VOID UsesFastLock(PSTATE State)
{
	PAGED_CODE();
	WdfObjectAcquireLock(State->Fast); // want must PA1001 "'UsesFastLock'"
	State->Count++;
	WdfObjectReleaseLock(State->Fast);
}

PAGED VOID UsesSlowLock(PSTATE State)
{
	PAGED_CODE();
	WdfObjectAcquireLock(State->Slow);
	State->Count++;
	WdfObjectReleaseLock(State->Slow);
}

PAGED NTSTATUS CreateQueue(
	WDFDEVICE Device, PSTATE State, WDF_EXECUTION_LEVEL Level)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;

	PAGED_CODE();
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	WdfIoQueueCreate(Device, &config, &attributes, &State->Slow);
	attributes.ExecutionLevel = Level;
	WdfIoQueueCreate(Device, &config, &attributes, &State->Chosen);
	attributes.ExecutionLevel = WdfExecutionLevelDispatch;
	return WdfIoQueueCreate(Device, &config, &attributes, &State->Fast);
}

PAGED NTSTATUS CreateTimers(
	WDFDEVICE Device, PSTATE State, WDF_EXECUTION_LEVEL Level)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG config;

	PAGED_CODE();
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	WDF_TIMER_CONFIG_INIT(&config, OnSlow);
	WdfTimerCreate(&config, &attributes, &State->Timer);
	attributes.ExecutionLevel = Level;
	WDF_TIMER_CONFIG_INIT(&config, OnChosen);
	WdfTimerCreate(&config, &attributes, &State->Timer);
	attributes.ExecutionLevel = WdfExecutionLevelDispatch;
	WDF_TIMER_CONFIG_INIT(&config, OnFast);
	return WdfTimerCreate(&config, &attributes, &State->Timer);
}
