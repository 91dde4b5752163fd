/*
 * Code for many systems is kernel code, whichever of them the kit's header is
 * meant for: here it reads one of another system's, and names one of the
 * kernel's where that is left out.
 */
#ifdef FOR_WINDOWS
#include <ntddk.h>
#else
#include <sys/mman.h> // want PA9003
#endif

#pragma code_seg("PAGE")

int OnManySystems(int Count) // want PA2001 "'OnManySystems'"
{
	return Count + 1;
}

#pragma code_seg()
