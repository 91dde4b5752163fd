/*
 * Objects that must be resident, in pageable sections and in paged pool, alone
 * and inside of structures.
 */
#include <ntddk.h>

typedef struct _QUEUE {
	LIST_ENTRY Head;
	struct {
		KEVENT NotEmpty;
	} Signals;
} QUEUE;

typedef struct _EXT {
	ULONG Size;
	QUEUE Queues[2];
} EXT, *PEXT;

typedef struct _PLAIN {
	ULONG Size;
	PKEVENT Event;
	LIST_ENTRY Link;
} PLAIN, *PPLAIN;

typedef KSPIN_LOCK MY_LOCK;

typedef struct _OWN {
	MY_LOCK Lock;
} OWN, *POWN;

#pragma data_seg("PAGEDATA")
#pragma bss_seg("PAGEBSS")
KSPIN_LOCK Lock; // want must PA4002 "'Lock', a KSPIN_LOCK, in pageable section 'PAGEBSS'"
KSPIN_LOCK Set = 0; // want PA4002 "'PAGEDATA'"
EXT Extension; // want PA4002 "'Extension' holds 'Queues.Signals.NotEmpty', a KEVENT,"
PLAIN Plain;
FAST_MUTEX Mutexes[2]; // want PA4002 "a FAST_MUTEX"
MY_LOCK Mine; // want PA4002 "a KSPIN_LOCK"
KDPC *Pointer;
#pragma data_seg()
#pragma bss_seg()
KSPIN_LOCK Resident;
EXT ResidentExtension;

#pragma bss_seg("PAGEBSS")
VOID Wait(VOID)
{
	static KTIMER timer; // want PA4002 "'timer', a KTIMER,"
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	KeInitializeTimer(&timer);
}
#pragma bss_seg()

/* ---- pool --------------------------------------------------------------- */

#define TAG 'gaT'

static PVOID Allocate(POOL_TYPE Pool, SIZE_T Size)
{
	PVOID memory = ExAllocatePoolWithTag(Pool, Size, TAG);

	return memory;
}

static PVOID AllocatePaged(SIZE_T Size)
{
	return Allocate(PagedPool, Size);
}

VOID Pools(PVOID *Where)
{
	POOL_TYPE pool = PagedPool;
	POOL_TYPE either = Where ? PagedPool : NonPagedPool;
	PVOID untyped;
	PEXT ext;
	PPLAIN plain;
	PKSPIN_LOCK lock;
	POWN own;

	ext = ExAllocatePoolWithTag(PagedPool, sizeof(EXT), TAG); // want must PA4002 "'Pools' allocates 'struct _EXT', which holds 'Queues.Signals.NotEmpty', a KEVENT, from paged pool"
	ext = ExAllocatePoolWithTag(NonPagedPool, sizeof(EXT), TAG);
	ext = (PEXT)ExAllocatePool(PagedPool, sizeof(EXT)); // want PA4002 "KEVENT"
	ext = ExAllocatePoolWithTag(pool, sizeof(EXT), TAG); // want PA4002
	ext = ExAllocatePoolWithTag(either, sizeof(EXT), TAG); // want may PA4002 "from what may be paged pool"
	plain = ExAllocatePoolWithTag(PagedPool, sizeof(PLAIN), TAG);
	lock = ExAllocatePoolWithTag(PagedPool, sizeof(*lock), TAG); // want PA4002 "allocates a KSPIN_LOCK from paged pool"
	own = ExAllocatePoolWithQuotaTag(PagedPool, sizeof(*own), TAG); // want PA4002 "'Lock', a KSPIN_LOCK,"
	ext = Allocate(PagedPool, sizeof(EXT)); // want PA4002
	ext = Allocate(NonPagedPool, sizeof(EXT));
	ext = AllocatePaged(sizeof(EXT)); // want PA4002
	untyped = ExAllocatePoolWithTag(PagedPool, sizeof(EXT), TAG); // want PA4002
	((PEXT)untyped)->Size = 1;
	plain->Size = ext->Size + (ULONG)*lock + (ULONG)own->Lock;
}

/* ---- locals that live on ----------------------------------------------- */

__declspec(code_seg("PAGE")) VOID LocalsOfPaged(VOID)
{
	static KEVENT resident;
	__declspec(allocate("PAGEDATA")) static KEVENT paged; // want PA4002 "'paged'"

	PAGED_CODE();
	KeSetEvent(&resident, IO_NO_INCREMENT, FALSE);
	KeSetEvent(&paged, IO_NO_INCREMENT, FALSE);
}

/* ---- what other routines take it for, and lookaside lists --------------- */

typedef struct _HOLDER {
	PVOID Untyped;
	LOOKASIDE_LIST_EX Paged, Resident;
} HOLDER, *PHOLDER;

static VOID InitialiseExt(PVOID Memory)
{
	PEXT ext = Memory;

	ext->Size = 1;
}

VOID Later(PHOLDER Holder)
{
	PVOID memory = ExAllocatePoolWithTag(PagedPool, sizeof(EXT), TAG); // want PA4002 "KEVENT"
	PEXT ext;

	InitialiseExt(memory);
	Holder->Untyped = ExAllocatePoolWithTag(PagedPool, sizeof(EXT), TAG); // want PA4002 "KEVENT"
	ExInitializeLookasideListEx(&Holder->Paged, NULL, NULL, PagedPool, 0,
		sizeof(EXT), TAG, 0);
	ExInitializeLookasideListEx(&Holder->Resident, NULL, NULL, NonPagedPool,
		0, sizeof(EXT), TAG, 0);
	ext = ExAllocateFromLookasideListEx(&Holder->Paged); // want PA4002 "KEVENT"
	ext = ExAllocateFromLookasideListEx(&Holder->Resident);
	ext->Size = ((PEXT)Holder->Untyped)->Size;
}

/* ---- a wrapper with a choice -------------------------------------------- */

#define FROM_PAGED 2

static PVOID AllocateAs(SIZE_T Size, ULONG Flags)
{
	PVOID memory;

	if (Flags & FROM_PAGED)
		memory = ExAllocatePoolWithTag(PagedPool, Size, TAG);
	else
		memory = ExAllocatePoolWithTag(NonPagedPool, Size, TAG);
	return memory;
}

static PVOID AllocatePagedOrNot(SIZE_T Size, ULONG Flags)
{
	PVOID memory;

	if (Flags & FROM_PAGED)
		memory = ExAllocatePoolWithTag(PagedPool, Size, TAG);
	else
		memory = NULL;
	return memory;
}

VOID Chosen(VOID)
{
	PEXT ext = AllocateAs(sizeof(EXT), 0);
	PEXT other = AllocatePagedOrNot(sizeof(EXT), FROM_PAGED); // want PA4002 "KEVENT"

	ext->Size = other->Size = 1;
}

/* ---- the pool is a matter of a test or of the caller --------------------- */

static PVOID AllocateIf(ULONG Flags, SIZE_T Size)
{
	POOL_TYPE pool = (Flags & FROM_PAGED) ? PagedPool : NonPagedPool;

	return ExAllocatePoolWithTag(pool, Size, TAG);
}

static PVOID AllocateBy(ULONG Kind, SIZE_T Size)
{
	POOL_TYPE pool = NonPagedPool;

	switch (Kind) {
	case 3:
		pool = PagedPool;
		break;
	default:
		break;
	}
	return ExAllocatePoolWithTag(pool, Size, TAG);
}

static PEXT MakeExt(POOL_TYPE Pool)
{
	PEXT ext = ExAllocatePoolWithTag(Pool, sizeof(EXT), TAG); // want must PA4002 "'MakeExt'"

	return ext;
}

static PEXT MakeEither(POOL_TYPE Pool)
{
	PEXT ext = ExAllocatePoolWithTag(Pool, sizeof(EXT), TAG); // want may PA4002 "'MakeEither'"

	return ext;
}

static PEXT MakeResident(BOOLEAN Paged)
{
	PEXT ext = ExAllocatePoolWithTag(
		Paged ? PagedPool : NonPagedPool, sizeof(EXT), TAG);

	return ext;
}

static PEXT MakePaged(BOOLEAN Paged)
{
	PEXT ext = ExAllocatePoolWithTag( // want must PA4002 "'MakePaged'"
		Paged ? PagedPool : NonPagedPool, sizeof(EXT), TAG);

	return ext;
}

typedef struct _EITHER {
	union {
		EX_PUSH_LOCK Push;
		KSPIN_LOCK Spin;
	};
} EITHER, *PEITHER;

/* The same test again: what is in paged pool is used in another way. */
static PEITHER MakeByLevel(KIRQL Highest)
{
	PEITHER either = ExAllocatePoolWithTag(
		Highest < DISPATCH_LEVEL ? PagedPool : NonPagedPool,
		sizeof(EITHER), TAG);

	if (Highest < DISPATCH_LEVEL)
		either->Push = 0;
	else
		KeInitializeSpinLock(&either->Spin);
	return either;
}

VOID Tested(ULONG Count, KIRQL Highest, ULONG Flags, BOOLEAN Paged)
{
	PEXT ext = AllocateIf(FROM_PAGED, sizeof(EXT)); // want must PA4002 "'Tested'"
	ULONG flags = Count > 5 ? FROM_PAGED : 0;

	ext = AllocateIf(0, sizeof(EXT));
	ext = AllocateIf(Flags, sizeof(EXT));
	ext = AllocateIf(flags, sizeof(EXT)); // want may PA4002 "'Tested'"
	ext = AllocateBy(3, sizeof(EXT)); // want must PA4002 "'Tested'"
	ext = AllocateBy(2, sizeof(EXT));
	ext = MakeExt(PagedPool);
	ext = MakeEither(Paged ? PagedPool : NonPagedPool);
	ext = MakeEither(NonPagedPool);
	ext = MakeResident(FALSE);
	ext = MakePaged(TRUE);
	ext->Size = (ULONG)MakeByLevel(Highest)->Push;
}

VOID InOrder(VOID)
{
	POOL_TYPE pool = PagedPool;
	PEXT ext;

	pool = NonPagedPool;
	ext = ExAllocatePoolWithTag(pool, sizeof(EXT), TAG);
	pool = PagedPool;
	ext->Size = 1;
}

/* ---- named constants and bytes ------------------------------------------- */

static const POOL_TYPE ConstantPaged = PagedPool;
static const POOL_TYPE ConstantNonPaged = NonPagedPool;

VOID Named(VOID)
{
	PEXT ext = ExAllocatePoolWithTag(ConstantPaged, sizeof(EXT), TAG); // want PA4002 "KEVENT"
	PEXT other = ExAllocatePoolWithTag(ConstantNonPaged, sizeof(EXT), TAG);

	ext->Size = other->Size = 1;
}

VOID Bytes(VOID)
{
	PUCHAR raw = ExAllocatePoolWithTag(PagedPool, sizeof(EXT), TAG); // want PA4002 "KEVENT"
	PUCHAR plain = ExAllocatePoolWithTag(PagedPool, sizeof(PLAIN), TAG);

	((PEXT)raw)->Size = ((PPLAIN)plain)->Size = 1;
}

/* ---- one untyped local after the other ----------------------------------- */

VOID InTurn(BOOLEAN Wait)
{
	PVOID memory = ExAllocatePoolWithTag(PagedPool, 64, TAG);

	ExFreePoolWithTag(memory, TAG);
	memory = ExAllocatePoolWithTag(NonPagedPool, sizeof(KEVENT), TAG);
	KeInitializeEvent((PKEVENT)memory, NotificationEvent, FALSE);
	ExFreePoolWithTag(memory, TAG);
	memory = ExAllocatePoolWithTag(PagedPool, sizeof(KEVENT), TAG); // want PA4002 "KEVENT"
	KeInitializeEvent((PKEVENT)memory, NotificationEvent, FALSE);
	ExFreePoolWithTag(memory, TAG);
	if (Wait)
		memory = ExAllocatePoolWithTag(PagedPool, sizeof(KTIMER), TAG); // want PA4002 "KTIMER"
	else
		memory = ExAllocatePoolWithTag(NonPagedPool, sizeof(KTIMER), TAG);
	KeInitializeTimer(memory);
}

/* ---- what stands behind an object, if there is room for it ---------------- */

typedef struct _POOLS {
	ULONG Count;
	EXT Each[ANYSIZE_ARRAY];
} POOLS;

typedef struct _MORE {
	ULONG Count;
	EXT Each[0];
} MORE;

VOID Behind(ULONG Count)
{
	MORE *none = ExAllocatePoolWithTag(PagedPool, sizeof(MORE), TAG);
	MORE *some = ExAllocatePoolWithTag(PagedPool, sizeof(MORE) + Count * sizeof(EXT), TAG); // want PA4002 "'Each"
	POOLS *one = ExAllocatePoolWithTag(PagedPool, sizeof(POOLS), TAG); // want PA4002 "'Each"

	none->Count = some->Count = one->Count = Count;
}
