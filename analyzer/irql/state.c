/*
 * States. Merging keeps only what both states know, so every chain of merges
 * ends.
 */
#include "irql/state.h"

#include <stdlib.h>
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

/* The same; two states hold most keys in the same order, so it looks behind the
 * last one that it found first. */
static const struct binding *find_next(
	const struct state *state, const char *key, uint32_t *next)
{
	uint32_t count = state->bindings.count, at = *next;

	for (uint32_t i = 0; i < count; i++, at++) {
		if (at >= count)
			at = 0;
		if (state->bindings.items[at].key == key) {
			*next = at + 1;
			return &state->bindings.items[at];
		}
	}
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

/* A test, or what is computed, not storage. */
static bool is_whole(const char *key)
{
	return key[0] == '?' || key[0] == '(';
}

/* Also "?r5 == 0", "?p0 < r5" and "(r5 % 2)". */
static bool mentions_result(const char *key)
{
	if (!is_whole(key))
		return key[0] == 'r';
	for (const char *at = strchr(key, 'r'); at; at = strchr(at + 1, 'r'))
		if (at[-1] == '?' || at[-1] == ' ' || at[-1] == '(')
			return true;
	return false;
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
		.of_result = mentions_result(key) ||
			(value_is_of_key(&value) &&
				mentions_result(value.key)) };
	return bound;
}

void state_age(struct state *state)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		state->bindings.items[i].stale |=
			state->bindings.items[i].shared;
}

/* Whether `text` is `key` or a place reached through it. */
static inline bool is_reached(const char *text, const char *key, size_t length)
{
	return text[0] == key[0] && !strncmp(text, key, length) &&
		(!text[length] || strchr("-.*[", text[length]));
}

bool key_mentions(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	while (at && at > text && at[-1] == '=')
		at = strstr(at + 1, key);
	return at != NULL;
}

static bool speaks_of(const char *text, const char *key, size_t length)
{
	return is_reached(text, key, length) ||
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

		if (is_reached(name, key, length) ||
			(name[0] == '^' &&
				is_reached(name + 1, key, length)) ||
			(is_whole(name) && key_mentions(name, key)) ||
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

bool key_is_callers(const char *key)
{
	const char *step = strpbrk(key, "-.*[");

	return strchr("ptg", key[0]) &&
		(step ? !strpbrk(step + 1, "-.*[") : key[0] == 'g');
}

static bool is_about(const struct binding *binding, const struct key_set *keys)
{
	bool same = value_is_of_key(&binding->value), whole = is_whole(binding->key);
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
		!is_whole(binding->key) && !is_count(binding);
}

bool state_has_assigned(const struct state *state)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (is_assigned(&state->bindings.items[i]))
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
			is_reached(binding->key, key, length) &&
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

static const struct held_lock *find_lock(
	const struct state *state, const char *key)
{
	for (uint32_t i = 0; i < state->locks.count; i++)
		if (state->locks.items[i].key == key)
			return &state->locks.items[i];
	return NULL;
}

bool any_lock_spins(const struct held_lock *locks, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (lock_spins(locks[i].kind))
			return true;
	return false;
}

bool state_holds_through(const struct state *state, const char *pointer)
{
	size_t length = strlen(pointer);

	for (uint32_t i = 0; i < state->locks.count; i++) {
		const char *key = state->locks.items[i].key;

		if (!strncmp(key, pointer, length) &&
			(key[length] == '*' || key[length] == '-'))
			return true;
	}
	return false;
}

static bool is_among(const char *const *keys, uint32_t count, const char *key)
{
	for (uint32_t i = 0; i < count; i++)
		if (keys[i] == key)
			return true;
	return false;
}

bool state_gave_back(const struct state *state, const char *key)
{
	return is_among(
		state->released.items, state->released.count, key);
}

bool state_returned(const struct state *state, const char *key)
{
	return is_among(
		state->returned.items, state->returned.count, key);
}

void state_forget_returned(struct state *state, const char *key)
{
	size_t length = strlen(key);
	uint32_t kept = 0;

	for (uint32_t i = 0; i < state->returned.count; i++)
		if (!is_reached(state->returned.items[i], key, length))
			state->returned.items[kept++] =
				state->returned.items[i];
	state->returned.count = kept;
}

/* Storage that outlives the routine: without a binding it holds what its
 * caller, or whoever ran before, has put there. */
static bool outlives(const char *key)
{
	return key[0] == 'p' || key[0] == 't' || key[0] == 'g' ||
		key[0] == '@';
}

/* Whether merging loses nothing of a saved IRQL. A local that was not saved in
 * on the other way has no value there, so nobody restores from it. */
static bool fits_saved_level(
	const struct binding *binding, const struct binding *other)
{
	struct value left, right;

	if (!other)
		return !outlives(binding->key);
	if (same_values(&binding->value, &other->value))
		return true;
	left = as_range(&binding->value);
	right = as_range(&other->value);
	if (binding->value.kind == VALUE_LEVELS)
		return right.low >= left.low && right.high <= left.high;
	return left.low == left.high && same_values(&left, &right);
}

static bool fits_saved_levels(
	const struct state *left, const struct state *right)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < left->bindings.count; i++) {
		const struct binding *binding = &left->bindings.items[i];

		if (value_is_saved(&binding->value) &&
			!fits_saved_level(binding,
				find_next(right, binding->key, &next)))
			return false;
	}
	return true;
}

void state_consume(struct state *state, const char *key)
{
	uint32_t kept = 0;

	if (!outlives(key) && key[0] != 'F')
		return;
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *binding = &state->bindings.items[i];

		if (binding->key != key || !value_is_saved(&binding->value))
			state->bindings.items[kept++] = *binding;
	}
	state->bindings.count = kept;
}

bool state_same_saves(const struct state *left, const struct state *right)
{
	return same_abstract_irql(left->level, right->level) &&
		fits_saved_levels(left, right) &&
		fits_saved_levels(right, left);
}

bool state_same_property(const struct state *left, const struct state *right)
{
	if (!same_abstract_irql(left->level, right->level) ||
		left->locks.count != right->locks.count ||
		left->released.count != right->released.count ||
		(left->raised_by == NONE) != (right->raised_by == NONE))
		return false;
	for (uint32_t i = 0; i < left->locks.count; i++)
		if (!find_lock(right, left->locks.items[i].key))
			return false;
	for (uint32_t i = 0; i < left->released.count; i++)
		if (!state_gave_back(right, left->released.items[i]))
			return false;
	return state_same_saves(left, right);
}

uint32_t parameter_of_key(const char *key, const char **steps)
{
	char *end;
	uint32_t number;

	if (key[0] != 'p')
		return NONE;
	number = (uint32_t)strtoul(key + 1, &end, 10);
	*steps = end;
	return number;
}

bool names_parameter(const char *key)
{
	return key[0] == 'p' && !strpbrk(key, "-.*[");
}

/* What stays bound although the other way knows nothing of it: a saved IRQL, be
 * it any, or the next merge would take it for not saved. */
static bool is_kept(const struct binding *binding)
{
	return (value_is_saved(&binding->value) ||
		       (value_is_any(&binding->value) &&
			       binding->key[0] != '=')) &&
		!outlives(binding->key);
}

/* Nothing but that it was tested. */
static bool is_open_test(const struct binding *binding)
{
	return binding->key[0] == '?' &&
		binding->value.low != binding->value.high;
}

/* "?p0->Kind == 1", and it is not. */
static bool is_other_case(const struct binding *binding)
{
	return binding->key[0] == '?' && strstr(binding->key, " == ") &&
		value_is_zero(&binding->value);
}

/* The constant of "?p0->Kind == 1"; false if it is no such test of a key. */
static bool tested_for(const char *test, const char *key, int64_t *constant)
{
	size_t length = strlen(key);
	const char *number = test + 1 + length + strlen(" == ");
	char *end;

	if (test[0] != '?' || strncmp(test + 1, key, length) != 0 ||
		strncmp(test + 1 + length, " == ", strlen(" == ")) != 0)
		return false;
	*constant = strtoll(number, &end, 10);
	return end > number && !*end;
}

bool tests_equality(const char *test, const char *key, int64_t constant)
{
	int64_t tested;

	return tested_for(test, key, &tested) && tested == constant;
}

bool test_fails(const char *test, const char *key, const struct value *known)
{
	struct value tested;
	int64_t constant;

	if (known->kind != VALUE_RANGE || !tested_for(test, key, &constant))
		return false;
	tested = constant_value(constant);
	return values_are_disjoint(known, &tested);
}

/* Whether what is known of the storage says it: that it is 2. */
static bool implies_other_case(const struct state *state, const char *test)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (test_fails(test, state->bindings.items[i].key,
			    &state->bindings.items[i].value))
			return true;
	return false;
}

/* What one way has tested and the other one knows without a test: of a switch,
 * that the case before is not the case behind. */
static void add_other_cases(
	struct arena *arena, struct state *into, const struct state *from)
{
	for (uint32_t i = 0; i < from->bindings.count; i++) {
		const struct binding *binding = &from->bindings.items[i];

		if (is_other_case(binding) &&
			!state_find(into, binding->key) &&
			implies_other_case(into, binding->key))
			*vec_add(arena, &into->bindings) = *binding;
	}
}

/* What is shared, or stale, on one way is so; true if that is new. */
static bool share(struct binding *binding, const struct binding *other)
{
	bool new = (other->shared && !binding->shared) ||
		(other->stale && !binding->stale);

	binding->shared |= other->shared;
	binding->stale |= other->stale;
	return new;
}

/* False when nothing is known any more. */
static bool merge_binding(struct binding *binding, const struct state *from,
	uint32_t *next, bool turns, bool *changed)
{
	const struct binding *other = find_next(from, binding->key, next);
	struct value before = binding->value, value;

	if (!other && (is_kept(binding) ||
			      (is_other_case(binding) &&
				      implies_other_case(from, binding->key))))
		return true;
	if (!other) {
		*changed = true;
		return false;
	}
	*changed |= share(binding, other);
	if (binding->initial == other->initial &&
		same_values(&before, &other->value) &&
		!value_is_any(&before))
		return true;
	value = other->value;
	if (value_is_of_key(&value))
		value = resolve_value(from, value_of_key(from, binding->key));
	binding->value = join_values(before, value);
	if (turns)
		binding->value = widen_range(before, binding->value);
	*changed |= !same_values(&before, &binding->value) ||
		(binding->initial && !other->initial);
	binding->initial &= other->initial;
	if ((value_is_any(&binding->value) && !is_kept(binding)) ||
		is_open_test(binding)) {
		*changed = true;
		return false;
	}
	return true;
}

static bool add_saved(
	struct arena *arena, struct state *into, const struct state *from)
{
	uint32_t next = 0;
	bool changed = false;

	for (uint32_t i = 0; i < from->bindings.count; i++) {
		const struct binding *binding = &from->bindings.items[i];

		if (!is_kept(binding) || find_next(into, binding->key, &next))
			continue;
		*vec_add(arena, &into->bindings) = *binding;
		changed = true;
	}
	return changed;
}

uint32_t first_raise(uint32_t left, uint32_t right)
{
	return left < right ? left : right;
}

/* What is a copy here and something else on the other way is kept as what is known
 * of the storage that it is a copy of. */
static bool unfold_copies(struct state *into, const struct state *from)
{
	bool changed = false;
	uint32_t next = 0;

	for (uint32_t i = 0; i < into->bindings.count; i++) {
		struct binding *binding = &into->bindings.items[i];
		const struct binding *other;
		struct value value;

		if (!value_is_of_key(&binding->value))
			continue;
		other = find_next(from, binding->key, &next);
		if (!other || same_values(&binding->value, &other->value))
			continue;
		value = resolve_value(into, value_of_key(into, binding->key));
		if (value.kind == VALUE_SAME)
			continue;
		binding->value = value;
		changed = true;
	}
	return changed;
}

static bool keep_common_returned(
	struct state *into, const struct state *from)
{
	uint32_t kept = 0, before = into->returned.count;

	for (uint32_t i = 0; i < before; i++)
		if (state_returned(from, into->returned.items[i]))
			into->returned.items[kept++] =
				into->returned.items[i];
	into->returned.count = kept;
	return kept != before;
}

bool state_merge(struct arena *arena, struct state *into,
	const struct state *from, bool turns)
{
	const struct key_set *written =
		key_set_join(into->written, from->written);
	uint32_t kept = 0, next = 0, raised_by;
	bool changed = written != into->written;

	changed |= unfold_copies(into, from);
	into->written = written;
	add_other_cases(arena, into, from);

	for (uint32_t i = 0; i < into->bindings.count; i++) {
		struct binding binding = into->bindings.items[i];

		if (merge_binding(&binding, from, &next, turns, &changed))
			into->bindings.items[kept++] = binding;
	}
	into->bindings.count = kept;
	changed |= add_saved(arena, into, from);
	changed |= keep_common_returned(into, from);
	if (into->may && !from->may) {
		into->may = false;
		changed = true;
	}
	raised_by = first_raise(into->raised_by, from->raised_by);
	changed |= raised_by != into->raised_by;
	into->raised_by = raised_by;
	into->lifted = first_raise(into->lifted, from->lifted);
	if (from->handed == NONE)
		into->handed = NONE;
	if (from->slow_locks > into->slow_locks) {
		into->slow_locks = from->slow_locks;
		changed = true;
	}
	return changed;
}
