/*
 * What a guard holds is moved to another one: by a constructor, by an assignment,
 * by a copy of the whole, in an object that has one as a part. Only the last one
 * gives back.
 */
#include <ntddk.h>

static KSPIN_LOCK lock;
static LONG count;

class Guard {
	KSPIN_LOCK *held;
	KIRQL irql;

public:
	Guard() : held(nullptr), irql(0) {}
	explicit Guard(KSPIN_LOCK &taken) : held(&taken)
	{
		KeAcquireSpinLock(held, &irql);
	}
	Guard(Guard &&other) : held(other.held), irql(other.irql)
	{
		other.held = nullptr;
	}
	Guard &operator=(Guard &&other)
	{
		held = other.held;
		irql = other.irql;
		other.held = nullptr;
		return *this;
	}
	~Guard()
	{
		if (held)
			KeReleaseSpinLock(held, irql);
	}
	void Forget() { held = nullptr; }
};

/* It is not known what is held now. */
class Loose {
	KSPIN_LOCK *held;
	KIRQL irql;

public:
	explicit Loose(KSPIN_LOCK &taken) : held(&taken)
	{
		KeAcquireSpinLock(held, &irql);
	}
	Loose(Loose &&other) : held(nullptr), irql(other.irql)
	{
		other.held = nullptr;
	}
	~Loose()
	{
		if (held)
			KeReleaseSpinLock(held, irql);
	}
};

extern "C" DRIVER_UNLOAD Moves, MovesLoosely, Assigns, AssignsTwice, Forgets;

extern "C" VOID Moves(PDRIVER_OBJECT)
{
	Guard guard(lock);
	{
		Guard inner(static_cast<Guard &&>(guard));

		count++;
	}
	count++;
}

extern "C" VOID MovesLoosely(PDRIVER_OBJECT)
{
	Loose guard(lock);
	{
		Loose inner(static_cast<Loose &&>(guard));

		count++;
	}
	count++;
} // want must PA1010 "'MovesLoosely'"

extern "C" VOID Assigns(PDRIVER_OBJECT)
{
	Guard guard;

	guard = Guard(lock);
	count++;
}

extern "C" VOID Forgets(PDRIVER_OBJECT)
{
	Guard guard;

	guard = Guard(lock);
	guard.Forget();
} // want must PA1010 "'Forgets'"

/* ---- as a part, and as a whole ------------------------------------------- */

struct Request {
	Guard guard;
	LONG number = 0;

	explicit Request(KSPIN_LOCK &taken) : guard(taken) {}
};

struct Saved {
	KSPIN_LOCK *held;
	KIRQL irql;
};

static void Take(Saved &saved)
{
	saved.held = &lock;
	KeAcquireSpinLock(saved.held, &saved.irql);
}

static void Give(Saved &saved)
{
	if (saved.held)
		KeReleaseSpinLock(saved.held, saved.irql);
	saved.held = nullptr;
}

extern "C" DRIVER_UNLOAD MovesPart, ForgetsPart, Copies, CopiesOver, Drops;

extern "C" VOID MovesPart(PDRIVER_OBJECT)
{
	Request request(lock);
	{
		Request inner(static_cast<Request &&>(request));

		count++;
	}
	count++;
}

extern "C" VOID ForgetsPart(PDRIVER_OBJECT)
{
	Request request(lock);
	{
		Request inner(static_cast<Request &&>(request));

		inner.guard.Forget();
	}
	count++;
} // want must PA1010 "'ForgetsPart'"

extern "C" VOID Copies(PDRIVER_OBJECT)
{
	Saved saved;

	Take(saved);

	Saved copy = saved;

	saved.held = nullptr;
	Give(copy);
	Give(saved);
}

extern "C" VOID CopiesOver(PDRIVER_OBJECT)
{
	Saved saved, copy = {};

	Take(saved);
	copy = saved;
	saved.held = nullptr;
	Give(copy);
	Give(saved);
}

extern "C" VOID Drops(PDRIVER_OBJECT)
{
	Saved saved, copy = {};

	Take(saved);
	saved = copy;
	Give(copy);
	Give(saved);
} // want must PA1010 "'Drops'"

/* ---- from what a routine returns ----------------------------------------- */

template <class T> static T &&Move(T &object)
{
	return static_cast<T &&>(object);
}

static Guard Acquire()
{
	return Guard(lock);
}

extern "C" DRIVER_UNLOAD Passes, PassesAndForgets;

extern "C" VOID Passes(PDRIVER_OBJECT)
{
	auto guard = Acquire();
	{
		auto inner = Move(guard);

		count++;
	}
	count++;
}

extern "C" VOID PassesAndForgets(PDRIVER_OBJECT)
{
	auto guard = Acquire();
	{
		auto inner = Move(guard);

		inner.Forget();
	}
	count++;
} // want must PA1010 "'PassesAndForgets'"
