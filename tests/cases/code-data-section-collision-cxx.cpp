/*
 * What stands in a placed function is not placed by its attribute.
 */
#include <ntddk.h> // want nothing

#define PAGED __declspec(code_seg("PAGE"))

PAGED ULONG Next()
{
	PAGED_CODE();

	static ULONG last = 1;

	return ++last;
}
