#include <ntddk.h>
#include "restores.h"

VOID Resident(VOID)
{
}

#include "begin.h"
VOID Regional(VOID)
{
	PAGED_CODE();
}
#include "end.h"

#include "pushes.h"
#include "leaks.h"

VOID Leaked(VOID) // want PA2001 "'Leaked'"
{
}

/* Closes its own region only. */
#pragma code_seg()
#include "leaks.h"
#include "restores.h"

VOID LeakedToo(VOID)
{
}
