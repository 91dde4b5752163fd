/*
 * The ntdef.h that is there. mingw-w64's macros for parameters that are not
 * used assign them to themselves, which constant ones do not allow: kits name
 * them only. What kits make a constant string of may be constant itself.
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
#ifdef __cplusplus
extern "C++" template <class T> T *pageaudit_not_constant(const T *);
#undef RTL_CONSTANT_STRING
#define RTL_CONSTANT_STRING(S) { sizeof(S) - sizeof((S)[0]), sizeof(S), \
	(decltype(pageaudit_not_constant(S)))(S) }
#endif
#endif

#endif
