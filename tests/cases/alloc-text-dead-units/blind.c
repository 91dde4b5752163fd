/* Does not read the header. */
#include <ntddk.h>

VOID Blind(VOID)
{
	PAGED_CODE(); // want PA2003 "'Blind'"
}
