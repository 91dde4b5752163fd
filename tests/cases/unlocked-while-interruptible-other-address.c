/*
 * A lock that is given the address of resident code locks nothing: the interrupt
 * is connected before the section is locked.
 */
#include <ntddk.h>

KSERVICE_ROUTINE Isr;
#pragma alloc_text(PAGELK, Isr)

BOOLEAN Isr(PKINTERRUPT Interrupt, PVOID Context) // want PA5009 "'Isr'"
{
	PAGED_CODE_LOCKED();
	return FALSE;
}

VOID Resident(VOID)
{
}

PKINTERRUPT Interrupt;
PVOID Handle, OtherHandle;
DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	IoDisconnectInterrupt(Interrupt);
	MmUnlockPagableImageSection(OtherHandle);
	MmUnlockPagableImageSection(Handle);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	OtherHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Resident); // want PA5001
	IoConnectInterrupt(&Interrupt, Isr, NULL, NULL, 5, 5, 5, Latched,
		FALSE, 1, FALSE);
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Isr);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
