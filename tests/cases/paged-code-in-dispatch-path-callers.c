/*
 * Pageable routines that a DPC reaches by calls, and the proofs on the way that
 * it does not reach them.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	ULONG Count;
	BOOLEAN Late;
	PIO_WORKITEM Item;
} DEVICE, *PDEVICE;

VOID Resident(VOID);

/* A DPC that calls one routine. */
#define DPC(name, routine)                                                    \
	KDEFERRED_ROUTINE name;                                               \
	VOID name(PKDPC Dpc, PVOID Context, PVOID A, PVOID B)                 \
	{                                                                     \
		UNREFERENCED_PARAMETER(Dpc);                                  \
		UNREFERENCED_PARAMETER(A);                                    \
		UNREFERENCED_PARAMETER(B);                                    \
		routine(Context);                                             \
	}

/* ---- through calls ----------------------------------------------------- */

PAGED static VOID First(PDEVICE Device) // want must PA1005 "'First'"
{
	PAGED_CODE();
	Device->Count++;
}

PAGED static VOID Third(PDEVICE Device) // want PA1005 "'Third'"
{
	PAGED_CODE();
	Device->Count++;
}

static VOID Second(PDEVICE Device)
{
	Third(Device);
}

PAGED static VOID Unreached(PDEVICE Device)
{
	PAGED_CODE();
	Device->Count++;
}

/* Reported above, and not what it calls. */
PAGED static VOID Inner(PDEVICE Device)
{
	PAGED_CODE();
	Device->Count++;
}

PAGED static VOID Outer(PDEVICE Device) // want PA1005 "'Outer'"
{
	PAGED_CODE();
	Inner(Device);
}

KDEFERRED_ROUTINE OnDpc;

VOID OnDpc(PKDPC Dpc, PVOID Context, PVOID A, PVOID B)
{
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(A);
	UNREFERENCED_PARAMETER(B);
	First(Context);
	Second(Context);
	Outer(Context);
}

DRIVER_UNLOAD OnUnload;

VOID OnUnload(PDRIVER_OBJECT Driver)
{
	Unreached(Driver->DeviceObject->DeviceExtension);
}

/* ---- reached from above and from below --------------------------------- */

PAGED static VOID Shared(PDEVICE Device) // want PA1005 "'Shared'"
{
	PAGED_CODE();
	Device->Count++;
}

DRIVER_UNLOAD OnOtherUnload;

VOID OnOtherUnload(PDRIVER_OBJECT Driver)
{
	Shared(Driver->DeviceObject->DeviceExtension);
}

KDEFERRED_ROUTINE OnOtherDpc;

VOID OnOtherDpc(PKDPC Dpc, PVOID Context, PVOID A, PVOID B)
{
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(A);
	UNREFERENCED_PARAMETER(B);
	Shared(Context);
}

/* ---- proofs ------------------------------------------------------------ */

PAGED static VOID Proven(PDEVICE Device)
{
	PAGED_CODE();
	Device->Count++;
}

/* Called at both levels; asks before it calls. */
static VOID Asks(PDEVICE Device)
{
	if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
		Proven(Device);
	}
}

static VOID AsksTheOtherWay(PDEVICE Device)
{
	if (KeGetCurrentIrql() >= DISPATCH_LEVEL) {
		Resident();
		return;
	}
	Proven(Device);
}

static VOID AsksByVariable(PDEVICE Device)
{
	KIRQL irql = KeGetCurrentIrql();

	if (irql == PASSIVE_LEVEL) {
		Proven(Device);
	}
}

static VOID AsksInOneCondition(PDEVICE Device)
{
	if (!Device->Late && KeGetCurrentIrql() <= APC_LEVEL) {
		Proven(Device);
	}
}

static VOID Asserts(PDEVICE Device)
{
	NT_ASSERT(KeGetCurrentIrql() == PASSIVE_LEVEL);
	Proven(Device);
}

static VOID AssertsOldStyle(PDEVICE Device)
{
	ASSERT(KeGetCurrentIrql() < DISPATCH_LEVEL);
	Proven(Device);
}

static VOID Limits(PDEVICE Device)
{
	_IRQL_limited_to_(APC_LEVEL);
	Proven(Device);
}

static VOID Assumes(PDEVICE Device)
{
	_Analysis_assume_(KeGetCurrentIrql() <= APC_LEVEL);
	Proven(Device);
}

/* A driver's own words for both. */
#define MY_CURRENT_IRQL() KeGetCurrentIrql()
#define MY_ASSERT(Claim) ((Claim) ? (VOID)0 : KeBugCheck(1))

static VOID AssertsOwn(PDEVICE Device)
{
	MY_ASSERT(MY_CURRENT_IRQL() <= APC_LEVEL);
	Proven(Device);
}

/* The wrong question, and none at all. */
PAGED static VOID Unproven(PDEVICE Device) // want PA1005 "'Unproven'"
{
	PAGED_CODE();
	Device->Count++;
}

/* One of two claims: this one need not hold. */
PAGED static VOID Claimed(PDEVICE Device) // want PA1005 "'Claimed'"
{
	PAGED_CODE();
	Device->Count++;
}

static VOID AssertsEither(PDEVICE Device)
{
	MY_ASSERT(Device->Late || MY_CURRENT_IRQL() <= APC_LEVEL);
	Claimed(Device);
}

/* What is denied is not claimed. */
PAGED static VOID Denied(PDEVICE Device) // want PA1005 "'Denied'"
{
	PAGED_CODE();
	Device->Count++;
}

static VOID AssertsDenial(PDEVICE Device)
{
	NT_ASSERT(!(KeGetCurrentIrql() < DISPATCH_LEVEL));
	Denied(Device);
}

static VOID AsksWrongly(PDEVICE Device)
{
	if (KeGetCurrentIrql() <= DISPATCH_LEVEL) {
		Unproven(Device);
	}
}

PAGED static VOID UnprovenByFlag(PDEVICE Device) // want PA1005 "'UnprovenByFlag'"
{
	PAGED_CODE();
	Device->Count++;
}

static VOID AsksAFlag(PDEVICE Device)
{
	if (!Device->Late) {
		UnprovenByFlag(Device);
	}
}

DPC(AskingDpc, Asks)
DPC(AskingTheOtherWayDpc, AsksTheOtherWay)
DPC(AskingByVariableDpc, AsksByVariable)
DPC(AskingInOneConditionDpc, AsksInOneCondition)
DPC(AssertingDpc, Asserts)
DPC(AssertingOldStyleDpc, AssertsOldStyle)
DPC(LimitingDpc, Limits)
DPC(AssumingDpc, Assumes)
DPC(AssertingOwnDpc, AssertsOwn)
DPC(AssertingEitherDpc, AssertsEither)
DPC(AssertingDenialDpc, AssertsDenial)
DPC(AskingWronglyDpc, AsksWrongly)
DPC(AskingAFlagDpc, AsksAFlag)

/* ---- an annotation beside the role type -------------------------------- */

_IRQL_requires_max_(APC_LEVEL)
IO_COMPLETION_ROUTINE CompletedLow;

_Use_decl_annotations_
PAGED NTSTATUS CompletedLow(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	UNREFERENCED_PARAMETER(Context);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

_IRQL_requires_max_(DISPATCH_LEVEL)
IO_COMPLETION_ROUTINE CompletedHigh;

_Use_decl_annotations_
PAGED NTSTATUS CompletedHigh(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context) // want PA1005 "'CompletedHigh'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Irp);
	UNREFERENCED_PARAMETER(Context);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/* ---- brought back down ------------------------------------------------- */

PAGED static VOID NTAPI Worker(PDEVICE_OBJECT Object, PVOID Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
	Unreached(Context);
}

KDEFERRED_ROUTINE OnDeferringDpc;

VOID OnDeferringDpc(PKDPC Dpc, PVOID Context, PVOID A, PVOID B)
{
	PDEVICE device = Context;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(A);
	UNREFERENCED_PARAMETER(B);
	IoQueueWorkItem(device->Item, Worker, DelayedWorkQueue, device);
}

/* ---- expanded in the DPC ----------------------------------------------- */

/* Inline code is where its caller is: resident here. */
__forceinline VOID Expanded(PDEVICE Device)
{
	Device->Count++;
}

#pragma code_seg(push, "PAGE")
static __forceinline VOID ExpandedUnderPragma(PDEVICE Device)
{
	Device->Count++;
}
#pragma code_seg(pop)

KDEFERRED_ROUTINE OnExpandingDpc;

VOID OnExpandingDpc(PKDPC Dpc, PVOID Context, PVOID A, PVOID B)
{
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(A);
	UNREFERENCED_PARAMETER(B);
	Expanded(Context);
	ExpandedUnderPragma(Context);
}
