/*
 * The report: order and merging of findings, the text formats to the byte, the
 * summary line, the exit status and the notices.
 */
#include <string.h>

#include "report/notices.h"
#include "report_sample.h"

Suite *report_suite(void);

/* ---- findings ----------------------------------------------------------- */

START_TEST(findings_are_sorted_by_place_code_and_message)
{
	static const char *const expected[] = {
		"1", "2", "3", "4", "5", "6", "7"};
	struct finding *list;

	add_finding(&lock_rule, place_at("b.c", 1, 1, 2), "7");
	add_finding(&advice_rule, place_at("a.c", 2, 2, 3), "6");
	add_finding(&lock_rule, place_at("a.c", 2, 2, 3), "5");
	add_finding(&lock_rule, place_at("a.c", 2, 2, 3), "4");
	add_finding(&lock_rule, place_at("a.c", 2, 1, 3), "3");
	add_finding(&lock_rule, place_at("a.c", 1, 9, 10), "2");
	add_finding(&lock_rule, nowhere, "1");
	findings_sort(&sample.findings);
	list = sample.findings.list.items;
	for (int i = 0; i < 7; i++)
		ck_assert_str_eq(list[i].message, expected[i]);
}
END_TEST

START_TEST(equal_findings_become_the_strongest_of_them)
{
	struct findings *findings = &sample.findings;
	struct finding *finding;

	add_finding(&lock_rule, place_at("a.c", 1, 1, 2), "same")->must = false;
	finding = add_finding(&lock_rule, place_at("a.c", 1, 1, 2), "same");
	finding_step(findings, finding, nowhere, NULL, 0, true, "long");
	finding_step(findings, finding, nowhere, NULL, 0, true, "way");
	finding = add_finding(&lock_rule, place_at("a.c", 1, 1, 2), "same");
	finding_step(findings, finding, nowhere, NULL, 0, true, "short");
	add_finding(&lock_rule, place_at("a.c", 1, 1, 2), "other");
	findings_sort(findings);
	ck_assert_uint_eq(findings->list.count, 2);
	finding = &findings->list.items[1];
	ck_assert(finding->must);
	ck_assert_uint_eq(finding->steps.count, 1);
	ck_assert_str_eq(finding->steps.items[0].message, "short");
}
END_TEST

START_TEST(no_findings_are_sorted_too)
{
	findings_sort(&sample.findings);
	ck_assert_uint_eq(sample.findings.list.count, 0);
}
END_TEST

START_TEST(what_may_happen_is_at_most_a_warning)
{
	struct finding must = {.rule = &lock_rule, .must = true};
	struct finding may = {.rule = &lock_rule};
	struct finding note = {.rule = &advice_rule};

	ck_assert_int_eq(finding_level(&must), LEVEL_ERROR);
	ck_assert_int_eq(finding_level(&may), LEVEL_WARNING);
	ck_assert_int_eq(finding_level(&note), LEVEL_NOTE);
	must.is_note = true;
	ck_assert_int_eq(finding_level(&must), LEVEL_NOTE);
}
END_TEST

/* ---- text formats ------------------------------------------------------- */

static const char summary_of_sample[] =
	"pageaudit: 2 files, 340 functions, 85 pageable; "
	"1 finding (1 error); 1 unresolved header; "
	"incomplete (1 source not analysed); 1.2 s\n";

START_TEST(clang_format)
{
	add_full_finding();
	add_notices();
	finish_report();
	sample.report.colour = true; /* not in this format */
	expect_text("clang",
		arena_printf(&sample.arena, "%s%s",
			"src/driver.c:4:2: error: 'Start' acquires a spin lock "
			"[PA1001]\n"
			"src/driver.c:2:6: note: 'Start' is entered "
			"(IRQL <= APC_LEVEL)\n"
			"src/driver.c:4:2: note: the lock is acquired "
			"(IRQL = DISPATCH_LEVEL)\n"
			"src/driver.c:1:9: note: put into PAGE here\n"
			"pageaudit: warning: cannot open 'y.c' [PA9001]\n"
			"src/driver.c:1:1: warning: 'x.h' not found [PA9003]\n",
			summary_of_sample));
}
END_TEST

START_TEST(msvc_format)
{
	add_full_finding();
	add_notices();
	finish_report();
	expect_text("msvc",
		arena_printf(&sample.arena, "%s%s",
			"src\\driver.c(4,2): error PA1001: 'Start' acquires a "
			"spin lock\n"
			"src\\driver.c(2,6): note: 'Start' is entered "
			"(IRQL <= APC_LEVEL)\n"
			"src\\driver.c(4,2): note: the lock is acquired "
			"(IRQL = DISPATCH_LEVEL)\n"
			"src\\driver.c(1,9): note: put into PAGE here\n"
			"pageaudit : warning PA9001: cannot open 'y.c'\n"
			"src\\driver.c(1,1): warning PA9003: 'x.h' not found\n",
			summary_of_sample));
}
END_TEST

START_TEST(pretty_format)
{
	add_full_finding();
	add_notices();
	finish_report();
	expect_text("pretty",
		arena_printf(&sample.arena, "%s%s",
			"src/driver.c:4:2: error: 'Start' acquires a spin lock "
			"[PA1001]\n"
			"    4 | \tKeAcquireSpinLock(&Lock, &Irql);\n"
			"      | \t^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
			"  IRQL path, on every run that gets here:\n"
			"  > <= APC_LEVEL    src/driver.c:2:6: 'Start' is "
			"entered\n"
			"  > DISPATCH_LEVEL    src/driver.c:4:2: the lock is "
			"acquired\n"
			"  see src/driver.c:1:9: put into PAGE here\n"
			"\n"
			"pageaudit: warning: cannot open 'y.c' [PA9001]\n"
			"src/driver.c:1:1: warning: 'x.h' not found [PA9003]\n"
			"    1 | #pragma alloc_text(PAGE, Start)\n"
			"      | ^~~~~~~\n"
			"\n",
			summary_of_sample));
}
END_TEST

START_TEST(pretty_format_in_colour)
{
	add_finding(&lock_rule, place_at("src/driver.c", 2, 6, 11), "text")
		->must = false;
	finish_report();
	sample.report.colour = true;
	expect_text("pretty",
		"\x1b[1msrc/driver.c:2:6:\x1b[0m "
		"\x1b[1;35mwarning:\x1b[0m text [PA1001]\n"
		"    2 | void Start(void)\n"
		"      | \x1b[1;31m     ^~~~~\x1b[0m\n"
		"  on some of the runs that get here\n"
		"\n"
		"pageaudit: 2 files, 340 functions, 85 pageable; "
		"1 finding (1 warning); 0 unresolved headers; complete; "
		"1.2 s\n");
}
END_TEST

START_TEST(absolute_paths_where_they_are_wanted)
{
	add_finding(
		&lock_rule, place_at("src/../src/driver.c", 2, 6, 11), "text");
	finish_report();
	sample.report.absolute_paths = true;
	ck_assert_ptr_nonnull(strstr(report_written("clang"),
		replace("@/src/driver.c:2:6: error: text [PA1001]\n", '@',
			sample.root)));
}
END_TEST

START_TEST(a_line_of_text_stays_one_line)
{
	add_finding(&lock_rule, place_at("a\nb.c", 1, 1, 2),
		"one\r\ntwo \xE9 \x1b[31m");
	finish_report();
	ck_assert_ptr_nonnull(strstr(report_written("msvc"),
		"a b.c(1,1): error PA1001: one two \xEF\xBF\xBD  [31m\n"));
}
END_TEST

START_TEST(the_mark_stands_below_wide_characters)
{
	static const char text[] =
		"\xEF\xBB\xBF/* \xF0\x9F\x98\x80\xE6\xBC\xA2 */ f();\n";

	write_source("src/wide.c", text, sizeof(text) - 1);
	add_finding(&lock_rule, place_at("src/wide.c", 1, 18, 21), "text");
	finish_report();
	ck_assert_ptr_nonnull(strstr(report_written("pretty"),
		"    1 | /* \xF0\x9F\x98\x80\xE6\xBC\xA2 */ f();\n"
		"      |            ^~~\n"));
}
END_TEST

/* ---- summary, exit status, notices -------------------------------------- */

START_TEST(summary_of_nothing)
{
	sample.report.summary = (struct summary){0};
	finish_report();
	ck_assert_str_eq(report_summary(&sample.report),
		"pageaudit: 0 files, 0 functions, 0 pageable; 0 findings; "
		"0 unresolved headers; complete; 0.0 s");
}
END_TEST

START_TEST(summary_of_everything)
{
	struct report *report = &sample.report;

	add_finding(&lock_rule, place_at("a.c", 1, 1, 2), "1");
	add_finding(&lock_rule, place_at("a.c", 2, 1, 2), "2");
	add_finding(&lock_rule, place_at("a.c", 3, 1, 2), "3")->must = false;
	add_finding(&advice_rule, place_at("a.c", 4, 1, 2), "4");
	for (int i = 0; i < 2; i++) { /* equal ones count once */
		report_add_notice(
			report, NOTICE_SOURCE_NOT_ANALYSED, nowhere, "lost");
		report_add_notice(report, NOTICE_BODY_INCOMPLETE,
			place_at("a.c", 1, 1, 2), "lost");
		report_add_notice(report, NOTICE_BODY_INCOMPLETE,
			place_at("a.c", 2, 1, 2), "lost");
		report_add_notice(report, NOTICE_UNKNOWN_CALLEE,
			place_at("a.c", 2, 1, 2), "unknown");
	}
	report->summary.milliseconds = 61950;
	finish_report();
	ck_assert_str_eq(report_summary(report),
		"pageaudit: 2 files, 340 functions, 85 pageable; "
		"4 findings (2 errors, 1 warning, 1 note); "
		"0 unresolved headers; 1 unknown callee; "
		"incomplete (1 source not analysed, "
		"338 of 340 bodies complete); 62.0 s");
}
END_TEST

START_TEST(summary_of_advice)
{
	static const struct rule *const rules[] = {&saving_rule, NULL};
	struct report *report = &sample.report;

	add_finding(&saving_rule, place_at("a.c", 4, 1, 2), "4")->saves = 160;
	add_finding(&saving_rule, place_at("a.c", 9, 1, 2), "9")->saves = 24;
	report->rules = rules;
	report->summary.milliseconds = 0;
	finish_report();
	ck_assert_str_eq(report_summary(report),
		"pageaudit: 2 files, 340 functions, 85 pageable; "
		"2 findings (2 notes); "
		"2 routines could be pageable, about 184 bytes; "
		"0 unresolved headers; complete; 0.0 s");
}
END_TEST

START_TEST(exit_status)
{
	static const struct {
		bool error, warning, lost_unit, lost_body, no_header;
		enum level fail_on;
		int expected;
	} cases[] = {
		{0, 0, 0, 0, 0, LEVEL_NOTE, 0},
		{0, 0, 0, 0, 1, LEVEL_NOTE, 0},
		{0, 0, 1, 0, 0, LEVEL_NOTE, 3},
		{0, 0, 0, 1, 0, LEVEL_NOTE, 3},
		{1, 0, 1, 1, 1, LEVEL_ERROR, 1},
		{0, 1, 0, 0, 0, LEVEL_WARNING, 1},
		{0, 1, 0, 0, 0, LEVEL_ERROR, 0},
		{0, 1, 0, 1, 0, LEVEL_ERROR, 3},
	};
	struct report *report = &sample.report;

	if (cases[_i].error)
		add_finding(&lock_rule, place_at("a.c", 1, 1, 2), "e");
	if (cases[_i].warning)
		add_finding(&lock_rule, place_at("a.c", 1, 1, 2), "w")->must =
			false;
	if (cases[_i].lost_unit)
		report_add_notice(
			report, NOTICE_SOURCE_NOT_ANALYSED, nowhere, "-");
	if (cases[_i].lost_body)
		report_add_notice(report, NOTICE_BODY_INCOMPLETE, nowhere, "-");
	if (cases[_i].no_header)
		report_add_notice(
			report, NOTICE_HEADER_NOT_FOUND, nowhere, "-");
	finish_report();
	ck_assert_int_eq(report_exit_status(report, cases[_i].fail_on),
		cases[_i].expected);
}
END_TEST

START_TEST(notices_of_units_are_taken_over)
{
	struct facts facts;

	facts_init(&facts, "a.c");
	*vec_add(&facts.arena, &facts.notices) = (struct notice){
		NOTICE_HEADER_NOT_FOUND, place_at("b.h", 3, 1, 2), "x"};
	report_add_unit(&sample.report, &facts);
	report_add_unit(&sample.report, &facts);
	finish_report();
	ck_assert_uint_eq(sample.report.notices.count, 1);
	ck_assert_uint_eq(sample.report.summary.unresolved_headers, 1);
	facts_release(&facts);
}
END_TEST

START_TEST(notice_rules_say_everything)
{
	static const char *const codes[] = {
		"PA9001", "PA9002", "PA9003", "PA9004", "PA9005"};

	for (int i = 0; i < 5; i++) {
		const struct rule *rule = notice_rule((enum notice_kind)i);

		ck_assert_str_eq(rule->code, codes[i]);
		ck_assert_ptr_nonnull(rule->summary);
		ck_assert_ptr_nonnull(rule->why);
		ck_assert_ptr_nonnull(rule->reported);
		ck_assert_ptr_nonnull(rule->not_reported);
	}
	ck_assert_ptr_null(notice_rules[5]);
}
END_TEST

/* ---- suite -------------------------------------------------------------- */

Suite *report_suite(void)
{
	Suite *suite = suite_create("report");
	TCase *tcase = sample_case(suite, "findings");
	tcase_add_test(tcase, findings_are_sorted_by_place_code_and_message);
	tcase_add_test(tcase, equal_findings_become_the_strongest_of_them);
	tcase_add_test(tcase, no_findings_are_sorted_too);
	tcase_add_test(tcase, what_may_happen_is_at_most_a_warning);

	tcase = sample_case(suite, "text");
	tcase_add_test(tcase, clang_format);
	tcase_add_test(tcase, msvc_format);
	tcase_add_test(tcase, pretty_format);
	tcase_add_test(tcase, pretty_format_in_colour);
	tcase_add_test(tcase, absolute_paths_where_they_are_wanted);
	tcase_add_test(tcase, a_line_of_text_stays_one_line);
	tcase_add_test(tcase, the_mark_stands_below_wide_characters);

	tcase = sample_case(suite, "summary");
	tcase_add_test(tcase, summary_of_nothing);
	tcase_add_test(tcase, summary_of_everything);
	tcase_add_test(tcase, summary_of_advice);
	tcase_add_loop_test(tcase, exit_status, 0, 8);
	tcase_add_test(tcase, notices_of_units_are_taken_over);
	tcase_add_test(tcase, notice_rules_say_everything);

	return suite;
}
