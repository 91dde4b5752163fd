/*
 * Interrupt routines in sections that are locked on demand: locked in time, too
 * late, and unlocked too early.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
KSERVICE_ROUTINE InTime, TooLate, Elsewhere, TooEarly;
#pragma alloc_text(PAGEIN, InTime)
#pragma alloc_text(PAGELA, TooLate)
#pragma alloc_text(PAGEEL, Elsewhere)
#pragma alloc_text(PAGEEA, TooEarly)
PVOID InTimeHandle, TooLateHandle, ElsewhereHandle, TooEarlyHandle;
PKINTERRUPT First, Second, Third, Fourth;

BOOLEAN InTime(PKINTERRUPT Object, PVOID Context)
{
	PAGED_CODE_LOCKED();
	return FALSE;
}

BOOLEAN TooLate(PKINTERRUPT Object, PVOID Context) // want PA5009 "'TooLate' can run while section 'PAGELA', which is locked on demand, is not locked"
{
	PAGED_CODE_LOCKED();
	return FALSE;
}

BOOLEAN Elsewhere(PKINTERRUPT Object, PVOID Context) // want PA5009 "'Elsewhere'"
{
	PAGED_CODE_LOCKED();
	return FALSE;
}

BOOLEAN TooEarly(PKINTERRUPT Object, PVOID Context) // want PA5009 "'TooEarly'"
{
	PAGED_CODE_LOCKED();
	return FALSE;
}

static VOID Lock(VOID)
{
	InTimeHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)InTime);
}

static VOID Connect(VOID)
{
	IoConnectInterrupt(&First, InTime, NULL, NULL, 5, 5, 5, Latched, FALSE,
		1, FALSE);
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	if (!ElsewhereHandle)
		ElsewhereHandle =
			MmLockPagableCodeSection((PVOID)(ULONG_PTR)Elsewhere);
	else
		MmLockPagableSectionByHandle(ElsewhereHandle);
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmUnlockPagableImageSection(ElsewhereHandle);
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	IoDisconnectInterrupt(First);
	IoDisconnectInterrupt(Second);
	IoDisconnectInterrupt(Third);
	MmUnlockPagableImageSection(InTimeHandle);
	MmUnlockPagableImageSection(TooLateHandle);
	MmUnlockPagableImageSection(TooEarlyHandle);
	IoDisconnectInterrupt(Fourth);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Lock();
	Connect();
	TooEarlyHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)TooEarly);
	IoConnectInterrupt(&Fourth, TooEarly, NULL, NULL, 5, 5, 5, Latched,
		FALSE, 1, FALSE);
	IoConnectInterrupt(&Second, TooLate, NULL, NULL, 5, 5, 5, Latched,
		FALSE, 1, FALSE);
	TooLateHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)TooLate);
	IoConnectInterrupt(&Third, Elsewhere, NULL, NULL, 5, 5, 5, Latched,
		FALSE, 1, FALSE);
	Driver->DriverUnload = Unload;
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	return STATUS_SUCCESS;
}
