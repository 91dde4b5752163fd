/*
 * Cancel-safe queues: one that is locked with a spin lock may be used at
 * DISPATCH_LEVEL; one that is locked with a mutex is only used below.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	IO_CSQ Fast, Slow;
	KSPIN_LOCK Lock;
	FAST_MUTEX Mutex;
	LIST_ENTRY Irps;
} DEVICE, *PDEVICE;

VOID FastAcquire(PIO_CSQ Csq, PKIRQL Irql)
{
	KeAcquireSpinLock(
		&CONTAINING_RECORD(Csq, DEVICE, Fast)->Lock, Irql);
}

VOID FastRelease(PIO_CSQ Csq, KIRQL Irql)
{
	KeReleaseSpinLock(
		&CONTAINING_RECORD(Csq, DEVICE, Fast)->Lock, Irql);
}

PAGED static VOID Enter(PDEVICE Device)
{
	PAGED_CODE();
	ExAcquireFastMutex(&Device->Mutex);
}

PAGED VOID SlowAcquire(PIO_CSQ Csq, PKIRQL Irql)
{
	PAGED_CODE();
	*Irql = PASSIVE_LEVEL;
	Enter(CONTAINING_RECORD(Csq, DEVICE, Slow));
}

PAGED VOID SlowRelease(PIO_CSQ Csq, KIRQL Irql)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Irql);
	ExReleaseFastMutex(&CONTAINING_RECORD(Csq, DEVICE, Slow)->Mutex);
}

PAGED VOID FastInsert(PIO_CSQ Csq, PIRP Irp) // want must PA1005 "'FastInsert'"
{
	PAGED_CODE();
	InsertTailList(&CONTAINING_RECORD(Csq, DEVICE, Fast)->Irps,
		&Irp->Tail.Overlay.ListEntry);
}

PAGED VOID SlowInsert(PIO_CSQ Csq, PIRP Irp)
{
	PAGED_CODE();
	InsertTailList(&CONTAINING_RECORD(Csq, DEVICE, Slow)->Irps,
		&Irp->Tail.Overlay.ListEntry);
}

VOID Remove(PIO_CSQ Csq, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Csq);
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
}

PIRP Peek(PIO_CSQ Csq, PIRP Irp, PVOID Context)
{
	UNREFERENCED_PARAMETER(Csq);
	UNREFERENCED_PARAMETER(Context);
	return Irp;
}

PAGED VOID FastCanceled(PIO_CSQ Csq, PIRP Irp) // want may PA1005 "'FastCanceled'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Csq);
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

PAGED VOID SlowCanceled(PIO_CSQ Csq, PIRP Irp)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Csq);
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

NTSTATUS Start(PDEVICE Device)
{
	ExInitializeFastMutex(&Device->Mutex);
	(VOID)IoCsqInitialize(&Device->Fast, FastInsert, Remove, Peek,
		FastAcquire, FastRelease, FastCanceled);
	return IoCsqInitialize(&Device->Slow, SlowInsert, Remove, Peek,
		SlowAcquire, SlowRelease, SlowCanceled);
}
