/*
 * alloc_text obeys C linkage only.
 */
#include <ntddk.h>

extern "C" VOID InC(VOID);
extern "C" {
VOID InBlock(VOID);
static VOID StaticInBlock(VOID);
}
extern "C++" {
static VOID StaticInCxxBlock(VOID);
}
VOID InCxx(VOID);

class Queue {
public:
	VOID Push();
};

#pragma alloc_text(PAGE, InC)
#pragma alloc_text(PAGE, InBlock)
#pragma alloc_text(PAGE, StaticInBlock)
#pragma alloc_text(PAGE, StaticInCxxBlock) // want must PA3005 "'StaticInCxxBlock' which has C++ linkage"
#pragma alloc_text(PAGE, InCxx) // want must PA3005 "'InCxx' which has C++ linkage"
#pragma alloc_text(PAGE, Queue::Push) // want PA3005 "'Queue::Push' which has C++ linkage"

extern "C" VOID InC(VOID)
{
	PAGED_CODE();
}

VOID InBlock(VOID)
{
	PAGED_CODE();
}

/* Its first declaration says that it has C linkage. */
static VOID StaticInBlock(VOID)
{
	PAGED_CODE();
}

static VOID StaticInCxxBlock(VOID)
{
	PAGED_CODE();
}

VOID InCxx(VOID)
{
	PAGED_CODE();
}

VOID Queue::Push()
{
	PAGED_CODE();
}
