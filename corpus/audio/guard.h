/*
 * guard.h - locks that are held while an object lives, and a small ring.
 *
 * Their members are inline: they become part of whoever uses them.
 */
#ifndef GUARD_H
#define GUARD_H

#include <portcls.h>

/* Holds a spin lock. */
class SpinGuard {
public:
    explicit SpinGuard(KSPIN_LOCK &lock) : m_Lock(lock)
    {
        KeAcquireSpinLock(&m_Lock, &m_Irql);
    }

    ~SpinGuard()
    {
        KeReleaseSpinLock(&m_Lock, m_Irql);
    }

    SpinGuard(const SpinGuard &) = delete;
    SpinGuard &operator=(const SpinGuard &) = delete;

private:
    KSPIN_LOCK &m_Lock;
    KIRQL m_Irql;
};

/* Holds a fast mutex: APC_LEVEL, which pageable code may run at. */
class MutexGuard {
public:
    explicit MutexGuard(FAST_MUTEX &mutex) : m_Mutex(mutex)
    {
        ExAcquireFastMutex(&m_Mutex);
    }

    ~MutexGuard()
    {
        ExReleaseFastMutex(&m_Mutex);
    }

    MutexGuard(const MutexGuard &) = delete;
    MutexGuard &operator=(const MutexGuard &) = delete;

private:
    FAST_MUTEX &m_Mutex;
};

/* The newest N values. */
template <typename T, ULONG N> class Ring {
public:
    void Push(const T &value)
    {
        m_Values[m_Next++ % N] = value;
    }

    T Newest() const
    {
        return m_Next == 0 ? T() : m_Values[(m_Next - 1) % N];
    }

    ULONG Count() const
    {
        return m_Next < N ? m_Next : N;
    }

    void Clear()
    {
        m_Next = 0;
    }

private:
    T m_Values[N] = {};
    ULONG m_Next = 0;
};

/* The smaller of two, for any type that can be compared. */
template <typename T> inline T Smaller(T left, T right)
{
    return right < left ? right : left;
}

#endif
// want nothing
