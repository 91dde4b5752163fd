#include "report_sample.h"

#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "base/buffer.h"
#include "report/source.h"

const struct rule lock_rule = {
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

const struct rule advice_rule = {
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

const struct rule saving_rule = {
	.code = "PA7002",
	.name = "saves-bytes",
	.summary = "a routine could be pageable",
	.why = "Memory is scarce.",
	.reported = "The definition.",
	.not_reported = "Others.",
	.level = LEVEL_NOTE,
	.status = STATUS_ADVICE,
	.tags = "advice",
};

const struct rule *const sample_rules[] = {&lock_rule, &advice_rule, NULL};

static const char driver[] = "#pragma alloc_text(PAGE, Start)\n"
			     "void Start(void)\n"
			     "{\n"
			     "\tKeAcquireSpinLock(&Lock, &Irql);\n"
			     "}\n";

struct sample sample;

void write_source(const char *name, const char *text, size_t size)
{
	char *path = path_join(&sample.arena, sample.root, name);
	FILE *file;

	ck_assert(platform_make_directory(path_directory(&sample.arena, path)));
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
}

static void sample_set_up(void)
{
	struct arena *arena = &sample.arena;

	arena_init(arena);
	findings_init(&sample.findings, arena);
	ck_assert(platform_make_directory("report-sources"));
	sample.root = platform_real_path(arena, "report-sources");
	write_source("src/driver.c", driver, sizeof(driver) - 1);
	report_init(&sample.report, arena, &sample.findings, sample_rules);
	sample.report.version = "1.2.3";
	sample.report.directory = sample.root;
	sample.report.root = sample.root;
	sample.report.summary.files = 2;
	sample.report.summary.functions = 340;
	sample.report.summary.pageable = 85;
	sample.report.summary.milliseconds = 1249;
}

static void sample_tear_down(void)
{
	arena_release(&sample.arena);
}

struct place place_at(
	const char *file, uint32_t line, uint32_t column, uint32_t end_column)
{
	return (struct place){file, line, column, line, end_column};
}

const struct place nowhere = {0};

struct finding *add_finding(
	const struct rule *rule, struct place place, const char *message)
{
	return findings_add(&sample.findings, rule, place, true, "%s", message);
}

/* A finding that has everything. */
void add_full_finding(void)
{
	struct findings *findings = &sample.findings;
	struct finding *finding =
		add_finding(&lock_rule, place_at("src/driver.c", 4, 2, 33),
			"'Start' acquires a spin lock");

	finding->function = "Start";
	finding->callee = "KeAcquireSpinLock";
	finding->section = "PAGE";
	finding_step(findings, finding, place_at("src/driver.c", 2, 6, 11),
		"<= APC_LEVEL", 0, true, "'%s' is entered", "Start");
	finding_step(findings, finding, place_at("src/driver.c", 4, 2, 33),
		"DISPATCH_LEVEL", 1, true, "the lock is acquired");
	finding_relate(findings, finding, place_at("src/driver.c", 1, 9, 32),
		"put into PAGE here");
}

void add_notices(void)
{
	report_add_notice(&sample.report, NOTICE_HEADER_NOT_FOUND,
		place_at("src/driver.c", 1, 1, 8), "'%s' not found", "x.h");
	report_add_notice(&sample.report, NOTICE_SOURCE_NOT_ANALYSED, nowhere,
		"cannot open 'y.c'");
}

void finish_report(void)
{
	findings_sort(&sample.findings);
	report_finish(&sample.report);
}

const char *replace(const char *text, char from, const char *to)
{
	struct buffer out = {.arena = &sample.arena};

	for (; *text; text++)
		if (*text == from)
			buffer_add(&out, to);
		else
			buffer_char(&out, *text);
	return buffer_text(&out);
}

const char *report_written(const char *format)
{
	struct arena *arena = &sample.arena;
	FILE *file = tmpfile();
	char *text;
	size_t size;

	ck_assert_ptr_nonnull(file);
	report_format_find(format)->write(&sample.report, file);
	size = (size_t)ftell(file);
	rewind(file);
	text = arena_alloc(arena, size + 1);
	ck_assert_uint_eq(fread(text, 1, size, file), size);
	fclose(file);
	return text;
}

void expect_text(const char *format, const char *expected)
{
	ck_assert_str_eq(
		report_written(format), replace(expected, '@', sample.root));
}

/* The whole document holds this, blanks aside. */
void expect_inside(const char *format, const char *expected)
{
	const char *text =
		replace(replace(report_written(format), '\n', ""), ' ', "");
	const char *part = replace(
		expected, '@', path_to_file_uri(&sample.arena, sample.root));

	part = replace(replace(part, '`', "\""), ' ', "");
	ck_assert_msg(strstr(text, part), "expected\n%s\nin\n%s", part, text);
}

TCase *sample_case(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, sample_set_up, sample_tear_down);
	suite_add_tcase(suite, tcase);
	return tcase;
}
