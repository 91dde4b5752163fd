/* Pageable data behind references: what is returned, bound, or looped over. */
#include <ntddk.h>

struct Band {
	ULONG Low, High;
};

#pragma const_seg("PAGECNST")
static const Band Cold[512] = { { 1, 2 } };
#pragma const_seg()
static const Band Warm[2] = { { 1, 2 } };

static ULONG Sum;

/* An address is returned: nothing is read here. */
static const Band &ColdAt(ULONG index)
{
	return Cold[index];
}

static const Band &WarmAt(ULONG index)
{
	return Warm[index];
}

static KDEFERRED_ROUTINE Dpc;
static VOID Dpc(PKDPC, PVOID, PVOID, PVOID)
{
	Sum += ColdAt(3).Low; // want may PA4001 "'Cold'"
	Sum += WarmAt(1).Low;
	for (const Band &band : Cold)
		Sum += band.Low; // want must PA4001 "'Cold'"
	for (const Band &band : Warm)
		Sum += band.Low;
	for (Band band : Cold) // want must PA4001 "'Cold'"
		Sum += band.Low;
}

void Start(PKDPC dpc);
void Start(PKDPC dpc)
{
	KeInitializeDpc(dpc, Dpc, nullptr);
	for (const Band &band : Cold)
		Sum += band.High + ColdAt(1).High;
}

/* ---- members and locals that are bound ----------------------------------- */

#pragma data_seg("PAGEDATA")
static Band Slow = { 1, 2 };
#pragma data_seg()
static Band Fast = { 1, 2 };

static Band &SlowOne(void)
{
	return Slow;
}

static Band &FastOne(void)
{
	return Fast;
}

class Meter {
public:
	Meter(Band &slow, Band &fast) : m_slow(slow), m_fast(fast) { }
	void Tick(void);

private:
	KSPIN_LOCK m_lock;
	Band &m_slow;
	Band &m_fast;
};

void Meter::Tick(void)
{
	KIRQL irql;
	Band &slow = SlowOne();
	Band &fast = FastOne();

	KeAcquireSpinLock(&m_lock, &irql);
	m_slow.Low++; // want PA4001 "'Slow'"
	m_fast.Low++;
	slow.High++; // want PA4001 "'Slow'"
	fast.High++;
	KeReleaseSpinLock(&m_lock, irql);
	m_slow.High++;
}

void Run(void);
void Run(void)
{
	Meter meter(Slow, Fast);

	meter.Tick();
}
