/*
 * PA2002. One PAGED_CODE() asserts what a second one would. Two of them are
 * usually the trace of a merge, or of a routine that was put together from
 * two, and then the second part may not have been meant to be pageable. The
 * second macro is reported, and every further one.
 */
#include "rules/fixes.h"

static void check_routine(struct check *check, const struct routine *routine)
{
	struct markers markers = { 0 };

	find_markers(check->findings->arena, routine->body,
		&markers);
	for (uint32_t i = 1; i < markers.list.count; i++) {
		struct finding *finding = check_report(check, routine,
			markers.list.items[i]->place, true,
			"'%s' has PAGED_CODE more than once", routine->name);

		finding_relate(check->findings, finding,
			markers.list.items[0]->place,
			"the first one is here");
		fix_remove_marker(check, finding, markers.list.items[i],
			"Remove the repeated macro");
	}
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (program_routine(check->program, i)->definition)
			check_routine(
				check, program_routine(check->program, i));
}

const struct rule repeated_paged_code = {
	.code = "PA2002",
	.name = "repeated-paged-code",
	.summary =
		"a routine has PAGED_CODE more than once",
	.why =
		"The second macro asserts nothing new. It is often left "
		"over from a merge of two routines, of which only one was "
		"pageable.",
	.reported =
		"The second macro, and every further one.",
	.not_reported =
		"The macro in different routines, and macros that are not "
		"compiled.",
	.fix =
		"Removes the repeated macro, where it is a statement of its "
		"own and no macro of the driver's.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/devtest/28171-function-has-more-than-one-page-macro-instance",
	.peer = "C28171",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "paged-code",
	.check = check,
};
