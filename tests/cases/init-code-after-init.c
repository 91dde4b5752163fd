/*
 * Code in INIT, used by what runs during initialisation and after it.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_UNLOAD LateUnload;
DRIVER_ADD_DEVICE AddDevice;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
DRIVER_REINITIALIZE Again;
KDEFERRED_ROUTINE Dpc;
VOID Prepare(VOID);
VOID Both(VOID);
VOID Hook(VOID);
BOOLEAN NTAPI Synchronised(PVOID Context);

#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, Prepare)
#pragma alloc_text(INIT, Both)
#pragma alloc_text(INIT, Hook)
#pragma alloc_text(INIT, Close)
#pragma alloc_text(INIT, Dpc)
#pragma alloc_text(INIT, Synchronised)

typedef struct _OPERATIONS {
	VOID (*Early)(VOID);
	VOID (*Late)(VOID);
} OPERATIONS;

OPERATIONS Operations;
KDPC TheDpc;
PKINTERRUPT Interrupt;

VOID Prepare(VOID)
{
	Both();
}

VOID Both(VOID)
{
}

VOID Hook(VOID)
{
}

BOOLEAN NTAPI Synchronised(PVOID Context)
{
	return TRUE;
}

VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
}

/* Resident, but only DriverEntry gets here. */
static VOID Helper(VOID)
{
	Prepare();
}

/* A constant keeps the late caller away from it. */
static VOID Configure(BOOLEAN First)
{
	if (First)
		Prepare();
}

static VOID Reset(VOID)
{
	Both(); // want PA6001 "'Reset', which can run after initialisation, uses 'Both', which is in discardable section 'INIT'"
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	Reset();
	Configure(FALSE);
}

VOID LateUnload(PDRIVER_OBJECT Driver)
{
}

NTSTATUS AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Physical)
{
	Prepare(); // want must PA6001 "'Prepare'"
	Operations.Late = Hook;
	return STATUS_SUCCESS;
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	Operations.Early(); // want PA6001 "'Hook'"
	MmResetDriverPaging((PVOID)(ULONG_PTR)DriverEntry);
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	return STATUS_SUCCESS;
}

VOID Again(PDRIVER_OBJECT Driver, PVOID Context, ULONG Count)
{
	Prepare();
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	MmPageEntireDriver((PVOID)(ULONG_PTR)DriverEntry);
	Prepare();
	Helper();
	Configure(TRUE);
	Operations.Early = Hook;
	KeSynchronizeExecution(Interrupt, Synchronised, NULL);
	IoRegisterDriverReinitialization(Driver, Again, NULL);
	KeInitializeDpc(&TheDpc, Dpc, NULL); // want PA6001 "'Dpc' is in discardable section 'INIT', and as KDEFERRED_ROUTINE can run after initialisation"
	Driver->DriverUnload = Unload;
	Driver->DriverExtension->AddDevice = AddDevice;
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close; // want must PA6001 "'Close'"
	return STATUS_SUCCESS;
}
