/*
 * What a routine has set is not what it finds once it had to wait for a lock, or
 * for something to happen: others write there meanwhile. What nobody else writes,
 * or not at the time, it does find.
 */
#include <ntddk.h>

#define BUSY 4
#define DIRTY 8

typedef struct _CHANNEL {
	KSPIN_LOCK Lock;
	KSPIN_LOCK Inner;
	FAST_MUTEX Mutex;
	KGUARDED_MUTEX Guarded;
	KMUTEX Mutant;
	KEVENT Done;
	LONG State;
	LONG Mine;
	LONG Closed;
	LONG Ended;
	ULONG Flags;
	ULONG Marks;
	NTSTATUS Status;
} CHANNEL, *PCHANNEL;

/* Of the same name. */
typedef struct _OTHER {
	LONG Mine;
} OTHER, *POTHER;

LONG Generation;
LONG Turns;

/* ---- the others ---------------------------------------------------------- */

VOID Stop(PCHANNEL Channel, NTSTATUS Status)
{
	Channel->State = 2;
	Channel->Closed = TRUE;
	Channel->Ended = TRUE;
	Channel->Flags &= ~BUSY;
	Channel->Marks &= ~DIRTY;
	Channel->Status = Status;
	Generation++;
}

VOID StopOther(POTHER Other)
{
	Other->Mine = 2;
}

/* ---- a lock -------------------------------------------------------------- */

VOID SetBefore(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return; // want must irql-not-restored "'SetBefore'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID SetInside(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	Channel->State = 0;
	if (Channel->State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID ReadBefore(PCHANNEL Channel)
{
	LONG state;
	KIRQL irql;

	Channel->State = 0;
	state = Channel->State;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (state)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

/* Nobody else writes there. */
VOID SetMine(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->Mine = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->Mine)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
	Channel->Mine = 1;
}

/* Others write what it has set itself. */
VOID SetAlike(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->Closed = TRUE;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (!Channel->Closed)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID SetUnlike(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->Ended = FALSE;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->Ended)
		return; // want irql-not-restored "'SetUnlike'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID SetFlag(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->Flags |= BUSY;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (!(Channel->Flags & BUSY))
		return; // want irql-not-restored "'SetFlag'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

/* Others write another bit of the word. */
VOID SetOwnFlag(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->Marks |= BUSY;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (!(Channel->Marks & BUSY))
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID SetFlagInside(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	Channel->Flags |= BUSY;
	if (!(Channel->Flags & BUSY))
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID SetGlobal(PCHANNEL Channel)
{
	KIRQL irql;

	Generation = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Generation)
		return; // want irql-not-restored "'SetGlobal'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID SetOwnGlobal(PCHANNEL Channel)
{
	KIRQL irql;

	Turns = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Turns)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
	Turns = 1;
}

/* A structure of the routine's own. */
VOID SetLocal(PCHANNEL Channel)
{
	CHANNEL own;
	KIRQL irql;

	own.State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (own.State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

/* What is found there once the lock is held stays so. */
VOID AsksTwice(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State) {
		KeReleaseSpinLock(&Channel->Lock, irql);
		return;
	}
	if (Channel->State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

/* ---- one lock and another ------------------------------------------------ */

VOID TakesAgain(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	Channel->State = 0;
	KeReleaseSpinLock(&Channel->Lock, irql);
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return; // want irql-not-restored "'TakesAgain'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID TakesAgainPerhaps(PCHANNEL Channel, ULONG Drops)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	Channel->State = 0;
	if (Drops) {
		KeReleaseSpinLock(&Channel->Lock, irql);
		KeAcquireSpinLock(&Channel->Lock, &irql);
	}
	if (Channel->State)
		return; // want irql-not-restored "'TakesAgainPerhaps'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID TakesInner(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	Channel->State = 0;
	KeAcquireSpinLockAtDpcLevel(&Channel->Inner);
	if (!Channel->State) {
		KeReleaseSpinLockFromDpcLevel(&Channel->Inner);
		KeReleaseSpinLock(&Channel->Lock, irql);
	}
}

/* A critical region keeps nobody out. */
VOID InRegion(PCHANNEL Channel)
{
	KIRQL irql;

	KeEnterCriticalRegion();
	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return; // want irql-not-restored "'InRegion'"
	KeReleaseSpinLock(&Channel->Lock, irql);
	KeLeaveCriticalRegion();
}

VOID InMutex(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireGuardedMutex(&Channel->Guarded);
	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
	KeReleaseGuardedMutex(&Channel->Guarded);
}

VOID InMutexPerhaps(PCHANNEL Channel, ULONG Alone)
{
	KIRQL irql;

	if (!Alone)
		KeAcquireGuardedMutex(&Channel->Guarded);
	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
	if (!Alone)
		KeReleaseGuardedMutex(&Channel->Guarded);
}

VOID BeforeMutex(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->State = 0;
	KeAcquireGuardedMutex(&Channel->Guarded);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (Channel->State)
		return; // want irql-not-restored "'BeforeMutex'"
	KeLowerIrql(irql);
	KeReleaseGuardedMutex(&Channel->Guarded);
}

VOID BehindMutex(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireGuardedMutex(&Channel->Guarded);
	Channel->State = 0;
	KeReleaseGuardedMutex(&Channel->Guarded);
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return; // want irql-not-restored "'BehindMutex'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

/* ---- helpers ------------------------------------------------------------- */

static VOID Enter(PCHANNEL Channel, PKSPIN_LOCK Lock, PKIRQL Irql)
{
	Channel->State = 0;
	KeAcquireSpinLock(Lock, Irql);
}

VOID EntersShared(PCHANNEL Channel)
{
	KIRQL irql;

	Enter(Channel, &Channel->Lock, &irql);
	if (Channel->State)
		return; // want irql-not-restored "'EntersShared'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID EntersOwn(PCHANNEL Channel)
{
	CHANNEL own;
	KIRQL irql;

	Enter(&own, &Channel->Lock, &irql);
	if (own.State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

static VOID Lock(PCHANNEL Channel, PKIRQL Irql)
{
	KeAcquireSpinLock(&Channel->Lock, Irql);
}

static VOID LockAndSet(PCHANNEL Channel, PKIRQL Irql)
{
	KeAcquireSpinLock(&Channel->Lock, Irql);
	Channel->State = 0;
}

VOID LocksBelow(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->State = 0;
	Lock(Channel, &irql);
	if (Channel->State)
		return; // want irql-not-restored "'LocksBelow'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID LocksAndSetsBelow(PCHANNEL Channel)
{
	KIRQL irql;

	LockAndSet(Channel, &irql);
	if (Channel->State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

static VOID CalledWithMutex(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID CallsWithMutex(PCHANNEL Channel)
{
	ExAcquireFastMutex(&Channel->Mutex);
	CalledWithMutex(Channel);
	ExReleaseFastMutex(&Channel->Mutex);
}

static VOID TakeAgain(PCHANNEL Channel)
{
	KeReleaseSpinLockFromDpcLevel(&Channel->Lock);
	KeAcquireSpinLockAtDpcLevel(&Channel->Lock);
}

static VOID CalledWithLock(PCHANNEL Channel)
{
	Channel->State = 0;
	KeAcquireSpinLockAtDpcLevel(&Channel->Inner);
	if (Channel->State)
		KeLowerIrql(PASSIVE_LEVEL);
	KeReleaseSpinLockFromDpcLevel(&Channel->Inner);
}

/* Gives back the lock that it is called with, and takes it again. */
static VOID TakesAnew(PCHANNEL Channel)
{
	Channel->State = 0;
	KeReleaseSpinLockFromDpcLevel(&Channel->Lock);
	KeAcquireSpinLockAtDpcLevel(&Channel->Lock);
	if (Channel->State)
		KeLowerIrql(PASSIVE_LEVEL); // want irql-lowered-too-far
}

static VOID TakesAnewBelow(PCHANNEL Channel)
{
	Channel->State = 0;
	TakeAgain(Channel);
	if (Channel->State)
		KeLowerIrql(PASSIVE_LEVEL); // want irql-lowered-too-far
}

VOID CallsWithLock(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	CalledWithLock(Channel);
	TakesAnew(Channel);
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID CallsWithLockToo(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	TakesAnewBelow(Channel);
	KeReleaseSpinLock(&Channel->Lock, irql);
}

static VOID CalledWithNothing(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return; // want irql-not-restored "'CalledWithNothing'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID CallsWithNothing(PCHANNEL Channel)
{
	CalledWithNothing(Channel);
}

static VOID TakeInner(PCHANNEL Channel)
{
	KeAcquireSpinLockAtDpcLevel(&Channel->Inner);
}

VOID TakesAgainBelow(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	Channel->State = 0;
	TakeAgain(Channel);
	if (Channel->State)
		return; // want irql-not-restored "'TakesAgainBelow'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID TakesInnerBelow(PCHANNEL Channel)
{
	KIRQL irql;

	KeAcquireSpinLock(&Channel->Lock, &irql);
	Channel->State = 0;
	TakeInner(Channel);
	if (Channel->State)
		return;
	KeReleaseSpinLockFromDpcLevel(&Channel->Inner);
	KeReleaseSpinLock(&Channel->Lock, irql);
}

/* ---- a wait -------------------------------------------------------------- */

static VOID WaitForIt(PCHANNEL Channel)
{
	KeWaitForSingleObject(
		&Channel->Done, Executive, KernelMode, FALSE, NULL);
}

VOID Waits(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->Status = STATUS_UNSUCCESSFUL;
	KeWaitForSingleObject(
		&Channel->Done, Executive, KernelMode, FALSE, NULL);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (NT_SUCCESS(Channel->Status))
		return; // want irql-not-restored "'Waits'"
	KeLowerIrql(irql);
}

/* At that IRQL it cannot wait. */
VOID WaitsNever(PCHANNEL Channel)
{
	LARGE_INTEGER never;
	KIRQL irql;

	never.QuadPart = 0;
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Channel->Status = STATUS_UNSUCCESSFUL;
	KeWaitForSingleObject(
		&Channel->Done, Executive, KernelMode, FALSE, &never);
	if (NT_SUCCESS(Channel->Status))
		return;
	KeLowerIrql(irql);
}

VOID WaitsNot(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->Status = STATUS_UNSUCCESSFUL;
	KeClearEvent(&Channel->Done);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (NT_SUCCESS(Channel->Status))
		return;
	KeLowerIrql(irql);
}

VOID WaitsBelow(PCHANNEL Channel)
{
	KIRQL irql;

	Channel->Status = STATUS_UNSUCCESSFUL;
	WaitForIt(Channel);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (NT_SUCCESS(Channel->Status))
		return; // want irql-not-restored "'WaitsBelow'"
	KeLowerIrql(irql);
}

VOID WaitsBefore(PCHANNEL Channel)
{
	KIRQL irql;

	WaitForIt(Channel);
	Channel->Status = STATUS_UNSUCCESSFUL;
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (NT_SUCCESS(Channel->Status))
		return;
	KeLowerIrql(irql);
}

/* Without the others the loop has no end. */
VOID Polls(PCHANNEL Channel)
{
	LARGE_INTEGER interval;
	KIRQL irql;

	interval.QuadPart = -10000;
	Channel->State = 0;
	while (!Channel->State)
		KeDelayExecutionThread(KernelMode, FALSE, &interval);
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State == 1)
		return; // want irql-not-restored "'Polls'"
	KeReleaseSpinLock(&Channel->Lock, irql);
}

/* ---- a mutex that is waited for ------------------------------------------ */

VOID OwnsMutant(PCHANNEL Channel)
{
	KIRQL irql;

	KeWaitForSingleObject(
		&Channel->Mutant, Executive, KernelMode, FALSE, NULL);
	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return;
	KeReleaseSpinLock(&Channel->Lock, irql);
	KeReleaseMutex(&Channel->Mutant, FALSE);
}

VOID OwnsNothing(PCHANNEL Channel)
{
	KIRQL irql;

	KeWaitForSingleObject(
		&Channel->Done, Executive, KernelMode, FALSE, NULL);
	Channel->State = 0;
	KeAcquireSpinLock(&Channel->Lock, &irql);
	if (Channel->State)
		return; // want irql-not-restored "'OwnsNothing'"
	KeReleaseSpinLock(&Channel->Lock, irql);
	KeClearEvent(&Channel->Done);
}

/* ---- a structure of the routine's own that others know --------------------- */

typedef struct _OPERATION {
	KEVENT Done;
	NTSTATUS Status;
	struct _OPERATION *Next;
} OPERATION, *POPERATION;

POPERATION Pending;

VOID Finish(NTSTATUS Status)
{
	Pending->Status = Status;
	KeSetEvent(&Pending->Done, 0, FALSE);
}

static VOID Put(POPERATION Operation)
{
	Operation->Next = Pending;
	Pending = Operation;
}

static VOID Look(POPERATION Operation)
{
	POPERATION looked = Operation;

	DbgPrint("%p\n", looked);
}

VOID GivesAway(VOID)
{
	OPERATION own;
	KIRQL irql;

	own.Status = STATUS_UNSUCCESSFUL;
	Pending = &own;
	KeWaitForSingleObject(&own.Done, Executive, KernelMode, FALSE, NULL);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (NT_SUCCESS(own.Status))
		return; // want irql-not-restored "'GivesAway'"
	KeLowerIrql(irql);
}

VOID GivesAwayBelow(VOID)
{
	OPERATION own;
	KIRQL irql;

	own.Status = STATUS_UNSUCCESSFUL;
	Put(&own);
	KeWaitForSingleObject(&own.Done, Executive, KernelMode, FALSE, NULL);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (NT_SUCCESS(own.Status))
		return; // want irql-not-restored "'GivesAwayBelow'"
	KeLowerIrql(irql);
}

VOID KeepsToItself(VOID)
{
	OPERATION own;
	POPERATION mine = &own;
	KIRQL irql;

	mine->Status = STATUS_UNSUCCESSFUL;
	Look(&own);
	KeWaitForSingleObject(&own.Done, Executive, KernelMode, FALSE, NULL);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (NT_SUCCESS(own.Status))
		return;
	KeLowerIrql(irql);
}
