/* Tables that one unit places, and another reads through pointers. */ // want nothing
#ifndef TABLE_H
#define TABLE_H
#include <ntddk.h>

typedef struct _ROW {
	ULONG Kind, Low, High;
} ROW;
typedef const ROW *PCROW;

typedef struct _PLAN {
	PCROW Rows;
	ULONG Count;
} PLAN;

extern const ROW Cold[512];
extern const ROW Warm[4];
extern ULONG Counts[1024];
extern PLAN ColdPlan, WarmPlan;

PCROW FindCold(ULONG Kind);
PCROW FindWarm(ULONG Kind);
PCROW Same(PCROW Row);
VOID Give(PCROW *Row);
#endif
