/*
 * Assertions about IRQL in macros of the driver's own.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))
#define PASSIVE() NT_ASSERT(KeGetCurrentIrql() == PASSIVE_LEVEL)
#define AT_MOST(level) do { ASSERT(KeGetCurrentIrql() <= (level)); } while (0)
#define COUNTED() NT_ASSERT(Count != 0)

static ULONG Count;

PAGED static VOID First(VOID)
{
	PAGED_CODE();
	Count++;
}

PAGED static VOID Second(VOID)
{
	PAGED_CODE();
	Count++;
}

PAGED static VOID Third(VOID) // want may PA1005 "'Third'"
{
	PAGED_CODE();
	Count++;
}

PAGED static VOID Fourth(VOID) // want may PA1005 "'Fourth'"
{
	PAGED_CODE();
	Count++;
}

IO_COMPLETION_ROUTINE Asserts, AssertsLevel, AssertsTooMuch, AssertsAnother;

NTSTATUS Asserts(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	PASSIVE();
	First();
	return STATUS_SUCCESS;
}

NTSTATUS AssertsLevel(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	AT_MOST(APC_LEVEL);
	Second();
	return STATUS_SUCCESS;
}

NTSTATUS AssertsTooMuch(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	AT_MOST(DISPATCH_LEVEL);
	Third();
	return STATUS_SUCCESS;
}

NTSTATUS AssertsAnother(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	COUNTED();
	Fourth();
	return STATUS_SUCCESS;
}
