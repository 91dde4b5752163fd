/* Lines in a header are judged over all units that read it. */
VOID Start(VOID);
VOID Stop(VOID);
VOID Removed(VOID);
VOID Blind(VOID);

#pragma alloc_text(PAGE, Start)
#pragma alloc_text(PAGE, Stop)
#pragma alloc_text(PAGE, Removed) // want PA3006 "'Removed', which no unit of the driver defines"
#pragma alloc_text(PAGE, Blind) // want PA3006 "'Blind', which is defined in another unit"
