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
