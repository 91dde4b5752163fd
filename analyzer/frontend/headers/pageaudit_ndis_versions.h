/*
 * Versions of NDIS after 6.20, where the mingw-w64 header stops: a driver names
 * one, and each supports those before it. Only what the driver itself compiles
 * under them is gained by that.
 */
#ifndef PAGEAUDIT_NDIS_VERSIONS_H
#define PAGEAUDIT_NDIS_VERSIONS_H
#pragma GCC system_header

#if defined(NDIS686_MINIPORT) || defined(NDIS686)
#define NDIS_SUPPORT_NDIS686 1
#endif
#if defined(NDIS685_MINIPORT) || defined(NDIS685) || \
	defined(NDIS_SUPPORT_NDIS686)
#define NDIS_SUPPORT_NDIS685 1
#endif
#if defined(NDIS684_MINIPORT) || defined(NDIS684) || \
	defined(NDIS_SUPPORT_NDIS685)
#define NDIS_SUPPORT_NDIS684 1
#endif
#if defined(NDIS683_MINIPORT) || defined(NDIS683) || \
	defined(NDIS_SUPPORT_NDIS684)
#define NDIS_SUPPORT_NDIS683 1
#endif
#if defined(NDIS682_MINIPORT) || defined(NDIS682) || \
	defined(NDIS_SUPPORT_NDIS683)
#define NDIS_SUPPORT_NDIS682 1
#endif
#if defined(NDIS681_MINIPORT) || defined(NDIS681) || \
	defined(NDIS_SUPPORT_NDIS682)
#define NDIS_SUPPORT_NDIS681 1
#endif
#if defined(NDIS680_MINIPORT) || defined(NDIS680) || \
	defined(NDIS_SUPPORT_NDIS681)
#define NDIS_SUPPORT_NDIS680 1
#endif
#if defined(NDIS670_MINIPORT) || defined(NDIS670) || \
	defined(NDIS_SUPPORT_NDIS680)
#define NDIS_SUPPORT_NDIS670 1
#endif
#if defined(NDIS660_MINIPORT) || defined(NDIS660) || \
	defined(NDIS_SUPPORT_NDIS670)
#define NDIS_SUPPORT_NDIS660 1
#endif
#if defined(NDIS651_MINIPORT) || defined(NDIS651) || \
	defined(NDIS_SUPPORT_NDIS660)
#define NDIS_SUPPORT_NDIS651 1
#endif
#if defined(NDIS650_MINIPORT) || defined(NDIS650) || \
	defined(NDIS_SUPPORT_NDIS651)
#define NDIS_SUPPORT_NDIS650 1
#endif
#if defined(NDIS640_MINIPORT) || defined(NDIS640) || \
	defined(NDIS_SUPPORT_NDIS650)
#define NDIS_SUPPORT_NDIS640 1
#endif
#if defined(NDIS630_MINIPORT) || defined(NDIS630) || \
	defined(NDIS_SUPPORT_NDIS640)
#define NDIS_SUPPORT_NDIS630 1
#endif

#endif
