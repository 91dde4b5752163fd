/*
 * What decides between two ways which differ in IRQL or locks where they meet, as the
 * kind of a table decides whether its lock is a spin lock: `if (held) Unlock(table);
 * …; if (held) Lock(table);`. What one state knows of it and another does not keeps
 * them apart, although they agree for now: joined they would be one that gave nothing
 * back, and takes the lock again.
 */
#include "irql/engine.h"

static void note(struct simulation *simulation, const char *key)
{
	for (uint32_t i = 0; i < simulation->decisions.count; i++)
		if (simulation->decisions.items[i] == key)
			return;
	*vec_add(simulation->scratch, &simulation->decisions) = key;
}

/* Whether it is shown not to be what the other one is: "?p0->Kind == 1" is not so,
 * and "p0->Kind" is 1. */
static bool is_case_of_other(
	const struct binding *binding, const struct binding *other)
{
	return binding->key[0] == '?' && value_is_zero(&binding->value) &&
		value_is_constant(&other->value) &&
		tests_equality(binding->key, other->key, other->value.low);
}

/* Numbers that differ decide only if it is one call that tells them: a loop would find
 * another one in each turn. */
static bool decide(const struct binding *one, const struct binding *other,
	bool of_call)
{
	if (one->key == other->key)
		return (of_call || one->key[0] == '?') &&
			values_are_disjoint(&one->value, &other->value);
	return is_case_of_other(one, other) || is_case_of_other(other, one);
}

static void note_of(struct simulation *simulation, const struct binding *one,
	const struct state *right, bool of_call)
{
	for (uint32_t i = 0; i < right->bindings.count; i++) {
		const struct binding *other = &right->bindings.items[i];

		if (!decide(one, other, of_call) || !is_callers(other))
			continue;
		note(simulation, one->key);
		note(simulation, other->key);
	}
}

void note_decisions(struct simulation *simulation, const struct state *left,
	const struct state *right, bool of_call)
{
	for (uint32_t i = 0; i < left->bindings.count; i++)
		if (is_callers(&left->bindings.items[i]))
			note_of(simulation, &left->bindings.items[i], right,
				of_call);
}

static bool same_decision(const struct state *left, const struct state *right,
	const char *key)
{
	const struct binding *one = state_find(left, key);
	const struct binding *other = state_find(right, key);

	return one && other ? same_values(&one->value, &other->value) :
			      one == other;
}

bool same_decisions(const struct simulation *simulation,
	const struct state *left, const struct state *right)
{
	for (uint32_t i = 0; i < simulation->decisions.count; i++)
		if (!same_decision(left, right, simulation->decisions.items[i]))
			return false;
	return true;
}
