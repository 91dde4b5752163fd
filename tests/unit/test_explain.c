/*
 * What is told of a rule: as text, as Markdown, in lists.
 */
#include <stdio.h>
#include <string.h>

#include "report/explain.h"
#include "report_sample.h"

Suite *explain_suite(void);

/* ---- explain ------------------------------------------------------------ */

START_TEST(a_rule_as_text)
{
	ck_assert_str_eq(explain_text(&sample.arena, &lock_rule),
		"PA1001 paged-code-acquires-spin-lock (error, stable)\n"
		"  A pageable routine holds a spin lock.\n"
		"\n"
		"Why\n"
		"  A page fault is a crash.\n"
		"\n"
		"Reported\n"
		"  The call.\n"
		"\n"
		"      int bad;\n"
		"\n"
		"Not reported\n"
		"  A resident helper.\n"
		"\n"
		"      int good;\n"
		"\n"
		"Reference\n"
		"  https://example.org/spin_lock_\n"
		"\n"
		"  Other tools: C28150.\n");
}
END_TEST

START_TEST(texts_are_reflowed)
{
	struct rule rule = lock_rule;

	rule.reported = "first\nline\n\nsecond paragraph that is long enough "
			"to need more than the one line it starts on:\n"
			"- an item\n- an\n  other\n";
	ck_assert_ptr_nonnull(strstr(explain_help_text(&sample.arena, &rule),
		"Reported\n"
		"  first line\n"
		"\n"
		"  second paragraph that is long enough to need more than the "
		"one line it\n"
		"  starts on:\n"
		"  - an item\n"
		"  - an other\n"));
}
END_TEST

START_TEST(a_rule_as_markdown)
{
	struct rule rule = advice_rule;

	rule.why = "Use `a*_b` not _c_ or a*b, alloc_text, <x>.";
	rule.bad = "a\n\nb";
	ck_assert_str_eq(explain_help_markdown(&sample.arena, &rule),
		"## Why\n"
		"\n"
		"Use `a*_b` not \\_c\\_ or a\\*b, alloc_text, \\<x>.\n"
		"\n"
		"## Reported\n"
		"\n"
		"The definition.\n"
		"\n"
		"```c\n"
		"a\n"
		"\n"
		"b\n"
		"```\n"
		"\n"
		"## Not reported\n"
		"\n"
		"Others.\n");
}
END_TEST

START_TEST(lists_of_rules)
{
	const char *index = rules_markdown(&sample.arena, sample_rules);
	FILE *file = tmpfile();
	char json[64] = "";

	ck_assert_str_eq(rules_text(&sample.arena, sample_rules),
		"PA1001  error    paged-code-acquires-spin-lock: "
		"a pageable routine holds a spin lock\n"
		"PA7001  note     could-be-pageable: "
		"a routine could be pageable (trial)\n");
	ck_assert_ptr_nonnull(strstr(index,
		"| PA7001 | [could-be-pageable](#could-be-pageable) | note, "
		"trial | a routine could be pageable |\n"));
	ck_assert_ptr_nonnull(strstr(index,
		"\n## could-be-pageable\n\n"
		"PA7001: a routine could be pageable.\n\n### Why\n\n"));
	ck_assert_ptr_nonnull(strstr(index, "\n## unknown-callee\n"));

	ck_assert_ptr_nonnull(file);
	rules_json(&sample.arena, sample_rules, file);
	rewind(file);
	ck_assert_uint_eq(fread(json, 1, 48, file), 48);
	ck_assert_str_eq(json,
		"[\n  {\n    \"code\": \"PA1001\",\n    \"name\": \"paged-c");
	fclose(file);
}
END_TEST

START_TEST(tags_one_by_one)
{
	const char *tags = " CWE-667  irql ";

	ck_assert_str_eq(rule_next_tag(&sample.arena, &tags), "CWE-667");
	ck_assert_str_eq(rule_next_tag(&sample.arena, &tags), "irql");
	ck_assert_ptr_null(rule_next_tag(&sample.arena, &tags));
	tags = NULL;
	ck_assert_ptr_null(rule_next_tag(&sample.arena, &tags));
}
END_TEST

/* ---- suite -------------------------------------------------------------- */

Suite *explain_suite(void)
{
	Suite *suite = suite_create("explain");
	TCase *tcase = sample_case(suite, "explain");
	tcase_add_test(tcase, a_rule_as_text);
	tcase_add_test(tcase, texts_are_reflowed);
	tcase_add_test(tcase, a_rule_as_markdown);
	tcase_add_test(tcase, lists_of_rules);
	tcase_add_test(tcase, tags_one_by_one);

	return suite;
}
