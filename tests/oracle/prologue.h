/*
 * Read before everything else when the oracle's clang compiles a driver for
 * Microsoft's target over the mingw-w64 headers. <intrin.h>, which wdm.h
 * includes, declares _setjmp in another way than <setjmp.h> does; so both are
 * read here, with that name out of the way.
 */
#include <setjmp.h>
#define _setjmp oracle_setjmp
#include <intrin.h>
#undef _setjmp
