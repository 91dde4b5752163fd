/*
 * Cleanup and destroy callbacks of framework objects: the kind of the object
 * decides, or its own execution level. Memory and lookaside lists: the pool does.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

#define CLEANUP(name)                                                         \
	PAGED VOID name(WDFOBJECT Object)                                     \
	{                                                                     \
		PAGED_CODE();                                                 \
		UNREFERENCED_PARAMETER(Object);                               \
	}

static EVT_WDF_TIMER Tick;
static EVT_WDF_DPC Later;
static EVT_WDF_WORKITEM Work;
static EVT_WDF_INTERRUPT_ISR Interrupt;

static VOID Tick(WDFTIMER Timer)
{
	UNREFERENCED_PARAMETER(Timer);
}

static VOID Later(WDFDPC Dpc)
{
	UNREFERENCED_PARAMETER(Dpc);
}

static VOID Work(WDFWORKITEM Item)
{
	UNREFERENCED_PARAMETER(Item);
}

static BOOLEAN Interrupt(WDFINTERRUPT Object, ULONG MessageId)
{
	UNREFERENCED_PARAMETER(MessageId);
	return Object != NULL;
}

/* ---- at PASSIVE_LEVEL -------------------------------------------------- */

CLEANUP(OfDriver)
CLEANUP(OfDevice)
CLEANUP(OfDpc)
CLEANUP(OfInterrupt)
CLEANUP(OfTarget)
CLEANUP(OfQueue)
CLEANUP(OfString)
CLEANUP(OfTimer)
CLEANUP(OfWorkItem)
CLEANUP(OfPagedMemory)
CLEANUP(OfPagedList)
CLEANUP(OfDestroyedQueue)
CLEANUP(OfPassiveObject)

/* ---- at DISPATCH_LEVEL as well ----------------------------------------- */

CLEANUP(OfMemory) // want may PA1005 "'OfMemory'"
CLEANUP(OfList) // want may PA1005 "'OfList'"
CLEANUP(OfRequest) // want may PA1005 "'OfRequest'"
CLEANUP(OfLock) // want may PA1005 "'OfLock'"
CLEANUP(OfWaitLock) // want may PA1005 "'OfWaitLock'"
CLEANUP(OfCollection) // want may PA1005 "'OfCollection'"
CLEANUP(OfObject) // want may PA1005 "'OfObject'"
CLEANUP(OfDispatchObject) // want may PA1005 "'OfDispatchObject'"
CLEANUP(OfDestroyedObject) // want may PA1005 "'OfDestroyedObject'"

EVT_WDF_DRIVER_DEVICE_ADD OnAdd;

PAGED NTSTATUS OnAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG queueConfig;
	WDF_TIMER_CONFIG timerConfig;
	WDF_DPC_CONFIG dpcConfig;
	WDF_WORKITEM_CONFIG itemConfig;
	WDF_INTERRUPT_CONFIG interruptConfig;
	WDFDEVICE device;
	WDFDPC dpc;
	WDFINTERRUPT interrupt;
	WDFIOTARGET target;
	WDFSTRING string;
	WDFTIMER timer;
	WDFWORKITEM item;
	WDFMEMORY memory;
	WDFLOOKASIDE list;
	WDFREQUEST request;
	WDFSPINLOCK lock;
	WDFWAITLOCK waitLock;
	WDFCOLLECTION collection;
	WDFOBJECT object;
	PVOID buffer;

	PAGED_CODE();
	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfDevice;
	(VOID)WdfDeviceCreate(&Init, &attributes, &device);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfDpc;
	attributes.ParentObject = device;
	WDF_DPC_CONFIG_INIT(&dpcConfig, Later);
	(VOID)WdfDpcCreate(&dpcConfig, &attributes, &dpc);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfInterrupt;
	WDF_INTERRUPT_CONFIG_INIT(&interruptConfig, Interrupt, NULL);
	(VOID)WdfInterruptCreate(
		device, &interruptConfig, &attributes, &interrupt);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfTarget;
	(VOID)WdfIoTargetCreate(device, &attributes, &target);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfQueue;
	WDF_IO_QUEUE_CONFIG_INIT(&queueConfig, WdfIoQueueDispatchManual);
	(VOID)WdfIoQueueCreate(device, &queueConfig, &attributes, NULL);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = OfDestroyedQueue;
	(VOID)WdfIoQueueCreate(device, &queueConfig, &attributes, NULL);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfString;
	(VOID)WdfStringCreate(NULL, &attributes, &string);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfTimer;
	attributes.ParentObject = device;
	WDF_TIMER_CONFIG_INIT(&timerConfig, Tick);
	(VOID)WdfTimerCreate(&timerConfig, &attributes, &timer);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfWorkItem;
	attributes.ParentObject = device;
	WDF_WORKITEM_CONFIG_INIT(&itemConfig, Work);
	(VOID)WdfWorkItemCreate(&itemConfig, &attributes, &item);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfPagedMemory;
	(VOID)WdfMemoryCreate(&attributes, PagedPool, 'egaP', 64, &memory, &buffer);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfMemory;
	(VOID)WdfMemoryCreate(
		&attributes, NonPagedPoolNx, 'egaP', 64, &memory, &buffer);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfPagedList;
	(VOID)WdfLookasideListCreate(&attributes, 64, PagedPool,
		WDF_NO_OBJECT_ATTRIBUTES, 'egaP', &list);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfList;
	(VOID)WdfLookasideListCreate(&attributes, 64, NonPagedPoolNx,
		WDF_NO_OBJECT_ATTRIBUTES, 'egaP', &list);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfRequest;
	(VOID)WdfRequestCreate(&attributes, target, &request);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfLock;
	(VOID)WdfSpinLockCreate(&attributes, &lock);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfWaitLock;
	(VOID)WdfWaitLockCreate(&attributes, &waitLock);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfCollection;
	(VOID)WdfCollectionCreate(&attributes, &collection);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfObject;
	(VOID)WdfObjectCreate(&attributes, &object);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	attributes.EvtCleanupCallback = OfPassiveObject;
	(VOID)WdfObjectCreate(&attributes, &object);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelDispatch;
	attributes.EvtCleanupCallback = OfDispatchObject;
	(VOID)WdfObjectCreate(&attributes, &object);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = OfDestroyedObject;
	return WdfObjectCreate(&attributes, &object);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_DRIVER_CONFIG config;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OfDriver;
	WDF_DRIVER_CONFIG_INIT(&config, OnAdd);
	return WdfDriverCreate(Driver, Path, &attributes, &config, NULL);
}
