/*
 * The macro once, twice, three times; and twice in the text but once in what
 * is compiled.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))
#define DRIVER_PAGED_CODE() PAGED_CODE()

PAGED VOID Once(VOID)
{
	PAGED_CODE();
}

PAGED VOID Twice(VOID)
{
	PAGED_CODE();
	PAGED_CODE(); // want must PA2002 "'Twice' has PAGED_CODE more than once"
}

PAGED VOID ThreeTimes(VOID)
{
	PAGED_CODE();
	PAGED_CODE(); // want PA2002 "'ThreeTimes'"
	PAGED_CODE(); // want PA2002 "'ThreeTimes'"
}

PAGED VOID OnOneLine(VOID)
{
	PAGED_CODE(); PAGED_CODE(); // want PA2002 "'OnOneLine'"
}

PAGED VOID ByAnotherName(VOID)
{
	PAGED_CODE();
	DRIVER_PAGED_CODE(); // want PA2002 "'ByAnotherName'"
}

PAGED VOID InBranch(ULONG Count)
{
	PAGED_CODE();
	if (Count) {
		PAGED_CODE(); // want PA2002 "'InBranch'"
	}
}

PAGED VOID InLoop(ULONG Count)
{
	while (Count--) {
		PAGED_CODE(); // want PA2004 "'InLoop'"
	}
}

PAGED VOID NotCompiled(VOID)
{
	PAGED_CODE();
#if 0
	PAGED_CODE();
#endif
}

PAGED VOID EitherWay(VOID)
{
#ifdef NEVER_DEFINED
	PAGED_CODE();
#else
	PAGED_CODE();
#endif
}

PAGED VOID InComment(VOID)
{
	PAGED_CODE(); /* PAGED_CODE(); */
}

PAGED VOID InHelper(VOID)
{
	PAGED_CODE();
	Once();
	Twice();
}

#define CHECK_PAGED()                                                         \
	PAGED_CODE();                                                         \
	PAGED_CODE()

PAGED VOID TwiceInMacro(VOID)
{
	CHECK_PAGED(); // known-gap PA2002 "'TwiceInMacro'"
}
