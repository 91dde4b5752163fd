/*
 * A callee gives back the lock that its caller holds, and further down somebody
 * asks for the IRQL and takes the lock again. If IRQL is found to be
 * DISPATCH_LEVEL there, then the caller took the lock at DISPATCH_LEVEL: it
 * returns as it was entered. One that forgets the lock does not.
 */
#include <ntddk.h>

typedef struct _LOCK {
	KSPIN_LOCK Spin;
	KIRQL Saved;
} LOCK;

typedef struct _PORT *PPORT;

typedef struct _COMMON {
	PPORT Main;
} COMMON, *PCOMMON;

typedef struct _PORT {
	PCOMMON Common;
	LOCK Tx;
	ULONG State;
	LIST_ENTRY Idle;
} PORT;

typedef struct _ITEM {
	ULONG Count;
} ITEM, *PITEM;

BOOLEAN IsWanted(PPORT Port);
VOID Completed(PPORT Port, ULONG Flags);

static VOID Lock(PPORT Port)
{
	PPORT main = Port->Common->Main;

	KeAcquireSpinLock(&main->Tx.Spin, &main->Tx.Saved);
	main->State = 1;
}

static VOID Unlock(PPORT Port)
{
	PPORT main = Port->Common->Main;

	main->State = 0;
	KeReleaseSpinLock(&main->Tx.Spin, main->Tx.Saved);
}

static VOID Complete(PPORT Port, PITEM *Slot)
{
	PITEM item = *Slot;

	Lock(Port);
	if (item && item->Count) {
		item->Count--;
		if (item->Count == 0) {
			Unlock(Port);
			Completed(Port,
				KeGetCurrentIrql() == DISPATCH_LEVEL ? 1 : 0);
			Lock(Port);
			*Slot = NULL;
		}
	}
	Unlock(Port);
}

static BOOLEAN SendOne(PPORT Port, PITEM *Slot)
{
	if (IsListEmpty(&Port->Common->Main->Idle))
		return FALSE;
	Unlock(Port);
	Complete(Port, Slot);
	Lock(Port);
	return TRUE;
}

VOID SendAll(PPORT Port, PITEM *Slot)
{
	if (!IsWanted(Port))
		return;
	Lock(Port);
	while (TRUE) {
		if (!SendOne(Port, Slot))
			break;
	}
	Unlock(Port);
}

VOID SendAndForget(PPORT Port, PITEM *Slot)
{
	if (!IsWanted(Port))
		return;
	Lock(Port);
	while (TRUE) {
		if (!SendOne(Port, Slot))
			break;
	}
} // want must PA1010 "'SendAndForget'"

/* ---- the same lock by a longer name: there, back and there again --------- */

static BOOLEAN SendOneOfMain(PPORT Port, PITEM *Slot)
{
	if (IsListEmpty(&Port->Common->Main->Idle))
		return FALSE;
	Unlock(Port);
	Complete(Port->Common->Main, Slot);
	Lock(Port);
	return TRUE;
}

VOID SendAllOfMain(PPORT Port, PITEM *Slot)
{
	if (!IsWanted(Port))
		return;
	Lock(Port);
	while (TRUE) {
		if (!SendOneOfMain(Port, Slot))
			break;
	}
	Unlock(Port);
}

VOID SendAllOfMainAndForget(PPORT Port, PITEM *Slot)
{
	if (!IsWanted(Port))
		return;
	Lock(Port);
	while (TRUE) {
		if (!SendOneOfMain(Port, Slot))
			break;
	}
} // want must PA1010 "'SendAllOfMainAndForget'"
