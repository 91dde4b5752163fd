/*
 * A macro that declares one routine in a section, and defines another beside it,
 * says nothing of where that is.
 */
#include <ntddk.h>

#define IN_SECTION __declspec(code_seg("PAGE"))
#define DECLARE_CHECKED(Result, Name) \
	IN_SECTION Result Checked_##Name(BOOLEAN); \
	inline Result Name(BOOLEAN On) { return Checked_##Name(On); }
#define DEFINE_BOTH(Name) \
	VOID Resident_##Name(VOID) { } \
	IN_SECTION VOID Name(VOID) { }
#define DEFINE_OTHER_WAY(Name) \
	IN_SECTION VOID Name(VOID) { } \
	VOID Resident_##Name(VOID) { }

class Queue {
public:
	DECLARE_CHECKED(VOID, Cancel)
	DECLARE_CHECKED(ULONG, Count)
};

VOID Queue::Checked_Cancel(BOOLEAN On) // want PA2001 "Checked_Cancel'"
{
	UNREFERENCED_PARAMETER(On);
}

ULONG Queue::Checked_Count(BOOLEAN On)
{
	PAGED_CODE();
	return On;
}

DECLARE_CHECKED(VOID, Free)
DEFINE_BOTH(Work) // want PA2001 "'Work'"
DEFINE_OTHER_WAY(Rest) // want PA2001 "'Rest'"
