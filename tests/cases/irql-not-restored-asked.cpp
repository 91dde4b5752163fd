/* A guard asks itself, in a member of its own, whether it holds its lock: by an
 * IRQL that no lock saves. Its caller knows the answer. */
#include <ntddk.h>

struct Lock {
	KSPIN_LOCK SpinLock;
	KIRQL Acquire()
	{
		KIRQL old;

		KeAcquireSpinLock(&SpinLock, &old);
		return old;
	}
	void Release(KIRQL old) { KeReleaseSpinLock(&SpinLock, old); }
};

class Guard {
public:
	Guard(Lock &lock) : m_lock(lock) { Acquire(); }
	~Guard()
	{
		if (IsAcquired())
			Release();
	}
	void Acquire() { m_old = m_lock.Acquire(); }
	void Release()
	{
		m_lock.Release(m_old);
		m_old = NOT_ACQUIRED;
	}
	bool IsAcquired() { return m_old != NOT_ACQUIRED; }

private:
	static const KIRQL NOT_ACQUIRED = (KIRQL)-1;
	KIRQL m_old = NOT_ACQUIRED;
	Lock &m_lock;
};

/* The same, with the question the wrong way round. */
class Broken {
public:
	Broken(Lock &lock) : m_lock(lock) { m_old = m_lock.Acquire(); }
	~Broken()
	{
		if (IsFree())
			m_lock.Release(m_old);
	}
	bool IsFree() { return m_old == 255; }

private:
	KIRQL m_old = 255;
	Lock &m_lock;
};

struct Queue {
	Lock QueueLock;
	ULONG Count;
	void Add();
	void Drain();
};

static Queue TheQueue;

void Queue::Add()
{
	Guard guard(QueueLock);

	Count++;
}

void Queue::Drain()
{
	Guard guard{ QueueLock };

	while (Count--) {
		guard.Release();
		KeQueryTimeIncrement();
		guard.Acquire();
	}
}

static DRIVER_UNLOAD Lose;
static void Lose(PDRIVER_OBJECT)
{
	Broken guard(TheQueue.QueueLock);

	TheQueue.Count++;
} // want irql-not-restored "'Lose'"

/* In C as well: a flag that is a number, and asked by a routine. */
struct Held {
	KSPIN_LOCK SpinLock;
	KIRQL Old;
	int State;
};

static bool IsHeld(Held *held)
{
	if (held->State == 2)
		return true;
	return false;
}

static void Take(Held *held)
{
	KeAcquireSpinLock(&held->SpinLock, &held->Old);
	held->State = 2;
}

static KSTART_ROUTINE TakesAndGives;
static void TakesAndGives(PVOID context)
{
	Held *held = (Held *)context;

	Take(held);
	if (IsHeld(held))
		KeReleaseSpinLock(&held->SpinLock, held->Old);
}

static KSTART_ROUTINE TakesAndKeeps;
static void TakesAndKeeps(PVOID context)
{
	Held *held = (Held *)context;

	Take(held);
	if (!IsHeld(held))
		KeReleaseSpinLock(&held->SpinLock, held->Old);
} // want irql-not-restored "'TakesAndKeeps'"

extern "C" NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	HANDLE thread;

	driver->DriverUnload = Lose;
	TheQueue.Add();
	TheQueue.Drain();
	PsCreateSystemThread(&thread, 0, nullptr, nullptr, nullptr,
		TakesAndGives, nullptr);
	return PsCreateSystemThread(&thread, 0, nullptr, nullptr, nullptr,
		TakesAndKeeps, nullptr);
}
