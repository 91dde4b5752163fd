/*
 * One helper fills the structure for several kinds of interrupt: what it leaves
 * there depends on a constant that it is given. And devices of several execution
 * levels: which of them a handle is of, is not known everywhere.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	WDFINTERRUPT Fast, Slow, Quick, Lazy;
	ULONG Count;
} DEVICE, *PDEVICE;

EVT_WDF_INTERRUPT_ISR OnFast, OnSlow;
EVT_WDF_INTERRUPT_SYNCHRONIZE WithSlow;

static VOID FillKind(PWDF_INTERRUPT_CONFIG Config, BOOLEAN Passive)
{
	if (Passive) {
		WDF_INTERRUPT_CONFIG_INIT(Config, OnSlow, NULL);
		Config->PassiveHandling = TRUE;
	} else {
		WDF_INTERRUPT_CONFIG_INIT(Config, OnFast, NULL);
	}
}

static VOID FillGiven(PWDF_INTERRUPT_CONFIG Config, BOOLEAN Passive)
{
	WDF_INTERRUPT_CONFIG_INIT(Config, OnFast, NULL);
	Config->PassiveHandling = Passive;
}

NTSTATUS CreateInterrupts(WDFDEVICE Device, PDEVICE Extension)
{
	WDF_INTERRUPT_CONFIG config;

	FillKind(&config, TRUE);
	WdfInterruptCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &Extension->Slow);
	FillKind(&config, FALSE);
	WdfInterruptCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &Extension->Fast);
	FillGiven(&config, TRUE);
	WdfInterruptCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &Extension->Lazy);
	FillGiven(&config, FALSE);
	return WdfInterruptCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &Extension->Quick);
}

PAGED VOID UsesLocks(PDEVICE Extension)
{
	PAGED_CODE();
	WdfInterruptAcquireLock(Extension->Slow);
	WdfInterruptReleaseLock(Extension->Slow);
	WdfInterruptAcquireLock(Extension->Lazy);
	WdfInterruptReleaseLock(Extension->Lazy);
	WdfInterruptAcquireLock(Extension->Fast); // want must PA1001 "'UsesLocks'"
	WdfInterruptReleaseLock(Extension->Fast);
	WdfInterruptAcquireLock(Extension->Quick); // want must PA1001 "'UsesLocks'"
	WdfInterruptReleaseLock(Extension->Quick);
}

PAGED BOOLEAN WithSlow(WDFINTERRUPT Interrupt, WDFCONTEXT Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	((PDEVICE)Context)->Count++;
	return TRUE;
}

VOID Synchronize(PDEVICE Extension)
{
	WdfInterruptSynchronize(Extension->Slow, WithSlow, Extension);
}

/* ---- devices ------------------------------------------------------------- */

PAGED VOID UsesAnyDevice(WDFDEVICE Device, PULONG Count)
{
	PAGED_CODE();
	WdfObjectAcquireLock(Device); // want may PA1001 "'UsesAnyDevice'"
	++*Count;
	WdfObjectReleaseLock(Device);
}

PAGED NTSTATUS CreateSlowDevice(PWDFDEVICE_INIT Init, PULONG Count)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;
	NTSTATUS status;

	PAGED_CODE();
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&Init, &attributes, &device);
	WdfObjectAcquireLock(device);
	++*Count;
	WdfObjectReleaseLock(device);
	return status;
}

PAGED NTSTATUS CreateFastDevice(PWDFDEVICE_INIT Init, PULONG Count)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;
	NTSTATUS status;

	PAGED_CODE();
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelDispatch;
	status = WdfDeviceCreate(&Init, &attributes, &device);
	WdfObjectAcquireLock(device); // want must PA1001 "'CreateFastDevice'"
	++*Count;
	WdfObjectReleaseLock(device);
	return status;
}
