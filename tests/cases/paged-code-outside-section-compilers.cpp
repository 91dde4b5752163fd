/*
 * Sections that a driver keeps for Microsoft's compiler, which the open headers
 * are not read as.
 */
#include <ntddk.h>

#ifdef _MSC_VER
#define IN_PAGE __declspec(code_seg("PAGE"))
#else
#define IN_PAGE
#endif

#if defined(__GNUC__) && !defined(_MSC_VER)
#define ALSO_IN_PAGE
#elif defined(_MSC_VER)
#define ALSO_IN_PAGE __declspec(code_seg("PAGE"))
#endif

#ifdef __GNUC__
#define IN_PAGE_TOO
#else
#if _MSC_VER >= 1200
#define IN_PAGE_TOO __declspec(code_seg("PAGE"))
#endif
#endif

#ifdef _MSC_VER
#pragma code_seg("PAGE")
#endif

NTSTATUS Placed(VOID)
{
	PAGED_CODE();
	return STATUS_SUCCESS;
}

NTSTATUS Forgotten(VOID) // want PA2001 "'Forgotten' is in pageable section 'PAGE'"
{
	return STATUS_SUCCESS;
}

#ifdef _MSC_VER
#pragma code_seg()
#endif

NTSTATUS Resident(VOID)
{
	PAGED_CODE(); // want PA2003 "'Resident'"
	return STATUS_SUCCESS;
}

IN_PAGE NTSTATUS First(VOID)
{
	PAGED_CODE();
	return STATUS_SUCCESS;
}

ALSO_IN_PAGE NTSTATUS Second(VOID)
{
	PAGED_CODE();
	return STATUS_SUCCESS;
}

IN_PAGE_TOO NTSTATUS Third(VOID) // want PA2001 "'Third'"
{
	return STATUS_SUCCESS;
}
