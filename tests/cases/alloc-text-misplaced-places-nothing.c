/*
 * A line that stands where it does not work places nothing, and nothing follows
 * from it: the routine is where it would be without it.
 */
#include <ntddk.h>

VOID Late(VOID);
VOID Late(VOID)
{
}
#pragma alloc_text(PAGE, Late) // want must PA3005 "'Late' after its definition"

#pragma alloc_text(PAGE, Early) // want must PA3005 "'Early' before its declaration"
VOID Early(VOID)
{
}

VOID Outside(VOID);
VOID Round(VOID)
{
#pragma alloc_text(PAGE, Outside) // want must PA3005 "inside a function"
	Early();
}

VOID Outside(VOID)
{
}

/* Nor does it contradict a line that works, and this one does. */
VOID Twice(VOID);
#pragma alloc_text(PAGE, Twice)
VOID Twice(VOID)
{
	PAGED_CODE();
}
#pragma alloc_text(INIT, Twice) // want must PA3005 "'Twice' after its definition"

VOID Raises(VOID);
VOID Raises(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeLowerIrql(irql);
}
#pragma alloc_text(PAGE, Raises) // want must PA3005 "'Raises' after its definition"
