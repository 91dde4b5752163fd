/*
 * The DDK's kbdmou.h, made to parse in a driver: the mingw-w64 one declares the
 * class driver's callback with a word of its user-mode headers.
 */
#ifndef PAGEAUDIT_KBDMOU_H
#define PAGEAUDIT_KBDMOU_H
#pragma GCC system_header

#if __has_include(<_mingw.h>)
#include <wdm.h>
#ifndef STDAPICALLTYPE
#define STDAPICALLTYPE NTAPI
#endif
#endif

#include_next <kbdmou.h>

#endif
