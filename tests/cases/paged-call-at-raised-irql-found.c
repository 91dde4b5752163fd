/*
 * Routines that come back with a lock held if they found what they looked for,
 * and with none if not: the pointer that they return, or hand out, says which.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _NODE {
	struct _NODE *Next;
	LIST_ENTRY Link;
	KSPIN_LOCK Lock;
	KIRQL OldIrql;
	ULONG Id;
} NODE, *PNODE;

static PNODE Head;
static KSPIN_LOCK ListLock;
static KIRQL ListIrql;

PAGED VOID Paged(PNODE Node)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Node);
}

/* ---- one return statement for both -------------------------------------- */

static PNODE FindByFlag(ULONG Id)
{
	PNODE node, found = NULL;
	KIRQL irql;

	KeAcquireSpinLock(&ListLock, &irql);
	for (node = Head; node; node = node->Next)
		if (node->Id == Id) {
			found = node;
			break;
		}
	if (!found)
		KeReleaseSpinLock(&ListLock, irql);
	else
		found->OldIrql = irql;
	return found;
}

VOID UsesFlag(ULONG Id)
{
	PNODE node = FindByFlag(Id);

	if (node) {
		Paged(node); // want PA1006 "'UsesFlag'"
		KeReleaseSpinLock(&ListLock, node->OldIrql);
	}
	Paged(node);
}

static PNODE FindByGoto(ULONG Id, PKIRQL Irql)
{
	PNODE node;

	KeAcquireSpinLock(&ListLock, Irql);
	node = Head;
	while (node) {
		if (node->Id == Id)
			goto Out;
		node = node->Next;
	}
	KeReleaseSpinLock(&ListLock, *Irql);
	node = NULL;
Out:
	return node;
}

VOID UsesGoto(ULONG Id)
{
	KIRQL irql;
	PNODE node = FindByGoto(Id, &irql);

	if (node != NULL) {
		Paged(node); // want PA1006 "'UsesGoto'"
		KeReleaseSpinLock(&ListLock, irql);
	}
	Paged(node);
}

/* ---- the iterator, which is NULL at the end ------------------------------- */

static PNODE FindByIterator(ULONG Id, PKIRQL Irql)
{
	PNODE node;

	KeAcquireSpinLock(&ListLock, Irql);
	for (node = Head; node != NULL; node = node->Next)
		if (node->Id == Id)
			return node;
	KeReleaseSpinLock(&ListLock, *Irql);
	return node;
}

VOID UsesIterator(ULONG Id)
{
	KIRQL irql;
	PNODE node = FindByIterator(Id, &irql);

	if (node)
		KeReleaseSpinLock(&ListLock, irql);
	Paged(node);
}

VOID ForgetsIterator(ULONG Id)
{
	KIRQL irql;
	PNODE node = FindByIterator(Id, &irql);

	if (node && node->Next)
		KeReleaseSpinLock(&ListLock, irql);
	Paged(NULL); // want PA1006 "'ForgetsIterator'"
} // want PA1010 "'ForgetsIterator'"

/* ---- the head of a list, an argument, an expression ------------------------ */

static PNODE FirstLocked(VOID)
{
	PNODE first = Head;
	KIRQL irql;

	KeAcquireSpinLock(&ListLock, &irql);
	if (first->Id == 0) {
		KeReleaseSpinLock(&ListLock, irql);
		return NULL;
	}
	first->OldIrql = irql;
	return first;
}

VOID UsesFirst(VOID)
{
	PNODE node = FirstLocked();

	if (!node) {
		Paged(node);
		return;
	}
	Paged(node); // want PA1006 "'UsesFirst'"
	KeReleaseSpinLock(&ListLock, node->OldIrql);
	Paged(node);
}

static PNODE LockNode(PNODE Node, PKIRQL Irql)
{
	KeAcquireSpinLock(&Node->Lock, Irql);
	if (!Node->Id) {
		KeReleaseSpinLock(&Node->Lock, *Irql);
		return NULL;
	}
	return Node;
}

VOID UsesNode(VOID)
{
	KIRQL irql;
	PNODE node = LockNode(Head, &irql);

	if (!node) {
		Paged(node);
		return;
	}
	Paged(node); // want PA1006 "'UsesNode'"
	KeReleaseSpinLock(&node->Lock, irql);
	Paged(node);
}

static PNODE FromLink(PLIST_ENTRY Entries, PKIRQL Irql)
{
	KeAcquireSpinLock(&ListLock, Irql);
	if (Entries->Flink == Entries) {
		KeReleaseSpinLock(&ListLock, *Irql);
		return NULL;
	}
	return CONTAINING_RECORD(Entries->Flink, NODE, Link);
}

VOID UsesLink(PLIST_ENTRY Entries)
{
	KIRQL irql;
	PNODE node = FromLink(Entries, &irql);

	if (node) {
		Paged(node); // want PA1006 "'UsesLink'"
		KeReleaseSpinLock(&ListLock, irql);
	}
	Paged(node);
}

/* ---- handed out ---------------------------------------------------------- */

static NTSTATUS FindOut(ULONG Id, PNODE *Found)
{
	PNODE node;

	KeAcquireSpinLock(&ListLock, &ListIrql);
	for (node = Head; node != NULL; node = node->Next)
		if (node->Id == Id) {
			*Found = node;
			return STATUS_SUCCESS;
		}
	KeReleaseSpinLock(&ListLock, ListIrql);
	*Found = NULL;
	return STATUS_NOT_FOUND;
}

VOID UsesOut(ULONG Id)
{
	PNODE node;

	(VOID)FindOut(Id, &node);
	if (node != NULL) {
		Paged(node); // want PA1006 "'UsesOut'"
		KeReleaseSpinLock(&ListLock, ListIrql);
	}
	Paged(node);
}

/* ---- hand over hand, and the saved IRQL by way of a local ------------------ */

static PNODE FindHandOver(PLIST_ENTRY Entries, ULONG Id)
{
	PLIST_ENTRY entry;
	KIRQL irql;

	KeAcquireSpinLock(&ListLock, &irql);
	for (entry = Entries->Flink; entry != Entries; entry = entry->Flink) {
		PNODE node = CONTAINING_RECORD(entry, NODE, Link);

		if (node->Id != Id)
			continue;
		KeAcquireSpinLockAtDpcLevel(&node->Lock);
		KeReleaseSpinLockFromDpcLevel(&ListLock);
		node->OldIrql = irql;
		return node;
	}
	KeReleaseSpinLock(&ListLock, irql);
	return NULL;
}

static VOID ReleaseNode(PNODE Node)
{
	KIRQL irql = Node->OldIrql;

	KeReleaseSpinLock(&Node->Lock, irql);
	Paged(Node);
}

VOID UsesHandOver(PLIST_ENTRY Entries, ULONG Id)
{
	PNODE node = FindHandOver(Entries, Id);

	if (node == NULL)
		return;
	Paged(node); // want PA1006 "'UsesHandOver'"
	ReleaseNode(node);
	Paged(node);
}

/* ---- a parameter is the routine's own copy ------------------------------------ */

static KSPIN_LOCK OtherLock;

static VOID Overwrites(ULONG Held)
{
	KIRQL irql;

	KeAcquireSpinLock(&OtherLock, &irql);
	Held = 0;
	KeReleaseSpinLock(&OtherLock, irql);
}

VOID KeepsItsOwn(VOID)
{
	ULONG held = 1;
	KIRQL irql;

	KeAcquireSpinLock(&ListLock, &irql);
	Overwrites(held);
	if (held)
		KeReleaseSpinLock(&ListLock, irql);
	Paged(NULL);
}
