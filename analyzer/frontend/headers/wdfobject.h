/* Objects, locks, memory, collections, strings, registry. See wdf.h. */
#ifndef PAGEAUDIT_WDFOBJECT_H
#define PAGEAUDIT_WDFOBJECT_H
#pragma GCC system_header

#include "wdftypes.h"

WDF_EXTERN_C_START

/* ---- Any object -------------------------------------------------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfObjectCreate(PWDF_OBJECT_ATTRIBUTES Attributes, WDFOBJECT *Object);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfObjectDelete(WDFOBJECT Object);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfObjectAllocateContext(WDFOBJECT Handle,
	PWDF_OBJECT_ATTRIBUTES ContextAttributes, PVOID *Context);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfObjectQuery(WDFOBJECT Object, CONST GUID *Guid,
	ULONG QueryBufferLength, PVOID QueryBuffer);
VOID WdfObjectReferenceActual(
	WDFOBJECT Handle, PVOID Tag, LONG Line, PCCH File);
VOID WdfObjectDereferenceActual(
	WDFOBJECT Handle, PVOID Tag, LONG Line, PCCH File);
#define WdfObjectReference(h) \
	WdfObjectReferenceActual((h), NULL, __LINE__, __FILE__)
#define WdfObjectReferenceWithTag(h, t) \
	WdfObjectReferenceActual((h), (t), __LINE__, __FILE__)
#define WdfObjectDereference(h) \
	WdfObjectDereferenceActual((h), NULL, __LINE__, __FILE__)
#define WdfObjectDereferenceWithTag(h, t) \
	WdfObjectDereferenceActual((h), (t), __LINE__, __FILE__)

/* ---- Locks ------------------------------------------------------------- */

/* The presentation lock of a queue or device: a spin lock, or a fast mutex
 * if the execution level is passive. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfObjectAcquireLock(_Acquires_lock_(_Curr_) WDFOBJECT Object);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfObjectReleaseLock(_Releases_lock_(_Curr_) WDFOBJECT Object);

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfSpinLockCreate(
	PWDF_OBJECT_ATTRIBUTES SpinLockAttributes, WDFSPINLOCK *SpinLock);
_IRQL_requires_max_(DISPATCH_LEVEL) _IRQL_raises_(DISPATCH_LEVEL)
VOID WdfSpinLockAcquire(
	_IRQL_saves_ _Acquires_lock_(_Curr_) WDFSPINLOCK SpinLock);
_IRQL_requires_(DISPATCH_LEVEL)
VOID WdfSpinLockRelease(
	_IRQL_restores_ _Releases_lock_(_Curr_) WDFSPINLOCK SpinLock);

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfWaitLockCreate(
	PWDF_OBJECT_ATTRIBUTES LockAttributes, WDFWAITLOCK *Lock);
_When_(Timeout == NULL, _IRQL_requires_max_(PASSIVE_LEVEL))
NTSTATUS WdfWaitLockAcquire(
	_Acquires_lock_(_Curr_) WDFWAITLOCK Lock, PLONGLONG Timeout);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfWaitLockRelease(_Releases_lock_(_Curr_) WDFWAITLOCK Lock);

/* ---- Memory ------------------------------------------------------------ */

typedef struct _WDFMEMORY_OFFSET {
	size_t BufferOffset;
	size_t BufferLength;
} WDFMEMORY_OFFSET, *PWDFMEMORY_OFFSET;

typedef struct _WDF_MEMORY_DESCRIPTOR {
	WDF_MEMORY_DESCRIPTOR_TYPE Type;
	union {
		struct {
			PVOID Buffer;
			ULONG Length;
		} BufferType;
		struct {
			PMDL Mdl;
			ULONG BufferLength;
		} MdlType;
		struct {
			WDFMEMORY Memory;
			PWDFMEMORY_OFFSET Offsets;
		} HandleType;
	} u;
} WDF_MEMORY_DESCRIPTOR, *PWDF_MEMORY_DESCRIPTOR;

FORCEINLINE VOID WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(
	PWDF_MEMORY_DESCRIPTOR Descriptor, PVOID Buffer, ULONG BufferLength)
{
	RtlZeroMemory(Descriptor, sizeof(*Descriptor));
	Descriptor->Type = WdfMemoryDescriptorTypeBuffer;
	Descriptor->u.BufferType.Buffer = Buffer;
	Descriptor->u.BufferType.Length = BufferLength;
}

FORCEINLINE VOID WDF_MEMORY_DESCRIPTOR_INIT_MDL(
	PWDF_MEMORY_DESCRIPTOR Descriptor, PMDL Mdl, ULONG BufferLength)
{
	RtlZeroMemory(Descriptor, sizeof(*Descriptor));
	Descriptor->Type = WdfMemoryDescriptorTypeMdl;
	Descriptor->u.MdlType.Mdl = Mdl;
	Descriptor->u.MdlType.BufferLength = BufferLength;
}

FORCEINLINE VOID WDF_MEMORY_DESCRIPTOR_INIT_HANDLE(
	PWDF_MEMORY_DESCRIPTOR Descriptor, WDFMEMORY Memory,
	PWDFMEMORY_OFFSET Offsets)
{
	RtlZeroMemory(Descriptor, sizeof(*Descriptor));
	Descriptor->Type = WdfMemoryDescriptorTypeHandle;
	Descriptor->u.HandleType.Memory = Memory;
	Descriptor->u.HandleType.Offsets = Offsets;
}

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfMemoryCreate(PWDF_OBJECT_ATTRIBUTES Attributes,
	POOL_TYPE PoolType, ULONG PoolTag, size_t BufferSize,
	WDFMEMORY *Memory, PVOID *Buffer);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfMemoryCreatePreallocated(PWDF_OBJECT_ATTRIBUTES Attributes,
	PVOID Buffer, size_t BufferSize, WDFMEMORY *Memory);
_IRQL_requires_max_(DISPATCH_LEVEL)
PVOID WdfMemoryGetBuffer(WDFMEMORY Memory, size_t *BufferSize);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfMemoryAssignBuffer(
	WDFMEMORY Memory, PVOID Buffer, size_t BufferSize);
NTSTATUS WdfMemoryCopyToBuffer(WDFMEMORY SourceMemory, size_t SourceOffset,
	PVOID Buffer, size_t NumBytesToCopyTo);
NTSTATUS WdfMemoryCopyFromBuffer(WDFMEMORY DestinationMemory,
	size_t DestinationOffset, PVOID Buffer, size_t NumBytesToCopyFrom);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfLookasideListCreate(PWDF_OBJECT_ATTRIBUTES LookasideAttributes,
	size_t BufferSize, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES MemoryAttributes, ULONG PoolTag,
	WDFLOOKASIDE *Lookaside);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfMemoryCreateFromLookaside(
	WDFLOOKASIDE Lookaside, WDFMEMORY *Memory);

/* ---- Collections and strings ------------------------------------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfCollectionCreate(PWDF_OBJECT_ATTRIBUTES CollectionAttributes,
	WDFCOLLECTION *Collection);
_IRQL_requires_max_(DISPATCH_LEVEL)
ULONG WdfCollectionGetCount(WDFCOLLECTION Collection);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfCollectionAdd(WDFCOLLECTION Collection, WDFOBJECT Object);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfCollectionRemove(WDFCOLLECTION Collection, WDFOBJECT Item);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfCollectionRemoveItem(WDFCOLLECTION Collection, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFOBJECT WdfCollectionGetItem(WDFCOLLECTION Collection, ULONG Index);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFOBJECT WdfCollectionGetFirstItem(WDFCOLLECTION Collection);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFOBJECT WdfCollectionGetLastItem(WDFCOLLECTION Collection);

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfStringCreate(PCUNICODE_STRING UnicodeString,
	PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfStringGetUnicodeString(WDFSTRING String, PUNICODE_STRING UnicodeString);

/* ---- Registry: all at PASSIVE_LEVEL ------------------------------------ */

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryOpenKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
	WDFKEY *Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryCreateKey(WDFKEY ParentKey, PCUNICODE_STRING KeyName,
	ACCESS_MASK DesiredAccess, ULONG CreateOptions,
	PULONG CreateDisposition, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
	WDFKEY *Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID WdfRegistryClose(WDFKEY Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
HANDLE WdfRegistryWdmGetHandle(WDFKEY Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryRemoveKey(WDFKEY Key);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryRemoveValue(WDFKEY Key, PCUNICODE_STRING ValueName);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryQueryValue(WDFKEY Key, PCUNICODE_STRING ValueName,
	ULONG ValueLength, PVOID Value, PULONG ValueLengthQueried,
	PULONG ValueType);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryQueryMemory(WDFKEY Key, PCUNICODE_STRING ValueName,
	POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes,
	WDFMEMORY *Memory, PULONG ValueType);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryQueryMultiString(WDFKEY Key, PCUNICODE_STRING ValueName,
	PWDF_OBJECT_ATTRIBUTES StringsAttributes, WDFCOLLECTION Collection);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryQueryUnicodeString(WDFKEY Key, PCUNICODE_STRING ValueName,
	PUSHORT ValueByteLength, PUNICODE_STRING Value);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryQueryString(
	WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryQueryULong(
	WDFKEY Key, PCUNICODE_STRING ValueName, PULONG Value);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryAssignValue(WDFKEY Key, PCUNICODE_STRING ValueName,
	ULONG ValueType, ULONG ValueLength, PVOID Value);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryAssignUnicodeString(
	WDFKEY Key, PCUNICODE_STRING ValueName, PCUNICODE_STRING Value);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryAssignString(
	WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryAssignULong(
	WDFKEY Key, PCUNICODE_STRING ValueName, ULONG Value);

/* ---- Debugging --------------------------------------------------------- */

VOID WdfVerifierDbgBreakPoint(VOID);
VOID WdfVerifierKeBugCheck(ULONG BugCheckCode,
	ULONG_PTR BugCheckParameter1, ULONG_PTR BugCheckParameter2,
	ULONG_PTR BugCheckParameter3, ULONG_PTR BugCheckParameter4);

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryAssignMemory(WDFKEY Key, PCUNICODE_STRING ValueName,
	ULONG ValueType, WDFMEMORY Memory, PWDFMEMORY_OFFSET MemoryOffsets);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfRegistryAssignMultiString(WDFKEY Key, PCUNICODE_STRING ValueName,
	WDFCOLLECTION StringsCollection);
_IRQL_requires_max_(DISPATCH_LEVEL)
PVOID WdfGetTriageInfo(VOID);

WDF_EXTERN_C_END
#endif
