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

/* ---- what a loop asks the iterators ---------------------------------------- */

PAGED static VOID Note()
{
	PAGED_CODE();
	count++;
}

template <class T> class Chain {
public:
	class Iterator {
	public:
		explicit Iterator(T *item) : at(item) {}
		T &operator*() const { return *at; }
		Iterator &operator++()
		{
			++at;
			return *this;
		}
		bool operator!=(const Iterator &other) const
		{
			return at != other.at;
		}

	private:
		T *at;
	};
	Iterator begin() { return Iterator(items); }
	Iterator end() { return Iterator(items + 3); }
};

class Trace {
public:
	class Iterator {
	public:
		explicit Iterator(LONG *item) : at(item) {}
		LONG &operator*() const { return *at; }
		PAGED Iterator &operator++();
		bool operator!=(const Iterator &other) const
		{
			return at != other.at;
		}

	private:
		LONG *at;
	};
	Iterator begin() { return Iterator(items); }
	Iterator end() { return Iterator(items + 3); }
};

PAGED Trace::Iterator &Trace::Iterator::operator++()
{
	PAGED_CODE();
	Note();
	++at;
	return *this;
}

VOID GoesOverChain(Chain<LONG> &chain)
{
	Guard guard(true);

	for (LONG item : chain)
		count += item;
}

VOID GoesOverTrace(Trace &trace)
{
	Guard guard(true);

	for (LONG item : trace) // want PA1006 "'GoesOverTrace' calls 'Trace::Iterator::operator++'"
		count += item;
}

VOID GoesOverTraceFree(Trace &trace)
{
	for (LONG item : trace)
		count += item;
}
