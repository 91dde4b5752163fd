/*
 * An explicit specialisation of a function template is a function of its own,
 * inside of a namespace as outside: it is what a template calls for these
 * arguments, not the template itself.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

struct SPIN {
	KSPIN_LOCK Lock;
	KIRQL Irql;
};

struct FAST {
	FAST_MUTEX Mutex;
};

namespace locks {

template <class T> void Acquire(T *);
template <class T> void Release(T *);

template <class T> class Guard {
	T *lock;

public:
	explicit Guard(T *taken) : lock(taken)
	{
		Acquire(lock);
	}

	~Guard()
	{
		Release(lock);
	}
};

template <> inline void Acquire(SPIN *lock)
{
	KeAcquireSpinLock(&lock->Lock, &lock->Irql);
}

template <> inline void Release(SPIN *lock)
{
	KeReleaseSpinLock(&lock->Lock, lock->Irql);
}

template <> inline void Acquire(FAST *lock)
{
	ExAcquireFastMutex(&lock->Mutex);
}

template <> inline void Release(FAST *lock)
{
	ExReleaseFastMutex(&lock->Mutex);
}

}

static SPIN Spin;
static FAST Fast;
static LONG Count;

PAGED VOID Guarded()
{
	PAGED_CODE();
	locks::Guard<SPIN> guard(&Spin); // want must PA1001 "'Guarded'"

	Count++;
}

PAGED VOID GuardedByMutex()
{
	PAGED_CODE();
	locks::Guard<FAST> guard(&Fast);

	Count++;
}

PAGED VOID ByName()
{
	PAGED_CODE();
	locks::Acquire(&Spin); // want must PA1001 "'ByName'"
	Count++;
	locks::Release(&Spin);
}

PAGED VOID ByNameOfMutex()
{
	PAGED_CODE();
	locks::Acquire(&Fast);
	Count++;
	locks::Release(&Fast);
}

/* Declared twice, and made before it is defined. */
template <class T> VOID Keep(T *);
template <class T> VOID Keep(T *);

PAGED VOID Kept()
{
	PAGED_CODE();
	Keep(&Spin); // want must PA1001 "'Kept'"
	Count++;
	locks::Release(&Spin);
}

PAGED VOID KeptByMutex()
{
	PAGED_CODE();
	Keep(&Fast);
	Count++;
	locks::Release(&Fast);
}

template <class T> VOID Keep(T *lock)
{
	locks::Acquire(lock);
}

/* What has no name is gone at the end of the statement. */
static struct {
	SPIN *Spin;
	FAST *Fast;
} Locks = { &Spin, &Fast };

static VOID Unnamed()
{
	locks::Guard<SPIN>(Locks.Spin);
	locks::Guard{Locks.Spin};
	Count++;
}

extern "C" DRIVER_UNLOAD OnUnload;
extern "C" VOID OnUnload(PDRIVER_OBJECT Driver)
{
	UNREFERENCED_PARAMETER(Driver);
	Unnamed();
}
