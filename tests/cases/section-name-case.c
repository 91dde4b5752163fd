/*
 * PAGE and INIT in letters of the wrong case, in every directive that names a
 * section; and names that merely begin with other words.
 */
#include <ntddk.h>

VOID Small(VOID);
VOID Mixed(VOID);
VOID Suffixed(VOID);
VOID Longer(VOID);
VOID Right(VOID);
VOID RightLonger(VOID);
VOID SmallInit(VOID);
VOID RightInit(VOID);
#pragma alloc_text(page, Small) // want must PA3001 "section 'page' is not pageable"
#pragma alloc_text(Page, Mixed) // want PA3001 "'Page'"
#pragma alloc_text(page$b, Suffixed) // want PA3001 "'page$b'"
#pragma alloc_text(PagEcfg, Longer) // want PA3001 "'PagEcfg'"
#pragma alloc_text(PAGE, Right)
#pragma alloc_text(PAGEcfg, RightLonger)
#pragma alloc_text(init, SmallInit) // want PA3001 "section 'init' is not discardable"
#pragma alloc_text(INIT, RightInit)

VOID Small(VOID)
{
}

VOID Mixed(VOID)
{
}

VOID Suffixed(VOID)
{
}

VOID Longer(VOID)
{
}

VOID Right(VOID)
{
	PAGED_CODE();
}

VOID RightLonger(VOID)
{
	PAGED_CODE();
}

VOID SmallInit(VOID)
{
}

VOID RightInit(VOID)
{
}

/* ---- other directives -------------------------------------------------- */

#pragma code_seg(push, "page") // want PA3001 "'page'"
VOID InRegion(VOID)
{
}
#pragma code_seg(pop)

#pragma data_seg("Pagedata") // want PA3001 "'Pagedata'"
ULONG Data = 1;
#pragma data_seg()

#pragma data_seg("PAGEdata")
ULONG RightData = 1;
#pragma data_seg()

#pragma const_seg("pagecons") // want PA3001 "'pagecons'"
const ULONG Constant = 1;
#pragma const_seg()

#pragma bss_seg("pagebss") // want PA3001 "'pagebss'"
ULONG Zero;
#pragma bss_seg()

__declspec(code_seg("Page")) VOID Attribute(VOID) // want PA3001 "'Page'"
{
}

__declspec(code_seg("PAGE")) VOID RightAttribute(VOID)
{
	PAGED_CODE();
}

#pragma section("pagesec", read, write) // want PA3001 "'pagesec'"

/* Either directive has to be edited, and one without the other is an error. */
#pragma section("pagetab", read, write) // want PA3001 "'pagetab'"
__declspec(allocate("pagetab")) ULONG Table[4] = { 1 }; // want PA3001 "'pagetab'"
#pragma section("PAGETAB", read, write)
__declspec(allocate("PAGETAB")) ULONG RightTable[4] = { 1 };

/* ---- other words ------------------------------------------------------- */

VOID Initial(VOID);
VOID Paging(VOID);
VOID Pag(VOID);
#pragma alloc_text(initial, Initial)
#pragma alloc_text(paginate, Paging)
#pragma alloc_text(inits, Pag)

VOID Initial(VOID)
{
}

VOID Paging(VOID)
{
}

VOID Pag(VOID)
{
}

/* The name of a routine is not the name of a section. */
VOID page(VOID);
#pragma alloc_text(PAGE, page)

VOID page(VOID)
{
	PAGED_CODE();
}
