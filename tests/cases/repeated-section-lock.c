/*
 * Locking by address: once, behind a test, again and again.
 */
#include <ntddk.h>

VOID Work(VOID);
VOID Other(VOID);
#pragma alloc_text(PAGELK, Work)
#pragma alloc_text(PAGEOT, Other)

VOID Work(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Other(VOID)
{
	PAGED_CODE_LOCKED();
}

typedef struct _EXT {
	PVOID Handle;
	LONG Opens;
} EXT, *PEXT;

VOID Third(VOID);
VOID Fourth(VOID);
VOID Fifth(VOID);
#pragma alloc_text(PAGETH, Third)
#pragma alloc_text(PAGEFO, Fourth)
#pragma alloc_text(PAGEFI, Fifth)

VOID Third(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Fourth(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Fifth(VOID)
{
	PAGED_CODE_LOCKED();
}

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
DRIVER_DISPATCH Read;
PVOID WorkHandle, OtherHandle, Handles[4];

static VOID Take(VOID)
{
	OtherHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Other); // want may PA5003 "section 'PAGEOT' is locked by address each time this runs"
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;

	if (WorkHandle == NULL)
		WorkHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);
	else
		MmLockPagableSectionByHandle(WorkHandle);
	Take();
	if (InterlockedIncrement(&ext->Opens) == 1)
		ext->Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Third);
	return STATUS_SUCCESS;
}

NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	PVOID handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Fourth);

	Fourth();
	MmUnlockPagableImageSection(handle);
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;

	MmUnlockPagableImageSection(WorkHandle);
	MmUnlockPagableImageSection(OtherHandle);
	if (InterlockedDecrement(&ext->Opens) == 0)
		MmUnlockPagableImageSection(ext->Handle);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	for (ULONG i = 0; i < 4; i++)
		MmUnlockPagableImageSection(Handles[i]);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	for (ULONG i = 0; i < 4; i++)
		Handles[i] = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Fifth); // want PA5003 "'PAGEFI'"
	Handles[0] = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work); // want must PA5003 "section 'PAGELK' is locked by address in another place too"
	Driver->DriverUnload = Unload;
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	return STATUS_SUCCESS;
}
