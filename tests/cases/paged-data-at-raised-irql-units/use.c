#include "table.h"

static ULONG Sum;

/* ---- in larger expressions ---------------------------------------------- */

KDEFERRED_ROUTINE Dpc;
VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PCROW row = &Cold[3], warm = &Warm[3];

	if (row->High > Sum) // want may PA4001 "'Dpc' reads 'Cold', which is in pageable section 'PAGECONS', at DISPATCH_LEVEL, through row->High"
		Sum = 0;
	if (warm->High > Sum)
		Sum = 0;
	switch (row->Kind) { // want PA4001
	case 1:
		Sum += row->Low * 2; // want PA4001
		break;
	}
	Sum += sizeof(row->Low);
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

/* ---- parts, steps, results, outputs ------------------------------------- */

KDEFERRED_ROUTINE Steps;
VOID Steps(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PCROW row = &Cold[3], next = &row[1], last = row + 2, given;

	Sum += next->Low * 2; // want PA4001
	Sum += last->Low * 2; // want PA4001
	Sum += FindCold(3)->Low; // want PA4001
	Sum += FindWarm(3)->Low;
	next = FindCold(4);
	last = FindWarm(4);
	Give(&given);
	Sum += given->Low * 2; // want PA4001
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

/* What a routine returns as it is depends on the call. */
KDEFERRED_ROUTINE Returns;
VOID Returns(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	PCROW cold = Same(Cold), warm = Same(Warm);

	Sum += cold->Low * 2; // want PA4001
	Sum += warm->Low * 2;
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

/* ---- what initialisers hold; two objects of one type -------------------- */

KDEFERRED_ROUTINE Plans;
VOID Plans(PKDPC Object, PVOID Context, PVOID First, PVOID Second)
{
	ULONG *counts = Context;

	Sum += ColdPlan.Rows[2].Low * 2; // want PA4001
	Sum += WarmPlan.Rows[2].Low * 2;
	Sum += ColdPlan.Count * 2;
	if (counts[1] + counts[2] > 7) // want PA4001
		Sum = 0;
	UNREFERENCED_PARAMETER(Object);
	UNREFERENCED_PARAMETER(First);
	UNREFERENCED_PARAMETER(Second);
}

VOID Start(PKDPC Object);
VOID Start(PKDPC Object)
{
	PCROW row = FindCold(2);

	KeInitializeDpc(Object, Plans, Counts);
	if (row->Low < row->High)
		Sum = ColdPlan.Rows[1].Low;
}
