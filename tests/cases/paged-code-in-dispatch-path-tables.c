/*
 * Several tables of one record type: a call through a pointer leads to what those
 * tables hold that the pointer is given, and not to what others do.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef VOID COMMAND_ROUTINE(ULONG Argument);

typedef struct _COMMAND {
	ULONG Code;
	COMMAND_ROUTINE *Routine;
} COMMAND;

typedef struct _DEVICE {
	const COMMAND *Commands; /* given one table, by an assignment */
	const COMMAND *Others;	 /* and another one, by an initialiser */
	const COMMAND *Any;	 /* where from, nobody knows */
	ULONG Code;
} DEVICE, *PDEVICE;

const COMMAND *FindCommands(PDEVICE Device);

PAGED static VOID OfDisk(ULONG Argument) // want may PA1005 "'OfDisk'"
{
	PAGED_CODE();
	DbgPrint("%u", Argument);
}

PAGED static VOID OfTape(ULONG Argument)
{
	PAGED_CODE();
	DbgPrint("%u", Argument);
}

PAGED static VOID OfScanner(ULONG Argument) // want may PA1005 "'OfScanner'"
{
	PAGED_CODE();
	DbgPrint("%u", Argument);
}

static VOID Resident(ULONG Argument)
{
	DbgPrint("%u", Argument);
}

static const COMMAND Disk[] = { { 1, OfDisk }, { 2, Resident }, { 0, NULL } };
static const COMMAND Tape[] = { { 1, OfTape }, { 0, NULL } };
static const COMMAND Scanner[] = { { 1, OfScanner }, { 2, Resident }, { 0, NULL } };
static DEVICE FirstDevice = { NULL, Scanner };

VOID Start(PDEVICE Device)
{
	Device->Commands = Disk;
}

VOID OnDpc(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	PDEVICE device = (PDEVICE)Context;
	const COMMAND *command;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Argument1);
	UNREFERENCED_PARAMETER(Argument2);
	for (command = device->Commands; command->Routine; command++)
		if (command->Code == device->Code)
			command->Routine(1);
	device->Others[1].Routine(2);
}

VOID StartTimer(PKTIMER Timer, PKDPC Dpc, LARGE_INTEGER Due)
{
	KeInitializeDpc(Dpc, (PKDEFERRED_ROUTINE)OnDpc, &FirstDevice);
	KeSetTimer(Timer, Due, Dpc);
}

VOID Dispatch(PDEVICE Device)
{
	Tape[0].Routine(3);
	Device->Any = FindCommands(Device);
}
