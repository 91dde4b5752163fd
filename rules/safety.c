/*
 * What would come of it if code or data were placed elsewhere, as far as that
 * can be said without another analysis. The flow was made with things where they
 * are now: resident code that never runs at DISPATCH_LEVEL, and that raises
 * nothing itself, would be no finding in a pageable section.
 *
 * Policy where knowledge runs out: no. Then there is no fix.
 */
#include "rules/fixes.h"

#include <string.h>

bool places_code(const struct directive *directive)
{
	return directive->kind == DIRECTIVE_ALLOC_TEXT ||
		(directive->kind != DIRECTIVE_SECTION &&
			directive->segment == SEGMENT_CODE);
}

bool is_section_used(struct check *check, const char *image, int segment)
{
	struct program *program = check->program;

	for (uint32_t u = 0; u < program->units.count; u++) {
		const struct facts *facts = program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->directives.count; i++) {
			const struct directive *directive =
				&facts->directives.items[i];

			if (directive->section &&
				(segment == SEGMENT_COUNT ||
					directive->segment ==
						(enum segment)segment) &&
				section_in_image(program,
					directive->section) == image)
				return true;
		}
	}
	return false;
}

bool holds_data(struct check *check, const char *image)
{
	return is_section_used(check, image, SEGMENT_DATA) ||
		is_section_used(check, image, SEGMENT_BSS) ||
		is_section_used(check, image, SEGMENT_CONST);
}

/* Whether code and data would meet in a section. */
static bool collides(struct check *check, const char *image, bool code)
{
	if (!section_is_pageable(image))
		return false;
	return code ? holds_data(check, image) :
		      is_section_used(check, image, SEGMENT_CODE);
}

/* ---- routines ------------------------------------------------------------- */

static bool runs_high(const struct check *check, uint32_t index)
{
	const struct flow *flow = check->flow;

	for (uint32_t i = flow->first_context[index]; i != NONE;
		i = flow->contexts.items[i].next)
		if (level_is_high(flow->contexts.items[i].level))
			return true;
	for (uint32_t i = 0; i < flow->raises.count; i++)
		if (flow->raises.items[i].routine == index)
			return true;
	return false;
}

static bool runs_late(const struct check *check, uint32_t index)
{
	const struct flow *flow = check->flow;
	const struct routine *routine = program_routine(check->program, index);

	for (uint32_t i = flow->first_context[index]; i != NONE;
		i = flow->contexts.items[i].next)
		if (flow->contexts.items[i].late)
			return true;
	return routine->address_taken;
}

bool could_be_paged(struct check *check, const struct routine *routine)
{
	return !runs_high(check, routine_index(check->program, routine)) &&
		!runs_on_power_up(check, routine) && !check->paging_path;
}

bool could_be_in(struct check *check, const struct routine *routine,
	const char *section)
{
	const char *image = section_in_image(check->program, section);

	if (collides(check, image, true) ||
		section_is_locked(check->program, image))
		return false;
	if (links_as_discardable(check->program, section))
		return !runs_late(check, routine_index(check->program, routine));
	return could_be_paged(check, routine) &&
		!marker_is_late(check, routine) &&
		!routine->definition->is_virtual;
}

/* ---- variables ------------------------------------------------------------ */

static bool is_of(const struct check *check, const struct routine *routine,
	uint32_t path, const struct program_variable *variable)
{
	const struct path *paths = routine->body->paths.items;
	uint32_t index;

	if (path == NONE || paths[path].root != ROOT_GLOBAL)
		return false;
	index = check->program->units.items[routine->unit]
			.variables[paths[path].index];
	return index != NONE &&
		&check->program->variables.items[index] == variable;
}

static bool takes_address(const struct check *check,
	const struct routine *routine, struct operand operand,
	const struct program_variable *variable)
{
	return operand.kind == OPERAND_ADDRESS &&
		is_of(check, routine, operand.index, variable);
}

/* Whether a routine hands the variable's address on: then nothing is known of
 * when it is used. */
static bool hands_on(const struct check *check, const struct routine *routine,
	const struct program_variable *variable)
{
	const struct body *body = routine->body;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (takes_address(check, routine, event->value, variable))
			return true;
		for (uint32_t a = 0; a < event->arguments.count; a++)
			if (takes_address(check, routine,
				    event->arguments.items[a], variable))
				return true;
	}
	return false;
}

static bool mentions(const struct check *check, const struct routine *routine,
	const struct program_variable *variable)
{
	const struct body *body = routine->body;

	for (uint32_t i = 0; i < body->paths.count; i++)
		if (is_of(check, routine, i, variable))
			return true;
	return false;
}

bool variable_could_be_in(struct check *check,
	const struct program_variable *variable, const char *section)
{
	const char *image = section_in_image(check->program, section);
	bool discardable = links_as_discardable(check->program, section);
	struct resident_part part;

	if (collides(check, image, false) ||
		find_resident_part(check, variable->facts,
			variable->definition->object, &part))
		return false;
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (!routine->definition ||
			!mentions(check, routine, variable))
			continue;
		if (hands_on(check, routine, variable) ||
			(discardable ? runs_late(check, i) :
				       runs_high(check, i)))
			return false;
	}
	return true;
}

/* ---- directives ------------------------------------------------------------ */

struct placing {
	const char *section;
	bool possible;
};

static void try_routine(
	struct check *check, void *context, const struct routine *routine)
{
	struct placing *placing = context;

	placing->possible = placing->possible &&
		could_be_in(check, routine, placing->section);
}

bool could_place(struct check *check, const struct directive *directive,
	const char *section)
{
	struct placing placing = { section, true };

	for_each_placed(check, directive, try_routine, &placing);
	for (uint32_t i = 0; i < check->program->variables.count; i++) {
		const struct program_variable *variable =
			&check->program->variables.items[i];

		if (variable->placement.section &&
			!strcmp(variable->placement.section,
				directive->section) &&
			!variable_could_be_in(check, variable, section))
			placing.possible = false;
	}
	return placing.possible;
}
