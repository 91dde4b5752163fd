/*
 * A base class that gets its derived class as a template's argument calls that
 * class's routine; which base it is decides at which IRQL.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static ULONG Count;

template <class Derived> class DpcBase {
public:
	VOID Start()
	{
		KeInitializeDpc(&dpc_, Routine, this);
	}

	static VOID Routine(PKDPC, PVOID context, PVOID, PVOID)
	{
		static_cast<DpcBase *>(context)->Run();
	}

	VOID Run()
	{
		static_cast<Derived *>(this)->OnRun();
	}

private:
	KDPC dpc_;
};

class PagedDpc : public DpcBase<PagedDpc> {
public:
	PAGED VOID OnRun();
};

VOID PagedDpc::OnRun() // want must PA1005 "'PagedDpc::OnRun'"
{
	PAGED_CODE();
	Count++;
}

class ResidentDpc : public DpcBase<ResidentDpc> {
public:
	VOID OnRun();
	PAGED VOID OnPassive();
};

VOID ResidentDpc::OnRun()
{
	Count++;
}

VOID ResidentDpc::OnPassive()
{
	PAGED_CODE();
	Count++;
}

VOID StartBoth(PagedDpc *paged, ResidentDpc *resident)
{
	paged->Start();
	resident->Start();
}

/* ---- who calls at PASSIVE_LEVEL ---------------------------------------- */

template <class Derived> class ThreadBase {
public:
	VOID Start()
	{
		HANDLE thread;

		PsCreateSystemThread(&thread, 0, NULL, NULL, NULL, Routine,
			this);
	}

	static VOID Routine(PVOID context)
	{
		static_cast<ThreadBase *>(context)->Run();
	}

	VOID Run()
	{
		static_cast<Derived *>(this)->OnRun();
	}
};

class PagedThread : public ThreadBase<PagedThread> {
public:
	PAGED VOID OnRun();
};

VOID PagedThread::OnRun()
{
	PAGED_CODE();
	Count++;
}

VOID StartThread(PagedThread *thread)
{
	thread->Start();
}
