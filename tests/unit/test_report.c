/*
 * The report: order and merging of findings, every format to the byte, line
 * hashes, columns, escaping, the summary line and the exit status.
 *
 * Sources are written into a directory of the test's own below the current
 * one. In expected texts @ stands for that directory; in JSON for its URI, and
 * ` for the quotation mark.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "report/buffer.h"
#include "report/explain.h"
#include "report/fingerprint.h"
#include "report/notices.h"
#include "report/report.h"
#include "report/source.h"
#include "report/utf8.h"

Suite *report_suite(void);

static const struct rule lock_rule = {
	.code = "PA1001",
	.name = "paged-code-acquires-spin-lock",
	.summary = "a pageable routine holds a spin lock",
	.why = "A page fault is a crash.",
	.reported = "The call.",
	.not_reported = "A resident helper.",
	.limits = NULL,
	.reference = "https://example.org/spin_lock_",
	.peer = "C28150",
	.bad = "int bad;\n",
	.good = "int good;\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "CWE-667 irql",
};

static const struct rule advice_rule = {
	.code = "PA7001",
	.name = "could-be-pageable",
	.summary = "a routine could be pageable",
	.why = "Memory is scarce.",
	.reported = "The definition.",
	.not_reported = "Others.",
	.level = LEVEL_NOTE,
	.status = STATUS_TRIAL,
	.tags = "advice",
};

static const struct rule *const rules[] = {&lock_rule, &advice_rule, NULL};

static const char driver[] = "#pragma alloc_text(PAGE, Start)\n"
			     "void Start(void)\n"
			     "{\n"
			     "\tKeAcquireSpinLock(&Lock, &Irql);\n"
			     "}\n";

struct fixture {
	struct arena arena;
	struct findings findings;
	struct report report;
	const char *root; /* of the sources, absolute */
};

static struct fixture fixture;

static void write_source(const char *name, const char *text, size_t size)
{
	char *path = path_join(&fixture.arena, fixture.root, name);
	FILE *file;

	ck_assert(
		platform_make_directory(path_directory(&fixture.arena, path)));
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
}

static void set_up(void)
{
	struct arena *arena = &fixture.arena;

	arena_init(arena);
	findings_init(&fixture.findings, arena);
	ck_assert(platform_make_directory("report-sources"));
	fixture.root = platform_real_path(arena, "report-sources");
	write_source("src/driver.c", driver, sizeof(driver) - 1);
	report_init(&fixture.report, arena, &fixture.findings, rules);
	fixture.report.version = "1.2.3";
	fixture.report.directory = fixture.root;
	fixture.report.root = fixture.root;
	fixture.report.summary.files = 2;
	fixture.report.summary.functions = 340;
	fixture.report.summary.pageable = 85;
	fixture.report.summary.milliseconds = 1249;
}

static void tear_down(void)
{
	arena_release(&fixture.arena);
}

/* ---- helpers ------------------------------------------------------------ */

static struct place at(
	const char *file, uint32_t line, uint32_t column, uint32_t end_column)
{
	return (struct place){file, line, column, line, end_column};
}

static const struct place nowhere = {0};

static struct finding *add(
	const struct rule *rule, struct place place, const char *message)
{
	return findings_add(
		&fixture.findings, rule, place, true, "%s", message);
}

/* A finding that has everything. */
static void add_sample(void)
{
	struct findings *findings = &fixture.findings;
	struct finding *finding = add(&lock_rule, at("src/driver.c", 4, 2, 33),
		"'Start' acquires a spin lock");

	finding->function = "Start";
	finding->callee = "KeAcquireSpinLock";
	finding->section = "PAGE";
	finding_step(findings, finding, at("src/driver.c", 2, 6, 11),
		"<= APC_LEVEL", 0, true, "'%s' is entered", "Start");
	finding_step(findings, finding, at("src/driver.c", 4, 2, 33),
		"DISPATCH_LEVEL", 1, true, "the lock is acquired");
	finding_relate(findings, finding, at("src/driver.c", 1, 9, 32),
		"put into PAGE here");
}

static void finish(void)
{
	findings_sort(&fixture.findings);
	report_finish(&fixture.report);
}

static const char *replace(const char *text, char from, const char *to)
{
	struct buffer out = {.arena = &fixture.arena};

	for (; *text; text++)
		if (*text == from)
			buffer_add(&out, to);
		else
			buffer_char(&out, *text);
	return buffer_text(&out);
}

static const char *written(const char *format)
{
	struct arena *arena = &fixture.arena;
	FILE *file = tmpfile();
	char *text;
	size_t size;

	ck_assert_ptr_nonnull(file);
	report_format_find(format)->write(&fixture.report, file);
	size = (size_t)ftell(file);
	rewind(file);
	text = arena_alloc(arena, size + 1);
	ck_assert_uint_eq(fread(text, 1, size, file), size);
	fclose(file);
	return text;
}

static void expect_text(const char *format, const char *expected)
{
	ck_assert_str_eq(written(format), replace(expected, '@', fixture.root));
}

/* The whole document holds this, blanks aside. */
static void expect_inside(const char *format, const char *expected)
{
	const char *text = replace(replace(written(format), '\n', ""), ' ', "");
	const char *part = replace(
		expected, '@', path_to_file_uri(&fixture.arena, fixture.root));

	part = replace(replace(part, '`', "\""), ' ', "");
	ck_assert_msg(strstr(text, part), "expected\n%s\nin\n%s", part, text);
}

/* ---- findings ----------------------------------------------------------- */

START_TEST(findings_are_sorted_by_place_code_and_message)
{
	static const char *const expected[] = {
		"1", "2", "3", "4", "5", "6", "7"};
	struct finding *list;

	add(&lock_rule, at("b.c", 1, 1, 2), "7");
	add(&advice_rule, at("a.c", 2, 2, 3), "6");
	add(&lock_rule, at("a.c", 2, 2, 3), "5");
	add(&lock_rule, at("a.c", 2, 2, 3), "4");
	add(&lock_rule, at("a.c", 2, 1, 3), "3");
	add(&lock_rule, at("a.c", 1, 9, 10), "2");
	add(&lock_rule, nowhere, "1");
	findings_sort(&fixture.findings);
	list = fixture.findings.list.items;
	for (int i = 0; i < 7; i++)
		ck_assert_str_eq(list[i].message, expected[i]);
}
END_TEST

START_TEST(equal_findings_become_the_strongest_of_them)
{
	struct findings *findings = &fixture.findings;
	struct finding *finding;

	add(&lock_rule, at("a.c", 1, 1, 2), "same")->must = false;
	finding = add(&lock_rule, at("a.c", 1, 1, 2), "same");
	finding_step(findings, finding, nowhere, NULL, 0, true, "long");
	finding_step(findings, finding, nowhere, NULL, 0, true, "way");
	finding = add(&lock_rule, at("a.c", 1, 1, 2), "same");
	finding_step(findings, finding, nowhere, NULL, 0, true, "short");
	add(&lock_rule, at("a.c", 1, 1, 2), "other");
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
	findings_sort(&fixture.findings);
	ck_assert_uint_eq(fixture.findings.list.count, 0);
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

static void add_sample_notices(void)
{
	report_add_notice(&fixture.report, NOTICE_HEADER_NOT_FOUND,
		at("src/driver.c", 1, 1, 8), "'%s' not found", "x.h");
	report_add_notice(&fixture.report, NOTICE_SOURCE_NOT_ANALYSED, nowhere,
		"cannot open 'y.c'");
}

static const char summary_of_sample[] =
	"pageaudit: 2 files, 340 functions, 85 pageable; "
	"1 finding (1 error); 1 unresolved header; "
	"incomplete (1 source not analysed); 1.2 s\n";

START_TEST(clang_format)
{
	add_sample();
	add_sample_notices();
	finish();
	fixture.report.colour = true; /* not in this format */
	expect_text("clang",
		arena_printf(&fixture.arena, "%s%s",
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
	add_sample();
	add_sample_notices();
	finish();
	expect_text("msvc",
		arena_printf(&fixture.arena, "%s%s",
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
	add_sample();
	add_sample_notices();
	finish();
	expect_text("pretty",
		arena_printf(&fixture.arena, "%s%s",
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
	add(&lock_rule, at("src/driver.c", 2, 6, 11), "text")->must = false;
	finish();
	fixture.report.colour = true;
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
	add(&lock_rule, at("src/../src/driver.c", 2, 6, 11), "text");
	finish();
	fixture.report.absolute_paths = true;
	ck_assert_ptr_nonnull(strstr(written("clang"),
		replace("@/src/driver.c:2:6: error: text [PA1001]\n", '@',
			fixture.root)));
}
END_TEST

START_TEST(a_line_of_text_stays_one_line)
{
	add(&lock_rule, at("a\nb.c", 1, 1, 2), "one\r\ntwo \xE9 \x1b[31m");
	finish();
	ck_assert_ptr_nonnull(strstr(written("msvc"),
		"a b.c(1,1): error PA1001: one two \xEF\xBF\xBD  [31m\n"));
}
END_TEST

START_TEST(the_mark_stands_below_wide_characters)
{
	static const char text[] =
		"\xEF\xBB\xBF/* \xF0\x9F\x98\x80\xE6\xBC\xA2 */ f();\n";

	write_source("src/wide.c", text, sizeof(text) - 1);
	add(&lock_rule, at("src/wide.c", 1, 18, 21), "text");
	finish();
	ck_assert_ptr_nonnull(strstr(written("pretty"),
		"    1 | /* \xF0\x9F\x98\x80\xE6\xBC\xA2 */ f();\n"
		"      |            ^~~\n"));
}
END_TEST

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
	struct arena *arena = &fixture.arena;
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
	struct buffer text = {.arena = &fixture.arena};
	struct fingerprint *lines;
	uint32_t count;

	buffer_repeat(&text, '\n', 300);
	lines = line_fingerprints(
		&fixture.arena, text.bytes.items, text.bytes.count, &count);
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

	add(&lock_rule, at("src/driver.c", 1, 1, 2), "a");
	add(&lock_rule,
		at(replace("@/src/driver.c", '@', fixture.root), 2, 1, 2), "b");
	finding = add(&lock_rule, at("src/driver.c", 3, 1, 2), "c");
	finding->function = "f";
	finding = add(&lock_rule, at("src/driver.c", 4, 1, 2), "d");
	finding->callee = "f";
	prints = finding_fingerprints(&fixture.report);
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
	source = source_of(&fixture.report, "src/wide.c");
	ck_assert_uint_eq(source_utf16_column(&fixture.report, source,
				  cases[_i].line, cases[_i].column),
		cases[_i].expected);
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
	struct source *source = source_of(&fixture.report, "src/none.c");
	size_t length;

	ck_assert_ptr_null(source_line(&fixture.report, source, 1, &length));
	ck_assert_ptr_null(source_line_hash(&fixture.report, source, 1));
	ck_assert_uint_eq(
		source_utf16_column(&fixture.report, source, 3, 7), 7);
}
END_TEST

START_TEST(uris)
{
	struct arena *arena = &fixture.arena;

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
	struct arena *arena = &fixture.arena;

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

/* ---- SARIF and JSON ----------------------------------------------------- */

START_TEST(sarif_of_nothing)
{
	static const struct rule *const none[] = {NULL};

	fixture.report.rules = none;
	finish();
	expect_inside("sarif",
		"{`$schema`:`https://json.schemastore.org/sarif-2.1.0.json`,"
		"`version`:`2.1.0`,`runs`:[{`tool`:{`driver`:{"
		"`name`:`pageaudit`,`fullName`:`pageaudit1.2.3`,"
		"`semanticVersion`:`1.2.3`,`rules`:[],`notifications`:[{");
	expect_inside("sarif",
		"`automationDetails`:{`id`:`pageaudit/`},"
		"`columnKind`:`utf16CodeUnits`,`originalUriBaseIds`:{"
		"`SRCROOT`:{`uri`:`@/`}},"
		"`invocations`:[{`executionSuccessful`:true,"
		"`toolExecutionNotifications`:[]}],`results`:[],"
		"`properties`:{`sources`:0,`parsedSources`:0,`bodies`:340,"
		"`completeBodies`:340}}]}");
}
END_TEST

START_TEST(sarif_of_a_rule)
{
	finish();
	expect_inside("sarif",
		"`supportedTaxonomies`:[{`name`:`CWE`,`index`:0}],"
		"`rules`:[{`id`:`PA1001`,"
		"`name`:`paged-code-acquires-spin-lock`,`shortDescription`:{"
		"`text`:`Apageableroutineholdsaspinlock.`},"
		"`fullDescription`:{`text`:`Apagefaultisacrash.`},"
		"`helpUri`:`https://example.org/spin_lock_`,`help`:{`text`:");
	expect_inside("sarif",
		"`defaultConfiguration`:{`level`:`error`},`properties`:{"
		"`tags`:[`external/cwe/cwe-667`,`irql`],`precision`:`high`,"
		"`problem.severity`:`error`},`relationships`:[{`target`:{"
		"`id`:`667`,`index`:0,`toolComponent`:{`name`:`CWE`,"
		"`index`:0}},`kinds`:[`superset`]}]}");
	expect_inside("sarif", "`tags`:[`advice`],`precision`:`medium`,"
			       "`problem.severity`:`recommendation`}}]");
	expect_inside("sarif",
		"`taxa`:[{`id`:`667`,`helpUri`:"
		"`https://cwe.mitre.org/data/definitions/667.html`}]");
}
END_TEST

START_TEST(sarif_of_a_finding)
{
	add_sample();
	finish();
	fixture.report.configuration = "x64-Release";
	expect_inside(
		"sarif", "`automationDetails`:{`id`:`pageaudit/x64-Release/`}");
	expect_inside("sarif",
		"`results`:[{`ruleId`:`PA1001`,`ruleIndex`:0,`level`:`error`,"
		"`message`:{`text`:`'Start' acquires a spin lock. Must happen: "
		"on every run that gets here. See [put into PAGE here](1).`},"
		"`locations`:[{`physicalLocation`:{`artifactLocation`:{"
		"`uri`:`src/driver.c`,`uriBaseId`:`SRCROOT`},`region`:{"
		"`startLine`:4,`startColumn`:2,`endLine`:4,`endColumn`:33}},"
		"`logicalLocations`:[{`fullyQualifiedName`:`Start`,"
		"`kind`:`function`}]}],"
		"`partialFingerprints`:{"
		"`primaryLocationLineHash`:`70df7189162b02ea:1`,");
	expect_inside("sarif",
		"`codeFlows`:[{`threadFlows`:[{`locations`:["
		"{`location`:{`physicalLocation`:{`artifactLocation`:{"
		"`uri`:`src/driver.c`,`uriBaseId`:`SRCROOT`},`region`:{"
		"`startLine`:2,`startColumn`:6,`endLine`:2,`endColumn`:11}},"
		"`message`:{`text`:`'Start' is entered`}},`nestingLevel`:0,"
		"`importance`:`essential`,`state`:{`irql`:{"
		"`text`:`<=APC_LEVEL`}}},{`location`:{");
	expect_inside("sarif",
		"`relatedLocations`:[{`id`:1,`physicalLocation`:{"
		"`artifactLocation`:{`uri`:`src/driver.c`,"
		"`uriBaseId`:`SRCROOT`},`region`:{`startLine`:1,"
		"`startColumn`:9,`endLine`:1,`endColumn`:32}},"
		"`message`:{`text`:`put into PAGE here`}}]}]");
}
END_TEST

START_TEST(fixes)
{
	struct place place = at("src/driver.c", 4, 2, 33);
	struct finding *finding = add(&lock_rule, place, "one");

	finding_fix(&fixture.findings, finding, place_before(&place),
		"PAGED_CODE();\n", "Insert it");
	finding_fix(&fixture.findings, finding, at("src/driver.c", 1, 1, 8),
		"", "Insert {0}");
	finding_fix(&fixture.findings, finding, nowhere, "x", "Nothing");
	finish();
	expect_inside("sarif",
		"`fixes`:[{`description`:{`text`:`Insert {{0}}`},"
		"`artifactChanges`:[{`artifactLocation`:{"
		"`uri`:`src/driver.c`,`uriBaseId`:`SRCROOT`},"
		"`replacements`:[{`deletedRegion`:{`startLine`:4,"
		"`startColumn`:2,`endLine`:4,`endColumn`:2},"
		"`insertedContent`:{`text`:`PAGED_CODE();\\n`}},"
		"{`deletedRegion`:{`startLine`:1,`startColumn`:1,"
		"`endLine`:1,`endColumn`:8},"
		"`insertedContent`:{`text`:``}}]}]}]}");
	expect_inside("json",
		"`fix`:{`description`:`Insert {0}`,`edits`:[{"
		"`file`:`src/driver.c`,`line`:4,`column`:2,`endLine`:4,"
		"`endColumn`:2,`text`:`PAGED_CODE();\\n`},");
}
END_TEST

START_TEST(a_finding_without_a_fix_has_none)
{
	add_sample();
	finish();
	ck_assert_ptr_null(strstr(written("sarif"), "\"fixes\""));
	ck_assert_ptr_null(strstr(written("json"), "\"fix\""));
}
END_TEST

START_TEST(sarif_columns_and_uris)
{
	static const char text[] = "/* \xF0\x9F\x98\x80 */ f();\n";

	write_source("src/a b.c", text, sizeof(text) - 1);
	add(&lock_rule, at("src/a b.c", 1, 12, 15), "text");
	finish();
	expect_inside("sarif",
		"`uri`:`src/a%20b.c`,`uriBaseId`:`SRCROOT`},`region`:{"
		"`startLine`:1,`startColumn`:10,`endLine`:1,`endColumn`:13}");
}
END_TEST

START_TEST(sarif_regions_are_never_empty)
{
	add(&lock_rule, (struct place){"src/driver.c", 4, 2, 0, 0}, "text");
	finish();
	expect_inside("sarif",
		"`startLine`:4,`startColumn`:2,`endLine`:4,`endColumn`:3}");
}
END_TEST

START_TEST(sarif_points_below_the_root)
{
	struct finding *finding =
		add(&lock_rule, at("/elsewhere/lib.h", 7, 1, 5), "text");

	finding_step(&fixture.findings, finding, at("src/driver.c", 2, 6, 11),
		NULL, 0, true, "entered");
	finish();
	expect_inside("sarif",
		"on every run that gets here. See [the place itself](1).`},"
		"`locations`:[{`physicalLocation`:{`artifactLocation`:{"
		"`uri`:`src/driver.c`");
	expect_inside("sarif",
		"`relatedLocations`:[{`id`:1,`physicalLocation`:{"
		"`artifactLocation`:{`uri`:`file:///elsewhere/lib.h`},"
		"`region`:{`startLine`:7,");
}
END_TEST

START_TEST(sarif_messages_are_escaped)
{
	struct finding *finding = add(&lock_rule, at("src/driver.c", 1, 1, 2),
		"\"f[1](x)\" = {0} \xE9 <b>");

	finding->must = false;
	finding_relate(&fixture.findings, finding, at("src/driver.c", 1, 1, 2),
		"table[3]");
	add(&lock_rule, at("src/driver.c", 2, 1, 2), "{ a[1] }");
	finish();
	expect_inside("sarif",
		"`level`:`warning`,`message`:{`text`:"
		"`\\`f\\\\[1\\\\](x)\\` = {{0}} \xEF\xBF\xBD <b>. May happen: "
		"on some of the runs that get here. "
		"See [table\\\\[3\\\\]](1).`}");
	expect_inside("sarif", "`text`:`{ a[1] }. Must");
}
END_TEST

START_TEST(sarif_notifications)
{
	add_sample_notices();
	finish();
	expect_inside("sarif",
		"`invocations`:[{`executionSuccessful`:false,"
		"`toolExecutionNotifications`:[{`descriptor`:{`id`:`PA9001`,"
		"`index`:0},`level`:`warning`,"
		"`message`:{`text`:`cannot open 'y.c'`}},{`descriptor`:{"
		"`id`:`PA9003`,`index`:2},`level`:`warning`,"
		"`message`:{`text`:`'x.h' not found`},`locations`:[{"
		"`physicalLocation`:{`artifactLocation`:{`uri`:`src/driver.c`");
}
END_TEST

START_TEST(json_format)
{
	add_sample();
	add_sample_notices();
	fixture.report.summary.mattering = 120;
	fixture.report.summary.unreferenced = 7;
	*vec_add(&fixture.arena, &fixture.report.unknown) =
		(struct unknown_function){"Pump", "who knows",
			{"src/driver.c", 9, 1, 9, 5}};
	finish();
	expect_inside("json",
		"{`tool`:`pageaudit`,`version`:`1.2.3`,`summary`:{`files`:2,"
		"`functions`:340,`pageable`:85,`irqlFunctions`:120,"
		"`unknownEntries`:1,`unreferencedFunctions`:7,`errors`:1,"
		"`warnings`:0,`notes`:0,`unresolvedHeaders`:1,`unknownCallees`:0,`userModeSources`:0,"
		"`completeBodies`:340,`lostBodies`:0,`lostUnits`:1,"
		"`complete`:false},"
		"`findings`:[{`code`:`PA1001`,"
		"`name`:`paged-code-acquires-spin-lock`,`level`:`error`,"
		"`must`:true,`message`:`'Start' acquires a spin lock`,"
		"`file`:`src/driver.c`,`line`:4,`column`:2,`endLine`:4,"
		"`endColumn`:33,`function`:`Start`,"
		"`callee`:`KeAcquireSpinLock`,`section`:`PAGE`,"
		"`fingerprint`:`");
	expect_inside("json",
		"`steps`:[{`file`:`src/driver.c`,`line`:2,`column`:6,"
		"`endLine`:2,`endColumn`:11,`message`:`'Start' is entered`,"
		"`irql`:`<= APC_LEVEL`,`depth`:0,`essential`:true},{");
	expect_inside("json",
		"`notices`:[{`code`:`PA9001`,`name`:`source-not-analysed`,"
		"`level`:`warning`,`message`:`cannot open 'y.c'`},{");
	expect_inside("json",
		"`unknownEntries`:[{`function`:`Pump`,`reason`:`who knows`,"
		"`file`:`src/driver.c`,`line`:9,");
}
END_TEST

/* Three bodies, one of them lost, and a unit that was not parsed. */
/* Calls of a routine that is declared and of one that is not; through a pointer
 * of a declared type, of one that was made up, and through no storage. */
static void add_calls(struct facts *facts, struct body *body)
{
	static const struct operand callees[] = { { OPERAND_FUNCTION, 0, 0 },
		{ OPERAND_FUNCTION, 1, 0 }, { OPERAND_PATH, 0, 0 },
		{ OPERAND_PATH, 1, 0 }, { OPERAND_UNKNOWN, 0, 0 } };
	struct arena *arena = &facts->arena;

	*vec_add(arena, &facts->symbols) = (struct symbol){ .name = "Known" };
	*vec_add(arena, &facts->symbols) =
		(struct symbol){ .name = "New", .made_up = true };
	*vec_add(arena, &body->paths) = (struct path){ .type = "void (*)()" };
	*vec_add(arena, &body->paths) =
		(struct path){ .type = "pageaudit_t1" };
	for (size_t i = 0; i < sizeof(callees) / sizeof(*callees); i++)
		*vec_add(arena, &body->events) = (struct event){
			.kind = EVENT_CALL, .callee = callees[i] };
	*vec_add(arena, &body->events) = (struct event){ .kind = EVENT_READ };
}

static void add_units(struct facts *parsed, struct facts *gone)
{
	struct body bodies[3] = {0};
	static const char *const names[] = {"Start", "Stop", "Pump"};

	bodies[1].lost_statements = 2;
	bodies[1].lost_reason = "no such type";
	bodies[1].first_lost = at("src/driver.c", 4, 2, 9);
	facts_init(parsed, "src/driver.c");
	parsed->parsed = true;
	add_calls(parsed, &bodies[2]);
	for (int i = 0; i < 3; i++) {
		struct function *function =
			vec_add(&parsed->arena, &parsed->functions);

		function->name = names[i];
		function->body = &bodies[i];
	}
	vec_add(&parsed->arena, &parsed->functions)->name = "Declared";
	report_add_unit(&fixture.report, parsed);
	facts_init(gone, "src/gone.c");
	report_add_unit(&fixture.report, gone);
}

START_TEST(coverage_of_units)
{
	struct facts parsed, gone;

	add_units(&parsed, &gone);
	report_add_notice(&fixture.report, NOTICE_BODY_INCOMPLETE,
		at("src/driver.c", 4, 2, 9), "lost");
	finish();
	expect_inside("json",
		"`coverage`:[{`file`:`src/driver.c`,`parsed`:true,`bodies`:3,"
		"`completeBodies`:2,`calls`:5,`resolvedCalls`:2,`lost`:[{`function`:`Stop`,"
		"`reason`:`no such type`,`file`:`src/driver.c`,`line`:4,");
	expect_inside("json",
		"{`file`:`src/gone.c`,`parsed`:false,`bodies`:0,"
		"`completeBodies`:0,`calls`:0,`resolvedCalls`:0,"
		"`lost`:[]}]");
	expect_inside("sarif",
		"`properties`:{`sources`:2,`parsedSources`:1,`bodies`:340,"
		"`completeBodies`:339}");
	facts_release(&parsed);
	facts_release(&gone);
}
END_TEST

START_TEST(two_writings_are_identical)
{
	const char *name = report_formats[_i].name;

	add_sample();
	add_sample_notices();
	finish();
	ck_assert_str_eq(written(name), written(name));
}
END_TEST

START_TEST(unknown_formats)
{
	ck_assert_ptr_null(report_format_find("xml"));
	ck_assert_ptr_null(report_format_find(""));
}
END_TEST

/* ---- summary, exit status, notices -------------------------------------- */

START_TEST(summary_of_nothing)
{
	fixture.report.summary = (struct summary){0};
	finish();
	ck_assert_str_eq(report_summary(&fixture.report),
		"pageaudit: 0 files, 0 functions, 0 pageable; 0 findings; "
		"0 unresolved headers; complete; 0.0 s");
}
END_TEST

START_TEST(summary_of_everything)
{
	struct report *report = &fixture.report;

	add(&lock_rule, at("a.c", 1, 1, 2), "1");
	add(&lock_rule, at("a.c", 2, 1, 2), "2");
	add(&lock_rule, at("a.c", 3, 1, 2), "3")->must = false;
	add(&advice_rule, at("a.c", 4, 1, 2), "4");
	for (int i = 0; i < 2; i++) { /* equal ones count once */
		report_add_notice(
			report, NOTICE_SOURCE_NOT_ANALYSED, nowhere, "lost");
		report_add_notice(report, NOTICE_BODY_INCOMPLETE,
			at("a.c", 1, 1, 2), "lost");
		report_add_notice(report, NOTICE_BODY_INCOMPLETE,
			at("a.c", 2, 1, 2), "lost");
		report_add_notice(report, NOTICE_UNKNOWN_CALLEE,
			at("a.c", 2, 1, 2), "unknown");
	}
	report->summary.milliseconds = 61950;
	finish();
	ck_assert_str_eq(report_summary(report),
		"pageaudit: 2 files, 340 functions, 85 pageable; "
		"4 findings (2 errors, 1 warning, 1 note); "
		"0 unresolved headers; 1 unknown callee; "
		"incomplete (1 source not analysed, "
		"338 of 340 bodies complete); 62.0 s");
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
	struct report *report = &fixture.report;

	if (cases[_i].error)
		add(&lock_rule, at("a.c", 1, 1, 2), "e");
	if (cases[_i].warning)
		add(&lock_rule, at("a.c", 1, 1, 2), "w")->must = false;
	if (cases[_i].lost_unit)
		report_add_notice(
			report, NOTICE_SOURCE_NOT_ANALYSED, nowhere, "-");
	if (cases[_i].lost_body)
		report_add_notice(report, NOTICE_BODY_INCOMPLETE, nowhere, "-");
	if (cases[_i].no_header)
		report_add_notice(
			report, NOTICE_HEADER_NOT_FOUND, nowhere, "-");
	finish();
	ck_assert_int_eq(report_exit_status(report, cases[_i].fail_on),
		cases[_i].expected);
}
END_TEST

START_TEST(notices_of_units_are_taken_over)
{
	struct facts facts;

	facts_init(&facts, "a.c");
	*vec_add(&facts.arena, &facts.notices) = (struct notice){
		NOTICE_HEADER_NOT_FOUND, at("b.h", 3, 1, 2), "x"};
	report_add_unit(&fixture.report, &facts);
	report_add_unit(&fixture.report, &facts);
	finish();
	ck_assert_uint_eq(fixture.report.notices.count, 1);
	ck_assert_uint_eq(fixture.report.summary.unresolved_headers, 1);
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

/* ---- explain ------------------------------------------------------------ */

START_TEST(a_rule_as_text)
{
	ck_assert_str_eq(explain_text(&fixture.arena, &lock_rule),
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
	ck_assert_ptr_nonnull(strstr(explain_help_text(&fixture.arena, &rule),
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
	ck_assert_str_eq(explain_help_markdown(&fixture.arena, &rule),
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
	const char *index = rules_markdown(&fixture.arena, rules);
	FILE *file = tmpfile();
	char json[64] = "";

	ck_assert_str_eq(rules_text(&fixture.arena, rules),
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
	rules_json(&fixture.arena, rules, file);
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

	ck_assert_str_eq(rule_next_tag(&fixture.arena, &tags), "CWE-667");
	ck_assert_str_eq(rule_next_tag(&fixture.arena, &tags), "irql");
	ck_assert_ptr_null(rule_next_tag(&fixture.arena, &tags));
	tags = NULL;
	ck_assert_ptr_null(rule_next_tag(&fixture.arena, &tags));
}
END_TEST

/* ---- suite -------------------------------------------------------------- */

static TCase *new_case(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	suite_add_tcase(suite, tcase);
	return tcase;
}

static void add_output_cases(Suite *suite)
{
	TCase *tcase = new_case(suite, "text");

	tcase_add_test(tcase, clang_format);
	tcase_add_test(tcase, msvc_format);
	tcase_add_test(tcase, pretty_format);
	tcase_add_test(tcase, pretty_format_in_colour);
	tcase_add_test(tcase, absolute_paths_where_they_are_wanted);
	tcase_add_test(tcase, a_line_of_text_stays_one_line);
	tcase_add_test(tcase, the_mark_stands_below_wide_characters);

	tcase = new_case(suite, "sarif");
	tcase_add_test(tcase, sarif_of_nothing);
	tcase_add_test(tcase, sarif_of_a_rule);
	tcase_add_test(tcase, sarif_of_a_finding);
	tcase_add_test(tcase, fixes);
	tcase_add_test(tcase, a_finding_without_a_fix_has_none);
	tcase_add_test(tcase, sarif_columns_and_uris);
	tcase_add_test(tcase, sarif_regions_are_never_empty);
	tcase_add_test(tcase, sarif_points_below_the_root);
	tcase_add_test(tcase, sarif_messages_are_escaped);
	tcase_add_test(tcase, sarif_notifications);

	tcase = new_case(suite, "formats");
	tcase_add_test(tcase, json_format);
	tcase_add_test(tcase, coverage_of_units);
	tcase_add_loop_test(tcase, two_writings_are_identical, 0, 5);
	tcase_add_test(tcase, unknown_formats);
}

Suite *report_suite(void)
{
	Suite *suite = suite_create("report");
	TCase *tcase = new_case(suite, "findings");

	tcase_add_test(tcase, findings_are_sorted_by_place_code_and_message);
	tcase_add_test(tcase, equal_findings_become_the_strongest_of_them);
	tcase_add_test(tcase, no_findings_are_sorted_too);
	tcase_add_test(tcase, what_may_happen_is_at_most_a_warning);

	tcase = new_case(suite, "sources");
	tcase_add_loop_test(tcase, line_hashes, 0, 7);
	tcase_add_test(tcase, equal_line_hashes_are_counted);
	tcase_add_test(tcase, fingerprints_of_findings_outlive_line_changes);
	tcase_add_loop_test(tcase, columns_in_utf16, 0, 12);
	tcase_add_test(tcase, files_that_cannot_be_read);
	tcase_add_test(tcase, uris);
	tcase_add_test(tcase, utf8_pieces_that_are_replaced);

	add_output_cases(suite);

	tcase = new_case(suite, "summary");
	tcase_add_test(tcase, summary_of_nothing);
	tcase_add_test(tcase, summary_of_everything);
	tcase_add_loop_test(tcase, exit_status, 0, 8);
	tcase_add_test(tcase, notices_of_units_are_taken_over);
	tcase_add_test(tcase, notice_rules_say_everything);

	tcase = new_case(suite, "explain");
	tcase_add_test(tcase, a_rule_as_text);
	tcase_add_test(tcase, texts_are_reflowed);
	tcase_add_test(tcase, a_rule_as_markdown);
	tcase_add_test(tcase, lists_of_rules);
	tcase_add_test(tcase, tags_one_by_one);
	return suite;
}
