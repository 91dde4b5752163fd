/*
 * One defect, one finding: the second lock by address has the handle of the
 * first, so whoever drops it, or keeps it and never unlocks it, is told to lock
 * by handle and no more.
 */
#include <ntddk.h>

VOID One(VOID);
VOID Two(VOID);
VOID Three(VOID);
VOID Four(VOID);
VOID Five(VOID);
VOID Six(VOID);
VOID Seven(VOID);
VOID Eight(VOID);
VOID Nine(VOID);
#pragma alloc_text(PAGEON, One)
#pragma alloc_text(PAGETW, Two)
#pragma alloc_text(PAGETH, Three)
#pragma alloc_text(PAGEFO, Four)
#pragma alloc_text(PAGEFI, Five)
#pragma alloc_text(PAGESI, Six)
#pragma alloc_text(PAGESE, Seven)
#pragma alloc_text(PAGEEI, Eight)
#pragma alloc_text(PAGENI, Nine)

VOID One(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Two(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Three(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Four(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Five(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Six(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Seven(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Eight(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Nine(VOID)
{
	PAGED_CODE_LOCKED();
}

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;
DRIVER_DISPATCH Create;
DRIVER_DISPATCH Close;
DRIVER_DISPATCH Read;
DRIVER_DISPATCH Write;
DRIVER_DISPATCH Control;
PVOID OneHandle, TwoHandle, ThreeHandle, ThreeAgain, SixHandle, SevenHandle;
PVOID EightHandle, NineHandle;

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)One); // want must PA5003 "'PAGEON'"
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)Five); // want must PA5004 "'PAGEFI'"
	return STATUS_SUCCESS;
}

/* A failure gives it back, and a success does not. */
NTSTATUS Write(PDEVICE_OBJECT Device, PIRP Irp)
{
	NTSTATUS status;

	NineHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Nine); // want may PA5003 "'PAGENI' is locked by address each time this runs"
	status = IoRegisterShutdownNotification(Device);
	if (!NT_SUCCESS(status)) {
		MmUnlockPagableImageSection(NineHandle);
		return status;
	}
	return STATUS_SUCCESS;
}

NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)
{
	MmUnlockPagableImageSection(NineHandle);
	MmUnlockPagableImageSection(OneHandle);
	return STATUS_SUCCESS;
}

/* Nothing gives it back: that it is locked again and again comes of that. */
NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	SixHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Six); // want PA5004 "nothing unlocks 'PAGESI'"
	return STATUS_SUCCESS;
}

/* Another request gives it back, or none did before; and the handle of one that was
 * not locked is none. */
NTSTATUS Control(PDEVICE_OBJECT Device, PIRP Irp)
{
	switch (IoGetCurrentIrpStackLocation(Irp)->MinorFunction) {
	case 1:
		SevenHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Seven); // want may PA5003 "'PAGESE' is locked by address each time this runs"
		break;
	case 2:
		MmUnlockPagableImageSection(SevenHandle);
		break;
	case 3:
		if (EightHandle)
			MmLockPagableSectionByHandle(EightHandle);
		else
			EightHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Eight);
		if (!EightHandle)
			return STATUS_INSUFFICIENT_RESOURCES;
		MmUnlockPagableImageSection(EightHandle);
		break;
	}
	return STATUS_SUCCESS;
}

VOID Unload(PDRIVER_OBJECT Driver)
{
	MmUnlockPagableImageSection(OneHandle);
	MmUnlockPagableImageSection(TwoHandle);
	MmUnlockPagableImageSection(ThreeHandle);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	OneHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)One);
	TwoHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two);
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)Two); // want must PA5003 "'PAGETW'"
	ThreeHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three);
	ThreeAgain = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Three); // want must PA5003 "'PAGETH'"
	MmLockPagableCodeSection((PVOID)(ULONG_PTR)Four); // want must PA5004 "'PAGEFO'"
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	Driver->MajorFunction[IRP_MJ_WRITE] = Write;
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
