/*
 * A level, a flag or a routine that is a template's argument is that constant in
 * the instantiation, and what happens there must happen.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static ULONG Count;
static KEVENT Event;

template <KIRQL Level> class RaiseGuard {
public:
	RaiseGuard();

	~RaiseGuard()
	{
		KeLowerIrql(old_);
	}

private:
	KIRQL old_;
};

template <KIRQL Level> RaiseGuard<Level>::RaiseGuard()
{
	KeRaiseIrql(Level, &old_);
}

PAGED VOID RaisesToApc()
{
	PAGED_CODE();
	RaiseGuard<APC_LEVEL> guard;
	Count++;
}

PAGED VOID RaisesToDispatch()
{
	PAGED_CODE();
	RaiseGuard<DISPATCH_LEVEL> guard; // want must PA1002 "'RaisesToDispatch'"
	Count++;
}

PAGED VOID CountPaged()
{
	PAGED_CODE();
	Count++;
}

VOID CountsAtApc()
{
	RaiseGuard<APC_LEVEL> guard;

	CountPaged();
}

VOID CountsAtDispatch()
{
	RaiseGuard<DISPATCH_LEVEL> guard;

	CountPaged(); // want must PA1006 "'CountsAtDispatch'"
}

/* ---- if constexpr, and a flag ------------------------------------------ */

template <bool Raises> class MaybeGuard {
public:
	MaybeGuard() : old_(0)
	{
		if constexpr (Raises) {
			KeRaiseIrql(DISPATCH_LEVEL, &old_);
		}
	}

	~MaybeGuard()
	{
		if (Raises) {
			KeLowerIrql(old_);
		}
	}

private:
	KIRQL old_;
};

PAGED VOID DoesRaise()
{
	PAGED_CODE();
	MaybeGuard<true> guard; // want must PA1002 "'DoesRaise'"
	Count++;
}

PAGED VOID DoesNotRaise()
{
	PAGED_CODE();
	MaybeGuard<false> guard;
	Count++;
}

template <BOOLEAN Wait> VOID Signal()
{
	KeSetEvent(&Event, 0, Wait);
}

PAGED VOID Signals()
{
	PAGED_CODE();
	Signal<FALSE>();
}

/* ---- a routine as an argument ------------------------------------------ */

static VOID Raise(PKIRQL old)
{
	KeRaiseIrql(DISPATCH_LEVEL, old);
}

static VOID Keep(PKIRQL old)
{
	*old = KeGetCurrentIrql();
}

template <VOID (*Begin)(PKIRQL)> class CallGuard {
public:
	CallGuard()
	{
		Begin(&old_);
	}

	~CallGuard()
	{
		KeLowerIrql(old_);
	}

private:
	KIRQL old_;
};

PAGED VOID BeginsRaised()
{
	PAGED_CODE();
	CallGuard<Raise> guard; // want must PA1002 "'BeginsRaised'"
	Count++;
}

PAGED VOID BeginsAsItIs()
{
	PAGED_CODE();
	CallGuard<Keep> guard;
	Count++;
}
