/*
 * PA1002. The same fault as PA1001 without a lock: the routine, or a wrapper
 * it calls, raises IRQL to DISPATCH_LEVEL or above and comes back raised.
 * Raising to APC_LEVEL is legal in pageable code and is not meant.
 */
#include "rules/check.h"

static void check(struct check *check)
{
	check_paged_raises(check, CAUSE_RAISE,
		"raises IRQL to DISPATCH_LEVEL or above");
}

const struct rule paged_code_raises_irql = {
	.code = "PA1002",
	.name = "paged-code-raises-irql",
	.summary =
		"a pageable routine raises IRQL to DISPATCH_LEVEL or above",
	.why =
		"At DISPATCH_LEVEL and above no page fault can be served. "
		"The pageable routine that raised IRQL goes on running "
		"from pages that may be gone.",
	.reported =
		"The call in the pageable routine after which IRQL is at "
		"DISPATCH_LEVEL or above: KeRaiseIrql and its kin, or a "
		"wrapper that returns raised.",
	.not_reported =
		"Raising to APC_LEVEL. A resident helper that raises and "
		"lowers inside itself. Routines in a section that the "
		"driver locks in memory.",
	.limits =
		"A new IRQL that is computed is taken for DISPATCH_LEVEL, "
		"and the finding says that it may happen.",
	.no_fix =
		"whether the raise moves into a resident helper or the "
		"routine out of its section is a choice.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/isolating-pageable-code",
	.peer = "C28150",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Measure(PULONG Ticks);\n"
		"#pragma alloc_text(PAGE, Measure)\n"
		"VOID Measure(PULONG Ticks)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tPAGED_CODE();\n"
		"\tKeRaiseIrql(DISPATCH_LEVEL, &irql);\n"
		"\t*Ticks = KeQueryTimeIncrement();\n"
		"\tKeLowerIrql(irql);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Measure(PULONG Ticks);\n"
		"#pragma alloc_text(PAGE, Measure)\n"
		"VOID Measure(PULONG Ticks)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tPAGED_CODE();\n"
		"\tKeRaiseIrql(APC_LEVEL, &irql);\n"
		"\t*Ticks = KeQueryTimeIncrement();\n"
		"\tKeLowerIrql(irql);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
