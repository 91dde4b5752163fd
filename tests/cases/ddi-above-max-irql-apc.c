/*
 * APC_LEVEL: certain where a routine on the way takes a fast mutex itself, or by
 * a wrapper that keeps it, always or when it says so; not while one may have
 * been given back by a counter.
 */
#include <ntddk.h>

static FAST_MUTEX mutex;
static HANDLE file;
static ULONG depth;
static PVOID owner;

static BOOLEAN try_cache(LONG Offset)
{
	if (Offset < 0 || !ExTryToAcquireFastMutex(&mutex))
		return FALSE;
	return TRUE;
}

static void enter_cache(void)
{
	ExAcquireFastMutex(&mutex);
}

static void enter_cache_outer(void)
{
	enter_cache();
}

static void leave_cache(void)
{
	ExReleaseFastMutex(&mutex);
}

static void save(void)
{
	ZwClose(file); // want may PA1008 "'save'"
}

static void save_as(void)
{
	ZwClose(file); // want may PA1008 "'save_as'"
}

static void (*const savers[])(void) = { save, save_as };

DRIVER_UNLOAD Tries, TriesNot, Enters, EntersNot, EntersOuter, Counts;

VOID Tries(PDRIVER_OBJECT Driver)
{
	if (try_cache(Driver->Size)) {
		savers[Driver->Type & 1]();
		leave_cache();
	} else {
		savers[Driver->Type & 1]();
	}
}

VOID TriesNot(PDRIVER_OBJECT Driver)
{
	if (try_cache(Driver->Size))
		leave_cache();
	ZwClose(file);
}

VOID Enters(PDRIVER_OBJECT Driver)
{
	enter_cache();
	ZwClose(file); // want may PA1008 "'Enters'"
	leave_cache();
}

VOID EntersNot(PDRIVER_OBJECT Driver)
{
	enter_cache();
	leave_cache();
	ZwClose(file);
}

VOID EntersOuter(PDRIVER_OBJECT Driver)
{
	enter_cache_outer();
	ZwClose(file); // want may PA1008 "'EntersOuter'"
	leave_cache();
}

static void count_in(void)
{
	if (owner != PsGetCurrentThread()) {
		ExAcquireFastMutex(&mutex);
		owner = PsGetCurrentThread();
	}
	depth++;
}

static void count_out(void)
{
	if (--depth == 0) {
		owner = NULL;
		ExReleaseFastMutex(&mutex);
	}
}

static void counts_inside(void)
{
	count_in();
	count_out();
}

VOID Counts(PDRIVER_OBJECT Driver)
{
	counts_inside();
	ZwClose(file);
}
