/*
 * Mutations: corpus/serial-good is right, and each line of mutations.tsv makes
 * it wrong by one token. Exactly the finding that the line names must come of
 * it, and nothing else. The driver is read once; of each mutation only the unit
 * that it changes is read anew, and linked with the facts of the others.
 *
 * The columns: file, line, what stands there, what takes its place, the rule,
 * and FILE:LINE of the finding.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "base/bug.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "frontend/frontend.h"
#include "cli/session.h"
#include "project/project.h"
#include "base/buffer.h"

Suite *mutations_suite(void);

static const char driver[] = SOURCE_DIR "/corpus/serial-good";
static const char folder[] = "mutation-sources";

struct mutation {
	const char *file, *old, *new, *rule, *where;
	uint32_t line;
};

static struct arena arena;
static VEC(struct mutation) mutations;
static struct project project;
static struct audit whole;

static char *read_text(const char *path)
{
	const char *error;
	char *text;
	size_t size;

	if (!platform_read_file(&arena, path, &text, &size, &error))
		BUG("%s: %s", path, error);
	return text;
}

static const char *next_column(char **at)
{
	const char *column = *at;

	if (!column)
		BUG("mutations.tsv: a column is missing");
	*at = strchr(column, '\t');
	if (*at)
		*(*at)++ = '\0';
	return column;
}

static void read_mutations(void)
{
	char *text = read_text(SOURCE_DIR "/tests/mutations.tsv");

	for (char *end; *text; text = end + 1) {
		struct mutation mutation;

		end = strchr(text, '\n');
		if (!end)
			BUG("mutations.tsv: the last line does not end");
		*end = '\0';
		mutation.file = next_column(&text);
		mutation.line =
			(uint32_t)strtoul(next_column(&text), NULL, 10);
		mutation.old = next_column(&text);
		mutation.new = next_column(&text);
		mutation.rule = next_column(&text);
		mutation.where = next_column(&text);
		*vec_add(&arena, &mutations) = mutation;
	}
}

/* ---- the driver as it is ----------------------------------------------- */

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");

	ck_assert_msg(file, "cannot write %s", path);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

static void read_driver(void)
{
	const struct project_options options = { .kit = kit_directory(),
		.headers = headers_directory() };
	const struct audit_options settings = { .threads = 1 };
	const char *input = driver;

	project_read(&arena, &input, 1, &options, &project);
	audit_init(&whole);
	audit_read_units(&whole, &project.units, &settings);
	ck_assert(platform_make_directory(folder));
	write_text(arena_printf(&arena, "%s/serial.h", folder),
		read_text(arena_printf(&arena, "%s/serial.h", driver)));
}

static void release_driver(void)
{
	audit_release(&whole);
}

START_TEST(test_there_are_enough)
{
	ck_assert_int_ge(mutations.count, 60);
}
END_TEST

/* ---- one mutation ------------------------------------------------------ */

static const char *line_of(const char *text, uint32_t line)
{
	while (--line) {
		text = strchr(text, '\n');
		ck_assert_msg(text, "there is no such line");
		text++;
	}
	return text;
}

/* Writes the changed source; gives its path. */
static const char *write_mutant(const struct mutation *mutation)
{
	const char *text = read_text(
		arena_printf(&arena, "%s/%s", driver, mutation->file));
	const char *line = line_of(text, mutation->line);
	const char *at = strstr(line, mutation->old);
	const char *path =
		arena_printf(&arena, "%s/%s", folder, mutation->file);

	ck_assert_msg(at && at < line + strcspn(line, "\n"),
		"%s:%u does not contain '%s'", mutation->file,
		(unsigned)mutation->line, mutation->old);
	write_text(path,
		arena_printf(&arena, "%.*s%s%s", (int)(at - text), text,
			mutation->new, at + strlen(mutation->old)));
	return path;
}

static void replace_unit(struct audit *audit, const struct mutation *mutation)
{
	const char *path = write_mutant(mutation);

	audit->fact_count = whole.fact_count;
	audit->facts = arena_alloc(
		&arena, (whole.fact_count + 1) * sizeof(*audit->facts));
	for (uint32_t i = 0; i < whole.fact_count; i++) {
		struct unit unit = project.units.list.items[i];

		audit->facts[i] = whole.facts[i];
		if (strcmp(path_base(unit.path), mutation->file) != 0)
			continue;
		unit.path = path;
		facts_init(&audit->facts[i], path);
		frontend_read(&unit, &audit->facts[i]);
		ck_assert_int_eq(audit->facts[i].notices.count, 0);
	}
}

/* The findings, a line each. */
static const char *findings_text(const struct findings *findings)
{
	struct buffer text = { .arena = &arena };

	for (uint32_t i = 0; i < findings->list.count; i++) {
		const struct finding *finding = &findings->list.items[i];

		buffer_printf(&text, "%s %s:%u\n", finding->rule->code,
			path_base(finding->place.file),
			(unsigned)finding->place.line);
	}
	return buffer_text(&text);
}

START_TEST(test_mutation)
{
	const struct mutation *mutation = &mutations.items[_i];
	const struct audit_options settings = { .threads = 1 };
	const char *wanted = arena_printf(
		&arena, "%s %s\n", mutation->rule, mutation->where);
	struct audit audit;
	const char *found;

	audit_init(&audit);
	replace_unit(&audit, mutation);
	ck_assert(audit_run(&audit, &settings));
	found = findings_text(&audit.findings);
	ck_assert_msg(!strcmp(found, wanted),
		"%s:%u, '%s' in place of '%s': expected\n%sfound\n%s",
		mutation->file, (unsigned)mutation->line, mutation->new,
		mutation->old, wanted, found);
}
END_TEST

Suite *mutations_suite(void)
{
	Suite *suite = suite_create("mutations");
	TCase *tests = tcase_create("serial-good");

	arena_init(&arena);
	read_mutations();
	tcase_set_timeout(tests, 60);
	tcase_add_unchecked_fixture(tests, read_driver, release_driver);
	tcase_add_test(tests, test_there_are_enough);
	tcase_add_loop_test(tests, test_mutation, 0, (int)mutations.count);
	suite_add_tcase(suite, tests);
	return suite;
}
