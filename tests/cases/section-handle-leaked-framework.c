/*
 * A device of the framework whose start fails after a section was locked. Hardware
 * that was being prepared is released then; that a device leaves D0 is told only
 * to one that has entered it.
 */
#include <ntddk.h>
#include <wdf.h>

static PVOID First, Second, Registers;

EVT_WDF_DEVICE_PREPARE_HARDWARE OnPrepare;
EVT_WDF_DEVICE_RELEASE_HARDWARE OnRelease;
EVT_WDF_DEVICE_D0_EXIT OnD0Exit;
KDEFERRED_ROUTINE FirstDpc, SecondDpc;

#pragma alloc_text(PAGEA, FirstDpc)
#pragma alloc_text(PAGEB, SecondDpc)

VOID FirstDpc(PKDPC Dpc, PVOID Context, PVOID One, PVOID Two)
{
	PAGED_CODE_LOCKED();
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(One);
	UNREFERENCED_PARAMETER(Two);
}

VOID SecondDpc(PKDPC Dpc, PVOID Context, PVOID One, PVOID Two)
{
	PAGED_CODE_LOCKED();
	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(One);
	UNREFERENCED_PARAMETER(Two);
}

NTSTATUS OnPrepare(
	WDFDEVICE Device, WDFCMRESLIST Resources, WDFCMRESLIST Translated)
{
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(Resources);
	UNREFERENCED_PARAMETER(Translated);
	First = MmLockPagableCodeSection((PVOID)FirstDpc);
	Second = MmLockPagableCodeSection((PVOID)SecondDpc); // want PA5004 "fails"
	if (Registers == NULL)
		return STATUS_DEVICE_CONFIGURATION_ERROR;
	return STATUS_SUCCESS;
}

NTSTATUS OnRelease(WDFDEVICE Device, WDFCMRESLIST Translated)
{
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(Translated);
	MmUnlockPagableImageSection(First);
	return STATUS_SUCCESS;
}

NTSTATUS OnD0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE State)
{
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(State);
	MmUnlockPagableImageSection(Second);
	return STATUS_SUCCESS;
}
