/*
 * A section has a name of eight characters. What stands behind a $ sorts the
 * parts of a section and is not in the name.
 */
#include <ntddk.h>

VOID Four(VOID);
VOID Five(VOID);
VOID None(VOID);
VOID Sorted(VOID);
VOID SortedLong(VOID);
VOID LongSorted(VOID);
VOID OtherLong(VOID);
VOID InitLong(VOID);
#pragma alloc_text(PAGEABCD, Four)
#pragma alloc_text(PAGEABCDE, Five) // want must PA3002 "'PAGEABCD'"
#pragma alloc_text(PAGE, None)
#pragma alloc_text(PAGE$ABCDE, Sorted)
#pragma alloc_text(PAGEABCD$ABCDE, SortedLong)
#pragma alloc_text(PAGEABCDE$A, LongSorted) // want PA3002 "'PAGEABCDE$A'"
#pragma alloc_text(NONPAGEDLONG, OtherLong)
#pragma alloc_text(INITABCDE, InitLong)

VOID Four(VOID)
{
	PAGED_CODE();
}

VOID Five(VOID)
{
	PAGED_CODE();
}

VOID None(VOID)
{
	PAGED_CODE();
}

VOID Sorted(VOID)
{
	PAGED_CODE();
}

VOID SortedLong(VOID)
{
	PAGED_CODE();
}

VOID LongSorted(VOID)
{
	PAGED_CODE();
}

VOID OtherLong(VOID)
{
}

VOID InitLong(VOID)
{
}

#pragma code_seg(push, "PAGECONFIG") // want PA3002 "'PAGECONF'"
VOID InRegion(VOID)
{
	PAGED_CODE();
}
#pragma code_seg(pop)

#pragma data_seg("PAGETABLES") // want PA3002 "'PAGETABL'"
ULONG Table[2] = { 1, 2 };
#pragma data_seg()

#pragma data_seg("PAGETABL")
ULONG Tables[2] = { 1, 2 };
#pragma data_seg()

#pragma const_seg("PAGECONSTANT") // want PA3002 "'PAGECONS'"
const ULONG Constants[2] = { 1, 2 };
#pragma const_seg()

__declspec(code_seg("PAGEUNLOAD")) VOID Attribute(VOID) // want PA3002 "'PAGEUNLO'"
{
	PAGED_CODE();
}

/* The name is reported where it is spelled, once for each directive. */
VOID FirstOfTwo(VOID);
VOID SecondOfTwo(VOID);
#pragma alloc_text(PAGEWMIXX, FirstOfTwo) // want PA3002 "'PAGEWMIX'"
#pragma alloc_text(PAGEWMIXX, SecondOfTwo) // want PA3002 "'PAGEWMIX'"

VOID FirstOfTwo(VOID)
{
	PAGED_CODE();
}

VOID SecondOfTwo(VOID)
{
	PAGED_CODE();
}
