/*
 * Callbacks that are registered by a wrapper: the registration sees a parameter,
 * a local or a field, and the name of the callback stands at the wrapper's call.
 * What is handed on to a thread runs at PASSIVE_LEVEL and is right.
 */
#include <ntddk.h>
#include <wdf.h>

#define PAGED __declspec(code_seg("PAGE"))

typedef struct _CLOCK {
	KTIMER Timer;
	KDPC Dpc;
	PKDEFERRED_ROUTINE Tick;
	PKSTART_ROUTINE Body;
} CLOCK, *PCLOCK;

/* ---- a parameter -------------------------------------------------------- */

static VOID ClockInitialize(PCLOCK Clock, PKDEFERRED_ROUTINE Tick)
{
	KeInitializeTimer(&Clock->Timer);
	KeInitializeDpc(&Clock->Dpc, Tick, Clock);
}

PAGED static VOID Tick(PKDPC Dpc, PVOID Context, PVOID A, PVOID B) // want must PA1005 "'Tick'"
{
	PAGED_CODE();
}

static NTSTATUS Start(PKSTART_ROUTINE Body, PVOID Context)
{
	HANDLE thread;

	return PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL,
		NULL, Body, Context);
}

PAGED static VOID Body(PVOID Context)
{
	PAGED_CODE();
}

/* ---- a local, through two wrappers --------------------------------------- */

static VOID ClockMake(PCLOCK Clock, PKDEFERRED_ROUTINE Tick)
{
	PKDEFERRED_ROUTINE chosen = Tick;

	ClockInitialize(Clock, chosen);
}

PAGED static VOID Tock(PKDPC Dpc, PVOID Context, PVOID A, PVOID B) // want must PA1005 "'Tock'"
{
	PAGED_CODE();
}

/* ---- a field -------------------------------------------------------------- */

PAGED static VOID Chime(PKDPC Dpc, PVOID Context, PVOID A, PVOID B) // want must PA1005 "'Chime'"
{
	PAGED_CODE();
}

PAGED static VOID Bell(PVOID Context)
{
	PAGED_CODE();
}

static VOID ClockRun(PCLOCK Clock)
{
	KeInitializeDpc(&Clock->Dpc, Clock->Tick, Clock);
	Start(Clock->Body, Clock);
}

/* ---- the framework -------------------------------------------------------- */

static NTSTATUS TimerCreate(WDFDEVICE Device, PFN_WDF_TIMER Func, WDFTIMER *Timer)
{
	WDF_TIMER_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_TIMER_CONFIG_INIT(&config, Func);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	return WdfTimerCreate(&config, &attributes, Timer);
}

static NTSTATUS PassiveTimerCreate(
	WDFDEVICE Device, PFN_WDF_TIMER Func, WDFTIMER *Timer)
{
	WDF_TIMER_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_TIMER_CONFIG_INIT(&config, Func);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	return WdfTimerCreate(&config, &attributes, Timer);
}

PAGED static VOID Elapsed(WDFTIMER Timer) // want PA1005 "'Elapsed'"
{
	PAGED_CODE();
}

PAGED static VOID Calm(WDFTIMER Timer)
{
	PAGED_CODE();
}

/* ---- setting up ------------------------------------------------------------ */

NTSTATUS SetUp(PCLOCK First, PCLOCK Second, PCLOCK Third, WDFDEVICE Device)
{
	WDFTIMER timer;

	ClockInitialize(First, Tick);
	ClockMake(Second, Tock);
	Third->Tick = Chime;
	Third->Body = Bell;
	ClockRun(Third);
	TimerCreate(Device, Elapsed, &timer);
	PassiveTimerCreate(Device, Calm, &timer);
	return Start(Body, First);
}
