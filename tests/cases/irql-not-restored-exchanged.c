/*
 * Who takes a pointer out of its place gets what was there, and so does who
 * copies it before it is overwritten: the lock that it names is given back
 * whenever it was held.
 */
#include <ntddk.h>

typedef struct _HOLD {
	PKSPIN_LOCK Held;
	KIRQL Irql;
} HOLD, *PHOLD;

static KSPIN_LOCK Lock;
static LONG Count;

static VOID Take(PHOLD Hold)
{
	Hold->Held = &Lock;
	KeAcquireSpinLock(Hold->Held, &Hold->Irql);
}

static VOID Drop(PHOLD Hold)
{
	PKSPIN_LOCK held = InterlockedExchangePointer((PVOID *)&Hold->Held, NULL);

	if (held)
		KeReleaseSpinLock(held, Hold->Irql);
}

static VOID DropCopied(PHOLD Hold)
{
	PKSPIN_LOCK held = Hold->Held;

	Hold->Held = NULL;
	if (held)
		KeReleaseSpinLock(held, Hold->Irql);
}

/* What is there afterwards is NULL. */
static VOID DropLate(PHOLD Hold)
{
	InterlockedExchangePointer((PVOID *)&Hold->Held, NULL);
	if (Hold->Held)
		KeReleaseSpinLock(Hold->Held, Hold->Irql);
}

DRIVER_UNLOAD ByExchange, ByCopy, Late;

VOID ByExchange(PDRIVER_OBJECT Driver)
{
	HOLD hold;

	UNREFERENCED_PARAMETER(Driver);
	Take(&hold);
	Count++;
	Drop(&hold);
}

VOID ByCopy(PDRIVER_OBJECT Driver)
{
	HOLD hold;

	UNREFERENCED_PARAMETER(Driver);
	Take(&hold);
	Count++;
	DropCopied(&hold);
}

VOID Late(PDRIVER_OBJECT Driver)
{
	HOLD hold;

	UNREFERENCED_PARAMETER(Driver);
	Take(&hold);
	Count++;
	DropLate(&hold);
} // want PA1010 "'Late'"
