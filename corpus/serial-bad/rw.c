/*
 * rw.c - opening and closing, and the way of a read or a write through the
 * device queue.
 */
#include "serial.h"

static DRIVER_CANCEL SerialCancelQueued;
static NTSTATUS SerialStartRequest(PDEVICE_OBJECT DeviceObject, PIRP Irp,
    ULONG Length);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, SerialCreate)
#pragma alloc_text(PAGE, SerialCleanup)
#pragma alloc_text(PAGE, SerialClose)
#pragma alloc_text(PAGESER, SerialRead)
#pragma alloc_text(PAGESER, SerialWrite)
#pragma alloc_text(PAGESER, SerialStartRequest)
#pragma alloc_text(PAGESER, SerialReadTimeout)
#pragma alloc_text(PAGE, SerialWriteTimeout)
#pragma alloc_text(PAGE, SerialStartIo)
#pragma alloc_text(PAGE, SerialCancelQueued)
#endif

NTSTATUS
SerialCreate(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    NTSTATUS status;

    PAGED_CODE();

    Irp->IoStatus.Information = 0;
    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    if (!ext->Started) {
        return SerialComplete(ext, Irp, STATUS_DEVICE_NOT_READY);
    }
    if (InterlockedIncrement(&ext->Opens) != 1) {
        InterlockedDecrement(&ext->Opens);
        return SerialComplete(ext, Irp, STATUS_ACCESS_DENIED);
    }

    SerialLockSection();
    SerialStoreOpen(ext);
    RtlZeroMemory(&ext->Timeouts, sizeof(ext->Timeouts));
    return SerialComplete(ext, Irp, STATUS_SUCCESS);
}

/* Nobody waits any more: neither for events nor for data. */
NTSTATUS
SerialCleanup(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    PIRP wait;
    KIRQL irql;

    PAGED_CODE();

    IoAcquireCancelSpinLock(&irql); // want paged-code-acquires-spin-lock "'SerialCleanup'"
    wait = ext->WaitIrp;
    ext->WaitIrp = NULL;
    if (wait != NULL && IoSetCancelRoutine(wait, NULL) == NULL) {
        wait = NULL;
    }
    IoReleaseCancelSpinLock(irql);

    if (wait != NULL) {
        wait->IoStatus.Information = 0;
        SerialComplete(ext, wait, STATUS_CANCELLED);
    }
    while (SerialAbortActive(ext, STATUS_CANCELLED)) {
        continue;
    }

    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

NTSTATUS
SerialClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;

    PAGED_CODE();

    KeCancelTimer(&ext->ReadTimer);
    KeCancelTimer(&ext->WriteTimer);
    KeFlushQueuedDpcs();
    SerialStoreClose(ext);
    SerialUnlockSection();
    InterlockedDecrement(&ext->Opens);

    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

/* ---- requests ---------------------------------------------------------- */

static NTSTATUS
SerialStartRequest(PDEVICE_OBJECT DeviceObject, PIRP Irp, ULONG Length)
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    NTSTATUS status;
    KIRQL irql;
    BOOLEAN up;

    PAGED_CODE_LOCKED();

    Irp->IoStatus.Information = 0;
    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }
    KeAcquireSpinLock(&ext->PortLock, &irql);
    up = ext->Started;
    KeReleaseSpinLock(&ext->PortLock, irql);
    if (!up) {
        return SerialComplete(ext, Irp, STATUS_DELETE_PENDING);
    }
    if (Length == 0) {
        return SerialComplete(ext, Irp, STATUS_SUCCESS);
    }
    IoMarkIrpPending(Irp);
    IoStartPacket(DeviceObject, Irp, NULL, SerialCancelQueued);
    return STATUS_PENDING;
}

NTSTATUS
SerialRead(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);

    PAGED_CODE_LOCKED();

    return SerialStartRequest(DeviceObject, Irp,
        stack->Parameters.Read.Length);
}

NTSTATUS
SerialWrite(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);

    PAGED_CODE_LOCKED();

    return SerialStartRequest(DeviceObject, Irp,
        stack->Parameters.Write.Length);
}

VOID
SerialStartIo(PDEVICE_OBJECT DeviceObject, PIRP Irp) // want paged-code-in-dispatch-path "'SerialStartIo'"
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;

    PAGED_CODE();

    if (IoSetCancelRoutine(Irp, NULL) == NULL) {
        return;
    }
    if (!SerialBegin(ext, Irp)) {
        IoStartNextPacket(DeviceObject, TRUE);
        SerialComplete(ext, Irp, STATUS_DELETE_PENDING);
    }
}

/* For a request that is still queued, or that SerialStartIo left alone. */
static VOID
SerialCancelQueued(PDEVICE_OBJECT DeviceObject, PIRP Irp) // want paged-code-in-dispatch-path "'SerialCancelQueued'"
{
    PSERIAL_EXTENSION ext = DeviceObject->DeviceExtension;
    KIRQL irql = Irp->CancelIrql;

    PAGED_CODE();

    if (DeviceObject->CurrentIrp == Irp) {
        IoReleaseCancelSpinLock(DISPATCH_LEVEL);
        IoStartNextPacket(DeviceObject, TRUE);
        KeLowerIrql(irql);
    } else {
        KeRemoveEntryDeviceQueue(&DeviceObject->DeviceQueue,
            &Irp->Tail.Overlay.DeviceQueueEntry);
        IoReleaseCancelSpinLock(irql);
    }
    Irp->IoStatus.Information = 0;
    SerialComplete(ext, Irp, STATUS_CANCELLED);
}

/* ---- timeouts ---------------------------------------------------------- */

VOID
SerialReadTimeout(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
    PSERIAL_EXTENSION ext = Context;
    PIRP irp;

    PAGED_CODE_LOCKED();

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(Argument1);
    UNREFERENCED_PARAMETER(Argument2);

    irp = SerialClaimActive(ext, FALSE);
    if (irp != NULL) {
        SerialFinish(ext, irp, STATUS_TIMEOUT);
    }
}

/* Like a read's, but a write that gets stuck is worth a look at the line. */
VOID
SerialWriteTimeout(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2) // want paged-code-in-dispatch-path "'SerialWriteTimeout'"
{
    PSERIAL_EXTENSION ext = Context;
    PIRP irp;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(Argument1);
    UNREFERENCED_PARAMETER(Argument2);

    irp = SerialClaimActive(ext, FALSE);
    if (irp != NULL) {
        SerialFinish(ext, irp, STATUS_TIMEOUT);
        SerialReportErrors(ext);
    }
}
