/*
 * What a source leaves open. Headers are in segment-left-open-headers.
 */
#include <ntddk.h>

#pragma code_seg(push, "PAGE")
VOID Popped(VOID)
{
	PAGED_CODE();
}
#pragma code_seg(pop)

#pragma code_seg(push, Region, "PAGE")
#pragma code_seg(push, Inner, "PAGE")
VOID PoppedByLabel(VOID)
{
	PAGED_CODE();
}
#pragma code_seg(pop, Region)

#pragma code_seg("PAGE")
VOID Reset(VOID)
{
	PAGED_CODE();
}
#pragma code_seg()

#pragma data_seg(push) // want must PA3008 "data_seg(push) is never popped"
#pragma data_seg()

#pragma const_seg(push, "PAGECONS") // want PA3008 "const_seg(push)"
const ULONG Table[2048] = { 1 };

#define BEGIN __pragma(bss_seg(push, "PAGEBSS"))
#define END __pragma(bss_seg(pop))
BEGIN
ULONG Buffer[4096];
END
BEGIN // want PA3008 "bss_seg(push)"
ULONG OtherBuffer[4096];

#pragma data_seg("PAGEDATA")
ULONG Given[2048] = { 1 };
#pragma data_seg(".data")
ULONG Taken = 1;

#pragma code_seg("INIT")
VOID Load(VOID)
{
}
#pragma code_seg("PAGE") // want PA3008 "is still set at the end of the file"
VOID Last(VOID)
{
	PAGED_CODE();
}
