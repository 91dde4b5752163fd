#include "table.h" // want nothing

#pragma const_seg("PAGECONS")
const ROW Cold[512] = { { 1, 2, 3 } };
#pragma const_seg()
const ROW Warm[4] = { { 1, 2, 3 } };

#pragma bss_seg("PAGEBSS")
ULONG Counts[1024];
#pragma bss_seg()

PLAN ColdPlan = { Cold, 512 };
PLAN WarmPlan = { Warm, 4 };

PCROW FindCold(ULONG Kind)
{
	return &Cold[Kind];
}

PCROW FindWarm(ULONG Kind)
{
	return &Warm[Kind];
}

PCROW Same(PCROW Row)
{
	return Row;
}

VOID Give(PCROW *Row)
{
	*Row = Cold;
}
