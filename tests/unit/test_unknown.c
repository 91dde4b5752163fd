/*
 * Which routines count as entered at an unknown IRQL, and why; and which do not:
 * those that a role leads to, those that never run, those to which IRQL is all
 * one. And which calls through pointers count as calls of what is not known.
 */
#include <check.h>
#include <string.h>

#include "irql/irql.h"
#include "maker.h"

Suite *unknown_suite(void);

static struct arena arena;
static struct facts facts;
static struct maker maker;

static void set_up(void)
{
	arena_init(&arena);
	maker_init(&maker, &facts, "a.c");
}

static void tear_down(void)
{
	maker_release(&maker);
	facts_release(&facts);
	arena_release(&arena);
}

/* A routine that calls another; returns its definition. */
static struct function *add(const char *name, const char *callee)
{
	struct function *function = maker_function(&maker, name, 0);

	maker_call(&maker, callee, NULL, 0);
	maker_end(&maker);
	return function;
}

/* Puts a routine's address into a variable that nobody calls through. */
static void hand_over(const char *name)
{
	uint32_t variable = maker_variable(&maker, "Kept");

	maker_function(&maker, "HandOver", 0);
	maker_assign(&maker, maker_value(&maker, ROOT_GLOBAL, variable, ""),
		maker_function_address(&maker, name));
	maker_end(&maker);
}

static struct flow *follow(void)
{
	const char *error = NULL;
	struct program *program;

	facts_finish(&facts);
	program = program_link(&arena, &facts, 1, NULL, NULL, &error);
	ck_assert_ptr_nonnull(program);
	return irql_follow(program, false);
}

static void expect(const struct flow *flow, const char *name,
	enum unknown_reason reason)
{
	enum unknown_reason found = UNKNOWN_NOT;

	for (uint32_t i = 0; i < flow->unknown_entries.count; i++) {
		const struct unknown_entry *entry =
			&flow->unknown_entries.items[i];

		if (!strcmp(program_routine(flow->program, entry->routine)
				    ->name,
			    name))
			found = entry->reason;
	}
	ck_assert_msg(found == reason, "%s: %s", name,
		unknown_reason_text(found));
}

START_TEST(test_known)
{
	struct flow *flow;

	add("DriverEntry", "Helper");
	add("Helper", "KeWaitForSingleObject");
	flow = follow();
	expect(flow, "Helper", UNKNOWN_NOT);
	ck_assert_uint_eq(flow->mattering, 1);
	ck_assert_uint_eq(flow->unreferenced, 0);
}
END_TEST

START_TEST(test_handed_over)
{
	struct flow *flow;

	add("Callback", "Helper");
	add("Helper", "KeWaitForSingleObject");
	hand_over("Callback");
	flow = follow();
	expect(flow, "Helper", UNKNOWN_CALLERS);
	expect(flow, "Callback", UNKNOWN_NOT); /* it has no limit itself */
	ck_assert_uint_eq(flow->mattering, 1);
}
END_TEST

START_TEST(test_pageable)
{
	struct flow *flow;

	maker_section(&maker, add("Callback", "Helper"), "PAGE");
	hand_over("Callback");
	flow = follow();
	expect(flow, "Callback", UNKNOWN_HANDED_OVER);
	ck_assert_uint_eq(flow->unknown_entries.count, 1);
}
END_TEST

START_TEST(test_never_runs)
{
	struct flow *flow;

	add("Left", "Behind");
	add("Behind", "KeWaitForSingleObject");
	flow = follow();
	expect(flow, "Behind", UNKNOWN_NOT);
	ck_assert_uint_eq(flow->mattering, 0);
	ck_assert_uint_eq(flow->unreferenced, 1);
}
END_TEST

START_TEST(test_destructor)
{
	struct flow *flow;

	add("Box::~Box", "KeWaitForSingleObject")->is_special = true;
	flow = follow();
	expect(flow, "Box::~Box", UNKNOWN_IMPLICIT);
	ck_assert_uint_eq(flow->unreferenced, 0);
}
END_TEST

/* ---- calls through pointers -------------------------------------------- */

/* A routine that calls through a variable, after other calls. */
static struct function *add_caller(const char *name, const char *before)
{
	struct function *function = maker_function(&maker, name, 0);

	if (before)
		maker_call(&maker, before, NULL, 0);
	maker_call_through(&maker,
		maker_value(&maker, ROOT_GLOBAL,
			maker_variable(&maker, "Pointer"), ""), NULL, 0);
	maker_end(&maker);
	return function;
}

static void fill_pointer(void)
{
	maker_function(&maker, "Fill", 0);
	maker_assign(&maker,
		maker_value(&maker, ROOT_GLOBAL,
			maker_variable(&maker, "Pointer"), ""),
		maker_function_address(&maker, "Target"));
	maker_end(&maker);
}

START_TEST(test_unknown_callee_in_pageable_code)
{
	maker_section(&maker, add_caller("Paged", NULL), "PAGE");
	add_caller("Resident", NULL);
	ck_assert_uint_eq(follow()->unknown_calls.count, 1);
}
END_TEST

START_TEST(test_unknown_callee_at_raised_irql)
{
	add_caller("DriverEntry", "KeRaiseIrqlToDpcLevel");
	ck_assert_uint_eq(follow()->unknown_calls.count, 1);
}
END_TEST

START_TEST(test_unknown_callee_where_it_does_not_matter)
{
	add_caller("DriverEntry", "KeGetCurrentIrql");
	ck_assert_uint_eq(follow()->unknown_calls.count, 0);
}
END_TEST

START_TEST(test_callee_that_is_stored)
{
	maker_section(&maker, add_caller("Paged", NULL), "PAGE");
	fill_pointer();
	ck_assert_uint_eq(follow()->unknown_calls.count, 0);
}
END_TEST

Suite *unknown_suite(void)
{
	Suite *suite = suite_create("unknown");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, test_known);
	tcase_add_test(tests, test_handed_over);
	tcase_add_test(tests, test_pageable);
	tcase_add_test(tests, test_never_runs);
	tcase_add_test(tests, test_destructor);
	tcase_add_test(tests, test_unknown_callee_in_pageable_code);
	tcase_add_test(tests, test_unknown_callee_at_raised_irql);
	tcase_add_test(tests, test_unknown_callee_where_it_does_not_matter);
	tcase_add_test(tests, test_callee_that_is_stored);
	suite_add_tcase(suite, tests);
	return suite;
}
