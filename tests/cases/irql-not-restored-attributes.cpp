/*
 * A class template with an attribute is made like any other: its objects are
 * destroyed by the destructor that the template writes.
 */
#include <ntddk.h>

class Spin {
	KSPIN_LOCK word;

public:
	void Take(KIRQL *irql) { KeAcquireSpinLock(&word, irql); }
	void Give(KIRQL irql) { KeReleaseSpinLock(&word, irql); }
};

template <class Lock> class [[nodiscard]] Guard {
	Lock &lock;
	KIRQL irql;

public:
	explicit Guard(Lock &taken) : lock(taken) { lock.Take(&irql); }
	~Guard() { lock.Give(irql); }
};

template <class Lock> class [[nodiscard]] Taker {
	Lock &lock;
	KIRQL irql;

public:
	explicit Taker(Lock &taken) : lock(taken) { lock.Take(&irql); }
	~Taker() { irql = 0; }
};

extern "C" DRIVER_UNLOAD OnUnload;
extern "C" DRIVER_UNLOAD OnOther;
static Spin spin;
static LONG count;

extern "C" void OnUnload(PDRIVER_OBJECT)
{
	Guard guard(spin);

	count++;
}

extern "C" void OnOther(PDRIVER_OBJECT)
{
	Taker taker(spin);

	count++;
} // want PA1010 "'OnOther' returns at DISPATCH_LEVEL"
