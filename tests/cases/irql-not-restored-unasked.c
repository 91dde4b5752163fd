/*
 * A way that no call of the driver asks for is none, unless others may call, too:
 * through a table that is handed out, or by what an annotation says.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	ULONG Value;
} DEVICE, *PDEVICE;

typedef struct _EXPORTS {
	NTSTATUS (*Read)(PDEVICE Device, ULONG Register, PULONG Value);
} EXPORTS, *PEXPORTS;

static NTSTATUS ReadForOthers(PDEVICE Device, ULONG Register, PULONG Value)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Register > 16)
		return STATUS_INVALID_PARAMETER; // want must PA1010 "'ReadForOthers'"
	*Value = Device->Value;
	KeReleaseSpinLock(&Device->Lock, irql);
	return STATUS_SUCCESS;
}

static NTSTATUS ReadForUs(PDEVICE Device, ULONG Register, PULONG Value)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Register > 16)
		return STATUS_INVALID_PARAMETER;
	*Value = Device->Value;
	KeReleaseSpinLock(&Device->Lock, irql);
	return STATUS_SUCCESS;
}

_IRQL_requires_same_
static NTSTATUS ReadAsPromised(PDEVICE Device, ULONG Register, PULONG Value)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	if (Register > 16)
		return STATUS_INVALID_PARAMETER; // want must PA1010 "'ReadAsPromised'"
	*Value = Device->Value;
	KeReleaseSpinLock(&Device->Lock, irql);
	return STATUS_SUCCESS;
}

VOID HandOut(PEXPORTS Exports)
{
	Exports->Read = ReadForOthers;
}

DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	PDEVICE device = Driver->DeviceObject->DeviceExtension;
	ULONG value;

	ReadForOthers(device, 1, &value);
	ReadForUs(device, 1, &value);
	ReadAsPromised(device, 1, &value);
}
