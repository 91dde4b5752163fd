/*
 * A cancel-safe queue is locked at the IRQL of whoever uses it: one that a mutex
 * guards is of no use at DISPATCH_LEVEL.
 */
#include <ntddk.h>

typedef struct _PORT {
	IO_CSQ Reads, Waits, Holds;
	LIST_ENTRY ReadList, WaitList;
	KSPIN_LOCK ReadLock;
	FAST_MUTEX WaitLock, HoldLock;
} PORT, *PPORT;

static PORT Port;

IO_CSQ_INSERT_IRP Insert;
IO_CSQ_REMOVE_IRP Remove;
IO_CSQ_PEEK_NEXT_IRP PeekNext;
IO_CSQ_ACQUIRE_LOCK LockReads, LockWaits, LockHolds;
IO_CSQ_RELEASE_LOCK UnlockReads, UnlockWaits, UnlockHolds;
IO_CSQ_COMPLETE_CANCELED_IRP Canceled;

VOID Insert(PIO_CSQ Queue, PIRP Irp)
{
	InsertTailList(&Port.ReadList, &Irp->Tail.Overlay.ListEntry);
}

VOID Remove(PIO_CSQ Queue, PIRP Irp)
{
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
}

PIRP PeekNext(PIO_CSQ Queue, PIRP Irp, PVOID Context)
{
	return NULL;
}

VOID LockReads(PIO_CSQ Queue, PKIRQL Irql)
{
	KeAcquireSpinLock(&CONTAINING_RECORD(Queue, PORT, Reads)->ReadLock,
		Irql);
}

VOID UnlockReads(PIO_CSQ Queue, KIRQL Irql)
{
	KeReleaseSpinLock(&CONTAINING_RECORD(Queue, PORT, Reads)->ReadLock,
		Irql);
}

VOID LockWaits(PIO_CSQ Queue, PKIRQL Irql)
{
	ExAcquireFastMutex(&Port.WaitLock); // want must PA1008 "'LockWaits' calls 'ExAcquireFastMutex' at DISPATCH_LEVEL"
}

VOID UnlockWaits(PIO_CSQ Queue, KIRQL Irql)
{
	ExReleaseFastMutex(&Port.WaitLock);
}

VOID LockHolds(PIO_CSQ Queue, PKIRQL Irql)
{
	ExAcquireFastMutex(&Port.HoldLock);
}

VOID UnlockHolds(PIO_CSQ Queue, KIRQL Irql)
{
	ExReleaseFastMutex(&Port.HoldLock);
}

VOID Canceled(PIO_CSQ Queue, PIRP Irp)
{
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	IoCsqInitialize(&Port.Reads, Insert, Remove, PeekNext, LockReads,
		UnlockReads, Canceled);
	IoCsqInitialize(&Port.Waits, Insert, Remove, PeekNext, LockWaits,
		UnlockWaits, Canceled);
	IoCsqInitialize(&Port.Holds, Insert, Remove, PeekNext, LockHolds,
		UnlockHolds, Canceled);
	return STATUS_SUCCESS;
}

KDEFERRED_ROUTINE Tick;
DRIVER_DISPATCH Wait;
KSERVICE_ROUTINE OnInterrupt;

VOID Tick(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PPORT port = Context;

	IoCsqRemoveNextIrp(&port->Reads, NULL);
	IoCsqRemoveNextIrp(&port->Waits, NULL);
}

NTSTATUS Wait(PDEVICE_OBJECT Device, PIRP Irp)
{
	PPORT port = Device->DeviceExtension;

	IoCsqInsertIrp(&port->Waits, Irp, NULL);
	IoCsqInsertIrp(&port->Holds, Irp, NULL);
	return STATUS_PENDING;
}

/* What is called too high calls nobody back for this rule. */
BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	PPORT port = Context;

	IoCsqRemoveNextIrp(&port->Reads, NULL); // want must PA1008 "'OnInterrupt'"
	return TRUE;
}
