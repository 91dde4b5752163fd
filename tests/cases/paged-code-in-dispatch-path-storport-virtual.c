/*
 * A virtual miniport of StorPort: no interrupts, StartIo at DISPATCH_LEVEL or
 * below. (A physical one is in paged-code-in-interrupt-path-storport.c.)
 */
#include <ntddk.h>
#include <storport.h>

#define PAGED __declspec(code_seg("PAGE"))

VIRTUAL_HW_FIND_ADAPTER FindAdapter;
HW_INITIALIZE Initialize;
HW_STARTIO StartIo;
HW_RESET_BUS ResetBus;
HW_ADAPTER_CONTROL AdapterControl;
sp_DRIVER_INITIALIZE DriverEntry;

ULONG DriverEntry(PVOID DriverObject, PVOID RegistryPath)
{
	VIRTUAL_HW_INITIALIZATION_DATA data;

	RtlZeroMemory(&data, sizeof(data));
	data.HwInitializationDataSize = sizeof(data);
	data.HwFindAdapter = FindAdapter;
	data.HwInitialize = Initialize;
	data.HwStartIo = StartIo;
	data.HwResetBus = ResetBus;
	data.HwAdapterControl = AdapterControl;
	return StorPortInitialize(DriverObject, RegistryPath,
		(PHW_INITIALIZATION_DATA)&data, NULL);
}

PAGED ULONG FindAdapter(PVOID Extension, PVOID Context, PVOID Bus, PVOID Device,
	PCHAR Arguments, PPORT_CONFIGURATION_INFORMATION Config, PBOOLEAN Again)
{
	PAGED_CODE();
	Config->VirtualDevice = TRUE;
	return SP_RETURN_FOUND;
}

static PAGED VOID Prepare(VOID)
{
	PAGED_CODE();
}

/* Without an interrupt there is no level of one to call it at. */
BOOLEAN Initialize(PVOID Extension)
{
	PVOID buffer = ExAllocatePoolWithTag(NonPagedPool, 64, 'tseT');

	if (!buffer)
		return FALSE;
	ExFreePoolWithTag(buffer, 'tseT');
	Prepare();
	UNREFERENCED_PARAMETER(Extension);
	return TRUE;
}

static PAGED VOID Answer(PSCSI_REQUEST_BLOCK Srb) // want may PA1005 "'Answer'"
{
	PAGED_CODE();
	Srb->SrbStatus = SRB_STATUS_SUCCESS;
}

BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb)
{
	Answer(Srb);
	StorPortNotification(RequestComplete, Extension, Srb);
	return TRUE;
}

static KEVENT Expired;

PAGED VOID OnTimer(PVOID Extension) // want must PA1005 "'OnTimer'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Extension);
}

VOID OnTimerResident(PVOID Extension)
{
	UNREFERENCED_PARAMETER(Extension);
	KeSetEvent(&Expired, IO_NO_INCREMENT, FALSE);
}

BOOLEAN ResetBus(PVOID Extension, ULONG Path)
{
	StorPortNotification(RequestTimerCall, Extension, OnTimer, 1000);
	StorPortNotification(RequestTimerCall, Extension, OnTimerResident, 1000);
	StorPortNotification(ResetDetected, Extension, 0);
	return TRUE;
}

PAGED SCSI_ADAPTER_CONTROL_STATUS AdapterControl(PVOID Extension,
	SCSI_ADAPTER_CONTROL_TYPE Type, PVOID Parameters)
{
	PAGED_CODE();
	return ScsiAdapterControlSuccess;
}
