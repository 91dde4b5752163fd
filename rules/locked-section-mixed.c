/*
 * PA5006. A lock takes in the whole section. Whatever in it could have stayed
 * paged, because it only ever runs where it may wait for its page, is locked with
 * it, for as long as the rest needs to be. The two kinds belong in sections of
 * their own. A routine says which it is: PAGED_CODE_LOCKED, or PAGED_CODE.
 */
#include "rules/locking.h"

static const struct event *plain_marker(const struct routine *routine)
{
	const struct body *body = routine->body;
	const struct event *found = NULL;

	for (uint32_t i = 0; body && i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_MARKER)
			continue;
		if (event->marker == MARKER_PAGED_CODE_LOCKED)
			return NULL;
		if (event->marker == MARKER_PAGED_CODE)
			found = event;
	}
	return found;
}

/* Whether all that calls a routine is in the section itself. */
static bool is_called_from_inside(
	const struct locking *locking, uint32_t index, const char *section)
{
	const struct program *program = locking->check->program;
	const struct call_graph *graph = locking->graph;
	const struct routine *routine = program_routine(program, index);

	if (routine->roles.count || routine->address_taken)
		return false;
	for (uint32_t i = graph->first_of[index]; i < graph->first_of[index + 1];
		i++) {
		const struct routine *caller = program_routine(program,
			graph->sites.items[graph->by_callee[i]].caller);

		if (caller->placement.image != section || plain_marker(caller))
			return false;
	}
	return graph_has_callers(graph, index);
}

static void judge(struct locking *locking, const struct lock_call *call)
{
	struct check *check = locking->check;
	struct finding *finding = NULL;

	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);
		const struct event *marker;

		if (!routine->definition ||
			routine->placement.image != call->section)
			continue;
		marker = plain_marker(routine);
		if (!marker ||
			is_called_from_inside(locking, i, call->section) ||
			runs_only_locked(check, i)) /* PA2005 */
			continue;
		if (!finding)
			finding = lock_report(locking, call, true,
				"section '%s' also holds routines that could "
				"stay paged, such as '%s'",
				call->section, routine->name);
		finding_relate(check->findings, finding,
			routine->definition->place,
			"'%s' says PAGED_CODE: it need not be locked",
			routine->name);
	}
}

/* The first call by address for a section speaks for all. */
static bool is_first(
	const struct locking *locking, const struct lock_call *call)
{
	for (const struct lock_call *other = locking->calls.items; other < call;
		other++)
		if (locks_by_address(other->kind) &&
			other->section == call->section)
			return false;
	return true;
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (locks_by_address(call->kind) &&
			section_is_pageable(call->section) &&
			is_first(locking, call))
			judge(locking, call);
	}
}

const struct rule locked_section_mixed = {
	.code = "PA5006",
	.name = "locked-section-mixed",
	.summary = "a section that is locked also holds routines that could stay paged",
	.why =
		"A lock brings in and holds the whole section. Routines "
		"that need no lock take memory with it.",
	.reported =
		"The first call that locks the section by address, when "
		"routines in the section say PAGED_CODE.",
	.not_reported =
		"Routines that say PAGED_CODE_LOCKED, or nothing; those "
		"that only the locked routines call.",
	.no_fix =
		"which section the other routines should go to is a matter "
		"of the driver's design.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		EXAMPLE_LOCKED_ROUTINE
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGELK, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		EXAMPLE_LOCKS_AT_LOAD
		EXAMPLE_UNLOCKS_AT_UNLOAD,
	.good =
		EXAMPLE_LOCKED_ROUTINE
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		EXAMPLE_LOCKS_AT_LOAD
		EXAMPLE_UNLOCKS_AT_UNLOAD,
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tags = "locking",
	.check = check,
};
