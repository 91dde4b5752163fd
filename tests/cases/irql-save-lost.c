/*
 * Two locks, and the IRQLs they save.
 */
#include <ntddk.h>

typedef struct _QUEUE {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	ULONG Count;
} QUEUE, *PQUEUE;

typedef struct _CHAIN {
	struct _CHAIN *Next;
	KSPIN_LOCK Lock;
	ULONG Count;
} CHAIN, *PCHAIN;

VOID OneVariable(PQUEUE From, PQUEUE To)
{
	KIRQL irql;

	KeAcquireSpinLock(&From->Lock, &irql);
	KeAcquireSpinLock(&To->Lock, &irql); // want must PA1012 "'OneVariable' overwrites a saved IRQL with 'KeAcquireSpinLock' before it is restored"
	To->Count++;
	KeReleaseSpinLock(&To->Lock, irql);
	KeReleaseSpinLock(&From->Lock, irql);
}

/* What follows from a save that was lost is not reported again. */
VOID WaitsAfterwards(PQUEUE From, PQUEUE To, PKEVENT Event)
{
	KIRQL irql;

	KeAcquireSpinLock(&From->Lock, &irql);
	KeAcquireSpinLock(&To->Lock, &irql); // want PA1012 "'WaitsAfterwards'"
	KeReleaseSpinLock(&To->Lock, irql);
	KeReleaseSpinLock(&From->Lock, irql);
	KeWaitForSingleObject(Event, Executive, KernelMode, FALSE, NULL);
}

VOID TwoVariables(PQUEUE From, PQUEUE To)
{
	KIRQL irql, inner;

	KeAcquireSpinLock(&From->Lock, &irql);
	KeAcquireSpinLock(&To->Lock, &inner);
	To->Count++;
	KeReleaseSpinLock(&To->Lock, inner);
	KeReleaseSpinLock(&From->Lock, irql);
}

VOID OneAfterTheOther(PQUEUE From, PQUEUE To)
{
	KIRQL irql;

	KeAcquireSpinLock(&From->Lock, &irql);
	KeReleaseSpinLock(&From->Lock, irql);
	KeAcquireSpinLock(&To->Lock, &irql);
	KeReleaseSpinLock(&To->Lock, irql);
}

/* Both save DISPATCH_LEVEL. */
KDEFERRED_ROUTINE Dpc;

VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PQUEUE from = First, to = Second;
	KIRQL irql;

	KeAcquireSpinLock(&from->Lock, &irql);
	KeAcquireSpinLock(&to->Lock, &irql);
	to->Count++;
	KeReleaseSpinLock(&to->Lock, irql);
	KeReleaseSpinLock(&from->Lock, irql);
}

/* ---- the wrong one of two ---------------------------------------------- */

VOID Swapped(PQUEUE From, PQUEUE To)
{
	KIRQL irql, inner;

	KeAcquireSpinLock(&From->Lock, &irql);
	KeAcquireSpinLock(&To->Lock, &inner);
	To->Count++;
	KeReleaseSpinLock(&To->Lock, irql); // want must PA1012 "'Swapped' restores with 'KeReleaseSpinLock' an IRQL that another lock or raise saved"
	KeReleaseSpinLock(&From->Lock, inner); /* the same mistake */
}

/* Hand over hand: IRQL comes down with the last lock. */
VOID InTheOrderTaken(PQUEUE From, PQUEUE To)
{
	KIRQL irql, inner;

	KeAcquireSpinLock(&From->Lock, &irql);
	KeAcquireSpinLock(&To->Lock, &inner);
	From->Count--;
	KeReleaseSpinLock(&From->Lock, inner);
	To->Count++;
	KeReleaseSpinLock(&To->Lock, irql);
}

VOID InnerForBoth(PQUEUE From, PQUEUE To)
{
	KIRQL irql, inner;

	KeAcquireSpinLock(&From->Lock, &irql);
	KeAcquireSpinLock(&To->Lock, &inner);
	To->Count++;
	KeReleaseSpinLock(&To->Lock, inner);
	KeReleaseSpinLock(&From->Lock, inner); // want PA1012 "'InnerForBoth'"
}

/* What follows from it is not reported again. */
NTSTATUS Dispatch(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Irp);
	InnerForBoth(DeviceObject->DeviceExtension,
		DeviceObject->DeviceExtension);
	return STATUS_SUCCESS;
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	DriverObject->MajorFunction[IRP_MJ_READ] = Dispatch;
	return STATUS_SUCCESS;
}

/* ---- many locks -------------------------------------------------------- */

VOID Array(QUEUE Queues[4])
{
	for (ULONG i = 0; i < 4; i++)
		KeAcquireSpinLock(&Queues[i].Lock, &Queues[i].Irql);
	for (ULONG i = 4; i > 0; i--)
		KeReleaseSpinLock(&Queues[i - 1].Lock, Queues[i - 1].Irql);
}

/* The next turn takes another queue's lock: what is wrong is the `continue`. */
VOID ContinuesWithLock(PCHAIN Chain)
{
	KIRQL irql;
	PCHAIN at;

	for (at = Chain; at; at = at->Next) {
		KeAcquireSpinLock(&at->Lock, &irql);
		if (!at->Count)
			continue;
		at->Count++;
		KeReleaseSpinLock(&at->Lock, irql);
	}
} // want PA1010 "'ContinuesWithLock'"

VOID ContinuesWithoutLock(PCHAIN Chain)
{
	KIRQL irql;
	PCHAIN at;

	for (at = Chain; at; at = at->Next) {
		KeAcquireSpinLock(&at->Lock, &irql);
		if (!at->Count) {
			KeReleaseSpinLock(&at->Lock, irql);
			continue;
		}
		at->Count++;
		KeReleaseSpinLock(&at->Lock, irql);
	}
}

/* ---- a raise that is no lock's ----------------------------------------- */

VOID RaiseThenLock(PQUEUE Queue)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Queue->Count++;
	KeAcquireSpinLock(&Queue->Lock, &irql); // want PA1012 "'RaiseThenLock' overwrites"
	Queue->Count++;
	KeReleaseSpinLock(&Queue->Lock, irql);
	KeLowerIrql(irql);
}

VOID LockThenRaise(PQUEUE Queue)
{
	KIRQL irql;

	KeAcquireSpinLock(&Queue->Lock, &irql);
	KeRaiseIrql(DISPATCH_LEVEL, &irql); // want PA1012 "'LockThenRaise' overwrites"
	Queue->Count++;
	KeLowerIrql(irql);
	KeReleaseSpinLock(&Queue->Lock, irql);
}

VOID RaiseAndLower(PQUEUE Queue)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Queue->Count++;
	KeLowerIrql(irql);
	KeAcquireSpinLock(&Queue->Lock, &irql);
	Queue->Count++;
	KeReleaseSpinLock(&Queue->Lock, irql);
}

VOID RaiseElsewhere(PQUEUE Queue)
{
	KIRQL irql, outer;

	KeRaiseIrql(DISPATCH_LEVEL, &outer);
	Queue->Count++;
	KeAcquireSpinLock(&Queue->Lock, &irql);
	Queue->Count++;
	KeReleaseSpinLock(&Queue->Lock, irql);
	KeLowerIrql(outer);
}

/* ---- a save that was copied before ------------------------------------- */

VOID KeptInObject(PQUEUE From, PQUEUE To)
{
	KIRQL irql;

	KeAcquireSpinLock(&From->Lock, &irql);
	From->Irql = irql;
	KeAcquireSpinLock(&To->Lock, &irql);
	To->Count++;
	KeReleaseSpinLock(&To->Lock, irql);
	KeReleaseSpinLock(&From->Lock, From->Irql);
}

VOID KeptInLocal(PQUEUE Queue)
{
	KIRQL irql = KeRaiseIrqlToDpcLevel();
	KIRQL outer = irql;

	Queue->Count++;
	irql = KeAcquireSpinLockRaiseToDpc(&Queue->Lock);
	Queue->Count++;
	KeReleaseSpinLock(&Queue->Lock, irql);
	KeLowerIrql(outer);
}

/* ---- of a raise to APC_LEVEL ------------------------------------------- */

DRIVER_UNLOAD LowersToPassive, LowersToApc;

VOID LowersToPassive(PDRIVER_OBJECT Driver)
{
	PQUEUE Queue = Driver->DriverSection;
	KIRQL outer, irql;

	KeRaiseIrql(APC_LEVEL, &outer);
	KeAcquireSpinLock(&Queue->Lock, &irql);
	Queue->Count++;
	KeReleaseSpinLock(&Queue->Lock, outer); // want PA1012 "'LowersToPassive'"
	KeLowerIrql(outer);
}

VOID LowersToApc(PDRIVER_OBJECT Driver)
{
	PQUEUE Queue = Driver->DriverSection;
	KIRQL outer, irql;

	KeRaiseIrql(APC_LEVEL, &outer);
	KeAcquireSpinLock(&Queue->Lock, &irql);
	Queue->Count++;
	KeReleaseSpinLock(&Queue->Lock, irql);
	KeLowerIrql(outer);
}
