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
#endif
