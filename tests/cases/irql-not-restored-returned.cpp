/*
 * A routine returns a structure that it has written as a list in braces: what was
 * made in its parts is the caller's then.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

KSPIN_LOCK lock;
ULONG count;

PAGED static VOID Paged()
{
	PAGED_CODE();
	count++;
}

class Guard {
	bool held_ = false;
	KIRQL irql_;

public:
	Guard() = default;
	explicit Guard(PKSPIN_LOCK of) : held_(true)
	{
		KeAcquireSpinLock(of, &irql_);
	}
	Guard(Guard &&other) : held_(other.held_), irql_(other.irql_)
	{
		other.held_ = false;
	}
	~Guard()
	{
		if (held_)
			KeReleaseSpinLock(&lock, irql_);
	}
	void Forget() { held_ = false; }
};

struct Result {
	NTSTATUS status;
	Guard guard;
	explicit operator bool() const { return NT_SUCCESS(status); }
};

static Result Take(bool there)
{
	if (!there)
		return { STATUS_NOT_FOUND, Guard() };
	return { STATUS_SUCCESS, Guard(&lock) };
}

static Result TakeNamed(bool there)
{
	if (!there)
		return Result{ STATUS_NOT_FOUND, Guard() };
	return Result{ STATUS_SUCCESS, Guard(&lock) };
}

extern "C" DRIVER_UNLOAD Fails, Succeeds, Named, Forgets;

extern "C" VOID Fails(PDRIVER_OBJECT)
{
	auto result = Take(count != 0);

	if (!result)
		Paged();
}

extern "C" VOID Succeeds(PDRIVER_OBJECT)
{
	auto result = Take(count != 0);

	if (result)
		Paged(); // want must PA1006 "'Succeeds' calls 'Paged'"
}

extern "C" VOID Named(PDRIVER_OBJECT)
{
	auto result = TakeNamed(count != 0);

	if (!result)
		Paged();
}

extern "C" VOID Forgets(PDRIVER_OBJECT)
{
	auto result = TakeNamed(count != 0);

	result.guard.Forget();
} // want must PA1010 "'Forgets'"
