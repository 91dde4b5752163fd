/*
 * The ntdef.h that is there. mingw-w64's macros for parameters that are not
 * used assign them to themselves, which constant ones do not allow: kits name
 * them only.
 */
#ifndef PAGEAUDIT_NTDEF_H
#define PAGEAUDIT_NTDEF_H
#pragma GCC system_header

#include_next <ntdef.h>

#ifdef __MINGW64_VERSION_MAJOR
#undef UNREFERENCED_PARAMETER
#undef UNREFERENCED_LOCAL_VARIABLE
#define UNREFERENCED_PARAMETER(P) (P)
#define UNREFERENCED_LOCAL_VARIABLE(V) (V)
#endif

#endif
