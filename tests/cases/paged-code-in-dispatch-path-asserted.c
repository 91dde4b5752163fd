/*
 * Assertions about IRQL in macros of the driver's own.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))
#define PASSIVE() NT_ASSERT(KeGetCurrentIrql() == PASSIVE_LEVEL)
#define AT_MOST(level) do { ASSERT(KeGetCurrentIrql() <= (level)); } while (0)
#define ASSERT_PASSIVE() NT_ASSERT(KeGetCurrentIrql() == PASSIVE_LEVEL)
#define ASSERT_DISPATCH() NT_ASSERT(KeGetCurrentIrql() == DISPATCH_LEVEL)
#define ASSERT_AT_MOST(level) NT_ASSERT(KeGetCurrentIrql() <= (level))
#define ASSERT_LOW() ASSERT_AT_MOST(APC_LEVEL)
#define ASSERT_HIGH() ASSERT_AT_MOST(DISPATCH_LEVEL)
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

/* A word of the driver's own may say in its name that it asserts. */
PAGED static VOID Fifth(VOID)
{
	PAGED_CODE();
	Count++;
}

PAGED static VOID Sixth(VOID) // want may PA1005 "'Sixth'"
{
	PAGED_CODE();
	Count++;
}

IO_COMPLETION_ROUTINE AssertsByName, AssertsOther;

NTSTATUS AssertsByName(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	ASSERT_PASSIVE();
	Fifth();
	return STATUS_SUCCESS;
}

NTSTATUS AssertsOther(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	ASSERT_DISPATCH();
	Sixth();
	return STATUS_SUCCESS;
}

/* Or in that of another. */
IO_COMPLETION_ROUTINE AssertsLow, AssertsHigh;

PAGED static VOID Seventh(VOID) // want may PA1005 "'Seventh'"
{
	PAGED_CODE();
	Count++;
}

NTSTATUS AssertsLow(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	ASSERT_LOW();
	Fifth();
	return STATUS_SUCCESS;
}

NTSTATUS AssertsHigh(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	ASSERT_HIGH();
	Seventh();
	return STATUS_SUCCESS;
}
