/*
 * What a state answers to a test, and what an outcome teaches it.
 *
 * A test of what was made of something is asked of that: `(Flags & 4) != 0` of
 * Flags, and `--Depth == 0` of what Depth was before. A test with two unknown
 * sides is remembered as a whole.
 */
#include "irql/engine.h"

static const char *operand_key(struct simulation *simulation,
	const struct state *state, struct operand operand)
{
	switch (operand.kind) {
	case OPERAND_CONSTANT:
		return key_of_constant(simulation, operand.constant);
	case OPERAND_FORMULA:
		return key_of_formula(simulation, state, operand.index);
	default:
		return key_of_read(simulation, state, operand);
	}
}

/* ---- tests as a whole --------------------------------------------------- */

/* A test that says nothing about one value is remembered as a whole, so that
 * the same test later goes the same way. `!=` is the negation of `==`. */
static const char *key_of_test(struct simulation *simulation, const char *left,
	enum test_kind kind, const char *right, bool *negated)
{
	static const char *const signs[] = { [TEST_UNKNOWN] = "",
		[TEST_EQUAL] = "==", [TEST_NOT_EQUAL] = "==",
		[TEST_LESS] = "<", [TEST_GREATER_EQUAL] = "<",
		[TEST_GREATER] = ">", [TEST_LESS_EQUAL] = ">",
		[TEST_BITS] = "&" };

	if (kind == TEST_UNKNOWN || !left || !right)
		return NULL;
	*negated = kind == TEST_NOT_EQUAL || kind == TEST_GREATER_EQUAL ||
		kind == TEST_LESS_EQUAL;
	return intern_join(&simulation->program->names, "?", left, " ",
		signs[kind], " ", right, NULL);
}

/* ---- tests of what one key holds ----------------------------------------- */

/* Whether (what `place` holds & mask) `kind` constant; or whether not. */
struct inquiry {
	const char *place; /* NULL: it is no such test */
	enum test_kind kind;
	int64_t mask, constant;
	bool negated;
};

static bool is_equality(enum test_kind kind)
{
	return kind == TEST_EQUAL || kind == TEST_NOT_EQUAL;
}

/* Whether a masked value is 0, or whether its only bit is set, are tests of
 * bits. */
static struct inquiry simplify(struct inquiry inquiry)
{
	bool single = !(inquiry.mask & (inquiry.mask - 1));

	if (inquiry.constant &&
		!(single && inquiry.constant == inquiry.mask))
		return inquiry;
	inquiry.negated = (inquiry.kind == TEST_EQUAL) == !inquiry.constant;
	inquiry.kind = TEST_BITS;
	inquiry.constant = inquiry.mask;
	inquiry.mask = -1;
	return inquiry;
}

static struct inquiry inquire_made(
	const struct value *made, enum test_kind kind, int64_t constant)
{
	static const struct inquiry none;
	struct inquiry inquiry = { made->key, kind, -1,
		constant - made->offset, false };

	if (made->kept == -1)
		return is_equality(kind) || !made->offset ? inquiry : none;
	if (kind == TEST_BITS && !made->offset) {
		inquiry.constant &= made->kept;
		return inquiry;
	}
	if (!is_equality(kind))
		return none;
	inquiry.mask = made->kept;
	inquiry.constant &= ~(int64_t)made->set;
	return simplify(inquiry);
}

/* The test, with what is constant on its right side; false when neither is. */
static bool turn_round(struct value *left, struct value *right,
	enum test_kind *kind)
{
	struct value before = *left;

	if (value_is_constant(right))
		return true;
	if (!value_is_constant(left))
		return false;
	*left = *right;
	*right = before;
	*kind = test_turned(*kind);
	return true;
}

static enum truth negated_if(bool negated, enum truth truth)
{
	if (!negated || truth == TRUTH_MAYBE)
		return truth;
	return truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

enum truth test_in_state(const struct state *state, const struct value *value,
	enum test_kind kind, int64_t constant)
{
	struct value range = resolve_value(state, *value);
	enum truth truth = test_value(&range, kind, constant);
	struct inquiry inquiry;

	if (truth != TRUTH_MAYBE || value->kind != VALUE_MADE)
		return truth;
	inquiry = inquire_made(value, kind, constant);
	if (!inquiry.place || inquiry.mask != -1)
		return truth;
	range = value_of_key(state, inquiry.place);
	return negated_if(inquiry.negated,
		test_value(&range, inquiry.kind, inquiry.constant));
}

/* ---- truth --------------------------------------------------------------- */

/* What tests have shown of the IRQL at entry, in whatever variable it was. */
static struct value entry_range(
	struct simulation *simulation, const struct state *state)
{
	const struct binding *known =
		state_find(state, simulation->engine->entry_key);

	return known ? known->value : any_value();
}

static enum truth test_constant(struct simulation *simulation,
	const struct state *state, const struct value *left,
	enum test_kind kind, int64_t constant)
{
	enum truth truth = test_in_state(state, left, kind, constant);
	struct value entry;

	if (truth != TRUTH_MAYBE || !value_is_entry(left))
		return truth;
	entry = entry_range(simulation, state);
	return test_value(&entry, kind, constant);
}

/* Two that are made of the same: `i + 1` is not i, and i is not less than i. */
static enum truth test_alike(
	const struct value *left, const struct value *right, enum test_kind kind)
{
	struct value a, b;

	if (!value_is_of_key(left) ||
		!value_is_of_key(right) ||
		left->key != right->key || kind == TEST_BITS)
		return TRUTH_MAYBE;
	a = made_value(left);
	b = made_value(right);
	if (a.kept != b.kept || a.set != b.set ||
		(a.offset != b.offset && !is_equality(kind)))
		return TRUTH_MAYBE;
	a = constant_value(a.offset);
	return test_value(&a, kind, b.offset);
}

/* By what the test is remembered: that of a made value by what it is made of, so
 * that it is the same as that of another such value. */
static const char *test_key(struct simulation *simulation,
	const struct state *state, const struct test *test, bool *negated)
{
	struct value left;
	struct inquiry inquiry;
	const char *place, *key;

	if (test->right.kind != OPERAND_CONSTANT)
		return key_of_test(simulation,
			operand_key(simulation, state, test->left), test->kind,
			operand_key(simulation, state, test->right), negated);
	left = value_of(simulation, state, test->left);
	inquiry = (struct inquiry){ NULL, test->kind, -1,
		test->right.constant, false };
	if (left.kind == VALUE_MADE)
		inquiry = inquire_made(
			&left, test->kind, test->right.constant);
	place = inquiry.place ? inquiry.place :
				operand_key(simulation, state, test->left);
	if (inquiry.place && inquiry.mask != -1)
		place = intern_printf(&simulation->program->names,
			"(%s & %lld)", place, (long long)inquiry.mask);
	key = key_of_test(simulation, place,
		inquiry.place ? inquiry.kind : test->kind,
		key_of_constant(simulation,
			inquiry.place ? inquiry.constant : test->right.constant),
		negated);
	*negated ^= inquiry.negated;
	return key;
}

enum truth truth_of(struct simulation *simulation,
	const struct state *state, struct question *question)
{
	const struct test *test = question->test;
	struct value left = value_of(simulation, state, test->left);
	struct value right = value_of(simulation, state, test->right);
	enum test_kind kind = test->kind;
	enum truth truth;
	const struct binding *known;

	if (left.kind == VALUE_SAME && (has_led(state, left.key) ||
		    state_holds_through(state, left.key))) {
		left = any_value();
		left.nonzero = true;
	}
	truth = turn_round(&left, &right, &kind) ?
		test_constant(simulation, state, &left, kind, right.low) :
		test_alike(&left, &right, kind);
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

/* ---- what is learnt ------------------------------------------------------ */

static void bind_learnt(struct simulation *simulation, struct state *state,
	const char *place, struct value value)
{
	state_bind(simulation->scratch, state, place, value,
		state_tells_entry(state, place));
}

/* What an outcome tells of what a value was made of. */
static void learn_of_made(struct simulation *simulation, struct state *state,
	const struct value *made, enum test_kind kind, int64_t constant,
	bool outcome)
{
	struct inquiry inquiry = inquire_made(made, kind, constant);
	struct value base;

	if (!inquiry.place)
		return;
	base = value_of_key(state, inquiry.place);
	if (base.kind != VALUE_RANGE && base.kind != VALUE_SAME)
		return;
	base = as_range(&base);
	outcome ^= inquiry.negated;
	if (inquiry.mask == -1) {
		base = refine_value(
			base, inquiry.kind, inquiry.constant, outcome);
	} else if ((inquiry.kind == TEST_EQUAL) == outcome) {
		struct value bits = any_value();

		bits.ones = (uint32_t)inquiry.constant;
		bits.zeros = (uint32_t)(inquiry.mask & ~inquiry.constant);
		base = meet_ranges(base, bits);
	}
	bind_learnt(simulation, state, inquiry.place, base);
}

void learn_range(struct simulation *simulation, struct state *state,
	const char *key, const struct value *value, struct value range)
{
	if (value->kind != VALUE_MADE) {
		bind_learnt(simulation, state, key,
			value->kind == VALUE_RANGE ?
				meet_ranges(*value, range) :
				range);
		return;
	}
	if (range.low == range.high)
		learn_of_made(simulation, state, value, TEST_EQUAL, range.low,
			true);
	else if (range.nonzero)
		learn_of_made(
			simulation, state, value, TEST_NOT_EQUAL, 0, true);
	if (range.ones)
		learn_of_made(simulation, state, value, TEST_BITS,
			(int64_t)(range.ones & -range.ones), true);
	if (range.zeros)
		learn_of_made(simulation, state, value, TEST_BITS, range.zeros,
			false);
}

/* A test that the range cannot carry is remembered as one. */
void learn_other(struct simulation *simulation, struct state *state,
	const char *key, const struct value *value, int64_t constant)
{
	struct inquiry inquiry = { key, TEST_EQUAL, -1, constant, false };
	const char *test;
	bool negated;

	if (value->kind == VALUE_MADE) {
		learn_of_made(simulation, state, value, TEST_EQUAL, constant,
			false);
		inquiry = inquire_made(value, TEST_EQUAL, constant);
	} else if (value->kind == VALUE_RANGE && !value_is_any(value)) {
		bind_learnt(simulation, state, key,
			refine_value(*value, TEST_EQUAL, constant, false));
	}
	if (!inquiry.place || inquiry.mask != -1 ||
		inquiry.kind != TEST_EQUAL)
		return;
	test = key_of_test(simulation, inquiry.place, TEST_EQUAL,
		key_of_constant(simulation, inquiry.constant), &negated);
	state_bind(simulation->scratch, state, test, constant_value(0), false);
}

/* A counter that has come to what another place says. */
static void learn_alike(struct simulation *simulation, struct state *state,
	const struct test *test, bool outcome)
{
	struct value left = value_of(simulation, state, test->left);
	struct value right = value_of(simulation, state, test->right);
	const char *place = operand_key(simulation, state, test->left);

	if (!is_equality(test->kind) || (test->kind == TEST_EQUAL) != outcome ||
		!place || place[0] != 'l' || left.kind != VALUE_RANGE ||
		!left.counted ||
		!value_is_of_key(&right) ||
		key_mentions(right.key, place))
		return;
	state_bind(simulation->scratch, state, place, right, false);
}

/* What was asked of the IRQL at entry. */
static void learn_of_entry_level(struct simulation *simulation,
	struct state *state, struct value level, enum test_kind kind,
	int64_t constant, bool outcome)
{
	state_bind(simulation->scratch, state, simulation->engine->entry_key,
		refine_value(entry_range(simulation, state), kind, constant,
			outcome),
		true);
	if (state->level.kind != LEVEL_ENTRY)
		return;
	level = refine_value(level, kind, constant, outcome);
	if (level.low >= 2) /* the code itself says: DISPATCH */
		state->level.irql = IRQL_DISPATCH;
}

void learn_outcome(struct simulation *simulation, struct state *state,
	const struct question *question, bool outcome)
{
	const struct test *test = question->test;
	struct value left = value_of(simulation, state, test->left);
	struct value right = value_of(simulation, state, test->right);
	enum test_kind kind = test->kind;
	struct operand asked =
		value_is_constant(&right) ? test->left : test->right;
	const char *place;

	if (question->key)
		state_bind(simulation->scratch, state, question->key,
			constant_value(outcome != question->negated), false);
	if (!turn_round(&left, &right, &kind)) {
		learn_alike(simulation, state, test, outcome);
		return;
	}
	if (value_is_entry(&left)) {
		learn_of_entry_level(simulation, state, left, kind, right.low,
			outcome);
		return;
	}
	if (left.kind == VALUE_MADE) {
		learn_of_made(simulation, state, &left, kind, right.low,
			outcome);
		return;
	}
	place = left.kind == VALUE_SAME ?
		left.key :
		operand_key(simulation, state, asked);
	if (place && (left.kind == VALUE_RANGE || left.kind == VALUE_SAME))
		bind_learnt(simulation, state, place,
			refine_value(left, kind, right.low, outcome));
}
