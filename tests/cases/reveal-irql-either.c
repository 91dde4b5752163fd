/*
 * Helpers that give back one of two locks, without a word on which. Ways that
 * give back another lock than the one that is held are for those who took that,
 * but an IRQL that is known to come of such a way is not lost.
 */
#include <ntddk.h>

void pageaudit_reveal_irql(void);

typedef struct _EXT {
	KSPIN_LOCK First, Second;
	KIRQL OldFirst, OldSecond;
} EXT, *PEXT;

BOOLEAN Ask(VOID);

/* ---- what was saved is restored ------------------------------------------ */

static VOID ReleaseSaved(PEXT Ext)
{
	if (Ask())
		KeReleaseSpinLock(&Ext->First, Ext->OldFirst);
	else
		KeReleaseSpinLock(&Ext->Second, Ext->OldSecond);
}

DRIVER_UNLOAD TakesFirst;
VOID TakesFirst(PDRIVER_OBJECT Driver)
{
	PEXT ext = Driver->DriverExtension;

	KeAcquireSpinLock(&ext->First, &ext->OldFirst);
	ReleaseSaved(ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: PASSIVE_LEVEL"
}

/* ---- the helper knows where it goes -------------------------------------- */

static VOID ReleaseTo(PEXT Ext)
{
	KIRQL low = PASSIVE_LEVEL, middle = APC_LEVEL;

	if (Ask())
		KeReleaseSpinLock(&Ext->First, low);
	else
		KeReleaseSpinLock(&Ext->Second, middle);
}

VOID TakesOneOfTwo(PEXT Ext)
{
	KeAcquireSpinLock(&Ext->First, &Ext->OldFirst);
	ReleaseTo(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: PASSIVE_LEVEL, APC_LEVEL"
}

/* ---- ways that meet ------------------------------------------------------ */

/* Two of them come back at the same IRQL, but give back different locks. */
static VOID ReleaseOrStay(PEXT Ext)
{
	KIRQL low = PASSIVE_LEVEL;

	if (Ask())
		KeReleaseSpinLock(&Ext->First, low);
	else if (Ask())
		KeReleaseSpinLock(&Ext->Second, low);
	else
		KeReleaseSpinLockFromDpcLevel(&Ext->Second);
}

VOID TakesSecond(PEXT Ext)
{
	KeAcquireSpinLock(&Ext->Second, &Ext->OldSecond);
	ReleaseOrStay(Ext);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: PASSIVE_LEVEL, DISPATCH_LEVEL"
}
