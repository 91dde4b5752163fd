/*
 * A counter that goes up and down again is what it was, in a loop, too, and behind
 * calls that know the object; a number that no case of a switch took is not asked
 * for again; a loop with known ends makes its turns, and what it saved in one
 * element is still there when it saves in the next. Each twin leaves the counter,
 * or releases for another number.
 */
#include <ntddk.h>

struct port {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	ULONG Flags;
	LONG Depth;
	LONG Kind;
	KEVENT Event;
};

static VOID Touch(struct port *Port)
{
	Port->Depth++;
	KeSetEvent(&Port->Event, 0, FALSE);
	Port->Depth--;
}

static VOID TouchTwin(struct port *Port)
{
	Port->Depth++;
	KeSetEvent(&Port->Event, 0, FALSE);
}

static VOID Touched(struct port *Port)
{
	KIRQL irql;

	if (Port->Depth == 0)
		KeAcquireSpinLock(&Port->Lock, &irql);
	Touch(Port);
	if (Port->Depth == 0)
		KeReleaseSpinLock(&Port->Lock, irql);
}

static VOID TouchedTwin(struct port *Port)
{
	KIRQL irql;

	if (Port->Depth == 0)
		KeAcquireSpinLock(&Port->Lock, &irql);
	TouchTwin(Port);
	if (Port->Depth == 0)
		KeReleaseSpinLock(&Port->Lock, irql);
} // want PA1010 "'TouchedTwin'"

static VOID Turned(struct port *Port)
{
	KIRQL irql;

	if (Port->Depth == 0)
		KeAcquireSpinLock(&Port->Lock, &irql);
	for (LONG i = 0; i < Port->Kind; i++) {
		Touch(Port);
		Port->Flags++;
	}
	if (Port->Depth == 0)
		KeReleaseSpinLock(&Port->Lock, irql);
}

static VOID TurnedTwin(struct port *Port)
{
	KIRQL irql;

	if (Port->Depth == 0)
		KeAcquireSpinLock(&Port->Lock, &irql);
	for (LONG i = 0; i < Port->Kind; i++) {
		TouchTwin(Port);
		Port->Flags++;
	}
	if (Port->Depth == 0)
		KeReleaseSpinLock(&Port->Lock, irql);
} // want PA1010 "'TurnedTwin'"

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

static VOID Clear(struct port *Port)
{
	Port->Depth = 0;
}

static VOID Used(struct port *Port)
{
	Enter(Port);
	ObReferenceObject(Port);
	Leave(Port);
}

static VOID UsedTwin(struct port *Port)
{
	Enter(Port);
	Clear(Port);
	Leave(Port);
} // want PA1010 "'UsedTwin'"

static VOID Hold(struct port *Port)
{
	switch (Port->Kind) {
	case 0:
		break;
	case 1:
		KeAcquireSpinLock(&Port->Lock, &Port->Irql);
		break;
	case 2:
		Port->Flags = 1;
		break;
	}
}

static VOID Drop(struct port *Port)
{
	switch (Port->Kind) {
	case 0:
		break;
	case 1:
		KeReleaseSpinLock(&Port->Lock, Port->Irql);
		break;
	case 2:
		Port->Flags = 0;
		break;
	}
}

static VOID DropTwin(struct port *Port)
{
	switch (Port->Kind) {
	case 0:
		break;
	case 2:
		KeReleaseSpinLock(&Port->Lock, Port->Irql);
		break;
	case 1:
		Port->Flags = 0;
		break;
	}
}

static VOID Held(struct port *Port)
{
	Hold(Port);
	KeSetEvent(&Port->Event, 0, FALSE);
	Drop(Port);
}

static VOID HeldTwin(struct port *Port)
{
	Hold(Port);
	KeSetEvent(&Port->Event, 0, FALSE);
	DropTwin(Port);
} // want PA1010 "'HeldTwin'"

DRIVER_DISPATCH Whole;

NTSTATUS Whole(PDEVICE_OBJECT Device, PIRP Irp)
{
	struct port *ports = Device->DeviceExtension;
	KIRQL irql[2];
	LONG i;

	UNREFERENCED_PARAMETER(Irp);
	for (i = 0; i < 2; i++)
		KeAcquireSpinLock(&ports[i].Lock, &irql[i]);
	for (i = 1; i >= 0; i--)
		KeReleaseSpinLock(&ports[i].Lock, irql[i]);
	return STATUS_SUCCESS;
}

DRIVER_DISPATCH Dispatch;

NTSTATUS Dispatch(PDEVICE_OBJECT Device, PIRP Irp)
{
	struct port *port = Device->DeviceExtension;

	switch (Irp->RequestorMode) {
	case 0:
		Touched(port);
		TouchedTwin(port);
		break;
	case 1:
		Turned(port);
		TurnedTwin(port);
		break;
	case 2:
		Used(port);
		UsedTwin(port);
		break;
	default:
		Held(port);
		HeldTwin(port);
	}
	return STATUS_SUCCESS;
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNREFERENCED_PARAMETER(Path);
	Driver->MajorFunction[IRP_MJ_CREATE] = Whole;
	Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Dispatch;
	return STATUS_SUCCESS;
}
