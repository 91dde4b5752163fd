/*
 * One structure, filled anew for each of two interrupts: the call that creates
 * takes what was filled in since the call before it.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _STATE {
	WDFINTERRUPT Fast, Slow;
	ULONG Count;
} STATE, *PSTATE;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(STATE, GetState)

EVT_WDF_INTERRUPT_ISR OnFast;
EVT_WDF_INTERRUPT_ISR OnSlow;
EVT_WDF_INTERRUPT_SYNCHRONIZE WithFast;
EVT_WDF_INTERRUPT_SYNCHRONIZE WithSlow;

PAGED NTSTATUS CreateBoth(WDFDEVICE Device, PSTATE State)
{
	WDF_INTERRUPT_CONFIG config;
	NTSTATUS status;

	PAGED_CODE();
	WDF_INTERRUPT_CONFIG_INIT(&config, OnFast, NULL);
	status = WdfInterruptCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &State->Fast);
	if (!NT_SUCCESS(status))
		return status;
	WDF_INTERRUPT_CONFIG_INIT(&config, OnSlow, NULL);
	config.PassiveHandling = TRUE;
	return WdfInterruptCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &State->Slow);
}

BOOLEAN OnFast(WDFINTERRUPT Interrupt, ULONG MessageId)
{
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}

PAGED BOOLEAN OnSlow(WDFINTERRUPT Interrupt, ULONG MessageId)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}

PAGED BOOLEAN WithFast(WDFINTERRUPT Interrupt, WDFCONTEXT Context) // want must PA1004 "'WithFast'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	return Context != NULL;
}

PAGED BOOLEAN WithSlow(WDFINTERRUPT Interrupt, WDFCONTEXT Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	return Context != NULL;
}

PAGED VOID Count(PSTATE State)
{
	PAGED_CODE();
	WdfInterruptAcquireLock(State->Fast); // want must PA1001 "'Count'"
	State->Count++;
	WdfInterruptReleaseLock(State->Fast);
	WdfInterruptAcquireLock(State->Slow);
	State->Count++;
	WdfInterruptReleaseLock(State->Slow);
	WdfInterruptSynchronize(State->Fast, WithFast, State);
	WdfInterruptSynchronize(State->Slow, WithSlow, State);
}
