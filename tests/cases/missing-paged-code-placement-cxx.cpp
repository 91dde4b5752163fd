/*
 * The same for C++: classes, templates, linkage, namespaces.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))
#define RESIDENT __declspec(code_seg(".text"))

extern "C" VOID Linked();
#pragma alloc_text(PAGE, Linked)

extern "C" VOID Linked() // want PA2001 "'Linked'"
{
}

extern "C" __declspec(code_seg("PAGE")) VOID Marked() // want PA2001 "'Marked'"
{
}

extern "C" {
__declspec(code_seg("PAGE")) VOID FirstInBlock() // want PA2001 "'FirstInBlock'"
{
}

VOID SecondInBlock()
{
}
}

#pragma code_seg(push, "PAGE")
namespace port {
VOID InNamespace() // want PA2001 "InNamespace'"
{
}
}
#pragma code_seg(pop)

namespace port {
VOID InNamespaceResident()
{
}
}

/* ---- classes ----------------------------------------------------------- */

class PAGED Session {
public:
	VOID Open();
	VOID Close();
	__declspec(code_seg(".text")) VOID Tick();
	ULONG Size() const { return m_size; }
	__declspec(noinline) VOID Grow() { m_size++; } // want PA2001 "Grow'"
	virtual VOID Shrink() { m_size--; } // want PA2001 "Shrink'"
	PAGED VOID Drop() { m_size = 0; } // want PA2001 "Drop'"

private:
	ULONG m_size;
};

VOID Session::Open() // want PA2001 "Open'"
{
}

VOID Session::Close()
{
	PAGED_CODE();
}

VOID Session::Tick()
{
}

class PAGED Outer {
public:
	class Inner {
	public:
		VOID Open();
	};
	class RESIDENT Other {
	public:
		VOID Open();
	};
	VOID UsesLocal();
};

VOID Outer::Inner::Open() // want PA2001 "Outer::Inner::Open'"
{
}

VOID Outer::Other::Open()
{
}

VOID Outer::UsesLocal()
{
	class Local {
	public:
		__declspec(noinline) static VOID Open()
		{
		}
	};

	PAGED_CODE();
	Local::Open();
}

class Device {
public:
	PAGED VOID Start();
	VOID Kick();
	PAGED VOID Stop();

	/* Takes its caller's section. */
	ULONG Count()
	{
		return count_;
	}

private:
	ULONG count_;
};

PAGED VOID Device::Start() // want PA2001 "Start'"
{
}

VOID Device::Kick()
{
}

/* The definition need not repeat it. */
VOID Device::Stop() // want PA2001 "Stop'"
{
}

/* ---- regions ----------------------------------------------------------- */

#pragma code_seg(push, "PAGE")
class Queue {
public:
	VOID Push();
	VOID Pop();
};

VOID Queue::Push() // want PA2001 "Push'"
{
}
#pragma code_seg(pop)

VOID Queue::Pop()
{
}

/* No pragma places a template. */
#pragma code_seg(push, "PAGE")
template <typename Type> Type Larger(Type a, Type b)
{
	return a < b ? b : a;
}

ULONG UsesTemplate(ULONG a) // want PA2001 "'UsesTemplate'"
{
	return Larger(a, 3ul);
}

/* A lambda asserts nothing of its own. */
ULONG UsesLambda(ULONG a)
{
	PAGED_CODE();
	auto twice = [](ULONG b) { return 2 * b; };
	return twice(a);
}
#pragma code_seg(pop)

/* ---- lambdas ------------------------------------------------------------ */

/* They are where the code round them is, unless they say otherwise. */
PAGED VOID HasLambdas(KSPIN_LOCK *Lock)
{
	PAGED_CODE();
	auto own = [Lock]() RESIDENT {
		KIRQL irql;
		KeAcquireSpinLock(Lock, &irql);
		KeReleaseSpinLock(Lock, irql);
	};
	auto inherited = [Lock]() {
		KIRQL irql;
		KeAcquireSpinLock(Lock, &irql); // want PA1001 "'HasLambdas::lambda'"
		KeReleaseSpinLock(Lock, irql);
	};
	own();
	inherited();
}

/* A friend's declaration is one like any other, but of no member. */
class PAGED Guarded {
	friend VOID Resident(Guarded &Object);
	friend PAGED VOID Opens(Guarded &Object);
	friend PAGED VOID Closes(Guarded &Object);
	ULONG count_;
};

VOID Resident(Guarded &Object)
{
	Object.count_ = 1;
}

VOID Opens(Guarded &Object) // want PA2001 "'Opens'"
{
	Object.count_ = 2;
}

VOID Closes(Guarded &Object)
{
	PAGED_CODE();
	Object.count_ = 3;
}
