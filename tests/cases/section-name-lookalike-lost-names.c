/*
 * A header that was not found may define a macro for a section, but hardly one
 * that is spelt like the section and not quite.
 */
#include <ntddk.h>
#include "names-of-another-driver.h" // want PA9003

VOID Swapped(VOID);
VOID Small(VOID);
VOID Mixed(VOID);
VOID Macro(VOID);
VOID Short(VOID);
#pragma alloc_text(PGAE, Swapped) // want PA3003
#pragma alloc_text(page, Small) // want PA3001
#pragma alloc_text(Page, Mixed) // want PA3001
#pragma alloc_text(PAGE_OF_SETUP, Macro)
#pragma alloc_text(PG, Short)

VOID Swapped(VOID)
{
	PAGED_CODE();
}

VOID Small(VOID)
{
	PAGED_CODE();
}

VOID Mixed(VOID)
{
	PAGED_CODE();
}

VOID Macro(VOID)
{
	PAGED_CODE();
}

VOID Short(VOID)
{
	PAGED_CODE();
}
