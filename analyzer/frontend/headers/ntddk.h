/*
 * The DDK's ntddk.h, and after it what newer kits declare and the mingw-w64
 * headers do not. Over a real kit this adds nothing.
 */
#ifndef PAGEAUDIT_NTDDK_H
#define PAGEAUDIT_NTDDK_H
#pragma GCC system_header

#if defined(RTL_USE_AVL_TABLES) && __has_include(<_mingw.h>)
/* Declared there only without AVL tables, used in either case. */
typedef struct _RTL_SPLAY_LINKS {
	struct _RTL_SPLAY_LINKS *Parent;
	struct _RTL_SPLAY_LINKS *LeftChild;
	struct _RTL_SPLAY_LINKS *RightChild;
} RTL_SPLAY_LINKS, *PRTL_SPLAY_LINKS;
#endif

#include_next <ntddk.h>

#ifdef __MINGW64_VERSION_MAJOR
#ifdef __cplusplus
extern "C" {
#endif

typedef VOID DRIVER_REINITIALIZE(
	struct _DRIVER_OBJECT *DriverObject, PVOID Context, ULONG Count);
typedef VOID EXPAND_STACK_CALLOUT(PVOID Parameter);
typedef ULONG RTL_RUN_ONCE_INIT_FN(
	PRTL_RUN_ONCE RunOnce, PVOID Parameter, PVOID *Context);
typedef RTL_GENERIC_COMPARE_RESULTS RTL_AVL_COMPARE_ROUTINE(
	struct _RTL_AVL_TABLE *Table, PVOID FirstStruct, PVOID SecondStruct);
typedef PVOID RTL_AVL_ALLOCATE_ROUTINE(
	struct _RTL_AVL_TABLE *Table, CLONG ByteSize);
typedef VOID RTL_AVL_FREE_ROUTINE(struct _RTL_AVL_TABLE *Table, PVOID Buffer);
#ifndef RTL_USE_AVL_TABLES
typedef RTL_GENERIC_COMPARE_RESULTS RTL_GENERIC_COMPARE_ROUTINE(
	struct _RTL_GENERIC_TABLE *Table, PVOID FirstStruct,
	PVOID SecondStruct);
typedef PVOID RTL_GENERIC_ALLOCATE_ROUTINE(
	struct _RTL_GENERIC_TABLE *Table, CLONG ByteSize);
typedef VOID RTL_GENERIC_FREE_ROUTINE(
	struct _RTL_GENERIC_TABLE *Table, PVOID Buffer);
#endif

NTKERNELAPI NTSTATUS KeExpandKernelStackAndCalloutEx(
	PEXPAND_STACK_CALLOUT Callout, PVOID Parameter, SIZE_T Size,
	BOOLEAN Wait, PVOID Context);

typedef struct _MM_COPY_ADDRESS {
	union {
		PVOID VirtualAddress;
		PHYSICAL_ADDRESS PhysicalAddress;
	};
} MM_COPY_ADDRESS, *PMMCOPY_ADDRESS;
#define MM_COPY_MEMORY_PHYSICAL 0x1
#define MM_COPY_MEMORY_VIRTUAL 0x2
_IRQL_requires_max_(APC_LEVEL)
NTKERNELAPI NTSTATUS MmCopyMemory(PVOID TargetAddress,
	MM_COPY_ADDRESS SourceAddress, SIZE_T NumberOfBytes, ULONG Flags,
	PSIZE_T NumberOfBytesTransferred);

typedef enum _PSCREATEPROCESSNOTIFYTYPE {
	PsCreateProcessNotifySubsystems = 0,
} PSCREATEPROCESSNOTIFYTYPE;
NTKERNELAPI NTSTATUS PsSetCreateProcessNotifyRoutineEx2(
	PSCREATEPROCESSNOTIFYTYPE NotifyType, PVOID NotifyInformation,
	BOOLEAN Remove);
typedef enum _PSCREATETHREADNOTIFYTYPE {
	PsCreateThreadNotifyNonSystem = 0,
	PsCreateThreadNotifySubsystems = 1,
} PSCREATETHREADNOTIFYTYPE;
NTKERNELAPI NTSTATUS PsSetCreateThreadNotifyRoutineEx(
	PSCREATETHREADNOTIFYTYPE NotifyType, PVOID NotifyInformation);
NTKERNELAPI NTSTATUS PsSetLoadImageNotifyRoutineEx(
	PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine, ULONG_PTR Flags);
NTKERNELAPI ULONGLONG PsGetProcessStartKey(PEPROCESS Process);
NTKERNELAPI NTSTATUS PsGetProcessExitStatus(PEPROCESS Process);
NTKERNELAPI NTSTATUS PsGetThreadExitStatus(PETHREAD Thread);

NTKERNELAPI NTSTATUS IoGetActivityIdIrp(PIRP Irp, LPGUID Guid);
NTKERNELAPI NTSTATUS IoSetActivityIdIrp(PIRP Irp, LPCGUID Guid);
NTKERNELAPI LPGUID IoGetActivityIdThread(VOID);
NTKERNELAPI LPCGUID IoSetActivityIdThread(LPCGUID ActivityId);
NTKERNELAPI VOID IoClearActivityIdThread(LPCGUID OriginalId);
NTKERNELAPI PEPROCESS IoGetInitiatorProcess(PFILE_OBJECT FileObject);
NTSYSAPI BOOLEAN RtlIsStateSeparationEnabled(VOID);
NTSYSAPI BOOLEAN RtlIsZeroMemory(PVOID Buffer, SIZE_T Length);

#ifdef __cplusplus
}
#endif
#endif /* mingw-w64 */
#endif
