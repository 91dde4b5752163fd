/*
 * A cancel routine that gives back the cancel lock is at the IRQL that IoCancelIrp
 * was called at, which may be DISPATCH_LEVEL.
 */
#include <ntddk.h>

static KEVENT Idle;

DRIVER_CANCEL CancelAndWait, CancelAndPoll;

VOID CancelAndWait(PDEVICE_OBJECT Device, PIRP Irp)
{
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	KeWaitForSingleObject(&Idle, Executive, KernelMode, FALSE, NULL); // want may PA1008 "'KeWaitForSingleObject'"
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

VOID CancelAndPoll(PDEVICE_OBJECT Device, PIRP Irp)
{
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	KeReadStateEvent(&Idle);
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

VOID Read(PIRP Irp, BOOLEAN Waits)
{
	IoSetCancelRoutine(Irp, Waits ? CancelAndWait : CancelAndPoll);
}
