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
VOID InOwn(VOID) // want PA2001 "'InOwn'"
{
}
#pragma code_seg(pop)

#pragma comment(linker, "/MERGE:MERGED=PAGE")

#pragma code_seg(push, "MERGED")
VOID InMerged(VOID) // want PA2001 "'InMerged'"
{
}
#pragma code_seg(pop)

#pragma code_seg(push, "APART")
VOID InApart(VOID)
{
}
#pragma code_seg(pop)

#pragma comment(linker, "-section:RESIDE,!P -merge:PAGEAWAY=APART")

#pragma code_seg(push, "RESIDE")
VOID InResident(VOID)
{
}
#pragma code_seg(pop)

#pragma code_seg(push, "PAGEAWAY")
VOID MergedAway(VOID)
{
}
#pragma code_seg(pop)

#pragma section("PAGEFIX", nopage)

#pragma code_seg(push, "PAGEFIX$A")
VOID InFixed(VOID)
{
}
#pragma code_seg(pop)

#pragma comment(linker, "/MERGE:_PAGE=PAGE")

#pragma code_seg(push, "_PAGE")
VOID InUnderscore(VOID) // want PA2001 "'InUnderscore'"
{
}
#pragma code_seg(pop)

/* Other comments, and options that are none. */
#pragma comment(lib, "MERGE:APART=PAGE")
#pragma comment(linker, "/MERGE /SECTION:APART /MERGEX:APART=PAGE")
