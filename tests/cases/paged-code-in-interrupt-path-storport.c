/*
 * A StorPort miniport: its interrupt routine runs at DIRQL, and so does its
 * StartIo unless the driver asks for full duplex. And StorPort's own locks.
 */
#include <storport.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED BOOLEAN OnInterrupt(PVOID Extension) // want must PA1004 "'OnInterrupt'"
{
	PAGED_CODE();
	return Extension != NULL;
}

PAGED BOOLEAN OnStartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) // want may PA1004 "'OnStartIo'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Srb);
	return Extension != NULL;
}

PAGED VOID OnTimer(PVOID Extension) // want may PA1004 "'OnTimer'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Extension);
}

BOOLEAN OnStartIoResident(PVOID Extension, PSCSI_REQUEST_BLOCK Srb)
{
	UNREFERENCED_PARAMETER(Srb);
	StorPortNotification(RequestTimerCall, Extension, OnTimer, 1000);
	return Extension != NULL;
}

PAGED BOOLEAN OnBuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) // want must PA1005 "'OnBuildIo'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Srb);
	return Extension != NULL;
}

PAGED VOID OnDpc(PSTOR_DPC Dpc, PVOID Extension, PVOID One, PVOID Two) // want must PA1005 "'OnDpc'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Extension);
	UNREFERENCED_PARAMETER(One);
	UNREFERENCED_PARAMETER(Two);
}

static STOR_DPC Dpc;

PAGED BOOLEAN OnPassiveInitialize(PVOID Extension)
{
	PAGED_CODE();
	StorPortInitializeDpc(Extension, &Dpc, OnDpc);
	return TRUE;
}

PAGED ULONG OnFind(PVOID Extension, PVOID Context, PVOID Bus, PCHAR Argument,
	PPORT_CONFIGURATION_INFORMATION Info, PBOOLEAN Again)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Bus);
	UNREFERENCED_PARAMETER(Argument);
	Info->SynchronizationModel = StorSynchronizeHalfDuplex;
	StorPortEnablePassiveInitialization(Extension, OnPassiveInitialize);
	*Again = FALSE;
	return SP_RETURN_FOUND;
}

/* ---- the locks --------------------------------------------------------- */

PAGED VOID TakesStartIoLock(PVOID Extension)
{
	STOR_LOCK_HANDLE handle;

	PAGED_CODE();
	StorPortAcquireSpinLock(Extension, StartIoLock, NULL, &handle); // want must PA1001 "'TakesStartIoLock'"
	StorPortReleaseSpinLock(Extension, &handle);
}

PAGED VOID TakesInterruptLock(PVOID Extension)
{
	STOR_LOCK_HANDLE handle;

	PAGED_CODE();
	StorPortAcquireSpinLock(Extension, InterruptLock, NULL, &handle); // want must PA1001 "'TakesInterruptLock'"
	StorPortReleaseSpinLock(Extension, &handle);
}

static VOID UnderLock(PVOID Extension)
{
	STOR_LOCK_HANDLE handle;

	StorPortAcquireSpinLock(Extension, InterruptLock, NULL, &handle);
	StorPortReleaseSpinLock(Extension, &handle);
}

PAGED VOID CallsUnderLock(PVOID Extension)
{
	PAGED_CODE();
	UnderLock(Extension);
	UnderLock(Extension);
}

/* ---- handed over ------------------------------------------------------- */

ULONG DriverEntry(PVOID Driver, PVOID Path)
{
	HW_INITIALIZATION_DATA data = { 0 };

	data.HwInitializationDataSize = sizeof(data);
	data.HwInterrupt = OnInterrupt;
	data.HwStartIo = OnStartIo;
	data.HwBuildIo = OnBuildIo;
	data.HwFindAdapter = OnFind;
	if (Path == NULL) {
		data.HwStartIo = OnStartIoResident;
	}
	return StorPortInitialize(Driver, Path, &data, NULL);
}
