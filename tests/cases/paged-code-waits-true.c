/*
 * Wait = TRUE: the routine returns at DISPATCH_LEVEL and a wait follows. Each
 * of the dispatcher routines that has the parameter, in every spelling of it.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))
#define AND_WAIT TRUE
#define AND_GO_ON FALSE

typedef struct _DEVICE {
	KEVENT Ready, Done;
	KMUTEX Mutex;
	KSEMAPHORE Semaphore;
	BOOLEAN Wait;
} DEVICE, *PDEVICE;

static NTSTATUS Await(PDEVICE Device)
{
	return KeWaitForSingleObject(&Device->Done, Executive, KernelMode,
		FALSE, NULL);
}

/* ---- the routines ------------------------------------------------------ */

PAGED VOID Event(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want must PA1003 "'Event' in pageable section 'PAGE' calls a Ke routine with Wait = TRUE, which returns at DISPATCH_LEVEL: 'KeSetEvent'"
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

PAGED VOID EventFalse(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

VOID EventResident(PDEVICE Device)
{
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

PAGED VOID CallsEventResident(PDEVICE Device)
{
	PAGED_CODE();
	EventResident(Device);
	EventResident(Device);
}

PAGED VOID Mutex(PDEVICE Device)
{
	PAGED_CODE();
	KeReleaseMutex(&Device->Mutex, TRUE); // want must PA1003 "'KeReleaseMutex'"
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

PAGED VOID MutexFalse(PDEVICE Device)
{
	PAGED_CODE();
	KeReleaseMutex(&Device->Mutex, FALSE);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

PAGED VOID Semaphore(PDEVICE Device)
{
	PAGED_CODE();
	KeReleaseSemaphore(&Device->Semaphore, IO_NO_INCREMENT, 1, TRUE); // want must PA1003 "'KeReleaseSemaphore'"
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

PAGED VOID SemaphoreFalse(PDEVICE Device)
{
	PAGED_CODE();
	KeReleaseSemaphore(&Device->Semaphore, IO_NO_INCREMENT, 1, FALSE);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

NTKERNELAPI LONG NTAPI KePulseEvent(PRKEVENT Event, KPRIORITY Increment,
	BOOLEAN Wait);

PAGED VOID Pulse(PDEVICE Device)
{
	PAGED_CODE();
	KePulseEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want must PA1003 "'KePulseEvent'"
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

PAGED VOID PulseFalse(PDEVICE Device)
{
	PAGED_CODE();
	KePulseEvent(&Device->Ready, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

NTKERNELAPI LONG NTAPI KeReleaseMutant(PRKMUTANT Mutant, KPRIORITY Increment,
	BOOLEAN Abandoned, BOOLEAN Wait);

PAGED VOID Mutant(PDEVICE Device)
{
	PAGED_CODE();
	KeReleaseMutant(&Device->Mutex, IO_NO_INCREMENT, FALSE, TRUE); // want must PA1003 "'KeReleaseMutant'"
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

/* Abandoned is TRUE, Wait is not. */
PAGED VOID MutantFalse(PDEVICE Device)
{
	PAGED_CODE();
	KeReleaseMutant(&Device->Mutex, IO_NO_INCREMENT, TRUE, FALSE);
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

/* Alertable is TRUE: that is another parameter of another routine. */
PAGED VOID Alertable(PDEVICE Device)
{
	PAGED_CODE();
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, TRUE, NULL);
}

/* ---- spellings of the value -------------------------------------------- */

PAGED VOID ByNumber(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, 1); // want must PA1003 "'ByNumber'"
	Await(Device);
}

PAGED VOID ByZero(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, 0);
	Await(Device);
}

PAGED VOID ByMacro(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, AND_WAIT); // want must PA1003 "'ByMacro'"
	Await(Device);
}

PAGED VOID ByOtherMacro(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, AND_GO_ON);
	Await(Device);
}

PAGED VOID ByLocal(PDEVICE Device)
{
	BOOLEAN wait = TRUE;

	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, wait); // want PA1003 "'ByLocal'"
	Await(Device);
}

PAGED VOID ByOtherLocal(PDEVICE Device)
{
	BOOLEAN wait = FALSE;

	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, wait);
	Await(Device);
}

PAGED VOID ByCast(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, (BOOLEAN)(2 > 1)); // want PA1003 "'ByCast'"
	Await(Device);
}

/* ---- not a constant ---------------------------------------------------- */

PAGED VOID ByParameter(PDEVICE Device, BOOLEAN Wait)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, Wait); // want may PA1003 "'ByParameter'"
	if (Wait) {
		Await(Device);
	}
}

PAGED VOID ByField(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, Device->Wait); // want may PA1003 "'ByField'"
	Await(Device);
}

PAGED VOID PulseByParameter(PDEVICE Device, BOOLEAN Wait)
{
	PAGED_CODE();
	KePulseEvent(&Device->Ready, IO_NO_INCREMENT, Wait); // want may PA1003 "'PulseByParameter'"
	Await(Device);
}

PAGED VOID MutexByParameter(PDEVICE Device, BOOLEAN Wait)
{
	PAGED_CODE();
	KeReleaseMutex(&Device->Mutex, Wait); // want may PA1003 "'MutexByParameter'"
	Await(Device);
}

PAGED VOID SemaphoreByParameter(PDEVICE Device, BOOLEAN Wait)
{
	PAGED_CODE();
	KeReleaseSemaphore(&Device->Semaphore, IO_NO_INCREMENT, 1, Wait); // want may PA1003 "'SemaphoreByParameter'"
	Await(Device);
}

/* Abandoned is not known, Wait is. */
PAGED VOID MutantByParameter(PDEVICE Device, BOOLEAN Wait, BOOLEAN Abandoned)
{
	PAGED_CODE();
	KeReleaseMutant(&Device->Mutex, IO_NO_INCREMENT, FALSE, Wait); // want may PA1003 "'MutantByParameter'"
	Await(Device);
	KeReleaseMutant(&Device->Mutex, IO_NO_INCREMENT, Abandoned, FALSE);
}

PAGED VOID ByTestedParameter(PDEVICE Device, BOOLEAN Wait)
{
	PAGED_CODE();
	if (!Wait) {
		KeSetEvent(&Device->Ready, IO_NO_INCREMENT, Wait);
	}
}

/* ---- wrappers that pass it on ------------------------------------------ */

static VOID Signal(PKEVENT Event, BOOLEAN Wait)
{
	KeSetEvent(Event, IO_NO_INCREMENT, Wait);
}

PAGED VOID UsesWrapper(PDEVICE Device)
{
	PAGED_CODE();
	Signal(&Device->Ready, TRUE); // want must PA1003 "'Signal', through 'KeSetEvent'"
	Await(Device);
}

PAGED VOID UsesWrapperFalse(PDEVICE Device)
{
	PAGED_CODE();
	Signal(&Device->Ready, FALSE);
	Await(Device);
}

static VOID SignalAndWait(PDEVICE Device)
{
	Signal(&Device->Ready, TRUE);
	Await(Device);
}

PAGED VOID UsesWrapperIsolated(PDEVICE Device)
{
	PAGED_CODE();
	SignalAndWait(Device);
	SignalAndWait(Device);
}

PAGED static VOID SignalPaged(PDEVICE Device)
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want must PA1003 "'SignalPaged'"
}

/* Two defects: to move the wrapper out of PAGE would not help its caller. */
PAGED VOID SignalsAndWaits(PDEVICE Device)
{
	PAGED_CODE();
	SignalPaged(Device); // want must PA1003 "'SignalsAndWaits'"
	KeWaitForSingleObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}

/* One: nobody waits, and so TRUE is wrong. */
PAGED VOID OnlySignals(PDEVICE Device)
{
	PAGED_CODE();
	SignalPaged(Device);
}

#define SIGNAL(event, wait) KeSetEvent((event), IO_NO_INCREMENT, (wait))

PAGED VOID UsesMacro(PDEVICE Device)
{
	PAGED_CODE();
	SIGNAL(&Device->Ready, TRUE); // want PA1003 "'UsesMacro'"
	Await(Device);
}

PAGED VOID UsesMacroFalse(PDEVICE Device)
{
	PAGED_CODE();
	SIGNAL(&Device->Ready, FALSE);
	Await(Device);
}

/* The wait that follows may be any of the three, and ends the raised stretch. */
PAGED VOID WaitsThenLocks(PDEVICE Device, PVOID Objects[2])
{
	PAGED_CODE();
	KeSetEvent(&Device->Ready, IO_NO_INCREMENT, TRUE); // want PA1003 "'WaitsThenLocks'"
	KeWaitForMultipleObjects(2, Objects, WaitAny, Executive, KernelMode,
		FALSE, NULL, NULL);
	KeReleaseMutex(&Device->Mutex, TRUE); // want PA1003 "'WaitsThenLocks'"
	KeWaitForMutexObject(&Device->Done, Executive, KernelMode, FALSE, NULL);
}
