/*
 * Structured exceptions. A __finally runs on every way out of its __try; an
 * exception is taken to leave a __try at its start or at its end, or at a call
 * that only raises.
 */
#include <ntddk.h>

void pageaudit_reveal_irql(void);

KSPIN_LOCK Lock;
BOOLEAN Ask(VOID);

VOID Finally(VOID)
{
	KIRQL old;

	KeAcquireSpinLock(&Lock, &old);
	__try {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	} __finally {
		KeReleaseSpinLock(&Lock, old);
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

NTSTATUS FinallyAndReturn(VOID)
{
	KIRQL old;

	KeAcquireSpinLock(&Lock, &old);
	__try {
		if (Ask())
			return STATUS_UNSUCCESSFUL;
	} __finally {
		KeReleaseSpinLock(&Lock, old);
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	}
	return STATUS_SUCCESS;
}

VOID Leave(VOID)
{
	KIRQL old;

	__try {
		KeAcquireSpinLock(&Lock, &old);
		if (Ask())
			__leave;
		KeReleaseSpinLock(&Lock, old);
	} __finally {
		Ask();
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
}

VOID LoopAndFinally(VOID)
{
	KIRQL old;

	while (Ask()) {
		KeAcquireSpinLock(&Lock, &old);
		__try {
			if (Ask())
				break;
			if (Ask())
				continue;
		} __finally {
			KeReleaseSpinLock(&Lock, old);
		}
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID Except(PVOID Buffer)
{
	KIRQL old;

	__try {
		ProbeForRead(Buffer, 1, 1);
		KeAcquireSpinLock(&Lock, &old);
		KeReleaseSpinLock(&Lock, old);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID ExceptAtTheEnd(VOID)
{
	KIRQL old;

	__try {
		KeAcquireSpinLock(&Lock, &old);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
	}
}

VOID RaisesAnException(VOID)
{
	KIRQL old;

	__try {
		KeAcquireSpinLock(&Lock, &old);
		if (Ask())
			ExRaiseStatus(STATUS_UNSUCCESSFUL);
		KeReleaseSpinLock(&Lock, old);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL, unknown"
		return;
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID RaisesThroughFinally(VOID)
{
	KIRQL old;

	__try {
		KeAcquireSpinLock(&Lock, &old);
		__try {
			ExRaiseStatus(STATUS_UNSUCCESSFUL);
		} __finally {
			KeReleaseSpinLock(&Lock, old);
		}
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
	}
}

VOID RaisesToTheCaller(VOID)
{
	KIRQL old;

	KeAcquireSpinLock(&Lock, &old);
	if (Ask())
		ExRaiseStatus(STATUS_UNSUCCESSFUL);
	KeReleaseSpinLock(&Lock, old);
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}

VOID Nested(VOID)
{
	KIRQL outer, inner;

	KeAcquireSpinLock(&Lock, &outer);
	__try {
		__try {
			KeRaiseIrql(HIGH_LEVEL, &inner);
			if (Ask())
				__leave;
		} __finally {
			pageaudit_reveal_irql(); // want reveal-irql "IRQL here: HIGH_LEVEL"
			KeLowerIrql(inner);
		}
		pageaudit_reveal_irql(); // want reveal-irql "IRQL here: DISPATCH_LEVEL"
	} __finally {
		KeReleaseSpinLock(&Lock, outer);
	}
	pageaudit_reveal_irql(); // want reveal-irql "IRQL here: unknown"
}
