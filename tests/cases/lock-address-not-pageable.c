/*
 * Addresses of pageable, resident and discardable code and data.
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

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
#pragma alloc_text(INIT, DriverEntry)

#pragma data_seg("PAGEDATA")
ULONG Table[4] = { 1, 2, 3, 4 };
#pragma data_seg()
#pragma data_seg("PAGEKEPT")
ULONG Kept[4] = { 1, 2, 3, 4 };
#pragma data_seg()
#pragma data_seg("PAGENAME")
CHAR Name[] = "Work";
#pragma data_seg()
ULONG Resident[4] = { 1, 2, 3, 4 };

PVOID Code, Data, Literal, Named, InResident, InInit, DataResident, Wanted, Chosen;

static VOID Plain(VOID)
{
}

typedef VOID ROUTINE(VOID);
static ROUTINE *const Steps[] = { Work, Plain };
PVOID SecondStep, OfLocal;

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(Code);
	MmUnlockPagableImageSection(SecondStep);
	MmUnlockPagableImageSection(OfLocal);
	MmUnlockPagableImageSection(Data);
	MmUnlockPagableImageSection(InResident);
	MmUnlockPagableImageSection(InInit);
	MmUnlockPagableImageSection(DataResident);
	MmUnlockPagableImageSection(Wanted);
	MmUnlockPagableImageSection(Chosen);
	MmUnlockPagableImageSection(Literal);
	MmUnlockPagableImageSection(Named);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	PVOID address = (PVOID)(ULONG_PTR)Plain;

	Code = MmLockPagableCodeSection((PVOID)Steps[0]);
	SecondStep = MmLockPagableCodeSection((PVOID)Steps[1]); // want must PA5001 "'Plain' is in resident section"
	OfLocal = MmLockPagableDataSection(&address); // want must PA5001 "the address of a local"
	Data = MmLockPagableDataSection(Table);
	InResident = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Plain); // want must PA5001 "'Plain' is in resident section '.text', which cannot be locked"
	InInit = MmLockPagableCodeSection((PVOID)(ULONG_PTR)DriverEntry); // want PA5001 "discardable section 'INIT'"
	DataResident = MmLockPagableDataSection(&Resident[1]); // want PA5001 "'Resident' is in resident section '.data'"
	Wanted = MmLockPagableCodeSection(address); // want PA5001 "'Plain'"
	Chosen = MmLockPagableCodeSection(Path);
	Literal = MmLockPagableDataSection("Work"); // want PA5001 "a string literal is in resident section '.rdata'"
	Named = MmLockPagableDataSection(Name);
	MmLockPagableDataSection(Resident); // want PA5001
	MmLockPagableDataSection(Kept); // want PA5004 "nobody keeps the handle of 'PAGEKEPT'"
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
