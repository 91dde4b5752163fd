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

/* The kit's, whose body no driver has. */
void *__cdecl operator new(size_t Size, POOL_TYPE Pool);

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

template <class T>
struct Counted {
	T Value;
	KSEMAPHORE Slots;
};

template <class T>
struct Wrapped {
	T Value;
};

extern "C" VOID Use(void)
{
	Signal *signal = new (PagedPool, 'gaT') Signal; // want must PA4002 "'Event', a KEVENT"
	Signal *resident = new (NonPagedPool, 'gaT') Signal;
	Plain *plain = new (PagedPool, 'gaT') Plain;
	Worker *worker = new Worker; // want must PA4002 "'Lock', a KSPIN_LOCK"
	Sleeper *sleeper = new Sleeper;
	Signal *made = Make<Signal>(PagedPool); // want must PA4002 "KEVENT"
	Signal *right = Make<Signal>(NonPagedPool);
	auto counted = new (PagedPool, 'gaT') Counted<ULONG>; // want must PA4002 "'Slots', a KSEMAPHORE"
	auto wrapped = new (PagedPool, 'gaT') Wrapped<Signal>; // want must PA4002 "'Value.Event', a KEVENT"
	auto resident2 = new (NonPagedPool, 'gaT') Counted<ULONG>;
	auto plain2 = new (PagedPool, 'gaT') Wrapped<Plain>;
	Signal *kits = new (PagedPool) Signal; // want must PA4002 "'Event', a KEVENT"
	Signal *kits2 = new (NonPagedPool) Signal;

	UNREFERENCED_PARAMETER(signal);
	UNREFERENCED_PARAMETER(resident);
	UNREFERENCED_PARAMETER(plain);
	UNREFERENCED_PARAMETER(worker);
	UNREFERENCED_PARAMETER(sleeper);
	UNREFERENCED_PARAMETER(made);
	UNREFERENCED_PARAMETER(right);
	UNREFERENCED_PARAMETER(counted);
	UNREFERENCED_PARAMETER(wrapped);
	UNREFERENCED_PARAMETER(resident2);
	UNREFERENCED_PARAMETER(plain2);
	UNREFERENCED_PARAMETER(kits);
	UNREFERENCED_PARAMETER(kits2);
}
