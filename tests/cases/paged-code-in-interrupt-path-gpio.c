/*
 * A GPIO controller that is memory-mapped has its pins worked on at the level of
 * the interrupt. The twin behind a serial bus is
 * paged-code-in-interrupt-path-gpio-serial.c.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _CLIENT_CONTROLLER_BASIC_INFORMATION {
	USHORT TotalPins;
	struct {
		ULONG MemoryMappedController : 1;
	} Flags;
} CLIENT_CONTROLLER_BASIC_INFORMATION;

/* As the kit's gpioclx.h has it, as far as it matters here. */
typedef struct _GPIO_CLIENT_REGISTRATION_PACKET {
	NTSTATUS (*CLIENT_QueryControllerBasicInformation)(
		PVOID Context, CLIENT_CONTROLLER_BASIC_INFORMATION *About);
	NTSTATUS (*CLIENT_EnableInterrupt)(PVOID Context, PVOID Pin);
	NTSTATUS (*CLIENT_MaskInterrupts)(PVOID Context, PVOID Pins);
} GPIO_CLIENT_REGISTRATION_PACKET;

PAGED NTSTATUS About(PVOID Context, CLIENT_CONTROLLER_BASIC_INFORMATION *About)
{
	PAGED_CODE();
	About->TotalPins = 32;
	About->Flags.MemoryMappedController = TRUE;
	return Context ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

PAGED NTSTATUS OnEnable(PVOID Context, PVOID Pin)
{
	PAGED_CODE();
	return Context && Pin ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

PAGED NTSTATUS OnMask(PVOID Context, PVOID Pins) // want may PA1004 "'OnMask'"
{
	PAGED_CODE();
	return Context && Pins ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

const GPIO_CLIENT_REGISTRATION_PACKET Packet = { About, OnEnable, OnMask };
