/*
 * A table that no header declares: what it holds is whatever the driver puts
 * into it, and what is not known of it keeps nothing from being read.
 */
#include <ntddk.h>

VOID UsesSpinning(VOID);
VOID UsesFree(VOID);

#pragma alloc_text(PAGE, UsesSpinning)
#pragma alloc_text(PAGE, UsesFree)

static KSPIN_LOCK lock;
static KIRQL saved;

static VOID Spin(VOID)
{
	KeAcquireSpinLock(&lock, &saved);
}

static VOID Load(VOID)
{
	Services.Spin = Spin; // want PA9003 "Services"
}

VOID UsesSpinning(VOID)
{
	PAGED_CODE();
	Load();
	Services.Spin(); // want PA1001 "'UsesSpinning'"
	KeReleaseSpinLock(&lock, saved);
}

VOID UsesFree(VOID)
{
	PAGED_CODE();
	Services.Free();
}
