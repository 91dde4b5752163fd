/*
 * The lock of a queue. The device's execution level is not the passive one; a
 * queue that asks for it has a lock that does not raise.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _STATE {
	WDFQUEUE Slow, Fast;
	ULONG Count;
} STATE, *PSTATE;

PAGED VOID UsesSlowLock(PSTATE State)
{
	PAGED_CODE();
	WdfObjectAcquireLock(State->Slow);
	State->Count++;
	WdfObjectReleaseLock(State->Slow);
}

PAGED VOID UsesFastLock(PSTATE State)
{
	PAGED_CODE();
	WdfObjectAcquireLock(State->Fast); // want PA1001 "'UsesFastLock'"
	State->Count++;
	WdfObjectReleaseLock(State->Fast);
}

PAGED NTSTATUS CreateQueues(WDFDEVICE Device, PSTATE State)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	NTSTATUS status;

	PAGED_CODE();
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	attributes.SynchronizationScope = WdfSynchronizationScopeQueue;
	status = WdfIoQueueCreate(
		Device, &config, &attributes, &State->Slow);
	if (!NT_SUCCESS(status)) {
		return status;
	}
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.SynchronizationScope = WdfSynchronizationScopeQueue;
	return WdfIoQueueCreate(Device, &config, &attributes, &State->Fast);
}
