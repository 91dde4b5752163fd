/*
 * PA2003. PAGED_CODE() says that a routine is meant to be pageable, but
 * nothing puts it into a pageable section: the alloc_text line was
 * forgotten, or the code_seg region ended above it. The routine works and
 * stays resident, so the memory is not saved.
 *
 * Silent where another rule names the cause: a section whose name is not
 * pageable by mistake, or an alloc_text that stands where it has no effect.
 * Silent in INIT, which is discarded, and for inline routines and templates,
 * which take their section elsewhere.
 */
#include "rules/fixes.h"

#include <string.h>

static bool may_have_marker(const struct routine *routine)
{
	const struct placement *placement = &routine->placement;

	return placement->pageable || placement->discardable ||
		placement->unknown_word ||
		routine->is_inline || routine->definition->is_template ||
		routine->definition->is_lambda ||
		(placement->section &&
			(section_has_wrong_case(placement->section) ||
				section_is_lookalike(placement->section)));
}

/* An alloc_text of its own unit names it and yet does not place it. */
static bool is_named(const struct routine *routine)
{
	const struct facts *facts = routine->facts;

	for (uint32_t i = 0; i < facts->directives.count; i++) {
		const struct directive *directive =
			&facts->directives.items[i];

		if (directive->kind != DIRECTIVE_ALLOC_TEXT)
			continue;
		for (uint32_t k = 0; k < directive->names.count; k++)
			if (!strcmp(directive->names.items[k].name,
				    routine->definition->name))
				return true;
	}
	return false;
}

static void report(struct check *check, const struct routine *routine,
	const struct event *marker)
{
	struct finding *finding = check_report(check, routine, marker->place,
		true, "'%s' has %s() but is in no pageable section",
		routine->name, marker_name(marker));

	if (marker->marker == MARKER_PAGED_CODE &&
		!routine->placement.section &&
		could_be_in(check, routine, "PAGE"))
		fix_insert_alloc_text(check, finding, routine, "PAGE",
			"Put the routine into section PAGE");
}

/* A word that was not understood stands before the body: it may well be the
 * macro that places the routine, from a header that was not found. Or the
 * routine's own name is a macro, and what it stands for cannot be parsed. */
static bool lost_its_head(const struct function *function)
{
	const struct body *body = function->body;
	int order = place_compare(&body->first_lost, &function->place);

	return body->lost_statements &&
		(!body->start.file || order < 0 ||
			(order == 0 &&
				!strncmp(body->lost_reason, "expected", 8)));
}

static void check_routine(struct check *check, const struct routine *routine)
{
	struct markers markers = { 0 };

	if (may_have_marker(routine) || lost_its_head(routine->definition))
		return;
	find_markers(check->findings->arena, routine->body,
		&markers);
	if (markers.list.count &&
		(routine->placement.section || !is_named(routine)) &&
		!has_conflicting_sections(check, routine))
		report(check, routine, markers.list.items[0]);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (program_routine(check->program, i)->definition)
			check_routine(
				check, program_routine(check->program, i));
}

const struct rule paged_code_outside_section = {
	.code = "PA2003",
	.name = "paged-code-outside-section",
	.summary =
		"a routine has PAGED_CODE but is in no pageable section",
	.why =
		"The routine was meant to be pageable and is not: its "
		"memory is not saved, and the reader is misled about where "
		"it lives.",
	.reported =
		"The macro.",
	.not_reported =
		"Inline routines, templates and lambdas, which take their "
		"section elsewhere; routines in INIT; routines whose "
		"placement another rule reports as wrong; routines before "
		"whose name stands a word that nothing declares.",
	.fix =
		"Puts an alloc_text line above the definition of a C "
		"function that is declared before. Not where a pageable "
		"routine would be reported for something else, such as a "
		"spin lock.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/devtest/28172-function-has-page-macro-and-not-in-paged-segment",
	.peer = "C28172",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"VOID Configure(VOID)\n"
		"{\n"
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
