/*
 * A pageable routine without the macro; and every way to have it.
 */
#include <ntddk.h>

VOID Missing(VOID);
VOID Present(VOID);
VOID Locked(VOID);
VOID Resident(VOID);
VOID InInit(VOID);
#pragma alloc_text(PAGE, Missing)
#pragma alloc_text(PAGE, Present)
#pragma alloc_text(PAGESER, Locked)
#pragma alloc_text(INIT, InInit)

VOID Missing(VOID) // want must PA2001 "'Missing' is in pageable section 'PAGE' but has no PAGED_CODE()"
{
}

VOID Present(VOID)
{
	PAGED_CODE();
}

#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

VOID Locked(VOID)
{
	PAGED_CODE_LOCKED(); // want PA2005 "'Locked'"
}

VOID Resident(VOID)
{
}

VOID InInit(VOID)
{
}

/* A comment that says PAGED_CODE() is none, nor is a string. */
VOID OnlyTalks(PCSTR *Text);
#pragma alloc_text(PAGE, OnlyTalks)

VOID OnlyTalks(PCSTR *Text) // want PA2001 "'OnlyTalks'"
{
	/* PAGED_CODE(); */
	*Text = "PAGED_CODE();";
}

VOID NotCompiled(VOID);
#pragma alloc_text(PAGE, NotCompiled)

VOID NotCompiled(VOID) // want PA2001 "'NotCompiled'"
{
#if 0
	PAGED_CODE();
#endif
}

/* ---- the macro by another name ----------------------------------------- */

#define DRIVER_PAGED_CODE() PAGED_CODE()
#define ENTER_PAGED(level)                                                    \
	PAGED_CODE();                                                         \
	NT_ASSERT(KeGetCurrentIrql() <= (level))
#define ENTER(level) NT_ASSERT(KeGetCurrentIrql() <= (level))

VOID ByOwnMacro(VOID);
VOID ByLongMacro(VOID);
VOID ByMacroWithout(VOID);
VOID WithBlanks(VOID);
VOID WithoutSemicolon(VOID);
VOID AfterDeclarations(ULONG Count);
VOID InMiddle(ULONG Count);
#pragma alloc_text(PAGE, ByOwnMacro, ByLongMacro, ByMacroWithout, WithBlanks)
#pragma alloc_text(PAGE, WithoutSemicolon, AfterDeclarations, InMiddle)

VOID ByOwnMacro(VOID)
{
	DRIVER_PAGED_CODE();
}

VOID ByLongMacro(VOID)
{
	ENTER_PAGED(APC_LEVEL);
}

VOID ByMacroWithout(VOID) // want PA2001 "'ByMacroWithout'"
{
	ENTER(APC_LEVEL);
}

VOID WithBlanks(VOID)
{
	PAGED_CODE ( ) ;
}

VOID WithoutSemicolon(VOID)
{
	PAGED_CODE()
}

VOID AfterDeclarations(ULONG Count)
{
	ULONG i = Count;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(i);
}

VOID InMiddle(ULONG Count)
{
	if (Count) {
		PAGED_CODE(); // want PA2004 "'InMiddle'"
	}
}

/* A macro that makes the whole routine. */
#define ROUTINE(name)                                                         \
	VOID name(VOID);                                                      \
	VOID name(VOID)                                                       \
	{                                                                     \
		PAGED_CODE();                                                 \
	}

#pragma code_seg(push, "PAGE")
ROUTINE(Made)
#pragma code_seg(pop)

/* Its helper has the macro: that does not count for the routine itself. */
VOID ByHelper(VOID);
#pragma alloc_text(PAGE, ByHelper)

VOID ByHelper(VOID) // want PA2001 "'ByHelper'"
{
	Present();
}

/* ---- inline ------------------------------------------------------------ */

#pragma code_seg(push, "PAGE")
__forceinline VOID Forced(VOID)
{
}

VOID NotForced(VOID) // want PA2001 "'NotForced'"
{
}
#pragma code_seg(pop)

/* Where its name is put does not matter: the line with the name is reported. */
#pragma code_seg(push, "PAGE")
static
NTSTATUS
OnThreeLines( // want PA2001 "'OnThreeLines'"
	VOID)
{
	Forced();
	return STATUS_SUCCESS;
}
#pragma code_seg(pop)

NTSTATUS Caller(VOID)
{
	return OnThreeLines();
}
