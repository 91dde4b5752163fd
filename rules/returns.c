/*
 * Which returns with raised IRQL are defects. A routine with a role must give
 * IRQL back on every path: the system calls it, and nobody takes care of the
 * rest. Any other routine may be a wrapper that raises IRQL for its callers, who
 * are followed. It is at fault only if its callers cannot tell the ways apart:
 * it comes back raised on one path and not on another, with nothing in its
 * result or its arguments to say which.
 *
 * Only raised returns are judged. Where a restored value is not known, the flow
 * takes it to be PASSIVE_LEVEL, so "lower than at entry" may be ignorance. Nor
 * is APC_LEVEL raised here: a fast mutex that is still held is another defect,
 * paging is as legal as below, and such locks are often paired over structures
 * that the flow does not follow.
 */
#include "rules/check.h"

#include <inttypes.h>
#include <string.h>

enum { MAX_WRAPPERS = 8, MAX_CASES = 64 };

/* ---- routines ---------------------------------------------------------- */

/* A role whose contract itself says what happens to IRQL: cancel routines and
 * the lock callbacks of queues. */
static bool has_role_with_effect(const struct routine *routine)
{
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (contract_matters(routine->roles.items[i].contract))
			return true;
	return false;
}

/* A saved IRQL that was lost is the cause (PA1012) of what is returned with. */
static bool lost_its_save(const struct check *check, uint32_t routine)
{
	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *mishap = &check->flow->mishaps.items[i];

		if (mishap->routine == routine &&
			mishap->kind != MISHAP_LOWERED)
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
			&check->flow->departures.items[i];

		if (departure->routine == routine &&
			is_lower_entry(departure->entry, lowest))
			lowest = departure->entry;
	}
	return lowest;
}

static bool is_raised(const struct departure *departure)
{
	return level_is_raised(departure->level) &&
		departure->raised_by != NONE &&
		(departure->entry == ENTRY_UNKNOWN ||
			(int)departure->level.irql > departure->entry);
}

/* ---- what tells two ways apart ----------------------------------------- */

enum result_kind {
	RESULT_STATUS,	/* not negative: success */
	RESULT_NONZERO, /* not 0: success */
	RESULT_POINTER, /* likewise; what is not known to be NULL is not */
	RESULT_OTHER,
};

static enum result_kind result_kind(const struct routine *routine)
{
	const char *type = routine->definition->signature;
	size_t length = strcspn(type, "(");

	while (length && type[length - 1] == ' ')
		length--;
	if (length && type[length - 1] == '*')
		return RESULT_POINTER;
	if (length == 4 && !strncmp(type, "long", 4))
		return RESULT_STATUS;
	if ((length == 4 && !strncmp(type, "bool", 4)) ||
		(length == 5 && !strncmp(type, "_Bool", 5)) ||
		(length == 13 && !strncmp(type, "unsigned char", 13)))
		return RESULT_NONZERO;
	return RESULT_OTHER;
}

static bool are_disjoint(const struct value *left, const struct value *right)
{
	struct value a = as_range(left), b = as_range(right);

	return a.high < b.low || b.high < a.low ||
		(a.nonzero && b.low == 0 && b.high == 0) ||
		(b.nonzero && a.low == 0 && a.high == 0);
}

static enum truth succeeds(
	enum result_kind kind, const struct departure *departure)
{
	return test_value(&departure->result,
		kind == RESULT_STATUS ? TEST_GREATER_EQUAL : TEST_NOT_EQUAL, 0);
}

/* Whether the result says it: raised with success, not raised with failure. */
static bool results_tell(const struct routine *routine,
	const struct departure *raised, const struct departure *other)
{
	enum result_kind kind = result_kind(routine);

	switch (kind) {
	case RESULT_OTHER:
		return are_disjoint(&raised->result, &other->result);
	case RESULT_POINTER:
		return succeeds(kind, raised) != TRUTH_NO &&
			succeeds(kind, other) == TRUTH_NO;
	case RESULT_STATUS:
	case RESULT_NONZERO:
		break;
	}
	return succeeds(kind, raised) == TRUTH_YES &&
		succeeds(kind, other) == TRUTH_NO;
}

static bool block_has(
	const struct body *body, const struct block *block, uint32_t event)
{
	for (uint32_t i = 0; i < block->count; i++)
		if (body->order.items[block->first + i] == event)
			return true;
	return false;
}

/* Whether a return can be reached without passing an event; with a place, the
 * one that stands there. */
static bool is_reached_without(const struct body *body,
	const struct place *place, uint32_t event, uint32_t index, bool *seen)
{
	const struct block *block = &body->blocks.items[index];

	if (seen[index] || block_has(body, block, event))
		return false;
	seen[index] = true;
	if (block->exit == EXIT_RETURN)
		return !place || !place_compare(&block->place, place);
	for (uint32_t i = 0; i < block->successors.count; i++)
		if (is_reached_without(body, place, event,
			    block->successors.items[i], seen))
			return true;
	return false;
}

bool can_be_avoided(const struct check *check, const struct routine *routine,
	uint32_t event)
{
	const struct body *body = routine->definition->body;
	bool *seen = arena_alloc(check->findings->arena, body->blocks.count);

	return is_reached_without(body, NULL, event, 0, seen);
}

/* Whether the raise itself is a matter of choice on the other's way. */
static bool is_conditional(const struct check *check,
	const struct routine *routine, const struct departure *raised,
	const struct departure *other)
{
	const struct body *body = routine->definition->body;
	bool *seen = arena_alloc(check->findings->arena, body->blocks.count);

	return is_reached_without(body, &other->place,
		check->flow->raises.items[raised->raised_by].event, 0, seen);
}

/* Whether a test has shown that the value of a key is not this constant. */
static bool is_excluded(const struct check *check,
	const struct departure *departure, const char *key, int64_t constant)
{
	const char *test = arena_printf(check->findings->arena,
		"?%s == %" PRId64, key, constant);

	for (uint32_t i = 0; i < departure->conditions.count; i++)
		if (departure->conditions.items[i].value.high == 0 &&
			!strcmp(departure->conditions.items[i].key, test))
			return true;
	return false;
}

/* Whether the other way is none of the cases of a switch that this one is. */
static bool is_no_case(const struct check *check,
	const struct departure *departure, const struct condition *cases)
{
	const struct value *value = &cases->value;

	if (value->kind != VALUE_RANGE || value->low < 0 ||
		value->high - value->low >= MAX_CASES)
		return false;
	for (int64_t at = value->low; at <= value->high; at++)
		if (!is_excluded(check, departure, cases->key, at))
			return false;
	return true;
}

/* Whether what the caller passed decides which way is taken. */
static bool arguments_tell(const struct check *check,
	const struct departure *raised, const struct departure *other)
{
	for (uint32_t i = 0; i < raised->conditions.count; i++) {
		const struct condition *left = &raised->conditions.items[i];

		if (is_no_case(check, other, left))
			return true;
		for (uint32_t k = 0; k < other->conditions.count; k++)
			if (other->conditions.items[k].key == left->key &&
				are_disjoint(&left->value,
					&other->conditions.items[k].value))
				return true;
	}
	return false;
}

/* ---- judgement --------------------------------------------------------- */

/* _IRQL_requires_same_ on a declaration of its own. */
static bool promises_the_same(const struct routine *routine)
{
	const struct contract *contract = routine->contract;

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++)
		if (contract->clauses.items[i].kind == CLAUSE_REQUIRES_SAME)
			return true;
	return false;
}

static bool leaks(
	const struct check *check, const struct departure *departure, int depth);

static bool routine_leaks(
	const struct check *check, uint32_t routine, int depth)
{
	for (uint32_t i = 0; i < check->flow->departures.count; i++)
		if (check->flow->departures.items[i].routine == routine &&
			leaks(check, &check->flow->departures.items[i], depth))
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
	const struct body *body = routine->definition->body;

	if (body->lost_statements)
		return true;
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		uint32_t callee = event->kind == EVENT_CALL ?
			operand_routine(
				check->program, routine, event->callee) :
			NONE;
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
	return routine->definition->is_special ||
		contract_matters(routine->contract) ||
		has_role_with_effect(routine) ||
		lost_its_save(check, index) || lost_statements(check, routine);
}

/* Whether it is one of many: an element of an array, whose locks a second loop
 * gives back. That this loop runs is not known here. */
static bool is_one_of_many(const struct check *check, uint32_t index)
{
	const struct raise *raise = &check->flow->raises.items[index];
	const struct body *body = program_routine(
		check->program, raise->routine)->definition->body;
	const struct event *event = &body->events.items[raise->event];

	for (uint32_t i = 0; i < event->arguments.count; i++) {
		struct operand argument = event->arguments.items[i];

		if ((argument.kind == OPERAND_ADDRESS ||
			    argument.kind == OPERAND_PATH) &&
			strstr(body->paths.items[argument.index].steps, "[]"))
			return true;
	}
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
		&routine->definition->body->events.items[raise->event],
		&direct);
	if (direct == NONE)
		return false;
	callee = program_routine(check->program, direct);
	return !callee->definition && callee->contract &&
		callee->contract->authority == AUTHORITY_SOURCE &&
		!keeps_something(callee->contract);
}

static bool callers_can_tell(const struct check *check,
	const struct routine *routine, const struct departure *raised)
{
	for (uint32_t i = 0; i < check->flow->departures.count; i++) {
		const struct departure *other =
			&check->flow->departures.items[i];

		if (other->routine == raised->routine &&
			other->entry == raised->entry && !is_raised(other) &&
			!results_tell(routine, raised, other) &&
			!(is_conditional(check, routine, raised, other) &&
				arguments_tell(check, raised, other)))
			return false;
	}
	return true;
}

static bool leaks(
	const struct check *check, const struct departure *departure, int depth)
{
	const struct routine *routine =
		program_routine(check->program, departure->routine);

	if (!is_raised(departure) ||
		departure->entry != entry_of(check, departure->routine) ||
		is_exempt(check, routine, departure->routine))
		return false;
	if (check->flow->raises.items[departure->raised_by].cause ==
			CAUSE_WAIT ||
		raise_has_no_partner(check, departure->raised_by) ||
		is_one_of_many(check, departure->raised_by) ||
		is_leak_inside(check, departure->raised_by, depth))
		return false;
	return routine->roles.count > 0 || promises_the_same(routine) ||
		!callers_can_tell(check, routine, departure);
}

bool departure_leaks(const struct check *check, const struct departure *departure)
{
	return leaks(check, departure, 0);
}

bool raise_is_leak(const struct check *check, uint32_t raise)
{
	return is_leak_inside(check, raise, 0);
}
