/*
 * Objects that must be resident, made by operators new and by templates.
 */
#include <ntddk.h>

struct Signal {
	KEVENT Event;
};

struct Plain {
	ULONG Value;
};

void *__cdecl operator new(size_t Size, POOL_TYPE Pool, ULONG Tag)
{
	return ExAllocatePoolWithTag(Pool, Size, Tag);
}

class FromPagedPool {
public:
	static void *operator new(size_t Size)
	{
		return ExAllocatePoolWithTag(PagedPool, Size, 'gaT');
	}
};

class Worker : public FromPagedPool {
public:
	KSPIN_LOCK Lock;
};

class Sleeper : public FromPagedPool {
public:
	ULONG Value;
};

template <class T>
static T *Make(POOL_TYPE Pool)
{
	return reinterpret_cast<T *>(
		ExAllocatePoolWithTag(Pool, sizeof(T), 'gaT'));
}

extern "C" VOID Use(void)
{
	Signal *signal = new (PagedPool, 'gaT') Signal; // want must PA4002 "'Event', a KEVENT"
	Signal *resident = new (NonPagedPool, 'gaT') Signal;
	Plain *plain = new (PagedPool, 'gaT') Plain;
	Worker *worker = new Worker; // want must PA4002 "'Lock', a KSPIN_LOCK"
	Sleeper *sleeper = new Sleeper;
	Signal *made = Make<Signal>(PagedPool); // want must PA4002 "KEVENT"
	Signal *right = Make<Signal>(NonPagedPool);

	UNREFERENCED_PARAMETER(signal);
	UNREFERENCED_PARAMETER(resident);
	UNREFERENCED_PARAMETER(plain);
	UNREFERENCED_PARAMETER(worker);
	UNREFERENCED_PARAMETER(sleeper);
	UNREFERENCED_PARAMETER(made);
	UNREFERENCED_PARAMETER(right);
}
