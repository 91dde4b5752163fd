/*
 * Whether one routine could be placed, by what its author said of it and by what
 * stands in it.
 */
#include <string.h>

#include "rules/advice.h"
#include "rules/entrances.h"

bool is_called_unseen(const struct function *function)
{
	return function->is_special || function->is_lambda ||
		function->is_template || function->is_virtual ||
		strstr(function->name, "operator");
}

static void note_line(struct check *check, void *context,
	const struct named_line *line)
{
	(void)check;
	(void)line;
	*(bool *)context = true;
}

/* Whether its author has named a section for it, be it the default one, or in a
 * line that does not work. */
static bool is_placed(struct check *check, const struct routine *routine)
{
	bool named = false;

	for_each_line_of(check, routine, note_line, &named);
	for (uint32_t d = 0; d < routine->declarations.count; d++) {
		const struct function *function =
			routine->declarations.items[d];

		for (uint32_t i = 0; i < function->claims.count; i++)
			if (function->claims.items[i].section)
				return true;
	}
	return named || routine->placement.section ||
		routine->placement.unknown_word;
}

bool is_resident_by_default(struct check *check, const struct routine *routine)
{
	const struct function *function = routine->definition;
	struct markers markers = { 0 };

	if (!function || routine->is_inline || function->in_header ||
		routine->same != NONE || is_placed(check, routine) ||
		is_called_unseen(function) ||
		has_conflicting_sections(check, routine))
		return false;
	find_markers(check->findings->arena, routine->body, &markers);
	return !markers.list.count; /* PA2003 */
}

/* What touches IRQL or interrupts without a word that we know. */
static bool is_bare(const char *name)
{
	static const char *const names[] = { "_disable", "_enable",
		"__writecr8", "__halt", "__writeeflags", NULL };

	return is_among(name, names);
}

/* Whoever calls it counts on being at DISPATCH_LEVEL or above, whatever we think. */
static bool is_for_high(const struct contract *contract)
{
	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_REQUIRES_MIN &&
			clause->subject.kind == SUBJECT_NONE &&
			clause->level >= IRQL_DISPATCH)
			return true;
	}
	return false;
}

bool call_is_known(const struct advice *advice, const struct routine *routine,
	uint32_t index)
{
	struct program *program = advice->check->program;
	const struct event *event = &routine->body->events.items[index];
	uint32_t direct;
	struct targets targets =
		call_targets(program, routine, event, &direct);
	const struct routine *callee;

	if (direct == NONE)
		return targets.count ||
			(event->callee.kind == OPERAND_PATH &&
				field_contract(program, routine,
					event->callee.index));
	callee = program_routine(program, direct);
	if (callee->body)
		return !advice->unclear[direct];
	return callee->contract ? !is_for_high(callee->contract) :
				  !callee->declarations.count &&
					  !is_bare(callee->name);
}

bool body_is_known(const struct advice *advice, const struct routine *routine)
{
	const struct body *body = routine->body;

	if (body->lost_statements)
		return false;
	for (uint32_t i = 0; i < body->events.count; i++)
		if (body->events.items[i].kind == EVENT_CALL &&
			!call_is_known(advice, routine, i))
			return false;
	return true;
}
