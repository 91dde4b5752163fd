/* A role type that allows several levels says at which a routine runs if nothing
 * else does: not if the driver itself calls it and hands it to nobody. A calling
 * convention in the type, as the kit's have, changes nothing. */
typedef unsigned char BOOLEAN;
typedef struct WDFTIMER__ *WDFTIMER;
typedef struct WDFQUEUE__ *WDFQUEUE;
typedef struct WDFREQUEST__ *WDFREQUEST;
typedef void __attribute__((vectorcall)) EVT_WDF_TIMER(WDFTIMER);
typedef void EVT_WDF_IO_QUEUE_IO_STOP(WDFQUEUE, WDFREQUEST, unsigned long);

#define PAGED_CODE() ((void)0)
void Register(EVT_WDF_IO_QUEUE_IO_STOP *Callback);

EVT_WDF_TIMER OnTick;
EVT_WDF_IO_QUEUE_IO_STOP OnStop, OnStopElsewhere, StopOne;
void StartAtPassive(void);

#pragma alloc_text(PAGE, OnTick)
#pragma alloc_text(PAGE, OnStop)
#pragma alloc_text(PAGE, OnStopElsewhere)
#pragma alloc_text(PAGE, StopOne)

void __attribute__((vectorcall)) OnTick(WDFTIMER Timer) // want PA1005
{
    PAGED_CODE();
}

void OnStop(WDFQUEUE Queue, WDFREQUEST Request, unsigned long Flags) // want PA1005
{
    PAGED_CODE();
}

/* Called here, and handed over as well. */
void OnStopElsewhere(WDFQUEUE Queue, WDFREQUEST Request, // want PA1005
    unsigned long Flags)
{
    PAGED_CODE();
}

/* Only called. */
void StopOne(WDFQUEUE Queue, WDFREQUEST Request, unsigned long Flags)
{
    PAGED_CODE();
}

void StartAtPassive(void)
{
    Register(OnStopElsewhere);
    OnStopElsewhere(0, 0, 1);
    StopOne(0, 0, 1);
}
