/*
 * A display miniport without the kit's header: records that only it declares are
 * known by their names, and so is what is put into them or called through them.
 */
#include <ntddk.h>
#include <dispmprt.h> // want PA9003

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _GPU {
	DXGKRNL_INTERFACE Kernel; // want PA9003
	ULONG Count;
} GPU, *PGPU;

PAGED static VOID Count(PGPU Gpu) // want must PA1004 "'Count'"
{
	PAGED_CODE();
	Gpu->Count++;
}

static BOOLEAN OnInterrupt(PVOID Context, ULONG Message)
{
	Count(Context);
	return Message == 0;
}

PAGED static VOID OnDpc(PVOID Context) // want must PA1005 "'OnDpc'"
{
	PAGED_CODE();
	((PGPU)Context)->Count = 0;
}

PAGED static BOOLEAN Clear(PVOID Context) // want must PA1004 "'Clear'"
{
	PAGED_CODE();
	return Context != NULL;
}

static BOOLEAN ClearResident(PVOID Context)
{
	return Context != NULL;
}

PAGED static NTSTATUS OnEscape(PVOID Context, PVOID Arguments)
{
	PGPU gpu = Context;
	BOOLEAN done;

	PAGED_CODE();
	gpu->Kernel.DxgkCbSynchronizeExecution(gpu->Kernel.DeviceHandle, Clear,
		gpu, 0, &done);
	gpu->Kernel.DxgkCbSynchronizeExecution(gpu->Kernel.DeviceHandle,
		ClearResident, gpu, 0, &done);
	return Arguments ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	DRIVER_INITIALIZATION_DATA data;

	data.DxgkDdiInterruptRoutine = OnInterrupt;
	data.DxgkDdiDpcRoutine = OnDpc;
	data.DxgkDdiEscape = OnEscape;
	return DxgkInitialize(Driver, Path, &data);
}
