/*
 * C++ says true, and has default arguments.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KEVENT Ready, Done;

static VOID Await()
{
	KeWaitForSingleObject(&Done, Executive, KernelMode, FALSE, nullptr);
}

PAGED VOID ByTrue()
{
	PAGED_CODE();
	KeSetEvent(&Ready, IO_NO_INCREMENT, true); // want must PA1003 "'ByTrue'"
	Await();
}

PAGED VOID ByFalse()
{
	PAGED_CODE();
	KeSetEvent(&Ready, IO_NO_INCREMENT, false);
	Await();
}

static constexpr BOOLEAN AndWait = TRUE;
static constexpr BOOLEAN AndGoOn = FALSE;

PAGED VOID ByConstant()
{
	PAGED_CODE();
	KeSetEvent(&Ready, IO_NO_INCREMENT, AndWait); // want must PA1003 "'ByConstant'"
	Await();
}

PAGED VOID ByOtherConstant()
{
	PAGED_CODE();
	KeSetEvent(&Ready, IO_NO_INCREMENT, AndGoOn);
	Await();
}

class Event {
public:
	VOID Set(BOOLEAN wait = FALSE);

private:
	KEVENT event_;
};

VOID Event::Set(BOOLEAN wait)
{
	KeSetEvent(&event_, IO_NO_INCREMENT, wait);
}

PAGED VOID ByDefault(Event *event)
{
	PAGED_CODE();
	event->Set();
	Await();
}

PAGED VOID ByArgument(Event *event)
{
	PAGED_CODE();
	event->Set(TRUE); // want PA1003 "'ByArgument'"
	Await();
}

/* ---- options in braces ---------------------------------------------------- */

struct Options {
	KPRIORITY increment;
	bool wait;
	ULONG tries;
};

static void Signal(PKEVENT event, const Options &options)
{
	KeSetEvent(event, options.increment, options.wait);
	if (options.wait)
		KeWaitForSingleObject(event, Executive, KernelMode, FALSE,
			nullptr);
}

static void SignalCopy(PKEVENT event, Options options)
{
	KeSetEvent(event, options.increment, options.wait);
}

PAGED void SignalsWithout(PKEVENT event)
{
	PAGED_CODE();
	Signal(event, { 0, false, 3 });
	Signal(event, Options{ 0, false, 3 });
	SignalCopy(event, { 0, false, 3 });
	SignalCopy(event, {});
}

PAGED void SignalsAndWaits(PKEVENT event)
{
	PAGED_CODE();
	SignalCopy(event, { 0, true, 3 }); // want must PA1003 "'SignalsAndWaits'"
	KeWaitForSingleObject(event, Executive, KernelMode, FALSE, nullptr);
}

PAGED void SignalsAsTold(PKEVENT event, const Options &options)
{
	PAGED_CODE();
	SignalCopy(event, options); // want may PA1003 "'SignalsAsTold'"
	KeWaitForSingleObject(event, Executive, KernelMode, FALSE, nullptr);
}

/* ---- constants that are templates ------------------------------------------ */

struct Waiting {};
struct Going {};

template <class Way> constexpr BOOLEAN waits_for = FALSE;
template <> constexpr BOOLEAN waits_for<Waiting> = TRUE;

PAGED void SignalsByTemplate(PKEVENT event)
{
	PAGED_CODE();
	KeSetEvent(event, 0, waits_for<Waiting>); // want must PA1003 "'SignalsByTemplate'"
	Await();
}

PAGED void SignalsByOtherTemplate(PKEVENT event)
{
	PAGED_CODE();
	KeSetEvent(event, 0, waits_for<Going>);
	Await();
}
