/*
 * Callbacks in INIT that are registered, which is the defect, and taken back,
 * which is none besides.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
static VOID Image(PUNICODE_STRING Name, HANDLE Process, PIMAGE_INFO Info);
static VOID Process(HANDLE Parent, HANDLE Child, BOOLEAN Create);
static VOID Again(HANDLE Parent, HANDLE Child, BOOLEAN Create);
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, Image)
#pragma alloc_text(INIT, Process)
#pragma alloc_text(INIT, Again)

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->DriverUnload = Unload;
	PsSetLoadImageNotifyRoutine(Image); // want PA6001 "'Image'"
	return PsSetCreateProcessNotifyRoutine(Process, FALSE); // want PA6001 "'Process'"
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
	PsRemoveLoadImageNotifyRoutine(Image);
	PsSetCreateProcessNotifyRoutine(Process, TRUE);
	PsSetCreateProcessNotifyRoutine(Again, FALSE); // want PA6001 "'Again'"
}

static VOID Image(PUNICODE_STRING Name, HANDLE Process, PIMAGE_INFO Info)
{
	UNREFERENCED_PARAMETER(Name);
	UNREFERENCED_PARAMETER(Process);
	UNREFERENCED_PARAMETER(Info);
}

static VOID Process(HANDLE Parent, HANDLE Child, BOOLEAN Create)
{
	UNREFERENCED_PARAMETER(Parent);
	UNREFERENCED_PARAMETER(Child);
	UNREFERENCED_PARAMETER(Create);
}

static VOID Again(HANDLE Parent, HANDLE Child, BOOLEAN Create)
{
	UNREFERENCED_PARAMETER(Parent);
	UNREFERENCED_PARAMETER(Child);
	UNREFERENCED_PARAMETER(Create);
}
