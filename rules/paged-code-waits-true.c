/*
 * PA1003. KeSetEvent, KePulseEvent, KeReleaseMutex, KeReleaseMutant and
 * KeReleaseSemaphore have a parameter Wait. With TRUE they return at
 * DISPATCH_LEVEL and with the dispatcher database locked, so that the wait
 * that follows is one operation with the signal. The documentation forbids
 * them in pageable code for that reason.
 *
 * Wait is evaluated: a constant, a local, or a parameter whose value the
 * call sites decide. Where it cannot be, the finding says "may".
 */
#include "rules/check.h"

static void check(struct check *check)
{
	check_paged_raises(check, CAUSE_WAIT,
		"calls a Ke routine with Wait = TRUE, which returns at "
		"DISPATCH_LEVEL");
}

const struct rule paged_code_waits_true = {
	.code = "PA1003",
	.name = "paged-code-waits-true",
	.summary =
		"a pageable routine calls a Ke routine with Wait = TRUE",
	.why =
		"With Wait = TRUE the routine returns at DISPATCH_LEVEL "
		"with the dispatcher locked, and stays there until the "
		"wait that follows. The pageable code between the two may "
		"be paged out, and the fault cannot be served.",
	.reported =
		"The call in the pageable routine, or of a wrapper that "
		"passes Wait on. A Wait that is not a constant is reported "
		"as possible.",
	.not_reported =
		"Wait = FALSE, which returns at the IRQL of the call. The call of a "
		"pageable routine that has such a call, unless a wait follows.",
	.limits =
		"A Wait value that is stored in a structure and read back "
		"elsewhere is not known.",
	.no_fix =
		"whether the wait that follows goes along or Wait becomes "
		"FALSE is a choice.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/isolating-pageable-code",
	.peer = "CodeQL D0004",
	.bad =
		"#include <ntddk.h>\n"
		"KEVENT Ready, Done;\n"
		"VOID HandOver(VOID);\n"
		"#pragma alloc_text(PAGE, HandOver)\n"
		"VOID HandOver(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tKeSetEvent(&Ready, IO_NO_INCREMENT, TRUE);\n"
		"\tKeWaitForSingleObject(&Done, Executive, KernelMode, FALSE, NULL);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KEVENT Ready, Done;\n"
		"VOID HandOver(VOID);\n"
		"#pragma alloc_text(PAGE, HandOver)\n"
		"VOID HandOver(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tKeSetEvent(&Ready, IO_NO_INCREMENT, FALSE);\n"
		"\tKeWaitForSingleObject(&Done, Executive, KernelMode, FALSE, NULL);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
