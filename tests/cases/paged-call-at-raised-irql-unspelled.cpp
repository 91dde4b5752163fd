/*
 * What no source spells: the constructor of a base that a class has taken over,
 * and what a loop asks its range.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK lock;
static LONG count;
static LONG items[3];

class Guard {
	KIRQL irql;
	bool held;

public:
	explicit Guard(bool take) : irql(0), held(take)
	{
		if (take)
			KeAcquireSpinLock(&lock, &irql);
	}
	~Guard()
	{
		if (held)
			KeReleaseSpinLock(&lock, irql);
	}
};

class Named : public Guard {
public:
	using Guard::Guard;
	LONG number = 3;
};

class Quick {
public:
	LONG *begin() { return items; }
	LONG *end() { return items + 3; }
};

class Slow {
public:
	PAGED LONG *begin();
	LONG *end() { return items + 3; }
};

PAGED LONG *Slow::begin()
{
	PAGED_CODE();
	return items;
}

static Quick quick;
static Slow slow;

PAGED VOID Takes()
{
	PAGED_CODE();
	Named named(true); // want must PA1001 "'Takes'"
}

PAGED VOID TakesNot()
{
	PAGED_CODE();
	Named named(false);
}

VOID LoopsSlowly()
{
	Guard guard(true);

	for (LONG item : slow) // want must PA1006 "'LoopsSlowly' calls 'Slow::begin'"
		count += item;
}

VOID LoopsQuickly()
{
	Guard guard(true);

	for (LONG item : quick)
		count += item;
}
