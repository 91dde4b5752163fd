/*
 * What #pragma code_seg does not place.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

#pragma code_seg(push, "PAGE")

template <typename Type> Type Larger(Type a, Type b) // want must PA3009 "instantiations of 'Larger'"
{
	PAGED_CODE();
	return a < b ? b : a;
}

template <typename Type> Type Smaller(Type a, Type b)
{
	return a < b ? a : b;
}

template <typename Type> PAGED Type Placed(Type a, Type b)
{
	PAGED_CODE();
	return a < b ? a : b;
}

ULONG Plain(ULONG a, ULONG b)
{
	PAGED_CODE();
	return a < b ? a : b;
}

template <typename Type> class List {
public:
	List();
	VOID Add(Type value)  // want PA3009 "List::Add'"
	{
		PAGED_CODE();
		last_ = value;
	}
	VOID Clear();

private:
	Type last_;
};

template <typename Type> List<Type>::List() // want PA3009 "List::List"
{
	PAGED_CODE();
}

template <typename Type> VOID List<Type>::Clear() // want PA3009 "List::Clear'"
{
	PAGED_CODE();
}

template <typename Type> class PAGED PagedList {
public:
	VOID Add(Type value)
	{
		PAGED_CODE();
		last_ = value;
	}

private:
	Type last_;
};

/* ---- constructors and destructors -------------------------------------- */

class Guard {
public:
	Guard() // want PA3009 "expanded where objects come and go"
	{
		PAGED_CODE();
		held_ = 1;
	}
	~Guard() // want PA3009 "Guard::~Guard"
	{
		PAGED_CODE();
		held_ = 0;
	}
	VOID Hold()
	{
		PAGED_CODE();
	}

private:
	ULONG held_;
};

class Device {
public:
	Device();
	~Device();

private:
	ULONG count_;
};

Device::Device()
{
	PAGED_CODE();
	count_ = Larger(1ul, Placed(Smaller(2ul, 3ul), 4ul));
}

Device::~Device()
{
	PAGED_CODE();
	Guard guard;
	List<ULONG> list;
	PagedList<ULONG> paged;
	list.Add(1);
	paged.Add(1);
	guard.Hold();
}

#pragma code_seg(pop)

/* Nobody said that this one should be pageable. */
template <typename Type> Type Outside(Type a)
{
	PAGED_CODE();
	return a;
}
