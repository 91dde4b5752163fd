/*
 * A pool with the lock of its owner, taken and given back through pointers. The two
 * kinds of owner have locks of different kinds, and each way goes with its own.
 */
#include <ntddk.h>

typedef struct _POOL {
	VOID (*Lock)(PVOID Owner);
	VOID (*Unlock)(PVOID Owner);
	PVOID Owner;
	KDPC Dpc, Keeps;
	LIST_ENTRY Free, Kept;
	LONG Count, Minimum;
} POOL, *PPOOL;

typedef struct _RECEIVER {
	KSPIN_LOCK Lock;
	BOOLEAN Stopped;
	ULONG Notified;
} RECEIVER, *PRECEIVER;

typedef struct _SENDER {
	PVOID Word;
	PKTHREAD Thread;
	PVOID Packets;
} SENDER, *PSENDER;

POOL Received, Sent;
RECEIVER Receiver;
SENDER Sender;

static VOID LockReceiver(PRECEIVER Owner)
{
	KeAcquireSpinLockAtDpcLevel(&Owner->Lock);
}

static VOID UnlockReceiver(PRECEIVER Owner)
{
	if (!Owner->Stopped)
		Owner->Notified++;
	KeReleaseSpinLockFromDpcLevel(&Owner->Lock);
}

static BOOLEAN TryLockSender(PSENDER Owner)
{
	if (InterlockedCompareExchangePointer(&Owner->Word, (PVOID)1, NULL))
		return FALSE;
	Owner->Thread = KeGetCurrentThread();
	return TRUE;
}

static VOID LockSender(PSENDER Owner)
{
	for (;;)
		if (TryLockSender(Owner))
			break;
}

static VOID UnlockSender(PSENDER Owner)
{
	Owner->Thread = NULL;
	InterlockedExchangePointer(&Owner->Word, NULL);
}

static VOID Trim(PPOOL Pool, PLIST_ENTRY List)
{
	while (Pool->Minimum != 0) {
		if (InterlockedDecrement(&Pool->Count) < 0) {
			InterlockedIncrement(&Pool->Count);
			break;
		}
		InsertTailList(List, RemoveHeadList(&Pool->Free));
		Pool->Minimum--;
	}
}

static KDEFERRED_ROUTINE PoolDpc;

static VOID PoolDpc(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PPOOL pool = Context;
	LIST_ENTRY list;

	InitializeListHead(&list);
	pool->Lock(pool->Owner);
	Trim(pool, &list);
	pool->Unlock(pool->Owner);
	while (!IsListEmpty(&list))
		InsertTailList(&pool->Kept, RemoveHeadList(&list));
}

/* The lock of neither is given back. */
static KDEFERRED_ROUTINE KeepsDpc;

static VOID KeepsDpc(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PPOOL pool = Context;

	pool->Lock(pool->Owner);
	pool->Minimum--;
} // want may PA1010 "'KeepsDpc'"

static VOID Start(PPOOL Pool, VOID (*Lock)(PVOID), VOID (*Unlock)(PVOID),
	PVOID Owner)
{
	Pool->Lock = Lock;
	Pool->Unlock = Unlock;
	Pool->Owner = Owner;
	KeInitializeDpc(&Pool->Dpc, PoolDpc, Pool);
	KeInitializeDpc(&Pool->Keeps, KeepsDpc, Pool);
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Start(&Received, LockReceiver, UnlockReceiver, &Receiver);
	Start(&Sent, LockSender, UnlockSender, &Sender);
	return STATUS_SUCCESS;
}
