/*
 * Event handlers of a transport's client run at DISPATCH_LEVEL or below.
 */
#include <ntddk.h>
#include <tdikrnl.h>

#define PAGED __declspec(code_seg("PAGE"))

static ULONG Lost;

PAGED static NTSTATUS NTAPI OnError(PVOID Context, NTSTATUS Status) // want PA1005 "'OnError'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	Lost++;
	return Status;
}

PAGED static NTSTATUS Forget(PVOID Context, NTSTATUS Status)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	Lost = 0;
	return Status;
}

static NTSTATUS NTAPI OnResidentError(PVOID Context, NTSTATUS Status)
{
	UNREFERENCED_PARAMETER(Context);
	Lost++;
	return Status;
}

NTSTATUS Listen(PDEVICE_OBJECT Device, PFILE_OBJECT File, PIRP Irp, BOOLEAN Count)
{
	if (Count) {
		TdiBuildSetEventHandler(Irp, Device, File, NULL, NULL, TDI_EVENT_ERROR, OnError, NULL);
	} else {
		TdiBuildSetEventHandler(Irp, Device, File, NULL, NULL, TDI_EVENT_ERROR, OnResidentError, NULL);
		Forget(NULL, STATUS_SUCCESS);
	}
	return IoCallDriver(Device, Irp);
}
