/*
 * A constant table holds what it is initialised with: a call through one of its
 * fields is not of what another table has there, even if it is chosen at run
 * time which element of the table it is.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _OPERATIONS {
	VOID (*Lock)(PKSPIN_LOCK Lock, PKIRQL Irql);
	VOID (*Unlock)(PKSPIN_LOCK Lock, KIRQL Irql);
} OPERATIONS;

static VOID Spin(PKSPIN_LOCK Lock, PKIRQL Irql)
{
	KeAcquireSpinLock(Lock, Irql);
}

static VOID Unspin(PKSPIN_LOCK Lock, KIRQL Irql)
{
	KeReleaseSpinLock(Lock, Irql);
}

static VOID DoNothing(PKSPIN_LOCK Lock, PKIRQL Irql)
{
	*Irql = Lock ? PASSIVE_LEVEL : APC_LEVEL;
}

static VOID UndoNothing(PKSPIN_LOCK Lock, KIRQL Irql)
{
	UNREFERENCED_PARAMETER(Lock);
	UNREFERENCED_PARAMETER(Irql);
}

static const OPERATIONS Spinning = { Spin, Unspin };
static const OPERATIONS Free = { DoNothing, UndoNothing };
static const OPERATIONS SpinningOnes[] = { { Spin, Unspin }, { Spin, Unspin } };
static const OPERATIONS FreeOnes[] = {
	{ DoNothing, UndoNothing },
	{ DoNothing, UndoNothing },
};

PAGED VOID UsesSpinning(PKSPIN_LOCK Lock)
{
	KIRQL irql;

	PAGED_CODE();
	Spinning.Lock(Lock, &irql); // want must PA1001 "'UsesSpinning'"
	Spinning.Unlock(Lock, irql);
}

PAGED VOID UsesFree(PKSPIN_LOCK Lock)
{
	KIRQL irql;

	PAGED_CODE();
	Free.Lock(Lock, &irql);
	Free.Unlock(Lock, irql);
}

PAGED VOID UsesOneSpinning(PKSPIN_LOCK Lock, ULONG Which)
{
	KIRQL irql;

	PAGED_CODE();
	SpinningOnes[Which].Lock(Lock, &irql); // want must PA1001 "'UsesOneSpinning'"
	SpinningOnes[Which].Unlock(Lock, irql);
}

PAGED VOID UsesOneFree(PKSPIN_LOCK Lock, ULONG Which)
{
	KIRQL irql;

	PAGED_CODE();
	FreeOnes[Which].Lock(Lock, &irql);
	FreeOnes[Which].Unlock(Lock, irql);
	FreeOnes[1].Lock(Lock, &irql);
	FreeOnes[1].Unlock(Lock, irql);
}
