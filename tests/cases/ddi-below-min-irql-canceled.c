/*
 * A cancel routine that gives back the cancel lock is at the IRQL that IoCancelIrp
 * was called at, which is mostly below DISPATCH_LEVEL.
 */
#include <ntddk.h>

DRIVER_CANCEL CancelEarly, CancelInTime;

VOID CancelEarly(PDEVICE_OBJECT Device, PIRP Irp)
{
	if (Device->CurrentIrp == Irp) {
		KIRQL irql = Irp->CancelIrql;

		IoReleaseCancelSpinLock(irql);
		IoStartNextPacket(Device, TRUE); // want may PA1009 "'IoStartNextPacket'"
	} else {
		IoReleaseCancelSpinLock(Irp->CancelIrql);
	}
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

VOID CancelInTime(PDEVICE_OBJECT Device, PIRP Irp)
{
	if (Device->CurrentIrp == Irp) {
		KIRQL irql = Irp->CancelIrql;

		IoReleaseCancelSpinLock(DISPATCH_LEVEL);
		IoStartNextPacket(Device, TRUE);
		KeLowerIrql(irql);
	} else {
		IoReleaseCancelSpinLock(Irp->CancelIrql);
	}
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

VOID Read(PDEVICE_OBJECT Device, PIRP Irp, BOOLEAN Early)
{
	IoMarkIrpPending(Irp);
	IoStartPacket(Device, Irp, NULL, Early ? CancelEarly : CancelInTime);
}

/* Another way that lowers IRQL too far is no excuse. */
DRIVER_CANCEL CancelsTwoWays;

VOID CancelsTwoWays(PDEVICE_OBJECT Device, PIRP Irp)
{
	if (Device->CurrentIrp == Irp) {
		IoReleaseCancelSpinLock(Irp->CancelIrql);
		IoStartNextPacket(Device, TRUE); // want may PA1009 "'CancelsTwoWays'"
	} else {
		IoReleaseCancelSpinLock(PASSIVE_LEVEL); // want PA1015 "'CancelsTwoWays'"
	}
}
