/*
 * The macro in a routine that is resident; and where another rule, or nobody,
 * has something to say.
 */
#include <ntddk.h>

#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

VOID Outside(VOID)
{
	PAGED_CODE(); // want must PA2003 "'Outside'"
}

VOID Inside(VOID);
#pragma alloc_text(PAGE, Inside)

VOID Inside(VOID)
{
	PAGED_CODE();
}

/* Named by a section that is not pageable. */
VOID InNonPaged(VOID);
#pragma alloc_text(NONPAGED, InNonPaged)

VOID InNonPaged(VOID)
{
	PAGED_CODE(); // want PA2003 "'InNonPaged'"
}

/* Code in INIT runs once, at PASSIVE_LEVEL: the macro is a fair assertion. */
VOID InInit(VOID);
#pragma alloc_text(INIT, InInit)

VOID InInit(VOID)
{
	PAGED_CODE();
}

/* A region that ended too early. */
#pragma code_seg(push, "PAGE")
VOID InRegion(VOID)
{
	PAGED_CODE();
}
#pragma code_seg(pop)

VOID BehindRegion(VOID)
{
	PAGED_CODE(); // want PA2003 "'BehindRegion'"
}

/* By a macro of the driver. */
#define DRIVER_PAGED_CODE() PAGED_CODE()

VOID ByOwnMacro(VOID)
{
	DRIVER_PAGED_CODE(); // want PA2003 "'ByOwnMacro'"
}

/* The first of two; the second is another rule's. */
VOID OutsideTwice(VOID)
{
	PAGED_CODE(); // want PA2003 "'OutsideTwice'"
	PAGED_CODE(); // want PA2002 "'OutsideTwice'"
}

/* ---- inline: in their caller's section --------------------------------- */

__forceinline VOID Forced(VOID)
{
	PAGED_CODE();
}

static inline VOID Hinted(VOID)
{
	PAGED_CODE();
}

static __declspec(noinline) VOID Never(VOID)
{
	PAGED_CODE(); // want PA2003 "'Never'"
}

VOID Caller(VOID)
{
	Forced();
	Hinted();
	Never();
}

/* ---- another rule says why it is in none ------------------------------- */

VOID WrongCase(VOID);
#pragma alloc_text(Page, WrongCase) // want PA3001 "'Page'"

VOID WrongCase(VOID)
{
	PAGED_CODE();
}

VOID Lookalike(VOID);
#pragma alloc_text(PGAE, Lookalike) // want PA3003 "'PGAE'"

VOID Lookalike(VOID)
{
	PAGED_CODE();
}

/* Nothing is said about what is only declared. */
VOID Elsewhere(VOID);

/* ---- the locked form --------------------------------------------------- */

VOID OutsideLocked(VOID)
{
	PAGED_CODE_LOCKED(); // want PA2003 "'OutsideLocked'"
}

VOID InsideLocked(VOID);
#pragma alloc_text(PAGELOCK, InsideLocked)

VOID InsideLocked(VOID)
{
	PAGED_CODE_LOCKED(); // want PA2005 "'InsideLocked'"
}

/* ---- a list with a comma at its end, of names that macros make ------------- */

#define EXPORTED(name) Exported ## name
#define EXPORTED_SECTION PAGE
VOID EXPORTED(One)(VOID);
VOID EXPORTED(Two)(VOID);
VOID EXPORTED(Three)(VOID);
#pragma alloc_text(EXPORTED_SECTION, \
	EXPORTED(One), \
	EXPORTED(Two), \
	)

VOID EXPORTED(One)(VOID)
{
	PAGED_CODE();
}

VOID EXPORTED(Two)(VOID)
{
	PAGED_CODE();
}

VOID EXPORTED(Three)(VOID)
{
	PAGED_CODE(); // want PA2003 "'ExportedThree'"
}
