/*
 * Read before every source file (-include). It closes the gaps between what
 * drivers are written for and the headers that are there:
 *
 *   - SAL: every annotation word that drivers use is a macro, at least an
 *     empty one. The audit reads the words where they are used, not what they
 *     expand to. Words that the headers on the path do define are left alone.
 *   - ALLOC_PRAGMA and ALLOC_DATA_PRAGMA, which guard the section pragmas.
 *   - C drivers may say try, except, finally and leave.
 *   - Under the mingw-w64 headers only: a few names whose definitions there
 *     do not go together with kernel code.
 *
 * With a real kit on the path all of this is either absent or the same as what
 * the kit says, so the order of the two does not matter.
 */
#ifndef PAGEAUDIT_PROLOGUE_H
#define PAGEAUDIT_PROLOGUE_H
#pragma GCC system_header

#ifndef ALLOC_PRAGMA
#define ALLOC_PRAGMA 1
#endif
#ifndef ALLOC_DATA_PRAGMA
#define ALLOC_DATA_PRAGMA 1
#endif

/* Where a driver asks for the compiler to say which section something is in, this
 * is read in place of _MSC_VER: see repair_compiler.c. */
#define PA_MSVC_ 1930

/* What clang thinks of a section that differs from a base's costs it the base.
 * Attributes are read as they are written: see preprocess.c. */
#define code_seg pageaudit_code_seg

#if __has_include(<_mingw.h>)
#include <_mingw.h>

/* "extern inline" there, which "static FORCEINLINE" contradicts; the compiler
 * knows the word by itself. */
#undef __forceinline

/* Interfaces are declared as "struct DECLSPEC_NOVTABLE IFoo" before anything
 * has defined the word. */
#define DECLSPEC_NOVTABLE
#define DECLSPEC_NOTHROW
#define CDECL __cdecl

#ifndef EXTERN_C_START
#ifdef __cplusplus
#define EXTERN_C_START extern "C" {
#define EXTERN_C_END }
#else
#define EXTERN_C_START
#define EXTERN_C_END
#endif
#endif

/* The intrinsics' header and wdm.h both define these two: give wdm.h's other
 * names. It makes macros of them itself right after. */
#ifdef __cplusplus
#include <intrin.h>
#define InterlockedBitTestAndSet pageaudit_bit_test_and_set
#define InterlockedBitTestAndReset pageaudit_bit_test_and_reset
#endif
#endif /* mingw-w64 */

/* Microsoft's compiler takes a literal for a void *, as in the assertions of
 * drivers' own. */
#ifdef __cplusplus
void RtlAssert(const void *, const void *, unsigned long, const char *);
#endif

#ifndef __cplusplus
#ifndef try
#define try __try
#define except __except
#define finally __finally
#define leave __leave
#endif
#endif

/* ---- SAL -------------------------------------------------------------- */

#if __has_include(<sal.h>)
#include <sal.h>
#endif
#if __has_include(<specstrings.h>)
#include <specstrings.h>
#endif
#if __has_include(<driverspecs.h>)
#include <driverspecs.h>
#endif

#include "pageaudit_sal.h"

#endif
