/*
 * What a body stores where: asked of its events, whatever their order is.
 */
#include <check.h>

#include "maker.h"

Suite *stores_suite(void);

static struct facts facts;
static struct maker maker;

static void set_up(void)
{
	maker_init(&maker, &facts, "a.c");
	maker_function(&maker, "Start", 2);
}

static void tear_down(void)
{
	maker_release(&maker);
	facts_release(&facts);
}

static struct operand local(uint32_t index)
{
	return maker_value(&maker, ROOT_LOCAL, index, "");
}

static const struct body *finish(void)
{
	maker_end(&maker);
	facts_finish(&facts);
	return facts.functions.items[0].body;
}

START_TEST(the_only_store_is_that_of_the_whole)
{
	struct operand value = local(0), other = local(1);
	const struct body *body;

	maker_assign(&maker, value, maker_constant(1));
	maker_assign(&maker, maker_value(&maker, ROOT_LOCAL, 0, ".Next"),
		maker_constant(2));
	maker_assign(&maker, other, value);
	maker_assign(&maker, other, value);
	body = finish();
	ck_assert_ptr_eq(only_store(body, value.index), &body->events.items[0]);
	ck_assert_ptr_null(only_store(body, other.index));
}
END_TEST

START_TEST(a_result_is_stored_where_that_call_is)
{
	struct operand status = local(0);
	uint32_t call = maker_call(&maker, "First", NULL, 0);
	uint32_t other = maker_call(&maker, "Second", NULL, 0);
	const struct body *body;

	maker_assign(&maker, status, maker_result(call));
	body = finish();
	ck_assert(event_stores(&body->events.items[2], status.index));
	ck_assert(event_stores_result(&body->events.items[2], call));
	ck_assert(!event_stores_result(&body->events.items[2], other));
	ck_assert(!event_stores(&body->events.items[call], status.index));
}
END_TEST

/* 0: by a store, 1: by a call that gets the address, 2: by whoever has it. */
START_TEST(who_has_the_address_may_change_it)
{
	struct operand value = local(0), pointer = local(1);
	struct operand address = maker_address(&maker, ROOT_LOCAL, 0, "");
	const struct body *body;

	maker_call(&maker, "Look", &value, 1);
	maker_assign(&maker, pointer, value);
	if (_i == 0)
		maker_assign(&maker, value, maker_constant(1));
	else if (_i == 1)
		maker_call(&maker, "Fill", &address, 1);
	else
		maker_assign(&maker, pointer, address);
	body = finish();
	ck_assert(!event_may_change(&body->events.items[0], value.index));
	ck_assert(!event_may_change(&body->events.items[1], value.index));
	ck_assert(event_may_change(&body->events.items[2], value.index));
	ck_assert(body_may_change(body, value.index));
}
END_TEST

/* 0: the same twice, 1: another, 2: the address goes somewhere. */
START_TEST(one_constant_is_the_same_each_time)
{
	struct operand value = local(0);
	struct operand address = maker_address(&maker, ROOT_LOCAL, 0, "");
	const struct body *body;
	int64_t constant = 0;

	maker_assign(&maker, value, maker_constant(5));
	maker_assign(&maker, value, maker_constant(_i == 1 ? 6 : 5));
	if (_i == 2)
		maker_call(&maker, "Fill", &address, 1);
	body = finish();
	ck_assert_int_eq(
		holds_one_constant(body, value.index, &constant), _i == 0);
	if (_i == 0)
		ck_assert_int_eq(constant, 5);
}
END_TEST

START_TEST(what_is_never_stored_is_no_constant)
{
	struct operand value = local(0);
	const struct body *body;
	int64_t constant;

	maker_call(&maker, "Look", &value, 1);
	body = finish();
	ck_assert(!holds_one_constant(body, value.index, &constant));
	ck_assert(!body_may_change(body, value.index));
	ck_assert_ptr_null(only_store(body, value.index));
}
END_TEST

Suite *stores_suite(void)
{
	Suite *suite = suite_create("stores");
	TCase *tests = tcase_create("stores");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, the_only_store_is_that_of_the_whole);
	tcase_add_test(tests, a_result_is_stored_where_that_call_is);
	tcase_add_loop_test(tests, who_has_the_address_may_change_it, 0, 3);
	tcase_add_loop_test(tests, one_constant_is_the_same_each_time, 0, 3);
	tcase_add_test(tests, what_is_never_stored_is_no_constant);
	suite_add_tcase(suite, tests);
	return suite;
}
