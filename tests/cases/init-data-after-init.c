/*
 * Data in INIT, used during initialisation and after it.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
#pragma alloc_text(INIT, DriverEntry)

#pragma data_seg("INIT")
ULONG Limit = 1;
ULONG Early = 1;
ULONG Taken = 1;
ULONG Shown = 1;
ULONG Handed[4] = { 1 };
ULONG Table[4] = { 1, 2, 3, 4 };
UNICODE_STRING Name = { 0 };
#pragma data_seg()

PULONG ToShown;

static ULONG Sum(const ULONG *Values)
{
	return Values[0] + Values[1]; // follows from the address
}

static VOID Helper(VOID)
{
	Early = 2;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	PULONG taken = &Taken; // want PA6002 "'Taken'"
	ULONG local = Limit; // want must PA6002 "'Unload', which can run after initialisation, uses 'Limit', which is in discardable section 'INIT'"

	*taken = 2; // follows from the address
	*ToShown = 2; // want may PA6002 "'Shown'"
	Limit = 3; // want PA6002 "'Limit'"
	local = Table[local]; // want PA6002 "'Table'"
	local = Sum(Handed); // want PA6002 "'Handed'"
	IoDeleteSymbolicLink(&Name); // want PA6002 "'Name'"
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	ToShown = &Shown;
	Helper();
	Early = Limit + Table[0];
	RtlInitUnicodeString(&Name, L"\\DosDevices\\Name");
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
