/*
 * One function, two sections. Each pair differs in one name.
 */
#include <ntddk.h>

VOID Twice(VOID);
VOID TwiceTheSame(VOID);
VOID TwiceMerged(VOID);
VOID TwiceResident(VOID);
VOID ByBoth(VOID);
VOID ByBothTheSame(VOID);
VOID InRegion(VOID);
VOID InOwnRegion(VOID);
VOID InResidentRegion(VOID);
VOID NonPaged(VOID);
VOID Unmarked(VOID);
VOID UnmarkedPaged(VOID);

#pragma alloc_text(PAGE, Twice, TwiceTheSame)
#pragma alloc_text(INIT, Twice) // want must PA3007 "'Twice' is put into section 'INIT' here and into 'PAGE' elsewhere"
#pragma alloc_text(PAGE, TwiceTheSame)

#pragma alloc_text(PAGECONFA, TwiceMerged) // want PA3002 "'PAGECONFA'"
#pragma alloc_text(PAGECONF$A, TwiceMerged)

#pragma alloc_text(LOCK, TwiceResident)
#pragma alloc_text(NONPAGED, TwiceResident)

#pragma alloc_text(PAGE, NonPaged)
#pragma alloc_text(NONPAGED, NonPaged) // want PA3007 "'NonPaged' is put into section 'NONPAGED'"

#pragma alloc_text(INIT, Unmarked)
#pragma alloc_text(PAGE, Unmarked) // want PA3007 "'Unmarked' is put into section 'PAGE'"
#pragma alloc_text(PAGE, UnmarkedPaged)
#pragma alloc_text(PAGETWO, UnmarkedPaged) // want PA3007 "'UnmarkedPaged' is put into section 'PAGETWO'"

#pragma alloc_text(PAGE, ByBoth, ByBothTheSame)
#pragma alloc_text(PAGE, InRegion, InOwnRegion, InResidentRegion)

VOID Twice(VOID)
{
	PAGED_CODE();
}

VOID Unmarked(VOID)
{
}

VOID UnmarkedPaged(VOID) // want PA2001 "'UnmarkedPaged'"
{
}

VOID TwiceTheSame(VOID)
{
	PAGED_CODE();
}

VOID TwiceMerged(VOID)
{
	PAGED_CODE();
}

VOID TwiceResident(VOID)
{
}

VOID NonPaged(VOID)
{
	PAGED_CODE();
}

__declspec(code_seg("INIT")) VOID ByBoth(VOID) // want PA3007 "'ByBoth' is put into section 'INIT'"
{
	PAGED_CODE();
}

__declspec(code_seg("PAGE")) VOID ByBothTheSame(VOID)
{
	PAGED_CODE();
}

#pragma code_seg("INIT") // want PA3007 "'InRegion' is put into section 'INIT'"
VOID InRegion(VOID)
{
	PAGED_CODE();
}

/* The attribute is obeyed in any region. */
__declspec(code_seg("PAGE")) VOID OwnWord(VOID)
{
	PAGED_CODE();
}

#pragma code_seg("PAGE")
VOID InOwnRegion(VOID)
{
	PAGED_CODE();
}
#pragma code_seg()

VOID InResidentRegion(VOID)
{
	PAGED_CODE();
}

/* ---- declarations that differ ------------------------------------------ */

__declspec(code_seg("PAGE")) VOID Declared(VOID);
__declspec(code_seg("NONPAGED")) VOID Declared(VOID); // want PA3007 "'Declared'"

VOID Declared(VOID)
{
	PAGED_CODE();
}

__declspec(code_seg("PAGE")) VOID DeclaredTwice(VOID);
__declspec(code_seg("PAGE")) VOID DeclaredTwice(VOID);

VOID DeclaredTwice(VOID)
{
	PAGED_CODE();
}
