/*
 * C++: guard objects, members, class bodies, virtual routines, templates and
 * lambdas.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;
static ULONG Users;

/* ---- guards ------------------------------------------------------------ */

class Guard {
public:
	explicit Guard(PKSPIN_LOCK lock);
	~Guard();

private:
	PKSPIN_LOCK lock_;
	KIRQL irql_;
};

Guard::Guard(PKSPIN_LOCK lock) : lock_(lock)
{
	KeAcquireSpinLock(lock_, &irql_);
}

Guard::~Guard()
{
	KeReleaseSpinLock(lock_, irql_);
}

PAGED VOID UsesGuard()
{
	PAGED_CODE();
	Guard guard(&Lock); // want must PA1001 "'UsesGuard'"

	Users++;
}

VOID UsesGuardResident()
{
	Guard guard(&Lock);

	Users++;
}

PAGED VOID CallsGuardResident()
{
	PAGED_CODE();
	UsesGuardResident();
	UsesGuardResident();
}

/* The guard is gone when the scope is. */
VOID Later();

VOID UsesGuardInScope()
{
	{
		Guard guard(&Lock);
		Users++;
	}
	Later();
}

PAGED VOID CallsGuardInScope(ULONG limit)
{
	PAGED_CODE();
	for (ULONG i = 0; i < limit; i++) {
		UsesGuardInScope();
	}
}

VOID UsesGuardWithReturn(ULONG limit)
{
	for (;;) {
		Guard guard(&Lock);

		if (++Users > limit) {
			return;
		}
	}
}

PAGED VOID CallsGuardWithReturn()
{
	PAGED_CODE();
	UsesGuardWithReturn(4);
	UsesGuardWithReturn(8);
}

/* ---- members ----------------------------------------------------------- */

class Device {
public:
	VOID Enter();
	VOID Leave();
	VOID Count();
	PAGED VOID CountPaged();
	PAGED VOID CountIsolated();

	VOID CountInBody()
	{
		KIRQL irql;

		KeAcquireSpinLock(&lock_, &irql);
		count_++;
		KeReleaseSpinLock(&lock_, irql);
	}

	__declspec(noinline) VOID CountNeverInline()
	{
		KIRQL irql;

		KeAcquireSpinLock(&lock_, &irql);
		count_++;
		KeReleaseSpinLock(&lock_, irql);
	}

	VOID CountByHelper()
	{
		Count();
	}

private:
	KSPIN_LOCK lock_;
	KIRQL irql_;
	ULONG count_;
};

VOID Device::Enter()
{
	KeAcquireSpinLock(&lock_, &irql_);
}

VOID Device::Leave()
{
	KeReleaseSpinLock(&lock_, irql_);
}

VOID Device::Count()
{
	Enter();
	count_++;
	Leave();
}

PAGED VOID Device::CountPaged()
{
	PAGED_CODE();
	Enter(); // want PA1001 "CountPaged'"
	count_++;
	Leave();
}

PAGED VOID Device::CountIsolated()
{
	PAGED_CODE();
	Count();
	Count();
}

PAGED VOID UsesMember(Device *device)
{
	PAGED_CODE();
	device->Enter(); // want PA1001 "'UsesMember'"
	device->Leave();
}

PAGED VOID UsesMemberIsolated(Device *device)
{
	PAGED_CODE();
	device->Count();
}

PAGED VOID UsesClassBody(Device *device)
{
	PAGED_CODE();
	device->CountInBody(); // want PA1001 "'UsesClassBody'"
}

PAGED VOID UsesClassBodyOfHelper(Device *device)
{
	PAGED_CODE();
	device->CountByHelper();
}

PAGED VOID UsesClassBodyNeverInline(Device *device)
{
	PAGED_CODE();
	device->CountNeverInline();
}

/* ---- a whole class ----------------------------------------------------- */

class PAGED Session {
public:
	VOID Open();
	VOID Close();
	static VOID Tick();

private:
	KSPIN_LOCK lock_;
};

VOID Session::Open()
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&lock_, &irql); // want PA1001 "Open'"
	KeReleaseSpinLock(&lock_, irql);
}

VOID Session::Close()
{
	PAGED_CODE();
	UsesGuardResident();
}

/* ---- virtual ----------------------------------------------------------- */

class Port {
public:
	virtual VOID Enter() = 0;
	virtual VOID Leave() = 0;
	virtual VOID Count() = 0;
};

class SerialPort : public Port {
public:
	VOID Enter() override;
	VOID Leave() override;
	VOID Count() override;

private:
	KSPIN_LOCK lock_;
	KIRQL irql_;
	ULONG count_;
};

VOID SerialPort::Enter()
{
	KeAcquireSpinLock(&lock_, &irql_);
}

VOID SerialPort::Leave()
{
	KeReleaseSpinLock(&lock_, irql_);
}

VOID SerialPort::Count()
{
	SerialPort::Enter();
	count_++;
	SerialPort::Leave();
}

PAGED VOID UsesVirtual(Port *port)
{
	PAGED_CODE();
	port->Enter(); // want PA1001 "'UsesVirtual'"
	port->Leave();
}

PAGED VOID UsesVirtualIsolated(Port *port)
{
	PAGED_CODE();
	port->Count();
}

/* ---- templates --------------------------------------------------------- */

template <typename Object> class TypedGuard {
public:
	explicit TypedGuard(Object *object) : object_(object)
	{
		object_->Enter();
	}

	~TypedGuard()
	{
		object_->Leave();
	}

private:
	Object *object_;
};

PAGED VOID UsesTypedGuard(Device *device)
{
	PAGED_CODE();
	TypedGuard<Device> guard(device); // want must PA1001 "'UsesTypedGuard'"
}

VOID UsesTypedGuardResident(Device *device)
{
	TypedGuard<Device> guard(device);
}

PAGED VOID CallsTypedGuardResident(Device *device)
{
	PAGED_CODE();
	UsesTypedGuardResident(device);
	UsesTypedGuardResident(device);
}

/* ---- lambdas ----------------------------------------------------------- */

PAGED VOID UsesLambda()
{
	PAGED_CODE();
	auto count = []() {
		KIRQL irql;

		KeAcquireSpinLock(&Lock, &irql); // want PA1001
		Users++;
		KeReleaseSpinLock(&Lock, irql);
	};
	count();
}

VOID UsesLambdaResident()
{
	auto count = []() {
		KIRQL irql;

		KeAcquireSpinLock(&Lock, &irql);
		Users++;
		KeReleaseSpinLock(&Lock, irql);
	};
	count();
}

PAGED VOID CallsLambdaResident()
{
	PAGED_CODE();
	UsesLambdaResident();
}
