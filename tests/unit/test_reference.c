/*
 * The reference map: which rule checks which sentence of the two pages that the
 * tool is built from, or why none does. reference-map.tsv is written by hand;
 * reference-map.md is made from it, and BLESS=1 rewrites it. The pages are not
 * here: a sentence is known by its page, its number, and a few words of ours.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/platform/platform.h"
#include "base/buffer.h"
#include "report/rule.h"

Suite *reference_suite(void);

enum { COLUMNS = 5 };
enum column { PAGE, NUMBER, GIST, RULES, REASON };

static const char source[] = SOURCE_DIR "/tests/reference-map.tsv";
static const char target[] = SOURCE_DIR "/tests/reference-map.md";
static const char site[] =
	"https://learn.microsoft.com/windows-hardware/drivers/kernel/";

static struct arena arena;

static void set_up(void)
{
	arena_init(&arena);
}

static void tear_down(void)
{
	arena_release(&arena);
}

static char *read_text(const char *path)
{
	const char *error;
	char *text;
	size_t size;

	ck_assert_msg(platform_read_file(&arena, path, &text, &size, &error),
		"%s: %s", path, error);
	return text;
}

/* Cuts the next line into its columns; false at the end. */
static bool next_row(char **text, const char *row[COLUMNS])
{
	char *at = *text, *end = strchr(at, '\n');

	if (!*at)
		return false;
	ck_assert_msg(end, "the last line does not end");
	*end = '\0';
	*text = end + 1;
	for (int i = 0; i < COLUMNS; i++) {
		ck_assert_msg(at, "'%s' has less than %d columns", row[PAGE],
			COLUMNS);
		row[i] = at;
		at = strchr(at, '\t');
		if (at)
			*at++ = '\0';
	}
	ck_assert_msg(!at, "%s %s has too many columns", row[PAGE],
		row[NUMBER]);
	return true;
}

START_TEST(test_numbers_are_contiguous)
{
	char *text = read_text(source);
	const char *row[COLUMNS], *page = "";
	int64_t number = 0;

	while (next_row(&text, row)) {
		number = strcmp(page, row[PAGE]) != 0 ? 1 : number + 1;
		page = row[PAGE];
		ck_assert_msg(strtoll(row[NUMBER], NULL, 10) == number,
			"%s: expected sentence %lld, there is %s", page,
			(long long)number, row[NUMBER]);
	}
	ck_assert_int_gt(number, 1);
}
END_TEST

START_TEST(test_each_has_a_rule_or_a_reason)
{
	char *text = read_text(source);
	const char *row[COLUMNS];

	while (next_row(&text, row)) {
		char *names = arena_strndup(
			&arena, row[RULES], strlen(row[RULES]));

		ck_assert_msg(*row[GIST], "%s %s says nothing", row[PAGE],
			row[NUMBER]);
		if (!strcmp(names, "-")) {
			ck_assert_msg(*row[REASON],
				"%s %s has neither a rule nor a reason",
				row[PAGE], row[NUMBER]);
			continue;
		}
		for (char *name = strtok(names, " "); name;
			name = strtok(NULL, " "))
			ck_assert_msg(rule_find(name),
				"%s %s names %s, and there is no such rule",
				row[PAGE], row[NUMBER], name);
	}
}
END_TEST

/* A rule whose reference is one of the pages is there because of a sentence. */
static bool is_due(const struct rule *rule)
{
	const char *page = rule->reference + sizeof(site) - 1;

	return !strncmp(rule->reference, site, sizeof(site) - 1) &&
		(!strcmp(page, "isolating-pageable-code") ||
			!strcmp(page, "locking-pageable-code-or-data")) &&
		rule->code[2] != '3';
}

START_TEST(test_each_rule_is_named)
{
	const char *text = read_text(source);

	for (int i = 0; all_rules[i]; i++)
		ck_assert_msg(!is_due(all_rules[i]) ||
				strstr(text, all_rules[i]->code),
			"%s refers to a page in which tests/reference-map.tsv "
			"names it at no sentence",
			all_rules[i]->code);
}
END_TEST

static const char *as_markdown(void)
{
	struct buffer out = { .arena = &arena };
	char *text = read_text(source);
	const char *row[COLUMNS], *page = "";

	buffer_printf(&out, "# The reference map\n\n"
		"Which rule checks which sentence of the pages that the tool "
		"is built from.\nMade from reference-map.tsv.\n");
	while (next_row(&text, row)) {
		if (strcmp(page, row[PAGE]) != 0)
			buffer_printf(&out,
				"\n## [%s](%s%s)\n\n| sentence | is about | "
				"rules |\n|---:|---|---|\n",
				row[PAGE], site, row[PAGE]);
		page = row[PAGE];
		buffer_printf(&out, "| %s | %s | %s%s%s |\n", row[NUMBER],
			row[GIST], strcmp(row[RULES], "-") ? row[RULES] : "",
			strcmp(row[RULES], "-") && *row[REASON] ? ": " : "",
			row[REASON]);
	}
	return buffer_text(&out);
}

START_TEST(test_table)
{
	const char *wanted = as_markdown();

	if (getenv("BLESS")) {
		FILE *file = fopen(target, "wb");

		ck_assert_ptr_nonnull(file);
		ck_assert_int_ge(fputs(wanted, file), 0);
		ck_assert_int_eq(fclose(file), 0);
	}
	ck_assert_msg(!strcmp(read_text(target), wanted),
		"tests/reference-map.md is not what the .tsv says; "
		"BLESS=1 rewrites it");
}
END_TEST

Suite *reference_suite(void)
{
	Suite *suite = suite_create("reference");
	TCase *tests = tcase_create("map");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, test_numbers_are_contiguous);
	tcase_add_test(tests, test_each_has_a_rule_or_a_reason);
	tcase_add_test(tests, test_each_rule_is_named);
	tcase_add_test(tests, test_table);
	suite_add_tcase(suite, tests);
	return suite;
}
