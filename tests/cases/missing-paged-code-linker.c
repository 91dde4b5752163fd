/*
 * Sections whose paging is decided elsewhere: the linker's own pageable
 * section, and names that linker directives make pageable.
 */
#include <ntddk.h>

#pragma code_seg(push, ".eda")
VOID InEda(VOID) // want PA2001 "'InEda' is in pageable section '.eda'"
{
}
#pragma code_seg(pop)

#pragma code_seg(push, ".edata")
VOID InEdata(VOID)
{
}
#pragma code_seg(pop)

#pragma comment(linker, "/SECTION:OWN,P")

#pragma code_seg(push, "OWN")
VOID InOwn(VOID) // known-gap PA2001 "'InOwn'"
{
}
#pragma code_seg(pop)

#pragma comment(linker, "/MERGE:MERGED=PAGE")

#pragma code_seg(push, "MERGED")
VOID InMerged(VOID) // known-gap PA2001 "'InMerged'"
{
}
#pragma code_seg(pop)

#pragma code_seg(push, "APART")
VOID InApart(VOID)
{
}
#pragma code_seg(pop)
