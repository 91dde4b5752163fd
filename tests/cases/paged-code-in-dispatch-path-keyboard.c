/*
 * A filter between a keyboard's port and class drivers: it calls the routine that
 * the class driver gave it by casting it from void *, and is called the same
 * way, at DISPATCH_LEVEL.
 */
#include <wdm.h>
#include <kbdmou.h>

#define PAGED __declspec(code_seg("PAGE"))

static CONNECT_DATA Upper;
static KSPIN_LOCK Lock;

PAGED static VOID OnInput(PDEVICE_OBJECT Device, PKEYBOARD_INPUT_DATA Start, // want must PA1005 "'OnInput'"
	PKEYBOARD_INPUT_DATA End, PULONG Consumed)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Device);
	(*(PSERVICE_CALLBACK_ROUTINE)(ULONG_PTR)Upper.ClassService)(
		Upper.ClassDeviceObject, Start, End, Consumed);
}

/* What stands behind such a call is not lost. */
VOID Repeat(PVOID Service, PKEYBOARD_INPUT_DATA Start, PKEYBOARD_INPUT_DATA End)
{
	ULONG consumed = 0;
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	(*(PSERVICE_CALLBACK_ROUTINE)(ULONG_PTR)Service)(
		Upper.ClassDeviceObject, Start, End, &consumed);
	if (consumed == 0)
		return; // want PA1010 "'Repeat'"
	KeReleaseSpinLock(&Lock, irql);
}

VOID Connect(PCONNECT_DATA Data)
{
	Upper = *Data;
	Data->ClassService = (PVOID)OnInput;
}
