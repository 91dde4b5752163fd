/*
 * PA2001. PAGED_CODE() at the start of a pageable routine asserts, in
 * checked builds and under Driver Verifier, that IRQL is low enough. Without
 * it a wrong call goes unnoticed until the page happens to be gone.
 * PAGED_CODE_LOCKED counts too, and so does any macro of the driver that
 * ends in one of them.
 */
#include "rules/check.h"

static bool should_have_marker(const struct routine *routine)
{
	const struct function *function = routine->definition;

	return function && routine->placement.pageable &&
		!routine->is_inline && !function->is_lambda &&
		!function->body->lost_statements &&
		function->inlining != INLINE_FORCED;
}

/* A line of its own before the first statement, indented likewise as far as
 * its column tells; or, of a body that stands in one line, a word in it. */
static const char *inserted(
	struct arena *arena, const struct function *function)
{
	const struct place *start = &function->body->start;
	unsigned blanks = start->column > 1 ? start->column - 1 : 4;

	if (start->line == function->place.line)
		return "PAGED_CODE(); ";
	return arena_printf(arena, "%*sPAGED_CODE();\n",
		(int)blanks, blanks == 1 ? "\t" : "");
}

static void report(struct check *check, const struct routine *routine)
{
	const struct function *function = routine->definition;
	struct finding *finding = check_report(check, routine,
		function->place, true,
		"'%s' is in pageable section '%s' but has no PAGED_CODE()",
		routine->name, routine->placement.section);
	struct place place = place_before(&function->body->start);

	if (place.line != function->place.line)
		place.column = place.end_column = 1;
	finding_fix(check->findings, finding, place,
		inserted(check->findings->arena, function),
		"Insert PAGED_CODE()");
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);
		struct markers markers = { 0 };

		if (!should_have_marker(routine))
			continue;
		find_markers(check->findings->arena, routine->definition->body,
			&markers);
		if (!markers.list.count)
			report(check, routine);
	}
}

const struct rule missing_paged_code = {
	.code = "PA2001",
	.name = "missing-paged-code",
	.summary =
		"a routine in a pageable section has no PAGED_CODE",
	.why =
		"PAGED_CODE() is what catches a call at raised IRQL during "
		"testing. Without it the call works as long as the page is "
		"in memory, and crashes at a customer's.",
	.reported =
		"The routine's definition.",
	.not_reported =
		"Inline routines, which take their caller's section, and "
		"lambdas. A macro that ends in PAGED_CODE or "
		"PAGED_CODE_LOCKED counts.",
	.limits =
		"Nothing is said about a body that parse errors made "
		"incomplete.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/devtest/28170-pageable-code-macro-not-found",
	.peer = "C28170",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
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
	.tolerates_lost_statements = false,
	.tags = "paged-code",
	.check = check,
};
