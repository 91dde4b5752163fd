/*
 * A BOOLEAN that says whether a lock was taken is TRUE or FALSE: a routine that
 * compares it with TRUE returns all that there is to know, and one that compares
 * it with anything else does not.
 */
#include <ntddk.h>

static LONG count;

class Mutex {
	FAST_MUTEX word;

public:
	bool Try() { return TRUE == ExTryToAcquireFastMutex(&word); }
	bool TryWord()
	{
		return ExTryToAcquireFastMutex(&word) == count; // want PA1010 "'Mutex::TryWord' returns at APC_LEVEL"
	}
	void Unlock() { ExReleaseFastMutex(&word); }
};

static Mutex mutex;

extern "C" DRIVER_UNLOAD OnTry;
extern "C" DRIVER_UNLOAD OnWord;

extern "C" void OnTry(PDRIVER_OBJECT)
{
	if (!mutex.Try())
		return;
	count++;
	mutex.Unlock();
}

extern "C" void OnWord(PDRIVER_OBJECT)
{
	if (!mutex.TryWord())
		return;
	count++;
	mutex.Unlock();
}
