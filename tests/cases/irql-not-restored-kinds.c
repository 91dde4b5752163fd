/*
 * The kind of a table says whether its locks are spin locks. Who gave one back and
 * takes one again asks for it twice, and what was found the first time counts.
 */
#include <ntddk.h>

enum { KIND_NONE, KIND_SPINS };

typedef struct _ITEM {
	struct _ITEM *Next;
} ITEM, *PITEM;

typedef struct _TABLE {
	ULONG Kind, Size;
	KSPIN_LOCK Locks[8];
	PITEM Items[8];
} TABLE, *PTABLE;

typedef struct _ITERATOR {
	PTABLE Table, Other;
	ULONG Index;
	PITEM Item;
	KIRQL Irql;
} ITERATOR, *PITERATOR;

BOOLEAN IsWanted(PTABLE Table);

static VOID LockBucket(PTABLE Table, ULONG Index, PKIRQL Irql)
{
	if (Table->Kind == KIND_SPINS)
		KeAcquireSpinLock(&Table->Locks[Index], Irql);
}

static VOID UnlockBucket(PTABLE Table, ULONG Index, KIRQL Irql)
{
	if (Table->Kind == KIND_SPINS)
		KeReleaseSpinLock(&Table->Locks[Index], Irql);
}

/* ---- in two steps ------------------------------------------------------ */

VOID LendsItsLock(PTABLE Table, BOOLEAN Held, KIRQL Irql)
{
	if (Held)
		UnlockBucket(Table, 0, Irql);
	DbgPrint("lent");
	if (Held)
		LockBucket(Table, 0, &Irql);
}

VOID LendsAndTakes(PTABLE Table, BOOLEAN Held, KIRQL Irql)
{
	if (Held)
		UnlockBucket(Table, 0, Irql);
	DbgPrint("lent");
	if (IsWanted(Table))
		LockBucket(Table, 0, &Irql);
} // want must PA1010 "returns at DISPATCH_LEVEL" may PA1010 "returns without the lock"

/* ---- in the turns of a loop --------------------------------------------- */

BOOLEAN Rests(PITERATOR It)
{
	PTABLE table = It->Table;

	for (ULONG i = It->Index; i < table->Size; i++) {
		if (i != It->Index) {
			LockBucket(table, i, &It->Irql);
			It->Item = table->Items[i];
			It->Index = i;
		}
		if (It->Item)
			return TRUE;
		UnlockBucket(table, i, It->Irql);
	}
	return FALSE;
}

BOOLEAN RestsElsewhere(PITERATOR It)
{
	PTABLE table = It->Table;

	for (ULONG i = It->Index; i < table->Size; i++) {
		if (IsWanted(table)) {
			LockBucket(table, i, &It->Irql);
			It->Item = table->Items[i];
			It->Index = i;
		}
		if (It->Item)
			return TRUE; // want must PA1010 "'RestsElsewhere' returns at DISPATCH_LEVEL"
		UnlockBucket(table, i, It->Irql);
	}
	return FALSE;
}
