/*
 * Kernel routines at an IRQL above the one that they are documented for: what
 * raised it, conditions on arguments, and waits that only poll.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	FAST_MUTEX Mutex;
	ERESOURCE Resource;
	KEVENT Event;
	HANDLE Key;
	PVOID Buffer;
	LARGE_INTEGER Timeout;
} DEVICE, *PDEVICE;

/* ---- what raised IRQL -------------------------------------------------- */

VOID UnderLock(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	ZwClose(Device->Key); // want must PA1008 "'UnderLock' calls 'ZwClose' at DISPATCH_LEVEL; the highest IRQL for it is PASSIVE_LEVEL"
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID BehindLock(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	KeReleaseSpinLock(&Device->Lock, irql);
	ZwClose(Device->Key);
}

/* ---- the ends of locks ------------------------------------------------- */

VOID GivesBackUnderLock(PDEVICE Device)
{
	KIRQL irql;

	ExAcquireFastMutexUnsafe(&Device->Mutex);
	KeAcquireSpinLock(&Device->Lock, &irql);
	ExReleaseFastMutexUnsafe(&Device->Mutex); // want must PA1008 "'GivesBackUnderLock' calls 'ExReleaseFastMutexUnsafe' at DISPATCH_LEVEL"
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID GivesBackBehindLock(PDEVICE Device)
{
	KIRQL irql;

	ExAcquireFastMutexUnsafe(&Device->Mutex);
	KeAcquireSpinLock(&Device->Lock, &irql);
	KeReleaseSpinLock(&Device->Lock, irql);
	ExReleaseFastMutexUnsafe(&Device->Mutex);
}

VOID BothUnderLock(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	ExAcquireFastMutexUnsafe(&Device->Mutex); // want must PA1008 "'BothUnderLock' calls 'ExAcquireFastMutexUnsafe'"
	ExReleaseFastMutexUnsafe(&Device->Mutex);
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* ---- through helpers --------------------------------------------------- */

static VOID Close(PDEVICE Device)
{
	ZwClose(Device->Key); // want PA1008 "'Close' calls 'ZwClose'"
}

VOID CallsUnderLock(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	Close(Device);
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID CallsToo(PDEVICE Device)
{
	Close(Device);
}

KDEFERRED_ROUTINE Dpc;

VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	KeSetEvent(&device->Event, IO_NO_INCREMENT, FALSE);
	KeEnterCriticalRegion(); // want must PA1008 "'Dpc' calls 'KeEnterCriticalRegion' at DISPATCH_LEVEL; the highest IRQL for it is APC_LEVEL"
	KeLeaveCriticalRegion();
}

/* A completion routine may be there. */
IO_COMPLETION_ROUTINE Complete;

NTSTATUS Complete(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	PDEVICE device = Context;

	ExAcquireFastMutex(&device->Mutex); // want may PA1008 "'ExAcquireFastMutex'"
	ExReleaseFastMutex(&device->Mutex);
	return STATUS_CONTINUE_COMPLETION;
}

KSERVICE_ROUTINE Interrupt;

BOOLEAN Interrupt(PKINTERRUPT Object, PVOID Context)
{
	PDEVICE device = Context;

	KeSetEvent(&device->Event, IO_NO_INCREMENT, FALSE); // want must PA1008 "'KeSetEvent' at DIRQL; the highest IRQL for it is DISPATCH_LEVEL"
	return TRUE;
}

KSERVICE_ROUTINE InterruptQueues;

BOOLEAN InterruptQueues(PKINTERRUPT Object, PVOID Context)
{
	return KeInsertQueueDpc(Context, NULL, NULL);
}

/* In a crash dump there are no DPCs, so the routine is called from here. */
KDEFERRED_ROUTINE DpcOfDump;

VOID DpcOfDump(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	KeSetEvent(&device->Event, IO_NO_INCREMENT, FALSE);
}

KSERVICE_ROUTINE InterruptOfDump;

BOOLEAN InterruptOfDump(PKINTERRUPT Object, PVOID Context)
{
	DpcOfDump(NULL, Context, NULL, NULL);
	return TRUE;
}

/* ---- where each path goes ---------------------------------------------- */

VOID GuardedByIrql(PDEVICE Device)
{
	if (KeGetCurrentIrql() == PASSIVE_LEVEL)
		ZwClose(Device->Key);
}

VOID CallsGuarded(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	GuardedByIrql(Device);
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID Correlated(PDEVICE Device, BOOLEAN Locked)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (Locked)
		KeAcquireSpinLock(&Device->Lock, &irql);
	if (!Locked)
		ZwClose(Device->Key);
	if (Locked)
		KeReleaseSpinLock(&Device->Lock, irql);
}

/* The flag says where the caller is. */
static VOID Bump(PDEVICE Device, BOOLEAN Raised)
{
	KIRQL irql;

	if (!Raised) {
		KeAcquireSpinLock(&Device->Lock, &irql); // want PA1008 "'Bump' calls 'KeAcquireSpinLock' at DIRQL"
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

static VOID BumpOn(PDEVICE Device, BOOLEAN Raised)
{
	KIRQL irql;

	if (!Raised) {
		KeAcquireSpinLock(&Device->Lock, &irql);
		KeReleaseSpinLock(&Device->Lock, irql);
	}
}

static VOID PassesOn(PDEVICE Device, BOOLEAN Raised)
{
	BumpOn(Device, Raised);
}

KSERVICE_ROUTINE InterruptBumps;

BOOLEAN InterruptBumps(PKINTERRUPT Object, PVOID Context)
{
	PassesOn(Context, TRUE);
	Bump(Context, FALSE);
	return TRUE;
}

KDEFERRED_ROUTINE DpcBumps;

VOID DpcBumps(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PassesOn(Context, FALSE);
}

/* ---- conditions on arguments ------------------------------------------- */

VOID Allocate(PDEVICE Device, POOL_TYPE Type)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Buffer = ExAllocatePoolWithTag(PagedPool, 64, 'tseT'); // want must PA1008 "the highest IRQL for it is APC_LEVEL"
	Device->Buffer = ExAllocatePoolWithTag(NonPagedPool, 64, 'tseT');
	Device->Buffer = ExAllocatePoolWithTag(Type, 64, 'tseT');
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID Residency(PDEVICE Device, PUNICODE_STRING Name)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	RtlInitUnicodeString(Name, NULL);
	KeReleaseSpinLock(&Device->Lock, irql);
}

static const LARGE_INTEGER Now;

VOID Waits(PDEVICE Device)
{
	LARGE_INTEGER zero, second;
	PLARGE_INTEGER none = NULL;
	KIRQL irql;

	zero.QuadPart = 0;
	second.QuadPart = -10 * 1000 * 1000;
	KeAcquireSpinLock(&Device->Lock, &irql);
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, &zero);
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE,
		(PLARGE_INTEGER)&Now);
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, NULL); // want must PA1008 "'KeWaitForSingleObject'"
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, &second); // want must PA1008 "'KeWaitForSingleObject'"
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, &Device->Timeout); // want may PA1008 "'KeWaitForSingleObject'"
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, none); // want may PA1008 "'KeWaitForSingleObject'"
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID Polls(PDEVICE Device)
{
	LARGE_INTEGER cleared, made = { .QuadPart = 0 };
	KIRQL irql;

	RtlZeroMemory(&cleared, sizeof(cleared));
	KeAcquireSpinLock(&Device->Lock, &irql);
	KeWaitForSingleObject(
		&Device->Event, Executive, KernelMode, FALSE, &cleared);
	KeWaitForSingleObject(
		&Device->Event, Executive, KernelMode, FALSE, &made);
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* What counts is what the timeout is when it is handed over. */
VOID PollsThenWaits(PDEVICE Device)
{
	LARGE_INTEGER timeout;
	KIRQL irql;

	timeout.QuadPart = 0;
	KeAcquireSpinLock(&Device->Lock, &irql);
	KeWaitForSingleObject(
		&Device->Event, Executive, KernelMode, FALSE, &timeout);
	timeout.QuadPart = -10 * 1000;
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, &timeout); // want must PA1008 "'KeWaitForSingleObject'"
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID PollsOnceThenWaits(PDEVICE Device)
{
	LARGE_INTEGER timeout;
	KIRQL irql;

	timeout.QuadPart = 0;
	KeAcquireSpinLock(&Device->Lock, &irql);
	while (KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, &timeout)) // want may PA1008 "'KeWaitForSingleObject'"
		timeout.QuadPart = -10 * 1000;
	KeReleaseSpinLock(&Device->Lock, irql);
}

VOID PollsOrWaits(PDEVICE Device, BOOLEAN Wait)
{
	LARGE_INTEGER zero = { .QuadPart = 0 };
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE,
		Wait ? NULL : &zero);
	KeReleaseSpinLock(&Device->Lock, irql);
}

/* ---- APC_LEVEL --------------------------------------------------------- */

VOID UnderMutex(PDEVICE Device)
{
	ExAcquireFastMutex(&Device->Mutex);
	ZwClose(Device->Key); // want may PA1008 "'ZwClose' at APC_LEVEL; the highest IRQL for it is PASSIVE_LEVEL"
	ExReleaseFastMutex(&Device->Mutex);
}

VOID UnderResource(PDEVICE Device)
{
	KeEnterCriticalRegion();
	ExAcquireResourceExclusiveLite(&Device->Resource, TRUE);
	ZwClose(Device->Key);
	ExReleaseResourceLite(&Device->Resource);
	KeLeaveCriticalRegion();
}

/* Under a mutex a count says whether to do more; the mutex is given back either
 * way. */
typedef struct _OPENED {
	FAST_MUTEX Mutex;
	LONG Opens;
	PKINTERRUPT Interrupt;
} OPENED, *POPENED;

NTSTATUS DispatchClose(PDEVICE_OBJECT Device, PIRP Irp)
{
	POPENED opened = Device->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	ExAcquireFastMutex(&opened->Mutex);
	if (--opened->Opens == 0)
		IoDisconnectInterrupt(opened->Interrupt); // want ddi-above-max-irql
	ExReleaseFastMutex(&opened->Mutex);
	if (!opened->Interrupt)
		IoDisconnectInterrupt(opened->Interrupt);
	return STATUS_SUCCESS;
}

VOID ServesClose(PDRIVER_OBJECT Driver)
{
	Driver->MajorFunction[IRP_MJ_CLOSE] = DispatchClose;
}

/* A mutex that counts how often it is held: when it is given back for good, only
 * the count knows. */
typedef struct _COUNTED {
	FAST_MUTEX Mutex;
	PVOID Owner;
	ULONG Count;
	HANDLE Key;
} COUNTED, *PCOUNTED;

VOID Counted(PCOUNTED Lock)
{
	if (Lock->Owner != PsGetCurrentThread()) {
		ExAcquireFastMutex(&Lock->Mutex);
		Lock->Owner = PsGetCurrentThread();
		Lock->Count = 1;
	} else {
		Lock->Count++;
	}
	Lock->Count--;
	if (!Lock->Count) {
		Lock->Owner = NULL;
		ExReleaseFastMutex(&Lock->Mutex);
	}
	ZwClose(Lock->Key);
}

/* Below DISPATCH_LEVEL; that is all there is to know. */
DRIVER_DISPATCH Dispatch;

NTSTATUS Dispatch(PDEVICE_OBJECT Object, PIRP Irp)
{
	PDEVICE device = Object->DeviceExtension;

	ZwClose(device->Key);
	return STATUS_SUCCESS;
}

/* ---- what other rules report ------------------------------------------- */

PAGED VOID Paged(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Device->Lock, &irql); // want PA1001
	ZwClose(Device->Key);
	KeReleaseSpinLock(&Device->Lock, irql);
}

static BOOLEAN Leak(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (!Device->Buffer)
		return FALSE; // want PA1010
	KeReleaseSpinLock(&Device->Lock, irql);
	return TRUE;
}

VOID AfterLeak(PDEVICE Device)
{
	Leak(Device);
	ZwClose(Device->Key);
}

VOID Signals(PDEVICE Device)
{
	KeSetEvent(&Device->Event, IO_NO_INCREMENT, TRUE);
	KeWaitForSingleObject(&Device->Event, Executive, KernelMode, FALSE, NULL);
	ZwClose(Device->Key);
}
