/*
 * One state of two: which may be merged, and what holds for both. Merging keeps
 * only what both know, so every chain of merges ends.
 */
#include <string.h>

#include "irql/state.h"

/* As state_find; two states hold most keys in the same order, so it looks behind the
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

/* Whether merging loses nothing of a saved IRQL. A local that was not saved in
 * on the other way has no value there, so nobody restores from it. */
static bool fits_saved_level(
	const struct binding *binding, const struct binding *other)
{
	struct value left, right;

	if (!other)
		return !key_outlives(binding->key);
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
		if (!held_lock_of(right, left->locks.items[i].key))
			return false;
	for (uint32_t i = 0; i < left->released.count; i++)
		if (!state_gave_back(right, left->released.items[i]))
			return false;
	return state_same_saves(left, right);
}

/* Whether two keys are of what the same storage held at entry, which has a key of
 * its own, "=p0->Held", once something was written there. */
static bool same_at_entry(const char *left, const char *right)
{
	return left == right || (left[0] == '=' && !strcmp(left + 1, right)) ||
		(right[0] == '=' && !strcmp(right + 1, left));
}

static bool is_ruled_out(
	const struct state *state, const struct binding *condition)
{
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *known = &state->bindings.items[i];

		if (known->initial &&
			same_at_entry(known->key, condition->key) &&
			values_are_disjoint(&known->value, &condition->value))
			return true;
	}
	return false;
}

bool states_exclude(const struct state *left, const struct state *right)
{
	for (uint32_t i = 0; i < left->bindings.count; i++)
		if (left->bindings.items[i].initial &&
			is_ruled_out(right, &left->bindings.items[i]))
			return true;
	return false;
}

/* What stays bound although the other way knows nothing of it: a saved IRQL, be
 * it any, or the next merge would take it for not saved. */
static bool is_kept(const struct binding *binding)
{
	return (value_is_saved(&binding->value) ||
		       (value_is_any(&binding->value) &&
			       binding->key[0] != '=')) &&
		!key_outlives(binding->key);
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

/* Whether two ways know more of a made value than of what it is made of, once they
 * are joined: "x & 3" is 1 or 2, and of x nothing is known. Gives what they know. */
static bool tell_more(const struct state *left, const struct state *right,
	const struct value *made, struct value *known)
{
	struct value one = value_of_key(left, made->key);
	struct value other = value_of_key(right, made->key), base;

	if (made->kind != VALUE_MADE || made->kept == -1 ||
		same_values(&one, &other))
		return false;
	one = as_range(&one);
	other = as_range(&other);
	base = apply_made(made, join_ranges(one, other));
	*known = join_ranges(apply_made(made, one), apply_made(made, other));
	return known->low > base.low || known->high < base.high;
}

/* Gives what is known of a copy, or of what is made of a key, where that is more
 * than what both ways know of the key; false if it is not. */
static bool unfold(const struct state *into, const struct state *from,
	const struct binding *binding, const struct binding *other,
	struct value *value)
{
	if (same_values(&binding->value, &other->value))
		return tell_more(into, from, &binding->value, value);
	*value = resolve_value(into, value_of_key(into, binding->key));
	return value->kind != VALUE_SAME;
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
		if (!other || !unfold(into, from, binding, other, &value))
			continue;
		binding->value = value;
		changed = true;
	}
	return changed;
}

static bool keep_common_returned(
	struct state *into, const struct state *from)
{
	uint32_t before = into->returned.count;

	into->returned.count = keep_common_keys(into->returned.items, before,
		from->returned.items, from->returned.count);
	return into->returned.count != before;
}

/* How many locks go by one name depends on how often a loop turned. */
static bool merge_again(struct state *into, const struct state *from)
{
	bool changed = false;

	for (uint32_t i = 0; i < into->locks.count; i++) {
		struct held_lock *lock = &into->locks.items[i];
		const struct held_lock *other = held_lock_of(from, lock->key);

		if (other && other->again && !lock->again)
			changed = lock->again = true;
	}
	return changed;
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
	changed |= merge_again(into, from);
	if (into->stray && !from->stray) {
		into->stray = false;
		changed = true;
	}
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
