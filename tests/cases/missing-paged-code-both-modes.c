/*
 * A source for both modes is kernel code, whichever branch was taken.
 */
#ifdef BUILT_AS_A_DRIVER
#include <ntddk.h>
#else
#include <windows.h>
#endif

#pragma code_seg("PAGE")

int InBothModes(int Count) // want PA2001 "'InBothModes'"
{
	return Count + 1;
}

#pragma code_seg()
