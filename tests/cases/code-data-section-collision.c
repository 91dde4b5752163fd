/*
 * One name for code and for data: as it is written, and as the linker leaves
 * it. INIT for both is what everyone does.
 */
#include <ntddk.h>

VOID Configure(VOID);
VOID Trace(VOID);
VOID Sort(VOID);
VOID Load(VOID);
VOID Serve(VOID);
#pragma alloc_text(PAGE, Configure)
#pragma alloc_text(PAGETRAC, Trace)
#pragma alloc_text(PAGESORT$A, Sort)
#pragma alloc_text(INIT, Load)
#pragma alloc_text(PAGESRV, Serve)

VOID Configure(VOID)
{
	PAGED_CODE();
}

VOID Trace(VOID)
{
	PAGED_CODE();
}

VOID Sort(VOID)
{
	PAGED_CODE();
}

VOID Load(VOID)
{
}

VOID Serve(VOID)
{
	PAGED_CODE();
}

#pragma data_seg("PAGE") // want must PA3004 "section 'PAGE' is used for data here and for code elsewhere"
ULONG Data = 1;
#pragma data_seg()

#pragma data_seg("PAGEDATA")
ULONG OwnData = 1;
#pragma data_seg()

#pragma data_seg("PAGESORT$B") // want PA3004 "'PAGESORT$B'"
ULONG SortData = 1;
#pragma data_seg()

#pragma data_seg("PAGETRACE") // want PA3004 "'PAGETRACE'" PA3002 "'PAGETRACE'"
ULONG TraceData = 1;
#pragma data_seg()

#pragma data_seg("PAGETRA")
ULONG OtherTraceData = 1;
#pragma data_seg()

#pragma data_seg("INIT")
ULONG LoadData = 1;
#pragma data_seg()

#pragma bss_seg("PAGESRV") // want PA3004 "'PAGESRV'"
ULONG ServeZero;
#pragma bss_seg()

#pragma const_seg("PAGESRV") // want PA3004 "'PAGESRV'"
const ULONG ServeConstant = 1;
#pragma const_seg()

#pragma const_seg("PAGESRVC")
const ULONG ServeOwnConstant = 1;
#pragma const_seg()

/* Nothing is in it. */
#pragma data_seg(push)
#pragma data_seg(pop)

__declspec(allocate("PAGE")) ULONG Allocated = 1; // want PA3004 "'PAGE'"
__declspec(allocate("PAGEDATA")) ULONG AllocatedApart = 1;
