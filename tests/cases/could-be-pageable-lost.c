/*
 * Of a body that misses statements nobody knows at which IRQL the rest of it runs.
 */
// audit --advice
#include <ntddk.h>

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
	LOSE(= 1;)x; // want PA9002
	AddUser();
}

static VOID Close(VOID)
{
	Users--;
}

/* Nobody knows at which IRQL the first call comes back. */
static VOID CloseAll(VOID)
{
	CloseLost();
	Close();
}

static VOID Forget(VOID)
{
	Users = 0;
}

static VOID Unload(PDRIVER_OBJECT Driver)
{
	CloseAll();
	Forget();
}

static VOID Notify(HANDLE Parent, HANDLE Process, BOOLEAN Create) // want PA7001 "'Notify'"
{
	AddUserToo();
}

__declspec(code_seg("INIT"))
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->DriverUnload = Unload;
	return PsSetCreateProcessNotifyRoutine(Notify, FALSE);
}
