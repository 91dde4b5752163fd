/*
 * Tests in front of a lock by address: those of the handle, of a count, or of a
 * flag that is set beside the lock keep it from coming again; a flag of the
 * device, or the status of something else, does not.
 */
#include <ntddk.h>

#define TEST_FLAG(Flags, Bit) (((Flags) & (Bit)) != 0)
#define SET_FLAG(Flags, Bit) ((Flags) |= (Bit))
#define FLAG_LOCKED 0x10
#define FLAG_FAST 0x20
#define FLAG_SLOW 0x40

typedef struct _EXT {
	ULONG Flags, State;
	PVOID Handle;
	LONG Opens;
	BOOLEAN Locked;
} EXT, *PEXT;

VOID One(VOID);
VOID Two(VOID);
VOID Three(VOID);
VOID Four(VOID);
VOID Five(VOID);
VOID Six(VOID);
VOID Seven(VOID);
VOID Eight(VOID);
#pragma alloc_text(PAGEON, One)
#pragma alloc_text(PAGETW, Two)
#pragma alloc_text(PAGETH, Three)
#pragma alloc_text(PAGEFO, Four)
#pragma alloc_text(PAGEFI, Five)
#pragma alloc_text(PAGESI, Six)
#pragma alloc_text(PAGESE, Seven)
#pragma alloc_text(PAGEEI, Eight)

VOID One(VOID) { PAGED_CODE_LOCKED(); }
VOID Two(VOID) { PAGED_CODE_LOCKED(); }
VOID Three(VOID) { PAGED_CODE_LOCKED(); }
VOID Four(VOID) { PAGED_CODE_LOCKED(); }
VOID Five(VOID) { PAGED_CODE_LOCKED(); }
VOID Six(VOID) { PAGED_CODE_LOCKED(); }
VOID Seven(VOID) { PAGED_CODE_LOCKED(); }
VOID Eight(VOID) { PAGED_CODE_LOCKED(); }

PVOID OneHandle, TwoHandle, ThreeHandle, FourHandle, FiveHandle, SixHandle,
	SevenHandle, EightHandle;
NTSTATUS Ready(PEXT Ext);
DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;

/* The flag is set in here. */
static VOID LockTwo(PEXT Ext)
{
	TwoHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two);
	SET_FLAG(Ext->Flags, FLAG_LOCKED);
}

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;
	BOOLEAN first;
	LONG before;
	NTSTATUS status;

	if (!(ext->Flags & FLAG_LOCKED)) {
		OneHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)One);
		ext->Flags |= FLAG_LOCKED;
	}
	if (!TEST_FLAG(ext->Flags, FLAG_LOCKED))
		LockTwo(ext);
	if (TEST_FLAG(ext->State, FLAG_FAST))
		Ready(ext);
	else
		ThreeHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three); // want may PA5003 "'PAGETH'"
	first = InterlockedIncrement(&ext->Opens) == 1;
	if (first)
		FourHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Four);
	before = ext->Opens++;
	if (before == 0)
		FiveHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Five);
	status = ZwYieldExecution();
	if (status == STATUS_SUCCESS)
		SixHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Six); // want may PA5003 "'PAGESI'"
	if (ext->Opens++ == 0)
		SevenHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Seven);
	if (ext->State & FLAG_SLOW)
		EightHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Eight); // want may PA5003 "'PAGEEI'"
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	PEXT ext = Device->DeviceExtension;

	if (ext->Opens == 0) {
		MmUnlockPagableImageSection(OneHandle);
		MmUnlockPagableImageSection(TwoHandle);
		MmUnlockPagableImageSection(ThreeHandle);
		MmUnlockPagableImageSection(FourHandle);
		MmUnlockPagableImageSection(FiveHandle);
		MmUnlockPagableImageSection(SixHandle);
		MmUnlockPagableImageSection(SevenHandle);
		MmUnlockPagableImageSection(EightHandle);
		ext->Flags &= ~FLAG_LOCKED;
	}
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	return STATUS_SUCCESS;
}
