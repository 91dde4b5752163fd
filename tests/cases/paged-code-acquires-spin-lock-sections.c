/*
 * Which sections are pageable: those whose names start with PAGE, in capitals,
 * and .eda. A name that merely contains PAGE is not, nor is one that differs.
 */
#include <ntddk.h>

static KSPIN_LOCK Lock;
static ULONG Count;

VOID InPage(VOID);
VOID InPageData(VOID);
VOID InPageGroup(VOID);
VOID InNonPaged(VOID);
VOID InNoPage(VOID);
VOID InMyPage(VOID);
VOID InText(VOID);
VOID InInit(VOID);
#pragma alloc_text(PAGE, InPage)
#pragma alloc_text(PAGEDATA, InPageData)
#pragma alloc_text("PAGE$a", InPageGroup)
#pragma alloc_text(NONPAGED, InNonPaged)
#pragma alloc_text(NOPAGE, InNoPage)
#pragma alloc_text(MYPAGE, InMyPage)
#pragma alloc_text(".text", InText)
#pragma alloc_text(INIT, InInit)

#define TAKE()                                                                \
	do {                                                                  \
		KIRQL irql;                                                   \
		KeAcquireSpinLock(&Lock, &irql);                              \
		Count++;                                                      \
		KeReleaseSpinLock(&Lock, irql);                               \
	} while (0)

VOID InPage(VOID)
{
	PAGED_CODE();
	TAKE(); // want must PA1001 "'InPage' in pageable section 'PAGE'"
}

VOID InPageData(VOID)
{
	PAGED_CODE();
	TAKE(); // want must PA1001 "'InPageData' in pageable section 'PAGEDATA'"
}

VOID InPageGroup(VOID)
{
	PAGED_CODE();
	TAKE(); // want must PA1001 "'InPageGroup'"
}

VOID InNonPaged(VOID)
{
	TAKE();
}

VOID InNoPage(VOID)
{
	TAKE();
}

VOID InMyPage(VOID)
{
	TAKE();
}

VOID InText(VOID)
{
	TAKE();
}

/* Discarded after initialisation, resident until then. */
VOID InInit(VOID)
{
	TAKE();
}

#pragma code_seg(push, ".eda")
VOID InEda(VOID)
{
	PAGED_CODE();
	TAKE(); // want must PA1001 "'InEda' in pageable section '.eda'"
}
#pragma code_seg(pop)

#pragma code_seg(push, ".edx")
VOID InEdx(VOID)
{
	TAKE();
}
#pragma code_seg(pop)

/* ---- routines that a macro makes --------------------------------------- */

#define PAGED_ROUTINE(name)                                                   \
	__declspec(code_seg("PAGE")) BOOLEAN name(VOID)                       \
	{                                                                     \
		KIRQL irql;                                                   \
		PAGED_CODE();                                                 \
		KeAcquireSpinLock(&Lock, &irql);                              \
		KeReleaseSpinLock(&Lock, irql);                               \
		return TRUE;                                                  \
	}

#define ROUTINE(name)                                                         \
	BOOLEAN name(VOID)                                                    \
	{                                                                     \
		KIRQL irql;                                                   \
		KeAcquireSpinLock(&Lock, &irql);                              \
		KeReleaseSpinLock(&Lock, irql);                               \
		return TRUE;                                                  \
	}

PAGED_ROUTINE(MadePaged) // want must PA1001 "'MadePaged'"
ROUTINE(MadeResident)

#define IN_PAGE(text)                                                         \
	__pragma(code_seg(push, "PAGE")) text __pragma(code_seg(pop))

IN_PAGE(VOID MadeByPragma(VOID) { PAGED_CODE(); TAKE(); }) // want must PA1001 "'MadeByPragma'"
