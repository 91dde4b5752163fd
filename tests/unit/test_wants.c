/*
 * The reader of expectations, seen to fail once for each thing it guards; then
 * the drivers of the corpus and the cases, which meet their expectations, also
 * after each of the fixes.
 */
#include <check.h>
#include <string.h>

#include "audit.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "fixes.h"

Suite *wants_suite(void);

static struct arena arena;
static struct wants wants;
static struct findings findings;

static void set_up(void)
{
	arena_init(&arena);
	wants_init(&wants, &arena);
	findings_init(&findings, &arena);
}

static void tear_down(void)
{
	arena_release(&arena);
}

/* ---- the reader -------------------------------------------------------- */

static void expect_problem(const char *text)
{
	const char *problems = wants_problems(&wants);

	ck_assert_msg(wants.problems.count == 1 && strstr(problems, text),
		"expected one problem with '%s', but got:\n%s", text, problems);
}

static void expect_none(void)
{
	ck_assert_str_eq(wants_problems(&wants), "");
}

static void add_finding(const char *rule, uint32_t line, bool must)
{
	findings_add(&findings, rule_find(rule),
		(struct place){ "a.c", line, 1, line, 9 }, must,
		"'Start' does it");
}

/* A source, and the findings of PA2001 on these lines. */
static void compare(const char *text, uint32_t first, uint32_t second)
{
	wants_read(&wants, "a.c", text);
	if (first)
		add_finding("PA2001", first, true);
	if (second)
		add_finding("PA2001", second, true);
	wants_compare(&wants, &findings);
}

START_TEST(test_met_expectations)
{
	compare("int a; // want PA2001\n"
		"/* want missing-paged-code \"'Start'\" */ int b;\n", 1, 2);
	expect_none();
}
END_TEST

START_TEST(test_several_in_one_comment)
{
	wants_read(&wants, "a.c",
		"// want +1 PA2001 \"Start\" must PA2002 may PA2003 \"does\"\n");
	add_finding("PA2001", 2, false);
	add_finding("PA2002", 2, true);
	add_finding("PA2003", 2, false);
	wants_compare(&wants, &findings);
	expect_none();
}
END_TEST

START_TEST(test_comment_behind_comment)
{
	compare("int a; // want PA2001 // later PA2002 \"it\"\n"
		"int b; // later PA2002 // known-gap PA2003\n"
		"int c; // known-gap PA2003 // want PA2001 \"'Start'\"\n",
		1, 3);
	expect_none();
	ck_assert_uint_eq(wants.list.count, 4);
}
END_TEST

START_TEST(test_what_is_no_expectation)
{
	compare("char *a = \"// want PA2001\"; char b = '\"'; // wants more\n"
		"/* It may want PA2001. */ // later whatever-comes\n"
		"char *c = \"\\\"// want PA2001\"; // want nothing\n", 0, 0);
	expect_none();
}
END_TEST

START_TEST(test_unexpected_finding)
{
	compare("// want nothing\n", 1, 0);
	expect_problem("a.c:1: unexpected finding: PA2001 missing-paged-code");
}
END_TEST

START_TEST(test_finding_on_another_line)
{
	compare("// want PA2001\n", 2, 0);
	ck_assert_uint_eq(wants.problems.count, 2);
}
END_TEST

START_TEST(test_second_finding)
{
	compare("// want PA2001\n", 1, 1);
	expect_problem("a.c:1: unexpected finding");
}
END_TEST

START_TEST(test_unmet_expectation)
{
	compare("\n// want PA2001 \"Start\"\n", 0, 0);
	expect_problem("a.c:2: nothing meets the expectation: "
		       "missing-paged-code \"Start\" on line 2");
}
END_TEST

START_TEST(test_another_text)
{
	compare("// want PA2001 \"'Stop'\"\n", 1, 0);
	ck_assert_uint_eq(wants.problems.count, 2);
}
END_TEST

START_TEST(test_other_certainty)
{
	compare("// want may PA2001\n", 1, 0);
	ck_assert_uint_eq(wants.problems.count, 2);
	ck_assert_ptr_nonnull(strstr(wants_problems(&wants),
		"nothing meets the expectation: may missing-paged-code"));
}
END_TEST

START_TEST(test_unknown_rule)
{
	compare("\n\n// want missing-paged-cod\n", 0, 0);
	expect_problem("a.c:3: there is no rule 'missing-paged-cod'");
}
END_TEST

static const char *const unreadable[] = {
	"// want\n",
	"// want +1\n",
	"// want + PA2001\n",
	"// want +x PA2001\n",
	"// want +1x PA2001\n",
	"// want \"text\"\n",
	"// want PA2001 \"text\n",
	"// want PA2001 \"\"\n",
	"// want PA2001 \"a\" \"b\"\n",
	"// want may\n",
	"// want nothing else\n",
	"/* want PA2001 \"text */\n",
	"/* want\n * PA2001 */\n",
	"// known-gap\n",
};

START_TEST(test_unreadable)
{
	wants_read(&wants, "a.c", unreadable[_i]);
	expect_problem("a.c:1: unreadable expectation");
}
END_TEST

START_TEST(test_forgotten_file)
{
	compare("int a; // later PA2001\n", 0, 0);
	expect_problem("a.c: no expectation");
}
END_TEST

START_TEST(test_nothing_and_something)
{
	compare("// want PA2001\n// want nothing\n", 1, 0);
	expect_problem("wants nothing, and wants something");
}
END_TEST

START_TEST(test_open_gap)
{
	compare("// known-gap PA2001 \"'Start'\"\n", 0, 0);
	expect_none();
}
END_TEST

START_TEST(test_closed_gap)
{
	compare("// known-gap PA2001 \"'Start'\"\n", 1, 0);
	expect_problem("a.c:1: the known gap is closed");
}
END_TEST

START_TEST(test_expectation_in_another_file)
{
	wants_read(&wants, "b.c", "// want PA2001\n");
	add_finding("PA2001", 1, true);
	wants_compare(&wants, &findings);
	ck_assert_uint_eq(wants.problems.count, 2);
}
END_TEST

START_TEST(test_missing_input)
{
	wants_audit(&wants, SOURCE_DIR "/tests/no-such-case.c", &findings);
	ck_assert_uint_ne(wants.problems.count, 0);
}
END_TEST

/* ---- drivers and cases ------------------------------------------------- */

static void check_driver(enum driver_folder folder, int index)
{
	const char *driver = list_drivers(&arena, folder).items.items[index];

	wants_audit(&wants, driver, &findings);
	wants_compare(&wants, &findings);
	ck_assert_msg(!wants.problems.count, "%s\n%s", driver,
		wants_problems(&wants));
	check_fixes(driver, &wants, &findings);
}

START_TEST(test_corpus)
{
	check_driver(CORPUS, _i);
}
END_TEST

START_TEST(test_cases)
{
	check_driver(CASES, _i);
}
END_TEST

/* Without its initialiser `extern "C" int a = 0` would define nothing, which no
 * audit of the fixed source could tell. */
START_TEST(test_no_fix_undoes_a_definition)
{
	wants_audit(&wants,
		SOURCE_DIR "/tests/cases/explicit-zero-initialisation-cxx.cpp",
		&findings);
	ck_assert_uint_gt(findings.list.count, 1);
	for (uint32_t i = 0; i < findings.list.count; i++) {
		const struct finding *finding = &findings.list.items[i];

		ck_assert_int_eq(!finding->fix,
			strstr(finding->message, "'Linked'") != NULL);
	}
}
END_TEST

START_TEST(test_region_under_if_is_ended)
{
	wants_audit(&wants,
		SOURCE_DIR "/tests/cases/segment-left-open-conditional.c",
		&findings);
	ck_assert_uint_eq(findings.list.count, 1);
	ck_assert_ptr_nonnull(findings.list.items[0].fix);
}
END_TEST

/* ---- the list of statements -------------------------------------------- */

/* The text of all files of the last cell of a row, one behind the other. */
static const char *read_cases(const char *row)
{
	const char *text = "", *at = row, *cell = row, *error;

	while ((at = strstr(at, " | ")) != NULL)
		cell = at++;
	while ((cell = strchr(cell, '`')) != NULL) {
		const char *name = arena_strndup(
			&arena, cell + 1, strcspn(cell + 1, "`"));
		char *file;
		size_t size;

		if (!platform_read_file(&arena,
			    path_join(&arena, SOURCE_DIR "/tests/cases", name),
			    &file, &size, &error))
			ck_abort_msg("README.md: no case %s: %s", name, error);
		text = arena_printf(&arena, "%s%s", text, file);
		cell += strlen(name) + 2;
	}
	return text;
}

static bool is_wanted(const char *text, const char *name)
{
	return strstr(text, arena_printf(&arena, "\"'%s'", name)) != NULL;
}

/* The first name in the second cell is reported, the one behind it is not. */
static void check_statement(const char *row)
{
	const char *cell = strstr(row, " | "), *text = read_cases(row);

	ck_assert_msg(*text != '\0', "no case: %s", row);
	for (int i = 0; i < 2; i++) {
		const char *name;

		cell = strchr(cell, '`');
		ck_assert_msg(cell != NULL, "no names: %s", row);
		name = arena_strndup(&arena, cell + 1, strcspn(cell + 1, "`"));
		ck_assert_msg(strstr(text, name) != NULL, "no %s: %s", name,
			row);
		ck_assert_msg(is_wanted(text, name) == !i,
			"%s should%s be reported: %s", name, i ? " not" : "",
			row);
		cell += strlen(name) + 2;
	}
}

START_TEST(test_every_statement_has_its_pair)
{
	const char *path = SOURCE_DIR "/tests/cases/README.md", *error;
	char *text;
	size_t size;
	int rows = 0;

	if (!platform_read_file(&arena, path, &text, &size, &error))
		ck_abort_msg("%s: %s", path, error);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (line[0] == '|' && line[1] == ' ' && rows++)
			check_statement(line);
	ck_assert_int_gt(rows, 1);
}
END_TEST

static void add_reader(Suite *suite)
{
	TCase *tests = tcase_create("reader");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, test_met_expectations);
	tcase_add_test(tests, test_every_statement_has_its_pair);
	tcase_add_test(tests, test_no_fix_undoes_a_definition);
	tcase_add_test(tests, test_region_under_if_is_ended);
	tcase_add_test(tests, test_several_in_one_comment);
	tcase_add_test(tests, test_comment_behind_comment);
	tcase_add_test(tests, test_what_is_no_expectation);
	tcase_add_test(tests, test_unexpected_finding);
	tcase_add_test(tests, test_finding_on_another_line);
	tcase_add_test(tests, test_second_finding);
	tcase_add_test(tests, test_unmet_expectation);
	tcase_add_test(tests, test_another_text);
	tcase_add_test(tests, test_other_certainty);
	tcase_add_test(tests, test_unknown_rule);
	tcase_add_loop_test(tests, test_unreadable, 0,
		sizeof(unreadable) / sizeof(*unreadable));
	tcase_add_test(tests, test_forgotten_file);
	tcase_add_test(tests, test_nothing_and_something);
	tcase_add_test(tests, test_open_gap);
	tcase_add_test(tests, test_closed_gap);
	tcase_add_test(tests, test_expectation_in_another_file);
	tcase_add_test(tests, test_missing_input);
	suite_add_tcase(suite, tests);
}

static void add_drivers(Suite *suite, const char *name, enum driver_folder folder,
	const TTest *test)
{
	TCase *tests = tcase_create(name);

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, test, 0, count_drivers(folder));
	suite_add_tcase(suite, tests);
}

Suite *wants_suite(void)
{
	Suite *suite = suite_create("wants");

	add_reader(suite);
	add_drivers(suite, "corpus", CORPUS, test_corpus);
	add_drivers(suite, "cases", CASES, test_cases);
	return suite;
}
