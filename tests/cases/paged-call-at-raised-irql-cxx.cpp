/*
 * C++: a guard object in scope, members, overrides, templates, lambdas.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;

PAGED VOID Paged()
{
	PAGED_CODE();
}

VOID Resident();

class Guard {
public:
	Guard() { KeAcquireSpinLock(&Lock, &irql_); }
	~Guard() { KeReleaseSpinLock(&Lock, irql_); }

private:
	KIRQL irql_;
};

/* ---- guards ------------------------------------------------------------ */

VOID InScope()
{
	Guard guard;

	Paged(); // want must PA1006 "'InScope' calls 'Paged'"
}

VOID BehindScope()
{
	{
		Guard guard;
		Resident();
	}
	Paged();
}

VOID BeforeScope()
{
	Paged();
	Guard guard;
	Resident();
}

VOID InCondition(BOOLEAN yes)
{
	if (yes) {
		Guard guard;
		Resident();
	} else {
		Paged();
	}
	Paged();
}

VOID InLoop(ULONG limit)
{
	for (ULONG i = 0; i < limit; i++) {
		Guard guard;

		if (i == 3) {
			continue;
		}
		if (i == 5) {
			break;
		}
		Resident();
	}
	Paged();
}

VOID InLoopPaged(ULONG limit)
{
	for (ULONG i = 0; i < limit; i++) {
		Guard guard;

		Paged(); // want PA1006 "'InLoopPaged'"
	}
}

/* ---- members and overrides --------------------------------------------- */

class Port {
public:
	virtual VOID Start() = 0;
	virtual VOID Kick() = 0;
	PAGED VOID Close();
};

class SerialPort : public Port {
public:
	PAGED VOID Start() override;
	VOID Kick() override;
};

PAGED VOID SerialPort::Start()
{
	PAGED_CODE();
}

VOID SerialPort::Kick()
{
	Resident();
}

PAGED VOID Port::Close()
{
	PAGED_CODE();
}

VOID CallsMember(Port *port)
{
	Guard guard;

	port->Close(); // want PA1006 "'CallsMember'"
}

VOID CallsOverride(Port *port)
{
	Guard guard;

	port->Start(); // want PA1006 "'CallsOverride'"
}

VOID CallsResidentOverride(Port *port)
{
	Guard guard;

	port->Kick();
}

VOID CallsOverrideBelow(Port *port)
{
	port->Start();
	port->Close();
}

/* ---- lambdas ----------------------------------------------------------- */

VOID CallsLambda()
{
	auto paged = []() { Paged(); }; // want PA1006 "'Paged'"
	Guard guard;

	paged();
}

VOID CallsLambdaBelow()
{
	auto paged = []() { Paged(); };

	paged();
}

/* ---- inline code --------------------------------------------------------- */

/* It is its caller's: a pageable one is at fault itself. */
class Locked {
public:
	template <typename Step> VOID With(Step step)
	{
		KIRQL irql;

		KeAcquireSpinLock(&Lock, &irql);
		step();
		KeReleaseSpinLock(&Lock, irql);
	}
};

static Locked Guarded;

__declspec(code_seg("PAGE")) VOID PagedCaller(ULONG *Value)
{
	PAGED_CODE();
	Guarded.With([Value] { ++*Value; }); // want PA1001 "'PagedCaller'"
}
