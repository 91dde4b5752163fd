/*
 * PA1004. After interrupts are connected, any code that interrupt processing
 * can call must be resident. The flow starts at every routine that is known
 * to run at DIRQL or above (interrupt service routines, SynchCritSection
 * routines, NMI and bug check callbacks, IPI workers) and follows calls,
 * also through pointers, until it meets a routine in a pageable section.
 *
 * It points at the pageable routine's definition: that is what has to move.
 * The registration and the calls are the path. What that routine goes on to
 * call is not reported again.
 */
#include "rules/check.h"

static void check(struct check *check)
{
	check_paged_entries(check, IRQL_DIRQL, IRQL_HIGH,
		"can run during interrupt processing");
}

const struct rule paged_code_in_interrupt_path = {
	.code = "PA1004",
	.name = "paged-code-in-interrupt-path",
	.summary =
		"a pageable routine can run during interrupt processing",
	.why =
		"An interrupt service routine runs at DIRQL, where no page "
		"fault can be served. When the code it calls has been "
		"paged out the system crashes.",
	.reported =
		"The definition of a pageable routine that an ISR, a "
		"SynchCritSection routine or another routine at DIRQL or "
		"above can reach by calls.",
	.not_reported =
		"What such a pageable routine calls in its turn: it "
		"follows from the same defect. Routines in a section that "
		"the driver locks in memory.",
	.limits =
		"Calls through pointers that the driver does not fill "
		"itself are not followed.",
	.no_fix =
		"whether the routine or the caller is wrong, and what of "
		"its callees has to be resident too, the source does not "
		"say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"ULONG Errors;\n"
		"VOID CountError(VOID);\n"
		"#pragma alloc_text(PAGE, CountError)\n"
		"VOID CountError(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tErrors++;\n"
		"}\n"
		"KSERVICE_ROUTINE OnInterrupt;\n"
		"BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)\n"
		"{\n"
		"\tCountError();\n"
		"\treturn TRUE;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"ULONG Errors;\n"
		"VOID CountError(VOID)\n"
		"{\n"
		"\tErrors++;\n"
		"}\n"
		"KSERVICE_ROUTINE OnInterrupt;\n"
		"BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)\n"
		"{\n"
		"\tCountError();\n"
		"\treturn TRUE;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
