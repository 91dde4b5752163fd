/*
 * The open headers write the section of NDIS's macros in small letters; the kit
 * does not, and the driver cannot help it. A driver's own macro is its own.
 */
#define NDIS_MINIPORT_DRIVER 1
#define NDIS60_MINIPORT 1
#include <ndis.h>

VOID Start(VOID);
VOID StartOld(VOID);
VOID Load(VOID);
VOID Own(VOID);
#pragma NDIS_PAGEABLE_FUNCTION(Start)
#pragma NDIS_PAGABLE_FUNCTION(StartOld)
#pragma NDIS_INIT_FUNCTION(Load)

#define OWN_PAGEABLE(name) alloc_text(page, name)
#pragma OWN_PAGEABLE(Own) // want PA3001 "'page'"

VOID Start(VOID)
{
	PAGED_CODE();
}

VOID StartOld(VOID)
{
	PAGED_CODE();
}

VOID Load(VOID)
{
}

VOID Own(VOID)
{
}

/* Pageable by the macro: nothing else would report it. */
VOID Forgotten(VOID);
#pragma NDIS_PAGEABLE_FUNCTION(Forgotten)

VOID Forgotten(VOID) // want PA2001 "'Forgotten'"
{
}
