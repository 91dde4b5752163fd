/*
 * What a state answers to a test, and what an outcome teaches it.
 */
#include "irql/engine.h"

static const char *operand_key(struct simulation *simulation,
	const struct state *state, struct operand operand)
{
	return operand.kind == OPERAND_CONSTANT ?
		key_of_constant(simulation, operand.constant) :
		key_of_read(simulation, state, operand);
}

/* A test that says nothing about one value is remembered as a whole, so that
 * the same test later goes the same way. `!=` is the negation of `==`. */
static const char *test_key(struct simulation *simulation,
	const struct state *state, const struct test *test, bool *negated)
{
	static const char *const signs[] = { [TEST_UNKNOWN] = "",
		[TEST_EQUAL] = "==", [TEST_NOT_EQUAL] = "==",
		[TEST_LESS] = "<", [TEST_GREATER_EQUAL] = "<",
		[TEST_GREATER] = ">", [TEST_LESS_EQUAL] = ">",
		[TEST_BITS] = "&" };
	const char *left = operand_key(simulation, state, test->left);
	const char *right = operand_key(simulation, state, test->right);

	if (test->kind == TEST_UNKNOWN || !left || !right)
		return NULL;
	*negated = test->kind == TEST_NOT_EQUAL ||
		test->kind == TEST_GREATER_EQUAL ||
		test->kind == TEST_LESS_EQUAL;
	return intern_join(&simulation->program->names, "?", left, " ",
		signs[test->kind], " ", right, NULL);
}

/* What tests have shown of the IRQL at entry, in whatever variable it was. */
static struct value entry_range(
	struct simulation *simulation, const struct state *state)
{
	const struct binding *known =
		state_find(state, simulation->engine->entry_key);

	return known ? known->value : any_value();
}

enum truth truth_of(struct simulation *simulation,
	const struct state *state, struct question *question)
{
	const struct test *test = question->test;
	struct value left = value_of(simulation, state, test->left);
	struct value right = value_of(simulation, state, test->right);
	enum truth truth = TRUTH_MAYBE;
	const struct binding *known;

	if (left.kind == VALUE_SAME && has_led(state, left.key)) {
		left = any_value();
		left.nonzero = true;
	}
	if (right.kind == VALUE_RANGE && right.low == right.high) {
		truth = test_value(&left, test->kind, right.low);
		if (truth == TRUTH_MAYBE && value_is_entry(&left)) {
			left = entry_range(simulation, state);
			truth = test_value(&left, test->kind, right.low);
		}
	}
	if (truth != TRUTH_MAYBE)
		return truth;
	question->key =
		test_key(simulation, state, test, &question->negated);
	known = question->key ? state_find(state, question->key) : NULL;
	if (!known || known->value.low != known->value.high)
		return TRUTH_MAYBE;
	return (known->value.low != 0) != question->negated ? TRUTH_YES :
							      TRUTH_NO;
}

void learn_outcome(struct simulation *simulation, struct state *state,
	const struct question *question, bool outcome)
{
	const struct test *test = question->test;
	struct value left = value_of(simulation, state, test->left);
	struct value right = value_of(simulation, state, test->right);
	const char *place = operand_key(simulation, state, test->left);

	if (question->key)
		state_bind(simulation->scratch, state, question->key,
			constant_value(outcome != question->negated), false);
	if (right.kind != VALUE_RANGE || right.low != right.high)
		return;
	if (value_is_entry(&left))
		state_bind(simulation->scratch, state,
			simulation->engine->entry_key,
			refine_value(entry_range(simulation, state),
				test->kind, right.low, outcome),
			true);
	if (value_is_entry(&left) && state->level.kind == LEVEL_ENTRY) {
		left = refine_value(left, test->kind, right.low, outcome);
		if (left.low >= 2) /* the code itself says: DISPATCH */
			state->level.irql = IRQL_DISPATCH;
		return;
	}
	if (left.kind == VALUE_SAME)
		place = left.key;
	if (!place || (left.kind != VALUE_RANGE && left.kind != VALUE_SAME))
		return;
	state_bind(simulation->scratch, state, place,
		refine_value(left, test->kind, right.low, outcome),
		state_tells_entry(state, place));
}
