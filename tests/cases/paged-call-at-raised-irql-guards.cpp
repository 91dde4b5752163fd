/*
 * Guards that change hands: returned by value, asked, cancelled, made without a
 * name; what runs at the end of a scope; and structures that carry the IRQL.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

class SpinLock {
public:
	void Acquire() { KeAcquireSpinLock(&m_lock, &m_irql); }
	void Release() { KeReleaseSpinLock(&m_lock, m_irql); }
	bool TryAcquire();

private:
	KSPIN_LOCK m_lock;
	KIRQL m_irql;
};

static SpinLock Lock, Other;
static int Count;

PAGED static void Paged()
{
	PAGED_CODE();
}

bool SpinLock::TryAcquire()
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (!KeTryToAcquireSpinLockAtDpcLevel(&m_lock)) {
		KeLowerIrql(irql);
		return false;
	}
	m_irql = irql;
	return true;
}

/* ---- returned by value ---------------------------------------------------- */

class Guard {
public:
	explicit Guard(SpinLock &lock) : m_held(&lock) { m_held->Acquire(); }
	Guard(Guard &&from) : m_held(from.m_held) { from.m_held = nullptr; }
	Guard(const Guard &) = delete;
	~Guard()
	{
		if (m_held)
			m_held->Release();
	}
	Guard &Self() { return *this; }

private:
	SpinLock *m_held;
};

static Guard Locked()
{
	return Guard(Lock);
}

void Returned()
{
	{
		auto guard = Locked();
		Paged(); // want PA1006 "'Returned'"
	}
	Paged();
}

PAGED void PagedReturned()
{
	PAGED_CODE();
	auto guard = Locked(); // want PA1001 "'PagedReturned'"
	Count++;
}

/* ---- without a name -------------------------------------------------------- */

void Nameless()
{
	Guard{Lock};
	Paged();
	Locked();
	Paged();
	(void)Guard(Lock);
	Paged();
}

void Named()
{
	Guard guard(Lock);
	guard.Self();
	Paged(); // want PA1006 "'Named'"
}

/* ---- asked ----------------------------------------------------------------- */

class TryGuard {
public:
	explicit TryGuard(SpinLock &lock)
		: m_lock(lock), m_ok(lock.TryAcquire()) {}
	~TryGuard()
	{
		if (m_ok)
			m_lock.Release();
	}
	explicit operator bool() const { return m_ok; }

private:
	SpinLock &m_lock;
	bool m_ok;
};

void Asked()
{
	if (TryGuard guard(Lock); guard) {
		Paged(); // want PA1006 "'Asked'"
	} else {
		Paged();
	}
	Paged();
}

/* ---- a member's own initialiser ---------------------------------------------- */

template <typename L> class Unlocker {
public:
	explicit Unlocker(L &lock) : m_lock(lock) { m_lock.Acquire(); }
	Unlocker(L &lock, bool held) : m_held(held), m_lock(lock) {}
	~Unlocker() { Unlock(); }
	void Unlock()
	{
		if (m_held) {
			m_lock.Release();
			m_held = false;
		}
	}

private:
	bool m_held = true;
	L &m_lock;
};

struct Lazy {
	int uses[2]{};
	bool held = false;

	void Take()
	{
		Lock.Acquire();
		held = true;
	}
	~Lazy()
	{
		if (held)
			Lock.Release();
	}
};

void UnlocksEarly()
{
	Unlocker<SpinLock> guard(Lock);

	if (Count) {
		guard.Unlock();
		Paged();
		return;
	}
	Paged(); // want PA1006 "'UnlocksEarly'"
}

void NeverLocks()
{
	Unlocker<SpinLock> guard(Lock, false);

	Paged();
}

void TakesLate()
{
	Lazy lazy;

	Paged();
	if (Count)
		return;
	lazy.Take();
	Paged(); // want PA1006 "'TakesLate'"
}

/* ---- at the end of a scope ---------------------------------------------------- */

template <typename F> class Final {
public:
	explicit Final(F f) : m_f(f), m_armed(true) {}
	~Final()
	{
		if (m_armed)
			m_f();
	}
	void Cancel() { m_armed = false; }

private:
	F m_f;
	bool m_armed;
};

template <typename F> Final<F> AtEnd(F f)
{
	return Final<F>(f);
}

void Scoped()
{
	Lock.Acquire();
	{
		auto final = AtEnd([] { Lock.Release(); });
		Paged(); // want PA1006 "'Scoped'"
	}
	Paged();
}

void Cancelled()
{
	Lock.Acquire();
	auto final = AtEnd([] { Lock.Release(); });
	if (Count) {
		final.Cancel();
		Lock.Release();
		Paged();
		return;
	}
	Count++;
}

/* Each lambda is its own, though both stand in one function. */
void TwoOfThem()
{
	{
		Lock.Acquire();
		auto first = AtEnd([] { Lock.Release(); });
	}
	{
		auto second = AtEnd([] { Paged(); });
	}
	Lock.Acquire();
	auto third = AtEnd([] { Lock.Release(); });
	Other.Acquire();
	auto fourth = AtEnd([] {
		Paged(); // want PA1006 "'TwoOfThem::lambda'"
		Other.Release();
	});
}

/* ---- a structure that carries the IRQL ------------------------------------------ */

struct Saved {
	KIRQL Irql;
	BOOLEAN Held;
};

static KSPIN_LOCK Plain;

static Saved Enter()
{
	Saved saved;

	KeAcquireSpinLock(&Plain, &saved.Irql);
	saved.Held = TRUE;
	return saved;
}

static void Leave(Saved saved)
{
	if (saved.Held)
		KeReleaseSpinLock(&Plain, saved.Irql);
}

void Carried()
{
	Saved saved = Enter();

	Paged(); // want PA1006 "'Carried'"
	Leave(saved);
	Paged();
}
