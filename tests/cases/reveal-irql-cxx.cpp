/*
 * C++: guards that give back in their destructor, on every way out of their
 * scope; conditions with declarations; members.
 */
extern "C" {
#include <ntddk.h>
void pageaudit_reveal_irql(void);
BOOLEAN Ask(void);
}

class Guard {
public:
	explicit Guard(PKSPIN_LOCK Lock) : m_Lock(Lock)
	{
		KeAcquireSpinLock(m_Lock, &m_Old);
	}
	~Guard()
	{
		KeReleaseSpinLock(m_Lock, m_Old);
	}
private:
	PKSPIN_LOCK m_Lock;
	KIRQL m_Old;
};

static KSPIN_LOCK g_Lock;

VOID Scope()
{
	{
		Guard guard(&g_Lock);

		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

static BOOLEAN Returns()
{
	Guard guard(&g_Lock);

	if (Ask())
		return TRUE;
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	return FALSE;
}

VOID CallsReturns()
{
	Returns();
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID Loops()
{
	while (Ask()) {
		Guard guard(&g_Lock);

		if (Ask())
			break;
		if (Ask())
			continue;
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID Gotos()
{
	{
		Guard guard(&g_Lock);

		if (Ask())
			goto Out;
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	}
Out:
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID IfWithDeclaration()
{
	if (BOOLEAN answer = Ask())
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	if (Guard guard(&g_Lock); Ask())
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

class Device {
public:
	void Lock();
	void Unlock();
	void Work();
private:
	KSPIN_LOCK m_Lock;
	KIRQL m_Old;
};

void Device::Lock()
{
	KeAcquireSpinLock(&m_Lock, &m_Old);
}

void Device::Unlock()
{
	KeReleaseSpinLock(&m_Lock, m_Old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: as saved in this->m_Old"
}

void Device::Work()
{
	Lock();
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	Unlock();
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID UsesDevice(Device *device)
{
	device->Lock();
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	device->Unlock();
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID RangeFor()
{
	int values[3] = { 1, 2, 3 };
	KIRQL old;

	for (int value : values) {
		if (value == 2)
			KeAcquireSpinLock(&g_Lock, &old);
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID Lambda()
{
	auto lock = [](PKIRQL Old) { KeAcquireSpinLock(&g_Lock, Old); };
	KIRQL old;

	lock(&old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	KeReleaseSpinLock(&g_Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}
