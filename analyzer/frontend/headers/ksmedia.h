/*
 * ksmedia.h for kernel code: the mingw-w64 one expects TCHAR, which user mode
 * has, and lacks the real-time audio registers that portcls.h speaks of.
 */
#ifndef PAGEAUDIT_KSMEDIA_H
#define PAGEAUDIT_KSMEDIA_H
#pragma GCC system_header

#if __has_include(<_mingw.h>) && !defined(TCHAR) && !defined(_TCHAR_DEFINED)
#include <windef.h>
#define TCHAR WCHAR
#include_next <ksmedia.h>
#undef TCHAR
#else
#include_next <ksmedia.h>
#endif

#ifdef __MINGW64_VERSION_MAJOR
typedef struct {
	PVOID Register;
	ULONG Width;
	ULONGLONG Numerator;
	ULONGLONG Denominator;
	ULONG Accuracy;
} KSRTAUDIO_HWREGISTER, *PKSRTAUDIO_HWREGISTER;

typedef struct {
	ULONG FifoSize;
	ULONG ChipsetDelay;
	ULONG CodecDelay;
} KSRTAUDIO_HWLATENCY, *PKSRTAUDIO_HWLATENCY;
#endif
#endif
