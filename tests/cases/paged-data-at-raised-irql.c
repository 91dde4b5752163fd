/*
 * Variables in pageable sections, touched where they may and where they may
 * not be: by name, by pointer, by a kernel routine.
 */
#include <ntddk.h>

typedef struct _STATISTICS {
	ULONG Reads, Writes;
} STATISTICS, *PSTATISTICS;

#pragma data_seg("PAGEDATA")
ULONG Count = 1;
ULONG Table[4] = { 1, 2, 3, 4 };
STATISTICS Statistics = { 1, 2 };
STATISTICS Handed = { 1, 2 };
LIST_ENTRY Head = { &Head, &Head };
ULONG Waits = 1;
UCHAR Letters[4] = { 1, 2, 3, 4 };
STATISTICS Larger = { 1, 2 };
#pragma data_seg()
ULONG Resident = 1;
KSPIN_LOCK Lock;
KSPIN_LOCK ListLock;
KDPC TheDpc, OtherDpc;

/* ---- certain, in a DPC -------------------------------------------------- */

KDEFERRED_ROUTINE Dpc;
VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	ULONG local;

	Count = 2; // want must PA4001 "'Dpc' writes 'Count', which is in pageable section 'PAGEDATA', at DISPATCH_LEVEL"
	local = Count; // want must PA4001 "reads 'Count'"
	Resident = 2;
	Statistics.Reads++; // want PA4001 "'Statistics'"
	local = Table[local]; // want PA4001 "'Table'"
	Table[0] = local; // want PA4001 "'Table'"
	RtlZeroMemory(&Statistics, sizeof(Statistics)); // want PA4001 "'Statistics'"
	UNREFERENCED_PARAMETER(Object);
}

/* ---- where IRQL is low, and where it is raised -------------------------- */

DRIVER_DISPATCH Read;
NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	KIRQL irql;
	ULONG copy = Count;

	Table[1] = 3;
	KeAcquireSpinLock(&Lock, &irql);
	Table[1] = 4; // want must PA4001 "'Read' writes 'Table'"
	Resident = copy;
	KeReleaseSpinLock(&Lock, irql);
	Table[1] = 5;
	if (KeGetCurrentIrql() < DISPATCH_LEVEL)
		Count = copy;
	return STATUS_SUCCESS;
}

/* A pageable routine that raises is at fault for the raise. */
VOID Raise(VOID);
#pragma alloc_text(PAGE, Raise)
VOID Raise(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeRaiseIrql(DISPATCH_LEVEL, &irql); // want PA1002
	Count = 4;
	KeLowerIrql(irql);
}

/* ---- through a pointer -------------------------------------------------- */

static VOID Note(PSTATISTICS Into)
{
	KIRQL irql;

	Into->Reads = 0;
	KeAcquireSpinLock(&Lock, &irql);
	Into->Writes = 0; // want may PA4001 "'Statistics', which is in pageable section 'PAGEDATA', at DISPATCH_LEVEL, through Into->Writes"
	KeReleaseSpinLock(&Lock, irql);
}

KDEFERRED_ROUTINE ContextDpc;
VOID ContextDpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PSTATISTICS given = Context;

	given->Reads = 1; // want PA4001 "'Handed'"
	UNREFERENCED_PARAMETER(Object);
}

VOID Start(VOID)
{
	PSTATISTICS local = &Statistics;
	KIRQL irql;

	Note(&Statistics);
	KeInitializeDpc(&OtherDpc, ContextDpc, &Handed);
	KeAcquireSpinLock(&Lock, &irql);
	local->Reads = 3; // want PA4001 "'Statistics'"
	KeReleaseSpinLock(&Lock, irql);
	local->Reads = 4;
}

/* ---- a list is touched under its lock ----------------------------------- */

VOID Insert(PLIST_ENTRY Entry)
{
	ExInterlockedInsertTailList(&Head, Entry, &ListLock); // want PA4001 "'Head'"
	InsertTailList(&Head, Entry);
}

/* ---- in larger expressions, stepped, and static locals ------------------ */

#pragma data_seg("PAGEDATA")
static VOID Hit(VOID)
{
	static ULONG hits = 1;

	hits++; // want must PA4001 "'hits'"
}
#pragma data_seg()

static ULONG Sum(const UCHAR *Letter, ULONG Count)
{
	ULONG sum = 0;

	while (Count--)
		sum += *Letter++; // want may PA4001 "'Letters'"
	return sum;
}

static ULONG SumSlowly(const UCHAR *Letter, ULONG Count)
{
	ULONG sum = 0;

	for (ULONG i = 0; i < Count; i++)
		sum += Letter[i] + *(Letter + i);
	return sum;
}

static ULONG Add(PSTATISTICS Of)
{
	if (Of->Reads) // want may PA4001 "'Larger'"
		return 1;
	return 1 + Of->Writes; // want may PA4001 "'Larger'"
}

KDEFERRED_ROUTINE LastDpc;
VOID LastDpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	Hit();
	Sum(Letters, 4);
	Add(&Larger);
}

DRIVER_UNLOAD Unload;
VOID Unload(PDRIVER_OBJECT Driver)
{
	SumSlowly(Letters, 4);
}

/* ---- a helper that callers hand different variables ---------------------- */

static ULONG Increment(volatile ULONG *Target)
{
	return InterlockedIncrement((volatile LONG *)Target);
}

static ULONG IncrementHigh(volatile ULONG *Target)
{
	return InterlockedIncrement((volatile LONG *)Target); // want may PA4001 "'Waits'"
}

static ULONG IncrementTwice(volatile ULONG *Target)
{
	return IncrementHigh(Target);
}

KDEFERRED_ROUTINE CountDpc;
VOID CountDpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	Increment(&Resident);
	IncrementTwice(&Waits);
	IncrementHigh(&Resident);
	UNREFERENCED_PARAMETER(Object);
}

VOID CountBelow(VOID)
{
	Increment(&Count);
	IncrementHigh(&Count);
}
