/*
 * Of a body that misses statements nobody knows at which IRQL the rest of it runs.
 */
// audit --advice
#include <ntddk.h>

KSPIN_LOCK Lock;
ULONG Users;

static VOID AddUser(VOID)
{
	Users++;
}

static VOID AddUserToo(VOID) // want PA7001 "'AddUserToo'"
{
	Users++;
}

static VOID CloseLost(VOID)
{
	KIRQL irql;

	LOSE(= 1; KeAcquireSpinLock(&Lock, &irql); )x; // want PA9002
	AddUser();
}

static VOID Close(VOID) // want PA7001 "'Close'"
{
	AddUserToo();
}

/* It may come back from there at any IRQL. */
static VOID Unload(PDRIVER_OBJECT Driver)
{
	CloseLost();
	Close();
}

__declspec(code_seg("INIT"))
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
