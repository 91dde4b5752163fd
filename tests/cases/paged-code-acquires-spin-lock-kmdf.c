/*
 * The locks of KMDF. The lock of an object is a spin lock, as nothing here asks
 * for the passive execution level; a wait lock is none.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

PAGED VOID SpinLock(WDFSPINLOCK Lock)
{
	PAGED_CODE();
	WdfSpinLockAcquire(Lock); // want must PA1001 "'WdfSpinLockAcquire'"
	WdfSpinLockRelease(Lock);
}

VOID SpinLockResident(WDFSPINLOCK Lock)
{
	WdfSpinLockAcquire(Lock);
	WdfSpinLockRelease(Lock);
}

PAGED VOID CallsSpinLockResident(WDFSPINLOCK Lock)
{
	PAGED_CODE();
	SpinLockResident(Lock);
	SpinLockResident(Lock);
}

PAGED VOID WaitLock(WDFWAITLOCK Lock)
{
	PAGED_CODE();
	WdfWaitLockAcquire(Lock, NULL);
	WdfWaitLockRelease(Lock);
}

PAGED VOID ObjectLock(WDFDEVICE Device)
{
	PAGED_CODE();
	WdfObjectAcquireLock(Device); // want PA1001 "'WdfObjectAcquireLock'"
	WdfObjectReleaseLock(Device);
}

PAGED VOID InterruptLock(WDFINTERRUPT Interrupt)
{
	PAGED_CODE();
	WdfInterruptAcquireLock(Interrupt); // want PA1001 "'WdfInterruptAcquireLock'"
	WdfInterruptReleaseLock(Interrupt);
}

VOID InterruptLockResident(WDFINTERRUPT Interrupt)
{
	WdfInterruptAcquireLock(Interrupt);
	WdfInterruptReleaseLock(Interrupt);
}

PAGED VOID CallsInterruptLockResident(WDFINTERRUPT Interrupt)
{
	PAGED_CODE();
	InterruptLockResident(Interrupt);
}
