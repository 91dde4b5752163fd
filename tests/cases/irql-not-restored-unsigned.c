/*
 * What has no sign is not below 0: `> 0`, `>= 1` and `!= 0` are one question,
 * and so are `<= 0`, `< 1` and `== 0`.
 */
#include <ntddk.h>

typedef struct _RING {
	ULONG Mask, Used;
	USHORT Waiting;
	LONG Balance;
} RING, *PRING;

static ULONG Reserve(PRING Ring, PKIRQL Irql)
{
	ULONG count;

	KeRaiseIrql(DISPATCH_LEVEL, Irql);
	count = Ring->Mask - Ring->Used;
	if (count == 0)
		KeLowerIrql(*Irql);
	return count;
}

static USHORT Enter(PRING Ring, PKIRQL Irql)
{
	KeRaiseIrql(DISPATCH_LEVEL, Irql);
	if (Ring->Waiting)
		return Ring->Waiting;
	KeLowerIrql(*Irql);
	return 0;
}

static LONG Balance(PRING Ring, PKIRQL Irql)
{
	LONG balance;

	KeRaiseIrql(DISPATCH_LEVEL, Irql);
	balance = Ring->Balance;
	if (balance == 0)
		KeLowerIrql(*Irql);
	return balance; // want must PA1010 "'Balance' returns at DISPATCH_LEVEL"
}

VOID Above(PRING Ring)
{
	KIRQL irql;

	if (Reserve(Ring, &irql) > 0) {
		Ring->Used++;
		KeLowerIrql(irql);
	}
}

VOID Below(PRING Ring)
{
	KIRQL irql;
	ULONG count = Reserve(Ring, &irql);

	if (count < 1)
		return;
	Ring->Used++;
	KeLowerIrql(irql);
}

VOID Promoted(PRING Ring)
{
	KIRQL irql;

	if (1 <= Enter(Ring, &irql)) {
		Ring->Used++;
		KeLowerIrql(irql);
	}
}

/* Two is not one. */
VOID More(PRING Ring)
{
	KIRQL irql;

	if (Reserve(Ring, &irql) > 1) {
		Ring->Used++;
		KeLowerIrql(irql);
	}
} // want must PA1010 "'More' returns at DISPATCH_LEVEL"

/* A cast takes the sign. */
VOID Signed(PRING Ring)
{
	KIRQL irql;

	if ((LONG)Reserve(Ring, &irql) > 0) {
		Ring->Used++;
		KeLowerIrql(irql);
	}
} // want must PA1010 "'Signed' returns at DISPATCH_LEVEL"

DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	PRING ring = Driver->DeviceObject->DeviceExtension;
	KIRQL irql;

	Above(ring);
	Below(ring);
	Promoted(ring);
	More(ring);
	Signed(ring);
	if (Balance(ring, &irql))
		KeLowerIrql(irql);
}
