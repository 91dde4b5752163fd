/*
 * IRQL raised by hand. What counts is the level: APC_LEVEL is legal in pageable
 * code, DISPATCH_LEVEL and above is not.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KIRQL Irql;
	KIRQL SynchronizeIrql;
	ULONG Count;
} DEVICE, *PDEVICE;

VOID Work(VOID);

/* ---- levels ------------------------------------------------------------ */

PAGED VOID ToDispatch(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeRaiseIrql(DISPATCH_LEVEL, &irql); // want must PA1002 "'ToDispatch' in pageable section 'PAGE' raises IRQL to DISPATCH_LEVEL or above: 'KeRaiseIrql'"
	Work();
	KeLowerIrql(irql);
}

PAGED VOID ToApc(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeRaiseIrql(APC_LEVEL, &irql);
	Work();
	KeLowerIrql(irql);
}

PAGED VOID ToHigh(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeRaiseIrql(HIGH_LEVEL, &irql); // want must PA1002 "'ToHigh'"
	KeLowerIrql(irql);
}

PAGED VOID ByNumber(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeRaiseIrql(2, &irql); // want must PA1002 "'ByNumber'"
	KeLowerIrql(irql);
}

PAGED VOID ByLowNumber(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeRaiseIrql(1, &irql);
	KeLowerIrql(irql);
}

PAGED VOID ByVariable(VOID)
{
	KIRQL irql, level = APC_LEVEL + 1;

	PAGED_CODE();
	KeRaiseIrql(level, &irql); // want PA1002 "'ByVariable'"
	KeLowerIrql(irql);
}

PAGED VOID ByLowVariable(VOID)
{
	KIRQL irql, level = APC_LEVEL;

	PAGED_CODE();
	KeRaiseIrql(level, &irql);
	KeLowerIrql(irql);
}

/* Which level it is cannot be known. */
PAGED VOID Computed(PDEVICE Device)
{
	KIRQL irql;

	PAGED_CODE();
	KeRaiseIrql(Device->SynchronizeIrql, &irql); // want may PA1002 "'Computed'"
	KeLowerIrql(irql);
}

PAGED VOID ToDpcLevel(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	irql = KeRaiseIrqlToDpcLevel(); // want must PA1002 "'ToDpcLevel'"
	KeLowerIrql(irql);
}

VOID ToDpcLevelResident(VOID)
{
	KIRQL irql;

	irql = KeRaiseIrqlToDpcLevel();
	KeLowerIrql(irql);
}

PAGED VOID ToSynchLevel(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	irql = KfRaiseIrql(DISPATCH_LEVEL); // want PA1002 "'ToSynchLevel'"
	KeLowerIrql(irql);
}

/* Lowering never raises. */
PAGED VOID Lowers(KIRQL Irql)
{
	PAGED_CODE();
	KeLowerIrql(Irql);
}

/* ---- isolated, wrapped ------------------------------------------------- */

PAGED VOID CallsResident(VOID)
{
	PAGED_CODE();
	ToDpcLevelResident();
	ToDpcLevelResident();
}

static KIRQL Raise(VOID)
{
	return KeRaiseIrqlToDpcLevel();
}

static VOID Lower(KIRQL Irql)
{
	KeLowerIrql(Irql);
}

PAGED VOID UsesWrapper(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	irql = Raise(); // want must PA1002 "'UsesWrapper' in pageable section 'PAGE' raises IRQL to DISPATCH_LEVEL or above: 'Raise', through 'KeRaiseIrqlToDpcLevel'"
	Lower(irql);
}

VOID UsesWrapperResident(VOID)
{
	KIRQL irql;

	irql = Raise();
	Lower(irql);
}

PAGED VOID CallsWrapperResident(VOID)
{
	PAGED_CODE();
	UsesWrapperResident();
	UsesWrapperResident();
}

static VOID RaiseTo(KIRQL Level, PDEVICE Device)
{
	KeRaiseIrql(Level, &Device->Irql);
}

PAGED VOID UsesLevelParameter(PDEVICE Device)
{
	PAGED_CODE();
	RaiseTo(DISPATCH_LEVEL, Device); // want PA1002 "'UsesLevelParameter'"
	KeLowerIrql(Device->Irql);
}

PAGED VOID UsesLowLevelParameter(PDEVICE Device)
{
	PAGED_CODE();
	RaiseTo(APC_LEVEL, Device);
	KeLowerIrql(Device->Irql);
}

__forceinline VOID RaiseAndLower(VOID)
{
	KIRQL irql;

	irql = KeRaiseIrqlToDpcLevel();
	KeLowerIrql(irql);
}

PAGED VOID UsesInline(VOID)
{
	PAGED_CODE();
	RaiseAndLower(); // want PA1002 "'UsesInline'"
}

/* ---- paths ------------------------------------------------------------- */

PAGED VOID OnlyIfNeeded(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	irql = KeGetCurrentIrql();
	if (irql < DISPATCH_LEVEL) {
		KeRaiseIrql(DISPATCH_LEVEL, &irql); // want PA1002 "'OnlyIfNeeded'"
		KeLowerIrql(irql);
	}
}

PAGED VOID OnlyIfTooLate(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	if (KeGetCurrentIrql() >= DISPATCH_LEVEL) {
		KeRaiseIrql(HIGH_LEVEL, &irql);
		KeLowerIrql(irql);
	}
}

/* A thread that cannot be moved to another processor, the legal way. */
PAGED VOID StaysOnProcessor(VOID)
{
	KAFFINITY old;

	PAGED_CODE();
	old = KeSetSystemAffinityThreadEx(1);
	Work();
	KeRevertToUserAffinityThreadEx(old);
}

/* ---- only as far as needed, and back ------------------------------------ */

typedef struct _WORK {
	KSPIN_LOCK Lock;
	ULONG Count;
} WORK, *PWORK;

/* The variable that was tested holds the saved IRQL afterwards. */
static VOID RaiseIfNeeded(PWORK Work)
{
	KIRQL irql = KeGetCurrentIrql();

	if (irql < DISPATCH_LEVEL) {
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	}
	KeAcquireSpinLockAtDpcLevel(&Work->Lock);
	Work->Count++;
	KeReleaseSpinLockFromDpcLevel(&Work->Lock);
	if (irql < DISPATCH_LEVEL) {
		KeLowerIrql(irql);
	}
}

PAGED VOID UsesRaiseIfNeeded(PWORK Work)
{
	PAGED_CODE();
	RaiseIfNeeded(Work);
	RaiseIfNeeded(Work);
}

/* ---- wrappers that are told how far ------------------------------------- */

static VOID RaiseTo(KIRQL Level, PKIRQL Old)
{
	KeRaiseIrql(Level, Old);
}

static __forceinline VOID RaiseToInline(KIRQL Level, PKIRQL Old)
{
	KeRaiseIrql(Level, Old);
}

PAGED VOID Told(VOID)
{
	KIRQL outer, inner;

	PAGED_CODE();
	RaiseTo(APC_LEVEL, &outer);
	RaiseTo(DISPATCH_LEVEL, &inner); // want must PA1002 "'Told'"
	KeLowerIrql(inner);
	KeLowerIrql(outer);
	RaiseToInline(APC_LEVEL, &outer);
	RaiseToInline(DISPATCH_LEVEL, &inner); // want must PA1002 "'Told'"
	KeLowerIrql(inner);
	KeLowerIrql(outer);
}

/* Inline code that raises and lowers again, in its caller's section. */
static __forceinline VOID CountAt(KIRQL Level, PWORK Work)
{
	KIRQL old;

	KeRaiseIrql(Level, &old);
	Work->Count++;
	KeLowerIrql(old);
}

static __forceinline VOID CountTwiceAt(KIRQL Level, PWORK Work)
{
	CountAt(Level, Work);
	CountAt(APC_LEVEL, Work);
}

static __forceinline VOID CountRaised(BOOLEAN Raise, PWORK Work)
{
	KIRQL old = PASSIVE_LEVEL;

	if (Raise) {
		KeRaiseIrql(DISPATCH_LEVEL, &old);
	}
	Work->Count++;
	if (Raise) {
		KeLowerIrql(old);
	}
}

PAGED VOID CountsAtDispatch(PWORK Work)
{
	PAGED_CODE();
	CountAt(DISPATCH_LEVEL, Work); // want must PA1002 "'CountsAtDispatch'"
	CountTwiceAt(DISPATCH_LEVEL, Work); // want must PA1002 "'CountsAtDispatch'"
	CountRaised(TRUE, Work); // want must PA1002 "'CountsAtDispatch'"
}

PAGED VOID CountsAtApc(PWORK Work)
{
	PAGED_CODE();
	CountAt(APC_LEVEL, Work);
	CountTwiceAt(APC_LEVEL, Work);
	CountRaised(FALSE, Work);
}

/* How far is only known when it runs. */
KIRQL HowFar(VOID);

static VOID RaiseAsAsked(PKIRQL Old)
{
	KeRaiseIrql(HowFar(), Old);
}

PAGED VOID Asked(VOID)
{
	KIRQL old;

	PAGED_CODE();
	RaiseAsAsked(&old); // want may PA1002 "'Asked'"
	KeLowerIrql(old);
}
