/*
 * A pointer that is given a table in one place and comes from elsewhere in another
 * may lead to any table of its type.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef VOID COMMAND_ROUTINE(ULONG Argument);

typedef struct _COMMAND {
	ULONG Code;
	COMMAND_ROUTINE *Routine;
} COMMAND;

typedef struct _DEVICE {
	const COMMAND *Commands;
} DEVICE, *PDEVICE;

const COMMAND *FindCommands(PDEVICE Device);

PAGED static VOID OfDisk(ULONG Argument) // want may PA1005 "'OfDisk'"
{
	PAGED_CODE();
	DbgPrint("%u", Argument);
}

PAGED static VOID OfTape(ULONG Argument) // want may PA1005 "'OfTape'"
{
	PAGED_CODE();
	DbgPrint("%u", Argument);
}

static const COMMAND Disk[] = { { 1, OfDisk }, { 0, NULL } };
const COMMAND Tape[] = { { 1, OfTape }, { 0, NULL } };
static DEVICE Device;

VOID Start(PDEVICE Extension, ULONG Known)
{
	Extension->Commands = Known ? Disk : FindCommands(Extension);
}

VOID OnDpc(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	PDEVICE device = (PDEVICE)Context;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Argument1);
	UNREFERENCED_PARAMETER(Argument2);
	device->Commands->Routine(1);
}

VOID StartTimer(PKTIMER Timer, PKDPC Dpc, LARGE_INTEGER Due)
{
	KeInitializeDpc(Dpc, (PKDEFERRED_ROUTINE)OnDpc, &Device);
	KeSetTimer(Timer, Due, Dpc);
}
