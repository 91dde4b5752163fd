/*
 * The lock of an interrupt. Two interrupts of one driver: one is handled at
 * PASSIVE_LEVEL, its lock is a wait lock and its routines may be paged; the
 * other is not, and nothing of its may.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _STATE {
	WDFINTERRUPT Slow, Fast;
	ULONG Count;
} STATE, *PSTATE;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(STATE, GetState)

EVT_WDF_INTERRUPT_ISR OnSlow;
EVT_WDF_INTERRUPT_ISR OnFast;
EVT_WDF_INTERRUPT_DISABLE OnSlowDisable;
EVT_WDF_INTERRUPT_DISABLE OnFastDisable;
EVT_WDF_INTERRUPT_SYNCHRONIZE WithSlow;
EVT_WDF_INTERRUPT_SYNCHRONIZE WithFast;

PAGED BOOLEAN OnSlow(WDFINTERRUPT Interrupt, ULONG MessageId)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}

PAGED BOOLEAN OnFast(WDFINTERRUPT Interrupt, ULONG MessageId) // want must PA1004 "'OnFast'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}

PAGED NTSTATUS OnSlowDisable(WDFINTERRUPT Interrupt, WDFDEVICE Device)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	UNREFERENCED_PARAMETER(Device);
	return STATUS_SUCCESS;
}

PAGED NTSTATUS OnFastDisable(WDFINTERRUPT Interrupt, WDFDEVICE Device) // want must PA1004 "'OnFastDisable'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	UNREFERENCED_PARAMETER(Device);
	return STATUS_SUCCESS;
}

PAGED BOOLEAN WithSlow(WDFINTERRUPT Interrupt, WDFCONTEXT Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	return Context != NULL;
}

PAGED BOOLEAN WithFast(WDFINTERRUPT Interrupt, WDFCONTEXT Context) // want must PA1004 "'WithFast'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	return Context != NULL;
}

PAGED VOID Synchronises(PSTATE State)
{
	PAGED_CODE();
	(VOID)WdfInterruptSynchronize(State->Slow, WithSlow, State);
	(VOID)WdfInterruptSynchronize(State->Fast, WithFast, State);
}

PAGED VOID UsesSlowLock(PSTATE State)
{
	PAGED_CODE();
	WdfInterruptAcquireLock(State->Slow);
	State->Count++;
	WdfInterruptReleaseLock(State->Slow);
}

PAGED VOID UsesFastLock(PSTATE State)
{
	PAGED_CODE();
	WdfInterruptAcquireLock(State->Fast); // want PA1001 "'UsesFastLock'"
	State->Count++;
	WdfInterruptReleaseLock(State->Fast);
}

PAGED NTSTATUS Prepare(WDFDEVICE Device)
{
	PSTATE state = GetState(Device);
	WDF_INTERRUPT_CONFIG config;
	NTSTATUS status;

	PAGED_CODE();
	WDF_INTERRUPT_CONFIG_INIT(&config, OnSlow, NULL);
	config.PassiveHandling = TRUE;
	config.EvtInterruptDisable = OnSlowDisable;
	status = WdfInterruptCreate(
		Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &state->Slow);
	if (!NT_SUCCESS(status)) {
		return status;
	}
	WDF_INTERRUPT_CONFIG_INIT(&config, OnFast, NULL);
	config.EvtInterruptDisable = OnFastDisable;
	return WdfInterruptCreate(
		Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &state->Fast);
}
