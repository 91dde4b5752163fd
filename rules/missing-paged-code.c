/*
 * PA2001. PAGED_CODE() at the start of a pageable routine asserts, in
 * checked builds and under Driver Verifier, that IRQL is low enough. Without
 * it a wrong call goes unnoticed until the page happens to be gone.
 * PAGED_CODE_LOCKED counts too, and so does any macro of the driver that
 * ends in one of them.
 */
#include "rules/fixes.h"

/* A body in a class that has a section: that is expanded wherever it is called,
 * as a rule. */
static bool is_of_class(const struct routine *routine)
{
	const struct function *function = routine->definition;

	return routine->placement.by == PLACED_BY_CLASS &&
		function->in_class && !function->is_virtual &&
		function->inlining != INLINE_NEVER;
}

static bool should_have_marker(const struct routine *routine)
{
	const struct function *function = routine->definition;

	return function && routine->placement.pageable &&
		!routine->is_inline && !is_of_class(routine) &&
		!function->is_lambda &&
		!function->body->lost_statements &&
		function->inlining != INLINE_FORCED;
}

/* In a section that is locked on demand it depends on the routine which of the
 * two macros is right. */
static void suggest_marker(struct check *check, uint32_t index,
	struct finding *finding)
{
	const struct routine *routine = program_routine(check->program, index);

	if (!section_is_locked(check->program, routine->placement.image))
		fix_insert_marker(check, finding, routine, "PAGED_CODE",
			"Insert PAGED_CODE()");
	else if (runs_only_locked(check, index))
		fix_insert_marker(check, finding, routine, "PAGED_CODE_LOCKED",
			"Insert PAGED_CODE_LOCKED()");
}

static void report(struct check *check, uint32_t index)
{
	const struct routine *routine = program_routine(check->program, index);

	suggest_marker(check, index,
		check_report(check, routine, routine->definition->place, true,
			"'%s' is in pageable section '%s' but has no "
			"PAGED_CODE()", routine->name,
			routine->placement.section));
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);
		struct markers markers = { 0 };

		if (!should_have_marker(routine))
			continue;
		find_markers(check->findings->arena, routine->body,
			&markers);
		if (!markers.list.count && !may_be_unpaged(check, routine))
			report(check, i);
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
		"Inline routines, which take their caller's section, bodies in "
		"a class that is placed as a whole, and lambdas. A routine "
		"that is also put into a section that is not pageable "
		"(PA3007). A macro that ends in PAGED_CODE or "
		"PAGED_CODE_LOCKED counts.",
	.limits =
		"Nothing is said about a body that parse errors made "
		"incomplete.",
	.fix =
		"Inserts the macro before the first statement. Not in a "
		"section that is locked on demand, unless it is clear which "
		"of the two macros is right.",
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
