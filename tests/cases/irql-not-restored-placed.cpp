/*
 * Objects that new makes: in what an operator new returns, or where a placed
 * pointer leads, whoever looks at them there.
 */
#include <ntddk.h>

inline void *__cdecl operator new(size_t size, POOL_TYPE type)
{
	return ExAllocatePoolWithTag(type, size, 'walP');
}

inline void *__cdecl operator new(size_t, void *place)
{
	return place;
}

inline void __cdecl operator delete(void *object, size_t)
{
	ExFreePoolWithTag(object, 'walP');
}

KSPIN_LOCK lock;
ULONG count;

class Guard {
public:
	explicit Guard(PKSPIN_LOCK of) : lock_(of)
	{
		KeAcquireSpinLock(of, &irql_);
	}
	~Guard()
	{
		if (lock_)
			KeReleaseSpinLock(lock_, irql_);
	}
	void Forget() { lock_ = nullptr; }

private:
	PKSPIN_LOCK lock_;
	KIRQL irql_;
};

template <typename Type> class Optional {
public:
	Optional() : has_(false) {}
	~Optional() { Reset(); }
	template <typename... Arguments> Type &Emplace(Arguments... arguments)
	{
		Reset();
		Type *made = new (bytes_) Type(arguments...);
		has_ = true;
		return *made;
	}
	void Reset()
	{
		if (has_) {
			reinterpret_cast<Type *>(bytes_)->~Type();
			has_ = false;
		}
	}
	void Release() { has_ = false; }

private:
	alignas(Type) UCHAR bytes_[sizeof(Type)];
	bool has_;
};

extern "C" DRIVER_UNLOAD OnHeap, OnHeapForgets, InPlace, InPlaceForgets, Emplaces,
	EmplacesAndResets, EmplacesAndForgets;

extern "C" VOID OnHeap(PDRIVER_OBJECT)
{
	Guard *guard = new (NonPagedPoolNx) Guard(&lock);

	count++;
	delete guard;
}

extern "C" VOID OnHeapForgets(PDRIVER_OBJECT)
{
	Guard *guard = new (NonPagedPoolNx) Guard(&lock);

	guard->Forget();
	delete guard;
} // want must PA1010 "'OnHeapForgets'"

extern "C" VOID InPlace(PDRIVER_OBJECT)
{
	alignas(Guard) UCHAR bytes[sizeof(Guard)];
	Guard *guard = new (bytes) Guard(&lock);

	guard->~Guard();
}

extern "C" VOID InPlaceForgets(PDRIVER_OBJECT)
{
	alignas(Guard) UCHAR bytes[sizeof(Guard)];
	Guard *guard = new (bytes) Guard(&lock);

	reinterpret_cast<Guard *>(bytes)->Forget();
	guard->~Guard();
} // want must PA1010 "'InPlaceForgets'"

extern "C" VOID Emplaces(PDRIVER_OBJECT)
{
	Optional<Guard> guard;

	guard.Emplace(&lock);
	count++;
}

extern "C" VOID EmplacesAndResets(PDRIVER_OBJECT)
{
	Optional<Guard> guard;

	guard.Emplace(&lock);
	guard.Reset();
	count++;
}

extern "C" VOID EmplacesAndForgets(PDRIVER_OBJECT)
{
	Optional<Guard> guard;

	guard.Emplace(&lock);
	guard.Release();
	count++;
} // want must PA1010 "'EmplacesAndForgets'"
