/*
 * Members, templates, lambdas: what a class or a caller places is not outside.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

class Device {
public:
	VOID Start();
	PAGED VOID Stop();

	VOID Count()
	{
		PAGED_CODE();
		count_++;
	}

	__declspec(noinline) VOID CountNeverInline()
	{
		PAGED_CODE(); // want PA2003 "CountNeverInline'"
		count_++;
	}

private:
	ULONG count_;
};

VOID Device::Start()
{
	PAGED_CODE(); // want PA2003 "Start'"
}

VOID Device::Stop()
{
	PAGED_CODE();
}

class PAGED Session {
public:
	VOID Open();
};

VOID Session::Open()
{
	PAGED_CODE();
}

/* Which section a template is in depends on who makes an instance of it. */
template <typename Type> Type Larger(Type a, Type b)
{
	PAGED_CODE();
	return a < b ? b : a;
}

PAGED ULONG UsesTemplate(ULONG a)
{
	PAGED_CODE();
	return Larger(a, 3ul);
}

VOID UsesLambda()
{
	auto check = []() { PAGED_CODE(); };
	check();
}

/* An instantiation that a namespace asks for is a template's all the same. */
namespace Lists {
template <typename Type> class List {
public:
	VOID Clear();
	VOID Reset();
	Type count_;
};

template <typename Type> VOID List<Type>::Clear()
{
	PAGED_CODE();
	count_ = 0;
}

template <typename Type> VOID List<Type>::Reset()
{
	count_ = 1;
}

template <> VOID List<long>::Clear()
{
	PAGED_CODE(); // want PA2003 "'Lists::List::Clear'"
}

template class List<int>;
}
