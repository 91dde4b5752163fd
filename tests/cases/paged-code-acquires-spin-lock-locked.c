/*
 * A section that the driver locks is resident while it is locked, and a routine
 * that starts with PAGED_CODE_LOCKED says that it is. A section that is not
 * locked gains nothing from one that is.
 */
#include <ntddk.h>

#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

static KSPIN_LOCK Lock;
static PVOID Handle;

VOID OpenPort(VOID);
VOID WritePort(VOID);
VOID PortOnPage(VOID);
VOID MarkedLocked(VOID);
VOID MarkedPaged(VOID);
#pragma alloc_text(PAGE, OpenPort)
#pragma alloc_text(PAGESER, WritePort)
#pragma alloc_text(PAGE, PortOnPage)
#pragma alloc_text(PAGELK, MarkedLocked)
#pragma alloc_text(PAGENOT, MarkedPaged)

VOID OpenPort(VOID)
{
	PAGED_CODE();
	Handle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)WritePort);
}

VOID ClosePort(VOID)
{
	MmUnlockPagableImageSection(Handle);
}

/* In the section that OpenPort locks. */
VOID WritePort(VOID)
{
	KIRQL irql;

	PAGED_CODE_LOCKED();
	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
}

/* In PAGE, which nobody locks. */
VOID PortOnPage(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "'PortOnPage'"
	KeReleaseSpinLock(&Lock, irql);
}

/* The section may be locked by an address that only a run knows; the routine
 * says so. */
PVOID LockAny(PVOID Address)
{
	return MmLockPagableCodeSection(Address);
}

VOID MarkedLocked(VOID)
{
	KIRQL irql;

	PAGED_CODE_LOCKED();
	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
}

VOID MarkedPaged(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql); // want PA1001 "'MarkedPaged'"
	KeReleaseSpinLock(&Lock, irql);
}
