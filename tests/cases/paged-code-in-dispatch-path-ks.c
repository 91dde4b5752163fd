/*
 * Kernel streaming: tables of routines, and a descriptor with the flag that lets
 * its pin be processed at DISPATCH_LEVEL, beside one without. The twin where none
 * has the flag is paged-code-in-dispatch-path-ks-passive.c.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

#define KSPIN_FLAG_DISPATCH_LEVEL_PROCESSING 0x00000001
#define KSPIN_FLAG_PROCESS_IN_RUN_STATE_ONLY 0x00000010

typedef struct _KSPIN *PKSPIN;

/* As the kit's ks.h has them, as far as they matter here. */
typedef struct _KSPIN_DISPATCH {
	NTSTATUS (*Create)(PKSPIN Pin, PIRP Irp);
	NTSTATUS (*Close)(PKSPIN Pin, PIRP Irp);
	NTSTATUS (*Process)(PKSPIN Pin);
} KSPIN_DISPATCH;

typedef struct _KSPIN_DESCRIPTOR_EX {
	const KSPIN_DISPATCH *Dispatch;
	ULONG Flags;
} KSPIN_DESCRIPTOR_EX;

PAGED NTSTATUS OnProcess(PKSPIN Pin) // want may PA1005 "'OnProcess'"
{
	PAGED_CODE();
	return Pin ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

PAGED NTSTATUS OnCreate(PKSPIN Pin, PIRP Irp)
{
	PAGED_CODE();
	return Pin && Irp ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

PAGED NTSTATUS OnText(PKSPIN Pin)
{
	PAGED_CODE();
	return Pin ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

const KSPIN_DISPATCH PinDispatch = { OnCreate, NULL, OnProcess };
const KSPIN_DISPATCH TextDispatch = { OnCreate, NULL, OnText };

const KSPIN_DESCRIPTOR_EX Pins[] = {
	{ &PinDispatch, KSPIN_FLAG_DISPATCH_LEVEL_PROCESSING |
			KSPIN_FLAG_PROCESS_IN_RUN_STATE_ONLY },
	{ &TextDispatch, KSPIN_FLAG_PROCESS_IN_RUN_STATE_ONLY },
};

/* ---- an item's handler, in a union without a name ----------------------- */

typedef NTSTATUS (*HANDLER)(PIRP Irp, PVOID Data);

typedef struct _KSPROPERTY_ITEM {
	ULONG PropertyId;
	union {
		HANDLER GetPropertyHandler;
		BOOLEAN GetSupported;
	};
	ULONG MinData;
	union {
		HANDLER SetPropertyHandler;
		BOOLEAN SetSupported;
	};
} KSPROPERTY_ITEM;

static KSPIN_LOCK Lock;
static KIRQL Saved;

NTSTATUS OnGet(PIRP Irp, PVOID Data)
{
	KeAcquireSpinLock(&Lock, &Saved);
	return Irp && Data ? STATUS_SUCCESS : STATUS_PENDING; // want PA1010 "'OnGet'"
}

NTSTATUS OnSet(PIRP Irp, PVOID Data)
{
	KeAcquireSpinLock(&Lock, &Saved);
	KeReleaseSpinLock(&Lock, Saved);
	return Irp && Data ? STATUS_SUCCESS : STATUS_PENDING;
}

const KSPROPERTY_ITEM Items[] = {
	{ 1, OnGet, sizeof(ULONG), OnSet },
};
