/*
 * A routine that is entered with a lock held, by callers that are not seen, gives
 * it back and takes it again. It leaves as it was entered; one that takes another
 * lock does not.
 */
#include <ntddk.h>

typedef struct _QUEUE {
	KSPIN_LOCK Lock, Other;
	KIRQL Saved;
	ULONG State;
} QUEUE, *PQUEUE;

VOID Indicate(PQUEUE Queue);

static NTSTATUS Around(PQUEUE Queue)
{
	if (Queue->State == 3) {
		KeReleaseSpinLock(&Queue->Lock, Queue->Saved);
		Indicate(Queue);
		KeAcquireSpinLock(&Queue->Lock, &Queue->Saved);
	}
	return STATUS_SUCCESS;
}

NTSTATUS TakesBack(PQUEUE Queue)
{
	return Around(Queue);
}

static NTSTATUS AroundOther(PQUEUE Queue)
{
	if (Queue->State == 3) {
		KeReleaseSpinLock(&Queue->Lock, Queue->Saved);
		Indicate(Queue);
		KeAcquireSpinLock(&Queue->Other, &Queue->Saved);
	}
	return STATUS_SUCCESS;
}

NTSTATUS TakesOther(PQUEUE Queue)
{
	return AroundOther(Queue); // want PA1010 "'TakesOther'"
}

/* ---- called with the lock held, with another one taken in between ------- */

typedef struct _LOCK {
	KSPIN_LOCK Spin;
	KIRQL Saved;
} LOCK;

typedef struct _PORT {
	LOCK Rx, Tx, References;
	ULONG Count, State;
} PORT, *PPORT;

VOID Tell(PPORT Port);
BOOLEAN IsWanted(PPORT Port);

/* What is restored for Rx is not what References saved: that is used up. */
static VOID IndicateOne(PPORT Port)
{
	KeAcquireSpinLock(&Port->References.Spin, &Port->References.Saved);
	Port->Count++;
	KeReleaseSpinLock(&Port->References.Spin, Port->References.Saved);
	KeReleaseSpinLock(&Port->Rx.Spin, Port->Rx.Saved);
	Tell(Port);
	KeAcquireSpinLock(&Port->Rx.Spin, &Port->Rx.Saved);
}

NTSTATUS IndicateAll(PPORT Port)
{
	if (IsWanted(Port)) {
		KeAcquireSpinLock(&Port->Rx.Spin, &Port->Rx.Saved);
		while (Port->Count)
			IndicateOne(Port);
		KeReleaseSpinLock(&Port->Rx.Spin, Port->Rx.Saved);
	}
	return STATUS_SUCCESS;
}

DRIVER_UNLOAD IndicateLast;

VOID IndicateLast(PDRIVER_OBJECT Driver)
{
	PPORT port = (PPORT)Driver->DriverSection;

	KeAcquireSpinLock(&port->Rx.Spin, &port->Rx.Saved);
	IndicateOne(port);
	KeReleaseSpinLock(&port->Rx.Spin, port->Rx.Saved);
}

NTSTATUS IndicateAndForget(PPORT Port)
{
	if (IsWanted(Port)) {
		KeAcquireSpinLock(&Port->Rx.Spin, &Port->Rx.Saved);
		while (Port->Count)
			IndicateOne(Port);
	}
	return STATUS_SUCCESS; // want must PA1010 "'IndicateAndForget'"
}

/* ---- given back, and not taken again on one way ------------------------- */

static VOID Half(PPORT Port)
{
	KeReleaseSpinLock(&Port->Rx.Spin, Port->Rx.Saved);
	Tell(Port);
	if (IsWanted(Port))
		return; // want PA1010 "'Half' returns without the lock that it was called with"
	KeAcquireSpinLock(&Port->Rx.Spin, &Port->Rx.Saved);
}

static BOOLEAN HalfAndSays(PPORT Port)
{
	KeReleaseSpinLock(&Port->Rx.Spin, Port->Rx.Saved);
	Tell(Port);
	if (IsWanted(Port))
		return FALSE;
	KeAcquireSpinLock(&Port->Rx.Spin, &Port->Rx.Saved);
	return TRUE;
}

DRIVER_UNLOAD UsesHalf;

VOID UsesHalf(PDRIVER_OBJECT Driver)
{
	PPORT port = (PPORT)Driver->DriverSection;

	KeAcquireSpinLock(&port->Rx.Spin, &port->Rx.Saved);
	Half(port);
	if (HalfAndSays(port))
		KeReleaseSpinLock(&port->Rx.Spin, port->Rx.Saved);
}

/* ---- by a helper whose cases are all that its argument can be ----------- */

static VOID Lock(PPORT Port, ULONG Which)
{
	switch (Which) {
	case 1:
		KeAcquireSpinLock(&Port->Rx.Spin, &Port->Rx.Saved);
		break;
	case 2:
		KeAcquireSpinLock(&Port->Tx.Spin, &Port->Tx.Saved);
		break;
	}
}

static VOID Unlock(PPORT Port, ULONG Which)
{
	switch (Which) {
	case 1:
		KeReleaseSpinLock(&Port->Rx.Spin, Port->Rx.Saved);
		break;
	case 2:
		KeReleaseSpinLock(&Port->Tx.Spin, Port->Tx.Saved);
		break;
	}
}

static BOOLEAN Parse(PPORT Port, PULONG Flag)
{
	ULONG which;

	if (*Flag == 5)
		which = 1;
	else if (*Flag == 6)
		which = 2;
	else
		return FALSE;
	if (Port->State == 3) {
		Unlock(Port, which);
		Tell(Port);
		Lock(Port, which);
	}
	return TRUE;
}

BOOLEAN Parses(PPORT Port, PULONG Flag)
{
	return Parse(Port, Flag);
}

static BOOLEAN ParseOther(PPORT Port, PULONG Flag)
{
	ULONG which;

	if (*Flag == 5)
		which = 1;
	else if (*Flag == 6)
		which = 3;
	else
		return FALSE;
	if (Port->State == 3) {
		Unlock(Port, 1);
		Tell(Port);
		Lock(Port, 2);
	}
	return which == 1;
}

BOOLEAN ParsesOther(PPORT Port, PULONG Flag)
{
	return ParseOther(Port, Flag); // want PA1010 "'ParsesOther'"
}
