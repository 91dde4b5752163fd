/*
 * Overrides in pageable sections, and what they override.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

class Queue {
public:
	virtual ~Queue() { count_ = 0; }
	virtual VOID Flush() { count_ = 0; }
	virtual VOID Drain();
	virtual VOID Pure() = 0;
	virtual VOID Reset();
	PAGED virtual VOID Stop();
	virtual VOID Meant();

protected:
	ULONG count_;
};

class FileQueue : public Queue {
public:
	PAGED ~FileQueue();
	PAGED VOID Flush() override;
	PAGED VOID Drain() override;
	PAGED VOID Pure() override;
	VOID Reset() override;
	PAGED VOID Stop() override;
	PAGED VOID Meant() override;
};

VOID Queue::Drain()
{
	count_--;
}

VOID Queue::Reset()
{
	count_ = 1;
}

VOID Queue::Stop()
{
	PAGED_CODE();
}

VOID Queue::Meant()
{
	PAGED_CODE(); // want PA2003 "Queue::Meant'"
}

FileQueue::~FileQueue()
{
	PAGED_CODE();
}

VOID FileQueue::Flush() // want may PA3010 "overrides 'Queue::Flush', which is resident"
{
	PAGED_CODE();
}

VOID FileQueue::Drain() // want PA3010 "'FileQueue::Drain'"
{
	PAGED_CODE();
}

VOID FileQueue::Pure()
{
	PAGED_CODE();
}

VOID FileQueue::Reset()
{
	count_ = 2;
}

VOID FileQueue::Stop()
{
	PAGED_CODE();
}

VOID FileQueue::Meant()
{
	PAGED_CODE();
}

class TapeQueue : public FileQueue {
public:
	PAGED VOID Reset() override;
	PAGED VOID Flush() override { PAGED_CODE(); }
};

VOID TapeQueue::Reset() // want PA3010 "overrides 'FileQueue::Reset'"
{
	PAGED_CODE();
}

/* A class with a section over a base that has none: it is a base all the same. */
class PAGED DiscQueue : public Queue {
public:
	VOID Drain() override;
	VOID Pure() override { PAGED_CODE(); }
};

VOID DiscQueue::Drain() // want PA3010 "'DiscQueue::Drain'"
{
	PAGED_CODE();
}

/* What is made from a template is resident, too. */
template <typename Type> class Pool {
public:
	virtual VOID Trim() { count_ = 0; }
	virtual VOID Grow() { PAGED_CODE(); count_ = 1; }
protected:
	Type count_;
};

class FilePool : public Pool<ULONG> {
public:
	PAGED VOID Trim() override;
	PAGED VOID Grow() override;
};

VOID FilePool::Trim() // want PA3010 "overrides 'Pool::Trim'"
{
	PAGED_CODE();
}

VOID FilePool::Grow()
{
	PAGED_CODE();
}
