/*
 * Routines that are chosen by a condition inside an expression.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	VOID (*Fail)(struct _DEVICE *Device);
	VOID (*Report)(struct _DEVICE *Device);
	KDPC Dpc, Poll;
	ULONG Count;
} DEVICE, *PDEVICE;

static DEVICE TheDevice;

static VOID Quiet(PDEVICE Device)
{
	Device->Count = 0;
}

PAGED static VOID Loud(PDEVICE Device) // want may PA1005 "'Loud'"
{
	PAGED_CODE();
	Device->Count++;
}

/* Called by the dispatch routine alone. */
PAGED static VOID Report(PDEVICE Device)
{
	PAGED_CODE();
	Device->Count++;
}

static KDEFERRED_ROUTINE Dpc, Resident;

static VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
	device->Fail(device);
}

static VOID Resident(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

typedef VOID DEFERRED(PKDPC Object, PVOID Context, PVOID First, PVOID Second);

PAGED static DEFERRED Polled;

PAGED static VOID Polled(PKDPC Object, PVOID Context, PVOID First, PVOID Second) // want must PA1005 "'Polled'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

DRIVER_DISPATCH Create;

NTSTATUS Create(PDEVICE_OBJECT Object, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	TheDevice.Report(&TheDevice);
	KeInsertQueueDpc(&TheDevice.Dpc, NULL, NULL);
	return STATUS_SUCCESS;
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	TheDevice.Fail = Path->Length ? Loud : Quiet;
	TheDevice.Report = Path->Length ? Report : Quiet;
	KeInitializeDpc(&TheDevice.Dpc, Dpc, &TheDevice);
	KeInitializeDpc(&TheDevice.Poll, Path->Length ? Polled : Resident,
		&TheDevice);
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	return STATUS_SUCCESS;
}
