/*
 * What a kernel routine calls back while it runs is at the IRQL of whoever calls
 * it: the compare routine of a generic table, where something is looked up, and
 * of no other table.
 */
#include <ntddk.h>

typedef struct _NAMES {
	RTL_GENERIC_TABLE Table, Files;
	RTL_AVL_TABLE Tree;
	KSPIN_LOCK Lock;
} NAMES, *PNAMES;

RTL_GENERIC_COMPARE_ROUTINE Compare, CompareFiles;
RTL_GENERIC_ALLOCATE_ROUTINE Allocate;
RTL_GENERIC_FREE_ROUTINE Free;
RTL_AVL_COMPARE_ROUTINE CompareTree;
RTL_AVL_ALLOCATE_ROUTINE AllocateNode;
RTL_AVL_FREE_ROUTINE FreeNode;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, Compare)
#pragma alloc_text(PAGE, Free)
#pragma alloc_text(PAGE, AllocateNode)
#endif

RTL_GENERIC_COMPARE_RESULTS NTAPI Compare(
	PRTL_GENERIC_TABLE Table, PVOID First, PVOID Second)
{
	PAGED_CODE();
	return *(PULONG)First < *(PULONG)Second ? GenericLessThan :
						  GenericGreaterThan;
}

/* Resident, and it may be called at DISPATCH_LEVEL. */
RTL_GENERIC_COMPARE_RESULTS NTAPI CompareFiles(
	PRTL_GENERIC_TABLE Table, PVOID First, PVOID Second)
{
	return *(PULONG)First < *(PULONG)Second ? GenericLessThan :
						  GenericGreaterThan;
}

PVOID NTAPI Allocate(PRTL_GENERIC_TABLE Table, CLONG Size)
{
	return ExAllocatePoolWithTag(PagedPool, Size, 'emaN'); // want must PA1008 "'Allocate'"
}

VOID NTAPI Free(PRTL_GENERIC_TABLE Table, PVOID Buffer)
{
	PAGED_CODE();
	ExFreePool(Buffer);
}

RTL_GENERIC_COMPARE_RESULTS NTAPI CompareTree(
	PRTL_AVL_TABLE Table, PVOID First, PVOID Second)
{
	return *(PULONG)First < *(PULONG)Second ? GenericLessThan :
						  GenericGreaterThan;
}

PVOID NTAPI AllocateNode(PRTL_AVL_TABLE Table, CLONG Size)
{
	PAGED_CODE();
	return ExAllocatePoolWithTag(PagedPool, Size, 'emaN');
}

VOID NTAPI FreeNode(PRTL_AVL_TABLE Table, PVOID Buffer)
{
	ExFreePool(Buffer);
}

PVOID FindName(PNAMES Names, ULONG Key)
{
	PVOID found;
	KIRQL irql;

	KeAcquireSpinLock(&Names->Lock, &irql);
	found = RtlLookupElementGenericTable(&Names->Table, &Key); // want must PA1006 "'FindName' calls 'RtlLookupElementGenericTable', which calls back 'Compare'"
	KeReleaseSpinLock(&Names->Lock, irql);
	return found;
}

PVOID FindNameUnlocked(PNAMES Names, ULONG Key)
{
	return RtlLookupElementGenericTable(&Names->Table, &Key);
}

PVOID FindFile(PNAMES Names, ULONG Key)
{
	PVOID found;
	KIRQL irql;

	KeAcquireSpinLock(&Names->Lock, &irql);
	found = RtlLookupElementGenericTable(&Names->Files, &Key);
	KeReleaseSpinLock(&Names->Lock, irql);
	return found;
}

VOID AddFile(PNAMES Names, ULONG Key)
{
	KIRQL irql;

	KeAcquireSpinLock(&Names->Lock, &irql);
	RtlInsertElementGenericTable(&Names->Files, &Key, sizeof(Key), NULL);
	KeReleaseSpinLock(&Names->Lock, irql);
}

/* Which table this is does not show. */
VOID Remove(PRTL_GENERIC_TABLE Table, PKSPIN_LOCK Lock, ULONG Key)
{
	KIRQL irql;

	KeAcquireSpinLock(Lock, &irql);
	RtlDeleteElementGenericTable(Table, &Key); // want must PA1006 "'Free'" may PA1006 "'Compare'"
	KeReleaseSpinLock(Lock, irql);
}

VOID AddNode(PNAMES Names, ULONG Key)
{
	KIRQL irql;

	KeAcquireSpinLock(&Names->Lock, &irql);
	RtlInsertElementGenericTableAvl(&Names->Tree, &Key, sizeof(Key), NULL); // want must PA1006 "'AllocateNode'"
	KeReleaseSpinLock(&Names->Lock, irql);
}

VOID FindNode(PNAMES Names, ULONG Key)
{
	KIRQL irql;

	KeAcquireSpinLock(&Names->Lock, &irql);
	RtlLookupElementGenericTableAvl(&Names->Tree, &Key);
	KeReleaseSpinLock(&Names->Lock, irql);
}

DRIVER_ADD_DEVICE Add;

NTSTATUS Add(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Device)
{
	PNAMES names = Device->DeviceExtension;

	UNREFERENCED_PARAMETER(Driver);
	RtlInitializeGenericTable(
		&names->Table, Compare, Allocate, Free, NULL);
	RtlInitializeGenericTable(
		&names->Files, CompareFiles, Allocate, Free, NULL);
	RtlInitializeGenericTableAvl(
		&names->Tree, CompareTree, AllocateNode, FreeNode, NULL);
	FindName(names, 1);
	FindNameUnlocked(names, 1);
	FindFile(names, 1);
	AddFile(names, 1);
	Remove(&names->Files, &names->Lock, 1);
	AddNode(names, 1);
	FindNode(names, 1);
	return STATUS_SUCCESS;
}
