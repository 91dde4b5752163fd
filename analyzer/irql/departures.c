/*
 * The returns that the rules see: each return statement, with the IRQL that it
 * returns at and what of the caller's leads there.
 */
#include <string.h>

#include "irql/engine.h"

enum { MAX_DEPARTURES = 64 };

static void take_conditions(struct simulation *simulation,
	const struct state *state, struct departure *departure)
{
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *binding = &state->bindings.items[i];

		if (is_callers(binding))
			*vec_add(simulation->scratch,
				&departure->conditions) = (struct condition){
				binding->key, binding->value };
	}
}

/* "?p0->Kind == 1" is false, and the other way is not that case, either. */
static bool is_other_case(const struct condition *condition,
	const struct departure *other)
{
	if (!value_is_zero(&condition->value))
		return false;
	for (uint32_t i = 0; i < other->conditions.count; i++)
		if (test_fails(condition->key,
			    other->conditions.items[i].key,
			    &other->conditions.items[i].value))
			return true;
	return false;
}

static const struct condition *condition_of(
	const struct departure *departure, const char *key)
{
	for (uint32_t i = 0; i < departure->conditions.count; i++)
		if (departure->conditions.items[i].key == key)
			return &departure->conditions.items[i];
	return NULL;
}

static void add_other_cases(struct arena *arena, struct departure *into,
	const struct departure *from)
{
	for (uint32_t i = 0; i < from->conditions.count; i++) {
		const struct condition *condition =
			&from->conditions.items[i];

		if (!condition_of(into, condition->key) &&
			is_other_case(condition, into))
			*vec_add(arena, &into->conditions) = *condition;
	}
}

/* Both ways meet in one departure: keeps what holds for either. */
static void join_departure(struct arena *arena, struct departure *into,
	const struct departure *from)
{
	uint32_t kept = 0;

	add_other_cases(arena, into, from);
	into->result = join_ranges(
		as_range(&into->result), as_range(&from->result));
	into->may &= from->may;
	into->raised_by = first_raise(into->raised_by, from->raised_by);
	into->lifted = first_raise(into->lifted, from->lifted);
	if (from->handed == NONE)
		into->handed = NONE;
	if (into->given_back != from->given_back)
		into->given_back = NULL;
	if (into->kept != from->kept)
		into->kept = NULL;
	if (!into->retaken)
		into->retaken = from->retaken;
	for (uint32_t i = 0; i < into->conditions.count; i++) {
		struct condition both = into->conditions.items[i];
		const struct condition *other = condition_of(from, both.key);

		if (!other && !is_other_case(&both, from))
			continue;
		if (other)
			both.value = join_values(both.value, other->value);
		into->conditions.items[kept++] = both;
	}
	into->conditions.count = kept;
}

/* A lock that was given back and is held again, or is not; NULL if none. */
static const char *lock_of_callers(const struct state *state, bool held)
{
	for (uint32_t i = 0; i < state->released.count; i++)
		if ((held_lock_of(state, state->released.items[i]) != NULL) ==
			held)
			return state->released.items[i];
	return NULL;
}

/* A spin lock that was taken here and is still held; NULL if none is, or some lock
 * was given back that is not known to be another. */
static const char *lock_kept(const struct state *state)
{
	const struct held_lock *lock = state->locks.items;

	if (state->released.count || state->locks.count != 1 ||
		!lock_spins(lock->kind) || strstr(lock->key, "[]"))
		return NULL;
	return lock->key;
}

bool departure_excludes(
	const struct departure *departure, const struct condition *condition)
{
	const struct condition *known = condition_of(departure, condition->key);

	return known && values_are_disjoint(&condition->value, &known->value);
}

/* Whether what the caller has decides between two ways. */
static bool exclude_each_other(
	const struct departure *left, const struct departure *right)
{
	for (uint32_t i = 0; i < left->conditions.count; i++)
		if (departure_excludes(right, &left->conditions.items[i]))
			return true;
	return false;
}

/* Whether a loop has taken locks that go by one name: another may give them back,
 * and turns as often. */
static bool holds_many(const struct state *state)
{
	for (uint32_t i = 0; i < state->locks.count; i++)
		if (state->locks.items[i].again)
			return true;
	return false;
}

/* Each return statement, once for each IRQL it returns at, and for each choice
 * of the caller's that leads there. */
void note_departure(struct simulation *simulation,
	const struct block *block, const struct state *state,
	const struct exit *exit)
{
	struct summary *result = &simulation->result;
	struct departure departure = { .routine = simulation->routine_index,
		.entry = simulation->engine->analyses
				 .items[simulation->analysis]
				 .level,
		.level = exit->level,
		.result = exit->result,
		.raised_by = exit->raise,
		.lifted = state->lifted,
		.handed = state->handed,
		.may = exit->may || state->stray || holds_many(state),
		.place = block->place,
		.given_back = lock_of_callers(state, false),
		.retaken = lock_of_callers(state, true),
		.kept = lock_kept(state) };

	take_conditions(simulation, state, &departure);
	for (uint32_t i = 0; i < result->departures.count; i++) {
		struct departure *known = &result->departures.items[i];

		if (place_compare(&known->place, &departure.place) ||
			!same_abstract_irql(known->level, departure.level) ||
			(result->departures.count < MAX_DEPARTURES &&
				exclude_each_other(known, &departure)))
			continue;
		join_departure(simulation->scratch, known, &departure);
		return;
	}
	*vec_add(simulation->scratch, &result->departures) = departure;
}
