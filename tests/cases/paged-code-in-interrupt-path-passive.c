/*
 * IoConnectInterruptEx with PASSIVE_LEVEL as the level of the routines: the
 * service routine, and what is synchronized with it, run there. The same
 * structure is used for two interrupts, one after the other.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _STATE {
	PKINTERRUPT Fast, Slow;
	ULONG Count;
} STATE, *PSTATE;

KSERVICE_ROUTINE OnFast, OnSlow, OnLine;
KSYNCHRONIZE_ROUTINE WithFast, WithSlow;

PAGED BOOLEAN OnFast(PKINTERRUPT Interrupt, PVOID Context) // want must PA1004 "'OnFast'"
{
	PAGED_CODE();
	return Interrupt && Context;
}

PAGED BOOLEAN OnSlow(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE();
	return Interrupt && Context;
}

PAGED BOOLEAN OnLine(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE();
	return Interrupt && Context;
}

PAGED BOOLEAN WithFast(PVOID Context) // want must PA1004 "'WithFast'"
{
	PAGED_CODE();
	return Context != NULL;
}

PAGED BOOLEAN WithSlow(PVOID Context)
{
	PAGED_CODE();
	return Context != NULL;
}

NTSTATUS Connect(PSTATE State, KIRQL Irql)
{
	IO_CONNECT_INTERRUPT_PARAMETERS connect = { CONNECT_FULLY_SPECIFIED };
	NTSTATUS status;

	connect.FullySpecified.InterruptObject = &State->Slow;
	connect.FullySpecified.ServiceRoutine = OnSlow;
	connect.FullySpecified.Irql = PASSIVE_LEVEL;
	connect.FullySpecified.SynchronizeIrql = PASSIVE_LEVEL;
	status = IoConnectInterruptEx(&connect);
	if (!NT_SUCCESS(status))
		return status;
	connect.FullySpecified.InterruptObject = &State->Fast;
	connect.FullySpecified.ServiceRoutine = OnFast;
	connect.FullySpecified.Irql = Irql;
	connect.FullySpecified.SynchronizeIrql = Irql;
	return IoConnectInterruptEx(&connect);
}

NTSTATUS ConnectLine(PSTATE State)
{
	IO_CONNECT_INTERRUPT_PARAMETERS connect = { CONNECT_LINE_BASED };

	connect.LineBased.SynchronizeIrql = PASSIVE_LEVEL;
	connect.LineBased.ServiceRoutine = OnLine;
	connect.LineBased.InterruptObject = &State->Slow;
	return IoConnectInterruptEx(&connect);
}

VOID Synchronize(PSTATE State)
{
	KeSynchronizeExecution(State->Fast, WithFast, State);
	KeSynchronizeExecution(State->Slow, WithSlow, State);
}
