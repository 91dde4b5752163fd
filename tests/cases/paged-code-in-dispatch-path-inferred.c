/*
 * Callbacks whose level no page states: StorPort's timers, which are DPCs, and
 * the notifications of ACPI's first interface; the second one's say so.
 */
#include <ntddk.h>
#include <storport.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED VOID OnTimer(PVOID Extension, PVOID Context) // want must PA1005 "'OnTimer'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Extension);
	UNREFERENCED_PARAMETER(Context);
}

VOID OnResidentTimer(PVOID Extension, PVOID Context)
{
	UNREFERENCED_PARAMETER(Extension);
	UNREFERENCED_PARAMETER(Context);
}

VOID StartTimers(PVOID Extension, PVOID First, PVOID Second)
{
	StorPortRequestTimer(Extension, First, OnTimer, NULL, 1000, 0);
	StorPortRequestTimer(Extension, Second, OnResidentTimer, NULL, 1000, 0);
}

PAGED VOID OnNotify(PVOID Context, ULONG Code) // want may PA1005 "'OnNotify'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Code);
}

PAGED VOID OnNotify2(PVOID Context, ULONG Code)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Code);
}

PAGED NTSTATUS Register(PACPI_INTERFACE_STANDARD Interface,
	PACPI_INTERFACE_STANDARD2 Second, PDEVICE_OBJECT Device)
{
	NTSTATUS status;

	PAGED_CODE();
	status = Interface->RegisterForDeviceNotifications(
		Device, OnNotify, Device);
	if (!NT_SUCCESS(status))
		return status;
	return Second->RegisterForDeviceNotifications(
		Second->Context, OnNotify2, Device);
}

PAGED VOID Unregister(
	PACPI_INTERFACE_STANDARD Interface, PDEVICE_OBJECT Device)
{
	PAGED_CODE();
	Interface->UnregisterForDeviceNotifications(Device, OnNotify);
}
