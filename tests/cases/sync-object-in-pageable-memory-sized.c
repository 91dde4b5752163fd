/*
 * Memory that nothing converts: what it is for is told by the size that is asked for.
 */
#include <fltKernel.h>

typedef struct _STREAM {
	KSPIN_LOCK Lock;
	ULONG Hits;
} STREAM, *PSTREAM;

typedef struct _RECORD {
	EX_PUSH_LOCK Lock;
	ULONG Hits;
	PSTREAM Stream;
} RECORD;

VOID Keep(PVOID Memory);

VOID NewContexts(PFLT_FILTER Filter)
{
	PFLT_CONTEXT context;

	FltAllocateContext(Filter, FLT_STREAM_CONTEXT, sizeof(STREAM), PagedPool, &context); // want must PA4002 "'struct _STREAM', which holds 'Lock', a KSPIN_LOCK"
	FltAllocateContext(Filter, FLT_STREAM_CONTEXT, sizeof(STREAM), NonPagedPoolNx, &context);
	FltAllocateContext(Filter, FLT_FILE_CONTEXT, sizeof(RECORD), PagedPool, &context);
}

VOID NewMemory(PSTREAM Stream)
{
	Keep(ExAllocatePoolWithTag(PagedPool, sizeof(*Stream), 'gaT')); // want must PA4002 "a KSPIN_LOCK"
	Keep(ExAllocatePoolWithTag(PagedPool, sizeof(Stream), 'gaT'));
	Keep(ExAllocatePoolWithTag(PagedPool, sizeof(PSTREAM), 'gaT'));
	Keep(ExAllocatePoolWithTag(PagedPool, sizeof(RECORD), 'gaT'));
}

static PVOID Allocate(POOL_TYPE Pool, SIZE_T Size)
{
	return ExAllocatePoolWithTag(Pool, Size, 'gaT');
}

VOID NewByWrapper(VOID)
{
	Keep(Allocate(PagedPool, sizeof(STREAM))); // want must PA4002 "a KSPIN_LOCK"
	Keep(Allocate(NonPagedPoolNx, sizeof(STREAM)));
}
