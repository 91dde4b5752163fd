/*
 * Whether a routine can return by an exit, given what its caller knows. What the
 * exit asks for and the caller does not know is learnt on the way.
 */
#include <stdlib.h>
#include <string.h>

#include "irql/effects.h"

static bool knows_bits(const struct value *range, const struct value *wanted)
{
	struct value known = as_range(range);

	return (!wanted->ones && !wanted->zeros) ||
		(!(wanted->ones & ~known_ones(&known)) &&
			!(wanted->zeros & ~known_zeros(&known)));
}

enum truth meets(const struct state *state, const struct value *value,
	const struct value *wanted)
{
	struct value range = resolve_value(state, *value);
	enum truth low, high, zero = TRUTH_YES;

	if (wanted->kind != VALUE_RANGE)
		return TRUTH_MAYBE;
	if (wanted->low == wanted->high)
		return test_in_state(state, value, TEST_EQUAL, wanted->low);
	if (values_are_disjoint(&range, wanted))
		return TRUTH_NO;
	low = test_value(&range, TEST_GREATER_EQUAL, wanted->low);
	high = test_value(&range, TEST_LESS_EQUAL, wanted->high);
	if (wanted->nonzero)
		zero = test_in_state(state, value, TEST_NOT_EQUAL, 0);
	if (low == TRUTH_NO || high == TRUTH_NO || zero == TRUTH_NO)
		return TRUTH_NO;
	return low == TRUTH_YES && high == TRUTH_YES && zero == TRUTH_YES &&
			knows_bits(&range, wanted) ?
		TRUTH_YES :
		TRUTH_MAYBE;
}

/* Where it is remembered what tests have shown of a level: of the IRQL at entry,
 * or of one that was saved before it; NULL of any other level. */
static const char *shown_key(
	const struct call *call, struct abstract_irql level)
{
	if (level.kind == LEVEL_ENTRY)
		return call->simulation->engine->entry_key;
	return level.kind == LEVEL_SAVED && strchr("ptg", level.key[0]) ?
		key_at_entry(call->simulation, level.key) :
		NULL;
}

/* Where IRQL turns out to have been up there at entry, what seemed to raise it to
 * DISPATCH_LEVEL since has left it as it was. */
static void take_back_raise(
	struct call *call, struct abstract_irql level, const struct value *shown)
{
	struct state *state = call->state;

	if (level.kind == LEVEL_ENTRY && shown->low >= 2 &&
		same_abstract_irql(state->level, known_level(IRQL_DISPATCH)))
		state->raised_by = NONE;
}

/* The same for an IRQL. What is learned of that at entry holds for this whole
 * run: a lock that is taken one way below DISPATCH_LEVEL and another way at it
 * is given back the way it was taken. */
static bool level_meets(struct call *call, struct abstract_irql level,
	const struct value *wanted)
{
	const char *shown = shown_key(call, level);
	const struct binding *known =
		shown ? state_find(call->state, shown) : NULL;
	struct value value = range_of_level(level);
	enum truth truth;

	if (known)
		value = meet_ranges(value, known->value);
	truth = meets(call->state, &value, wanted);
	if (truth == TRUTH_MAYBE && shown && wanted->kind == VALUE_RANGE) {
		value = meet_ranges(value, *wanted);
		take_back_raise(call, level, &value);
		state_bind(scratch_of(call), call->state, shown, value, true);
	}
	return truth != TRUTH_NO;
}

enum { MAX_CASES = 64 };

static bool excludes(struct call *call, const struct exit *exit,
	const char *parameter, int64_t constant)
{
	const char *test = intern_printf(&call->simulation->program->names,
		"?%s == %lld", parameter, (long long)constant);

	for (uint32_t i = 0; i < exit->bindings.count; i++)
		if (exit->bindings.items[i].key == test)
			return true;
	return false;
}

/* Whether all that an argument can be are cases of a switch which the exit left
 * by default. */
static bool are_excluded(struct call *call, const struct exit *exit,
	const char *parameter, struct value value)
{
	if (value.low < 0 || value.high - value.low >= MAX_CASES)
		return value.low == value.high &&
			excludes(call, exit, parameter, value.low);
	for (int64_t at = value.low; at <= value.high; at++)
		if (!excludes(call, exit, parameter, at))
			return false;
	return true;
}

/* Whether some way back is that case and no other: then it counts that this one
 * is not. */
static bool is_case(const struct summary *summary, const char *parameter,
	int64_t constant)
{
	for (uint32_t i = 0; i < summary->exits.count; i++) {
		const struct exit *exit = &summary->exits.items[i];

		for (uint32_t k = 0; k < exit->bindings.count; k++) {
			const struct binding *known = &exit->bindings.items[k];

			if (known->key == parameter && known->initial &&
				value_is_constant(&known->value) &&
				known->value.low == constant)
				return true;
		}
	}
	return false;
}

/* Of "?p0->Kind == 1", which the exit says is not so; learns it where it may be. */
static bool is_excluded_case(struct call *call, const struct summary *summary,
	const struct exit *exit, const char *test)
{
	const char *sign = strstr(test, " == ");
	const char *parameter = intern_n(&call->simulation->program->names,
		test + 1, (size_t)(sign - test - 1));
	int64_t constant = strtoll(sign + strlen(" == "), NULL, 10);
	const char *key;
	struct value value = condition_value(call, parameter, &key);

	if (are_excluded(call, exit, parameter, as_range(&value)))
		return true;
	if (key && is_case(summary, parameter, constant) &&
		test_in_state(call->state, &value, TEST_EQUAL, constant) ==
			TRUTH_MAYBE)
		learn_other(call->simulation, call->state, key, &value,
			constant);
	return false;
}

static bool assigns_field(const struct body *body, const char *field)
{
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind == EVENT_ASSIGN &&
			body->paths.items[event->path].field &&
			!strcmp(body->paths.items[event->path].field, field))
			return true;
	}
	return false;
}

/* What has to hold of storage that the callee overwrites then: of what was there
 * at this routine's entry, if it writes nothing there itself. */
static void learn_of_entry(
	struct call *call, const char *key, struct value value)
{
	const char *entry = key_at_entry(call->simulation, key);

	if (state_tells_entry(call->state, key) && strchr("ptg", key[0]) &&
		!state_find(call->state, entry) &&
		!assigns_field(call->simulation->body, last_step(key)))
		state_bind(
			scratch_of(call), call->state, entry, value, true);
}

static bool entry_is_possible(
	struct call *call, const struct binding *binding)
{
	const char *key;
	struct value value = condition_value(
		call, intern_in(call, binding->key + 1), &key);
	enum truth truth;

	if (value.kind == VALUE_LEVEL)
		return level_meets(call, value.level, &binding->value);
	truth = meets(call->state, &value, &binding->value);
	if (truth == TRUTH_MAYBE && key && value.kind == VALUE_MADE)
		learn_range(call->simulation, call->state, key, &value,
			binding->value);
	else if (truth == TRUTH_MAYBE && key)
		learn_of_entry(call, key, binding->value);
	return truth != TRUTH_NO;
}

/* "?=p0->Depth == 1", and it was not: whether it is so at the call. */
static bool is_excluded_entry(struct call *call, const char *test)
{
	const char *sign = strstr(test, " == ");
	const char *entry = intern_n(&call->simulation->program->names,
		test + 2, (size_t)(sign - test - 2));
	const char *key;
	struct value value = condition_value(call, entry, &key);
	int64_t constant = strtoll(sign + 4, NULL, 10);
	enum truth truth = test_in_state(
		call->state, &value, TEST_EQUAL, constant);

	if (truth == TRUTH_MAYBE && key)
		learn_other(call->simulation, call->state, key, &value,
			constant);
	return truth == TRUTH_YES;
}

/* Whether tests have shown that a key does not hold the one number wanted. */
static bool is_other_than(const struct state *state, const char *key,
	const struct value *wanted)
{
	if (!value_is_constant(wanted))
		return false;
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *known = &state->bindings.items[i];

		if (value_is_zero(&known->value) &&
			tests_equality(known->key, key, wanted->low))
			return true;
	}
	return false;
}

bool exit_is_possible(struct call *call, const struct summary *summary,
	const struct exit *exit)
{
	for (uint32_t i = 0; i < exit->bindings.count; i++) {
		const struct binding *binding = &exit->bindings.items[i];
		const char *key;
		struct value value;
		enum truth truth;

		if (binding->key[0] == '?' &&
			(binding->key[1] == '=' ?
					is_excluded_entry(call, binding->key) :
					is_excluded_case(call, summary, exit,
						binding->key)))
			return false;
		if (!binding->initial)
			continue;
		if (binding->key[0] == '^') {
			if (!choice_is_possible(call, binding))
				return false;
			continue;
		}
		if (binding->key[0] == '#') {
			if (!level_meets(call, call->before, &binding->value))
				return false;
			continue;
		}
		if (binding->key[0] == '=') {
			if (!entry_is_possible(call, binding))
				return false;
			continue;
		}
		value = condition_value(call, binding->key, &key);
		if (value.kind == VALUE_LEVEL &&
			!level_meets(call, value.level, &binding->value))
			return false;
		truth = meets(call->state, &value, &binding->value);
		if (truth == TRUTH_NO ||
			(truth == TRUTH_MAYBE && key &&
				is_other_than(call->state, key,
					&binding->value)))
			return false;
		if (truth == TRUTH_MAYBE && key)
			learn_range(call->simulation, call->state, key, &value,
				binding->value);
	}
	return true;
}
