/*
 * How many pageable sections a driver has, and how much is in them.
 */
#include <ntddk.h>

#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

PVOID Handle;

VOID First(VOID);
VOID Second(VOID);
VOID SecondToo(VOID);
VOID Locked(VOID);
VOID Load(VOID);
#pragma alloc_text(PAGE, First)
#pragma alloc_text(PAGESEC$A, Second) // want must PA3011 "'PAGESEC' is one more pageable section for code, beside 'PAGE'"
#pragma alloc_text(PAGESEC$B, SecondToo)
#pragma alloc_text(PAGELOCK, Locked)
#pragma alloc_text(INIT, Load)

VOID First(VOID)
{
	PAGED_CODE();
}

VOID Second(VOID)
{
	PAGED_CODE();
}

VOID SecondToo(VOID)
{
	PAGED_CODE();
}

VOID Locked(VOID)
{
	PAGED_CODE_LOCKED();
}

VOID Load(VOID)
{
	Handle = MmLockPagableCodeSection((PVOID)Locked);
	Locked();
	MmUnlockPagableImageSection(Handle);
}

/* Large enough together. */
#pragma data_seg("PAGEDATA")
ULONG Table[512] = { 1 };
ULONG OtherTable[512] = { 1 };
#pragma data_seg()

#pragma data_seg("PAGEMORE") // want PA3011 "'PAGEMORE' is one more pageable section for data, beside 'PAGEDATA'"
ULONG MoreTable[1024] = { 1 };
#pragma data_seg()

/* Another kind: the first of it, but small. */
#pragma bss_seg("PAGEBSS") // want PA3011 "'PAGEBSS' holds 4092 bytes of data"
ULONG Buffer[1023];
#pragma bss_seg()

#pragma const_seg("PAGECONS")
const ULONG Constants[1024] = { 1 };
#pragma const_seg()

/* Initialised or not, it is data there, and one section. */
#pragma section("PAGEOWN", read, write)
__declspec(allocate("PAGEOWN")) ULONG OwnBuffer[1024]; // want PA3011 "'PAGEOWN' is one more pageable section for data, beside 'PAGEDATA'"
__declspec(allocate("PAGEOWN")) ULONG OwnTable[1024] = { 1 };
