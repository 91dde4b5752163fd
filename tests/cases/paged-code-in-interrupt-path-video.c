/*
 * VideoPort miniports: the interrupt, the timer and the reset of a bug check are
 * above PASSIVE_LEVEL, the rest is not.
 */
#include <ntddk.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED BOOLEAN OnInterrupt(PVOID Extension) // want must PA1004 "'OnInterrupt'"
{
	PAGED_CODE();
	return Extension != NULL;
}

PAGED VOID OnTimer(PVOID Extension) // want must PA1005 "'OnTimer'"
{
	PAGED_CODE();
	*(PULONG)Extension = 0;
}

PAGED BOOLEAN OnReset(PVOID Extension, ULONG Columns, ULONG Rows) // want may PA1004 "'OnReset'"
{
	PAGED_CODE();
	return Extension && Columns && Rows;
}

/* At the level of the interrupt, unless the lowest priority is asked for. */
PAGED BOOLEAN WithInterrupt(PVOID Extension) // want must PA1004 "'WithInterrupt'"
{
	PAGED_CODE();
	return Extension != NULL;
}

PAGED BOOLEAN WithDpcs(PVOID Extension) // want must PA1005 "'WithDpcs'"
{
	PAGED_CODE();
	return Extension != NULL;
}

PAGED BOOLEAN WithEither(PVOID Extension) // want must PA1004 "'WithEither'"
{
	PAGED_CODE();
	return Extension != NULL;
}

VOID Synchronize(PVOID Extension, VIDEO_SYNCHRONIZE_PRIORITY Priority)
{
	VideoPortSynchronizeExecution(
		Extension, VpMediumPriority, WithInterrupt, Extension);
	VideoPortSynchronizeExecution(
		Extension, VpLowPriority, WithDpcs, Extension);
	VideoPortSynchronizeExecution(
		Extension, Priority, WithEither, Extension);
}

PAGED BOOLEAN OnStartIo(PVOID Extension, PVIDEO_REQUEST_PACKET Packet)
{
	PAGED_CODE();
	return Extension && Packet;
}

ULONG DriverEntry(PVOID Driver, PVOID Path)
{
	VIDEO_HW_INITIALIZATION_DATA data;

	VideoPortZeroMemory(&data, sizeof(data));
	data.HwInterrupt = OnInterrupt;
	data.HwTimer = OnTimer;
	data.HwResetHw = OnReset;
	data.HwStartIO = OnStartIo;
	return VideoPortInitialize(Driver, Path, &data, NULL);
}
