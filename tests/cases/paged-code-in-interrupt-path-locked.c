/*
 * The idiom of drivers that page their interrupt code: the whole section is
 * locked while the device is open, and its routines say so.
 */
#include <ntddk.h>

#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

static KSERVICE_ROUTINE OnInterrupt;
static KSERVICE_ROUTINE OnOtherInterrupt;
static KDEFERRED_ROUTINE OnDpc;
static VOID Drain(PVOID Context);
static VOID Forgotten(PVOID Context);

VOID Open(VOID);
#pragma alloc_text(PAGE, Open)
#pragma alloc_text(PAGESER, OnInterrupt)
#pragma alloc_text(PAGESER, OnDpc)
#pragma alloc_text(PAGESER, Drain)
#pragma alloc_text(PAGE, Forgotten)

static PVOID Section;
static KDPC Dpc;

VOID Open(VOID)
{
	PAGED_CODE();
	Section = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Drain);
	KeInitializeDpc(&Dpc, OnDpc, NULL);
}

VOID Close(VOID)
{
	MmUnlockPagableImageSection(Section);
}

VOID OpenAgain(VOID)
{
	MmLockPagableSectionByHandle(Section);
}

static BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	PAGED_CODE_LOCKED();
	UNREFERENCED_PARAMETER(Interrupt);
	Drain(Context);
	return TRUE;
}

static VOID OnDpc(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)
{
	PAGED_CODE_LOCKED();
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
	Drain(Context);
}

static VOID Drain(PVOID Context)
{
	PAGED_CODE_LOCKED();
	UNREFERENCED_PARAMETER(Context);
}

/* Not in the section that is locked. */
static VOID Forgotten(PVOID Context) // want PA1004 "'Forgotten'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
}

static BOOLEAN OnOtherInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	UNREFERENCED_PARAMETER(Interrupt);
	Forgotten(Context);
	return TRUE;
}
