/*
 * What the engine believes of routines that call one another: a way out is
 * followed as it is, and where none is to be seen, what stands behind the call
 * is looked at all the same.
 */
#include <ntddk.h>

void pageaudit_reveal_irql(void);

typedef struct _NODE {
	struct _NODE *Left, *Right;
	KSPIN_LOCK Lock;
	KIRQL OldIrql;
} NODE, *PNODE;

/* ---- with a way out ---------------------------------------------------- */

static VOID Visit(PNODE Node)
{
	KIRQL irql;

	if (Node == NULL)
		return;
	KeAcquireSpinLock(&Node->Lock, &irql);
	pageaudit_reveal_irql(); // want reveal-irql "DISPATCH_LEVEL"
	KeReleaseSpinLock(&Node->Lock, irql);
	Visit(Node->Left);
	Visit(Node->Right);
	pageaudit_reveal_irql(); // want reveal-irql "PASSIVE_LEVEL"
}

static VOID LockAll(PNODE Node)
{
	if (Node->Left == NULL) {
		KeAcquireSpinLock(&Node->Lock, &Node->OldIrql);
		return;
	}
	LockAll(Node->Left);
	pageaudit_reveal_irql(); // want reveal-irql "DISPATCH_LEVEL"
}

/* ---- with none --------------------------------------------------------- */

static VOID Pong(PNODE Node);

static VOID Ping(PNODE Node)
{
	KIRQL irql;

	KeAcquireSpinLock(&Node->Lock, &irql);
	KeReleaseSpinLock(&Node->Lock, irql);
	KeRaiseIrql(DISPATCH_LEVEL, &Node->OldIrql);
	Pong(Node);
	pageaudit_reveal_irql(); // want reveal-irql "DISPATCH_LEVEL"
}

static VOID Pong(PNODE Node)
{
	Ping(Node);
	pageaudit_reveal_irql(); // want reveal-irql "DISPATCH_LEVEL"
}

DRIVER_UNLOAD Unload;
VOID Unload(PDRIVER_OBJECT Driver)
{
	PNODE node = Driver->DriverExtension;

	Visit(node);
	pageaudit_reveal_irql(); // want reveal-irql "PASSIVE_LEVEL"
	LockAll(node);
	pageaudit_reveal_irql(); // want reveal-irql "DISPATCH_LEVEL"
	KeReleaseSpinLock(&node->Lock, node->OldIrql);
	Ping(node);
}
