/*
 * The DDK's ndis.h, made to parse: the mingw-w64 one declares a request
 * enumeration that its ntddndis.h has declared already, and lacks a comma.
 * The two section macros are put right as well: the kit's say PAGE and INIT.
 * What that header lacks of NDIS 6 is in pageaudit_ndis6.h.
 */
#ifndef PAGEAUDIT_NDIS_H
#define PAGEAUDIT_NDIS_H
#pragma GCC system_header

#if __has_include(<_mingw.h>)
#include <ntddk.h>

/* ntddndis.h decides about NDIS 6 by itself unless it is told. The DDK's
 * header stops at NDIS 6.20, and its NDIS 6 names types that only its NDIS 5
 * declares. */
#include "pageaudit_ndis_versions.h"
#if NDIS_SUPPORT_NDIS630
#define NDIS620_MINIPORT 1
#define NDIS620 1
#endif
/* A source that names no version at all is read as one of NDIS 6. */
#if defined(NDIS620_MINIPORT) || defined(NDIS620) ||                  \
	!(defined(NDIS60_MINIPORT) || defined(NDIS61_MINIPORT) ||     \
		defined(NDIS60) || defined(NDIS61) ||                 \
		defined(NDIS50_MINIPORT) || defined(NDIS51_MINIPORT) || \
		defined(NDIS40_MINIPORT) || defined(NDIS50) ||        \
		defined(NDIS51) || defined(NDIS40))
#define NDIS_SUPPORT_NDIS620 1
#define NDIS_SUPPORT_NDIS61 1
#elif defined(NDIS61_MINIPORT) || defined(NDIS61)
#define NDIS_SUPPORT_NDIS61 1
#endif
#if defined(NDIS60_MINIPORT) || defined(NDIS61_MINIPORT) || \
	defined(NDIS620_MINIPORT) || defined(NDIS60) ||     \
	defined(NDIS61) || defined(NDIS_SUPPORT_NDIS620)
#define NDIS_SUPPORT_NDIS6 1
#define NDIS_LEGACY_DRIVER 1
#define NDIS_LEGACY_MINIPORT 1
#define NDIS_LEGACY_PROTOCOL 1
#endif

#define _NDIS_REQUEST_TYPE pageaudit_ndis_request_type
#define NDIS_REQUEST_TYPE pageaudit_NDIS_REQUEST_TYPE
#define PNDIS_REQUEST_TYPE pageaudit_PNDIS_REQUEST_TYPE
#define NdisRequestQueryInformation pageaudit_NdisRequestQueryInformation
#define NdisRequestSetInformation pageaudit_NdisRequestSetInformation
#define NdisRequestQueryStatistics pageaudit_NdisRequestQueryStatistics
#define NdisRequestOpen pageaudit_NdisRequestOpen
#define NdisRequestClose pageaudit_NdisRequestClose
#define NdisRequestSend pageaudit_NdisRequestSend
#define NdisRequestTransferData pageaudit_NdisRequestTransferData
#define NdisRequestReset pageaudit_NdisRequestReset
#define NdisRequestGeneric1 pageaudit_NdisRequestGeneric1
#define NdisRequestGeneric2 pageaudit_NdisRequestGeneric2
#define NdisRequestGeneric3 pageaudit_NdisRequestGeneric3
#define NdisRequestGeneric4 pageaudit_NdisRequestGeneric4
#define NdisRequestMethod pageaudit_NdisRequestMethod
#include <ntddndis.h>
#undef _NDIS_REQUEST_TYPE
#undef NDIS_REQUEST_TYPE
#undef PNDIS_REQUEST_TYPE
#undef NdisRequestQueryInformation
#undef NdisRequestSetInformation
#undef NdisRequestQueryStatistics
#undef NdisRequestOpen
#undef NdisRequestClose
#undef NdisRequestSend
#undef NdisRequestTransferData
#undef NdisRequestReset
#undef NdisRequestGeneric1
#undef NdisRequestGeneric2
#undef NdisRequestGeneric3
#undef NdisRequestGeneric4
#undef NdisRequestMethod

/* As a macro of one argument this swallows the list without its comma. */
#define NdisMWanIndicateReceiveComplete(parameters)       \
	NdisMWanIndicateReceiveComplete(                  \
		NDIS_HANDLE MiniportAdapterHandle,        \
		NDIS_HANDLE NdisLinkContext)
#endif

#include_next <ndis.h>

#ifdef __MINGW64_VERSION_MAJOR
#undef NdisMWanIndicateReceiveComplete
#undef NDIS_INIT_FUNCTION
#undef NDIS_PAGEABLE_FUNCTION
#undef NDIS_PAGABLE_FUNCTION
#define NDIS_INIT_FUNCTION(f) alloc_text(INIT, f)
#define NDIS_PAGEABLE_FUNCTION(f) alloc_text(PAGE, f)
#define NDIS_PAGABLE_FUNCTION(f) alloc_text(PAGE, f)

#if NDIS_SUPPORT_NDIS6
#include "pageaudit_ndis6.h"
#include "pageaudit_ndis6_stack.h"
#endif
#endif

#endif
