/*
 * The header that includes the framework is lost, and with them the structure that cleanup
 * callbacks are put into. What it is given to still says where they run.
 */
#include <ntddk.h>
#include "all-of-it.h" // want PA9003

EVT_WDF_OBJECT_CONTEXT_CLEANUP OfDriver; // want PA9003
EVT_WDF_OBJECT_CONTEXT_CLEANUP OfNobody;
EVT_WDF_OBJECT_CONTEXT_CLEANUP OfRequest;

#pragma alloc_text(PAGE, OfDriver, OfNobody, OfRequest)

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	WDF_OBJECT_ATTRIBUTES driver, nobody, request;

	WDF_OBJECT_ATTRIBUTES_INIT(&nobody);
	nobody.EvtCleanupCallback = OfNobody;
	WDF_OBJECT_ATTRIBUTES_INIT(&request);
	request.EvtCleanupCallback = OfRequest;
	WdfRequestCreate(&request, NULL, NULL);
	WDF_OBJECT_ATTRIBUTES_INIT(&driver);
	driver.EvtCleanupCallback = OfDriver;
	return WdfDriverCreate(Driver, Path, &driver, NULL, NULL);
}

VOID OfDriver(WDFOBJECT Object)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
}

VOID OfNobody(WDFOBJECT Object)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
}

VOID OfRequest(WDFOBJECT Object) // want may PA1005 "'OfRequest'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
}
