/*
 * How many bytes of code a routine is: laws that hold whatever the weights are.
 */
#include <check.h>

#include "maker.h"
#include "program/size.h"

Suite *size_suite(void);

static struct arena arena;
static struct facts facts;
static struct maker maker;
static struct program *program;

static void set_up(void)
{
	arena_init(&arena);
	maker_init(&maker, &facts, "a.c");
}

static void tear_down(void)
{
	facts_release(&facts);
	arena_release(&arena);
}

static struct operand parameter(void)
{
	return maker_value(&maker, ROOT_PARAMETER, 0, "");
}

static void call(const char *callee, uint32_t arguments)
{
	struct operand list[2] = { parameter(), parameter() };

	maker_call(&maker, callee, list, arguments);
}

static void link_all(void)
{
	const char *error;

	maker_release(&maker);
	program = program_link(&arena, &facts, 1, NULL, NULL, &error);
	ck_assert_ptr_nonnull(program);
}

static const struct routine *routine(uint32_t function)
{
	return program_routine(program,
		program_find(program, facts.functions.items[function].usr));
}

static int64_t bytes(uint32_t function)
{
	bool measured = true;
	int64_t found = routine_bytes(program, routine(function), &measured);

	ck_assert(!measured);
	return found;
}

START_TEST(what_does_more_is_more)
{
	maker_function(&maker, "Empty", 1);
	maker_end(&maker);
	maker_function(&maker, "Calls", 1);
	call("Other", 1);
	maker_end(&maker);
	maker_function(&maker, "CallsWithMore", 1);
	call("Other", 2);
	maker_end(&maker);
	link_all();
	ck_assert_int_gt(bytes(0), 0);
	ck_assert_int_gt(bytes(1), bytes(0));
	ck_assert_int_gt(bytes(2), bytes(1));
}
END_TEST

START_TEST(what_is_not_defined_is_nothing)
{
	bool measured = true;

	maker_function(&maker, "Calls", 1);
	call("Other", 1);
	maker_end(&maker);
	link_all();
	for (uint32_t i = 0; i < program->routines.count; i++)
		if (!program->routines.items[i].definition)
			ck_assert_int_eq(routine_bytes(program,
				&program->routines.items[i], &measured), 0);
	ck_assert(!measured);
}
END_TEST

START_TEST(an_inline_routine_is_in_its_caller)
{
	maker_function(&maker, "Small", 1)->inlining = INLINE_FORCED;
	for (int i = 0; i < 20; i++)
		call("Other", 2);
	maker_end(&maker);
	maker_function(&maker, "Calls", 1);
	call("Other", 2);
	maker_end(&maker);
	maker_function(&maker, "Expands", 1);
	call("Small", 2);
	maker_end(&maker);
	link_all();
	ck_assert(routine(0)->is_inline);
	ck_assert_int_gt(bytes(2), 10 * (bytes(1) - bytes(2) / 20));
}
END_TEST

/* A __finally is in a body once for each way that leads there. */
START_TEST(what_stands_twice_at_a_place_counts_once)
{
	struct body *body;

	maker_function(&maker, "Once", 1);
	call("Other", 1);
	maker_end(&maker);
	body = maker_function(&maker, "Copied", 1)->body;
	call("Other", 1);
	call("Other", 1);
	body->events.items[1].place = body->events.items[0].place;
	maker_end(&maker);
	body = maker_function(&maker, "Twice", 1)->body;
	call("Other", 1);
	call("Other", 1);
	maker_end(&maker);
	link_all();
	ck_assert_int_eq(bytes(1), bytes(0));
	ck_assert_int_gt(bytes(2), bytes(0));
}
END_TEST

START_TEST(one_that_is_inline_in_itself_ends)
{
	maker_function(&maker, "Round", 1)->inlining = INLINE_FORCED;
	call("Round", 1);
	call("Round", 1);
	maker_end(&maker);
	link_all();
	ck_assert_int_gt(bytes(0), 0);
}
END_TEST

START_TEST(lines_add_up)
{
	uint32_t first, last;
	int64_t all;

	first = maker_function(&maker, "Calls", 1)->place.line;
	call("First", 1);
	call("Second", 2);
	maker_end(&maker);
	last = maker.line;
	link_all();
	all = region_bytes(program, routine(0), first, last);
	ck_assert_int_gt(all, 0);
	ck_assert_int_lt(all, bytes(0));
	ck_assert_int_eq(all,
		region_bytes(program, routine(0), first, first + 1) +
		region_bytes(program, routine(0), first + 2, last));
	ck_assert_int_eq(
		region_bytes(program, routine(0), last + 1, last + 9), 0);
}
END_TEST

Suite *size_suite(void)
{
	Suite *suite = suite_create("size");
	TCase *tests = tcase_create("size");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, what_does_more_is_more);
	tcase_add_test(tests, what_is_not_defined_is_nothing);
	tcase_add_test(tests, an_inline_routine_is_in_its_caller);
	tcase_add_test(tests, what_stands_twice_at_a_place_counts_once);
	tcase_add_test(tests, one_that_is_inline_in_itself_ends);
	tcase_add_test(tests, lines_add_up);
	suite_add_tcase(suite, tests);
	return suite;
}
