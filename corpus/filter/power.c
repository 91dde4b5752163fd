/*
 * power.c - power requests, and what follows the port into its sleep.
 *
 * The ports that this filter is made for leave the choice of a device state to
 * others, so the filter is the owner of their power policy: a request for a
 * system state waits here until the port has the device state that fits.
 */
#include "filter.h"

static IO_COMPLETION_ROUTINE FilterPowerUpDone;
static REQUEST_POWER_COMPLETE FilterIdleDone;
static REQUEST_POWER_COMPLETE FilterResumeDone;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, FilterIdleDone)
#endif

/* For a few instructions that no other thread may come between. */
KIRQL
FilterEnter(VOID)
{
    return KeRaiseIrqlToDpcLevel();
}

VOID
FilterLeave(KIRQL Irql)
{
    KeLowerIrql(Irql);
}

/* The port is where it should be: on with the request of the system. */
static VOID
FilterPassSystem(PFILTER_EXTENSION Ext, PIRP System)
{
    PoStartNextPowerIrp(System);
    IoSkipCurrentIrpStackLocation(System);
    PoCallDriver(Ext->Lower, System);
    IoReleaseRemoveLock(&Ext->RemoveLock, System);
}

static VOID
FilterIdleDone(PDEVICE_OBJECT DeviceObject, UCHAR MinorFunction, // want paged-code-in-dispatch-path "'FilterIdleDone'"
    POWER_STATE PowerState, PVOID Context, PIO_STATUS_BLOCK IoStatus)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation((PIRP)Context);
    PFILTER_EXTENSION ext = stack->DeviceObject->DeviceExtension;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(MinorFunction);
    UNREFERENCED_PARAMETER(PowerState);

    if (!NT_SUCCESS(IoStatus->Status)) {
        FilterWake(ext);
    }
    FilterPassSystem(ext, Context);
}

static VOID
FilterResumeDone(PDEVICE_OBJECT DeviceObject, UCHAR MinorFunction,
    POWER_STATE PowerState, PVOID Context, PIO_STATUS_BLOCK IoStatus)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation((PIRP)Context);
    PFILTER_EXTENSION ext = stack->DeviceObject->DeviceExtension;

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(MinorFunction);
    UNREFERENCED_PARAMETER(PowerState);

    if (NT_SUCCESS(IoStatus->Status)) {
        FilterWake(ext);
    }
    FilterPassSystem(ext, Context);
}

/* Has the port follow the system, and System wait for that. */
static NTSTATUS
FilterFollowSystem(PFILTER_EXTENSION Ext, PIRP System, BOOLEAN Working)
{
    POWER_STATE power;
    NTSTATUS status;

    IoMarkIrpPending(System);
    if (Working) {
        power.DeviceState = PowerDeviceD0;
        status = PoRequestPowerIrp(Ext->Physical, IRP_MN_SET_POWER, power,
            FilterResumeDone, System, NULL);
    } else {
        power.DeviceState = PowerDeviceD3;
        status = PoRequestPowerIrp(Ext->Physical, IRP_MN_SET_POWER, power,
            FilterIdleDone, System, NULL);
    }
    if (!NT_SUCCESS(status)) {
        FilterPassSystem(Ext, System);
    }
    return STATUS_PENDING;
}

static NTSTATUS
FilterPowerUpDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
    PFILTER_EXTENSION ext = Context;
    KIRQL irql;

    UNREFERENCED_PARAMETER(DeviceObject);

    if (Irp->PendingReturned) {
        IoMarkIrpPending(Irp);
    }
    if (NT_SUCCESS(Irp->IoStatus.Status)) {
        irql = FilterEnter();
        ext->PowerState = PowerDeviceD0;
        FilterLeave(irql);
        FilterWake(ext);
    }
    PoStartNextPowerIrp(Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return STATUS_CONTINUE_COMPLETION;
}

NTSTATUS
FilterPower(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    PFILTER_EXTENSION ext = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    POWER_STATE power = stack->Parameters.Power.State;
    NTSTATUS status;

    status = IoAcquireRemoveLock(&ext->RemoveLock, Irp);
    if (!NT_SUCCESS(status)) {
        PoStartNextPowerIrp(Irp);
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    }

    if (stack->MinorFunction == IRP_MN_SET_POWER) {
        if (stack->Parameters.Power.Type == SystemPowerState) {
            return FilterFollowSystem(ext, Irp,
                power.SystemState == PowerSystemWorking);
        }
        if (power.DeviceState == PowerDeviceD0) {
            IoCopyCurrentIrpStackLocationToNext(Irp);
            IoSetCompletionRoutine(Irp, FilterPowerUpDone, ext, TRUE, TRUE,
                TRUE);
            return PoCallDriver(ext->Lower, Irp);
        }
        FilterSleep(ext);
        ext->PowerState = power.DeviceState;
    }

    PoStartNextPowerIrp(Irp);
    IoSkipCurrentIrpStackLocation(Irp);
    status = PoCallDriver(ext->Lower, Irp);
    IoReleaseRemoveLock(&ext->RemoveLock, Irp);
    return status;
}
