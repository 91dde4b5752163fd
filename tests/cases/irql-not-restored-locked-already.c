/*
 * A parameter that says whether the caller holds the lock already: the way of
 * those who do is judged at the IRQL at which they call.
 */
#include <ntddk.h>

typedef struct _QUEUE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	LIST_ENTRY Items;
} QUEUE, *PQUEUE;

VOID Send(PQUEUE Queue);

static VOID Drain(PQUEUE Queue, BOOLEAN Locked)
{
	if (!Locked)
		KeAcquireSpinLock(&Queue->Lock, &Queue->Irql);
	while (!IsListEmpty(&Queue->Items)) {
		KeReleaseSpinLock(&Queue->Lock, Queue->Irql);
		Send(Queue);
		KeAcquireSpinLock(&Queue->Lock, &Queue->Irql);
	}
	if (!Locked)
		KeReleaseSpinLock(&Queue->Lock, Queue->Irql);
}

/* The same, and somebody who holds no lock says that he does. */
static VOID DrainTwice(PQUEUE Queue, BOOLEAN Locked)
{
	if (!Locked)
		KeAcquireSpinLock(&Queue->Lock, &Queue->Irql);
	while (!IsListEmpty(&Queue->Items)) {
		KeReleaseSpinLock(&Queue->Lock, Queue->Irql);
		Send(Queue);
		KeAcquireSpinLock(&Queue->Lock, &Queue->Irql);
	}
	if (!Locked)
		KeReleaseSpinLock(&Queue->Lock, Queue->Irql);
} // want must PA1010 "'DrainTwice'"

DRIVER_DISPATCH Read, Write, Flush;
DRIVER_INITIALIZE DriverEntry;

NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	Drain(Device->DeviceExtension, FALSE);
	DrainTwice(Device->DeviceExtension, FALSE);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS Write(PDEVICE_OBJECT Device, PIRP Irp)
{
	PQUEUE queue = Device->DeviceExtension;

	KeAcquireSpinLock(&queue->Lock, &queue->Irql);
	Drain(queue, TRUE);
	KeReleaseSpinLock(&queue->Lock, queue->Irql);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS Flush(PDEVICE_OBJECT Device, PIRP Irp)
{
	DrainTwice(Device->DeviceExtension, TRUE);
	Irp->IoStatus.Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	Driver->MajorFunction[IRP_MJ_WRITE] = Write;
	Driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = Flush;
	UNREFERENCED_PARAMETER(Path);
	return STATUS_SUCCESS;
}
