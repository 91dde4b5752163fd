/*
 * Where PAGED_CODE() stands: what may come before it, and what may not. Each
 * pair differs in a word or two.
 */
#include <ntddk.h>

#ifndef PAGED_CODE_LOCKED
#define PAGED_CODE_LOCKED() ((void)0)
#endif

typedef struct _EXT {
	ULONG Count;
	LONG Users;
	HANDLE Key;
} EXT, *PEXT;

ULONG Resident;

#pragma data_seg("PAGEDATA")
ULONG Settings[2048] = { 1 };
#pragma data_seg()

VOID Helper(PEXT Ext);
VOID Indirect(PEXT Ext);
VOID Harmless(PEXT Ext);

#pragma code_seg(push, "PAGE")

VOID AtStart(PEXT Ext)
{
	PAGED_CODE();
	Ext->Count = 1;
}

/* ---- conditions -------------------------------------------------------- */

VOID BehindIf(PEXT Ext)
{
	if (!Ext)
		return;
	PAGED_CODE(); // want must PA2004 "'BehindIf' has PAGED_CODE() inside or after"
	Ext->Count = 1;
}

VOID InsideIf(PEXT Ext)
{
	if (Ext) {
		PAGED_CODE(); // want PA2004 "'InsideIf'"
		Ext->Count = 1;
	}
}

VOID BeforeIf(PEXT Ext)
{
	Ext->Count = 0;
	PAGED_CODE();
	if (Ext->Users)
		Ext->Count = 1;
}

VOID BehindLoop(PEXT Ext)
{
	while (Ext->Count)
		Ext->Count--;
	PAGED_CODE(); // want PA2004 "'BehindLoop'"
}

VOID InsideFor(PEXT Ext)
{
	for (ULONG i = 0; i < Ext->Count; i++) {
		PAGED_CODE(); // want PA2004 "'InsideFor'"
	}
}

VOID InsideOnce(PEXT Ext)
{
	do {
		PAGED_CODE();
		Ext->Count = 1;
	} while (0);
}

VOID InsideCase(PEXT Ext)
{
	switch (Ext->Count) {
	case 1:
		PAGED_CODE(); // want PA2004 "'InsideCase'"
		break;
	}
}

VOID InsideTry(PEXT Ext)
{
	__try {
		PAGED_CODE();
		Ext->Count = 1;
	} __finally {
		Ext->Count = 0;
	}
}

VOID InABlock(PEXT Ext)
{
	{
		PAGED_CODE();
		Ext->Count = 1;
	}
}

VOID BehindConditionalValue(PEXT Ext)
{
	ULONG count = Ext ? Ext->Count : 0;

	PAGED_CODE();
	Resident = count;
}

VOID BehindIfLocked(PEXT Ext) // a marker all the same
{
	if (!Ext)
		return;
	PAGED_CODE_LOCKED(); // want PA2004 "PAGED_CODE_LOCKED()" PA2005 "'BehindIfLocked'"
	Ext->Count = 1;
}

/* ---- macros ------------------------------------------------------------ */

#define OWN_PAGED_CODE(Ext) PAGED_CODE(); (Ext)->Count++

#define TRACE(Text) \
	do { \
		if (Resident) \
			DbgPrint(Text); \
	} while (0)

VOID OwnMacro(PEXT Ext)
{
	OWN_PAGED_CODE(Ext);
}

VOID OwnMacroLate(PEXT Ext)
{
	if (!Ext)
		return;
	OWN_PAGED_CODE(Ext); // want PA2004 "'OwnMacroLate'"
}

VOID BehindTrace(PEXT Ext)
{
	TRACE("enter\n");
	PAGED_CODE();
	Ext->Count = 1;
}

/* Unlike a trace, this leaves some runs unchecked. */
#define REQUIRE(Condition) \
	do { \
		if (!(Condition)) \
			return; \
	} while (0)
#define REQUIRE_EXT(Ext) REQUIRE((Ext) != NULL)
#define REQUIRE_OR(Condition, Label) \
	do { \
		if (!(Condition)) \
			goto Label; \
	} while (0)

VOID BehindRequire(PEXT Ext)
{
	REQUIRE(Ext != NULL);
	PAGED_CODE(); // want PA2004 "'BehindRequire'"
	Ext->Count = 1;
}

VOID BehindRequireOfRequire(PEXT Ext)
{
	REQUIRE_EXT(Ext);
	PAGED_CODE(); // want PA2004 "'BehindRequireOfRequire'"
	Ext->Count = 1;
}

VOID BehindRequireOr(PEXT Ext)
{
	REQUIRE_OR(Ext != NULL, Done);
	PAGED_CODE(); // want PA2004 "'BehindRequireOr'"
	Ext->Count = 1;
Done:
	return;
}

/* A macro that is the whole prologue has its own marker where it wants it. */
#define PROLOGUE(Ext, Marker) \
	if ((Ext)->Users) \
		return; \
	Marker; \
	(Ext)->Users++

VOID InPrologue(PEXT Ext)
{
	PROLOGUE(Ext, PAGED_CODE());
	Ext->Count = 1;
}

VOID BehindPrologue(PEXT Ext)
{
	PROLOGUE(Ext, (void)0);
	PAGED_CODE(); // want PA2004 "'BehindPrologue'"
	Ext->Count = 1;
}

VOID BeforeRequire(PEXT Ext)
{
	PAGED_CODE();
	REQUIRE_OR(Ext != NULL, Done);
	Ext->Count = 1;
Done:
	return;
}

/* Another name of a macro with arguments. */
#define ENTER TRACE

VOID BehindAlias(PEXT Ext)
{
	ENTER("enter\n");
	PAGED_CODE();
	Ext->Count = 1;
}

#define IF(Condition) if (Condition)
#define WHEN IF

VOID BehindAliasedIf(PEXT Ext)
{
	WHEN(Resident)
		return;
	PAGED_CODE(); // want PA2004 "'BehindAliasedIf'"
	Ext->Count = 1;
}

VOID BehindOwnTrace(PEXT Ext)
{
	if (Resident)
		DbgPrint("enter\n");
	PAGED_CODE(); // want PA2004 "'BehindOwnTrace'"
	Ext->Count = 1;
}

VOID BehindUnused(PEXT Ext)
{
	UNREFERENCED_PARAMETER(Ext);
	PAGED_CODE();
}

/* ---- statements before it ---------------------------------------------- */

VOID BehindPagedData(PEXT Ext)
{
	Settings[0] = 2;
	PAGED_CODE(); // want must PA2004 "after a statement that can already touch"
	Ext->Count = 1;
}

VOID BehindPagedRead(PEXT Ext)
{
	Ext->Count = Settings[0];
	PAGED_CODE(); // want PA2004 "'BehindPagedRead'"
}

VOID BehindResidentData(PEXT Ext)
{
	Resident = 2;
	PAGED_CODE();
	Ext->Count = 1;
}

VOID BehindPagedCall(PEXT Ext)
{
	AtStart(Ext);
	PAGED_CODE(); // want PA2004 "'BehindPagedCall'"
}

VOID BehindIndirectCall(PEXT Ext)
{
	Indirect(Ext);
	PAGED_CODE(); // want PA2004 "'BehindIndirectCall'"
}

VOID BehindHarmlessCall(PEXT Ext)
{
	Harmless(Ext);
	PAGED_CODE();
}

VOID BehindPassiveRoutine(PEXT Ext)
{
	ZwClose(Ext->Key);
	PAGED_CODE(); // want PA2004 "'BehindPassiveRoutine'"
}

VOID BehindDispatchRoutine(PEXT Ext)
{
	InterlockedIncrement(&Ext->Users);
	PAGED_CODE();
}

VOID BehindRegion(PEXT Ext)
{
	KeEnterCriticalRegion();
	PAGED_CODE();
	Ext->Count = 1;
	KeLeaveCriticalRegion();
}

/* Declarations come first, whatever they are initialised with. */
VOID BehindDeclaration(PEXT Ext)
{
	ULONG setting = Settings[1];
	NTSTATUS status = ZwClose(Ext->Key);

	PAGED_CODE();
	Ext->Count = setting + (ULONG)status;
}

/* ---- others' --------------------------------------------------------- */

VOID Twice(PEXT Ext)
{
	PAGED_CODE();
	if (!Ext)
		return;
	PAGED_CODE(); // want PA2002 "'Twice'"
	Ext->Count = 1;
}

static __forceinline VOID Forced(PEXT Ext)
{
	if (!Ext)
		return;
	PAGED_CODE();
	Ext->Count = 1;
}

#pragma code_seg(pop)

VOID NotPageable(PEXT Ext)
{
	if (!Ext)
		return;
	PAGED_CODE(); // want PA2003 "'NotPageable'"
	Ext->Count = 1;
}

VOID Indirect(PEXT Ext)
{
	Helper(Ext);
}

VOID Helper(PEXT Ext)
{
	Forced(Ext);
	AtStart(Ext);
}

VOID Harmless(PEXT Ext)
{
	Ext->Count++;
}
