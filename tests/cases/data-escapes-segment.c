/*
 * Variables between segment pragmas that are, and are not, of the kind which
 * the pragma places.
 */
#include <ntddk.h>

#pragma data_seg("PAGEDATA")
ULONG Set = 1;
ULONG Unset; // want must PA4003 "'Unset' is not initialised, so data_seg"
ULONG SetToZero = 0;
UCHAR Zeros[64 * 1024] = { 0 };
UCHAR NoZeros[64 * 1024]; // want PA4003 "'NoZeros'"
ULONG First, Second, Third = 3; // want PA4003 "it stays in .bss; likewise 'Second'"
static KSYSTEM_TIME Record; // want PA4003 "'Record'"
static KSYSTEM_TIME SetRecord = { 0 };
const ULONG Table[4] = { 1, 2, 3, 4 }; // want PA4003 "'Table' is const, so data_seg"
const ULONG *Pointer = Table;
const ULONG *const Constant = Table; // want PA4003 "'Constant'"
extern ULONG Elsewhere;
__declspec(allocate("PAGEDATA")) ULONG Attributed;

ULONG Count(VOID)
{
	static ULONG Calls; // want PA4003 "'Calls'"
	static ULONG Limit = 7;
	ULONG local;

	local = ++Calls;
	return local < Limit ? local : 0;
}
#pragma data_seg()

ULONG AfterUnset;
ULONG AfterSet = 1;

/* ---- the other way round ----------------------------------------------- */

#pragma bss_seg("PAGEBSS")
ULONG InBss;
ULONG NotInBss = 3; // want PA4003 "'NotInBss' is initialised, so bss_seg"
ULONG ZeroNotInBss = 0; // want PA4003 "'ZeroNotInBss'"
const UCHAR Name[] = "serial"; // want PA4003 "'Name' is const"
#pragma bss_seg()

/* ---- all kinds --------------------------------------------------------- */

#pragma data_seg("PAGEDATA")
#pragma bss_seg("PAGEBSS")
#pragma const_seg("PAGECNST")
ULONG BothSet = 1;
ULONG BothUnset;
const ULONG BothConst = 2;
#pragma const_seg()
const ULONG ConstOut = 2; // want PA4003 "'ConstOut'"
#pragma bss_seg()
ULONG LateUnset; // want PA4003 "'LateUnset'"
#pragma data_seg()

/* ---- push and pop, INIT, other sections -------------------------------- */

#pragma data_seg(push, "INIT")
ULONG Parameters[2] = { 1, 2 };
ULONG Answers[2]; // want PA4003 "it stays in .bss"
#pragma data_seg(pop)
ULONG Popped[2];

#pragma data_seg("SHARED")
ULONG Shared;
#pragma data_seg()

/* A tentative definition is settled by the one that initialises. */
#pragma data_seg("PAGEDATA")
static ULONG Tentative;
static ULONG Tentative = 5;
#pragma data_seg()

ULONG Use(VOID)
{
	return Tentative + SetRecord.LowPart + Record.LowPart;
}
