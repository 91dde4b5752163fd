/*
 * A guard that keeps in itself how it was told to lock: what each of its users
 * tells it counts for that user.
 */
#include <ntddk.h>

static KSPIN_LOCK lock;
static LONG count;

class Guard {
	bool raised;
	KIRQL irql;

public:
	explicit Guard(bool is_raised = false) : raised(is_raised)
	{
		if (raised)
			KeAcquireSpinLockAtDpcLevel(&lock);
		else
			KeAcquireSpinLock(&lock, &irql);
	}
	~Guard()
	{
		if (raised)
			KeReleaseSpinLockFromDpcLevel(&lock);
		else
			KeReleaseSpinLock(&lock, irql);
	}
};

class Careless {
	bool raised;

public:
	explicit Careless(bool is_raised = false) : raised(is_raised)
	{
		if (raised)
			KeAcquireSpinLockAtDpcLevel(&lock); // want must PA1009 "'Careless::Careless'"
	}
	~Careless()
	{
		if (raised)
			KeReleaseSpinLockFromDpcLevel(&lock);
	}
};

class Careful {
	bool raised;

public:
	explicit Careful(bool is_raised = false) : raised(is_raised)
	{
		if (raised)
			KeAcquireSpinLockAtDpcLevel(&lock);
	}
	~Careful()
	{
		if (raised)
			KeReleaseSpinLockFromDpcLevel(&lock);
	}
};

extern "C" DRIVER_UNLOAD OnUnload;
extern "C" KDEFERRED_ROUTINE OnDpc;

extern "C" VOID OnUnload(PDRIVER_OBJECT)
{
	Guard guard;
	{
		Careful careful(false);

		count++;
	}
	count++;
}

extern "C" VOID OnDpc(PKDPC, PVOID, PVOID, PVOID)
{
	Guard guard(true);
	Careful careful(true);

	count++;
}

extern "C" DRIVER_UNLOAD OnOtherUnload;

extern "C" VOID OnOtherUnload(PDRIVER_OBJECT)
{
	Careful careful;
	Careless careless(true);

	count++;
}
