/*
 * A lambda that is given as a callback is converted to a pointer by a call that
 * no source spells, and so is one that a variable holds.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

extern "C" DRIVER_DISPATCH Start;

static KDPC dpcs[4];
static LONG count;

PAGED static VOID OfDpc() // want must PA1005 "'OfDpc'"
{
	PAGED_CODE();
	count++;
}

PAGED static VOID OfPlus() // want must PA1005 "'OfPlus'"
{
	PAGED_CODE();
	count++;
}

PAGED static VOID OfVariable() // want must PA1005 "'OfVariable'"
{
	PAGED_CODE();
	count++;
}

PAGED static VOID OfWorker()
{
	PAGED_CODE();
	count++;
}

static VOID Resident()
{
	count++;
}

extern "C" NTSTATUS Start(PDEVICE_OBJECT device, PIRP)
{
	auto kept = [](PKDPC, PVOID, PVOID, PVOID) { OfVariable(); };

	KeInitializeDpc(&dpcs[0],
		[](PKDPC, PVOID, PVOID, PVOID) { OfDpc(); }, nullptr);
	KeInitializeDpc(&dpcs[1],
		+[](PKDPC, PVOID, PVOID, PVOID) { OfPlus(); }, nullptr);
	KeInitializeDpc(&dpcs[2], kept, nullptr);
	KeInitializeDpc(&dpcs[3],
		[](PKDPC, PVOID, PVOID, PVOID) { Resident(); }, nullptr);
	IoQueueWorkItem(IoAllocateWorkItem(device),
		[](PDEVICE_OBJECT, PVOID) { OfWorker(); }, DelayedWorkQueue,
		nullptr);
	return STATUS_SUCCESS;
}
