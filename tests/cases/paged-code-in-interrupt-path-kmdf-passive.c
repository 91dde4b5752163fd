/*
 * PassiveHandling that is no constant: the interrupt may be handled at DIRQL, and
 * then nothing of it may be paged. Where it is FALSE on every way, its routine
 * is at fault on every run.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

EVT_WDF_INTERRUPT_ISR OnChosen;
EVT_WDF_INTERRUPT_ISR OnFast;
EVT_WDF_INTERRUPT_ISR OnSlow;

PAGED BOOLEAN OnChosen(WDFINTERRUPT Interrupt, ULONG MessageId) // want may PA1004 "'OnChosen'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}

PAGED BOOLEAN OnFast(WDFINTERRUPT Interrupt, ULONG MessageId) // want must PA1004 "'OnFast'"
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}

PAGED BOOLEAN OnSlow(WDFINTERRUPT Interrupt, ULONG MessageId)
{
	PAGED_CODE();
	UNREFERENCED_PARAMETER(MessageId);
	return Interrupt != NULL;
}

NTSTATUS CreateChosen(WDFDEVICE Device, BOOLEAN Passive)
{
	WDF_INTERRUPT_CONFIG config;
	WDFINTERRUPT interrupt;

	WDF_INTERRUPT_CONFIG_INIT(&config, OnChosen, NULL);
	config.PassiveHandling = Passive;
	return WdfInterruptCreate(Device, &config, NULL, &interrupt);
}

NTSTATUS CreateFast(WDFDEVICE Device)
{
	WDF_INTERRUPT_CONFIG config;
	WDFINTERRUPT interrupt;

	WDF_INTERRUPT_CONFIG_INIT(&config, OnFast, NULL);
	config.PassiveHandling = FALSE;
	return WdfInterruptCreate(Device, &config, NULL, &interrupt);
}

NTSTATUS CreateSlow(WDFDEVICE Device)
{
	WDF_INTERRUPT_CONFIG config;
	WDFINTERRUPT interrupt;

	WDF_INTERRUPT_CONFIG_INIT(&config, OnSlow, NULL);
	config.PassiveHandling = TRUE;
	return WdfInterruptCreate(Device, &config, NULL, &interrupt);
}
