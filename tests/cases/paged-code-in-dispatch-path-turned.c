/*
 * What is asked about the IRQL means the same with the constant on the left.
 */
#include <ntddk.h>

VOID WhereNotDispatch(VOID);
VOID WhereBelow(VOID);
VOID WhereDispatch(VOID);
VOID WhereAbove(VOID);

#pragma alloc_text(PAGE, WhereNotDispatch)
#pragma alloc_text(PAGE, WhereBelow)
#pragma alloc_text(PAGE, WhereDispatch)
#pragma alloc_text(PAGE, WhereAbove)

IO_COMPLETION_ROUTINE OnDone;

VOID WhereNotDispatch(VOID)
{
	PAGED_CODE();
}

VOID WhereBelow(VOID)
{
	PAGED_CODE();
}

VOID WhereDispatch(VOID) // want may PA1005 "'WhereDispatch'"
{
	PAGED_CODE();
}

VOID WhereAbove(VOID) // want may PA1005 "'WhereAbove'"
{
	PAGED_CODE();
}

NTSTATUS OnDone(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)
{
	if (DISPATCH_LEVEL != KeGetCurrentIrql())
		WhereNotDispatch();
	if (DISPATCH_LEVEL > KeGetCurrentIrql())
		WhereBelow();
	if (DISPATCH_LEVEL == KeGetCurrentIrql())
		WhereDispatch();
	if (APC_LEVEL < KeGetCurrentIrql())
		WhereAbove();
	return STATUS_CONTINUE_COMPLETION;
}
