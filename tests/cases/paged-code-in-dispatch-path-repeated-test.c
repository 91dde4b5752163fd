/*
 * A test that is repeated after its two ways have met: both ways are possible
 * again.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

KEVENT Done;

PAGED VOID Tell(VOID) // want must PA1005 "'Tell'"
{
	PAGED_CODE();
}

KDEFERRED_ROUTINE OnDpc;

VOID OnDpc(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	ULONG causes = *(PULONG)Context;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
	if (causes == 4) {
		KeSetEvent(&Done, IO_NO_INCREMENT, FALSE);
	}
	if (causes == 4) {
		Tell();
	}
}
