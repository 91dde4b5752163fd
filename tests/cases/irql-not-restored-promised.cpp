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
