/*
 * A part of a driver: what stands elsewhere may call whatever has external
 * linkage, at any IRQL.
 */
// audit --advice
#include <ntddk.h>

VOID Configure(VOID);
ULONG Check(ULONG Value);
#pragma alloc_text(PAGE, Configure)

static ULONG CheckHere(ULONG Value) // want PA7001 "'CheckHere' could be pageable"
{
	return Value & 15;
}

ULONG Check(ULONG Value)
{
	return Value & 15;
}

VOID Configure(VOID)
{
	PAGED_CODE();
	CheckHere(Check(20));
}
