/*
 * Kernel streaming: a pin whose descriptor does not ask for processing at
 * DISPATCH_LEVEL. The twin is paged-code-in-dispatch-path-ks.c.
 */
// want nothing
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

PAGED NTSTATUS OnProcess(PKSPIN Pin)
{
	PAGED_CODE();
	return Pin ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

PAGED NTSTATUS OnCreate(PKSPIN Pin, PIRP Irp)
{
	PAGED_CODE();
	return Pin && Irp ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

const KSPIN_DISPATCH PinDispatch = { OnCreate, NULL, OnProcess };

const KSPIN_DESCRIPTOR_EX Pins[] = {
	{ &PinDispatch, KSPIN_FLAG_PROCESS_IN_RUN_STATE_ONLY },
};
