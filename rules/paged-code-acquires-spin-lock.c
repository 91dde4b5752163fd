/*
 * PA1001. Whoever holds a spin lock is at DISPATCH_LEVEL or above. Pageable
 * code that takes one goes on running up there, and the next of its pages
 * that is not in memory is a page fault that cannot be served.
 *
 * The flow has found every call in a routine before which IRQL is low and
 * after which a spin lock is held: of a kernel routine, of a macro, of a
 * wrapper that returns with the lock held, of inline code that is expanded
 * here, of a constructor. A resident helper that takes the lock and releases
 * it again inside is the documented cure and makes no such call.
 */
#include "rules/check.h"

static void check(struct check *check)
{
	check_paged_raises(check, CAUSE_SPIN_LOCK, "acquires a spin lock");
}

const struct rule paged_code_acquires_spin_lock = {
	.code = "PA1001",
	.name = "paged-code-acquires-spin-lock",
	.summary =
		"a pageable routine acquires a spin lock",
	.why =
		"A spin lock raises IRQL to DISPATCH_LEVEL or above. While "
		"it is held no page fault can be served, so the system "
		"crashes when the next page of this routine, or the page "
		"it returns to, happens to be paged out. It does so "
		"rarely, under memory pressure, and the dump shows a fault "
		"far from the cause.",
	.reported =
		"The call in the pageable routine after which the lock is "
		"held: a kernel routine, a macro, a wrapper that returns "
		"with the lock held, inline code that takes it, a "
		"constructor of a guard object.",
	.not_reported =
		"A resident helper that acquires and releases the lock "
		"inside itself. Fast mutexes, guarded mutexes, resources "
		"and push locks, which leave IRQL below DISPATCH_LEVEL. "
		"Routines in a section that the driver locks in memory.",
	.limits =
		"A lock that is taken through a function pointer which "
		"only code outside the driver fills is not seen.",
	.no_fix =
		"whether the lock moves into a resident helper or the "
		"routine out of its section is a choice.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/isolating-pageable-code",
	.peer = "C28150",
	.bad =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"VOID Count(PLONG Value);\n"
		"#pragma alloc_text(PAGE, Count)\n"
		"VOID Count(PLONG Value)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tPAGED_CODE();\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\t++*Value;\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"VOID Count(PLONG Value);\n"
		"VOID CountLocked(PLONG Value)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\t++*Value;\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"}\n"
		"#pragma alloc_text(PAGE, Count)\n"
		"VOID Count(PLONG Value)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tCountLocked(Value);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
