/*
 * A line that places nothing, kept for Microsoft's compiler: it hides no other.
 */
#include <ntddk.h>

#ifdef _MSC_VER
#pragma alloc_text(PAGE, Early) // want PA3005 "'Early' before its declaration"
#endif

NTSTATUS Early(VOID);
NTSTATUS Right(VOID);

#if defined(ALLOC_PRAGMA) && defined(_MSC_VER)
#pragma alloc_text(PAGE, Right)
#endif

NTSTATUS Early(VOID)
{
	PAGED_CODE();
	return STATUS_SUCCESS;
}

NTSTATUS Right(VOID) // want PA2001 "'Right'"
{
	return STATUS_SUCCESS;
}
