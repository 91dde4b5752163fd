/*
 * Two locks that are taken in the order of their addresses, by helpers that ask
 * the same again to give them back.
 */
#include <ntddk.h>

typedef struct _NODE {
	KSPIN_LOCK Lock;
	ULONG Count;
} NODE, *PNODE;

static KEVENT Event;

static VOID LockTwo(PNODE Left, PNODE Right, PKIRQL Irql)
{
	if (Left < Right) {
		KeAcquireSpinLock(&Left->Lock, Irql);
		KeAcquireSpinLockAtDpcLevel(&Right->Lock);
	} else {
		KeAcquireSpinLock(&Right->Lock, Irql);
		KeAcquireSpinLockAtDpcLevel(&Left->Lock);
	}
}

static VOID UnlockTwo(PNODE Left, PNODE Right, KIRQL Irql)
{
	if (Left < Right) {
		KeReleaseSpinLockFromDpcLevel(&Right->Lock);
		KeReleaseSpinLock(&Left->Lock, Irql);
	} else {
		KeReleaseSpinLockFromDpcLevel(&Left->Lock);
		KeReleaseSpinLock(&Right->Lock, Irql);
	}
}

static VOID Move(PNODE From, PNODE To)
{
	KIRQL irql;

	LockTwo(From, To, &irql);
	From->Count--;
	To->Count++;
	UnlockTwo(From, To, irql);
	KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL);
}

/* What comes last restores IRQL, whichever lock it gives back. */
static VOID MoveInTurn(PNODE From, PNODE To)
{
	PNODE first = From < To ? From : To, second = From < To ? To : From;
	KIRQL irql;

	KeAcquireSpinLock(&first->Lock, &irql);
	KeAcquireSpinLockAtDpcLevel(&second->Lock);
	From->Count--;
	To->Count++;
	KeReleaseSpinLockFromDpcLevel(&From->Lock);
	KeReleaseSpinLock(&To->Lock, irql);
	KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL);
}

static VOID MoveIfAny(PNODE From, PNODE To)
{
	KIRQL irql;

	LockTwo(From, To, &irql);
	if (!From->Count)
		return; // want must PA1010 "'MoveIfAny'"
	From->Count--;
	To->Count++;
	UnlockTwo(From, To, irql);
}

static VOID MoveAndTell(PNODE From, PNODE To)
{
	KIRQL irql;

	LockTwo(From, To, &irql);
	From->Count--;
	To->Count++;
	KeReleaseSpinLockFromDpcLevel(&From->Lock);
	KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL); // want must PA1008 "'MoveAndTell'"
	KeReleaseSpinLock(&To->Lock, irql);
}

DRIVER_DISPATCH Control;

NTSTATUS Control(PDEVICE_OBJECT Device, PIRP Irp)
{
	PNODE nodes = Device->DeviceExtension;

	UNREFERENCED_PARAMETER(Irp);
	Move(&nodes[0], &nodes[1]);
	MoveInTurn(&nodes[0], &nodes[1]);
	MoveIfAny(&nodes[0], &nodes[1]);
	MoveAndTell(&nodes[0], &nodes[1]);
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	return STATUS_SUCCESS;
}
