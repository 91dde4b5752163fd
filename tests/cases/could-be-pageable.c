/*
 * What could be pageable, and what is resident for a reason.
 */
// audit --advice
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

KSPIN_LOCK Lock;
ULONG Users;
KDPC Dpc;
UNICODE_STRING Link = RTL_CONSTANT_STRING(L"\\??\\Sample");

/* ---- by who calls ---------------------------------------------------------- */

static ULONG Sum(const UCHAR *Bytes, ULONG Count) // want must PA7001 "'Sum' could be pageable, saving about "
{
	ULONG sum = 0;

	while (Count--)
		sum += *Bytes++;
	return sum;
}

static ULONG SumToo(const UCHAR *Bytes, ULONG Count)
{
	ULONG sum = 0;

	while (Count--)
		sum += *Bytes++;
	return sum;
}

/* What calls it is resident, and runs at DISPATCH_LEVEL for all that we know. */
static ULONG SumOfRequest(const UCHAR *Bytes, ULONG Count)
{
	ULONG sum = 0;

	while (Count--)
		sum += *Bytes++;
	return sum;
}

static VOID OnDpc(PKDPC This, PVOID Context, PVOID First, PVOID Second)
{
	Users += SumToo(First, 16);
}

/* Its author thinks that others will call it. */
_IRQL_requires_max_(DISPATCH_LEVEL)
static ULONG SumAnywhere(const UCHAR *Bytes, ULONG Count)
{
	return Bytes[Count - 1];
}

/* Its author has placed it. */
__declspec(code_seg(".text$hot"))
static ULONG SumPlaced(const UCHAR *Bytes, ULONG Count)
{
	return Bytes[Count - 1];
}

static ULONG SumMarked(const UCHAR *Bytes, ULONG Count)
{
	PAGED_CODE(); // want PA2003
	return Bytes[Count - 1];
}

FORCEINLINE ULONG SumInline(const UCHAR *Bytes, ULONG Count)
{
	return Bytes[Count - 1];
}

/* ---- by what it does ------------------------------------------------------- */

static VOID AddUser(VOID) // want PA7001 "'AddUser'"
{
	InterlockedIncrement((PLONG)&Users);
}

static VOID AddUserLocked(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

FORCEINLINE VOID AddUserInline(VOID)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	Users++;
	KeReleaseSpinLock(&Lock, irql);
}

static VOID AddUserThrough(VOID)
{
	AddUserInline();
}

static VOID AddUserCalling(VOID) // want PA7001 "'AddUserCalling'"
{
	AddUserLocked();
}

static VOID AddUserBare(VOID)
{
	void _disable(void);
	void _enable(void);

	_disable();
	Users++;
	_enable();
}

static VOID Handler(VOID)
{
	Users++;
}

/* A text is for messages; the calls in those of WPP are not seen. */
static const char *NameOf(ULONG Value)
{
	return Value ? "some" : "none";
}

static ULONG DigitOf(ULONG Value) // want PA7001 "'DigitOf'"
{
	return Value ? '1' : '0';
}

/* Whoever wrote it thinks that it is at DISPATCH_LEVEL. */
static VOID StartNext(PDEVICE_OBJECT Device)
{
	IoStartNextPacket(Device, FALSE); // want PA1009
}

PAGED static VOID Configure(const UCHAR *Bytes)
{
	PAGED_CODE();
	DbgPrint("%s %c", NameOf(Users), DigitOf(Users));
	Users = Sum(Bytes, 16);
	Users += SumToo(Bytes, 16) + SumAnywhere(Bytes, 16) +
		SumPlaced(Bytes, 16) + SumMarked(Bytes, 16) +
		SumInline(Bytes, 16);
	AddUser();
	Handler();
	StartNext(NULL);
	AddUserLocked();
	AddUserThrough();
	AddUserCalling();
	AddUserBare();
}

/* A pageable routine with a defect proves nothing. */
static VOID Touch(VOID)
{
	Users++;
}

PAGED static VOID ConfigureLocked(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want PA1001
	Touch();
	KeReleaseSpinLock(&Lock, irql);
}

/* ---- entry points ---------------------------------------------------------- */

/* IRP_MJ_CREATE comes from a thread that may wait; a control request may come from
 * a driver above, at DISPATCH_LEVEL. */
static NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp) // want PA7001 "'Create'"
{
	Irp->IoStatus.Status = STATUS_SUCCESS;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static NTSTATUS Control(PDEVICE_OBJECT Device, PIRP Irp)
{
	Users = SumOfRequest(Irp->AssociatedIrp.SystemBuffer, 16);
	Irp->IoStatus.Status = STATUS_SUCCESS;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

/* It has been placed, perhaps among others; what it calls stays where it is. */
static ULONG SumUnmarked(const UCHAR *Bytes, ULONG Count)
{
	return Bytes[Count - 1];
}

PAGED static NTSTATUS Query(PDEVICE_OBJECT Device, PIRP Irp) // want PA2001
{
	Users = SumUnmarked(Irp->AssociatedIrp.SystemBuffer, 16);
	return STATUS_SUCCESS;
}

/* One of the two it serves may be on the way of a page. */
static NTSTATUS CloseOrRead(PDEVICE_OBJECT Device, PIRP Irp)
{
	Irp->IoStatus.Status = STATUS_SUCCESS;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

/* What queued it may be on such a way: only the author knows. */
static VOID OnWork(PDEVICE_OBJECT Device, PVOID Context)
{
	Users++;
}

/* Nobody calls it, and that is all there is to know: what its annotation promises of
 * IRQL does not say what waits for it. */
VOID Spare(VOID)
{
	Users = 0;
}

_IRQL_requires_max_(PASSIVE_LEVEL)
VOID SparePassive(VOID)
{
	Users = 0;
}

/* Whoever gets this may call it anywhere, too. */
PVOID GiveHandler(VOID) // want PA7001 "'GiveHandler' could be pageable, or in INIT"
{
	return (PVOID)Handler;
}

static VOID Unload(PDRIVER_OBJECT Driver) // want PA7001 "'Unload' could be pageable, saving"
{
	IoDeleteSymbolicLink(&Link);
	IoDeleteDevice(Driver->DeviceObject);
}

static VOID ReadRegistry(PUNICODE_STRING Path) // want PA7001 "'ReadRegistry' could be pageable, or in INIT as nothing needs it after DriverEntry, saving about "
{
	Users = Path->Length;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) // want PA7001 "'DriverEntry' could be in INIT as nothing needs it after DriverEntry"
{
	PIO_WORKITEM item = IoAllocateWorkItem(Driver->DeviceObject);
	KIRQL irql;

	KeInitializeDpc(&Dpc, OnDpc, NULL);
	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
	ReadRegistry(Path);
	Configure((const UCHAR *)Path->Buffer);
	ConfigureLocked();
	if (GiveHandler())
		IoQueueWorkItem(item, OnWork, DelayedWorkQueue, NULL);
	Driver->MajorFunction[IRP_MJ_CREATE] = Create;
	Driver->MajorFunction[IRP_MJ_CLOSE] = CloseOrRead;
	Driver->MajorFunction[IRP_MJ_READ] = CloseOrRead;
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	Driver->MajorFunction[IRP_MJ_INTERNAL_DEVICE_CONTROL] = Query;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
