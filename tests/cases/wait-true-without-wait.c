/*
 * A signal with Wait = TRUE, and what comes next on each path: a wait, or
 * something else.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _DEVICE {
	KEVENT Ready, Done;
	KMUTEX Mutex;
	KSEMAPHORE Semaphore;
	KSPIN_LOCK Lock;
	LONG Count;
} DEVICE, *PDEVICE;

/* ---- in one routine ---------------------------------------------------- */

VOID Next(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

VOID Between(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want must PA1007 "'Between' calls 'KeSetEvent' with Wait = TRUE, and what comes next is 'KeClearEvent', not a wait"
	KeClearEvent(&Device->Done);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

VOID BetweenFalse(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, FALSE);
	KeClearEvent(&Device->Done);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

VOID NoCallBetween(PDEVICE Device)
{
	KeReleaseMutex(&Device->Mutex, TRUE);
	Device->Count++;
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

NTSTATUS OnePath(PDEVICE Device)
{
	KeReleaseSemaphore(&Device->Semaphore, 0, 1, TRUE); // want PA1007 "'KeReleaseSemaphore'"
	if (Device->Count)
		return KeWaitForSingleObject(&Device->Done, Executive,
			KernelMode, FALSE, NULL);
	return KeReadStateEvent(&Device->Done) ? STATUS_SUCCESS :
						 STATUS_TIMEOUT;
}

NTSTATUS BothPaths(PDEVICE Device)
{
	KeReleaseSemaphore(&Device->Semaphore, 0, 1, TRUE);
	if (Device->Count)
		return KeWaitForSingleObject(&Device->Done, Executive,
			KernelMode, FALSE, NULL);
	return KeWaitForMutexObject(&Device->Mutex, Executive, KernelMode,
		FALSE, NULL);
}

VOID Unknown(PDEVICE Device, BOOLEAN Wait)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, Wait);
	KeClearEvent(&Device->Done);
}

VOID Multiple(PDEVICE Device)
{
	PVOID objects[2] = { &Device->Done, &Device->Mutex };

	KePulseEvent(&Device->Ready, IO_NO_INCREMENT, TRUE);
	KeWaitForMultipleObjects(2, objects, WaitAny, Executive, KernelMode,
		FALSE, NULL, NULL);
}

/* ---- through calls ----------------------------------------------------- */

static NTSTATUS Await(PDEVICE Device)
{
	Device->Count++;
	return KeWaitForSingleObject(&Device->Done, Executive, KernelMode,
		FALSE, NULL);
}

VOID WaitsInside(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE);
	Await(Device);
}

static NTSTATUS ResetAndAwait(PDEVICE Device)
{
	KeClearEvent(&Device->Done);
	return Await(Device);
}

VOID WaitsTooLateInside(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want PA1007 "'KeClearEvent'"
	ResetAndAwait(Device);
}

/* A wrapper: what counts is what its callers do next. */
static VOID Signal(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE);
}

VOID WaitsAfterWrapper(PDEVICE Device)
{
	Signal(Device);
	Await(Device);
}

static VOID SignalToo(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want PA1007 "'SignalToo'"
}

VOID ForgetsAfterWrapper(PDEVICE Device)
{
	SignalToo(Device);
	KeClearEvent(&Device->Ready);
}

/* Nobody is known to call it. */
VOID SignalForOthers(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE);
}

/* ---- what the system calls --------------------------------------------- */

DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	PDEVICE device = Driver->DeviceObject->DeviceExtension;

	KeSetEvent(&device->Ready, IO_NO_INCREMENT, TRUE); // want PA1007 "what comes next is the return, not a wait"
}

/* ---- pageable code, which PA1003 reports ------------------------------- */

PAGED VOID Paged(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want PA1003
	KeClearEvent(&Device->Done);
}

/* ---- where the call is too high besides -------------------------------- */

IO_COMPLETION_ROUTINE SignalsAtDispatch, WaitsAtDispatch;

NTSTATUS SignalsAtDispatch(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	KeSetEvent(Context, IO_NO_INCREMENT, TRUE); // want PA1007
	return STATUS_MORE_PROCESSING_REQUIRED;
}

NTSTATUS WaitsAtDispatch(PDEVICE_OBJECT Object, PIRP Irp, PVOID Context)
{
	PDEVICE device = Context;

	KeSetEvent(&device->Ready, IO_NO_INCREMENT, TRUE); // want may PA1008 "'KeSetEvent'"
	KeWaitForSingleObject(&device->Done, Executive, KernelMode, FALSE, NULL); // want may PA1008
	return STATUS_MORE_PROCESSING_REQUIRED;
}

VOID SendsBoth(PIRP Irp, PDEVICE Device)
{
	IoSetCompletionRoutine(Irp, Device->Count ? SignalsAtDispatch : WaitsAtDispatch, Device, TRUE, TRUE, TRUE);
}

/* ---- nobody is known to call it ------------------------------------------ */

VOID WaitsIfNeeded(PDEVICE Device, BOOLEAN Needed)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want must PA1007 "what comes next is the return, not a wait"
	if (Needed)
		KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

VOID WaitsEitherWay(PDEVICE Device, BOOLEAN Needed)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE);
	if (Needed)
		KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
	else
		KeWaitForSingleObject(&Device->Ready, Executive, KernelMode, FALSE, NULL);
}
