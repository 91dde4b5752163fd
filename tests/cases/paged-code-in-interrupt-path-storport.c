/*
 * A StorPort miniport: its interrupt routine runs at DIRQL, and so does its
 * StartIo unless the driver asks for full duplex. And StorPort's own locks.
 */
#include <storport.h>

#define PAGED __declspec(code_seg("PAGE"))

/* The open header does not have the locks. */
typedef enum _LOCK_KIND { KindDpc = 1, KindStartIo, KindInterrupt } LOCK_KIND;
typedef struct _LOCK_HANDLE {
	LOCK_KIND Lock;
	PVOID Context[3];
} LOCK_HANDLE, *PLOCK_HANDLE;

VOID StorPortAcquireSpinLock(PVOID Extension, LOCK_KIND Kind, PVOID Context,
	PLOCK_HANDLE Handle);
VOID StorPortReleaseSpinLock(PVOID Extension, PLOCK_HANDLE Handle);

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

BOOLEAN OnStartIoResident(PVOID Extension, PSCSI_REQUEST_BLOCK Srb)
{
	UNREFERENCED_PARAMETER(Srb);
	return Extension != NULL;
}

/* ---- the locks --------------------------------------------------------- */

PAGED VOID StartIoLock(PVOID Extension)
{
	LOCK_HANDLE handle;

	PAGED_CODE();
	StorPortAcquireSpinLock(Extension, KindStartIo, NULL, &handle); // want must PA1001 "'StartIoLock'"
	StorPortReleaseSpinLock(Extension, &handle);
}

PAGED VOID InterruptLock(PVOID Extension)
{
	LOCK_HANDLE handle;

	PAGED_CODE();
	StorPortAcquireSpinLock(Extension, KindInterrupt, NULL, &handle); // want must PA1001 "'InterruptLock'"
	StorPortReleaseSpinLock(Extension, &handle);
}

static VOID UnderLock(PVOID Extension)
{
	LOCK_HANDLE handle;

	StorPortAcquireSpinLock(Extension, KindInterrupt, NULL, &handle);
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
	if (Path == NULL) {
		data.HwStartIo = OnStartIoResident;
	}
	return StorPortInitialize(Driver, Path, &data, NULL);
}
