/*
 * What a state knows of storage: bindings are made, looked up, and forgotten.
 * merge.c makes one state of two, locks.c asks for the locks.
 */
#include "irql/state.h"

#include <string.h>

struct state *state_copy(struct states *states, const struct state *state)
{
	struct arena *arena = states->arena;
	struct state *copy, room = { 0 };

	if (states->spare.count) {
		copy = states->spare.items[--states->spare.count];
		room = *copy;
	} else {
		copy = arena_take(arena, sizeof(*copy));
	}
	*copy = *state;
	copy->bindings = room.bindings;
	copy->locks = room.locks;
	copy->released = room.released;
	copy->returned = room.returned;
	vec_assign(arena, &copy->bindings, &state->bindings);
	vec_assign(arena, &copy->locks, &state->locks);
	vec_assign(arena, &copy->released, &state->released);
	vec_assign(arena, &copy->returned, &state->returned);
	return copy;
}

void state_drop(struct states *states, struct state *state)
{
	*vec_add(states->arena, &states->spare) = state;
}

const struct binding *state_find(const struct state *state, const char *key)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (state->bindings.items[i].key == key)
			return &state->bindings.items[i];
	return NULL;
}

const char *origin_of(const struct state *state, const char *key)
{
	const struct binding *binding;

	for (int hops = 0; hops < 8; hops++) {
		binding = state_find(state, key);
		if (!binding || binding->value.kind != VALUE_SAME)
			break;
		key = binding->value.key;
	}
	return key;
}

struct value value_of_key(const struct state *state, const char *key)
{
	const char *origin = origin_of(state, key);
	const struct binding *binding = state_find(state, origin);

	return binding && binding->value.kind != VALUE_SAME && !binding->stale ?
		binding->value :
		same_value(origin);
}

struct value resolve_value(const struct state *state, struct value value)
{
	struct value base;

	if (value.kind != VALUE_MADE)
		return value;
	base = value_of_key(state, value.key);
	return apply_made(&value, as_range(&base));
}

struct binding *state_bind(struct arena *arena, struct state *state,
	const char *key, struct value value, bool initial)
{
	struct binding *bound = NULL;

	for (uint32_t i = 0; i < state->bindings.count && !bound; i++)
		if (state->bindings.items[i].key == key)
			bound = &state->bindings.items[i];
	if (!bound)
		bound = vec_add(arena, &state->bindings);
	*bound = (struct binding){ .key = key,
		.value = value,
		.initial = initial,
		.of_result = key_mentions_result(key) ||
			(value_is_of_key(&value) &&
				key_mentions_result(value.key)) };
	return bound;
}

void state_age(struct state *state)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		state->bindings.items[i].stale |=
			state->bindings.items[i].shared;
}

static bool speaks_of(const char *text, const char *key, size_t length)
{
	return key_is_reached(text, key, length) ||
		(text[0] == '(' && key_mentions(text, key));
}

void state_forget(struct state *state, const char *key)
{
	size_t length = strlen(key);
	uint32_t kept = 0;

	state_forget_returned(state, key);
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *binding = &state->bindings.items[i];
		const char *name = binding->key;

		if (key_is_reached(name, key, length) ||
			(name[0] == '^' &&
				key_is_reached(name + 1, key, length)) ||
			(key_is_computed(name) && key_mentions(name, key)) ||
			(value_is_of_key(&binding->value) &&
				speaks_of(binding->value.key, key, length)))
			continue;
		state->bindings.items[kept++] = *binding;
	}
	state->bindings.count = kept;
}

bool state_tells_entry(const struct state *state, const char *key)
{
	const struct binding *known = state_find(state, key);

	return known ? known->initial : !key_set_has(state->written, key);
}

static bool is_about(const struct binding *binding, const struct key_set *keys)
{
	bool same = value_is_of_key(&binding->value), whole = key_is_computed(binding->key);
	char kind = binding->key[0];

	if (!same && !whole && kind != 'p' && kind != 't' && kind != 'g')
		return false;
	for (uint32_t i = 0; i < keys->count; i++) {
		const char *key = keys->keys[i];

		if (binding->key == key ||
			(same && (binding->value.key == key ||
					 (binding->value.key[0] == '(' &&
						 key_mentions(binding->value.key,
							 key)))) ||
			(whole && key_mentions(binding->key, key)))
			return true;
	}
	return false;
}

void state_forget_flags(struct state *state, const struct key_set *keys)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; keys && i < state->bindings.count; i++)
		if (!is_about(&state->bindings.items[i], keys))
			state->bindings.items[kept++] =
				state->bindings.items[i];
	if (keys)
		state->bindings.count = kept;
}

bool state_knows_results(const struct state *state)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (state->bindings.items[i].of_result)
			return true;
	return false;
}

/* What the caller counts there: `Depth++`. */
static bool is_count(const struct binding *binding)
{
	const struct value *value = &binding->value;

	return (value->kind == VALUE_MADE ? value->kept == -1 :
					    value->counted) &&
		strchr("ptg", binding->key[0]);
}

/* Of storage: what a whole test has shown is bound, too. A counter goes up and
 * down in pairs: after a call it is taken to be what it was. */
static bool is_assigned(const struct binding *binding)
{
	return !binding->initial &&
		(binding->value.kind == VALUE_RANGE ||
			binding->value.kind == VALUE_MADE) &&
		!key_is_computed(binding->key) && !is_count(binding);
}

/* A copy of a global, or what is made of one. */
static bool is_of_global(const struct binding *binding)
{
	return value_is_of_key(&binding->value) && binding->value.key[0] == 'g';
}

bool state_has_assigned(const struct state *state)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (is_assigned(&state->bindings.items[i]) ||
			is_of_global(&state->bindings.items[i]))
			return true;
	return false;
}

/* Whether an IRQL may be saved by who gets this. Then a local that was set to a
 * number has some value still, and not none: see fits_saved_level. */
static bool hands_irql(const struct handing *handing)
{
	return handing->key[0] == 'l' && handing->type &&
		!strncmp(handing->type, "unsigned char", 13);
}

/* A copy stays what it is, but nobody knows any more that it is one. */
static void part_from_globals(const struct state *state,
	struct binding *binding, const struct key_set *globals)
{
	struct value value;

	if (!is_of_global(binding) || !key_set_has(globals, binding->value.key))
		return;
	value = resolve_value(state, value_of_key(state, binding->key));
	if (value.kind == VALUE_RANGE && !value_is_any(&value))
		binding->value = value;
}

void state_forget_assigned_globals(
	struct state *state, const struct key_set *globals)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < state->bindings.count; i++)
		part_from_globals(state, &state->bindings.items[i], globals);
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *binding = &state->bindings.items[i];

		if (!(is_assigned(binding) &&
			    key_set_has(globals, binding->key)) &&
			!(is_of_global(binding) &&
				key_set_has(globals, binding->value.key)))
			state->bindings.items[kept++] = *binding;
	}
	state->bindings.count = kept;
}

void state_forget_assigned(struct state *state, struct handing handing)
{
	const char *key = handing.key;
	size_t length = strlen(key);
	bool keeps = hands_irql(&handing);
	uint32_t kept = 0;

	if (!handing.pointer && length && key[length - 1] == '*') { /* &*p */
		handing.pointer = true;
		length--;
	}
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *binding = &state->bindings.items[i];
		const char *rest = binding->key + length;

		if (is_assigned(binding) &&
			key_is_reached(binding->key, key, length) &&
			(!handing.pointer || *rest == '*' || *rest == '-') &&
			(!handing.writes ||
				writes_reach(handing.writes, handing.type,
					rest))) {
			if (!keeps || binding->key != key)
				continue;
			state->bindings.items[i].value = any_value();
		}
		state->bindings.items[kept++] = *binding;
	}
	state->bindings.count = kept;
}

void state_consume(struct state *state, const char *key)
{
	uint32_t kept = 0;

	if (!key_outlives(key) && key[0] != 'F')
		return;
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *binding = &state->bindings.items[i];

		if (binding->key != key || !value_is_saved(&binding->value))
			state->bindings.items[kept++] = *binding;
	}
	state->bindings.count = kept;
}
