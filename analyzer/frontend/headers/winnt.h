/* The winnt.h that is there, changed like ntdef.h and for the same reason. */
#ifndef PAGEAUDIT_WINNT_H
#define PAGEAUDIT_WINNT_H
#pragma GCC system_header

#include_next <winnt.h>

#ifdef __MINGW64_VERSION_MAJOR
#undef UNREFERENCED_PARAMETER
#undef UNREFERENCED_LOCAL_VARIABLE
#define UNREFERENCED_PARAMETER(P) (P)
#define UNREFERENCED_LOCAL_VARIABLE(V) (V)
#endif

#endif
