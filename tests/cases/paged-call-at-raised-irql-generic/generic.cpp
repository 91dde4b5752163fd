/*
 * Parameters that are only `auto`: of a lambda, of a routine, of a method. What
 * is made of them has a body like any other, and may be a callback.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK lock;
static KDPC dpc;
static LONG count;

class Guard {
	KIRQL irql;

public:
	Guard() { KeAcquireSpinLock(&lock, &irql); }
	~Guard() { KeReleaseSpinLock(&lock, irql); }
};

PAGED static void Paged(LONG item)
{
	PAGED_CODE();
	count += item;
}

/* ---- lambdas ------------------------------------------------------------- */

extern "C" DRIVER_UNLOAD Locks, LocksNot, Counts;

extern "C" VOID Locks(PDRIVER_OBJECT)
{
	auto run = [](auto item) {
		Guard guard;

		Paged(item); // want must PA1006 "'Locks::lambda' calls 'Paged'"
	};

	run(1);
}

extern "C" VOID LocksNot(PDRIVER_OBJECT)
{
	auto run = [](auto item) {
		Paged(item);
	};

	run(1);
}

template <class F> static void UnderLock(F run)
{
	Guard guard;

	run(1, 2);
}

template <class F> static void Free(F run)
{
	run(1, 2);
}

extern "C" VOID Counts(PDRIVER_OBJECT)
{
	UnderLock([](auto... items) {
		Paged((items + ...)); // want must PA1006 "'Counts::lambda' calls 'Paged'"
	});
	Free([](auto... items) {
		Paged((items + ...));
	});
}

/* ---- routines and methods ------------------------------------------------ */

static void Does(auto run)
{
	Guard guard;

	run(1);
}

static void DoesFree(auto run)
{
	run(1);
}

PAGED static void DoesPaged(auto run)
{
	PAGED_CODE();
	run(1);
}

class Device {
public:
	void Do(auto run, LONG item)
	{
		Guard guard;

		run(item);
	}
	PAGED void DoPaged(auto run)
	{
		PAGED_CODE();
		run(1);
	}
};

extern "C" DRIVER_UNLOAD Calls, CallsNot;

extern "C" VOID Calls(PDRIVER_OBJECT)
{
	Device device;
	Guard guard;

	DoesPaged([](LONG) {}); // want must PA1006 "'Calls' calls 'DoesPaged'"
	device.DoPaged([](LONG) {}); // want must PA1006 "'Calls' calls 'Device::DoPaged'"
}

extern "C" VOID CallsNot(PDRIVER_OBJECT)
{
	Device device;

	DoesPaged([](LONG) {});
	device.DoPaged([](LONG) {});
	Does([](LONG item) {
		Paged(item); // want must PA1006 "'CallsNot::lambda' calls 'Paged'"
	});
	DoesFree([](LONG item) {
		Paged(item);
	});
	device.Do([](auto item) {
		Paged(item); // want must PA1006 "'CallsNot::lambda' calls 'Paged'"
	}, 2);
}

/* ---- callbacks ------------------------------------------------------------ */

PAGED static void PagedInDpc() // want must PA1005 "'PagedInDpc'"
{
	PAGED_CODE();
	count++;
}

PAGED static void PagedInWork()
{
	PAGED_CODE();
	count++;
}

extern "C" DRIVER_DISPATCH Starts;

extern "C" NTSTATUS Starts(PDEVICE_OBJECT device, PIRP)
{
	auto work = [](auto, auto) {
		PagedInWork();
	};

	KeInitializeDpc(&dpc, [](auto, PVOID, auto...) {
		PagedInDpc();
	}, nullptr);
	IoQueueWorkItem(IoAllocateWorkItem(device), work, DelayedWorkQueue,
		nullptr);
	return STATUS_SUCCESS;
}
