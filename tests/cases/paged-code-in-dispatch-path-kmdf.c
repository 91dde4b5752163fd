/*
 * KMDF callbacks. Nothing here asks for the passive execution level, so those
 * of queues may run at DISPATCH_LEVEL; those of plug and play, files and work
 * items never do.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL OnControl;
EVT_WDF_IO_QUEUE_IO_READ OnRead;
EVT_WDF_IO_QUEUE_IO_WRITE OnWrite;
EVT_WDF_TIMER OnTimer;
EVT_WDF_DPC OnDpc;
EVT_WDF_INTERRUPT_DPC OnInterruptDpc;
EVT_WDF_INTERRUPT_ISR OnInterrupt;
EVT_WDF_REQUEST_COMPLETION_ROUTINE OnComplete;
EVT_WDF_REQUEST_CANCEL OnCancel;
EVT_WDF_DEVICE_PREPARE_HARDWARE OnPrepare;
EVT_WDF_DEVICE_FILE_CREATE OnCreate;
EVT_WDF_FILE_CLOSE OnClose;
EVT_WDF_FILE_CLEANUP OnFileCleanup;
EVT_WDF_WORKITEM OnWork;
EVT_WDF_DRIVER_DEVICE_ADD OnAdd;
EVT_WDF_DRIVER_UNLOAD OnUnload;
EVT_WDF_OBJECT_CONTEXT_CLEANUP OnDeviceCleanup;

static WDFSPINLOCK Lock;

/* ---- at DISPATCH_LEVEL and above --------------------------------------- */

PAGED VOID OnControl(WDFQUEUE Queue, WDFREQUEST Request, // want may PA1005 "'OnControl'"
	size_t OutputLength, size_t InputLength, ULONG Code)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	UNREFERENCED_PARAMETER(Code);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

VOID OnRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(Length);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID OnTimer(WDFTIMER Timer) // want PA1005 "'OnTimer'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Timer);
}

PAGED VOID OnDpc(WDFDPC Dpc) // want must PA1005 "'OnDpc'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Dpc);
}

PAGED VOID OnInterruptDpc(WDFINTERRUPT Interrupt, WDFOBJECT Object) // want must PA1005 "'OnInterruptDpc'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Interrupt);
	UNREFERENCED_PARAMETER(Object);
}

PAGED BOOLEAN OnInterrupt(WDFINTERRUPT Interrupt, ULONG MessageId) // want PA1004 "'OnInterrupt'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(MessageId);
	return WdfInterruptQueueDpcForIsr(Interrupt);
}

PAGED VOID OnComplete(WDFREQUEST Request, WDFIOTARGET Target, // want may PA1005 "'OnComplete'"
	PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Target);
	UNREFERENCED_PARAMETER(Params);
	UNREFERENCED_PARAMETER(Context);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID OnCancel(WDFREQUEST Request) // want may PA1005 "'OnCancel'"
{
	PAGED_CODE();
	WdfRequestComplete(Request, STATUS_CANCELLED);
}

/* ---- one defect is one finding ----------------------------------------- */

PAGED static VOID Described(WDFQUEUE Queue)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
}

PAGED static VOID DescribedToo(WDFQUEUE Queue) // want may PA1005 "'DescribedToo'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Queue);
}

/* That the queue may be served at DISPATCH_LEVEL adds nothing to a call that is
 * made with a lock held; it does to one that is not. */
VOID OnWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	WdfSpinLockAcquire(Lock);
	Described(Queue); // want must PA1006 "'OnWrite' calls 'Described'"
	WdfSpinLockRelease(Lock);
	DescribedToo(Queue);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, Length);
}

/* ---- below ------------------------------------------------------------- */

PAGED NTSTATUS OnPrepare(WDFDEVICE Device, WDFCMRESLIST Raw,
	WDFCMRESLIST Translated)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(Raw);
	UNREFERENCED_PARAMETER(Translated);
	return STATUS_SUCCESS;
}

PAGED VOID OnCreate(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT File)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(File);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

PAGED VOID OnClose(WDFFILEOBJECT File)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(File);
}

PAGED VOID OnFileCleanup(WDFFILEOBJECT File)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(File);
}

PAGED VOID OnWork(WDFWORKITEM Item)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Item);
}

PAGED VOID OnDeviceCleanup(WDFOBJECT Object)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Object);
}

PAGED VOID OnUnload(WDFDRIVER Driver)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
}

PAGED NTSTATUS OnAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	WDFDEVICE device;
	NTSTATUS status;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OnDeviceCleanup;
	status = WdfDeviceCreate(&Init, &attributes, &device);
	if (!NT_SUCCESS(status)) {
		return status;
	}
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config,
		WdfIoQueueDispatchSequential);
	config.EvtIoDeviceControl = OnControl;
	config.EvtIoRead = OnRead;
	config.EvtIoWrite = OnWrite;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES,
		WDF_NO_HANDLE);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, OnAdd);
	config.EvtDriverUnload = OnUnload;
	return WdfDriverCreate(Driver, Path, WDF_NO_OBJECT_ATTRIBUTES, &config,
		WDF_NO_HANDLE);
}
