/*
 * A routine that says that it restores IRQL, and does so on one way, is relied
 * on: that it may come back raised where it is misused is no matter for its
 * callers. One that does not say so is followed.
 */
#include <ntddk.h>

struct Verifier {
	KSPIN_LOCK Lock;
	PVOID Owner;

	_IRQL_raises_(DISPATCH_LEVEL)
	void Acquire(_Out_ _IRQL_saves_ PKIRQL Irql);
	_IRQL_requires_(DISPATCH_LEVEL)
	void Release(_In_ _IRQL_restores_ KIRQL Irql);
	_IRQL_requires_(DISPATCH_LEVEL)
	void Try(_In_ KIRQL Irql);
};

void Verifier::Acquire(PKIRQL Irql)
{
	KeAcquireSpinLock(&Lock, Irql);
	Owner = PsGetCurrentThread();
}

void Verifier::Release(KIRQL Irql)
{
	if (Owner != PsGetCurrentThread()) {
		DbgPrint("not the owner\n");
		return;
	}
	KeReleaseSpinLock(&Lock, Irql);
}

void Verifier::Try(KIRQL Irql)
{
	if (Owner != PsGetCurrentThread())
		return;
	KeReleaseSpinLock(&Lock, Irql);
}

/* A guard that gives its lock back once, whoever asks. */
template<class T> class Guard {
	T lock;

public:
	_IRQL_raises_(DISPATCH_LEVEL)
	_IRQL_saves_global_(lock, this)
	explicit Guard(T taken) : lock(taken) { Take(lock); }
	_IRQL_restores_global_(lock, this)
	~Guard() { Release(); }
	_IRQL_restores_global_(lock, this)
	void Release()
	{
		if (auto taken = (T)InterlockedExchangePointer((PVOID *)&lock, nullptr))
			GiveBack(taken);
	}
	void Try()
	{
		if (auto taken = (T)InterlockedExchangePointer((PVOID *)&lock, nullptr))
			GiveBack(taken);
	}
	static void Take(T lock) { KeAcquireSpinLock(&lock->Lock, &lock->Irql); }
	static void GiveBack(T lock) { KeReleaseSpinLock(&lock->Lock, lock->Irql); }
};

struct Locked {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	LONG Count;
};

extern "C" DRIVER_UNLOAD OnUnload;
extern "C" DRIVER_UNLOAD OnOtherUnload;
static Verifier verifier;

extern "C" void OnUnload(PDRIVER_OBJECT)
{
	KIRQL irql;

	verifier.Acquire(&irql);
	verifier.Release(irql);
}

extern "C" void OnOtherUnload(PDRIVER_OBJECT)
{
	KIRQL irql;

	verifier.Acquire(&irql);
	verifier.Try(irql);
} // want PA1010 "'OnOtherUnload' returns at DISPATCH_LEVEL"

extern "C" DRIVER_UNLOAD OnGuardedUnload;
static Locked locked;

static void Guarded(Locked *held)
{
	Guard guard(held);

	held->Count++;
	if (held->Count > 8)
		guard.Release();
}

extern "C" void OnGuardedUnload(PDRIVER_OBJECT)
{
	Guarded(&locked);
}
