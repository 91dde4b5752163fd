/*
 * Waits on what is on the stack, and on what is not.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KEVENT Event;
	KMUTEX Mutex;
} DEVICE, *PDEVICE;

VOID User(VOID)
{
	KEVENT done;

	KeInitializeEvent(&done, NotificationEvent, FALSE);
	KeWaitForSingleObject(&done, Executive, UserMode, FALSE, NULL); // want must PA1016 "'User' waits with 'KeWaitForSingleObject' in UserMode on 'done', which is on its stack"
}

VOID Kernel(VOID)
{
	KEVENT done;

	KeInitializeEvent(&done, NotificationEvent, FALSE);
	KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, NULL);
}

VOID Either(KPROCESSOR_MODE Mode)
{
	KEVENT done;

	KeInitializeEvent(&done, NotificationEvent, FALSE);
	KeWaitForSingleObject(&done, Executive, Mode, FALSE, NULL);
}

VOID InExtension(PDEVICE Device)
{
	KeWaitForSingleObject(&Device->Event, Executive, UserMode, FALSE, NULL);
}

VOID Static(VOID)
{
	static KEVENT done;

	KeWaitForSingleObject(&done, Executive, UserMode, FALSE, NULL);
}

/* ---- less direct ------------------------------------------------------- */

VOID InStructure(VOID)
{
	DEVICE device;

	KeInitializeMutex(&device.Mutex, 0);
	KeWaitForMutexObject(&device.Mutex, Executive, UserMode, FALSE, NULL); // want PA1016 "'device.Mutex'"
}

VOID ThroughPointer(VOID)
{
	DEVICE device, *pointer = &device;
	PKEVENT event = &device.Event;

	KeInitializeEvent(event, NotificationEvent, FALSE);
	KeWaitForSingleObject(event, Executive, UserMode, FALSE, NULL); // want PA1016 "'device.Event'"
	KeWaitForSingleObject(&pointer->Mutex, Executive, KernelMode, FALSE, NULL);
}

VOID PointerElsewhere(PDEVICE Device)
{
	PKEVENT event = &Device->Event;

	KeWaitForSingleObject(event, Executive, UserMode, FALSE, NULL);
}

VOID Several(PDEVICE Device)
{
	KEVENT done;
	PVOID objects[2];

	KeInitializeEvent(&done, NotificationEvent, FALSE);
	objects[0] = &Device->Event;
	objects[1] = &done;
	KeWaitForMultipleObjects(2, objects, WaitAny, Executive, UserMode, FALSE, NULL, NULL); // want PA1016 "'done'"
}

VOID SeveralElsewhere(PDEVICE Device)
{
	PVOID objects[2] = { &Device->Event, &Device->Mutex };

	KeWaitForMultipleObjects(2, objects, WaitAny, Executive, UserMode,
		FALSE, NULL, NULL);
}

/* ---- a mode that is no constant ---------------------------------------- */

VOID ByRequestor(PIRP Irp)
{
	KEVENT done;

	KeInitializeEvent(&done, NotificationEvent, FALSE);
	KeWaitForSingleObject(&done, Executive, Irp->RequestorMode, FALSE, NULL); // want may PA1016 "in what may be UserMode on 'done'"
}

static VOID ByCaller(KPROCESSOR_MODE Mode)
{
	KPROCESSOR_MODE mode = Mode;
	KEVENT done;

	KeInitializeEvent(&done, NotificationEvent, FALSE);
	KeWaitForSingleObject(&done, Executive, mode, FALSE, NULL); // want may PA1016 "'done'"
}

static VOID ByKernelCaller(KPROCESSOR_MODE Mode)
{
	KEVENT done;

	KeInitializeEvent(&done, NotificationEvent, FALSE);
	KeWaitForSingleObject(&done, Executive, Mode, FALSE, NULL);
}

VOID Callers(PIRP Irp, KPROCESSOR_MODE Mode)
{
	ByCaller(KernelMode);
	ByCaller(Irp->RequestorMode);
	ByKernelCaller(KernelMode);
	ByKernelCaller(Mode);
}
