/*
 * A class template's specialisation is a class of its own: what goes out of
 * scope is destroyed by its destructor, not by the template's, whether the
 * arguments are written or deduced.
 */
#include <ntddk.h>

class Reading {
	EX_SPIN_LOCK word;

public:
	KIRQL Lock() { return ExAcquireSpinLockShared(&word); }
	void Unlock(KIRQL irql) { ExReleaseSpinLockShared(&word, irql); }
};

class Writing {
	EX_SPIN_LOCK word;

public:
	KIRQL Lock() { return ExAcquireSpinLockExclusive(&word); }
	void Unlock(KIRQL irql) { ExReleaseSpinLockExclusive(&word, irql); }
};

template <class Lock> class Guard;

template <class Lock> class Guard {
	Lock &lock;

public:
	Guard(Lock &taken) : lock(taken) { lock.Lock(); }
	~Guard() { lock.Unlock(); }
};

template <> class Guard<Reading> {
	Reading &lock;
	KIRQL irql;

public:
	Guard(Reading &taken) : lock(taken) { irql = lock.Lock(); }
	~Guard() { lock.Unlock(irql); }
};

template <> class Guard<Writing> {
	Writing &lock;
	KIRQL irql;

public:
	Guard(Writing &taken) : lock(taken) { irql = lock.Lock(); }
	~Guard() { Count++; }
	static LONG Count;
};

LONG Guard<Writing>::Count;

extern "C" DRIVER_UNLOAD OnUnload;
extern "C" DRIVER_UNLOAD OnDeduced;
extern "C" DRIVER_UNLOAD OnOther;
static Reading reading;
static Writing writing;
static LONG count;

extern "C" void OnUnload(PDRIVER_OBJECT)
{
	Guard<Reading> guard(reading);

	count++;
}

extern "C" void OnDeduced(PDRIVER_OBJECT)
{
	Guard guard(reading);

	count++;
}

extern "C" void OnOther(PDRIVER_OBJECT)
{
	Guard guard(writing);

	count++;
} // want PA1010 "'OnOther' returns at DISPATCH_LEVEL"
