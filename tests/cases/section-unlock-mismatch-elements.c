/*
 * Handles in arrays. Elements are told apart, unless an index is a variable
 * somewhere in the driver or the array is handed on.
 */
#include <ntddk.h>

VOID Work(VOID);
VOID Other(VOID);
VOID Third(VOID);
#pragma alloc_text(PAGELK, Work)
#pragma alloc_text(PAGEOT, Other)
#pragma alloc_text(PAGETH, Third)

#pragma data_seg("PAGELKD")
ULONG Table[1024] = { 1 };
#pragma data_seg()

VOID Work(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Other(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Third(VOID)
{
	PAGED_CODE_LOCKED();
}

typedef struct _EXTENSION {
	LONG Opens;
	PVOID Handles[2];
} EXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
DRIVER_UNLOAD Unload;
PVOID Looped[2];
PVOID Never[2];

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	EXTENSION *extension = Device->DeviceExtension;

	if (InterlockedIncrement(&extension->Opens) == 1) {
		extension->Handles[0] =
			MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);
		extension->Handles[1] = MmLockPagableDataSection(Table);
	}
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	EXTENSION *extension = Device->DeviceExtension;

	if (InterlockedDecrement(&extension->Opens) == 0) {
		MmUnlockPagableImageSection(extension->Handles[0]);
		MmUnlockPagableImageSection(extension->Handles[1]);
	}
	return STATUS_SUCCESS;
}

VOID Twice(EXTENSION *Extension)
{
	MmUnlockPagableImageSection(Extension->Handles[0]);
	MmUnlockPagableImageSection(Extension->Handles[0]); // want may PA5005 "'PAGELK' can be unlocked already"
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	for (int i = 0; i < 2; i++)
		MmUnlockPagableImageSection(Looped[i]);
	MmUnlockPagableImageSection(Never[1]); // want must PA5005 "this unlocks what no lock has returned a handle for"
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Looped[0] = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Other);
	Looped[1] = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Third);
	Never[0] = Looped[0];
	Driver->DriverUnload = Unload;
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	return STATUS_SUCCESS;
}
