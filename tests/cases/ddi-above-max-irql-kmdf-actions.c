/*
 * Whether an I/O target is stopped at once or waits for what was sent to it says
 * an argument.
 */
#include <ntddk.h>
#include <wdf.h>

EVT_WDF_DPC Stops, StopsLater, Purges, PurgesLater;

VOID Stops(WDFDPC Dpc)
{
	WdfIoTargetStop(WdfDeviceGetIoTarget(WdfDpcGetParentObject(Dpc)), WdfIoTargetWaitForSentIoToComplete); // want must PA1008 "'Stops'"
}

VOID StopsLater(WDFDPC Dpc)
{
	WdfIoTargetStop(WdfDeviceGetIoTarget(WdfDpcGetParentObject(Dpc)), WdfIoTargetLeaveSentIoPending);
}

VOID Purges(WDFDPC Dpc)
{
	WdfIoTargetPurge(WdfDeviceGetIoTarget(WdfDpcGetParentObject(Dpc)), WdfIoTargetPurgeIoAndWait); // want must PA1008 "'Purges'"
}

VOID PurgesLater(WDFDPC Dpc)
{
	WdfIoTargetPurge(WdfDeviceGetIoTarget(WdfDpcGetParentObject(Dpc)), WdfIoTargetPurgeIo);
}
