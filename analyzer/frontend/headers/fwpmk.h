/*
 * The filtering platform's management routines are the same for drivers and
 * applications; mingw-w64 has them by the applications' name.
 */
#ifndef PAGEAUDIT_FWPMK_H
#define PAGEAUDIT_FWPMK_H
#pragma GCC system_header

#include <ntddk.h>
#include <fwpmu.h>

#ifndef FWPM_SESSION_FLAG_DYNAMIC
#define FWPM_SESSION_FLAG_DYNAMIC 0x00000001
#endif

/* The kit names a routine without its version so. */
#ifndef FwpmCalloutAdd
#define FwpmCalloutAdd FwpmCalloutAdd0
#endif
#ifndef FwpmCalloutDeleteById
#define FwpmCalloutDeleteById FwpmCalloutDeleteById0
#endif
#ifndef FwpmCalloutDeleteByKey
#define FwpmCalloutDeleteByKey FwpmCalloutDeleteByKey0
#endif
#ifndef FwpmCalloutGetById
#define FwpmCalloutGetById FwpmCalloutGetById0
#endif
#ifndef FwpmCalloutGetByKey
#define FwpmCalloutGetByKey FwpmCalloutGetByKey0
#endif
#ifndef FwpmEngineClose
#define FwpmEngineClose FwpmEngineClose0
#endif
#ifndef FwpmEngineOpen
#define FwpmEngineOpen FwpmEngineOpen0
#endif
#ifndef FwpmFilterAdd
#define FwpmFilterAdd FwpmFilterAdd0
#endif
#ifndef FwpmFilterCreateEnumHandle
#define FwpmFilterCreateEnumHandle FwpmFilterCreateEnumHandle0
#endif
#ifndef FwpmFilterDeleteById
#define FwpmFilterDeleteById FwpmFilterDeleteById0
#endif
#ifndef FwpmFilterDeleteByKey
#define FwpmFilterDeleteByKey FwpmFilterDeleteByKey0
#endif
#ifndef FwpmFilterDestroyEnumHandle
#define FwpmFilterDestroyEnumHandle FwpmFilterDestroyEnumHandle0
#endif
#ifndef FwpmFilterEnum
#define FwpmFilterEnum FwpmFilterEnum0
#endif
#ifndef FwpmFilterGetById
#define FwpmFilterGetById FwpmFilterGetById0
#endif
#ifndef FwpmFilterGetByKey
#define FwpmFilterGetByKey FwpmFilterGetByKey0
#endif
#ifndef FwpmFreeMemory
#define FwpmFreeMemory FwpmFreeMemory0
#endif
#ifndef FwpmProviderAdd
#define FwpmProviderAdd FwpmProviderAdd0
#endif
#ifndef FwpmProviderDeleteByKey
#define FwpmProviderDeleteByKey FwpmProviderDeleteByKey0
#endif
#ifndef FwpmProviderContextDeleteByKey
#define FwpmProviderContextDeleteByKey FwpmProviderContextDeleteByKey0
#endif
#ifndef FwpmSubLayerAdd
#define FwpmSubLayerAdd FwpmSubLayerAdd0
#endif
#ifndef FwpmSubLayerDeleteByKey
#define FwpmSubLayerDeleteByKey FwpmSubLayerDeleteByKey0
#endif
#ifndef FwpmSubLayerGetByKey
#define FwpmSubLayerGetByKey FwpmSubLayerGetByKey0
#endif
#ifndef FwpmTransactionAbort
#define FwpmTransactionAbort FwpmTransactionAbort0
#endif
#ifndef FwpmTransactionBegin
#define FwpmTransactionBegin FwpmTransactionBegin0
#endif
#ifndef FwpmTransactionCommit
#define FwpmTransactionCommit FwpmTransactionCommit0
#endif
#endif
