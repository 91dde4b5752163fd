/*
 * The data comes first. The compiler finds fault with the function then, and
 * nothing of its body is lost.
 */
#include <ntddk.h>

#pragma data_seg("PAGE") // want PA3004 "section 'PAGE' is used for data here"
ULONG Limit = 3;
#pragma data_seg()

ULONG Bounded(ULONG Value);
ULONG Unmarked(ULONG Value);

#pragma code_seg("PAGE")
ULONG Bounded(ULONG Value)
{
	PAGED_CODE();
	return Value < Limit ? Value : Limit;
}

ULONG Unmarked(ULONG Value) // want PA2001 "'Unmarked'"
{
	return Value + Limit;
}
#pragma code_seg()
