/*
 * One routine that locks several sections, called once for all of them.
 */
#include <ntddk.h>

#define LOCKED(SECTION) __declspec(code_seg(SECTION))

#define ROUTINE(NAME, SECTION) \
	LOCKED(SECTION) VOID NAME(VOID) \
	{ \
		PAGED_CODE_LOCKED(); \
	}

ROUTINE(InTable, "PAGEA") ROUTINE(InTableToo, "PAGEB")
ROUTINE(InPair, "PAGEC") ROUTINE(InPairToo, "PAGED")
ROUTINE(Kept, "PAGEE") ROUTINE(KeptToo, "PAGEF")
ROUTINE(InList, "PAGEI") ROUTINE(InListToo, "PAGEJ")
ROUTINE(NotLost, "PAGEG") ROUTINE(IsLost, "PAGEH")

static PVOID Handles[2], Pair[2], First, Second, Left, Lost;

static VOID LockAll(PVOID *Addresses, PVOID *Where, ULONG Count)
{
	for (ULONG i = 0; i < Count; i++)
		Where[i] = MmLockPagableCodeSection(Addresses[i]);
}

static VOID UnlockAll(PVOID *Where, ULONG Count)
{
	for (ULONG i = 0; i < Count; i++)
		MmUnlockPagableImageSection(Where[i]);
}

static VOID LockPair(PVOID One, PVOID Other, PVOID *Where)
{
	Where[0] = MmLockPagableCodeSection(One);
	Where[1] = MmLockPagableCodeSection(Other);
}

static VOID LockInto(PVOID One, PVOID Other, PVOID *KeptOne, PVOID *KeptOther)
{
	*KeptOne = MmLockPagableCodeSection(One);
	*KeptOther = MmLockPagableCodeSection(Other);
}

/* The second handle is never given back. */
static VOID LockAndLose(PVOID One, PVOID Other)
{
	Left = MmLockPagableCodeSection(One);
	Lost = MmLockPagableCodeSection(Other); // want PA5004 "nothing unlocks"
}

/* The addresses are what the table holds, not where it is. */
static struct {
	PVOID Address, Handle;
} Table[] = { { (PVOID)InList }, { (PVOID)InListToo } };

static VOID LockList(VOID)
{
	for (ULONG i = 0; i < 2; i++)
		Table[i].Handle = MmLockPagableCodeSection(Table[i].Address);
}

static VOID UnlockList(VOID)
{
	for (ULONG i = 0; i < 2; i++)
		MmUnlockPagableImageSection(Table[i].Handle);
}

DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
	UnlockAll(Handles, 2);
	UnlockList();
	MmUnlockPagableImageSection(Pair[0]);
	MmUnlockPagableImageSection(Pair[1]);
	MmUnlockPagableImageSection(First);
	MmUnlockPagableImageSection(Second);
	MmUnlockPagableImageSection(Left);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	PVOID addresses[2];

	UNREFERENCED_PARAMETER(Path);
	Driver->DriverUnload = Unload;
	addresses[0] = (PVOID)InTable;
	addresses[1] = (PVOID)InTableToo;
	LockAll(addresses, Handles, 2);
	LockList();
	LockPair((PVOID)InPair, (PVOID)InPairToo, Pair);
	LockInto((PVOID)Kept, (PVOID)KeptToo, &First, &Second);
	LockAndLose((PVOID)NotLost, (PVOID)IsLost);
	return STATUS_SUCCESS;
}
