/*
 * The DDK's ntstrsafe.h, and after it the counted-string routines that the
 * mingw-w64 one lacks. All of them want PASSIVE_LEVEL where they format, any
 * level where they only move resident memory.
 */
#ifndef PAGEAUDIT_NTSTRSAFE_H
#define PAGEAUDIT_NTSTRSAFE_H
#pragma GCC system_header

#include_next <ntstrsafe.h>

#ifdef __MINGW64_VERSION_MAJOR
#ifndef NTSTRSAFE_UNICODE_STRING_MAX_CCH
#define NTSTRSAFE_UNICODE_STRING_MAX_CCH (0xffff / sizeof(wchar_t))
#endif

#ifdef __cplusplus
extern "C" {
#endif

NTSTATUS RtlUnicodeStringInit(
	PUNICODE_STRING DestinationString, NTSTRSAFE_PCWSTR pszSrc);
NTSTATUS RtlUnicodeStringInitEx(PUNICODE_STRING DestinationString,
	NTSTRSAFE_PCWSTR pszSrc, ULONG dwFlags);
NTSTATUS RtlUnicodeStringValidate(PCUNICODE_STRING SourceString);
NTSTATUS RtlUnicodeStringValidateEx(
	PCUNICODE_STRING SourceString, ULONG dwFlags);
NTSTATUS RtlUnicodeStringCopy(
	PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString);
NTSTATUS RtlUnicodeStringCopyString(
	PUNICODE_STRING DestinationString, NTSTRSAFE_PCWSTR pszSrc);
NTSTATUS RtlUnicodeStringCbCopyN(PUNICODE_STRING DestinationString,
	PCUNICODE_STRING SourceString, size_t cbToCopy);
NTSTATUS RtlUnicodeStringCchCopyN(PUNICODE_STRING DestinationString,
	PCUNICODE_STRING SourceString, size_t cchToCopy);
NTSTATUS RtlUnicodeStringCbCopyStringN(PUNICODE_STRING DestinationString,
	NTSTRSAFE_PCWSTR pszSrc, size_t cbToCopy);
NTSTATUS RtlUnicodeStringCchCopyStringN(PUNICODE_STRING DestinationString,
	NTSTRSAFE_PCWSTR pszSrc, size_t cchToCopy);
NTSTATUS RtlUnicodeStringCat(
	PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString);
NTSTATUS RtlUnicodeStringCatString(
	PUNICODE_STRING DestinationString, NTSTRSAFE_PCWSTR pszSrc);
NTSTATUS RtlUnicodeStringCbCatN(PUNICODE_STRING DestinationString,
	PCUNICODE_STRING SourceString, size_t cbToAppend);
NTSTATUS RtlUnicodeStringCbCatStringN(PUNICODE_STRING DestinationString,
	NTSTRSAFE_PCWSTR pszSrc, size_t cbToAppend);
NTSTATUS RtlUnicodeStringCchCatStringN(PUNICODE_STRING DestinationString,
	NTSTRSAFE_PCWSTR pszSrc, size_t cchToAppend);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS RtlUnicodeStringPrintf(PUNICODE_STRING DestinationString,
	NTSTRSAFE_PCWSTR pszFormat, ...);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS RtlUnicodeStringPrintfEx(PUNICODE_STRING DestinationString,
	PUNICODE_STRING RemainingString, ULONG dwFlags,
	NTSTRSAFE_PCWSTR pszFormat, ...);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS RtlUnicodeStringVPrintf(PUNICODE_STRING DestinationString,
	NTSTRSAFE_PCWSTR pszFormat, va_list argList);
NTSTATUS RtlStringCchCopyUnicodeString(NTSTRSAFE_PWSTR pszDest,
	size_t cchDest, PCUNICODE_STRING SourceString);
NTSTATUS RtlStringCbCopyUnicodeString(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
	PCUNICODE_STRING SourceString);

#ifdef __cplusplus
}
#endif
#endif
#endif
