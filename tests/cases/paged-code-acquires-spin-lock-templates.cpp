/*
 * Templates: each instantiation is judged by what its arguments make of it.
 * Where one of them is at fault, the twin with another argument is not.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;
static ULONG Count;

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

class FastMutex {
public:
	VOID Acquire()
	{
		ExAcquireFastMutex(&mutex_);
	}

	VOID Release()
	{
		ExReleaseFastMutex(&mutex_);
	}

private:
	FAST_MUTEX mutex_;
};

static SpinLock Spin;
static FastMutex Mutex;

/* ---- a guard whose members stand outside its class --------------------- */

template <class L> class OuterGuard {
public:
	explicit OuterGuard(L &lock);
	~OuterGuard();

private:
	L &lock_;
};

template <class L> OuterGuard<L>::OuterGuard(L &lock) : lock_(lock)
{
	lock_.Acquire();
}

template <class L> OuterGuard<L>::~OuterGuard()
{
	lock_.Release();
}

PAGED VOID OuterSpin()
{
	PAGED_CODE();
	OuterGuard<SpinLock> guard(Spin); // want must PA1001 "'OuterSpin'"
	Count++;
}

PAGED VOID OuterMutex()
{
	PAGED_CODE();
	OuterGuard<FastMutex> guard(Mutex);
	Count++;
}

static VOID OuterResident()
{
	OuterGuard<SpinLock> guard(Spin);
	Count++;
}

PAGED VOID CallsOuterResident()
{
	PAGED_CODE();
	OuterResident();
	OuterResident();
}

/* ---- a guard that may be unlocked, as the standard library's ----------- */

template <class L> class UniqueLock {
public:
	explicit UniqueLock(L *lock) : lock_(lock), owns_(false)
	{
		Take();
	}

	~UniqueLock()
	{
		if (owns_) {
			Drop();
		}
	}

	VOID Take()
	{
		lock_->Acquire();
		owns_ = true;
	}

	VOID Drop()
	{
		lock_->Release();
		owns_ = false;
	}

private:
	L *lock_;
	bool owns_;
};

PAGED static VOID Report()
{
	PAGED_CODE();
}

VOID ReportsHeld()
{
	UniqueLock<SpinLock> lock(&Spin);

	Report(); // want must PA1006 "'ReportsHeld'"
}

VOID ReportsDropped()
{
	UniqueLock<SpinLock> lock(&Spin);

	Count++;
	lock.Drop();
	Report();
}

VOID ReportsHeldMutex()
{
	UniqueLock<FastMutex> lock(&Mutex);

	Report();
}

VOID ReportsAfterScope()
{
	{
		UniqueLock<SpinLock> lock(&Spin);

		Count++;
	}
	Report();
}

/* ---- a guard in another, as a member and as a base --------------------- */

template <class L> class Holder {
public:
	explicit Holder(L &lock) : guard_(lock)
	{
	}

private:
	OuterGuard<L> guard_;
};

PAGED VOID HoldsSpin()
{
	PAGED_CODE();
	Holder<SpinLock> holder(Spin); // want must PA1001 "'HoldsSpin'"
	Count++;
}

PAGED VOID HoldsMutex()
{
	PAGED_CODE();
	Holder<FastMutex> holder(Mutex);
	Count++;
}

static VOID HoldsSpinResident()
{
	Holder<SpinLock> holder(Spin);

	Count++;
}

PAGED VOID CallsHoldsSpinResident()
{
	PAGED_CODE();
	HoldsSpinResident();
	HoldsSpinResident();
}

template <class L> class Base {
public:
	explicit Base(L &lock) : lock_(lock)
	{
		lock_.Acquire();
	}

	~Base()
	{
		lock_.Release();
	}

private:
	L &lock_;
};

template <class L> class DerivedHolder : public Base<L> {
public:
	explicit DerivedHolder(L &lock) : Base<L>(lock)
	{
	}
};

VOID DerivedAfterScope()
{
	{
		DerivedHolder<SpinLock> holder(Spin);

		Count++;
	}
	Report();
}

VOID DerivedInScope()
{
	DerivedHolder<SpinLock> holder(Spin);

	Report(); // want must PA1006 "'DerivedInScope'"
}

/* ---- policies: types whose static members do the work ------------------ */

struct SpinPolicy {
	static VOID Enter(PKSPIN_LOCK lock, PKIRQL irql)
	{
		KeAcquireSpinLock(lock, irql);
	}

	static VOID Leave(PKSPIN_LOCK lock, KIRQL irql)
	{
		KeReleaseSpinLock(lock, irql);
	}
};

struct NoPolicy {
	static VOID Enter(PKSPIN_LOCK, PKIRQL)
	{
	}

	static VOID Leave(PKSPIN_LOCK, KIRQL)
	{
	}
};

template <typename Policy> class PolicyGuard {
public:
	explicit PolicyGuard(PKSPIN_LOCK lock) : lock_(lock), irql_(0)
	{
		Policy::Enter(lock_, &irql_);
	}

	~PolicyGuard()
	{
		Policy::Leave(lock_, irql_);
	}

private:
	PKSPIN_LOCK lock_;
	KIRQL irql_;
};

PAGED VOID SpinsByPolicy()
{
	PAGED_CODE();
	PolicyGuard<SpinPolicy> guard(&Lock); // want must PA1001 "'SpinsByPolicy'"
	Count++;
}

PAGED VOID IdlesByPolicy()
{
	PAGED_CODE();
	PolicyGuard<NoPolicy> guard(&Lock);
	Count++;
}

/* ---- function templates ------------------------------------------------ */

template <class L> VOID CountUnder(L &lock)
{
	lock.Acquire();
	Count++;
	lock.Release();
}

template <class L> VOID Enter(L &lock)
{
	lock.Acquire();
}

template <class L> VOID Leave(L &lock)
{
	lock.Release();
}

PAGED VOID EntersSpin()
{
	PAGED_CODE();
	Enter(Spin); // want must PA1001 "'EntersSpin'"
	Leave(Spin);
}

PAGED VOID EntersMutex()
{
	PAGED_CODE();
	Enter(Mutex);
	Leave(Mutex);
}

PAGED VOID CountsUnderSpin()
{
	PAGED_CODE();
	CountUnder(Spin);
}

/* A pageable template: at fault for the one argument, and told once. */
template <class L> PAGED VOID CountPaged(L &lock)
{
	PAGED_CODE();
	lock.Acquire(); // want must PA1001 "'CountPaged'"
	Count++;
	lock.Release();
}

template <class L> PAGED VOID CountPagedMutex(L &lock)
{
	PAGED_CODE();
	lock.Acquire();
	Count++;
	lock.Release();
}

PAGED VOID CountsPaged()
{
	SpinLock another;

	PAGED_CODE();
	CountPaged(Spin);
	CountPaged(Mutex);
	CountPaged(another);
	CountPagedMutex(Mutex);
}

/* ---- explicit specialisations ------------------------------------------ */

template <class L> struct Traits {
	static VOID Enter(L &lock)
	{
		lock.Acquire();
	}

	static VOID Leave(L &lock)
	{
		lock.Release();
	}
};

template <> struct Traits<SpinLock> {
	static VOID Enter(SpinLock &)
	{
		Count++;
	}

	static VOID Leave(SpinLock &)
	{
		Count--;
	}
};

PAGED VOID SpecialisedTraits()
{
	PAGED_CODE();
	Traits<SpinLock>::Enter(Spin);
	Traits<SpinLock>::Leave(Spin);
}

class OtherSpinLock : public SpinLock {
};

PAGED VOID GeneralTraits(OtherSpinLock *lock)
{
	PAGED_CODE();
	Traits<OtherSpinLock>::Enter(*lock); // want must PA1001 "'GeneralTraits'"
	Traits<OtherSpinLock>::Leave(*lock);
}
