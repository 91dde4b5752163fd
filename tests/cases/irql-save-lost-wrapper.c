/*
 * An IRQL that a wrapper saves for its caller is lost like one that a kernel
 * routine saves: as its result, through a result of its own, or by a pointer.
 */
#include <ntddk.h>

struct disk {
	KSPIN_LOCK lock;
	ULONG sectors;
};

static KIRQL lock(struct disk *disk)
{
	KIRQL irql;

	KeAcquireSpinLock(&disk->lock, &irql);
	return irql;
}

static KIRQL lock_outer(struct disk *disk)
{
	return lock(disk);
}

static void lock_into(struct disk *disk, KIRQL *irql)
{
	*irql = KeAcquireSpinLockRaiseToDpc(&disk->lock);
}

static void unlock(struct disk *disk, KIRQL irql)
{
	KeReleaseSpinLock(&disk->lock, irql);
}

static struct disk first, second;
DRIVER_UNLOAD MovesLost, Moves, MovesOuterLost, MovesOuter, MovesIntoLost,
	MovesInto;

VOID MovesLost(PDRIVER_OBJECT Driver)
{
	KIRQL irql = lock(&first);

	irql = lock(&second); // want must PA1012 "'MovesLost'"
	second.sectors = first.sectors;
	unlock(&second, irql);
	unlock(&first, irql);
}

VOID Moves(PDRIVER_OBJECT Driver)
{
	KIRQL irql = lock(&first);
	KIRQL inner = lock(&second);

	second.sectors = first.sectors;
	unlock(&second, inner);
	unlock(&first, irql);
}

VOID MovesOuterLost(PDRIVER_OBJECT Driver)
{
	KIRQL irql;

	irql = lock_outer(&first);
	irql = lock_outer(&second); // want must PA1012 "'MovesOuterLost'"
	second.sectors = first.sectors;
	unlock(&second, irql);
	unlock(&first, irql);
}

VOID MovesOuter(PDRIVER_OBJECT Driver)
{
	KIRQL irql;

	irql = lock_outer(&first);
	unlock(&first, irql);
	irql = lock_outer(&second);
	second.sectors = first.sectors;
	unlock(&second, irql);
}

VOID MovesIntoLost(PDRIVER_OBJECT Driver)
{
	KIRQL irql;

	lock_into(&first, &irql);
	lock_into(&second, &irql); // want must PA1012 "'MovesIntoLost'"
	second.sectors = first.sectors;
	unlock(&second, irql);
	unlock(&first, irql);
}

VOID MovesInto(PDRIVER_OBJECT Driver)
{
	KIRQL irql, inner;

	lock_into(&first, &irql);
	lock_into(&second, &inner);
	second.sectors = first.sectors;
	unlock(&second, inner);
	unlock(&first, irql);
}
