/*
 * PA1005. As PA1004, for routines that run at DISPATCH_LEVEL because of who
 * calls them: DPC, timer, I/O timer, completion, StartIo, cancel and adapter
 * control routines, and the callbacks of KMDF, NDIS, StorPort and the filter
 * manager that may run there.
 *
 * Some of these run at DISPATCH_LEVEL always; others, such as completion
 * routines, at DISPATCH_LEVEL or below. The first make a finding that must
 * happen, the second one that may.
 */
#include "rules/check.h"

static void check(struct check *check)
{
	check_paged_entries(check, IRQL_DISPATCH, IRQL_DISPATCH,
		"can run at DISPATCH_LEVEL because of who calls it");
}

const struct rule paged_code_in_dispatch_path = {
	.code = "PA1005",
	.name = "paged-code-in-dispatch-path",
	.summary =
		"a pageable routine can run at DISPATCH_LEVEL because of "
		"who calls it",
	.why =
		"Code that is called at DISPATCH_LEVEL must be resident: a "
		"page fault there cannot be served, and the system "
		"crashes.",
	.reported =
		"The definition of a pageable routine that is itself such "
		"a callback, or that one can reach by calls.",
	.not_reported =
		"Dispatch routines: a driver above may forward requests at "
		"DISPATCH_LEVEL, but hardly any stack does. Callbacks "
		"whose object asks for the passive execution level. What "
		"the pageable routine calls in its turn.",
	.limits =
		"Calls through pointers that the driver does not fill "
		"itself are not followed.",
	.no_fix =
		"whether the routine or the caller is wrong, and what of "
		"its callees has to be resident too, the source does not "
		"say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/when-should-code-and-data-be-pageable-",
	.peer = "C28118",
	.bad =
		"#include <ntddk.h>\n"
		"IO_COMPLETION_ROUTINE OnComplete;\n"
		"#pragma alloc_text(PAGE, OnComplete)\n"
		"NTSTATUS OnComplete(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\treturn STATUS_MORE_PROCESSING_REQUIRED;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"IO_COMPLETION_ROUTINE OnComplete;\n"
		"NTSTATUS OnComplete(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)\n"
		"{\n"
		"\treturn STATUS_MORE_PROCESSING_REQUIRED;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
