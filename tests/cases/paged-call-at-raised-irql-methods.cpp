/*
 * Which method a call is of: of a virtual one, the class that it is named with
 * says so; of a pointer to a method, what the pointer was given.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK lock;
static LONG count;

class Base {
public:
	virtual VOID Run() { count++; }
	VOID Rest() { count--; }
	PAGED VOID Save();
};

class Worker : public Base {
public:
	PAGED VOID Run() override;
};

PAGED VOID Base::Save()
{
	PAGED_CODE();
	count++;
}

PAGED VOID Worker::Run() // want PA3010
{
	PAGED_CODE();
	count++;
}

VOID CallsBase(Worker &worker)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	worker.Base::Run();
	KeReleaseSpinLock(&lock, irql);
}

VOID CallsWorker(Worker &worker)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	worker.Run(); // want must PA1006 "'CallsWorker' calls 'Worker::Run'"
	KeReleaseSpinLock(&lock, irql);
}

VOID ThroughRest(Worker &worker)
{
	VOID (Base::*method)() = &Base::Rest;
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	(worker.*method)();
	KeReleaseSpinLock(&lock, irql);
}

VOID ThroughSave(Worker *worker)
{
	VOID (Base::*method)() = &Base::Save;
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	(worker->*method)(); // want PA1006 "'ThroughSave' calls 'Base::Save'"
	KeReleaseSpinLock(&lock, irql);
}
