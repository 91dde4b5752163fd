/*
 * An IRQL that is saved outside, and restored if it was below DISPATCH_LEVEL:
 * that it was not can't be where the routine is called below. A field that is
 * tested otherwise, or not the one that is restored, says nothing.
 */
#include <ntddk.h>

typedef struct _STATE {
	KIRQL Entered;
	ULONG Held;
	LIST_ENTRY Entry;
} STATE, *PSTATE;

static KIRQL RaiseIfNeeded(VOID)
{
	KIRQL irql = KeGetCurrentIrql();

	if (irql < DISPATCH_LEVEL)
		irql = KeRaiseIrqlToDpcLevel();
	return irql;
}

static VOID LowerIfNeeded(KIRQL Irql)
{
	if (Irql < DISPATCH_LEVEL)
		KeLowerIrql(Irql);
}

static VOID Enter(PSTATE State)
{
	State->Entered = RaiseIfNeeded();
	LowerIfNeeded(State->Entered);
}

static VOID Exit(PSTATE State)
{
	RaiseIfNeeded();
	RemoveEntryList(&State->Entry);
	LowerIfNeeded(State->Entered);
}

static VOID ExitAtOnce(PSTATE State)
{
	KeRaiseIrqlToDpcLevel();
	RemoveEntryList(&State->Entry);
	if (State->Entered < DISPATCH_LEVEL)
		KeLowerIrql(State->Entered);
}

static VOID ExitIfHeld(PSTATE State)
{
	KeRaiseIrqlToDpcLevel();
	RemoveEntryList(&State->Entry);
	if (State->Held)
		KeLowerIrql(State->Entered);
} // want PA1010 "'ExitIfHeld'"

static VOID ExitAbove(PSTATE State)
{
	KeRaiseIrqlToDpcLevel();
	RemoveEntryList(&State->Entry);
	if (State->Entered < APC_LEVEL)
		KeLowerIrql(State->Entered);
} // want PA1010 "'ExitAbove'"

static VOID ExitByCount(PSTATE State)
{
	KeRaiseIrqlToDpcLevel();
	RemoveEntryList(&State->Entry);
	if (State->Held < 2)
		KeLowerIrql(State->Entered);
} // want PA1010 "'ExitByCount'"

/* On another processor it goes another way, and is as it was. */
static VOID ExitElsewhere(PSTATE State)
{
	KIRQL irql = RaiseIfNeeded();

	if (KeGetCurrentProcessorNumber() != State->Held) {
		if (irql < DISPATCH_LEVEL)
			KeLowerIrql(irql);
		return;
	}
	RemoveEntryList(&State->Entry);
	LowerIfNeeded(State->Entered);
}

static KEVENT Gone;

DRIVER_UNLOAD OnUnload;

VOID OnUnload(PDRIVER_OBJECT Driver)
{
	STATE state;

	Enter(&state);
	Exit(&state);
	KeWaitForSingleObject(&Gone, Executive, KernelMode, FALSE, NULL);
	ExitAtOnce(&state);
	KeWaitForSingleObject(&Gone, Executive, KernelMode, FALSE, NULL);
	ExitElsewhere(&state);
	KeWaitForSingleObject(&Gone, Executive, KernelMode, FALSE, NULL);
	ExitByCount(&state);
	ExitIfHeld(&state);
	ExitAbove(&state);
}
