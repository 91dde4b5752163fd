#include <ntddk.h>
#include "driver.h"

VOID Elsewhere(VOID);
#pragma alloc_text(PAGE, Elsewhere) // want PA3006 "'Elsewhere', which is defined in another unit"

VOID Start(VOID)
{
	PAGED_CODE();
}
