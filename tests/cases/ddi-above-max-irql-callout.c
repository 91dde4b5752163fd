/*
 * Management routines of the filtering platform, by the names without version
 * that the headers of the kit define.
 */
#include <ntddk.h>
#include <ndis.h>
#include <fwpsk.h>
#include <fwpmk.h>

static KSPIN_LOCK Lock;
static HANDLE Engine;

DRIVER_DISPATCH Remove;

NTSTATUS Remove(PDEVICE_OBJECT Device, PIRP Irp)
{
	KIRQL irql;

	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(Irp);
	FwpmTransactionBegin(Engine, 0);
	FwpmFilterDeleteById(Engine, 1);
	FwpmTransactionCommit(Engine);
	KeAcquireSpinLock(&Lock, &irql);
	FwpmFilterDeleteById(Engine, 2); // want must PA1008 "'FwpmFilterDeleteById0' at DISPATCH_LEVEL; the highest IRQL for it is PASSIVE_LEVEL"
	KeReleaseSpinLock(&Lock, irql);
	return STATUS_SUCCESS;
}
