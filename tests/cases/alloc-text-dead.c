/*
 * Lines for functions that the unit defines, and for those that it does not.
 */
#include <ntddk.h>

VOID Alive(VOID);
VOID Gone(VOID);
VOID OnlyInDebug(VOID);
static VOID Hidden(VOID);

#pragma alloc_text(PAGE, Alive)
#pragma alloc_text(PAGE, Gone) // want must PA3006 "'Gone', which no unit of the driver defines"
#pragma alloc_text(PAGE, NeverHeardOf) // want PA3006 "'NeverHeardOf'"
#pragma alloc_text(PAGE, OnlyInDebug)
#pragma alloc_text(PAGE, Hidden)
#pragma alloc_text(INIT, Missing, Gone) // want PA3006 "'Missing'" PA3006 "'Gone'"


VOID Alive(VOID)
{
	PAGED_CODE();
	Hidden();
}

static VOID Hidden(VOID)
{
	PAGED_CODE();
}

#ifdef DRIVER_DEBUG
VOID OnlyInDebug(VOID)
{
}
#endif

VOID User(VOID)
{
	if (KeGetCurrentIrql() == PASSIVE_LEVEL)
		Gone();
}
