/*
 * Members that are defined in their class's body are expanded in their
 * caller's section, unless they are __declspec(noinline) or have a code_seg of
 * their own. A guard whose constructor stands there is one of them.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))
#define RESIDENT __declspec(code_seg(".text"))

class Counter {
public:
	VOID Inline()
	{
		KIRQL irql;

		KeAcquireSpinLock(&lock_, &irql);
		count_++;
		KeReleaseSpinLock(&lock_, irql);
	}

	__declspec(noinline) VOID NeverInline()
	{
		KIRQL irql;

		KeAcquireSpinLock(&lock_, &irql);
		count_++;
		KeReleaseSpinLock(&lock_, irql);
	}

	RESIDENT VOID OwnSection()
	{
		KIRQL irql;

		KeAcquireSpinLock(&lock_, &irql);
		count_++;
		KeReleaseSpinLock(&lock_, irql);
	}

	PAGED VOID OwnPagedSection()
	{
		KIRQL irql;

		PAGED_CODE();
		KeAcquireSpinLock(&lock_, &irql); // want must PA1001 "OwnPagedSection'"
		count_++;
		KeReleaseSpinLock(&lock_, irql);
	}

	static VOID Static(Counter *counter)
	{
		counter->Inline();
	}

	VOID OnlyDeclared();

private:
	KSPIN_LOCK lock_;
	ULONG count_;
};

/* Outside the class's body: an ordinary function. */
VOID Counter::OnlyDeclared()
{
	KIRQL irql;

	KeAcquireSpinLock(&lock_, &irql);
	count_++;
	KeReleaseSpinLock(&lock_, irql);
}

PAGED VOID UsesInline(Counter *counter)
{
	PAGED_CODE();
	counter->Inline(); // want must PA1001 "'UsesInline'"
}

/* A name in parentheses, of a type that has no size: it is only called. */
PAGED VOID UsesInlineInParentheses(Counter *counter)
{
	PAGED_CODE();
	(counter->Inline)(); // want must PA1001 "'UsesInlineInParentheses'"
}

PAGED VOID UsesMember(Counter *counter, VOID (Counter::*member)())
{
	PAGED_CODE();
	(counter->NeverInline)();
	(counter->*member)();
	if (!counter)
		(__builtin_trap)();
}

PAGED VOID UsesStatic(Counter *counter)
{
	PAGED_CODE();
	Counter::Static(counter); // want must PA1001 "'UsesStatic'"
}

PAGED VOID UsesNeverInline(Counter *counter)
{
	PAGED_CODE();
	counter->NeverInline();
}

PAGED VOID UsesOwnSection(Counter *counter)
{
	PAGED_CODE();
	counter->OwnSection();
}

PAGED VOID UsesOnlyDeclared(Counter *counter)
{
	PAGED_CODE();
	counter->OnlyDeclared();
}

PAGED VOID UsesOwnPagedSection(Counter *counter)
{
	PAGED_CODE();
	counter->OwnPagedSection();
}

/* ---- guards in a class's body ------------------------------------------ */

class Guard {
public:
	explicit Guard(PKSPIN_LOCK lock) : lock_(lock)
	{
		KeAcquireSpinLock(lock_, &irql_);
	}

	~Guard()
	{
		KeReleaseSpinLock(lock_, irql_);
	}

	Guard(const Guard &) = delete;

private:
	PKSPIN_LOCK lock_;
	KIRQL irql_;
};

class MutexGuard {
public:
	explicit MutexGuard(PFAST_MUTEX mutex) : mutex_(mutex)
	{
		ExAcquireFastMutex(mutex_);
	}

	~MutexGuard()
	{
		ExReleaseFastMutex(mutex_);
	}

private:
	PFAST_MUTEX mutex_;
};

static KSPIN_LOCK Lock;
static FAST_MUTEX Mutex;
static ULONG Count;

PAGED VOID UsesGuard()
{
	PAGED_CODE();
	Guard guard(&Lock); // want must PA1001 "'UsesGuard'"
	Count++;
}

PAGED VOID UsesMutexGuard()
{
	PAGED_CODE();
	MutexGuard guard(&Mutex);
	Count++;
}

static VOID UsesGuardResident()
{
	Guard guard(&Lock);
	Count++;
}

PAGED VOID CallsUsesGuardResident()
{
	PAGED_CODE();
	UsesGuardResident();
	UsesGuardResident();
}

/* A temporary is gone at the end of its statement. */
PAGED VOID UsesTemporary()
{
	PAGED_CODE();
	Guard{&Lock}, Count++; // want PA1001 "'UsesTemporary'"
}

/* ---- through a template ------------------------------------------------ */

template <typename Lockable> class Hold {
public:
	explicit Hold(Lockable &lockable) : lockable_(lockable)
	{
		lockable_.Acquire();
	}

	~Hold()
	{
		lockable_.Release();
	}

private:
	Lockable &lockable_;
};

class SpinLock {
public:
	VOID Acquire()
	{
		KeAcquireSpinLock(&lock_, &irql_);
	}

	VOID Release()
	{
		KeReleaseSpinLock(&lock_, irql_);
	}

private:
	KSPIN_LOCK lock_;
	KIRQL irql_;
};

class PushLock {
public:
	VOID Acquire()
	{
		KeEnterCriticalRegion();
	}

	VOID Release()
	{
		KeLeaveCriticalRegion();
	}
};

static SpinLock Spin;
static PushLock Push;

PAGED VOID HoldsSpinLock()
{
	PAGED_CODE();
	Hold<SpinLock> hold(Spin); // want must PA1001 "'HoldsSpinLock'"
	Count++;
}

PAGED VOID HoldsPushLock()
{
	PAGED_CODE();
	Hold<PushLock> hold(Push);
	Count++;
}

/* ---- a guard that can let go early ------------------------------------- */

class EarlyGuard {
public:
	explicit EarlyGuard(SpinLock *lock);
	~EarlyGuard();
	VOID Release();

private:
	SpinLock *lock_;
};

EarlyGuard::EarlyGuard(SpinLock *lock) : lock_(lock)
{
	lock_->Acquire();
}

EarlyGuard::~EarlyGuard()
{
	if (lock_) {
		lock_->Release();
	}
}

VOID EarlyGuard::Release()
{
	lock_->Release();
	lock_ = nullptr;
}

PAGED static VOID Report()
{
	PAGED_CODE();
}

VOID ReportsEarly(SpinLock *lock)
{
	EarlyGuard guard(lock);

	Count++;
	Report(); // want must PA1006 "'ReportsEarly'"
	guard.Release();
}

VOID ReportsLate(SpinLock *lock)
{
	EarlyGuard guard(lock);

	Count++;
	guard.Release();
	Report();
}

/* ---- a guard that is told whether to lock ------------------------------ */

class ToldGuard {
public:
	ToldGuard(SpinLock &lock, bool locks = true)
		: lock_(lock), locks_(locks)
	{
		if (locks) {
			lock_.Acquire();
		}
	}

	~ToldGuard()
	{
		if (locks_) {
			lock_.Release();
		}
	}

private:
	SpinLock &lock_;
	bool locks_;
};

VOID ReportsTold()
{
	ToldGuard guard(Spin);

	Report(); // want must PA1006 "'ReportsTold'"
}

VOID ReportsUntold()
{
	ToldGuard guard(Spin, false);

	Report();
}

VOID ReportsAfterTold(bool locks)
{
	{
		ToldGuard guard(Spin, locks);

		Count++;
	}
	Report();
}

/* ---- a guard that is reset, by its destructor, too --------------------- */

class ResetGuard {
public:
	explicit ResetGuard(SpinLock *lock) : lock_(lock)
	{
		lock_->Acquire();
	}

	~ResetGuard()
	{
		Reset();
	}

	VOID Reset()
	{
		if (lock_) {
			lock_->Release();
		}
		lock_ = nullptr;
	}

private:
	SpinLock *lock_;
};

VOID ReportsBeforeReset(SpinLock *lock)
{
	ResetGuard guard(lock);

	Report(); // want must PA1006 "'ReportsBeforeReset'"
	guard.Reset();
}

VOID ReportsAfterReset(SpinLock *lock)
{
	ResetGuard guard(lock);

	Count++;
	guard.Reset();
	Report();
}

VOID ReportsAfterResetGuard()
{
	{
		ResetGuard guard(&Spin);

		Count++;
	}
	Report();
}

PAGED VOID CallsGuarded()
{
	PAGED_CODE();
	ReportsEarly(&Spin);
	ReportsLate(&Spin);
	ReportsTold();
	ReportsUntold();
	ReportsAfterTold(Count != 0);
	ReportsBeforeReset(&Spin);
	ReportsAfterReset(&Spin);
	ReportsAfterResetGuard();
}
