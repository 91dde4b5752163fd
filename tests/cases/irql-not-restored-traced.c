/*
 * A trace that WPP makes vanishes with its arguments, unless the driver defines
 * what stands round it: that evaluates an argument, and may return.
 */
#include <ntddk.h>

// begin_wpp config
// FUNC ReturnIfFailed{LEVEL=2}(RETSTATUS);
// FUNC SayFailed{LEVEL=2}(STATUS);
// end_wpp
#define WPP_LEVEL_RETSTATUS_PRE(LEVEL, RETSTATUS) \
	do { \
		NTSTATUS failed = (RETSTATUS); \
		if (!NT_SUCCESS(failed)) {
#define WPP_LEVEL_RETSTATUS_POST(LEVEL, RETSTATUS) \
			; \
			return failed; \
		} \
	} while (0)

#include "irql-not-restored-traced.tmh" // want PA9003

typedef struct _DEVICE {
	KSPIN_LOCK Lock;
	ULONG Ready;
} DEVICE;

static NTSTATUS Check(DEVICE *device)
{
	return device->Ready ? STATUS_SUCCESS : STATUS_DEVICE_NOT_READY;
}

NTSTATUS ReturnsLocked(DEVICE *device)
{
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	ReturnIfFailed(Check(device)); // want must PA1010 "'ReturnsLocked'"
	device->Ready++;
	KeReleaseSpinLock(&device->Lock, irql);
	return STATUS_SUCCESS;
}

NTSTATUS ReturnsUnlocked(DEVICE *device)
{
	NTSTATUS status;
	KIRQL irql;

	KeAcquireSpinLock(&device->Lock, &irql);
	status = Check(device);
	SayFailed(status);
	KeReleaseSpinLock(&device->Lock, irql);
	ReturnIfFailed(status);
	return STATUS_SUCCESS;
}

static NTSTATUS LockedCheck(DEVICE *device, KIRQL *irql)
{
	KeAcquireSpinLock(&device->Lock, irql);
	return STATUS_SUCCESS;
}

/* Nothing stands round this one: no lock is taken. */
VOID SaysOnly(DEVICE *device)
{
	KIRQL irql;

	SayFailed(LockedCheck(device, &irql));
}
