/*
 * C++: calls that no source spells. Constructors and destructors of bases and
 * members, those behind new and delete, and the operators themselves.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;

class Guard {
public:
	Guard() { KeAcquireSpinLock(&Lock, &irql_); }
	~Guard() { KeReleaseSpinLock(&Lock, irql_); }

private:
	KIRQL irql_;
};

class PagedMember {
public:
	PAGED PagedMember();
	PAGED ~PagedMember();
};

PAGED PagedMember::PagedMember()
{
	PAGED_CODE();
}

PAGED PagedMember::~PagedMember()
{
	PAGED_CODE();
}

class ResidentMember {
public:
	ResidentMember();
	~ResidentMember();
};

ResidentMember::ResidentMember()
{
}

ResidentMember::~ResidentMember()
{
}

/* ---- members and bases ------------------------------------------------- */

class HasPaged {
public:
	HasPaged();

private:
	PagedMember member_;
};

HasPaged::HasPaged() // want must PA1006 "'HasPaged::HasPaged' calls 'PagedMember::PagedMember'"
{
}

class HasResident {
public:
	HasResident();

private:
	ResidentMember member_;
};

HasResident::HasResident()
{
}

class IsPaged : public PagedMember {
public:
	~IsPaged();
};

IsPaged::~IsPaged()
{
} // want must PA1006 "'IsPaged::~IsPaged' calls 'PagedMember::~PagedMember'"

class IsResident : public ResidentMember {
public:
	~IsResident();
};

IsResident::~IsResident()
{
}

VOID DeletesPaged(IsPaged *object)
{
	Guard guard;

	delete object;
}

VOID DeletesResident(IsResident *object)
{
	Guard guard;

	delete object;
}

/* A class without constructors and destructors has those of its parts. */
struct MadeUp {
	PagedMember member;
};

struct MadeUpResident {
	ResidentMember member;
};

VOID InScope()
{
	Guard guard;
	MadeUp object; // want must PA1006 "calls 'PagedMember::PagedMember'" must PA1006 "calls 'PagedMember::~PagedMember'"
}

VOID ResidentInScope()
{
	Guard guard;
	MadeUpResident object;
}

/* ---- operators --------------------------------------------------------- */

PAGED void *operator new(size_t size, POOL_TYPE type)
{
	PAGED_CODE();
	return ExAllocatePoolWithTag(type, size, 'wen ');
}

void *operator new(size_t size, POOL_TYPE type, ULONG tag)
{
	return ExAllocatePoolWithTag(type, size, tag);
}

PAGED void operator delete[](void *memory)
{
	PAGED_CODE();
	ExFreePool(memory);
}

HasResident *ByPaged()
{
	Guard guard;

	return new (NonPagedPool) HasResident; // want must PA1006 "'ByPaged' calls 'operator new'"
}

HasResident *ByResident()
{
	Guard guard;

	return new (NonPagedPool, 'wen ') HasResident;
}

VOID FreesArray(char *text)
{
	Guard guard;

	delete[] text; // want must PA1006 "'FreesArray' calls 'operator delete[]'"
}

HasPaged *MakesPaged()
{
	Guard guard;

	return new (NonPagedPool, 'wen ') HasPaged;
}

HasResident *MakesResident()
{
	Guard guard;

	return new (NonPagedPool, 'wen ') HasResident;
}

/* ---- through the base -------------------------------------------------- */

class Base {
public:
	virtual ~Base();
};

Base::~Base()
{
}

class Derived : public Base {
public:
	PAGED ~Derived() override;
};

PAGED Derived::~Derived()
{
	PAGED_CODE();
}

VOID Drop(Base *object)
{
	Guard guard;

	delete object; // want may PA1006 "'Drop' calls 'Derived::~Derived'"
}

/* ---- a lambda that is kept for later ----------------------------------- */

PAGED VOID Paged()
{
	PAGED_CODE();
}

VOID Resident()
{
}

template <typename F> auto at_exit(F function)
{
	class keeper {
	public:
		keeper(F f) : function_{ f } {}
		~keeper() { function_(); }

	private:
		F function_;
	};
	return keeper{ function };
}

VOID KeepsPaged()
{
	Guard guard;
	auto later = at_exit([] {
		Paged(); // want must PA1006 "'KeepsPaged::lambda' calls 'Paged'"
	});
}

VOID KeepsResident()
{
	Guard guard;
	auto later = at_exit([] {
		Resident();
	});
}

/* ---- lambdas of inline routines ------------------------------------------ */

static LONG Count;

template <class F> class Later {
	F run_;
	bool armed_ = true;

public:
	explicit Later(F run) : run_(run) {}
	Later(Later &&other) : run_(other.run_), armed_(other.armed_)
	{
		other.armed_ = false;
	}
	~Later()
	{
		if (armed_)
			run_();
	}
	void Forget() { armed_ = false; }
};

class Queue {
	KSPIN_LOCK lock_;

public:
	VOID HasTwo()
	{
		Guard guard;
		auto counts = [] { Count++; };
		auto calls = [] {
			Paged(); // want must PA1006 "'Queue::HasTwo::lambda' calls 'Paged'"
		};

		counts();
		calls();
	}
	VOID HasTwoResident()
	{
		Guard guard;
		auto counts = [] { Count++; };
		auto calls = [] { Resident(); };

		counts();
		calls();
	}
	VOID GivesBack()
	{
		{
			KIRQL irql;

			KeAcquireSpinLock(&lock_, &irql);

			Later later([&] { KeReleaseSpinLock(&lock_, irql); });

			Count++;
		}
		Paged();
	}
	VOID GivesBackTooLate()
	{
		KIRQL irql;

		KeAcquireSpinLock(&lock_, &irql);

		Later later([this, &irql] { KeReleaseSpinLock(&lock_, irql); });

		Count++;
		Paged(); // want must PA1006 "'Queue::GivesBackTooLate' calls 'Paged'"
	}
	VOID Forgets()
	{
		{
			KIRQL irql;

			KeAcquireSpinLock(&lock_, &irql);

			Later later([&] { KeReleaseSpinLock(&lock_, irql); });

			later.Forget();
		}
		Paged(); // want must PA1006 "'Queue::Forgets' calls 'Paged'"
	}
};

VOID UsesQueue(Queue &queue)
{
	queue.HasTwo();
	queue.HasTwoResident();
	queue.GivesBack();
	queue.GivesBackTooLate();
	queue.Forgets();
}
