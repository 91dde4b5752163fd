/*
 * A kind of lock that is chosen once, and handed to what takes and gives back the
 * lock: what is handed over goes with the state that hands it over.
 */
#include <ntddk.h>

enum kind { SPIN, MUTEX, NONE };

static KSPIN_LOCK Lock;
static FAST_MUTEX Mutex;
static LONG Count;

static void Take(enum kind Kind, KIRQL *Irql)
{
	switch (Kind) {
	case SPIN:
		KeAcquireSpinLock(&Lock, Irql);
		break;
	case MUTEX:
		ExAcquireFastMutex(&Mutex);
		break;
	default:
		break;
	}
}

static void Give(enum kind Kind, KIRQL Irql)
{
	switch (Kind) {
	case SPIN:
		KeReleaseSpinLock(&Lock, Irql);
		break;
	case MUTEX:
		ExReleaseFastMutex(&Mutex);
		break;
	default:
		break;
	}
}

static void GiveElse(enum kind Kind, KIRQL Irql)
{
	switch (Kind) {
	case SPIN:
		KeReleaseSpinLock(&Lock, Irql);
		break;
	default:
		ExReleaseFastMutex(&Mutex); // want PA1008 "'GiveElse'"
		break;
	}
}

DRIVER_DISPATCH Goes, GoesOn, Mixes;

NTSTATUS Goes(PDEVICE_OBJECT Device, PIRP Irp)
{
	enum kind kind = Irp->Cancel ? SPIN : NONE;
	KIRQL irql = 0;

	Take(kind, &irql);
	Count++;
	Give(kind, irql);
	return STATUS_SUCCESS;
}

NTSTATUS GoesOn(PDEVICE_OBJECT Device, PIRP Irp)
{
	enum kind kind;
	KIRQL irql = 0;

	if (Irp->Cancel)
		kind = SPIN;
	else
		kind = MUTEX;
	Take(kind, &irql);
	Count++;
	Give(kind, irql);
	return STATUS_SUCCESS;
}

NTSTATUS Mixes(PDEVICE_OBJECT Device, PIRP Irp)
{
	enum kind kind = Irp->Cancel ? SPIN : MUTEX;
	KIRQL irql = 0;

	Take(kind, &irql);
	Count++;
	if (kind == SPIN)
		kind = NONE;
	GiveElse(kind, irql);
	return STATUS_SUCCESS;
}
