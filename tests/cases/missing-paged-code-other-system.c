// want PA9005 "another system"
/*
 * What a driver's repository holds for another system: a header that only that
 * has, and no kernel header anywhere.
 */
#include <sys/mman.h>

#pragma code_seg("PAGE")

int OnAnotherSystem(int Count)
{
	return Count + 1;
}

#pragma code_seg()
