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
			state_merge(&arena, &into, &from);
			ck_assert_msg(!state_merge(&arena, &into, &from),
				"merging kind %d with %d never settles", a, b);
		}
	arena_release(&arena);
}
END_TEST

Suite *state_suite(void);

Suite *state_suite(void)
{
	Suite *suite = suite_create("state");
	TCase *laws = tcase_create("laws");

	tcase_add_test(laws, test_tests);
	tcase_add_test(laws, test_joins);
	tcase_add_test(laws, test_merge_ends);
	suite_add_tcase(suite, laws);
	return suite;
}
