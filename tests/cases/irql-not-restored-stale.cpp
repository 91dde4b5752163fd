/*
 * An object that is being made is nobody else's yet: what its constructor has
 * set there is still so when it has a lock, and what it sets is found by nobody
 * who did not know the object before.
 */
#include <ntddk.h>

class Channel {
public:
	Channel(PKSPIN_LOCK lock);
	void Open(PKSPIN_LOCK lock);
	void Restart(PKSPIN_LOCK lock);
	void Stop();

private:
	long State;
	long Started;
};

void Channel::Stop()
{
	State = 2;
}

Channel::Channel(PKSPIN_LOCK lock)
{
	KIRQL irql;

	Started = 2;
	State = 0;
	KeAcquireSpinLock(lock, &irql);
	if (State)
		KeLowerIrql(PASSIVE_LEVEL);
	KeReleaseSpinLock(lock, irql);
}

void Channel::Open(PKSPIN_LOCK lock)
{
	KIRQL irql;

	State = 0;
	KeAcquireSpinLock(lock, &irql);
	if (State)
		KeLowerIrql(PASSIVE_LEVEL); // want irql-lowered-too-far
	KeReleaseSpinLock(lock, irql);
}

void Channel::Restart(PKSPIN_LOCK lock)
{
	KIRQL irql;

	Started = 0;
	KeAcquireSpinLock(lock, &irql);
	if (Started)
		KeLowerIrql(PASSIVE_LEVEL);
	KeReleaseSpinLock(lock, irql);
}
