/*
 * Names that were meant to be pageable and are not, the two that belong to
 * others, and names that only contain the word.
 */
#include <ntddk.h>

VOID Dotted(VOID);
VOID Underscored(VOID);
VOID Swapped(VOID);
VOID TooShort(VOID);
VOID Doubled(VOID);
VOID WrongLetter(VOID);
VOID Unquoted(VOID);
VOID UnquotedText(VOID);
#pragma alloc_text(".PAGE", Dotted) // want must PA3003 "section '.PAGE' looks pageable and is not"
#pragma alloc_text(.PAGE, Unquoted) // want PA3003 "section '.PAGE' looks pageable"
#pragma alloc_text(.text, UnquotedText)
#pragma alloc_text(_PAGE, Underscored) // want PA3003 "'_PAGE'"
#pragma alloc_text(PGAE, Swapped) // want PA3003 "'PGAE'"
#pragma alloc_text(PAG, TooShort) // want PA3003 "'PAG'"
#pragma alloc_text(PPAGE, Doubled) // want PA3003 "'PPAGE'"
#pragma alloc_text(PAGA, WrongLetter) // want PA3003 "'PAGA'"

VOID Dotted(VOID)
{
}

VOID Unquoted(VOID)
{
}

VOID UnquotedText(VOID)
{
}

VOID Underscored(VOID)
{
}

VOID Swapped(VOID)
{
}

VOID TooShort(VOID)
{
}

VOID Doubled(VOID)
{
}

VOID WrongLetter(VOID)
{
}

/* ---- names of the system ----------------------------------------------- */

VOID Verifier(VOID);
VOID Special(VOID);
VOID Other(VOID);
VOID LikeVerifier(VOID);
VOID LikeLocked(VOID);
VOID LikeDebugger(VOID);
VOID LikeSpecial(VOID);
#pragma alloc_text(PAGEVRF, Verifier) // want PA3003 "section 'PAGEVRF' is reserved"
#pragma alloc_text(PAGESPEC, Special) // want PA3003 "'PAGESPEC'"
#pragma alloc_text(PAGEVRG, Other)
#pragma alloc_text(PAGEVRFY, LikeVerifier)
#pragma alloc_text(PAGELK, LikeLocked)
#pragma alloc_text(PAGEKD, LikeDebugger)
#pragma alloc_text(PAGESPE, LikeSpecial)

VOID Verifier(VOID)
{
	PAGED_CODE();
}

VOID Special(VOID)
{
	PAGED_CODE();
}

VOID Other(VOID)
{
	PAGED_CODE();
}

VOID LikeVerifier(VOID)
{
	PAGED_CODE();
}

VOID LikeLocked(VOID) // want PA2001 "section 'PAGELK'"
{
}

VOID LikeDebugger(VOID)
{
	PAGED_CODE();
}

VOID LikeSpecial(VOID) // want PA2001 "section 'PAGESPE'"
{
}

/* ---- names that mean something else ------------------------------------ */

VOID NonPaged(VOID);
VOID Resident(VOID);
VOID Text(VOID);
VOID Pages(VOID);
VOID Locked(VOID);
#pragma alloc_text(NONPAGED, NonPaged)
#pragma alloc_text(NOPAGE, Resident)
#pragma alloc_text(".text", Text)
#pragma alloc_text(PAGES, Pages)
#pragma alloc_text(LOCK, Locked)

VOID NonPaged(VOID)
{
}

VOID Resident(VOID)
{
}

VOID Text(VOID)
{
}

VOID Pages(VOID)
{
	PAGED_CODE();
}

VOID Locked(VOID)
{
}

/* ---- other directives -------------------------------------------------- */

#pragma code_seg(push, ".PAGE") // want PA3003 "'.PAGE'"
VOID InRegion(VOID)
{
}
#pragma code_seg(pop)

#pragma data_seg("_PAGE") // want PA3003 "'_PAGE'"
ULONG Data = 1;
#pragma data_seg()

#pragma data_seg("CACHE")
ULONG OtherData = 1;
#pragma data_seg()

__declspec(code_seg("PAEG")) VOID Attribute(VOID) // want PA3003 "'PAEG'"
{
}
