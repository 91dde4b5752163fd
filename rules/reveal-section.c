/*
 * PA0002. Shows what is believed of placement: the section of each function
 * that the driver defines, and who says so. The map of all sections, with
 * variables and sizes, is the `sections` command; this one stands at the
 * definitions, where tests and editors want it.
 */
#include "rules/check.h"

static const char *said_by(enum placed_by by)
{
	switch (by) {
	case PLACED_BY_SEGMENT:
		return "code_seg";
	case PLACED_BY_ALLOC_TEXT:
		return "alloc_text";
	case PLACED_BY_CLASS:
		return "its class";
	case PLACED_BY_ATTRIBUTE:
		return "its own attribute";
	default:
		return "nobody";
	}
}

static const char *nature(const struct placement *placement)
{
	return placement->discardable ? "discardable" :
		placement->pageable   ? "pageable" :
					"resident";
}

static void report(struct check *check, const struct routine *routine)
{
	const struct placement *placement = &routine->placement;

	if (placement->by == PLACED_BY_CALLER)
		check_report(check, routine, routine->definition->place, true,
			"'%s' is expanded in its callers' sections",
			routine->name);
	else if (placement->unknown_word)
		check_report(check, routine, routine->definition->place, true,
			"the section of '%s' is not known: nothing declares "
			"'%s', which stands before it",
			routine->name, placement->unknown_word);
	else
		check_report(check, routine, routine->definition->place, true,
			"'%s' is in section '%s', %s, placed by %s",
			routine->name,
			placement->section ? placement->section : ".text",
			nature(placement), said_by(placement->by));
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (routine->definition)
			report(check, routine);
	}
}

const struct rule reveal_section = {
	.code = "PA0002",
	.name = "reveal-section",
	.summary = "shows the section of each function, and who says so",
	.why =
		"Whether code may be paged out depends on pragmas and "
		"attributes far away from it. This shows what came of them.",
	.reported =
		"The definition of every function of the driver: its section, "
		"whether that is pageable, discardable or resident, and who "
		"placed it there.",
	.not_reported = "Functions that are only declared.",
	.limits = "What the linker does to sections is not looked at.",
	.no_fix =
		"it reports no defect.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/making-drivers-pageable",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n",
	.level = LEVEL_NOTE,
	.status = STATUS_REVEAL,
	.tolerates_lost_statements = true,
	.tags = "section",
	.check = check,
};
