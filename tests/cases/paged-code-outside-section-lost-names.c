/*
 * A word where a section's name should be may be a macro of a header that was
 * not found; and such a header may declare what an alloc_text line names.
 */
#include <ntddk.h>
#include "names-of-another-driver.h" // want PA9003

#pragma alloc_text(SECTION_OF_SETUP, ByLine)
#pragma alloc_text(PAGE, Paged)
VOID ByLine(VOID)
{
	PAGED_CODE();
}

VOID Paged(VOID)
{
	PAGED_CODE();
}

VOID Unmarked(VOID);
#pragma alloc_text(PAGE, Unmarked)
VOID Unmarked(VOID) // want PA2001
{
}

#pragma code_seg(push, SECTION_OF_SETUP)
VOID InRegion(VOID)
{
	PAGED_CODE();
}
#pragma code_seg(pop)

VOID Behind(VOID)
{
	PAGED_CODE(); // want PA2003 "'Behind'"
}

#pragma code_seg(SECTION_OF_SETUP)
VOID InOther(VOID)
{
	PAGED_CODE();
}
#pragma code_seg()

__declspec(code_seg(SECTION_OF_SETUP)) VOID ByAttribute(VOID)
{
	PAGED_CODE();
}

__declspec(code_seg("text")) VOID ByLiteral(VOID)
{
	PAGED_CODE(); // want PA2003 "'ByLiteral'"
}
