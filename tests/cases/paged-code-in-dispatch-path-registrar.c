/*
 * A client of the network module registrar attaches at PASSIVE_LEVEL, and is
 * detached at up to DISPATCH_LEVEL.
 */
#include <ntddk.h>
#include <netioddk.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED static NTSTATUS NTAPI OnAttach(HANDLE Binding, PVOID Context,
	PNPI_REGISTRATION_INSTANCE Provider)
{
	PAGED_CODE();
	return Binding && Context && Provider->Number ? STATUS_SUCCESS :
		STATUS_NOINTERFACE;
}

PAGED static NTSTATUS NTAPI OnDetach(PVOID Context) // want may PA1005 "'OnDetach'"
{
	PAGED_CODE();
	return Context ? STATUS_SUCCESS : STATUS_PENDING;
}

static VOID NTAPI OnCleanup(PVOID Context)
{
	UNREFERENCED_PARAMETER(Context);
}

static const NPI_CLIENT_CHARACTERISTICS Client = { 0,
	sizeof(NPI_CLIENT_CHARACTERISTICS), OnAttach, OnDetach, OnCleanup };

PAGED NTSTATUS Register(PHANDLE Handle)
{
	PAGED_CODE();
	return NmrRegisterClient(&Client, NULL, Handle);
}
