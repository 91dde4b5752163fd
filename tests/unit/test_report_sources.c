/*
 * What a report says of sources: line hashes, fingerprints, columns and paths.
 */
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "base/buffer.h"
#include "report/fingerprint.h"
#include "report/source.h"
#include "base/utf8.h"
#include "report_sample.h"

Suite *report_sources_suite(void);

/* ---- line hashes -------------------------------------------------------- */

/* Expected values are those of tests/end-to-end/validate-sarif-check.mjs,
 * which computes them by another way. */
START_TEST(line_hashes)
{
	static const struct {
		const char *text;
		const char *hashes[5];
	} cases[] = {
		{"", {"c129715d7a2bc9a3:1"}},
		{"\n", {"3c5bef55b72b93c9:1", "c129715d7a2bc9a3:1"}},
		{"a", {"53b5d4aabe50d64:1"}},
		{"int x;\nint x;\nint y;\n",
			{"dbc32a3c3bef56d4:1", "a684955ef24a829c:1",
				"e18907962e56e2a4:1", "c129715d7a2bc9a3:1"}},
		{"a b\tc\r\nabc\rabc\n",
			{"eaad00ff80352e2b:1", "7f0a40e7306551d3:1",
				"861c3fe48942a2fb:1", "c129715d7a2bc9a3:1"}},
		{"\xEF\xBB\xBF"
		 "a\n",
			{"25afd31b599dedcd:1", "c129715d7a2bc9a3:1"}},
		{"\xF0\x9F\x98\x80\n",
			{"49e42825ed591e1a:1", "c129715d7a2bc9a3:1"}},
	};
	struct arena *arena = &sample.arena;
	const char *text = cases[_i].text;
	struct fingerprint *lines;
	uint32_t count;

	lines = line_fingerprints(arena, text, strlen(text), &count);
	for (uint32_t i = 0; i < count; i++)
		ck_assert_str_eq(
			fingerprint_text(arena, lines[i]), cases[_i].hashes[i]);
	ck_assert_ptr_null(cases[_i].hashes[count]);
}
END_TEST

START_TEST(equal_line_hashes_are_counted)
{
	struct buffer text = {.arena = &sample.arena};
	struct fingerprint *lines;
	uint32_t count;

	buffer_repeat(&text, '\n', 300);
	lines = line_fingerprints(
		&sample.arena, text.bytes.items, text.bytes.count, &count);
	ck_assert_uint_eq(count, 301);
	for (uint32_t i = 0; i < 200; i++) {
		ck_assert_uint_eq(lines[i].hash, lines[0].hash);
		ck_assert_uint_eq(lines[i].nth, i + 1);
	}
	ck_assert_uint_eq(lines[300].nth, 1);
}
END_TEST

START_TEST(fingerprints_of_findings_outlive_line_changes)
{
	struct fingerprint *prints;
	struct finding *finding;

	add_finding(&lock_rule, place_at("src/driver.c", 1, 1, 2), "a");
	add_finding(&lock_rule,
		place_at(replace("@/src/driver.c", '@', sample.root), 2, 1, 2),
		"b");
	finding =
		add_finding(&lock_rule, place_at("src/driver.c", 3, 1, 2), "c");
	finding->function = "f";
	finding =
		add_finding(&lock_rule, place_at("src/driver.c", 4, 1, 2), "d");
	finding->callee = "f";
	prints = finding_fingerprints(&sample.report);
	ck_assert_uint_eq(prints[0].hash, prints[1].hash);
	ck_assert_uint_eq(prints[0].nth, 1);
	ck_assert_uint_eq(prints[1].nth, 2);
	ck_assert_uint_ne(prints[2].hash, prints[0].hash);
	ck_assert_uint_ne(prints[2].hash, prints[3].hash);
}
END_TEST

/* ---- columns and paths -------------------------------------------------- */

START_TEST(columns_in_utf16)
{
	static const char text[] =
		"\xEF\xBB\xBF"
		"ab\r\n"		      /* mark */
		"\xF0\x9F\x98\x80\xC3\xA9x\r" /* emoji, e acute */
		"\xE9\xE8z\n"		      /* not UTF-8 */
		"end";
	static const struct {
		uint32_t line, column, expected;
	} cases[] = {
		{1, 1, 1}, {1, 4, 1}, {1, 5, 2}, {1, 6, 3}, {2, 1, 1},
		{2, 5, 3}, {2, 7, 4}, {2, 8, 5},
		{2, 99, 5},			 /* behind the end: the end */
		{3, 3, 3}, {4, 4, 4}, {5, 7, 7}, /* no such line: as it is */
	};
	struct source *source;

	write_source("src/wide.c", text, sizeof(text) - 1);
	source = source_of(&sample.report, "src/wide.c");
	ck_assert_uint_eq(source_utf16_column(&sample.report, source,
				  cases[_i].line, cases[_i].column),
		cases[_i].expected);
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
	struct source *source = source_of(&sample.report, "src/none.c");
	size_t length;

	ck_assert_ptr_null(source_line(&sample.report, source, 1, &length));
	ck_assert_ptr_null(source_line_hash(&sample.report, source, 1));
	ck_assert_uint_eq(source_utf16_column(&sample.report, source, 3, 7), 7);
}
END_TEST

START_TEST(uris)
{
	struct arena *arena = &sample.arena;

	ck_assert_str_eq(path_to_uri(arena, "a b/c#d%\xC3\xA9~.c"),
		"a%20b/c%23d%25%C3%A9~.c");
	ck_assert_str_eq(path_to_uri(arena, "c:x"), "c%3Ax");
	ck_assert_str_eq(
		path_to_file_uri(arena, "/kit/a b.h"), "file:///kit/a%20b.h");
	ck_assert_str_eq(path_to_file_uri(arena, "C:/kit/a:b.h"),
		"file:///C:/kit/a%3Ab.h");
}
END_TEST

START_TEST(utf8_pieces_that_are_replaced)
{
	struct arena *arena = &sample.arena;

	ck_assert_str_eq(utf8_valid(arena, "a\xC3\xA9\xF0\x9F\x98\x80"),
		"a\xC3\xA9\xF0\x9F\x98\x80");
	/* a cut-off emoji is one piece; a surrogate's bytes are three */
	ck_assert_str_eq(utf8_valid(arena, "\xF0\x9F\x98x"), "\xEF\xBF\xBDx");
	ck_assert_str_eq(utf8_valid(arena, "\xED\xA0\x80"),
		"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	ck_assert_str_eq(
		utf8_valid(arena, "\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");
	ck_assert_str_eq(utf8_line(arena, "a\t\r\nb"), "a b");
}
END_TEST

/* ---- suite -------------------------------------------------------------- */

Suite *report_sources_suite(void)
{
	Suite *suite = suite_create("report-sources");
	TCase *tcase = sample_case(suite, "sources");
	tcase_add_loop_test(tcase, line_hashes, 0, 7);
	tcase_add_test(tcase, equal_line_hashes_are_counted);
	tcase_add_test(tcase, fingerprints_of_findings_outlive_line_changes);
	tcase_add_loop_test(tcase, columns_in_utf16, 0, 12);
	tcase_add_test(tcase, files_that_cannot_be_read);
	tcase_add_test(tcase, uris);
	tcase_add_test(tcase, utf8_pieces_that_are_replaced);

	return suite;
}
