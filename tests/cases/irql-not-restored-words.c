/*
 * What is known of a word, bit by bit, of a counter, and of what was asked before
 * tells whether a lock is held. Each twin asks for another bit, or another number.
 */
#include <ntddk.h>

enum { HELD = 1, DIRTY = 2 };

struct port {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	ULONG Flags;
	LONG Depth;
};

static ULONG Time(VOID)
{
	return KeQueryPerformanceCounter(NULL).LowPart;
}

static VOID LocalWord(struct port *Port)
{
	ULONG done = 0, time = Time();
	KIRQL irql;

	if (time > 7) {
		KeAcquireSpinLock(&Port->Lock, &irql);
		done |= HELD;
	}
	if (Port->Depth)
		done |= DIRTY;
	if (done & HELD)
		KeReleaseSpinLock(&Port->Lock, irql);
}

static VOID LocalWordTwin(struct port *Port)
{
	ULONG done = 0, time = Time();
	KIRQL irql;

	if (time > 7) {
		KeAcquireSpinLock(&Port->Lock, &irql);
		done |= DIRTY;
	}
	if (Port->Depth)
		done |= DIRTY;
	if (done & HELD)
		KeReleaseSpinLock(&Port->Lock, irql);
} // want PA1010 "'LocalWordTwin'"

static VOID Mark(struct port *Port)
{
	Port->Flags |= DIRTY;
}

static VOID MarkAnew(struct port *Port)
{
	Port->Flags = DIRTY;
}

static VOID FieldWord(struct port *Port)
{
	KIRQL irql;

	Port->Flags &= ~HELD;
	if (Time()) {
		KeAcquireSpinLock(&Port->Lock, &irql);
		Port->Flags |= HELD;
	}
	Mark(Port);
	if (Port->Flags & HELD)
		KeReleaseSpinLock(&Port->Lock, irql);
}

static VOID FieldWordTwin(struct port *Port)
{
	KIRQL irql;

	Port->Flags &= ~HELD;
	if (Time()) {
		KeAcquireSpinLock(&Port->Lock, &irql);
		Port->Flags |= HELD;
	}
	MarkAnew(Port);
	if (Port->Flags & HELD)
		KeReleaseSpinLock(&Port->Lock, irql);
} // want PA1010 "'FieldWordTwin'"

static VOID AskedTwice(struct port *Port)
{
	ULONG time = Time();
	KIRQL irql;

	if (time % 3)
		KeAcquireSpinLock(&Port->Lock, &irql);
	Port->Flags = 0;
	if (time % 3)
		KeReleaseSpinLock(&Port->Lock, irql);
}

static VOID AskedTwiceTwin(struct port *Port)
{
	ULONG time = Time();
	KIRQL irql;

	if (time % 3)
		KeAcquireSpinLock(&Port->Lock, &irql);
	time++;
	if (time % 3)
		KeReleaseSpinLock(&Port->Lock, irql);
} // want PA1010 "'AskedTwiceTwin'"

static VOID Masked(struct port *Port)
{
	ULONG time = Time();
	KIRQL irql;

	if ((time & 3) == 2)
		KeAcquireSpinLock(&Port->Lock, &irql);
	Port->Flags = 0;
	if ((time & 3) == 2)
		KeReleaseSpinLock(&Port->Lock, irql);
}

static VOID MaskedTwin(struct port *Port)
{
	ULONG time = Time();
	KIRQL irql;

	if ((time & 3) == 2)
		KeAcquireSpinLock(&Port->Lock, &irql);
	Port->Flags = 0;
	if ((time & 7) == 2)
		KeReleaseSpinLock(&Port->Lock, irql);
} // want PA1010 "'MaskedTwin'"

/* Of the word nothing is known, of its two bits that they are 1 or 2. */
static VOID EitherOfMasked(struct port *Port)
{
	ULONG bits = Time() & 3;
	KIRQL irql;

	if (bits == 1 || bits == 2)
		KeAcquireSpinLock(&Port->Lock, &irql);
	Port->Flags = 0;
	if (bits != 0 && bits != 3)
		KeReleaseSpinLock(&Port->Lock, irql);
}

static VOID EitherOfMaskedTwin(struct port *Port)
{
	ULONG bits = Time() & 3;
	KIRQL irql;

	if (bits == 1 || bits == 2)
		KeAcquireSpinLock(&Port->Lock, &irql);
	Port->Flags = 0;
	if (bits != 0 && bits != 2)
		KeReleaseSpinLock(&Port->Lock, irql);
} // want PA1010 "'EitherOfMaskedTwin'"

static VOID Enter(struct port *Port)
{
	if (Port->Depth++ == 0)
		KeAcquireSpinLock(&Port->Lock, &Port->Irql);
}

static VOID Leave(struct port *Port)
{
	if (--Port->Depth == 0)
		KeReleaseSpinLock(&Port->Lock, Port->Irql);
}

static VOID Counted(struct port *Port)
{
	Enter(Port);
	Enter(Port);
	Leave(Port);
	Leave(Port);
}

static VOID CountedTwin(struct port *Port)
{
	Enter(Port);
	Enter(Port);
	Leave(Port);
} // want PA1010 "'CountedTwin'"

static VOID LastTurn(struct port *Port, ULONG Count)
{
	KIRQL irql;

	for (ULONG i = 0; i < Count; i++) {
		if (i == 0)
			KeAcquireSpinLock(&Port->Lock, &irql);
		if (i == Count - 1)
			KeReleaseSpinLock(&Port->Lock, irql);
	}
}

static VOID LastTurnTwin(struct port *Port, ULONG Count)
{
	KIRQL irql;

	for (ULONG i = 0; i < Count; i++) {
		if (i == 0)
			KeAcquireSpinLock(&Port->Lock, &irql);
		if (i == Count - 2)
			KeReleaseSpinLock(&Port->Lock, irql);
	}
} // want PA1010 "'LastTurnTwin'"

DRIVER_DISPATCH Dispatch;

NTSTATUS Dispatch(PDEVICE_OBJECT Device, PIRP Irp)
{
	struct port *port = Device->DeviceExtension;

	switch (Irp->RequestorMode) {
	case 0:
		LocalWord(port);
		LocalWordTwin(port);
		break;
	case 1:
		FieldWord(port);
		FieldWordTwin(port);
		break;
	case 2:
		AskedTwice(port);
		AskedTwiceTwin(port);
		break;
	case 3:
		Masked(port);
		MaskedTwin(port);
		EitherOfMasked(port);
		EitherOfMaskedTwin(port);
		break;
	case 4:
		Counted(port);
		CountedTwin(port);
		break;
	default:
		LastTurn(port, Time());
		LastTurnTwin(port, Time());
	}
	return STATUS_SUCCESS;
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Dispatch;
	return STATUS_SUCCESS;
}
