/*
 * Every way to put a routine into a section. None of the routines has the
 * macro, so each one that is pageable is reported, and none of the others.
 */
#include <ntddk.h>

/* ---- alloc_text -------------------------------------------------------- */

VOID Plain(VOID);
VOID ListedFirst(VOID);
VOID ListedSecond(VOID);
VOID Quoted(VOID);
VOID Suffixed(VOID);
VOID Longer(VOID);
#pragma alloc_text(PAGE, Plain)
#pragma alloc_text( PAGE , ListedFirst,\
	ListedSecond )
#pragma alloc_text("PAGE", Quoted)
#pragma alloc_text(PAGE$B, Suffixed)
#pragma alloc_text(PAGECONF, Longer)

VOID Plain(VOID) // want PA2001 "'Plain' is in pageable section 'PAGE'"
{
}

VOID ListedFirst(VOID) // want PA2001 "'ListedFirst'"
{
}

VOID ListedSecond(VOID) // want PA2001 "'ListedSecond'"
{
}

VOID Quoted(VOID) // want PA2001 "'Quoted'"
{
}

VOID Suffixed(VOID) // want PA2001 "'Suffixed'"
{
}

VOID Longer(VOID) // want PA2001 "section 'PAGECONF'"
{
}

VOID NonPaged(VOID);
VOID Text(VOID);
VOID Init(VOID);
#pragma alloc_text(NONPAGED, NonPaged)
#pragma alloc_text(".text", Text)
#pragma alloc_text(INIT, Init)

VOID NonPaged(VOID)
{
}

VOID Text(VOID)
{
}

VOID Init(VOID)
{
}

#define SECTION PAGE
#define NAME(x) My##x
VOID MyRoutine(VOID);
#pragma alloc_text(SECTION, NAME(Routine))

VOID MyRoutine(VOID) // want PA2001 "'MyRoutine'"
{
}

/* Commented out, and not compiled. */
VOID Commented(VOID);
VOID Excluded(VOID);
// #pragma alloc_text(PAGE, Commented)
#ifdef NEVER_DEFINED
#pragma alloc_text(PAGE, Excluded)
#endif
#ifdef ALLOC_PRAGMA
VOID Guarded(VOID);
#pragma alloc_text(PAGE, Guarded)
#endif

VOID Commented(VOID)
{
}

VOID Excluded(VOID)
{
}

VOID Guarded(VOID) // want PA2001 "'Guarded'"
{
}

/* The same directive in a _Pragma. */
VOID ByOperator(VOID);
_Pragma("alloc_text(PAGE, ByOperator)")

VOID ByOperator(VOID) // want PA2001 "'ByOperator'"
{
}

/* ---- code_seg ---------------------------------------------------------- */

#pragma code_seg("PAGE")
VOID Set(VOID) // want PA2001 "'Set'"
{
}
#pragma code_seg()

VOID Reset(VOID)
{
}

#pragma code_seg("PAGE", "CODE")
VOID SetWithClass(VOID) // want PA2001 "'SetWithClass'"
{
}
#pragma code_seg(".text")

VOID SetBack(VOID)
{
}

#pragma code_seg(push, "PAGE")
VOID Pushed(VOID) // want PA2001 "'Pushed'"
{
}

#pragma code_seg(push, inner, ".text")
VOID PushedTwice(VOID)
{
}
#pragma code_seg(pop, inner)

VOID PoppedOnce(VOID) // want PA2001 "'PoppedOnce'"
{
}
#pragma code_seg(pop)

VOID Popped(VOID)
{
}

#pragma code_seg(push)
#pragma code_seg("PAGE")
VOID PushedThenSet(VOID) // want PA2001 "'PushedThenSet'"
{
}
#pragma code_seg(pop)

VOID PoppedAgain(VOID)
{
}

/* alloc_text is stronger than the region. */
VOID NamedInRegion(VOID);
#pragma alloc_text(NONPAGED, NamedInRegion)
#pragma code_seg(push, "PAGE") // want PA3007 "'NamedInRegion'"
VOID NamedInRegion(VOID)
{
}
#pragma code_seg(pop)

/* Data is another matter. */
#pragma data_seg("PAGEDATA")
VOID NotData(VOID)
{
}
#pragma data_seg()

/* ---- macros ------------------------------------------------------------ */

#define BEGIN_PAGED __pragma(code_seg(push)) __pragma(code_seg("PAGE"))
#define END_PAGED __pragma(code_seg(pop))

BEGIN_PAGED
VOID InRegion(VOID) // want PA2001 "'InRegion'"
{
}
END_PAGED

VOID BehindRegion(VOID)
{
}

/* A macro that only looks like one. */
#define BEGIN_OTHER __pragma(code_seg(push))
#define END_OTHER __pragma(code_seg(pop))

BEGIN_OTHER
VOID InOtherRegion(VOID)
{
}
END_OTHER

#define PAGED_REGION code_seg("PAGE")
#pragma PAGED_REGION
VOID InNamedRegion(VOID) // want PA2001 "'InNamedRegion'"
{
}
#pragma code_seg()

/* ---- attributes -------------------------------------------------------- */

__declspec(code_seg("PAGE")) VOID Attribute(VOID) // want PA2001 "'Attribute'"
{
}

__declspec(code_seg("TEXT")) VOID OtherAttribute(VOID)
{
}

__declspec(code_seg("PAGE")) VOID OnDeclaration(VOID);

VOID OnDeclaration(VOID) // want PA2001 "'OnDeclaration'"
{
}

#define PAGED __declspec(code_seg("PAGE"))
#define NOT_PAGED

PAGED VOID ByAttributeMacro(VOID) // want PA2001 "'ByAttributeMacro'"
{
}

NOT_PAGED VOID ByEmptyMacro(VOID)
{
}

VOID PAGED BehindType(VOID) // want PA2001 "'BehindType'"
{
}

/* On the role type's declaration. */
PAGED DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver) // want PA2001 "'Unload'"
{
	UNREFERENCED_PARAMETER(Driver);
}

/* An attribute is stronger than the region. */
#pragma code_seg(push, "PAGE")
__declspec(code_seg(".text")) VOID ResidentInRegion(VOID)
{
}
#pragma code_seg(pop)

/* ---- a macro that is the whole declaration ------------------------------ */

#define DECLARE_PAGED(result, name, parameters) \
	__declspec(code_seg("PAGE")) result name parameters

DECLARE_PAGED(VOID, ByMacro, (VOID));
VOID BehindMacro(VOID);

VOID ByMacro(VOID) // want PA2001 "'ByMacro'"
{
}

VOID BehindMacro(VOID)
{
}

/* ---- behind a macro that uses its argument twice, again and again -------- */

#define FIRST(first, second) first
#define TWICE(word) FIRST(word, word)
#define EIGHTFOLD(word) TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(word))))))))
#define DEEP(word) EIGHTFOLD(EIGHTFOLD(TWICE(TWICE(word))))

DEEP(extern) PAGED VOID BehindDeep(VOID);
DEEP(extern) NOT_PAGED VOID BehindDeepAlone(VOID);

VOID BehindDeep(VOID) // want PA2001 "'BehindDeep'"
{
}

VOID BehindDeepAlone(VOID)
{
}
