/*
 * The DDK's ntifs.h, and after it what newer kits declare and the mingw-w64
 * headers do not. Over a real kit this adds nothing.
 */
#ifndef PAGEAUDIT_NTIFS_H
#define PAGEAUDIT_NTIFS_H
#pragma GCC system_header

#if __has_include(<_mingw.h>)
/* The fields of newer kits stand behind this one. Where the DDK assigns to the
 * field, what follows is a declaration that is not used. */
#define FileContextSupportPointer        \
	FileContextSupportPointer;       \
	union {                          \
		PVOID Oplock;            \
		PVOID ReservedForRemote; \
	};                               \
	PVOID AePushLock
/* Without flags there. */
#define _FILE_RENAME_INFORMATION pageaudit_file_rename_information
#define FILE_RENAME_INFORMATION pageaudit_FILE_RENAME_INFORMATION
#define PFILE_RENAME_INFORMATION pageaudit_PFILE_RENAME_INFORMATION
#define _FILE_LINK_INFORMATION pageaudit_file_link_information
#define FILE_LINK_INFORMATION pageaudit_FILE_LINK_INFORMATION
#define PFILE_LINK_INFORMATION pageaudit_PFILE_LINK_INFORMATION
#endif
#include_next <ntifs.h>
#undef FileContextSupportPointer
#undef _FILE_RENAME_INFORMATION
#undef FILE_RENAME_INFORMATION
#undef PFILE_RENAME_INFORMATION
#undef _FILE_LINK_INFORMATION
#undef FILE_LINK_INFORMATION
#undef PFILE_LINK_INFORMATION

#ifdef __MINGW64_VERSION_MAJOR
#ifdef __cplusplus
extern "C" {
#endif

typedef struct _FILE_RENAME_INFORMATION {
	union {
		BOOLEAN ReplaceIfExists;
		ULONG Flags;
	};
	HANDLE RootDirectory;
	ULONG FileNameLength;
	WCHAR FileName[1];
} FILE_RENAME_INFORMATION, *PFILE_RENAME_INFORMATION;
#define FILE_RENAME_REPLACE_IF_EXISTS 0x1
#define FILE_RENAME_POSIX_SEMANTICS 0x2

typedef struct _FILE_LINK_INFORMATION {
	union {
		BOOLEAN ReplaceIfExists;
		ULONG Flags;
	};
	HANDLE RootDirectory;
	ULONG FileNameLength;
	WCHAR FileName[1];
} FILE_LINK_INFORMATION, *PFILE_LINK_INFORMATION;
#define FILE_LINK_REPLACE_IF_EXISTS 0x1
#define FILE_LINK_POSIX_SEMANTICS 0x2

typedef struct _FILE_DISPOSITION_INFORMATION_EX {
	ULONG Flags;
} FILE_DISPOSITION_INFORMATION_EX, *PFILE_DISPOSITION_INFORMATION_EX;
#define FILE_DISPOSITION_DELETE 0x1
#define FILE_DISPOSITION_POSIX_SEMANTICS 0x2
#define FILE_DISPOSITION_ON_CLOSE 0x8

_IRQL_requires_max_(APC_LEVEL)
typedef VOID KNORMAL_ROUTINE(
	PVOID NormalContext, PVOID SystemArgument1, PVOID SystemArgument2);

#if __MINGW64_VERSION_MAJOR < 11
typedef struct _FILE_ID_128 {
	UCHAR Identifier[16];
} FILE_ID_128, *PFILE_ID_128;
#endif

NTKERNELAPI NTSTATUS FsRtlIssueDeviceIoControl(PDEVICE_OBJECT DeviceObject,
	ULONG IoCtl, UCHAR Flags, PVOID InputBuffer, ULONG InputBufferLength,
	PVOID OutputBuffer, ULONG OutputBufferLength, PULONG_PTR IosbInformation);
NTKERNELAPI NTSTATUS FsRtlQueryInformationFile(PFILE_OBJECT FileObject,
	PVOID FileInformation, ULONG Length,
	FILE_INFORMATION_CLASS FileInformationClass, PULONG RetFileInformationSize);
NTKERNELAPI NTSTATUS FsRtlQueryKernelEaFile(PFILE_OBJECT FileObject,
	PVOID ReturnedEaData, ULONG Length, BOOLEAN ReturnSingleEntry,
	PVOID EaList, ULONG EaListLength, PULONG EaIndex, BOOLEAN RestartScan,
	PULONG LengthReturned);
NTKERNELAPI NTSTATUS FsRtlSetKernelEaFile(
	PFILE_OBJECT FileObject, PVOID EaBuffer, ULONG Length);
NTKERNELAPI BOOLEAN FsRtlIsSystemPagingFile(PFILE_OBJECT FileObject);
NTKERNELAPI BOOLEAN FsRtlIsDaxVolume(PFILE_OBJECT FileObject);

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSYSAPI NTSTATUS ZwFlushBuffersFileEx(HANDLE FileHandle, ULONG Flags,
	PVOID Parameters, ULONG ParametersSize, PIO_STATUS_BLOCK IoStatusBlock);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSYSAPI NTSTATUS ZwQueryDirectoryFileEx(HANDLE FileHandle, HANDLE Event,
	PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
	PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length,
	FILE_INFORMATION_CLASS FileInformationClass, ULONG QueryFlags,
	PUNICODE_STRING FileName);

NTKERNELAPI BOOLEAN PsIsDiskCountersEnabled(VOID);
NTKERNELAPI VOID PsUpdateDiskCounters(PEPROCESS Process, ULONG64 BytesRead,
	ULONG64 BytesWritten, ULONG ReadOperationCount,
	ULONG WriteOperationCount, ULONG FlushOperationCount);

#ifdef __cplusplus
}
#endif
#endif /* mingw-w64 */
#endif
