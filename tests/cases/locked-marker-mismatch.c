/*
 * PAGED_CODE_LOCKED in a section that is locked, and in one that is not;
 * PAGED_CODE in routines that run only while their section is locked.
 */
#include <ntddk.h>

#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

PVOID Handle;
KDPC Dpc;

VOID NeverLocked(VOID);
VOID OnlyLocked(VOID);
VOID AlsoUnlocked(VOID);
VOID AfterUnlock(VOID);
VOID OnOneBranch(VOID);
VOID BehindWrapper(VOID);
VOID FromLocked(VOID);
VOID Marked(VOID);
VOID Unreached(VOID);
VOID FromMarked(VOID);
VOID FromBoth(VOID);
KDEFERRED_ROUTINE DpcRoutine;
#pragma alloc_text(PAGENEVR, NeverLocked)
#pragma alloc_text(PAGELOCK, OnlyLocked, AlsoUnlocked, AfterUnlock)
#pragma alloc_text(PAGELOCK, OnOneBranch, BehindWrapper, FromLocked)
#pragma alloc_text(PAGELOCK$B, Marked, DpcRoutine, Unreached)
#pragma alloc_text(PAGELOCK, FromMarked, FromBoth)

VOID NeverLocked(VOID)
{
	PAGED_CODE_LOCKED(); // want must PA2005 "section 'PAGENEVR' is never locked"
}

VOID Marked(VOID)
{
	PAGED_CODE_LOCKED();
	FromMarked();
	FromBoth();
}

VOID FromMarked(VOID)
{
	PAGED_CODE(); // want PA2005 "'FromMarked'"
}

VOID FromBoth(VOID)
{
	PAGED_CODE();
}

VOID OnlyLocked(VOID)
{
	PAGED_CODE(); // want must PA2005 "'OnlyLocked' has PAGED_CODE(), but runs only while"
	FromLocked();
}

VOID FromLocked(VOID)
{
	PAGED_CODE(); // want PA2005 "'FromLocked'"
}

VOID AlsoUnlocked(VOID)
{
	PAGED_CODE();
}

VOID AfterUnlock(VOID)
{
	PAGED_CODE();
}

VOID OnOneBranch(VOID)
{
	PAGED_CODE();
}

VOID BehindWrapper(VOID)
{
	PAGED_CODE(); // want PA2005 "'BehindWrapper'"
}

VOID Unreached(VOID)
{
	PAGED_CODE();
}

/* Its role is enough: it could not run otherwise. */
VOID DpcRoutine(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
	PAGED_CODE(); // want PA2005 "'DpcRoutine'"
}

static VOID LockIt(VOID)
{
	Handle = MmLockPagableCodeSection((PVOID)OnlyLocked); // want PA5006 "'AlsoUnlocked'"
}

VOID Open(BOOLEAN Now)
{
	FromBoth();
	AlsoUnlocked();
	LockIt();
	OnlyLocked();
	AlsoUnlocked();
	BehindWrapper();
	Marked();
	MmUnlockPagableImageSection(Handle);
	AfterUnlock();
	if (Now)
		LockIt();
	OnOneBranch();
	if (Now)
		MmUnlockPagableImageSection(Handle);
	KeInitializeDpc(&Dpc, DpcRoutine, NULL);
}

/* Its marker says that this does not happen while the section is unlocked. */
VOID Request(VOID)
{
	Marked();
}

/* What an unlock gives back was locked when it was still to come. */
VOID BeforeUnlock(VOID);
VOID BeforeSomeUnlock(VOID);
VOID BeforeNewLock(VOID);
#pragma alloc_text(PAGELOCK, BeforeUnlock, BeforeSomeUnlock, BeforeNewLock)

VOID BeforeUnlock(VOID)
{
	PAGED_CODE(); // want PA2005 "'BeforeUnlock'"
}

VOID BeforeSomeUnlock(VOID)
{
	PAGED_CODE();
}

VOID BeforeNewLock(VOID)
{
	PAGED_CODE();
}

static VOID UnlockIt(VOID)
{
	MmUnlockPagableImageSection(Handle);
	Handle = NULL;
}

VOID Close(BOOLEAN Last)
{
	BeforeSomeUnlock();
	if (Last) {
		BeforeUnlock();
		UnlockIt();
	}
}

VOID Reopen(VOID)
{
	BeforeNewLock();
	LockIt();
	UnlockIt();
}
