/*
 * A word that nothing declares may be the macro that places a routine, from a
 * header that was not found.
 */
#include <ntddk.h>
#include "sections-of-another-driver.h" // want PA9003

DRIVER_UNLOAD Placed;
IN_SECTION VOID Placed(PDRIVER_OBJECT Driver) // want PA9003 "IN_SECTION"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
}

DRIVER_UNLOAD Resident;
VOID Resident(PDRIVER_OBJECT Driver)
{
	PAGED_CODE(); // want must PA2003 "'Resident'"
	UNREFERENCED_PARAMETER(Driver);
}
