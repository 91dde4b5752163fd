/*
 * The text form of facts. The law is: what is written, read and written again
 * is the same bytes. It is held to facts that use every field and every
 * enumerator, and to each field of the form's tables on its own.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "facts/text.h"
#include "facts/text_form.h"
#include "facts_sample.h"

Suite *facts_text_suite(void);

/* ---- everything --------------------------------------------------------- */

START_TEST(everything_is_written_and_read)
{
	struct facts facts, again;
	struct text text;

	everything(&facts);
	text = text_of(&facts);
	check_same(everything_text, text.bytes);
	check_law(&facts, &again);
	free(text.bytes);
	facts_release(&facts);
	facts_release(&again);
}
END_TEST

/* ---- what was read ------------------------------------------------------ */

START_TEST(what_is_read_is_what_was_written)
{
	struct facts facts, again;
	const struct body *body;
	const struct event *event;

	everything(&facts);
	check_law(&facts, &again);
	body = again.functions.items[0].body;
	ck_assert_uint_eq(body->events.count, 11);
	for (uint32_t i = 0; i < body->events.count; i++)
		ck_assert_int_eq(body->events.items[i].kind,
			facts.functions.items[0].body->events.items[i].kind);
	event = &body->events.items[0];
	ck_assert_uint_eq(event->arguments.count, 8);
	for (uint32_t i = 0; i < event->arguments.count; i++)
		ck_assert_uint_eq(event->arguments.items[i].kind, i);
	ck_assert_uint_eq(event->object, NONE);
	ck_assert_uint_eq(event->path, NONE);
	event = &body->events.items[4];
	ck_assert_uint_eq(event->path, 10);
	ck_assert_int_eq(event->value.constant, INT64_MIN);
	event = &body->events.items[10];
	ck_assert_str_eq(
		event->text, "tab\there, \x01, \xc3\xa9 and \xff");
	ck_assert_int_eq(event->claim->right.constant, INT64_MAX);
	ck_assert_uint_eq(body->blocks.items[1].first, 4);
	ck_assert_uint_eq(body->order.items[6], 1);
	ck_assert_ptr_eq(again.functions.items[0].claims.items[1].section,
		again.directives.items[0].section);
	ck_assert_ptr_eq(event->place.file, again.files.items[0].path);
	facts_release(&facts);
	facts_release(&again);
}
END_TEST

START_TEST(nothing_is_written_and_read)
{
	struct facts facts, again;
	struct text text;

	facts_init(&facts, NULL);
	text = text_of(&facts);
	ck_assert_str_eq(text.bytes, "pageaudit-facts 4\nunit -\nend\n");
	check_law(&facts, &again);
	free(text.bytes);
	facts_release(&facts);
	facts_release(&again);
}
END_TEST

/* ---- every field on its own --------------------------------------------- */

struct table {
	const char *what;
	const struct field *fields;
	void *(*record)(struct facts *facts);
};

static void *the_unit(struct facts *facts)
{
	return facts;
}

#define RECORD(function, expression)                                           \
	static void *function(struct facts *facts)                             \
	{                                                                      \
		return &(expression);                                          \
	}

#define THE_FUNCTION facts->functions.items[0]
#define THE_BODY THE_FUNCTION.body[0]

RECORD(the_file, facts->files.items[0])
RECORD(the_symbol, facts->symbols.items[0])
RECORD(the_directive, facts->directives.items[0])
RECORD(the_claim, THE_FUNCTION.claims.items[0])
RECORD(the_parameter, THE_FUNCTION.parameters.items[0])
RECORD(the_annotation, THE_FUNCTION.annotations.items[0])
RECORD(the_function, THE_FUNCTION)
RECORD(the_variable, facts->variables.items[0])
RECORD(the_fill, facts->fills.items[0])
RECORD(the_notice, facts->notices.items[0])
RECORD(the_body, THE_BODY)
RECORD(the_local, THE_BODY.locals.items[0])
RECORD(the_path, THE_BODY.paths.items[0])
RECORD(the_event, THE_BODY.events.items[0])
RECORD(the_block, THE_BODY.blocks.items[0])

static const struct table tables[] = {
	{"unit", unit_fields, the_unit},
	{"file", file_fields, the_file},
	{"symbol", symbol_fields, the_symbol},
	{"directive", directive_fields, the_directive},
	{"claim", claim_fields, the_claim},
	{"parameter", parameter_fields, the_parameter},
	{"annotation", annotation_fields, the_annotation},
	{"function", function_fields, the_function},
	{"variable", variable_fields, the_variable},
	{"fill", fill_fields, the_fill},
	{"notice", notice_fields, the_notice},
	{"body", body_fields, the_body},
	{"local", local_fields, the_local},
	{"path", path_fields, the_path},
	{"event", event_fields, the_event},
	{"block", block_fields, the_block},
};

/* Gives a field another value than it has. */
static void change(
	struct facts *facts, const struct field *field, void *record)
{
	void *at_field = (char *)record + field->offset;

	switch (field->kind) {
	case FIELD_FLAG:
		*(bool *)at_field = !*(bool *)at_field;
		break;
	case FIELD_STRING:
	case FIELD_NAME:
		*(const char **)at_field = intern(
			&facts->names, "another \"value\"");
		break;
	case FIELD_PLACE:
		*(struct place *)at_field = (struct place){
			facts->files.items[1].path, 101, 102, 103, 104};
		break;
	case FIELD_INDEX:
		*(uint32_t *)at_field = *(uint32_t *)at_field ? 0 : 1;
		break;
	case FIELD_COUNT:
		*(uint32_t *)at_field += 1;
		break;
	case FIELD_SIZE:
		*(int64_t *)at_field += INT64_C(1) << 40;
		break;
	case FIELD_WORD:
		memcpy(at_field, &(unsigned){1}, sizeof(unsigned));
		break;
	}
}

static void check_field(const struct table *table, const struct field *field,
	const char *before)
{
	struct facts facts, again;
	struct text text;

	if (!strcmp(table->what, "function") && !strcmp(field->word, "defined"))
		return; /* it has a body just then: see test_facts_damage.c */
	everything(&facts);
	change(&facts, field, table->record(&facts));
	text = text_of(&facts);
	if (!strcmp(text.bytes, before))
		ck_abort_msg("%s does not show '%s'", table->what, field->word);
	check_law(&facts, &again);
	free(text.bytes);
	facts_release(&facts);
	facts_release(&again);
}

START_TEST(every_field_is_seen_in_the_text)
{
	const struct table *table = &tables[_i];
	struct facts facts;
	struct text before;

	everything(&facts);
	before = text_of(&facts);
	for (uint32_t i = 0; table->fields[i].word; i++)
		check_field(table, &table->fields[i], before.bytes);
	free(before.bytes);
	facts_release(&facts);
}
END_TEST

/* Words of one line must differ, or one of them could not be read. */
START_TEST(words_of_a_line_differ)
{
	const struct field *fields = tables[_i].fields;

	for (uint32_t i = 0; fields[i].word; i++) {
		ck_assert_uint_lt(i, 32);
		for (uint32_t k = 0; k < i; k++)
			ck_assert_str_ne(fields[i].word, fields[k].word);
	}
}
END_TEST

static const char *const *const word_tables[] = {
	segment_words, action_words, directive_words, placed_words,
	operation_words, event_words, marker_words, test_words, exit_words,
	inline_words, notice_words,
};

START_TEST(words_of_an_enum_differ)
{
	const char *const *words = word_tables[_i];

	for (uint32_t i = 0; words[i]; i++)
		for (uint32_t k = 0; k < i; k++)
			ck_assert_str_ne(words[i], words[k]);
}
END_TEST

/* Flips through the enumerators that `everything` does not use. */
START_TEST(every_enumerator_is_read)
{
	for (uint32_t i = 0; segment_words[i]; i++)
		for (uint32_t k = 0; action_words[k]; k++) {
			struct facts facts, again;
			struct directive *directive;

			everything(&facts);
			directive = &facts.directives.items[DIRECTIVE_SEGMENT];
			directive->segment = (enum segment)i;
			directive->action = (enum segment_action)k;
			facts.functions.items[0].inlining =
				(enum inline_kind)i;
			check_law(&facts, &again);
			directive = &again.directives.items[DIRECTIVE_SEGMENT];
			ck_assert_uint_eq(directive->segment, i);
			ck_assert_uint_eq(directive->action, k);
			ck_assert_uint_eq(
				again.functions.items[0].inlining, i);
			facts_release(&facts);
			facts_release(&again);
		}
}
END_TEST

#define COUNT_OF(array) (int)(sizeof(array) / sizeof(*(array)))

Suite *facts_text_suite(void)
{
	Suite *suite = suite_create("facts_text");
	TCase *law = tcase_create("law");

	suite_add_tcase(suite, law);
	tcase_add_test(law, everything_is_written_and_read);
	tcase_add_test(law, what_is_read_is_what_was_written);
	tcase_add_test(law, nothing_is_written_and_read);
	tcase_add_loop_test(
		law, every_field_is_seen_in_the_text, 0, COUNT_OF(tables));
	tcase_add_loop_test(law, words_of_a_line_differ, 0, COUNT_OF(tables));
	tcase_add_loop_test(
		law, words_of_an_enum_differ, 0, COUNT_OF(word_tables));
	tcase_add_test(law, every_enumerator_is_read);
	return suite;
}
