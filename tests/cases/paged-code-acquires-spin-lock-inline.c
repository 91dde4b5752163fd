/*
 * Code that is expanded in its caller is in its caller's section: macros,
 * __forceinline, inline. A lock that such code takes and gives back is held by
 * the pageable routine, and the call is at fault.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;
static ULONG Users;

/* ---- functions --------------------------------------------------------- */

__forceinline VOID CountForced(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID UsesForced(VOID)
{
	PAGED_CODE();
	CountForced(); // want must PA1001 "'UsesForced'"
}

FORCEINLINE VOID CountForcedByMacro(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID UsesForcedByMacro(VOID)
{
	PAGED_CODE();
	CountForcedByMacro(); // want PA1001 "'UsesForcedByMacro'"
}

static inline VOID CountInline(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID UsesInline(VOID)
{
	PAGED_CODE();
	CountInline(); // want PA1001 "'UsesInline'"
}

static __inline VOID CountInlineMicrosoft(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID UsesInlineMicrosoft(VOID)
{
	PAGED_CODE();
	CountInlineMicrosoft(); // want PA1001 "'UsesInlineMicrosoft'"
}

static __declspec(noinline) VOID CountNeverInline(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID UsesNeverInline(VOID)
{
	PAGED_CODE();
	CountNeverInline();
}

/* A plain function that the compiler may inline of its own accord is not: it
 * does not do so across sections. */
static VOID CountStatic(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

PAGED VOID UsesStatic(VOID)
{
	PAGED_CODE();
	CountStatic();
}

/* ---- inline in a resident routine -------------------------------------- */

static VOID CountThroughInline(VOID)
{
	CountForced();
}

PAGED VOID UsesInlineFromResident(VOID)
{
	PAGED_CODE();
	CountThroughInline();
}

/* An inline routine that only calls a resident helper touches nothing. */
__forceinline VOID CountByHelper(VOID)
{
	CountStatic();
}

PAGED VOID UsesInlineOfHelper(VOID)
{
	PAGED_CODE();
	CountByHelper();
}

/* ---- inline halves ----------------------------------------------------- */

__forceinline KIRQL Enter(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	return irql;
}

__forceinline VOID Leave(KIRQL Irql)
{
	KeReleaseSpinLock(&Lock, Irql);
}

PAGED VOID UsesHalves(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	irql = Enter(); // want PA1001 "'UsesHalves'"
	Users++;
	Leave(irql);
}

VOID UsesHalvesResident(VOID)
{
	KIRQL irql;

	irql = Enter();
	Users++;
	Leave(irql);
}

/* Inline in inline: one finding, at the pageable routine's call. */
__forceinline VOID CountTwice(VOID)
{
	CountForced();
	Users++;
}

PAGED VOID UsesTwice(VOID)
{
	PAGED_CODE();
	CountTwice(); // want PA1001 "'UsesTwice'"
}

/* ---- macros ------------------------------------------------------------ */

#define COUNT()                                                               \
	do {                                                                  \
		KIRQL countIrql;                                              \
		KeAcquireSpinLock(&Lock, &countIrql);                         \
		Users++;                                                      \
		KeReleaseSpinLock(&Lock, countIrql);                          \
	} while (0)

#define COUNT_BY_HELPER()                                                     \
	do {                                                                  \
		CountStatic();                                                \
		CountStatic();                                                \
	} while (0)

PAGED VOID UsesMacro(VOID)
{
	PAGED_CODE();
	COUNT(); // want must PA1001 "'UsesMacro'"
}

PAGED VOID UsesMacroOfHelper(VOID)
{
	PAGED_CODE();
	COUNT_BY_HELPER();
}

#define LOCK(irql) KeAcquireSpinLock(&Lock, (irql))
#define UNLOCK(irql) KeReleaseSpinLock(&Lock, (irql))

PAGED VOID UsesMacroHalves(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	LOCK(&irql); // want PA1001 "'UsesMacroHalves'"
	Users++;
	UNLOCK(irql);
}

VOID UsesMacroHalvesResident(VOID)
{
	KIRQL irql;

	LOCK(&irql);
	Users++;
	UNLOCK(irql);
}

#ifdef PAGEABLE_LOCK_OFF
#define OPTIONAL_LOCK(irql) KeAcquireSpinLock(&Lock, (irql))
#else
#define OPTIONAL_LOCK(irql) (*(irql) = PASSIVE_LEVEL)
#endif

PAGED VOID UsesEmptyMacro(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	OPTIONAL_LOCK(&irql);
	Users += irql;
}
