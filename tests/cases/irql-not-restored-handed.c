/*
 * A routine that leaves the IRQL from before with its caller, if that asks for
 * it, comes back raised for who asked.
 */
#include <ntddk.h>

typedef struct _ENTRY {
	LIST_ENTRY Link;
	BOOLEAN Gone;
} ENTRY, *PENTRY;

typedef struct _TABLE {
	KSPIN_LOCK Lock;
	ERESOURCE Resource;
	KIRQL Irql;
} TABLE, *PTABLE;

PENTRY Lookup(PTABLE Table);

PENTRY FindLocked(PTABLE Table, KIRQL *Irql)
{
	KIRQL irql;
	PENTRY entry;

	KeRaiseIrql(APC_LEVEL, &irql);
	ExAcquireResourceSharedLite(&Table->Resource, TRUE);
	entry = Lookup(Table);
	if (Irql) {
		*Irql = irql;
	} else {
		ExReleaseResourceLite(&Table->Resource);
		KeLowerIrql(irql);
	}
	return entry;
}

VOID FindLockedAndForget(PTABLE Table, KIRQL *Irql)
{
	KIRQL irql;

	KeAcquireSpinLock(&Table->Lock, &irql);
	*Irql = irql;
	if (Lookup(Table))
		KeReleaseSpinLock(&Table->Lock, irql);
} // want must PA1010 "'FindLockedAndForget'"

VOID FindLockedOrNot(PTABLE Table, KIRQL *Irql)
{
	KIRQL irql;

	KeAcquireSpinLock(&Table->Lock, &irql);
	if (!Lookup(Table))
		*Irql = irql;
	else
		KeReleaseSpinLock(&Table->Lock, irql);
}

DRIVER_DISPATCH Create;

NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)
{
	PTABLE table = (PTABLE)Device->DeviceExtension;
	KIRQL irql;
	PENTRY entry = FindLocked(table, NULL);

	UNREFERENCED_PARAMETER(Irp);
	if (!entry)
		return STATUS_NOT_FOUND;
	entry = FindLocked(table, &irql);
	entry->Gone = TRUE;
	ExReleaseResourceLite(&table->Resource);
	KeLowerIrql(irql);
	return STATUS_SUCCESS;
}
