/*
 * Flags of the pool that are set one by one, or cleared again.
 */
#include <ntddk.h>

#define TAG 'gaT'

typedef struct _QUEUE {
	LIST_ENTRY Head;
	KSPIN_LOCK Lock;
} QUEUE, *PQUEUE;

PQUEUE Chosen(BOOLEAN Resident)
{
	POOL_FLAGS flags = POOL_FLAG_UNINITIALIZED;

	if (Resident)
		flags |= POOL_FLAG_NON_PAGED;
	else
		flags |= POOL_FLAG_PAGED;
	return ExAllocatePool2(flags, sizeof(QUEUE), TAG); // want may PA4002 "a KSPIN_LOCK"
}

PQUEUE Always(BOOLEAN Zero)
{
	POOL_FLAGS flags = 0;

	if (!Zero)
		flags |= POOL_FLAG_UNINITIALIZED;
	flags |= POOL_FLAG_PAGED;
	return ExAllocatePool2(flags, sizeof(QUEUE), TAG); // want must PA4002 "a KSPIN_LOCK"
}

PQUEUE AtOnce(void)
{
	POOL_FLAGS flags = POOL_FLAG_UNINITIALIZED;

	return ExAllocatePool2(flags | POOL_FLAG_PAGED, sizeof(QUEUE), TAG); // want must PA4002 "a KSPIN_LOCK"
}

PQUEUE Never(BOOLEAN Zero)
{
	POOL_FLAGS flags = 0;

	if (!Zero)
		flags |= POOL_FLAG_UNINITIALIZED;
	flags |= POOL_FLAG_NON_PAGED;
	return ExAllocatePool2(flags, sizeof(QUEUE), TAG);
}

PQUEUE Cleared(void)
{
	POOL_FLAGS flags = POOL_FLAG_PAGED | POOL_FLAG_UNINITIALIZED;

	flags &= ~POOL_FLAG_PAGED;
	flags |= POOL_FLAG_NON_PAGED;
	return ExAllocatePool2(flags, sizeof(QUEUE), TAG);
}

PQUEUE InLoop(int Count)
{
	POOL_FLAGS flags = POOL_FLAG_NON_PAGED;

	while (Count-- > 0)
		flags |= POOL_FLAG_UNINITIALIZED;
	return ExAllocatePool2(flags, sizeof(QUEUE), TAG);
}
