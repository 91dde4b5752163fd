/*
 * Which returns with raised IRQL are defects. A routine with a role must give
 * IRQL back on every path: the system calls it, and nobody takes care of the
 * rest. Any other routine may be a wrapper that raises IRQL for its callers, who
 * are followed. It is at fault only if its callers cannot tell the ways apart:
 * it comes back raised on one path and not on another, with nothing in its
 * result or its arguments to say which.
 *
 * Where the system calls at DISPATCH_LEVEL, a spin lock that is kept on one path and
 * not on another is the same defect, though IRQL does not show it.
 *
 * A routine that gives back a lock which its callers hold, and takes it again on
 * one path and not on another, is at fault where it does not, if they cannot tell.
 *
 * What follows from a defect is not followed: where every raised return is one,
 * the callers go on at the IRQL at which they called. Else one release that is
 * missing would make the whole driver run at DISPATCH_LEVEL.
 */
#include <inttypes.h>
#include <string.h>

#include "irql/engine.h"

enum { MAX_CASES = 64 };

static bool is_raised(const struct departure *departure)
{
	return level_is_raised(departure->level) &&
		departure->raised_by != NONE &&
		(departure->entry == ENTRY_UNKNOWN ||
			(int)departure->level.irql > departure->entry);
}

static bool is_entered_high(const struct departure *departure)
{
	return departure->entry != ENTRY_UNKNOWN &&
		departure->entry >= IRQL_DISPATCH;
}

/* At APC_LEVEL, and was not at entry; or above the DISPATCH_LEVEL of the entry. */
static bool is_lifted(const struct departure *departure)
{
	const struct abstract_irql level = departure->level;

	if (level.kind != LEVEL_KNOWN || departure->lifted == NONE)
		return false;
	if (is_entered_high(departure))
		return (int)level.irql > departure->entry;
	return level.irql == IRQL_APC &&
		(departure->entry == ENTRY_UNKNOWN ||
			departure->entry < IRQL_APC);
}

/* ---- what tells two ways apart ----------------------------------------- */

enum result_kind {
	RESULT_STATUS,	/* not negative: success */
	RESULT_NONZERO, /* not 0: success */
	RESULT_POINTER, /* likewise; what is not known to be NULL is not */
	RESULT_OTHER,
};

static enum result_kind result_kind(const struct simulation *simulation)
{
	const char *type =
		result_type(simulation->program, simulation->routine);

	if (returns_pointer(simulation))
		return RESULT_POINTER;
	if (!strcmp(type, "long"))
		return RESULT_STATUS;
	if (!strcmp(type, "bool") || !strcmp(type, "_Bool") ||
		!strcmp(type, "unsigned char"))
		return RESULT_NONZERO;
	return RESULT_OTHER;
}

static enum truth succeeds(
	enum result_kind kind, const struct departure *departure)
{
	return test_value(&departure->result,
		kind == RESULT_STATUS ? TEST_GREATER_EQUAL : TEST_NOT_EQUAL, 0);
}

/* A code, such as 0 for "nothing was locked". */
static bool is_one_number(const struct value *value)
{
	return value->kind == VALUE_RANGE && value->low == value->high;
}

/* A count of nothing on the raised way and of something on the other: no code
 * that tells them apart, unlike an error that has a sign. */
static bool is_count(const struct simulation *simulation,
	const struct departure *raised, const struct departure *other)
{
	return !strncmp(result_type(simulation->program, simulation->routine),
		       "unsigned", strlen("unsigned")) &&
		is_one_number(&raised->result) && raised->result.low == 0 &&
		!is_one_number(&other->result);
}

/* Whether the result says it: raised with success, not raised with failure. A
 * sum or a count that happens to be greater on one way says nothing. */
static bool results_tell(const struct simulation *simulation,
	const struct departure *raised, const struct departure *other)
{
	enum result_kind kind =
		result_kind(simulation);

	switch (kind) {
	case RESULT_OTHER:
		return !is_count(simulation, raised, other) &&
			values_are_disjoint(&raised->result, &other->result) &&
			(is_one_number(&raised->result) ||
				is_one_number(&other->result));
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

bool can_return_without(struct arena *arena, const struct body *body,
	const struct place *place, uint32_t event)
{
	bool *seen = arena_alloc(arena, body->blocks.count);

	return is_reached_without(body, place, event, 0, seen);
}

/* Whether a test has shown that the value of a key is not this constant. */
static bool is_excluded(struct simulation *simulation,
	const struct departure *departure, const char *key, int64_t constant)
{
	const char *test = arena_printf(
		simulation->scratch, "?%s == %" PRId64, key, constant);

	for (uint32_t i = 0; i < departure->conditions.count; i++)
		if (departure->conditions.items[i].value.high == 0 &&
			!strcmp(departure->conditions.items[i].key, test))
			return true;
	return false;
}

/* Whether the other way is none of the cases of a switch that this one is. */
static bool is_no_case(struct simulation *simulation,
	const struct departure *departure, const struct condition *cases)
{
	const struct value *value = &cases->value;

	if (value->kind != VALUE_RANGE || value->low < 0 ||
		value->high - value->low >= MAX_CASES)
		return false;
	for (int64_t at = value->low; at <= value->high; at++)
		if (!is_excluded(simulation, departure, cases->key, at))
			return false;
	return true;
}

/* Whether a condition does not hold on the other way. */
static bool is_contradicted(struct simulation *simulation,
	const struct condition *condition, const struct departure *other)
{
	return is_no_case(simulation, other, condition) ||
		departure_excludes(other, condition);
}

/* Whether what the caller passed decides which way is taken. */
static bool arguments_tell(struct simulation *simulation,
	const struct departure *raised, const struct departure *other)
{
	for (uint32_t i = 0; i < raised->conditions.count; i++)
		if (is_contradicted(simulation, &raised->conditions.items[i],
			    other))
			return true;
	return false;
}

/* Whether it decides that the other way does not come by a raise, be it that the
 * routine or what it calls asks first. What is only tested behind the raise
 * decides nothing of it, and which of several functions a pointer is, which
 * nobody asks, only if it is certain. */
static bool tests_tell(struct simulation *simulation,
	const struct conditions *tests, const struct departure *other)
{
	for (uint32_t i = 0; i < tests->list.count; i++) {
		struct condition condition = { tests->list.items[i].key,
			tests->list.items[i].value };

		if (condition.value.kind == VALUE_AMONG &&
			!choice_is_certain(condition.key, &condition.value))
			continue;
		if (is_contradicted(simulation, &condition, other))
			return true;
	}
	return false;
}

/* ---- judgement --------------------------------------------------------- */

/* Whether another way comes back at a lower IRQL. Where it was up there at entry,
 * it need not raise. */
static bool is_lower(
	const struct departure *departure, const struct departure *than)
{
	if (level_is_raised(than->level))
		return !level_is_raised(departure->level);
	return !level_is_raised(departure->level) &&
		(departure->level.kind != LEVEL_KNOWN ||
			departure->level.irql < IRQL_APC);
}

/* Wait = TRUE: the wait is still to come, and is another rule's matter. */
static bool awaits(struct simulation *simulation,
	const struct departure *departure)
{
	const struct noted_raise *noted = noted_raise(&simulation->result, departure->raised_by);

	return noted && noted->raise.cause == CAUSE_WAIT;
}

static uint32_t called_at(const struct simulation *simulation, uint32_t event)
{
	return called_routine(simulation->program, simulation->routine,
		&simulation->body->events.items[event]);
}

static bool gives_back(const struct summary *summary)
{
	for (uint32_t i = 0; i < summary->exits.count; i++)
		if (summary->exits.items[i].released.count)
			return true;
	return false;
}

/* Whether something that is called with IRQL raised may give a lock back: who
 * takes and gives is no helper that only takes. */
static bool may_give_back(struct simulation *simulation)
{
	const struct summary *called;

	for (uint32_t i = 0; i < simulation->result.arrivals.count; i++) {
		struct arrival arrival = simulation->result.arrivals.items[i];
		uint32_t callee = called_at(simulation, arrival.event);

		if (callee != NONE && level_is_raised(arrival.level) &&
			simulation->engine->marks[callee] & MARK_DEFINED &&
			simulation->engine->kinds[callee] != BODY_SILENT &&
			consult(simulation->engine, simulation, callee,
				level_index(arrival.level),
				&called) == KNOWS_EXITS &&
			gives_back(called))
			return true;
	}
	return false;
}

/* Whether what is called may raise or not by its own choice, and does not say so
 * in a result that its caller forgets. */
static bool answers_nothing(
	const struct simulation *simulation, uint32_t event)
{
	uint32_t callee = called_at(simulation, event);

	return callee != NONE &&
		(simulation->engine->marks[callee] & MARK_DEFINED) &&
		!strcmp(result_type(simulation->program,
				program_routine(simulation->program, callee)),
			"void");
}

/* Whether the raise is a matter of choice on the other's way, which what the
 * caller passed decides. Nobody asks for a failure with the lock held. */
static bool choice_tells(struct simulation *simulation,
	const struct departure *raised, const struct departure *other)
{
	const struct noted_raise *noted = noted_raise(&simulation->result, raised->raised_by);
	uint32_t event = noted ? noted->raise.event : raised->lifted;

	if (result_kind(simulation) ==
			RESULT_STATUS &&
		succeeds(RESULT_STATUS, raised) == TRUTH_NO)
		return false;
	return event != NONE &&
		((answers_nothing(simulation, event) &&
			 !may_give_back(simulation)) ||
			can_return_without(simulation->scratch,
				simulation->body, &other->place, event)) &&
		(noted ? tests_tell(simulation, &noted->tests, other) :
			 arguments_tell(simulation, raised, other));
}

/* Whether the ways called what different tables hold, or what different functions
 * are that the caller handed over. */
static bool tables_tell(
	const struct departure *raised, const struct departure *other)
{
	for (uint32_t i = 0; i < raised->conditions.count; i++) {
		const struct condition *condition =
			&raised->conditions.items[i];

		if (choice_is_certain(condition->key, &condition->value) &&
			departure_excludes(other, condition))
			return true;
	}
	return false;
}

static bool is_at_entry(const struct departure *departure)
{
	return departure->level.kind == LEVEL_KNOWN &&
		(int)departure->level.irql == departure->entry;
}

/* At APC_LEVEL what is taken under a condition is mostly given back under the
 * same, which may stand in a structure: a mutex that counts its owner's calls.
 * Only what every way to some lower return comes by is known to be forgotten
 * elsewhere; or, where the system calls, what every way comes by. */
static bool is_left_up(
	struct simulation *simulation, const struct departure *departure)
{
	const struct summary *result = &simulation->result;
	bool all = true;

	if (!is_lifted(departure))
		return false;
	for (uint32_t i = 0; i < result->departures.count; i++) {
		const struct departure *other = &result->departures.items[i];

		if (is_entered_high(departure) ? !is_at_entry(other) :
						 !is_lower(other, departure))
			continue;
		all = false;
		if (!can_return_without(simulation->scratch, simulation->body,
			    &other->place, departure->lifted))
			return true;
	}
	return all && simulation->routine->roles.count &&
		!can_return_without(simulation->scratch, simulation->body,
			NULL, departure->lifted);
}

/* Whether only the way that comes back raised leaves the IRQL from before with
 * the caller: `if (old) *old = irql; else KeLowerIrql(irql);`. Then it is asked
 * for. */
static bool is_handed_over(
	const struct departure *raised, const struct departure *other)
{
	return raised->handed != NONE && other->handed == NONE;
}

static bool callers_can_tell(
	struct simulation *simulation, const struct departure *raised)
{
	const struct summary *result = &simulation->result;

	for (uint32_t i = 0; i < result->departures.count; i++) {
		const struct departure *other = &result->departures.items[i];

		if (is_lower(other, raised) &&
			!is_handed_over(raised, other) &&
			!results_tell(simulation, raised, other) &&
			!tables_tell(raised, other) &&
			!choice_tells(simulation, raised, other))
			return false;
	}
	return true;
}

/* Whether a way that comes back without a lock of its callers, which another way
 * takes again, cannot be told from that one. */
static bool forsakes(
	struct simulation *simulation, const struct departure *departure)
{
	const struct summary *result = &simulation->result;

	if (!departure->given_back)
		return false;
	for (uint32_t i = 0; i < result->departures.count; i++) {
		const struct departure *other = &result->departures.items[i];

		if (other->retaken == departure->given_back &&
			!values_are_disjoint(&departure->result, &other->result) &&
			!arguments_tell(simulation, departure, other))
			return true;
	}
	return false;
}

/* Whether the system gets back a routine that it called at DISPATCH_LEVEL with a
 * lock held, which another way gives back: IRQL does not show it. */
static bool keeps(
	struct simulation *simulation, const struct departure *departure)
{
	const struct summary *result = &simulation->result;

	if (!departure->kept || !is_entered_high(departure) ||
		!is_at_entry(departure) || !simulation->routine->roles.count)
		return false;
	for (uint32_t i = 0; i < result->departures.count; i++)
		if (!result->departures.items[i].kept &&
			is_at_entry(&result->departures.items[i]))
			return true;
	return false;
}

/* A role whose contract itself says what happens to IRQL: cancel routines and
 * the lock callbacks of queues. */
static bool has_role_with_effect(const struct routine *routine)
{
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (contract_matters(routine->roles.items[i].contract))
			return true;
	return false;
}

/* Guard objects, and routines that say what they do to IRQL. */
static bool may_return_raised(const struct simulation *simulation)
{
	const struct routine *routine = simulation->routine;

	return (simulation->engine->marks[simulation->routine_index] &
		       MARK_SPECIAL) ||
		contract_matters(routine->contract) ||
		has_role_with_effect(routine);
}

/* Whether every return at the IRQL of an exit is a leak. */
static bool is_leak(
	const struct summary *result, const struct exit *exit)
{
	bool leaks = false;

	for (uint32_t i = 0; i < result->departures.count; i++) {
		const struct departure *departure =
			&result->departures.items[i];

		if (!same_abstract_irql(departure->level, exit->level))
			continue;
		if (!departure->leaks)
			return false;
		leaks = true;
	}
	return leaks;
}

/* Whether an exit comes from a return that forsakes the callers' lock. */
static bool is_forsaking(
	const struct summary *result, const struct exit *exit)
{
	for (uint32_t i = 0; i < result->departures.count; i++) {
		const struct departure *departure =
			&result->departures.items[i];

		if (!departure->forsakes ||
			!same_abstract_irql(departure->level, exit->level))
			continue;
		for (uint32_t k = 0; k < exit->released.count; k++)
			if (exit->released.items[k] == departure->given_back)
				return true;
	}
	return false;
}

void judge_departures(struct simulation *simulation)
{
	const struct routine *routine = simulation->routine;
	struct summary *result = &simulation->result;
	int level = simulation->engine->analyses
			    .items[simulation->analysis]
			    .level;

	if (simulation->engine->past_leaks || may_return_raised(simulation))
		return;
	for (uint32_t i = 0; i < result->departures.count; i++) {
		struct departure *departure = &result->departures.items[i];

		departure->forsakes = forsakes(simulation, departure);
		departure->keeps = keeps(simulation, departure);
		departure->leaks = (is_raised(departure) ||
					   is_left_up(simulation, departure)) &&
			!awaits(simulation, departure) &&
			(routine->roles.count > 0 ||
				contract_clause(routine->contract,
					CLAUSE_REQUIRES_SAME) ||
				!callers_can_tell(simulation, departure));
	}
	for (uint32_t i = 0; i < result->exits.count; i++) {
		struct exit *exit = &result->exits.items[i];

		if (!is_leak(result, exit) && !is_forsaking(result, exit))
			continue;
		exit->level = entry_level(level);
		exit->raise = NONE;
		exit->locks.count = exit->released.count = 0;
	}
}
