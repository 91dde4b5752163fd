/*
 * Pageable code that runs during interrupt processing: every role at DIRQL and
 * above, and what such routines call.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	PKINTERRUPT Interrupt, MessageInterrupt;
	KBUGCHECK_CALLBACK_RECORD Record;
	KBUGCHECK_REASON_CALLBACK_RECORD ReasonRecord;
	KSPIN_LOCK Lock;
	ULONG Errors;
	WORK_QUEUE_ITEM Item;
} DEVICE, *PDEVICE;

/* ---- interrupt service routines ---------------------------------------- */

KSERVICE_ROUTINE DeclaredIsr;

PAGED BOOLEAN DeclaredIsr(PKINTERRUPT Interrupt, PVOID Context) // want must PA1004 "'DeclaredIsr' in pageable section 'PAGE'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	return Context != NULL;
}

KSERVICE_ROUTINE ResidentIsr;

BOOLEAN ResidentIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	UNREFERENCED_PARAMETER(Interrupt);
	return Context != NULL;
}

PAGED static BOOLEAN NTAPI RegisteredIsr(PKINTERRUPT Interrupt, PVOID Context) // want must PA1004 "'RegisteredIsr'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	return Context != NULL;
}

PAGED NTSTATUS Connect(PDEVICE Device, ULONG Vector, KIRQL Irql)
{
	PAGED_CODE();
	return IoConnectInterrupt(&Device->Interrupt, RegisteredIsr, Device,
		NULL, Vector, Irql, Irql, LevelSensitive, TRUE, 1, FALSE);
}

PAGED static BOOLEAN NTAPI MessageIsr(PKINTERRUPT Interrupt, PVOID Context, // want must PA1004 "'MessageIsr'"
	ULONG MessageId)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	UNREFERENCED_PARAMETER(MessageId);
	return Context != NULL;
}

PAGED static BOOLEAN NTAPI FallBackIsr(PKINTERRUPT Interrupt, PVOID Context) // want must PA1004 "'FallBackIsr'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	return Context != NULL;
}

PAGED NTSTATUS ConnectMessages(PDEVICE Device, PDEVICE_OBJECT Object)
{
	IO_CONNECT_INTERRUPT_PARAMETERS parameters;

	PAGED_CODE();
	RtlZeroMemory(&parameters, sizeof(parameters));
	parameters.Version = CONNECT_MESSAGE_BASED;
	parameters.MessageBased.PhysicalDeviceObject = Object;
	parameters.MessageBased.MessageServiceRoutine = MessageIsr;
	parameters.MessageBased.FallBackServiceRoutine = FallBackIsr;
	parameters.MessageBased.ServiceContext = Device;
	return IoConnectInterruptEx(&parameters);
}

/* ---- synchronised with the interrupt ----------------------------------- */

PAGED static BOOLEAN NTAPI ReadErrors(PVOID Context) // want must PA1004 "'ReadErrors'"
{
	PDEVICE device = Context;

	PAGED_CODE();
	return device->Errors != 0;
}

static BOOLEAN NTAPI ReadErrorsResident(PVOID Context)
{
	PDEVICE device = Context;

	return device->Errors != 0;
}

PAGED VOID Synchronise(PDEVICE Device)
{
	PAGED_CODE();
	KeSynchronizeExecution(Device->Interrupt, ReadErrors, Device);
	KeSynchronizeExecution(Device->Interrupt, ReadErrorsResident, Device);
}

/* ---- above all interrupts ---------------------------------------------- */

PAGED static VOID NTAPI OnCrash(PVOID Buffer, ULONG Length) // want must PA1004 "'OnCrash'"
{
	PAGED_CODE();
	RtlZeroMemory(Buffer, Length);
}

static VOID NTAPI OnCrashResident(PVOID Buffer, ULONG Length)
{
	RtlZeroMemory(Buffer, Length);
}

PAGED VOID RegisterCrash(PDEVICE Device)
{
	PKBUGCHECK_CALLBACK_RECORD record = &Device->Record;

	PAGED_CODE();
	KeInitializeCallbackRecord(record);
	KeRegisterBugCheckCallback(record, OnCrash, Device, sizeof(*Device),
		(PUCHAR)"case");
	KeRegisterBugCheckCallback(record, OnCrashResident, Device,
		sizeof(*Device), (PUCHAR)"case");
}

PAGED static VOID NTAPI OnCrashReason(KBUGCHECK_CALLBACK_REASON Reason, // want must PA1004 "'OnCrashReason'"
	PKBUGCHECK_REASON_CALLBACK_RECORD Record, PVOID Data, ULONG Length)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Reason);
	UNREFERENCED_PARAMETER(Record);
	RtlZeroMemory(Data, Length);
}

PAGED VOID RegisterCrashReason(PDEVICE Device)
{
	PKBUGCHECK_REASON_CALLBACK_RECORD record = &Device->ReasonRecord;

	PAGED_CODE();
	KeInitializeCallbackRecord(record);
	KeRegisterBugCheckReasonCallback(record, OnCrashReason,
		KbCallbackDumpIo, (PUCHAR)"case");
}

PAGED static BOOLEAN NTAPI OnNmi(PVOID Context, BOOLEAN Handled) // want must PA1004 "'OnNmi'"
{
	PAGED_CODE();
	return Context != NULL || Handled;
}

PAGED VOID RegisterNmi(PDEVICE Device)
{
	PAGED_CODE();
	(VOID)KeRegisterNmiCallback(OnNmi, Device);
}

NTKERNELAPI ULONG_PTR NTAPI KeIpiGenericCall(
	ULONG_PTR (NTAPI *BroadcastFunction)(ULONG_PTR Argument),
	ULONG_PTR Context);

PAGED static ULONG_PTR NTAPI OnEachProcessor(ULONG_PTR Argument) // want must PA1004 "'OnEachProcessor'"
{
	PAGED_CODE();
	return Argument;
}

static ULONG_PTR NTAPI OnEachProcessorResident(ULONG_PTR Argument)
{
	return Argument;
}

PAGED VOID Broadcast(VOID)
{
	PAGED_CODE();
	KeIpiGenericCall(OnEachProcessor, 0);
	KeIpiGenericCall(OnEachProcessorResident, 0);
}

/* ---- what they call ---------------------------------------------------- */

PAGED static VOID Deep(PDEVICE Device) // want must PA1004 "'Deep'"
{
	PAGED_CODE();
	Device->Errors++;
}

static VOID Middle(PDEVICE Device)
{
	if (Device->Errors) {
		Deep(Device);
	}
}

PAGED static VOID OnlyFromDispatch(PDEVICE Device)
{
	PAGED_CODE();
	Device->Errors++;
}

KSERVICE_ROUTINE CallingIsr;

BOOLEAN CallingIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	UNREFERENCED_PARAMETER(Interrupt);
	Middle(Context);
	return TRUE;
}

/* What a reported routine calls in its turn follows from the same defect. */
PAGED static VOID Deeper(PDEVICE Device)
{
	PAGED_CODE();
	Device->Errors++;
}

PAGED static VOID Reported(PDEVICE Device) // want PA1004 "'Reported'"
{
	PAGED_CODE();
	Deeper(Device);
}

KSERVICE_ROUTINE ChainIsr;

BOOLEAN ChainIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	UNREFERENCED_PARAMETER(Interrupt);
	Reported(Context);
	return TRUE;
}

/* Brought back to PASSIVE_LEVEL by a work item: fine. */
PAGED static VOID NTAPI Worker(PVOID Context)
{
	PAGED_CODE();
	OnlyFromDispatch(Context);
}

static VOID NTAPI Deferred(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PDEVICE device = Context;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
	ExQueueWorkItem(&device->Item, DelayedWorkQueue);
}

KSERVICE_ROUTINE DeferringIsr;

BOOLEAN DeferringIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	static KDPC dpc;

	UNREFERENCED_PARAMETER(Interrupt);
	KeInsertQueueDpc(&dpc, Context, NULL);
	return TRUE;
}

VOID Prepare(PDEVICE Device, PKDPC Dpc)
{
	KeInitializeDpc(Dpc, Deferred, Device);
	ExInitializeWorkItem(&Device->Item, Worker, Device);
}

/* A guard on the way: the call is not made at DIRQL. */
PAGED static VOID Guarded(PDEVICE Device)
{
	PAGED_CODE();
	Device->Errors++;
}

KSERVICE_ROUTINE GuardingIsr;

BOOLEAN GuardingIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	UNREFERENCED_PARAMETER(Interrupt);
	if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
		Guarded(Context);
	}
	return TRUE;
}

/* Through a pointer that the driver fills itself. */
typedef struct _CHIP {
	VOID (*Reset)(PDEVICE Device);
	VOID (*Acknowledge)(PDEVICE Device);
} CHIP;

PAGED static VOID ChipAcknowledge(PDEVICE Device) // want PA1004 "'ChipAcknowledge'"
{
	PAGED_CODE();
	Device->Errors = 0;
}

PAGED static VOID ChipReset(PDEVICE Device)
{
	PAGED_CODE();
	Device->Errors = 0;
}

static const CHIP Chip = { ChipReset, ChipAcknowledge };

KSERVICE_ROUTINE ChipIsr;

BOOLEAN ChipIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	const CHIP *chip = &Chip;

	UNREFERENCED_PARAMETER(Interrupt);
	chip->Acknowledge(Context);
	return TRUE;
}

PAGED VOID Start(PDEVICE Device)
{
	const CHIP *chip = &Chip;

	PAGED_CODE();
	chip->Reset(Device);
}
