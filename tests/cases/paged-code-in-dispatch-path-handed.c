/*
 * What a call says of a parameter holds however many routines hand it on.
 */
#include <ntddk.h>

KDEFERRED_ROUTINE Dpc;
DRIVER_UNLOAD Unload;
static void Wipe(void);
static void Flush(void);
static void Reset(void);

#pragma alloc_text(PAGE, Wipe, Flush, Reset)

static void Wipe(void)
{
	PAGED_CODE();
}

/* One that a DPC asks for, by way of two. */
static void Flush(void) // want paged-code-in-dispatch-path "'Flush'"
{
	PAGED_CODE();
}

static void Reset(void) // want paged-code-in-dispatch-path "'Reset'"
{
	PAGED_CODE();
}

static void WipeIf(BOOLEAN Wait)
{
	if (Wait)
		Wipe();
}

static void Between(ULONG Count, BOOLEAN Wait)
{
	if (Count)
		WipeIf(Wait);
}

static void Outermost(BOOLEAN Wait)
{
	Between(3, Wait);
}

static void FlushIf(BOOLEAN Wait)
{
	if (Wait)
		Flush();
}

static void FlushBetween(BOOLEAN Wait)
{
	FlushIf(Wait);
}

static void ResetIf(BOOLEAN Wait)
{
	if (Wait)
		Reset();
}

/* What is handed on is not what the caller said. */
static void ResetBetween(BOOLEAN Wait, BOOLEAN Always)
{
	if (Always)
		Wait = TRUE;
	ResetIf(Wait);
}

void Dpc(PKDPC Object, PVOID Context, PVOID One, PVOID Two)
{
	Outermost(FALSE);
	FlushBetween(FALSE);
	FlushBetween(TRUE);
	ResetBetween(FALSE, One != Two);
}

void Unload(PDRIVER_OBJECT Driver)
{
	Outermost(TRUE);
	FlushBetween(TRUE);
	ResetBetween(TRUE, FALSE);
}
