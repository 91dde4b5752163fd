/*
 * Of an if constexpr one branch is there, also when a function of the driver
 * works out which.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

constexpr bool spins[] = { false, true };

constexpr bool Spins(ULONG kind)
{
	return spins[kind];
}

extern "C" DRIVER_DISPATCH Spinning, Free, Other;
static KSPIN_LOCK lock;
static LONG count;

extern "C" PAGED NTSTATUS Spinning(PDEVICE_OBJECT, PIRP)
{
	PAGED_CODE();
	KIRQL irql;

	if constexpr (Spins(1)) {
		KeAcquireSpinLock(&lock, &irql); // want must PA1001 "'Spinning'"
		KeReleaseSpinLock(&lock, irql);
	}
	return STATUS_SUCCESS;
}

extern "C" PAGED NTSTATUS Free(PDEVICE_OBJECT, PIRP)
{
	PAGED_CODE();
	KIRQL irql;

	if constexpr (Spins(0)) {
		KeAcquireSpinLock(&lock, &irql);
		KeReleaseSpinLock(&lock, irql);
	}
	return STATUS_SUCCESS;
}

extern "C" PAGED NTSTATUS Other(PDEVICE_OBJECT, PIRP)
{
	PAGED_CODE();
	KIRQL irql;

	if constexpr (Spins(1)) {
		count++;
	} else {
		KeAcquireSpinLock(&lock, &irql);
		KeReleaseSpinLock(&lock, irql);
	}
	return STATUS_SUCCESS;
}
