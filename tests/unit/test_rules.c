/*
 * What holds for every rule of the table, in loops over it: the descriptor is
 * complete and well formed, its examples do what they say, it has a case, and
 * the rule index is made from it.
 *
 * The examples are written into rule-sources/ in the directory the tests run
 * in, one file for each, so that items can run side by side.
 */
#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/platform/platform.h"
#include "base/buffer.h"
#include "report/explain.h"
#include "fixes.h"

Suite *rules_suite(void);

static struct arena arena;

static void set_up(void)
{
	arena_init(&arena);
}

static void tear_down(void)
{
	arena_release(&arena);
}

static int rule_count(void)
{
	int count = 0;

	while (all_rules[count])
		count++;
	return count;
}

static bool exists(const char *folder, const char *name)
{
	const char *path = arena_printf(
		&arena, "%s/%s/%s", SOURCE_DIR, folder, name);

	return platform_path_kind(path) == PATH_FILE;
}

/* ---- the descriptor ---------------------------------------------------- */

START_TEST(test_descriptor_is_complete)
{
	const struct rule *rule = all_rules[_i];
	const struct {
		const char *field, *text;
	} needed[] = {
		{ "code", rule->code }, { "name", rule->name },
		{ "summary", rule->summary }, { "why", rule->why },
		{ "reported", rule->reported },
		{ "reference", rule->reference }, { "bad", rule->bad },
		{ "good", rule->good }, { "tags", rule->tags },
	};

	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		ck_assert_msg(needed[i].text && *needed[i].text,
			"%s: '.%s' of the descriptor is empty", rule->name,
			needed[i].field);
	ck_assert_msg(!rule->fix != !rule->no_fix,
		"%s: the descriptor needs either '.fix' or '.no_fix'",
		rule->name);
	ck_assert_ptr_nonnull(rule->check);
}
END_TEST

START_TEST(test_code)
{
	const struct rule *next = all_rules[_i + 1];
	const char *code = all_rules[_i]->code;

	ck_assert_msg(!strncmp(code, "PA", 2) && strlen(code) == 6 &&
			strspn(code + 2, "0123456789") == 4,
		"'%s' is not PA and four digits", code);
	ck_assert_msg(!next || strcmp(code, next->code) != 0,
		"%s is the code of two rules: take the next free one", code);
	ck_assert_msg(!next || strcmp(code, next->code) < 0,
		"rules.def is not sorted by code: %s stands before %s", code,
		next ? next->code : "");
}
END_TEST

START_TEST(test_name)
{
	const char *name = all_rules[_i]->name;
	size_t length = strlen(name);

	ck_assert_msg(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
				length &&
			islower((unsigned char)name[0]) &&
			name[length - 1] != '-' && !strstr(name, "--"),
		"'%s' is not kebab-case", name);
	ck_assert_msg(exists("rules", arena_printf(&arena, "%s.c", name)),
		"rules/%s.c does not exist: name and file differ", name);
	ck_assert_ptr_eq(rule_find(name), all_rules[_i]);
	ck_assert_ptr_eq(rule_find(all_rules[_i]->code), all_rules[_i]);
}
END_TEST

/* PAGED_CODE may begin a summary: that is no capital letter of a sentence. */
static bool starts_sentence(const char *text)
{
	return isupper((unsigned char)text[0]) &&
		!isupper((unsigned char)text[1]);
}

START_TEST(test_summary)
{
	const char *summary = all_rules[_i]->summary;

	ck_assert_msg(!starts_sentence(summary), "a capital: %s", summary);
	ck_assert_msg(!strchr(summary, '\n'), "two lines: %s", summary);
	ck_assert_msg(summary[strlen(summary) - 1] != '.', "a full stop: %s",
		summary);
	ck_assert_msg(strlen(summary) <= 80, "too long: %s", summary);
}
END_TEST

/* ---- the examples ------------------------------------------------------ */

/* An example as a file of its own. */
static const char *write_example(
	const struct rule *rule, const char *kind, const char *text)
{
	const char *path = arena_printf(&arena, "rule-sources/%s-%s.%s",
		rule->name, kind, example_extension(text));
	FILE *file;

	ck_assert(platform_make_directory("rule-sources"));
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

/* Another rule's advice is no matter of an example. */
static void drop_advice(const struct rule *rule, struct findings *findings)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->list.count; i++)
		if (findings->list.items[i].rule == rule ||
			!is_advice(findings->list.items[i].rule))
			findings->list.items[kept++] = findings->list.items[i];
	findings->list.count = kept;
}

/* Audits a file of an example; what it finds and could not see, one line
 * each. */
static const char *audit_example(const struct rule *rule, const char *path,
	struct wants *wants, struct findings *findings)
{
	struct buffer list = { .arena = &arena };

	wants_init(wants, &arena);
	findings_init(findings, &arena);
	wants_audit(wants, path, findings);
	drop_advice(rule, findings);
	for (uint32_t i = 0; i < findings->list.count; i++)
		buffer_printf(&list, "line %u: %s: %s\n",
			(unsigned)findings->list.items[i].place.line,
			findings->list.items[i].rule->name,
			findings->list.items[i].message);
	return buffer_text(&list);
}

START_TEST(test_bad_is_reported_once)
{
	const struct rule *rule = all_rules[_i];
	struct findings findings;
	struct wants wants;
	const char *path = write_example(rule, "bad", rule->bad);
	const char *list = audit_example(rule, path, &wants, &findings);

	ck_assert_msg(findings.list.count == 1 &&
			findings.list.items[0].rule == rule,
		"%s: 'bad' must be reported once, and by this rule alone, but "
		"there is:\n%s", rule->name, *list ? list : "nothing");
	ck_assert_msg(!findings.list.items[0].fix == !rule->fix,
		"%s: the finding in 'bad' has %s fix, and the descriptor says "
		"otherwise", rule->name,
		findings.list.items[0].fix ? "a" : "no");
	check_fixes(path, &wants, &findings);
}
END_TEST

START_TEST(test_good_is_silent)
{
	const struct rule *rule = all_rules[_i];
	struct findings findings;
	struct wants wants;
	const char *path = write_example(rule, "good", rule->good);
	const char *list = audit_example(rule, path, &wants, &findings);

	ck_assert_msg(!findings.list.count, "%s: 'good' is reported:\n%s",
		rule->name, list);
}
END_TEST

/* ---- the case ---------------------------------------------------------- */

static const char *case_of(const struct rule *rule)
{
	static const char *const extensions[] = { "c", "cpp" };

	for (size_t i = 0; i < 2; i++) {
		const char *name = arena_printf(&arena, "%s.%s", rule->name,
			extensions[i]);

		if (exists("tests/cases", name))
			return arena_printf(&arena, "%s/tests/cases/%s",
				SOURCE_DIR, name);
	}
	ck_abort_msg("%s: there is no tests/cases/%s.c", rule->name,
		rule->name);
	return NULL;
}

START_TEST(test_case_wants_the_rule)
{
	const char *path = case_of(all_rules[_i]);
	const char *error;
	struct wants wants;
	char *text;
	size_t size;

	wants_init(&wants, &arena);
	ck_assert(platform_read_file(&arena, path, &text, &size, &error));
	wants_read(&wants, path, text);
	for (uint32_t i = 0; i < wants.list.count; i++)
		if (wants.list.items[i].rule == all_rules[_i])
			return;
	ck_abort_msg("%s wants no %s", path, all_rules[_i]->name);
}
END_TEST

/* ---- the index --------------------------------------------------------- */

static const char index_path[] = SOURCE_DIR "/rules/README.md";

/* What stands above the generated part is written by hand and stays. */
static const char *hand_written(const char *text, const char **generated)
{
	const char *start = strstr(text, "\n# Rules\n");

	ck_assert_msg(start, "%s has no line '# Rules'", index_path);
	*generated = start + 1;
	return arena_strndup(&arena, text, (size_t)(start + 1 - text));
}

static void bless(const char *head, const char *generated)
{
	FILE *file = fopen(index_path, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(head, file), 0);
	ck_assert_int_ge(fputs(generated, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

START_TEST(test_index)
{
	const char *wanted = rules_markdown(&arena, all_rules);
	const char *error, *generated, *head;
	char *text;
	size_t size;

	ck_assert(platform_read_file(
		&arena, index_path, &text, &size, &error));
	head = hand_written(text, &generated);
	if (strcmp(generated, wanted) && getenv("BLESS"))
		bless(head, wanted);
	else
		ck_assert_msg(!strcmp(generated, wanted),
			"rules/README.md is not what the descriptors say; run "
			"this suite with BLESS=1 to write it anew: BLESS=1 "
			"CK_RUN_SUITE=rules CK_FORK=no "
			"build/release/tests/unit");
}
END_TEST

/* ---- the suite --------------------------------------------------------- */

static void add_loop(Suite *suite, const char *name, const TTest *const *loop)
{
	TCase *tests = tcase_create(name);

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	for (; *loop; loop++)
		tcase_add_loop_test(tests, *loop, 0, rule_count());
	suite_add_tcase(suite, tests);
}

Suite *rules_suite(void)
{
	const TTest *const descriptor[] = { test_descriptor_is_complete,
		test_code, test_name, test_summary, NULL };
	const TTest *const examples[] = { test_bad_is_reported_once,
		test_good_is_silent, test_case_wants_the_rule, NULL };
	Suite *suite = suite_create("rules");
	TCase *whole = tcase_create("index");

	add_loop(suite, "descriptor", descriptor);
	add_loop(suite, "examples", examples);
	tcase_add_checked_fixture(whole, set_up, tear_down);
	tcase_add_test(whole, test_index);
	suite_add_tcase(suite, whole);
	return suite;
}
