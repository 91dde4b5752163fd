/* A driver for a late NDIS supports the versions before it, too, and then has
 * routines of its own for them. In an older driver the same name is a macro, and
 * what stands there is no routine that could be placed. */
#define NDIS680_MINIPORT 1
#include <ndis.h>

#if NDIS_SUPPORT_NDIS630
NDIS_STATUS ReadConfiguration(NDIS_HANDLE Handle);
NDIS_STATUS ReadMore(NDIS_HANDLE Handle);
#else
#define ReadConfiguration(Handle) NDIS_STATUS_SUCCESS
#endif

#if NDIS_SUPPORT_NDIS686
NDIS_STATUS ReadLater(NDIS_HANDLE Handle);
#else
#define ReadLater(Handle) NDIS_STATUS_SUCCESS
#endif

#pragma NDIS_PAGEABLE_FUNCTION(ReadConfiguration)

NDIS_STATUS ReadConfiguration(NDIS_HANDLE Handle)
{
    NDIS_STRING Keyword = NDIS_STRING_CONST("*Keyword");

    PAGED_CODE();
    return Handle && Keyword.Length ? NDIS_STATUS_SUCCESS
                                    : NDIS_STATUS_FAILURE;
}

NDIS_STATUS ReadMore(NDIS_HANDLE Handle)
{
    PAGED_CODE(); // want paged-code-outside-section "'ReadMore'"
    return Handle ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

NDIS_STATUS ReadLater(NDIS_HANDLE Handle) // want PA9002
{
    PAGED_CODE();
    return NDIS_STATUS_FAILURE;
}
