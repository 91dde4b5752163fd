/*
 * Which of the returns that irql/leaks.c calls leaks are reported. A routine's
 * lowest entry speaks for all; and what may have another cause (a saved IRQL
 * that was lost, a lost statement) is left to that.
 *
 * Only raised returns are judged. Where a restored value is not known, the flow
 * takes it to be PASSIVE_LEVEL, so "lower than at entry" may be ignorance. Nor
 * is APC_LEVEL raised here: a fast mutex that is still held is another defect,
 * paging is as legal as below, and such locks are often paired over structures
 * that the flow does not follow.
 */
#include "rules/check.h"

#include <string.h>

enum { MAX_WRAPPERS = 8 };

/* ---- routines ---------------------------------------------------------- */

/* A saved IRQL that was lost is the cause (PA1012) of what is returned with. */
static bool lost_its_save(const struct check *check, uint32_t routine)
{
	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *mishap = &check->flow->mishaps.items[i];

		if (mishap->routine == routine &&
			(mishap->kind == MISHAP_SAVE_LOST ||
				mishap->kind == MISHAP_WRONG_SAVE))
			return true;
	}
	return false;
}

/* An unknown level is lower than one that is known to be raised. */
static bool is_lower_entry(int entry, int than)
{
	if (entry == ENTRY_UNKNOWN)
		return than != ENTRY_UNKNOWN && than >= IRQL_DISPATCH;
	return entry < than &&
		(than != ENTRY_UNKNOWN || entry < IRQL_DISPATCH);
}

/* The lowest level that a routine with departures was analysed at. */
static int entry_of(const struct check *check, uint32_t routine)
{
	int lowest = IRQL_HIGH;

	for (uint32_t i = 0; i < check->flow->departures.count; i++) {
		const struct departure *departure =
			check->flow->departures.items[i];

		if (departure->routine == routine &&
			is_lower_entry(departure->entry, lowest))
			lowest = departure->entry;
	}
	return lowest;
}

bool can_be_avoided(const struct check *check, const struct routine *routine,
	uint32_t event)
{
	return can_return_without(check->findings->arena,
		routine->body, NULL, event);
}

/* ---- judgement --------------------------------------------------------- */

/* Whether statements were lost behind one place, and before another; NULL: the end
 * of the body. Of several only the first is known. */
static bool lost_between(const struct body *body, const struct place *from,
	const struct place *to)
{
	if (!body->lost_statements)
		return false;
	if (to && place_compare(&body->first_lost, to) > 0)
		return false;
	return body->lost_statements > 1 ||
		place_compare(&body->first_lost, from) > 0;
}

bool raise_is_in_doubt(const struct check *check, uint32_t index,
	const struct routine *routine, const struct event *event)
{
	for (; index != NONE; index = check->flow->raises.items[index].inner) {
		const struct raise *raise = &check->flow->raises.items[index];
		const struct routine *raising =
			program_routine(check->program, raise->routine);

		if (lost_between(raising->body,
			    &raising->body->events.items[raise->event].place,
			    raising == routine ? &event->place : NULL))
			return true;
	}
	return false;
}

static bool leaks(
	const struct check *check, const struct departure *departure, int depth);

static bool routine_leaks(
	const struct check *check, uint32_t routine, int depth)
{
	for (uint32_t i = 0; i < check->flow->departures.count; i++)
		if (check->flow->departures.items[i]->routine == routine &&
			leaks(check, check->flow->departures.items[i], depth))
			return true;
	return false;
}

static bool is_leak_inside(
	const struct check *check, uint32_t raise, int depth)
{
	uint32_t inner = check->flow->raises.items[raise].inner;

	return inner != NONE && depth < MAX_WRAPPERS &&
		routine_leaks(check, check->flow->raises.items[inner].routine,
			depth + 1);
}

/* Parse errors may have cost the release, here or in a routine called. */
static bool lost_statements(
	const struct check *check, const struct routine *routine)
{
	const struct body *body = routine->body;

	if (body->lost_statements)
		return true;
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		uint32_t callee = called_routine(check->program, routine, event);
		const struct function *called = callee == NONE ?
			NULL :
			program_routine(check->program, callee)->definition;

		if (called && called->body->lost_statements)
			return true;
	}
	return false;
}

static bool is_exempt(const struct check *check,
	const struct routine *routine, uint32_t index)
{
	return lost_its_save(check, index) || lost_statements(check, routine);
}

/* The path of an array's element among a call's arguments, or NULL. */
static const char *element_of(const struct body *body, const struct event *event)
{
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		struct operand argument = event->arguments.items[i];

		if ((argument.kind == OPERAND_ADDRESS ||
			    argument.kind == OPERAND_PATH) &&
			strstr(body->paths.items[argument.index].steps, "[]"))
			return body->paths.items[argument.index].steps;
	}
	return NULL;
}

/* Whether a block, from one of its events on, has another call with an element. */
static bool calls_again(const struct body *body, const struct block *block,
	uint32_t from, uint32_t raise, bool *raises)
{
	const char *element = element_of(body, &body->events.items[raise]);

	*raises = false;
	for (uint32_t i = from; i < block->count; i++) {
		uint32_t at = body->order.items[block->first + i];
		const struct event *event = &body->events.items[at];
		const char *other = event->kind == EVENT_CALL ?
			element_of(body, event) : NULL;

		*raises = at == raise;
		if (*raises || (other && !strcmp(other, element)))
			return true;
	}
	return false;
}

/* Whether an event can come again with no other call that has the element. */
static bool repeats(const struct body *body, uint32_t index, uint32_t raise,
	bool *seen)
{
	const struct block *block = &body->blocks.items[index];
	bool raises;

	if (seen[index])
		return false;
	seen[index] = true;
	if (calls_again(body, block, 0, raise, &raises))
		return raises;
	for (uint32_t i = 0; i < block->successors.count; i++)
		if (repeats(body, block->successors.items[i], raise, seen))
			return true;
	return false;
}

/* Whether it is one of many: a loop takes the locks of an array's elements, and
 * a second loop, of which is not known here that it runs, gives them back. */
static bool is_one_of_many(const struct check *check, uint32_t index)
{
	const struct raise *raise = &check->flow->raises.items[index];
	const struct body *body = program_routine(
		check->program, raise->routine)->body;
	bool *seen = arena_alloc(check->findings->arena, body->blocks.count);
	const struct block *block;
	uint32_t at, found;
	bool raises;

	if (!element_of(body, &body->events.items[raise->event]))
		return false;
	found = block_of(body, raise->event, &at);
	if (found == NONE)
		return false;
	block = &body->blocks.items[found];
	if (calls_again(body, block, at + 1 - block->first, raise->event,
		    &raises))
		return raises;
	for (uint32_t i = 0; i < block->successors.count; i++)
		if (repeats(body, block->successors.items[i], raise->event,
			    seen))
			return true;
	return false;
}

/* ---- raises without a partner ------------------------------------------- */

static bool keeps_something(const struct contract *contract)
{
	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		enum clause_kind kind = contract->clauses.items[i].kind;

		if (kind == CLAUSE_SAVES || kind == CLAUSE_SAVES_GLOBAL ||
			kind == CLAUSE_ACQUIRES)
			return true;
	}
	return false;
}

bool raise_has_no_partner(const struct check *check, uint32_t index)
{
	const struct raise *raise = &check->flow->raises.items[index];
	const struct routine *routine, *callee;
	uint32_t direct;

	while (raise->inner != NONE)
		raise = &check->flow->raises.items[raise->inner];
	routine = program_routine(check->program, raise->routine);
	call_targets(check->program, routine,
		&routine->body->events.items[raise->event],
		&direct);
	if (direct == NONE)
		return false;
	callee = program_routine(check->program, direct);
	return !callee->definition && callee->contract &&
		callee->contract->authority == AUTHORITY_SOURCE &&
		!keeps_something(callee->contract);
}

static bool leaks(
	const struct check *check, const struct departure *departure, int depth)
{
	const struct routine *routine =
		program_routine(check->program, departure->routine);

	if ((!departure->leaks && !departure->forsakes && !departure->keeps) ||
		departure->entry != entry_of(check, departure->routine) ||
		is_exempt(check, routine, departure->routine))
		return false;
	if (departure->raised_by == NONE)
		return true;
	return !raise_has_no_partner(check, departure->raised_by) &&
		!is_one_of_many(check, departure->raised_by) &&
		!is_leak_inside(check, departure->raised_by, depth);
}

bool departure_leaks(const struct check *check, const struct departure *departure)
{
	return leaks(check, departure, 0);
}

bool raise_is_leak(const struct check *check, uint32_t raise)
{
	return is_leak_inside(check, raise, 0);
}
