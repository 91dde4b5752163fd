/*
 * What a run notes of the events that it comes to, and what of that is in doubt
 * because other ways lead there as well.
 */
#include <string.h>

#include "irql/engine.h"

static void note_arrival_at(struct simulation *simulation,
	const struct state *state, uint32_t event, uint32_t target, bool may)
{
	struct summary *result = &simulation->result;
	uint32_t *first = &simulation->first_arrival[event];
	struct arrival arrival = { .event = event, .level = state->level,
		.raised_by = state->raised_by, .lifted = state->lifted,
		.target = target, .may = state->may || may };

	arrival.locked = any_lock_spins(state->locks.items, state->locks.count);
	arrival.holds = state->locks.count > 0;
	conditions_read(simulation, state, &arrival.conditions);
	told_read(simulation, state, event, &arrival.told);
	for (uint32_t i = *first; i != NONE;
		i = result->arrivals.items[i].next) {
		struct arrival *known = &result->arrivals.items[i];

		if (!same_abstract_irql(known->level, state->level) ||
			known->raised_by != state->raised_by ||
			known->target != target)
			continue;
		known->may &= arrival.may;
		known->lifted = first_raise(known->lifted, state->lifted);
		known->locked &= arrival.locked;
		known->holds |= arrival.holds;
		conditions_join(&known->conditions, &arrival.conditions);
		told_join(&known->told, &arrival.told);
		return;
	}
	arrival.next = *first;
	*first = result->arrivals.count;
	*vec_add(simulation->scratch, &result->arrivals) = arrival;
}

static void note_arrival(
	struct simulation *simulation, const struct state *state, uint32_t event)
{
	if (simulation->settled)
		note_arrival_at(simulation, state, event, NONE, false);
}

/* Of several routines that a call may mean, those count that this state has not
 * ruled out. */
void note_call(
	struct simulation *simulation, const struct state *state, uint32_t index)
{
	const struct event *event = &simulation->body->events.items[index];
	struct choices choices = { 0 };
	struct targets targets = { 0 };
	uint32_t direct;

	if (!simulation->settled)
		return;
	if (event->callee.kind == OPERAND_PATH)
		targets = call_targets(simulation->program,
			simulation->routine, event, &direct);
	if (targets.count > 1 && has_chosen(state))
		find_choices(simulation, state, event, targets, &choices);
	if (!choices.known)
		note_arrival_at(simulation, state, index, NONE, false);
	for (uint32_t i = 0; choices.known && i < choices.list.count; i++)
		note_arrival_at(simulation, state, index,
			choices.list.items[i].target,
			choices.list.count > 1);
}

/* A touch of data matters only where it can be reached. */
void note_touch(
	struct simulation *simulation, const struct state *state, uint32_t event)
{
	if (touches_at(simulation->engine->flow, simulation->routine_index,
		    event) != NONE)
		note_arrival(simulation, state, event);
}

void note_passage(struct simulation *simulation, uint32_t event,
	bool raised_before, const struct state *behind)
{
	uint8_t *passage = &simulation->passages[event];

	if (!simulation->settled)
		return;
	*passage |= raised_before ? PASSAGE_RAISED : PASSAGE_LOW;
	if (behind && (behind->raised_by != NONE) != raised_before)
		*passage |= raised_before ? PASSAGE_LOWERS : PASSAGE_RAISES;
}

/* Out of the scratch memory, if something raises IRQL here. */
void keep_passages(struct simulation *simulation)
{
	uint32_t count = simulation->body->events.count, i = 0;

	while (i < count && !(simulation->passages[i] & PASSAGE_RAISES))
		i++;
	if (i < count)
		simulation->result.passages =
			memcpy(arena_take(simulation->engine->program->arena,
				       count),
				simulation->passages, count);
}

static void add_passages(
	struct engine *engine, uint32_t routine, const uint8_t *passages)
{
	uint8_t **known = &engine->flow->passages[routine];
	uint32_t count =
		program_routine(engine->program, routine)->body->events.count;

	if (!*known)
		*known = arena_alloc(engine->program->arena, count);
	for (uint32_t i = 0; i < count; i++)
		(*known)[i] |= passages[i];
}

/* Of the last run of each analysis: before that, not all was known. */
void collect_passages(struct engine *engine)
{
	for (uint32_t i = 0; i < engine->analyses.count; i++) {
		const struct analysis *analysis = &engine->analyses.items[i];

		if (analysis->reached && analysis->summary &&
			analysis->summary->passages &&
			!level_is_high(analysis->level))
			add_passages(engine, analysis->routine,
				analysis->summary->passages);
	}
}

/* Whether two arrivals may be of the same routine. */
static bool concern_one(const struct arrival *one, const struct arrival *other)
{
	return one->target == other->target || one->target == NONE ||
		other->target == NONE;
}

static bool is_above(struct abstract_irql one, struct abstract_irql other)
{
	if (one.kind == LEVEL_KNOWN && other.kind == LEVEL_KNOWN)
		return one.irql > other.irql;
	return level_is_raised(one) && !level_is_raised(other);
}

/* A call that is also reached lower down is too high on some paths only. */
void doubt_mixed_arrivals(struct summary *result)
{
	for (uint32_t i = 0; i < result->arrivals.count; i++) {
		struct arrival *one = &result->arrivals.items[i];

		for (uint32_t k = one->next; k != NONE;
			k = result->arrivals.items[k].next) {
			struct arrival *other = &result->arrivals.items[k];

			if (!concern_one(one, other))
				continue;
			one->may |= is_above(one->level, other->level);
			other->may |= is_above(other->level, one->level);
		}
	}
}

/* A release of a lock that is not held is in doubt where it is also reached with
 * one, or at an IRQL that something raised. */
static void doubt_unheld(struct mishap *mishap, const struct arrival *arrival)
{
	bool raised = level_is_raised(arrival->level) &&
		(arrival->raised_by != NONE || mishap->entry < IRQL_DISPATCH);

	mishap->may |= arrival->holds || raised;
}

/* One that gives back what was given back before is wrong all the same, but not
 * whenever it is reached. */
static bool is_rightful(const struct simulation *simulation, uint32_t event)
{
	for (uint32_t i = 0; i < simulation->rightful.count; i++)
		if (simulation->rightful.items[i] == event)
			return true;
	return false;
}

void doubt_mixed_mishaps(const struct simulation *simulation)
{
	const struct summary *result = &simulation->result;

	for (uint32_t i = 0; i < result->mishaps.count; i++) {
		struct mishap *mishap = &result->mishaps.items[i];

		mishap->mixed = mishap->kind == MISHAP_RETURNED &&
			is_rightful(simulation, mishap->event);
		for (uint32_t k = simulation->first_arrival[mishap->event];
			mishap->kind == MISHAP_UNHELD && k != NONE;
			k = result->arrivals.items[k].next)
			doubt_unheld(mishap, &result->arrivals.items[k]);
	}
}
