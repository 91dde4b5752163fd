/*
 * What a caller hands over may stand in a local of its own: one that is given a
 * single constant is as good as the constant.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	ULONG Count;
} DEVICE, *PDEVICE;

static PAGED VOID Save(PDEVICE Device)
{
	PAGED_CODE();
	Device->Count++;
}

static PAGED VOID Load(PDEVICE Device) // want must PA1005 "'Load'"
{
	PAGED_CODE();
	Device->Count--;
}

static PAGED VOID Clear(PDEVICE Device) // want must PA1005 "'Clear'"
{
	PAGED_CODE();
	Device->Count = 0;
}

static PAGED VOID Print(PDEVICE Device) // want must PA1005 "'Print'"
{
	PAGED_CODE();
	DbgPrint("%lu\n", Device->Count);
}

static VOID MaySave(PDEVICE Device, BOOLEAN CanWait)
{
	if (CanWait)
		Save(Device);
	else
		Device->Count++;
}

static VOID HandsOn(PDEVICE Device, BOOLEAN CanWait)
{
	MaySave(Device, CanWait);
}

static VOID MayLoad(PDEVICE Device, BOOLEAN CanWait)
{
	if (CanWait)
		Load(Device);
}

static VOID MayClear(PDEVICE Device, BOOLEAN CanWait)
{
	if (CanWait)
		Clear(Device);
}

static VOID MayPrint(PDEVICE Device, BOOLEAN CanWait)
{
	if (CanWait)
		Print(Device);
}

BOOLEAN Ask(PDEVICE Device);
VOID Answer(PDEVICE Device, PBOOLEAN CanWait);

KDEFERRED_ROUTINE OnTimer;
DRIVER_DISPATCH Read;
DRIVER_INITIALIZE DriverEntry;

VOID OnTimer(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;
	BOOLEAN wait = FALSE, asked = FALSE, answered = FALSE, prints;

	KeAcquireSpinLockAtDpcLevel(&device->Lock);
	MaySave(device, wait);
	if (device->Count)
		wait = FALSE;
	HandsOn(device, wait);
	asked = Ask(device);
	MayLoad(device, asked);
	Answer(device, &answered);
	MayClear(device, answered);
	prints = TRUE;
	MayPrint(device, prints);
	KeReleaseSpinLockFromDpcLevel(&device->Lock);
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	BOOLEAN wait = TRUE;

	MaySave(Device->DeviceExtension, wait);
	HandsOn(Device->DeviceExtension, wait);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

static KDPC Dpc;

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	KeInitializeDpc(&Dpc, OnTimer, NULL);
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	UNREFERENCED_PARAMETER(Path);
	return STATUS_SUCCESS;
}
