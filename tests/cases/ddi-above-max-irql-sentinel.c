/*
 * A saved IRQL that starts as HIGH_LEVEL, for "none": giving back a lock never
 * raises IRQL. (That the driver answers twice alike, nobody knows here.)
 */
#include <ntddk.h>

typedef struct _REQUEST {
	LIST_ENTRY Entry;
	ULONG Flags;
} REQUEST, *PREQUEST;

static KSPIN_LOCK Lock;
static LIST_ENTRY Requests;
static KEVENT Event;

BOOLEAN IsResident(PREQUEST Request);

static VOID Insert(PREQUEST Request)
{
	KIRQL irql = HIGH_LEVEL;

	if (IsResident(Request))
		KeAcquireSpinLock(&Lock, &irql);
	InsertTailList(&Requests, &Request->Entry);
	if (IsResident(Request))
		KeReleaseSpinLock(&Lock, irql);
} // want irql-not-restored "'Insert'"

DRIVER_DISPATCH Read, Write;
DRIVER_INITIALIZE DriverEntry;

NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	Insert(Device->DeviceExtension);
	KeSetEvent(&Event, IO_NO_INCREMENT, FALSE);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS Write(PDEVICE_OBJECT Device, PIRP Irp)
{
	KIRQL irql = HIGH_LEVEL;

	Insert(Device->DeviceExtension);
	KeRaiseIrql(HIGH_LEVEL, &irql);
	KeSetEvent(&Event, IO_NO_INCREMENT, FALSE); // want must ddi-above-max-irql "'KeSetEvent'"
	KeLowerIrql(irql);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	Driver->MajorFunction[IRP_MJ_WRITE] = Write;
	UNREFERENCED_PARAMETER(Path);
	return STATUS_SUCCESS;
}
