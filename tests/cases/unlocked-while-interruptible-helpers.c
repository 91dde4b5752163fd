/*
 * A helper of the driver's starts and stops whatever timer it is handed.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create, Close;
KDEFERRED_ROUTINE InTime, TooEarly, TooLong;
#pragma alloc_text(PAGEIT, InTime)
#pragma alloc_text(PAGETE, TooEarly)
#pragma alloc_text(PAGETL, TooLong)
KTIMER InTimer, EarlyTimer, LongTimer;
KDPC InDpc, EarlyDpc, LongDpc;
PVOID InHandle, EarlyHandle, LongHandle;

VOID InTime(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PAGED_CODE_LOCKED();
}

VOID TooEarly(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second) // want may PA5009 "'TooEarly'"
{
	PAGED_CODE_LOCKED();
}

VOID TooLong(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second) // want may PA5009 "'TooLong'"
{
	PAGED_CODE_LOCKED();
}

static VOID Start(PKTIMER Timer, PKDPC Dpc)
{
	LARGE_INTEGER due;

	due.QuadPart = -10000;
	KeSetTimerEx(Timer, due, 10, Dpc);
}

static VOID Stop(PKTIMER Timer)
{
	KeCancelTimer(Timer);
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmLockPagableSectionByHandle(InHandle);
	Start(&InTimer, &InDpc);
	Start(&EarlyTimer, &EarlyDpc);
	MmLockPagableSectionByHandle(EarlyHandle);
	MmLockPagableSectionByHandle(LongHandle);
	Start(&LongTimer, &LongDpc);
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	Stop(&InTimer);
	Stop(&EarlyTimer);
	MmUnlockPagableImageSection(LongHandle);
	Stop(&LongTimer);
	MmUnlockPagableImageSection(InHandle);
	MmUnlockPagableImageSection(EarlyHandle);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	KeInitializeDpc(&InDpc, InTime, NULL);
	KeInitializeDpc(&EarlyDpc, TooEarly, NULL);
	KeInitializeDpc(&LongDpc, TooLong, NULL);
	InHandle = MmLockPagableCodeSection((PVOID)InTime);
	MmUnlockPagableImageSection(InHandle);
	EarlyHandle = MmLockPagableCodeSection((PVOID)TooEarly);
	MmUnlockPagableImageSection(EarlyHandle);
	LongHandle = MmLockPagableCodeSection((PVOID)TooLong);
	MmUnlockPagableImageSection(LongHandle);
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
