/*
 * A client of TDI: handlers and completion routines are void * in its headers,
 * and so in the helpers that drivers put round them.
 */
#include <ntddk.h>
#include <tdi.h>
#include <tdikrnl.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _ENDPOINT {
	PDEVICE_OBJECT Device;
	PFILE_OBJECT File;
	ULONG Count;
} ENDPOINT, *PENDPOINT;

PAGED static NTSTATUS OnDisconnect(PVOID Context, PVOID Connection, // want may PA1005 "'OnDisconnect'"
	LONG DataLength, PVOID Data, LONG InformationLength, PVOID Information,
	ULONG Flags)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Connection);
	UNREFERENCED_PARAMETER(DataLength);
	UNREFERENCED_PARAMETER(Data);
	UNREFERENCED_PARAMETER(InformationLength);
	UNREFERENCED_PARAMETER(Information);
	((PENDPOINT)Context)->Count = Flags;
	return STATUS_SUCCESS;
}

PAGED static NTSTATUS OnError(PVOID Context, NTSTATUS Status) // want may PA1005 "'OnError'"
{
	PAGED_CODE();
	((PENDPOINT)Context)->Count = Status;
	return STATUS_SUCCESS;
}

static NTSTATUS OnErrorResident(PVOID Context, NTSTATUS Status)
{
	((PENDPOINT)Context)->Count = Status;
	return STATUS_SUCCESS;
}

PAGED static NTSTATUS OnSent(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context) // want may PA1005 "'OnSent'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Device);
	((PENDPOINT)Context)->Count = (ULONG)Irp->IoStatus.Information;
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/* What goes the same way and is no handler. */
PAGED VOID NotHandled(PVOID Context)
{
	PAGED_CODE();
	((PENDPOINT)Context)->Count = 0;
}

static VOID Submit(PENDPOINT Endpoint, PIRP Irp, PVOID Completion)
{
	IoSetCompletionRoutine(Irp, (PIO_COMPLETION_ROUTINE)Completion,
		Endpoint, TRUE, TRUE, TRUE);
	IoCallDriver(Endpoint->Device, Irp);
}

static VOID SetHandler(
	PENDPOINT Endpoint, PIRP Irp, LONG Type, PVOID Handler, PVOID Context)
{
	TdiBuildSetEventHandler(Irp, Endpoint->Device, Endpoint->File, NULL,
		NULL, Type, Handler, Context);
	Submit(Endpoint, Irp, NULL);
}

static VOID SetOrClear(PENDPOINT Endpoint, PIRP Irp, LONG Type, PVOID Handler)
{
	SetHandler(Endpoint, Irp, Type, Handler, NotHandled);
}

VOID Prepare(PENDPOINT Endpoint, PIRP Irp)
{
	TdiBuildSetEventHandler(Irp, Endpoint->Device, Endpoint->File, NULL,
		NULL, TDI_EVENT_DISCONNECT, OnDisconnect, Endpoint);
	SetOrClear(Endpoint, Irp, TDI_EVENT_ERROR, OnError);
	SetOrClear(Endpoint, Irp, TDI_EVENT_ERROR, OnErrorResident);
	SetOrClear(Endpoint, Irp, TDI_EVENT_ERROR, NULL);
	Submit(Endpoint, Irp, OnSent);
}
