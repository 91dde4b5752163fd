// want PA9005 "'windows.h'"
/*
 * A UMDF driver's source: the framework's header is that of both kinds, the
 * other one is the Windows API's. Nothing in it is kernel code.
 */
#include <windows.h>
#include <wdf.h>

#pragma code_seg("PAGE")

int InUserMode(int Count)
{
	return Count + 1;
}

#pragma code_seg()
