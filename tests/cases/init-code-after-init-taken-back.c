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
static VOID Now(HANDLE Parent, HANDLE Child, BOOLEAN Create);
static VOID Kept(HANDLE Parent, HANDLE Child, BOOLEAN Create);
static VOID ImageNow(PUNICODE_STRING Name, HANDLE Process, PIMAGE_INFO Info);
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, Image)
#pragma alloc_text(INIT, Process)
#pragma alloc_text(INIT, Again)
#pragma alloc_text(INIT, Now)
#pragma alloc_text(INIT, Kept)
#pragma alloc_text(INIT, ImageNow)

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	NTSTATUS status;

	Driver->DriverUnload = Unload;
	PsSetLoadImageNotifyRoutine(ImageNow);
	PsRemoveLoadImageNotifyRoutine(ImageNow);
	status = PsSetCreateProcessNotifyRoutine(Now, FALSE);
	if (!NT_SUCCESS(status))
		return status;
	status = PsSetCreateProcessNotifyRoutine(Kept, FALSE); // want PA6001 "'Kept'"
	if (!NT_SUCCESS(status)) {
		PsSetCreateProcessNotifyRoutine(Now, TRUE);
		return status;
	}
	PsSetCreateProcessNotifyRoutine(Now, TRUE);
	if (Path->Length)
		PsSetCreateProcessNotifyRoutine(Kept, TRUE);
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

static VOID Now(HANDLE Parent, HANDLE Child, BOOLEAN Create)
{
	UNREFERENCED_PARAMETER(Parent);
	UNREFERENCED_PARAMETER(Child);
	UNREFERENCED_PARAMETER(Create);
}

static VOID Kept(HANDLE Parent, HANDLE Child, BOOLEAN Create)
{
	UNREFERENCED_PARAMETER(Parent);
	UNREFERENCED_PARAMETER(Child);
	UNREFERENCED_PARAMETER(Create);
}

static VOID ImageNow(PUNICODE_STRING Name, HANDLE Process, PIMAGE_INFO Info)
{
	UNREFERENCED_PARAMETER(Name);
	UNREFERENCED_PARAMETER(Process);
	UNREFERENCED_PARAMETER(Info);
}
