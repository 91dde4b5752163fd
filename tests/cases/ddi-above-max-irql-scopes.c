/*
 * A structure says which lock was taken for it. What gives that back asks the
 * structure, which the same routine hands to both.
 */
#include <ntddk.h>

typedef struct _DEVICE {
	KSPIN_LOCK Spin;
	FAST_MUTEX Mutex;
	ULONG Count;
} DEVICE, *PDEVICE;

typedef struct _SCOPE {
	PDEVICE Device;
	KIRQL Irql;
	BOOLEAN Mutex;
} SCOPE, *PSCOPE;

static VOID Begin(PSCOPE Scope, PDEVICE Device, BOOLEAN Mutex)
{
	Scope->Device = Device;
	Scope->Mutex = Mutex;
	if (Mutex)
		ExAcquireFastMutex(&Device->Mutex);
	else
		KeAcquireSpinLock(&Device->Spin, &Scope->Irql);
}

static VOID End(PSCOPE Scope)
{
	if (Scope->Mutex)
		ExReleaseFastMutex(&Scope->Device->Mutex);
	else
		KeReleaseSpinLock(&Scope->Device->Spin, Scope->Irql);
}

static VOID EndCrossed(PSCOPE Scope)
{
	if (Scope->Mutex)
		ExReleaseFastMutex(&Scope->Device->Mutex); // want must PA1008 "'ExReleaseFastMutex' at DISPATCH_LEVEL"
	else
		KeReleaseSpinLock(&Scope->Device->Spin, Scope->Irql);
}

VOID OneAfterTheOther(PDEVICE Device)
{
	SCOPE scope;

	Begin(&scope, Device, FALSE);
	Device->Count++;
	End(&scope);
	Begin(&scope, Device, TRUE);
	Device->Count++;
	End(&scope);
}

VOID Nested(PDEVICE Device)
{
	SCOPE outer, inner;

	Begin(&outer, Device, TRUE);
	Begin(&inner, Device, FALSE);
	Device->Count++;
	End(&inner);
	End(&outer);
}

VOID Crossed(PDEVICE Device)
{
	SCOPE outer, inner;

	Begin(&outer, Device, TRUE);
	Begin(&inner, Device, FALSE);
	Device->Count++;
	EndCrossed(&outer);
	EndCrossed(&inner);
}
