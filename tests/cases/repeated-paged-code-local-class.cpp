/*
 * A class that is declared in a function has functions of its own: their
 * PAGED_CODE is not the outer function's, and what its destructor releases is
 * released at the end of the block and at each return.
 */
#include <ntddk.h>

KSPIN_LOCK Lock;
ULONG Count;

extern "C" NTSTATUS Read(ULONG value);
extern "C" NTSTATUS ReadTwice(ULONG value);
#pragma alloc_text(PAGE, Read)
#pragma alloc_text(PAGE, ReadTwice)

extern "C" NTSTATUS Read(ULONG value)
{
	PAGED_CODE();
	struct LocalKey {
		HANDLE Key = nullptr;
		~LocalKey()
		{
			PAGED_CODE();
			if (Key)
				ZwClose(Key);
		}
	} key;

	return value ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

extern "C" NTSTATUS ReadTwice(ULONG value)
{
	PAGED_CODE();
	struct LocalKey {
		HANDLE Key = nullptr;
		~LocalKey()
		{
			if (Key)
				ZwClose(Key);
		}
	} key;

	PAGED_CODE(); // want must PA2002 "'ReadTwice'"
	return value ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

NTSTATUS Add(HANDLE key, ULONG value)
{
	{
		KIRQL irql;

		KeAcquireSpinLock(&Lock, &irql);
		struct Release {
			KIRQL const Irql;
			~Release()
			{
				KeReleaseSpinLock(&Lock, this->Irql);
			}
		} release = { irql };

		if (!value)
			return STATUS_UNSUCCESSFUL;
		Count += value;
	}
	return ZwClose(key);
}

NTSTATUS AddUnderLock(HANDLE key, ULONG value)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	struct Release {
		KIRQL const Irql;
		~Release()
		{
			KeReleaseSpinLock(&Lock, this->Irql);
		}
	} release = { irql };

	Count += value;
	return ZwClose(key); // want must PA1008 "'AddUnderLock' calls 'ZwClose'"
}
