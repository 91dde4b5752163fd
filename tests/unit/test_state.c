/* The abstract values and states of the IRQL analysis: the laws that make the
 * simulation end and its answers hold. */
#include <check.h>

#include "irql/state.h"

static const int64_t points[] = { -2, -1, 0, 1, 2, 3 };
enum { POINTS = sizeof(points) / sizeof(*points) };

static struct value range(int64_t low, int64_t high, bool nonzero)
{
	return (struct value){ .kind = VALUE_RANGE, .low = low, .high = high,
		.nonzero = nonzero };
}

static bool holds(const struct value *value, int64_t point)
{
	return point >= value->low && point <= value->high &&
		!(value->nonzero && point == 0);
}

static bool outcome(enum test_kind test, int64_t point, int64_t constant)
{
	switch (test) {
	case TEST_EQUAL:
		return point == constant;
	case TEST_NOT_EQUAL:
		return point != constant;
	case TEST_LESS:
		return point < constant;
	case TEST_LESS_EQUAL:
		return point <= constant;
	case TEST_GREATER:
		return point > constant;
	case TEST_GREATER_EQUAL:
		return point >= constant;
	default:
		return (point & constant) != 0;
	}
}

/* Calls `check` for every range over the points. */
static void for_each_range(void (*check)(struct value value))
{
	for (int low = 0; low < POINTS; low++)
		for (int high = low; high < POINTS; high++)
			for (int nonzero = 0; nonzero < 2; nonzero++)
				check(range(points[low], points[high],
					nonzero));
}

static void check_tests(struct value value)
{
	for (int test = TEST_EQUAL; test <= TEST_BITS; test++)
		for (int c = 0; c < POINTS; c++) {
			enum truth truth = test_value(
				&value, (enum test_kind)test, points[c]);
			struct value yes = refine_value(
				value, (enum test_kind)test, points[c], true);
			struct value no = refine_value(
				value, (enum test_kind)test, points[c], false);

			for (int p = 0; p < POINTS; p++) {
				bool is = outcome((enum test_kind)test,
					points[p], points[c]);

				if (!holds(&value, points[p]))
					continue;
				ck_assert(truth != (is ? TRUTH_NO : TRUTH_YES));
				ck_assert(holds(is ? &yes : &no, points[p]));
			}
		}
}

/* What a test says is true of every value; refining loses none that passes. */
START_TEST(test_tests)
{
	for_each_range(check_tests);
}
END_TEST

static struct value other;

static void check_join(struct value value)
{
	struct value joined = join_ranges(value, other);
	struct value turned = join_ranges(other, value);
	struct value again = join_ranges(joined, other);

	ck_assert(same_values(&joined, &turned));
	ck_assert(same_values(&joined, &again));
	for (int p = 0; p < POINTS; p++)
		if (holds(&value, points[p]) || holds(&other, points[p]))
			ck_assert(holds(&joined, points[p]));
}

static void check_joins(struct value value)
{
	other = value;
	for_each_range(check_join);
}

START_TEST(test_joins)
{
	for_each_range(check_joins);
}
END_TEST

/* Fills in all ranges over the points; how many there are. */
enum { RANGES = POINTS * (POINTS + 1) };

static int all_ranges(struct value *ranges)
{
	int count = 0;

	for (int low = 0; low < POINTS; low++)
		for (int high = low; high < POINTS; high++)
			for (int nonzero = 0; nonzero < 2; nonzero++)
				ranges[count++] = range(
					points[low], points[high], nonzero);
	return count;
}

/* Whether all that the one can be the other can be, too. */
static bool is_within(const struct value *one, const struct value *other_one)
{
	return one->low >= other_one->low && one->high <= other_one->high &&
		(!other_one->nonzero || !holds(one, 0));
}

/* More than two are joined to the same, in whatever order. */
START_TEST(test_joins_associate)
{
	struct value ranges[RANGES];
	int count = all_ranges(ranges);

	for (int a = 0; a < count; a++)
		for (int b = 0; b < count; b++)
			for (int c = 0; c < count; c++) {
				struct value left = join_ranges(
					join_ranges(ranges[a], ranges[b]),
					ranges[c]);
				struct value right = join_ranges(ranges[a],
					join_ranges(ranges[b], ranges[c]));

				ck_assert(same_values(&left, &right));
			}
}
END_TEST

static bool is_empty(const struct value *value)
{
	for (int p = 0; p < POINTS; p++)
		if (holds(value, points[p]))
			return false;
	return true;
}

/* Who knows more decides no less, and knows no less afterwards. */
static void check_transfer(const struct value *more, const struct value *less,
	enum test_kind test, int64_t constant)
{
	enum truth fine = test_value(more, test, constant);
	enum truth coarse = test_value(less, test, constant);

	ck_assert(coarse == TRUTH_MAYBE || coarse == fine);
	for (int way = 0; way < 2; way++) {
		struct value from = refine_value(*more, test, constant, way);
		struct value to = refine_value(*less, test, constant, way);

		if (fine == (way ? TRUTH_NO : TRUTH_YES) || is_empty(&from))
			continue;
		ck_assert_msg(is_within(&from, &to),
			"test %d with %d, outcome %d", test, (int)constant,
			way);
	}
}

START_TEST(test_transfer_is_monotone)
{
	struct value ranges[RANGES];
	int count = all_ranges(ranges);

	for (int a = 0; a < count; a++)
		for (int b = 0; b < count; b++) {
			if (is_empty(&ranges[a]) ||
				!is_within(&ranges[a], &ranges[b]))
				continue;
			for (int test = TEST_EQUAL; test <= TEST_BITS; test++)
				for (int c = 0; c < POINTS; c++)
					check_transfer(&ranges[a], &ranges[b],
						(enum test_kind)test,
						points[c]);
		}
}
END_TEST

static struct value any_kind(int kind)
{
	switch (kind) {
	case 0:
		return range(0, 0, false);
	case 1:
		return range(1, 2, false);
	case 2:
		return range(INT64_MIN, INT64_MAX, true);
	case 3:
		return level_value(known_level(IRQL_DISPATCH));
	case 4:
		return same_value("p0");
	default:
		return address_value("l1");
	}
}

/* Merging the same state again changes nothing: or no loop would ever end. */
START_TEST(test_merge_ends)
{
	struct arena arena;

	arena_init(&arena);
	for (int a = 0; a < 6; a++)
		for (int b = 0; b < 6; b++) {
			struct state into = { .raised_by = NONE };
			struct state from = { .raised_by = NONE };

			state_bind(&arena, &into, "l0", any_kind(a), false);
			state_bind(&arena, &from, "l0", any_kind(b), false);
			state_merge(&arena, &into, &from, false);
			ck_assert_msg(!state_merge(&arena, &into, &from, false),
				"merging kind %d with %d never settles", a, b);
		}
	arena_release(&arena);
}
END_TEST

/* What is stale on one way is so behind both, and is asked for in vain. */
START_TEST(test_merge_keeps_stale)
{
	struct arena arena;
	struct state fresh = { .raised_by = NONE }, stale = { .raised_by = NONE };
	struct value value;

	arena_init(&arena);
	state_bind(&arena, &fresh, "p0->f", any_kind(0), false)->shared = true;
	state_bind(&arena, &stale, "p0->f", any_kind(0), false)->shared = true;
	state_age(&stale);
	value = value_of_key(&fresh, "p0->f");
	ck_assert(value_is_zero(&value));
	ck_assert(state_merge(&arena, &fresh, &stale, false));
	ck_assert(!state_merge(&arena, &fresh, &stale, false));
	value = value_of_key(&fresh, "p0->f");
	ck_assert(value.kind == VALUE_SAME);
	state_bind(&arena, &fresh, "p0->f", any_kind(0), false);
	value = value_of_key(&fresh, "p0->f");
	ck_assert(value_is_zero(&value));
	arena_release(&arena);
}
END_TEST

/* A key's value in a state: a kind of `any_kind`, an IRQL, or nothing. */
enum { ABSENT = 12 };

static struct value sample(int which)
{
	static const enum irql levels[] = { IRQL_PASSIVE, IRQL_APC, IRQL_HIGH };

	if (which < 6)
		return any_kind(which);
	if (which < 9)
		return level_value(known_level(levels[which - 6]));
	if (which == 9)
		return level_value((struct abstract_irql){
			LEVEL_ENTRY, IRQL_PASSIVE, NULL, NULL });
	if (which == 10)
		return level_value((struct abstract_irql){
			LEVEL_SAVED, IRQL_PASSIVE, "p1", NULL });
	return join_values(level_value(known_level(IRQL_PASSIVE)),
		level_value(known_level(IRQL_DISPATCH)));
}

static struct state sample_state(
	struct arena *arena, const char *key, int which, int flags)
{
	struct state state = { .raised_by = NONE, .may = flags & 1 };

	if (which != ABSENT)
		state_bind(arena, &state, key, sample(which), flags & 2);
	return state;
}

static struct state merged(struct arena *arena, const struct state *left,
	const struct state *right)
{
	struct states states = { .arena = arena };
	struct state *into = state_copy(&states, left);

	state_merge(arena, into, right, false);
	return *into;
}

/* Alike as far as integers go: a saved IRQL that a constant equals may be
 * either. */
static bool say_the_same(const struct state *left, const struct state *right)
{
	struct value a, b;

	if (left->may != right->may ||
		left->bindings.count != right->bindings.count)
		return false;
	if (!left->bindings.count)
		return true;
	a = as_range(&left->bindings.items[0].value);
	b = as_range(&right->bindings.items[0].value);
	return same_values(&a, &b) &&
		left->bindings.items[0].initial ==
			right->bindings.items[0].initial;
}

static const char *const keys[] = { "p0->f", "l0" };

START_TEST(test_merge_commutes)
{
	struct arena arena;

	arena_init(&arena);
	for (int i = 0; i < 2 * 16 * (ABSENT + 1) * (ABSENT + 1); i++) {
		const char *key = keys[i % 2];
		int a = i / 32 % (ABSENT + 1), b = i / 32 / (ABSENT + 1);
		struct state one = sample_state(&arena, key, a, i / 2 % 4);
		struct state two = sample_state(&arena, key, b, i / 8 % 4);
		struct state there = merged(&arena, &one, &two);
		struct state back = merged(&arena, &two, &one);

		ck_assert_msg(say_the_same(&there, &back),
			"%s: %d and %d", key, a, b);
	}
	arena_release(&arena);
}
END_TEST

/* A run may make millions of states, of which few are alive at once. */
START_TEST(test_dropped_states_leave_their_memory)
{
	struct arena arena;
	struct states states = { .arena = &arena };
	struct state first = { .raised_by = NONE };
	size_t reserved = 0;

	arena_init(&arena);
	for (int i = 0; i < 20; i++)
		state_bind(&arena, &first,
			arena_printf(&arena, "l%d", i), constant_value(i), true);
	for (int i = 0; i < 100000; i++) {
		struct state *copy = state_copy(&states, &first);

		ck_assert_uint_eq(copy->bindings.count, 20);
		ck_assert_int_eq(copy->bindings.items[19].value.low, 19);
		copy->bindings.items[19].value.low = -1;
		state_bind(&arena, copy, "more", constant_value(i), false);
		state_drop(&states, copy);
		if (i == 10)
			reserved = arena.reserved;
	}
	ck_assert_uint_eq(arena.reserved, reserved);
	arena_release(&arena);
}
END_TEST

/* Of a local that one way has not set yet nothing is promised but that a saved
 * IRQL stays, so there the order may count. */
START_TEST(test_merge_associates)
{
	struct arena arena;
	int choices[] = { ABSENT + 1, ABSENT };

	arena_init(&arena);
	for (int k = 0; k < 2; k++) {
		int n = choices[k];

		for (int i = 0; i < n * n * n; i++) {
			struct state a = sample_state(&arena, keys[k], i % n, 1);
			struct state b = sample_state(
				&arena, keys[k], i / n % n, 3);
			struct state c = sample_state(
				&arena, keys[k], i / n / n, 2);
			struct state left = merged(&arena, &a, &b);
			struct state right = merged(&arena, &b, &c);

			left = merged(&arena, &left, &c);
			right = merged(&arena, &a, &right);
			ck_assert_msg(say_the_same(&left, &right),
				"%s: %d, %d and %d", keys[k], i % n,
				i / n % n, i / n / n);
		}
	}
	arena_release(&arena);
}
END_TEST

/* Nothing that storage may hold is lost by joining: each level that was saved
 * on one way can still be restored. */
START_TEST(test_joins_keep_levels)
{
	for (int a = 0; a < ABSENT; a++)
		for (int b = 0; b < ABSENT; b++) {
			struct value one = sample(a), two = sample(b);
			struct value both = join_values(one, two);
			struct value range = as_range(&both);

			one = as_range(&one);
			two = as_range(&two);
			ck_assert_msg(is_within(&one, &range) &&
					is_within(&two, &range),
				"%d and %d", a, b);
		}
}
END_TEST

/* ---- known bits, and what is made of a word ------------------------------ */

enum { WORDS = 8 };

/* A word of three bits, of which those in `known` are as in `bits`. */
static struct value word(uint32_t known, uint32_t bits)
{
	struct value value = range(0, WORDS - 1, false);

	value.ones = known & bits;
	value.zeros = known & ~bits;
	return normal_range(value);
}

static bool allows(const struct value *value, int64_t number)
{
	return test_value(value, TEST_EQUAL, number) != TRUTH_NO;
}

static void check_word_pair(const struct value *one, const struct value *two)
{
	struct value joined = join_ranges(*one, *two);
	struct value turned = join_ranges(*two, *one);

	ck_assert(same_values(&joined, &turned));
	for (int64_t n = 0; n < WORDS; n++) {
		ck_assert(allows(&joined, n) || (!allows(one, n) &&
						      !allows(two, n)));
		ck_assert(!(allows(one, n) && allows(two, n)) ||
			!values_are_disjoint(one, two));
	}
	for (int third = 0; third < WORDS * WORDS; third++) {
		struct value more = word(third / WORDS, third % WORDS);
		struct value left = join_ranges(joined, more);
		struct value right = join_ranges(*two, more);

		right = join_ranges(*one, right);
		ck_assert(same_values(&left, &right));
	}
}

START_TEST(test_known_bits)
{
	for (int a = 0; a < WORDS * WORDS; a++)
		for (int b = 0; b < WORDS * WORDS; b++) {
			struct value one = word(a / WORDS, a % WORDS);
			struct value two = word(b / WORDS, b % WORDS);

			check_word_pair(&one, &two);
		}
}
END_TEST

/* A test of a bit says what is true, and keeps what passes it. */
START_TEST(test_bits_are_learnt)
{
	for (int a = 0; a < WORDS * WORDS; a++)
		for (int64_t mask = 0; mask < WORDS; mask++) {
			struct value value = word(a / WORDS, a % WORDS);
			enum truth truth = test_value(&value, TEST_BITS, mask);

			for (int64_t n = 0; n < WORDS; n++) {
				bool is = (n & mask) != 0;
				struct value left = refine_value(
					value, TEST_BITS, mask, is);

				if (!allows(&value, n))
					continue;
				ck_assert(truth != (is ? TRUTH_NO : TRUTH_YES));
				ck_assert(allows(&left, n));
			}
		}
}
END_TEST

static int64_t computed(enum operation operation, int64_t left, int64_t right)
{
	switch (operation) {
	case OPERATION_ADD:
		return left + right;
	case OPERATION_SUBTRACT:
		return left - right;
	case OPERATION_AND:
		return left & right;
	case OPERATION_OR:
		return left | right;
	default:
		return left ^ right;
	}
}

static const enum operation operations[] = { OPERATION_ADD,
	OPERATION_SUBTRACT, OPERATION_AND, OPERATION_OR,
	OPERATION_EXCLUSIVE_OR };
enum { OPERATIONS = sizeof(operations) / sizeof(*operations) };

/* Whatever a word is, what is computed of it is what C computes. */
START_TEST(test_computing_a_word)
{
	for (int a = 0; a < WORDS * WORDS * OPERATIONS; a++)
		for (int64_t c = 0; c < WORDS; c++) {
			enum operation operation = operations[a % OPERATIONS];
			struct value value = word(a / OPERATIONS / WORDS,
				a / OPERATIONS % WORDS);
			struct value result = compute_value(
				operation, value, constant_value(c));

			for (int64_t n = 0; n < WORDS; n++)
				ck_assert(!allows(&value, n) ||
					allows(&result,
						computed(operation, n, c)));
		}
}
END_TEST

/* Two steps in a row, of a word of which nothing is known but its name. */
START_TEST(test_made_values_compose)
{
	for (int a = 0; a < OPERATIONS * OPERATIONS * WORDS * WORDS; a++) {
		enum operation first = operations[a % OPERATIONS];
		enum operation then = operations[a / OPERATIONS % OPERATIONS];
		int64_t c = a / OPERATIONS / OPERATIONS % WORDS;
		int64_t d = a / OPERATIONS / OPERATIONS / WORDS;
		struct value made = compute_value(
			first, same_value("p0"), constant_value(c));

		made = compute_value(then, made, constant_value(d));
		for (int64_t n = 0; n < WORDS; n++) {
			struct value result = made;

			if (made.kind == VALUE_SAME || made.kind == VALUE_MADE) {
				result = made_value(&made);
				result = apply_made(&result, constant_value(n));
			}
			ck_assert(allows(&result,
				computed(then, computed(first, n, c), d)));
		}
	}
}
END_TEST

Suite *state_suite(void);

Suite *state_suite(void)
{
	Suite *suite = suite_create("state");
	TCase *laws = tcase_create("laws");

	tcase_add_test(laws, test_tests);
	tcase_add_test(laws, test_joins);
	tcase_add_test(laws, test_joins_associate);
	tcase_add_test(laws, test_transfer_is_monotone);
	tcase_add_test(laws, test_joins_keep_levels);
	tcase_add_test(laws, test_merge_ends);
	tcase_add_test(laws, test_merge_keeps_stale);
	tcase_add_test(laws, test_merge_commutes);
	tcase_add_test(laws, test_dropped_states_leave_their_memory);
	tcase_add_test(laws, test_merge_associates);
	tcase_add_test(laws, test_known_bits);
	tcase_add_test(laws, test_bits_are_learnt);
	tcase_add_test(laws, test_computing_a_word);
	tcase_add_test(laws, test_made_values_compose);
	suite_add_tcase(suite, laws);
	return suite;
}
