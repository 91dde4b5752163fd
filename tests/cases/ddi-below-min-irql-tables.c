/*
 * The kernel's routines that are called through a table of the kernel's. A table
 * that the driver fills itself holds what it has put there.
 */
#include <wdm.h>

typedef struct _DEVICE {
	PDMA_ADAPTER Adapter;
	PSCATTER_GATHER_LIST List;
	PVOID Common;
	PHYSICAL_ADDRESS Logical;
	KSPIN_LOCK Lock;
} DEVICE, *PDEVICE;

static VOID PutBelow(PDEVICE Device)
{
	Device->Adapter->DmaOperations->PutScatterGatherList( // want must PA1009 "'PutBelow' calls 'Device->Adapter->DmaOperations->PutScatterGatherList' at PASSIVE_LEVEL; the lowest IRQL for it is DISPATCH_LEVEL"
		Device->Adapter, Device->List, TRUE);
}

static VOID PutLocked(PDEVICE Device)
{
	KIRQL irql;

	KeAcquireSpinLock(&Device->Lock, &irql);
	Device->Adapter->DmaOperations->PutScatterGatherList(
		Device->Adapter, Device->List, TRUE);
	Device->Adapter->DmaOperations->FreeCommonBuffer(Device->Adapter, // want must PA1008 "at DISPATCH_LEVEL; the highest IRQL for it is PASSIVE_LEVEL"
		PAGE_SIZE, Device->Logical, Device->Common, FALSE);
	KeReleaseSpinLock(&Device->Lock, irql);
	Device->Adapter->DmaOperations->FreeCommonBuffer(Device->Adapter,
		PAGE_SIZE, Device->Logical, Device->Common, FALSE);
}

/* ---- a table of the driver's own ---------------------------------------- */

static DMA_OPERATIONS Own;

static NTSTATUS OwnAlignment(PDMA_ADAPTER Adapter)
{
	return Adapter ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static VOID AsksOwn(PDEVICE Device)
{
	KIRQL irql;

	Own.GetDmaAlignment = (PVOID)OwnAlignment;
	KeAcquireSpinLock(&Device->Lock, &irql);
	Own.GetDmaAlignment(Device->Adapter);
	KeReleaseSpinLock(&Device->Lock, irql);
}

DRIVER_UNLOAD Unload;

VOID Unload(PDRIVER_OBJECT Driver)
{
	PDEVICE device = Driver->DeviceObject->DeviceExtension;

	PutBelow(device);
	PutLocked(device);
	AsksOwn(device);
}
