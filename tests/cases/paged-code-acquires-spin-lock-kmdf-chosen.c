/*
 * Whether an interrupt is handled at PASSIVE_LEVEL may be found out at run time
 * only: then its lock is perhaps a spin lock. Of two interrupts each counts for
 * itself.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct {
	WDFINTERRUPT Chosen, Plain;
	BOOLEAN Passive;
} STATE;

EVT_WDF_INTERRUPT_ISR Isr;

BOOLEAN Isr(WDFINTERRUPT Interrupt, ULONG Message)
{
	UNREFERENCED_PARAMETER(Interrupt);
	UNREFERENCED_PARAMETER(Message);
	return TRUE;
}

PAGED NTSTATUS Create(WDFDEVICE Device, STATE *State)
{
	WDF_INTERRUPT_CONFIG chosen, plain;

	PAGED_CODE();
	WDF_INTERRUPT_CONFIG_INIT(&chosen, Isr, NULL);
	chosen.PassiveHandling = State->Passive;
	WdfInterruptCreate(Device, &chosen, NULL, &State->Chosen);
	WDF_INTERRUPT_CONFIG_INIT(&plain, Isr, NULL);
	return WdfInterruptCreate(Device, &plain, NULL, &State->Plain);
}

PAGED VOID LockChosen(STATE *State)
{
	PAGED_CODE();
	WdfInterruptAcquireLock(State->Chosen); // want may PA1001 "'LockChosen'"
	WdfInterruptReleaseLock(State->Chosen);
}

PAGED VOID LockPlain(STATE *State)
{
	PAGED_CODE();
	WdfInterruptAcquireLock(State->Plain); // want must PA1001 "'LockPlain'"
	WdfInterruptReleaseLock(State->Plain);
}

PAGED static VOID Paged(VOID)
{
	PAGED_CODE();
}

VOID CallUnderChosen(STATE *State)
{
	WdfInterruptAcquireLock(State->Chosen);
	Paged(); // want may PA1006 "'Paged'"
	WdfInterruptReleaseLock(State->Chosen);
}

VOID CallUnderPlain(STATE *State)
{
	WdfInterruptAcquireLock(State->Plain);
	Paged(); // want must PA1006 "'Paged'"
	WdfInterruptReleaseLock(State->Plain);
}
