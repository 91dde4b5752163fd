/*
 * Tables of functions that are handed over, or kept in an object: what is called
 * through one goes together. Whoever hands over the table that locks is raised,
 * and whoever hands over the other one is not; what the first one's release does
 * never follows the other one's acquire.
 */
#include <ntddk.h>

typedef struct _EXT EXT;

typedef struct _OPS {
	void (*Enter)(EXT *Ext);
	void (*Leave)(EXT *Ext);
	void (*Report)(EXT *Ext);
} OPS;

struct _EXT {
	KSPIN_LOCK Lock;
	KIRQL Irql;
	KEVENT Event;
	const OPS *Ops;
	void (*Start)(EXT *Ext);
	LONG Count;
};

void Save(void);
#pragma alloc_text(PAGE, Save)

LONG Saved;

void Save(void)
{
	PAGED_CODE();
	Saved++;
}

static void LockEnter(EXT *Ext)
{
	KeAcquireSpinLock(&Ext->Lock, &Ext->Irql);
}

static void LockLeave(EXT *Ext)
{
	KeReleaseSpinLock(&Ext->Lock, Ext->Irql);
}

static void NullEnter(EXT *Ext)
{
	Ext->Count++;
}

static void NullLeave(EXT *Ext)
{
	Ext->Count--;
}

static void OtherLeave(EXT *Ext)
{
	Ext->Count = 0;
}

static void Report(EXT *Ext)
{
	Ext->Count += 2;
}

static const OPS LockOps = { LockEnter, LockLeave, Report };
static OPS NullOps = { NullEnter, NullLeave, Report };
static const OPS OtherOps = { NullEnter, OtherLeave, Report };

/* By any of them: the pair goes together. */
static void Run(EXT *Ext, const OPS *Ops)
{
	Ops->Enter(Ext);
	Ext->Count++;
	Ops->Leave(Ext);
}

/* Left locked by the one table alone. */
static void Begin(EXT *Ext, const OPS *Ops)
{
	Ops->Enter(Ext);
	Ops->Report(Ext);
}

static void BeginFor(const OPS *Ops, EXT *Ext)
{
	Begin(Ext, Ops);
}

static void End(EXT *Ext, const OPS *Ops)
{
	Ops->Leave(Ext);
}

void WithLock(EXT *Ext)
{
	BeginFor(&LockOps, Ext);
	Save(); // want paged-call-at-raised-irql "'WithLock'"
	End(Ext, &LockOps);
}

void WithNull(EXT *Ext)
{
	BeginFor(&NullOps, Ext);
	Save();
	End(Ext, &NullOps);
}

void WithRun(EXT *Ext)
{
	Run(Ext, &LockOps);
	Save();
	Run(Ext, &OtherOps);
	Save();
}

/* The call of what is pageable stands in between. */
static void Between(EXT *Ext, const OPS *Ops)
{
	Ops->Enter(Ext);
	Save(); // want paged-call-at-raised-irql "'Between'"
	Ops->Leave(Ext);
}

static void BetweenOthers(EXT *Ext, const OPS *Ops)
{
	Ops->Enter(Ext);
	Save();
	Ops->Leave(Ext);
}

/* A function of its own. */
static void Apart(EXT *Ext, void (*Enter)(EXT *))
{
	Enter(Ext);
}

void WithFunctions(EXT *Ext)
{
	Apart(Ext, LockEnter);
	Save(); // want paged-call-at-raised-irql "'WithFunctions'"
	LockLeave(Ext);
	Apart(Ext, NullEnter);
	Save();
}

/* One that the object keeps. */
void SetOps(EXT *Ext, int Which)
{
	Ext->Ops = Which ? &LockOps : &NullOps;
	if (Which == 2)
		Ext->Ops = &OtherOps;
}

void ByObject(EXT *Ext)
{
	Ext->Ops->Enter(Ext);
	Ext->Count++;
	if (Ext->Ops)
		Ext->Ops->Leave(Ext);
	Save();
}

void ByLocal(EXT *Ext)
{
	const OPS *ops = Ext->Ops;

	ops->Enter(Ext);
	Ext->Count++;
	ops->Leave(Ext);
	Save();
}

void ByNewObject(EXT *Ext)
{
	Ext->Ops = &OtherOps;
	Ext->Ops->Enter(Ext);
	Save();
	Ext->Ops->Leave(Ext);
}

void ByNewLock(EXT *Ext)
{
	Ext->Ops = &LockOps;
	Ext->Ops->Enter(Ext);
	Save(); // want paged-call-at-raised-irql "'ByNewLock'"
	Ext->Ops->Leave(Ext);
}

/* An element of an array of tables. */
static const OPS AllOps[] = {
	{ LockEnter, LockLeave, Report },
	{ NullEnter, NullLeave, Report },
};

void ByIndex(EXT *Ext, int Which)
{
	AllOps[Which].Enter(Ext);
	Ext->Count++;
	AllOps[Which].Leave(Ext);
	Save();
}

void ByElement(EXT *Ext, int Which)
{
	const OPS *ops = &AllOps[Which];

	ops->Enter(Ext);
	Save(); // want may paged-call-at-raised-irql "'ByElement'"
	ops->Leave(Ext);
	Save();
}

void ByTwoElements(EXT *Ext, int Which, int Other)
{
	const OPS *ops = &AllOps[Which];
	const OPS *other = &AllOps[Other];

	ops->Enter(Ext);
	ops->Leave(Ext);
	other->Enter(Ext);
	Save(); // want may paged-call-at-raised-irql "'ByTwoElements'"
	other->Leave(Ext);
}

KSTART_ROUTINE Thread;

/* Must give IRQL back: it does, by any table. */
void Thread(void *Context)
{
	EXT *ext = Context;

	Run(ext, ext->Ops);
	Run(ext, &LockOps);
	Between(ext, &LockOps);
	Between(ext, &NullOps);
	BetweenOthers(ext, &NullOps);
	BetweenOthers(ext, &OtherOps);
	WithLock(ext);
	WithNull(ext);
	WithRun(ext);
	WithFunctions(ext);
	ByObject(ext);
	ByLocal(ext);
	ByNewObject(ext);
	ByNewLock(ext);
	Begin(ext, &NullOps);
	ByIndex(ext, ext->Count);
	ByElement(ext, ext->Count);
	ByTwoElements(ext, ext->Count, 1);
}

KSTART_ROUTINE BadThread;

void BadThread(void *Context)
{
	Begin(Context, &LockOps);
} // want irql-not-restored "'BadThread'"
