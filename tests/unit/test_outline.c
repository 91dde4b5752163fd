/*
 * What is derived from facts once a unit is complete: which events of a body
 * are noted, and with which flags; what a body says as a whole; and numbers in
 * place of names.
 */
#include <check.h>
#include <string.h>

#include "maker.h"

Suite *outline_suite(void);

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

/* The outline of the one function, which ends here. */
static const struct outline *finish(void)
{
	maker_end(&maker);
	facts_finish(&facts);
	ck_assert_uint_eq(facts.outlines.count, 1);
	return facts.outlines.items;
}

static uint32_t flags_of(uint32_t event)
{
	for (uint32_t i = 0; i < facts.notes.count; i++)
		if (facts.notes.items[i].event == event)
			return facts.notes.items[i].flags;
	return 0;
}

/* ---- notes --------------------------------------------------------------- */

START_TEST(calls_are_noted_in_order)
{
	uint32_t first = maker_call(&maker, "First", NULL, 0);
	uint32_t second = maker_call_through(
		&maker, maker_value(&maker, ROOT_LOCAL, 0, "->Run"), NULL, 0);
	const struct outline *outline = finish();
	const struct note *notes = facts.notes.items + outline->first;

	ck_assert_uint_eq(outline->count, 2);
	ck_assert_uint_eq(notes[0].event, first);
	ck_assert_str_eq(
		facts.symbols.items[notes[0].symbol].name, "First");
	ck_assert_uint_eq(notes[1].event, second);
	ck_assert_uint_eq(notes[1].symbol, NONE);
	ck_assert_uint_eq(flags_of(first), NOTE_CALL | NOTE_REACHED);
}
END_TEST

START_TEST(what_the_entry_does_not_lead_to_is_not_reached)
{
	uint32_t call;

	maker_return(&maker, maker_constant(0));
	maker_go_on_in(&maker, maker_block(&maker));
	call = maker_call(&maker, "Never", NULL, 0);
	finish();
	ck_assert_uint_eq(flags_of(call), NOTE_CALL);
}
END_TEST

START_TEST(arguments_that_concern_others_are_told)
{
	struct operand function = maker_function_address(&maker, "Routine");
	struct operand plain = maker_value(&maker, ROOT_PARAMETER, 1, "");
	struct operand pointer = maker_value(&maker, ROOT_PARAMETER, 0, "");
	struct operand held = maker_field(&maker, ROOT_PARAMETER, 0, "OPS",
		"Run", "void (*)(void)");
	uint32_t calls[] = { maker_call(&maker, "A", &function, 1),
		maker_call(&maker, "B", &plain, 1),
		maker_call(&maker, "C", &pointer, 1),
		maker_call(&maker, "D", &held, 1) };

	finish();
	ck_assert_uint_eq(flags_of(calls[0]) & ~NOTE_REACHED,
		NOTE_CALL | NOTE_FUNCTION);
	ck_assert_uint_eq(
		flags_of(calls[1]) & ~NOTE_REACHED, NOTE_CALL | NOTE_CHOICE);
	ck_assert_uint_eq(
		flags_of(calls[2]) & ~NOTE_REACHED, NOTE_CALL | NOTE_UNTYPED);
	ck_assert_uint_eq(flags_of(calls[3]) & ~NOTE_REACHED,
		NOTE_CALL | NOTE_FUNCTION);
}
END_TEST

START_TEST(an_untyped_parameter_that_is_stored_is_noted)
{
	maker_assign(&maker, maker_value(&maker, ROOT_LOCAL, 0, "->Handler"),
		maker_value(&maker, ROOT_PARAMETER, 0, ""));
	maker_assign(&maker, maker_value(&maker, ROOT_LOCAL, 0, "->Handler"),
		maker_value(&maker, ROOT_PARAMETER, 0, "->Handler"));
	ck_assert_uint_eq(finish()->count, 1);
	ck_assert_uint_eq(flags_of(0), NOTE_UNTYPED | NOTE_REACHED);
}
END_TEST

START_TEST(only_assignments_of_functions_are_noted)
{
	const struct outline *outline;

	maker_assign(&maker, maker_value(&maker, ROOT_LOCAL, 0, ""),
		maker_constant(1));
	maker_assign(&maker, maker_value(&maker, ROOT_PARAMETER, 0, "->Run"),
		maker_function_address(&maker, "Routine"));
	outline = finish();
	ck_assert_uint_eq(outline->count, 1);
	ck_assert_uint_eq(flags_of(1), NOTE_FUNCTION | NOTE_REACHED);
}
END_TEST

/* ---- bodies -------------------------------------------------------------- */

START_TEST(a_plain_parameter_chooses)
{
	uint32_t yes = maker_block(&maker), no = maker_block(&maker);
	struct test test = { TEST_NOT_EQUAL,
		maker_value(&maker, ROOT_PARAMETER, _i ? 1 : 0, ""),
		maker_constant(0) };

	maker_branch(&maker, test, yes, no);
	maker_go_on_in(&maker, yes);
	maker_return(&maker, maker_constant(1));
	maker_go_on_in(&maker, no);
	/* parameter 0 of the maker's functions is a pointer */
	ck_assert_int_eq(finish()->chooses, _i);
}
END_TEST

START_TEST(constants_only_are_an_answer)
{
	maker_return(&maker, _i ? maker_constant(3) :
				  maker_value(&maker, ROOT_LOCAL, 0, ""));
	ck_assert_int_eq(finish()->answers, _i);
}
END_TEST

START_TEST(what_the_caller_sees_is_told)
{
	maker_assign(&maker,
		_i ? maker_value(&maker, ROOT_PARAMETER, 0, "->Held") :
		     maker_value(&maker, ROOT_LOCAL, 0, ""),
		maker_constant(1));
	ck_assert_int_eq(finish()->tells, _i);
}
END_TEST

START_TEST(bodies_keep_what_they_say)
{
	struct operand arguments[] = { maker_constant(5), maker_constant(6) };
	const struct body *body;

	maker_call(&maker, "First", arguments, 2);
	finish();
	body = facts.functions.items[0].body;
	ck_assert_uint_eq(body->events.count, 1);
	ck_assert_uint_eq(body->events.items[0].arguments.count, 2);
	ck_assert_int_eq(
		body->events.items[0].arguments.items[1].constant, 6);
	ck_assert_uint_eq(body->blocks.count, 1);
	ck_assert_uint_eq(body->order.items[0], 0);
	ck_assert_uint_eq(facts.drafts.reserved, 0);
}
END_TEST

/* ---- numbers -------------------------------------------------------------- */

START_TEST(numbers_tell_names_apart)
{
	ck_assert_uint_eq(facts_id("c:@F@A", NULL), facts_id("c:@F@A", NULL));
	ck_assert_uint_ne(facts_id("c:@F@A", NULL), facts_id("c:@F@B", NULL));
	ck_assert_uint_ne(
		facts_id("c:@F@A", "a.c"), facts_id("c:@F@A", "b.c"));
	ck_assert_uint_ne(facts_id("c:@F@A", "a.c"), facts_id("c:@F@A", NULL));
}
END_TEST

START_TEST(a_symbol_that_the_unit_declares_has_its_number)
{
	maker_call(&maker, "Start", NULL, 0);
	maker_call(&maker, "Elsewhere", NULL, 0);
	finish();
	for (uint32_t i = 0; i < facts.symbols.count; i++) {
		const struct symbol *symbol = &facts.symbols.items[i];
		bool own = !strcmp(symbol->name, "Start");

		ck_assert_uint_eq(symbol->declared, own ? 0 : NONE);
		ck_assert_int_eq(
			symbol->id == facts.functions.items[0].id, own);
	}
}
END_TEST

Suite *outline_suite(void)
{
	Suite *suite = suite_create("outline");
	TCase *tests = tcase_create("outline");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, calls_are_noted_in_order);
	tcase_add_test(
		tests, what_the_entry_does_not_lead_to_is_not_reached);
	tcase_add_test(tests, arguments_that_concern_others_are_told);
	tcase_add_test(tests, an_untyped_parameter_that_is_stored_is_noted);
	tcase_add_test(tests, only_assignments_of_functions_are_noted);
	tcase_add_loop_test(tests, a_plain_parameter_chooses, 0, 2);
	tcase_add_loop_test(tests, constants_only_are_an_answer, 0, 2);
	tcase_add_loop_test(tests, what_the_caller_sees_is_told, 0, 2);
	tcase_add_test(tests, bodies_keep_what_they_say);
	tcase_add_test(tests, numbers_tell_names_apart);
	tcase_add_test(tests, a_symbol_that_the_unit_declares_has_its_number);
	suite_add_tcase(suite, tests);
	return suite;
}
