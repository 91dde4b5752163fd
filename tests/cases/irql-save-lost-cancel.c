/*
 * Whoever takes a cancel routine out of a request calls it with the cancel spin
 * lock held, and it gives that back. So it is of a pointer of that type; of one
 * that has another type nothing is known.
 */
#include <ntddk.h>

typedef VOID (*PDRIVER_FINISH)(PDEVICE_OBJECT Object, PIRP Irp);

static PIRP First(PLIST_ENTRY Head)
{
	return CONTAINING_RECORD(
		RemoveHeadList(Head), IRP, Tail.Overlay.ListEntry);
}

VOID CancelAll(PLIST_ENTRY Head)
{
	while (!IsListEmpty(Head)) {
		PIRP irp = First(Head);
		PDRIVER_CANCEL cancel = IoSetCancelRoutine(irp, NULL);

		if (cancel) {
			IoAcquireCancelSpinLock(&irp->CancelIrql);
			cancel(NULL, irp);
		}
	}
}

VOID FinishAll(PLIST_ENTRY Head)
{
	while (!IsListEmpty(Head)) {
		PIRP irp = First(Head);
		PDRIVER_FINISH finish =
			(PDRIVER_FINISH)irp->Tail.Overlay.DriverContext[0];

		if (finish) {
			IoAcquireCancelSpinLock(&irp->CancelIrql);
			finish(NULL, irp);
		}
	}
} // want PA1010 "'FinishAll'"

VOID CancelOne(PIRP Irp, PLARGE_INTEGER Delay)
{
	IoAcquireCancelSpinLock(&Irp->CancelIrql);
	Irp->CancelRoutine(NULL, Irp);
	KeDelayExecutionThread(KernelMode, FALSE, Delay);
}

VOID FinishOne(PIRP Irp, PLARGE_INTEGER Delay)
{
	IoAcquireCancelSpinLock(&Irp->CancelIrql);
	Irp->IoStatus.Status = STATUS_CANCELLED;
	KeDelayExecutionThread( // want PA1008
		KernelMode, FALSE, Delay);
}
