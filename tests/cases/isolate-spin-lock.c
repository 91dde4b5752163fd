/*
 * What a few lines with a spin lock keep in memory, and what is too much for a
 * helper, or too little.
 */
// audit --advice
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct {
	KSPIN_LOCK Lock;
	LIST_ENTRY List;
	ULONG Users, Limit;
	KEVENT Event;
	KIRQL OldIrql;
} DEVICE;

/* Work enough for a routine to be worth its while. */
static VOID Log(PUNICODE_STRING Name, int First, int Second, int Third) // want PA7001 "'Log'"
{
	DbgPrint("%wZ %d %d %d", Name, First, Second, Third);
}

/* ---- one stretch ----------------------------------------------------------- */

/* What is changed there and used later goes by its address; the saved IRQL and what
 * only these lines use move along. */
static NTSTATUS Add(DEVICE *Device, PUNICODE_STRING Name) // want must PA7002 "bytes, if lines 37-43 moved into a resident helper (Device, &status)"
{
	NTSTATUS status = STATUS_SUCCESS;
	ULONG users;
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeAcquireSpinLock(&Device->Lock, &irql);
	users = Device->Users;
	if (users < Device->Limit)
		Device->Users = users + 1;
	else
		status = STATUS_TOO_MANY_SESSIONS;
	KeReleaseSpinLock(&Device->Lock, irql);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	return status;
}

/* Nothing comes back, and a global needs no parameter. */
static KSPIN_LOCK GlobalLock;
static ULONG Count;

static VOID AddGlobal(PUNICODE_STRING Name) // want PA7002 "if lines 60-62 moved into a resident helper without parameters"
{
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeAcquireSpinLock(&GlobalLock, &irql);
	Count++;
	KeReleaseSpinLock(&GlobalLock, irql);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
}

/* Raised without a lock. */
static VOID Settle(PUNICODE_STRING Name) // want PA7002 "if lines 75-77 moved into a resident helper without parameters"
{
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Count++;
	KeLowerIrql(irql);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
}

/* By wrappers, which return raised. */
static VOID Lock(DEVICE *Device)
{
	KeAcquireSpinLock(&Device->Lock, &Device->OldIrql);
}

static VOID Unlock(DEVICE *Device)
{
	KeReleaseSpinLock(&Device->Lock, Device->OldIrql);
}

static VOID AddWrapped(DEVICE *Device, PUNICODE_STRING Name) // want PA7002 "if lines 98-100 moved into a resident helper (Device)"
{
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Lock(Device);
	Device->Users++;
	Unlock(Device);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
}

/* In what is expanded here. */
FORCEINLINE ULONG TakeUser(DEVICE *Device)
{
	KIRQL irql;
	ULONG users;

	KeAcquireSpinLock(&Device->Lock, &irql);
	users = Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
	return users;
}

static ULONG AddInline(DEVICE *Device, PUNICODE_STRING Name) // want PA7002 "if line 124 moved into a resident helper (Device, &users)"
{
	ULONG users;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	users = TakeUser(Device);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	return users;
}

/* Two ways out, of which one does not go on with the rest. */
static NTSTATUS AddOrFail(DEVICE *Device, PUNICODE_STRING Name) // want PA7002 "if lines 139-141 and 144-145 moved into a resident helper (Device) that tells which way to go on"
{
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Device->Users >= Device->Limit) {
		KeReleaseSpinLock(&Device->Lock, irql);
		return STATUS_TOO_MANY_SESSIONS;
	}
	Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	return STATUS_SUCCESS;
}

/* ---- what is no such stretch ------------------------------------------------ */

/* Two of them. */
static VOID AddTwice(DEVICE *Device, PUNICODE_STRING Name)
{
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
}

/* Three ways out. */
static NTSTATUS AddOrWait(DEVICE *Device, PUNICODE_STRING Name)
{
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Device->Users >= Device->Limit) {
		KeReleaseSpinLock(&Device->Lock, irql);
		return STATUS_TOO_MANY_SESSIONS;
	}
	if (!Device->Limit) {
		KeReleaseSpinLock(&Device->Lock, irql);
		return STATUS_PENDING;
	}
	Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	return STATUS_SUCCESS;
}

/* Most of it. */
static VOID AddMostly(DEVICE *Device, PUNICODE_STRING Name)
{
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeAcquireSpinLock(&Device->Lock, &irql);
	DbgPrint("%u %u %u", Device->Users, Device->Limit, Device->OldIrql);
	DbgPrint("%u %u %u", Device->Users, Device->Limit, Device->OldIrql);
	DbgPrint("%u %u %u", Device->Users, Device->Limit, Device->OldIrql);
	DbgPrint("%u %u %u", Device->Users, Device->Limit, Device->OldIrql);
	DbgPrint("%u %u %u", Device->Users, Device->Limit, Device->OldIrql);
	DbgPrint("%u %u %u", Device->Users, Device->Limit, Device->OldIrql);
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* With little beside it. */
static VOID AddShort(DEVICE *Device, PUNICODE_STRING Name)
{
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* With something else on a line of it. */
static VOID AddInLine(DEVICE *Device, PUNICODE_STRING Name)
{
	KIRQL irql;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3); KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
	Log(Name, 1, 2, 3);
}

/* Held where the caller says so. */
static VOID AddIf(DEVICE *Device, PUNICODE_STRING Name, BOOLEAN Locks)
{
	KIRQL irql = PASSIVE_LEVEL;

	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	if (Locks)
		KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Users++;
	if (Locks)
		KeReleaseSpinLock(&Device->Lock, irql);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
}

/* The wait is what IRQL is raised for. */
static VOID SignalAndWait(DEVICE *Device, PUNICODE_STRING Name)
{
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
	KeSetEvent(&Device->Event, 0, TRUE);
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, NULL);
	Log(Name, 1, 2, 3);
	Log(Name, 1, 2, 3);
}

/* Resident with or without the lock. */
static VOID AddAnywhere(DEVICE *Device, PUNICODE_STRING Name)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
}

static KDPC Dpc;
static DEVICE TheDevice;

static VOID OnDpc(PKDPC This, PVOID Context, PVOID First, PVOID Second)
{
	AddAnywhere(&TheDevice, NULL);
}

/* Discarded, it need not be pageable. */
static VOID AddEarly(DEVICE *Device, PUNICODE_STRING Name) // want PA7001 "'AddEarly' could be in INIT as nothing needs it after DriverEntry"
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Users++;
	KeReleaseSpinLock(&Device->Lock, irql);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
	DbgPrint("%wZ", Name);
}

PAGED static VOID Unload(PDRIVER_OBJECT Driver)
{
	DEVICE *device = &TheDevice;

	PAGED_CODE();
	Add(device, &Driver->DriverName);
	AddGlobal(&Driver->DriverName);
	Settle(&Driver->DriverName);
	AddWrapped(device, &Driver->DriverName);
	AddInline(device, &Driver->DriverName);
	AddOrFail(device, &Driver->DriverName);
	AddTwice(device, &Driver->DriverName);
	AddOrWait(device, &Driver->DriverName);
	AddMostly(device, &Driver->DriverName);
	AddShort(device, &Driver->DriverName);
	AddInLine(device, &Driver->DriverName);
	AddIf(device, &Driver->DriverName, TRUE);
	AddIf(device, &Driver->DriverName, FALSE);
	SignalAndWait(device, &Driver->DriverName);
	AddAnywhere(device, &Driver->DriverName);
}

__declspec(code_seg("INIT"))
NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	KeInitializeDpc(&Dpc, OnDpc, NULL);
	AddEarly(&TheDevice, Path);
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
