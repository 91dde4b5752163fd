/*
 * Lambdas of one type that stand in no function, as in tables: each is a routine
 * of its own.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

KSPIN_LOCK lock;
ULONG count;

PAGED VOID Save()
{
	PAGED_CODE();
	count++;
}

struct Row {
	ULONG code;
	VOID (*run)(ULONG);
};

static const Row plain[] = {
	{ 1, [](ULONG by) { count += by; } },
	{ 2, [](ULONG) { Save(); } }, // want must PA1006 "'plain::lambda' calls 'Save'"
};

namespace rows {
constexpr Row named[] = {
	{ 1, [](ULONG by) { count += by; } },
	{ 2, [](ULONG) { Save(); } }, // want must PA1006 "::lambda' calls 'Save'"
};
}

namespace {
const Row unnamed[] = {
	{ 1, [](ULONG by) { count += by; } },
	{ 2, [](ULONG) { Save(); } },
};
}

extern "C" DRIVER_UNLOAD Unload;

extern "C" VOID Unload(PDRIVER_OBJECT)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	plain[0].run(1);
	plain[1].run(1);
	rows::named[0].run(1);
	rows::named[1].run(1);
	unnamed[0].run(1);
	KeReleaseSpinLock(&lock, irql);
	unnamed[1].run(1);
}
