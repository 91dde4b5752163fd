/*
 * A miniport of the ATA port driver: what each channel's interface is filled with,
 * and routines that it asks the port driver to call.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

/* As the kit's irb.h has them, as far as it matters here. */
typedef struct _IDE_CHANNEL_INTERFACE {
	BOOLEAN (*IdeHwInitialize)(PVOID Channel, PVOID Parameters, PVOID Identity);
	BOOLEAN (*IdeHwBuildIo)(PVOID Channel, PVOID Irb);
	BOOLEAN (*IdeHwInterrupt)(PVOID Channel);
} IDE_CHANNEL_INTERFACE, *PIDE_CHANNEL_INTERFACE;

BOOLEAN AtaPortRequestTimer(PVOID Channel, VOID (*Routine)(PVOID), ULONG Time);

PAGED static VOID Count(PVOID Channel) // want PA1004 "'Count'"
{
	PAGED_CODE();
	++*(PULONG)Channel;
}

static BOOLEAN OnInterrupt(PVOID Channel)
{
	Count(Channel);
	return TRUE;
}

PAGED static BOOLEAN OnBuildIo(PVOID Channel, PVOID Irb) // want may PA1005 "'OnBuildIo'"
{
	PAGED_CODE();
	*(PVOID *)Channel = Irb;
	return TRUE;
}

PAGED static VOID OnTimer(PVOID Channel) // want must PA1005 "'OnTimer'"
{
	PAGED_CODE();
	*(PULONG)Channel = 0;
}

PAGED static BOOLEAN OnInitialize(PVOID Channel, PVOID Parameters, PVOID Identity)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Parameters);
	UNREFERENCED_PARAMETER(Identity);
	return AtaPortRequestTimer(Channel, OnTimer, 1000);
}

PAGED static BOOLEAN InitializeChannel(
	PVOID Channel, PIDE_CHANNEL_INTERFACE Interface, PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Channel);
	UNREFERENCED_PARAMETER(Context);
	Interface->IdeHwInitialize = OnInitialize;
	Interface->IdeHwBuildIo = OnBuildIo;
	Interface->IdeHwInterrupt = OnInterrupt;
	return TRUE;
}

PVOID ChannelRoutine(VOID);
PVOID ChannelRoutine(VOID)
{
	return InitializeChannel;
}
