/*
 * A field says which lock a table has, and the helpers that take it and give it
 * back ask the field. What is no case of the one is no case of the other.
 */
#include <ntddk.h>

typedef struct _TABLE {
	KSPIN_LOCK Lock;
	int Kind;
	PVOID Items[8];
} TABLE, *PTABLE;

VOID Touch(PTABLE Table);
PVOID GetSwitched(PTABLE Table, ULONG Index);
PVOID GetMixed(PTABLE Table, ULONG Index);
PVOID GetOther(PTABLE Table, ULONG Index);

static VOID Take(PTABLE Table, PKIRQL Irql)
{
	switch (Table->Kind) {
	case 7:
		Touch(Table);
		break;
	case 1:
		KeAcquireSpinLock(&Table->Lock, Irql);
		break;
	case 6:
		break;
	default:
		ASSERT(FALSE);
		break;
	}
}

static VOID Give(PTABLE Table, KIRQL Irql)
{
	switch (Table->Kind) {
	case 7:
		break;
	case 1:
		KeReleaseSpinLock(&Table->Lock, Irql);
		break;
	default:
		break;
	}
}

static VOID GiveIfOne(PTABLE Table, KIRQL Irql)
{
	if (Table->Kind == 1)
		KeReleaseSpinLock(&Table->Lock, Irql);
}

static VOID GiveIfTwo(PTABLE Table, KIRQL Irql)
{
	if (Table->Kind == 2)
		KeReleaseSpinLock(&Table->Lock, Irql);
}

PVOID GetSwitched(PTABLE Table, ULONG Index)
{
	KIRQL irql;
	PVOID item;

	Take(Table, &irql);
	item = Table->Items[Index];
	Give(Table, irql);
	return item;
}

PVOID GetMixed(PTABLE Table, ULONG Index)
{
	KIRQL irql;
	PVOID item;

	Take(Table, &irql);
	item = Table->Items[Index];
	GiveIfOne(Table, irql);
	return item;
}

PVOID GetOther(PTABLE Table, ULONG Index)
{
	KIRQL irql;
	PVOID item;

	Take(Table, &irql);
	item = Table->Items[Index];
	GiveIfTwo(Table, irql);
	return item; // want PA1010 "'GetOther' returns at DISPATCH_LEVEL"
}
