/*
 * A name that is set inside of #if, as sources do that other compilers read.
 * Ending it with the file does no harm where it was not set.
 */
#include <ntddk.h>

#ifdef ALLOC_PRAGMA
#pragma code_seg("PAGE") // want must PA3008 "code_seg("
#endif

VOID Configure(VOID)
{
	PAGED_CODE();
}
