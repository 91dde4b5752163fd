/*
 * The bus of HD Audio is called through a table, and calls back: at the level of
 * the interrupt, in a DPC, or below DISPATCH_LEVEL.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

/* As the kit's hdaudio.h has them, as far as it matters here. */
typedef struct _HDAUDIO_BUS_INTERFACE_BDL {
	PVOID Context;
	NTSTATUS (*SetupDmaEngineWithBdl)(PVOID Context, HANDLE Engine,
		ULONG Length, ULONG Last, VOID (*Isr)(PVOID, ULONG),
		PVOID IsrContext, PUCHAR Stream, PULONG Fifo);
	NTSTATUS (*RegisterEventCallback)(PVOID Context,
		VOID (*Routine)(ULONG, PVOID), PVOID RoutineContext, PUCHAR Tag);
} HDAUDIO_BUS_INTERFACE_BDL, *PHDAUDIO_BUS_INTERFACE_BDL;

typedef struct _HDAUDIO_BUS_INTERFACE_V3 {
	PVOID Context;
	NTSTATUS (*RegisterNotificationCallback)(PVOID Context, HANDLE Engine,
		PDEVICE_OBJECT Device, VOID (*Routine)(PVOID, LARGE_INTEGER),
		PVOID RoutineContext);
} HDAUDIO_BUS_INTERFACE_V3, *PHDAUDIO_BUS_INTERFACE_V3;

PAGED static VOID OnBuffer(PVOID Count, ULONG Why) // want may PA1004 "'OnBuffer'"
{
	PAGED_CODE();
	*(PULONG)Count += Why;
}

PAGED static VOID OnProgress(PVOID Count, LARGE_INTEGER Time) // want may PA1005 "'OnProgress'"
{
	PAGED_CODE();
	*(PULONG)Count += Time.LowPart;
}

PAGED static VOID OnResponse(ULONG Response, PVOID Count)
{
	PAGED_CODE();
	*(PULONG)Count += Response;
}

PAGED VOID Prepare(PHDAUDIO_BUS_INTERFACE_BDL Bdl, PHDAUDIO_BUS_INTERFACE_V3 Bus,
	HANDLE Engine, PULONG Count)
{
	UCHAR stream, tag;
	ULONG fifo;

	PAGED_CODE();
	Bdl->SetupDmaEngineWithBdl(Bdl->Context, Engine, PAGE_SIZE, 1, OnBuffer,
		Count, &stream, &fifo);
	Bdl->RegisterEventCallback(Bdl->Context, OnResponse, Count, &tag);
	Bus->RegisterNotificationCallback(
		Bus->Context, Engine, NULL, OnProgress, Count);
}
