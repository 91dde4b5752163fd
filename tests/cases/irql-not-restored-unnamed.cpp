/*
 * Objects without a name: one is destroyed at the end of its statement, at the
 * end of the scope of a reference to it, or behind the loop that goes over it;
 * the variable of a condition with each turn of its loop.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK lock;
static LONG count;
static LONG items[3];

class Guard {
	KIRQL irql;

public:
	Guard() { KeAcquireSpinLock(&lock, &irql); }
	explicit Guard(LONG *) { KeAcquireSpinLock(&lock, &irql); }
	~Guard() { KeReleaseSpinLock(&lock, irql); }
	LONG *begin() { return items; }
	LONG *end() { return items + 3; }
	explicit operator bool() const { return count != 0; }
};

class Leak {
	KIRQL irql;

public:
	Leak() { KeAcquireSpinLock(&lock, &irql); }
	~Leak() { irql = 0; }
	LONG *begin() { return items; }
	LONG *end() { return items + 3; }
	explicit operator bool() const { return count != 0; }
};

PAGED static LONG Paged(LONG item)
{
	PAGED_CODE();
	return item;
}

/* Of a template, whose arguments are deduced. */
struct Shared {
	KSPIN_LOCK *lock;
	KIRQL irql;
};

template <class T> class Deduced {
	T *lock;
	KIRQL irql;

public:
	explicit Deduced(T *taken) : lock(taken)
	{
		KeAcquireSpinLock(lock, &irql);
	}
	~Deduced() { KeReleaseSpinLock(lock, irql); }
};

template <class T> class DeducedLeak {
	KIRQL irql;

public:
	explicit DeducedLeak(T *taken) { KeAcquireSpinLock(taken, &irql); }
	~DeducedLeak() { irql = 0; }
};

static Shared shared;

extern "C" DRIVER_UNLOAD Discards, DiscardsLeaks;

extern "C" VOID Discards(PDRIVER_OBJECT)
{
	Deduced(shared.lock);
	Paged(1);
	Deduced<KSPIN_LOCK>{ shared.lock };
	Paged(2);
}

extern "C" VOID DiscardsLeaks(PDRIVER_OBJECT)
{
	DeducedLeak(shared.lock);
} // want PA1010 "'DiscardsLeaks'"

extern "C" DRIVER_UNLOAD Refers, RefersToCast, RefersLeaks, Commas, CommasLeaks, Goes,
	GoesLeaks, Turns, TurnsLeaks, Leaves;

extern "C" VOID Refers(PDRIVER_OBJECT)
{
	{
		const Guard &guard = Guard();

		Paged(1); // want must PA1006 "'Refers' calls 'Paged'"
	}
	Paged(2);
}

extern "C" VOID RefersToCast(PDRIVER_OBJECT)
{
	const Guard &guard = Guard(items);

	Paged(1); // want must PA1006 "'RefersToCast' calls 'Paged'"
}

extern "C" VOID RefersLeaks(PDRIVER_OBJECT)
{
	{
		const Leak &leak = Leak();

		count++;
	}
} // want PA1010 "'RefersLeaks'"

extern "C" VOID Commas(PDRIVER_OBJECT)
{
	Guard(), Paged(1); // want must PA1006 "'Commas' calls 'Paged'"
	Paged(2);
}

extern "C" VOID CommasLeaks(PDRIVER_OBJECT)
{
	Leak(), count++;
} // want PA1010 "'CommasLeaks'"

extern "C" VOID Goes(PDRIVER_OBJECT)
{
	for (LONG item : Guard())
		Paged(item); // want PA1006 "'Goes' calls 'Paged'"
	Paged(2);
}

extern "C" VOID GoesLeaks(PDRIVER_OBJECT)
{
	for (LONG item : Leak())
		count += item;
} // want PA1010 "'GoesLeaks'"

extern "C" VOID Leaves(PDRIVER_OBJECT)
{
	for (LONG item : Guard()) {
		if (item == 1)
			break;
		if (item == 2)
			return;
	}
	Paged(2);
}

extern "C" VOID Turns(PDRIVER_OBJECT)
{
	while (Guard guard{}) {
		if (count == 1)
			continue;
		if (count == 2)
			break;
		Paged(1); // want PA1006 "'Turns' calls 'Paged'"
	}
	Paged(2);
}

extern "C" VOID TurnsLeaks(PDRIVER_OBJECT)
{
	while (Leak leak{})
		return; // want PA1010 "'TurnsLeaks'"
	count++;
} // want PA1010 "'TurnsLeaks'"

/* ---- given to a call ------------------------------------------------------- */

static LONG Look(const Guard &, LONG item)
{
	return item;
}

static LONG Have(Guard, LONG item)
{
	return item;
}

static LONG LookLeak(const Leak &, LONG item)
{
	return item;
}

static Guard Make()
{
	return Guard();
}

extern "C" DRIVER_UNLOAD Looks, LooksLeaks, LooksInside, Has, Makes, Asks, Chooses;

extern "C" VOID Looks(PDRIVER_OBJECT)
{
	LONG item = Look(Guard(), count);

	Paged(item);
	if (Look(Guard(), count))
		Paged(1);
	while (Look(Guard(), count) > 3)
		Paged(2);
}

extern "C" VOID LooksLeaks(PDRIVER_OBJECT)
{
	LONG item = LookLeak(Leak(), count);

	count = item;
} // want must PA1010 "'LooksLeaks'"

extern "C" VOID LooksInside(PDRIVER_OBJECT)
{
	Paged(Look(Guard(), count)); // want must PA1006 "'LooksInside' calls 'Paged'"
	Paged(1);
}

extern "C" VOID Has(PDRIVER_OBJECT)
{
	count = Have(Guard(items), 2);
	Paged(1);
	switch (Have(Guard(items), count)) {
	case 1:
		Paged(2);
		break;
	default:
		break;
	}
}

extern "C" VOID Makes(PDRIVER_OBJECT)
{
	Look(Make(), 2);
	Paged(1);
	Paged(*Make().begin()); // want must PA1006 "'Makes' calls 'Paged'"
}

extern "C" VOID Asks(PDRIVER_OBJECT)
{
	count = *Guard().begin();
	Paged(1);
}

extern "C" VOID Chooses(PDRIVER_OBJECT)
{
	LONG item = count ? Look(Guard(), 1) : 2;

	Paged(item);
}

/* ---- what operators give back -------------------------------------------- */

struct Item {
	LONG number;
	VOID Count() { number++; }
};

class Locked {
public:
	class Access : public Guard {
	public:
		explicit Access(Item *item) : item_(item) {}
		Item *operator->() { return item_; }

	private:
		Item *item_;
	};
	class LeakedAccess : public Leak {
	public:
		explicit LeakedAccess(Item *item) : item_(item) {}
		Item *operator->() { return item_; }

	private:
		Item *item_;
	};
	Access operator->() { return Access(&item_); }
	LeakedAccess operator*() { return LeakedAccess(&item_); }

private:
	Item item_;
};

extern "C" DRIVER_UNLOAD Reaches, ReachesInside, ReachesLeaks;

extern "C" VOID Reaches(PDRIVER_OBJECT)
{
	static Locked locked;

	locked->Count();
	Paged(1);
}

extern "C" VOID ReachesInside(PDRIVER_OBJECT)
{
	static Locked locked;

	Paged(locked->number); // want must PA1006 "'ReachesInside' calls 'Paged'"
	Paged(1);
}

extern "C" VOID ReachesLeaks(PDRIVER_OBJECT)
{
	static Locked locked;

	(*locked)->Count();
} // want must PA1010 "'ReachesLeaks'"
