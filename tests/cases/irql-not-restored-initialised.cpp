/*
 * An `if` with an initialiser: it runs before the condition, whether it declares
 * something or not, and before the variable that the condition declares. That of
 * a `for` is set anew for each turn.
 */
#include <ntddk.h>

static KSPIN_LOCK Lock;
static LONG Count;

static KIRQL Raise()
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	return irql;
}

static LONG LowerAndCount(KIRQL Irql)
{
	KeLowerIrql(Irql);
	return Count++;
}

extern "C" void Before(PKIRQL Irql)
{
	if (KeAcquireSpinLock(&Lock, Irql); Count > 1) {
		Count--;
		KeReleaseSpinLock(&Lock, *Irql);
	} else {
		KeReleaseSpinLock(&Lock, *Irql);
	}
}

extern "C" void BeforeOne(PKIRQL Irql)
{
	if (KeAcquireSpinLock(&Lock, Irql); Count > 1) {
		Count--;
		KeReleaseSpinLock(&Lock, *Irql);
	}
} // want PA1010 "'BeforeOne' returns at DISPATCH_LEVEL"

extern "C" void InOrder()
{
	if (KIRQL irql = Raise(); LONG count = LowerAndCount(irql))
		Count = count;
}

extern "C" void InOrderAndUp()
{
	if (LONG count = Count; KIRQL irql = Raise())
		Count = count + irql;
}

extern "C" void EachTurn()
{
	for (KIRQL irql = Raise(); LONG count = LowerAndCount(irql); irql = Raise())
		Count = count - 1;
}

extern "C" void EachTurnAndUp()
{
	for (KIRQL irql = Raise(); LONG count = LowerAndCount(irql);) {
		Count = count - 1;
		irql = Raise();
		if (Count > 8)
			return; // want PA1010 "'EachTurnAndUp' returns at DISPATCH_LEVEL"
	}
}

extern "C" DRIVER_UNLOAD OnUnload;

extern "C" void OnUnload(PDRIVER_OBJECT)
{
	KIRQL irql;

	Before(&irql);
	BeforeOne(&irql);
	InOrder();
	EachTurn();
	EachTurnAndUp();
	InOrderAndUp();
} // want PA1010 "'OnUnload' returns at DISPATCH_LEVEL"
