/*
 * A table of dispatch routines that is handed over as a whole: what is in it has
 * a role, and so must return at the IRQL it was called at.
 */
#include <ntddk.h>

typedef struct _NDIS_DEVICE_OBJECT_ATTRIBUTES {
	PDRIVER_DISPATCH *MajorFunctions;
	ULONG ExtensionSize;
} NDIS_DEVICE_OBJECT_ATTRIBUTES;

NTSTATUS Register(NDIS_DEVICE_OBJECT_ATTRIBUTES *Attributes);

static KSPIN_LOCK Lock;
static KIRQL Saved;

NTSTATUS OnControl(PDEVICE_OBJECT Device, PIRP Irp)
{
	KeAcquireSpinLock(&Lock, &Saved);
	return Device && Irp ? STATUS_SUCCESS : STATUS_PENDING; // want PA1010 "'OnControl'"
}

NTSTATUS OnCreate(PDEVICE_OBJECT Device, PIRP Irp)
{
	KeAcquireSpinLock(&Lock, &Saved);
	KeReleaseSpinLock(&Lock, Saved);
	return Device && Irp ? STATUS_SUCCESS : STATUS_PENDING;
}

/* Nobody is told of this one: it may be a wrapper round the lock. */
NTSTATUS OnNothing(PDEVICE_OBJECT Device, PIRP Irp)
{
	KeAcquireSpinLock(&Lock, &Saved);
	return Device && Irp ? STATUS_SUCCESS : STATUS_PENDING;
}

NTSTATUS RegisterDevice(VOID)
{
	PDRIVER_DISPATCH table[IRP_MJ_MAXIMUM_FUNCTION + 1] = { NULL };
	NDIS_DEVICE_OBJECT_ATTRIBUTES attributes = { NULL, 0 };

	table[IRP_MJ_CREATE] = OnCreate;
	table[IRP_MJ_DEVICE_CONTROL] = OnControl;
	attributes.MajorFunctions = table;
	return Register(&attributes);
}
