#include <ntddk.h>
#include "driver.h"

VOID Elsewhere(VOID);

VOID Stop(VOID)
{
	PAGED_CODE();
}

VOID Elsewhere(VOID)
{
	PAGED_CODE(); // want PA2003 "'Elsewhere'"
}
