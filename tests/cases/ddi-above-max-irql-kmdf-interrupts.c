/*
 * One call creates two kinds of interrupt: what its structure was filled with
 * before it was initialised anew counts too. An ordinary interrupt's lock may
 * be taken in its DPC, a passive one's may not.
 */
#include <ntddk.h>
#include <wdf.h>

typedef struct _STATE {
	WDFINTERRUPT Fast, Slow, Other;
	ULONG Count;
	KEVENT Event;
} STATE, *PSTATE;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(STATE, GetState)

EVT_WDF_INTERRUPT_ISR OnFast;
EVT_WDF_INTERRUPT_ISR OnSlow;
EVT_WDF_INTERRUPT_ISR OnOther;
EVT_WDF_INTERRUPT_DPC Later;
EVT_WDF_INTERRUPT_WORKITEM LaterOfOther;
EVT_WDF_DPC Meddle;

NTSTATUS Create(WDFDEVICE Device, PSTATE State, BOOLEAN Wake)
{
	WDF_INTERRUPT_CONFIG config;
	WDFINTERRUPT *created;

	if (!Wake) {
		WDF_INTERRUPT_CONFIG_INIT(&config, OnFast, Later);
		created = &State->Fast;
	} else {
		WDF_INTERRUPT_CONFIG_INIT(&config, OnSlow, NULL);
		config.PassiveHandling = TRUE;
		created = &State->Slow;
	}
	return WdfInterruptCreate(Device, &config, NULL, created);
}

NTSTATUS CreateOther(WDFDEVICE Device, PSTATE State)
{
	WDF_INTERRUPT_CONFIG config;

	WDF_INTERRUPT_CONFIG_INIT(&config, OnOther, NULL);
	config.EvtInterruptWorkItem = LaterOfOther;
	config.PassiveHandling = TRUE;
	return WdfInterruptCreate(Device, &config, NULL, &State->Other);
}

VOID Later(WDFINTERRUPT Interrupt, WDFOBJECT Object)
{
	PSTATE state = GetState(Object);

	WdfInterruptAcquireLock(state->Fast);
	state->Count++;
	WdfInterruptReleaseLock(state->Fast);
	WdfInterruptAcquireLock(Interrupt);
	KeSetEvent(&state->Event, 0, FALSE); // want must PA1008 "'KeSetEvent' at DIRQL"
	WdfInterruptReleaseLock(Interrupt);
}

/* The interrupt that a callback is given is the one that it is of. */
VOID LaterOfOther(WDFINTERRUPT Interrupt, WDFOBJECT Object)
{
	PSTATE state = GetState(Object);

	WdfInterruptAcquireLock(Interrupt);
	KeSetEvent(&state->Event, 0, FALSE);
	WdfInterruptReleaseLock(Interrupt);
}

VOID Meddle(WDFDPC Dpc)
{
	PSTATE state = GetState(Dpc);

	WdfInterruptAcquireLock(state->Other); // want must PA1008 "'Meddle'"
	state->Count++;
	WdfInterruptReleaseLock(state->Other);
}

BOOLEAN OnFast(WDFINTERRUPT Interrupt, ULONG MessageId)
{
	UNREFERENCED_PARAMETER(MessageId);
	return WdfInterruptQueueDpcForIsr(Interrupt);
}

BOOLEAN OnSlow(WDFINTERRUPT Interrupt, ULONG MessageId)
{
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}

BOOLEAN OnOther(WDFINTERRUPT Interrupt, ULONG MessageId)
{
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}
