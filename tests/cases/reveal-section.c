/*
 * Who places a function. The whole map is compared with compilers elsewhere;
 * here every kind of evidence has one line.
 */
#include <ntddk.h>

VOID ByAllocText(VOID);
DRIVER_INITIALIZE DriverEntry;

#pragma alloc_text(PAGE, ByAllocText)
#pragma alloc_text(INIT, DriverEntry)

VOID ByNobody(VOID) // want reveal-section "'ByNobody' is in section '.text', resident, placed by nobody"
{
}

VOID ByAllocText(VOID) // want reveal-section "'ByAllocText' is in section 'PAGE', pageable, placed by alloc_text"
{
	PAGED_CODE();
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) // want reveal-section "'DriverEntry' is in section 'INIT', discardable, placed by alloc_text"
{
	return STATUS_SUCCESS;
}

#pragma code_seg("PAGEXYZ")

VOID BySegment(VOID) // want reveal-section "'BySegment' is in section 'PAGEXYZ', pageable, placed by code_seg"
{
	PAGED_CODE();
}

#pragma code_seg()

__declspec(code_seg("PAGE")) VOID ByAttribute(VOID) // want reveal-section "'ByAttribute' is in section 'PAGE', pageable, placed by its own attribute"
{
	PAGED_CODE();
}

FORCEINLINE VOID ByCaller(VOID) // want reveal-section "'ByCaller' is expanded in its callers' sections"
{
}
