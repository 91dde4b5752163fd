/*
 * What stands inside of templates: a class that is declared in one, whose object
 * gives back the lock, and a friend.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static LONG count;

struct Spin {
	KSPIN_LOCK lock;
	KIRQL irql;
	void Enter() { KeAcquireSpinLock(&lock, &irql); }
	void Leave() { KeReleaseSpinLock(&lock, irql); }
};

struct Mutex {
	FAST_MUTEX mutex;
	void Enter() { ExAcquireFastMutex(&mutex); }
	void Leave() { ExReleaseFastMutex(&mutex); }
};

template <class Lock> class Locked {
	Lock lock;
	LONG value = 0;

public:
	template <class F> void With(F run)
	{
		struct Leaver {
			Lock *lock;
			~Leaver() { lock->Leave(); }
		} leaver{ &lock };

		lock.Enter();
		run(value);
	}
};

static Locked<Spin> spun;
static Locked<Mutex> held;

PAGED static VOID Paged(LONG value)
{
	PAGED_CODE();
	count += value;
}

extern "C" DRIVER_UNLOAD RunsSpun, RunsHeld;

extern "C" VOID RunsSpun(PDRIVER_OBJECT)
{
	spun.With([](LONG value) {
		Paged(value); // want must PA1006 "'RunsSpun::lambda' calls 'Paged'"
	});
	Paged(1);
}

extern "C" VOID RunsHeld(PDRIVER_OBJECT)
{
	held.With([](LONG value) {
		Paged(value);
	});
	spun.With([](LONG value) {
		count += value;
	});
	Paged(1);
}

/* ---- friends ----------------------------------------------------------------- */

template <class Derived> struct Comparable {
	friend bool operator!=(const Derived &a, const Derived &b)
	{
		return !(a == b); // want must PA1006 "calls 'PagedKey::operator=='"
	}
};

struct PagedKey : Comparable<PagedKey> {
	LONG value;
	PAGED bool operator==(const PagedKey &other) const;
};

PAGED bool PagedKey::operator==(const PagedKey &other) const
{
	PAGED_CODE();
	return value == other.value;
}

struct Key : Comparable<Key> {
	LONG value;
	bool operator==(const Key &other) const
	{
		return value == other.value;
	}
};

static PagedKey paged_keys[2];
static Key keys[2];

extern "C" DRIVER_UNLOAD Compares;

extern "C" VOID Compares(PDRIVER_OBJECT)
{
	KIRQL irql;
	static KSPIN_LOCK lock;

	KeAcquireSpinLock(&lock, &irql);
	count += keys[0] != keys[1];
	count += paged_keys[0] != paged_keys[1];
	KeReleaseSpinLock(&lock, irql);
}
