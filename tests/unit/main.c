/* All Check suites in one program. Check forks per test, so a crash is one
 * failure; trust the exit status. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include <check.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

Suite *base_suite(void);
Suite *contracts_suite(void);
Suite *directives_suite(void);
Suite *explain_suite(void);
Suite *facts_damage_suite(void);
Suite *facts_text_suite(void);
Suite *image_suite(void);
Suite *irql_suite(void);
Suite *mutations_suite(void);
Suite *outline_suite(void);
Suite *project_suite(void);
Suite *projects_suite(void);
Suite *sources_suite(void);
Suite *includes_suite(void);
Suite *repair_suite(void);
Suite *reference_suite(void);
Suite *report_suite(void);
Suite *report_sources_suite(void);
Suite *rules_suite(void);
Suite *sarif_suite(void);
Suite *size_suite(void);
Suite *state_suite(void);
Suite *stores_suite(void);
Suite *structure_suite(void);
Suite *unknown_suite(void);
Suite *wants_suite(void);

/* Tests write to where they run, which is not the source tree. */
static char *enter_new_directory(struct arena *arena)
{
	const char *parent = getenv("TMPDIR");
	char *directory = arena_printf(arena, "%s/pageaudit-unit-XXXXXX",
		parent && *parent ? parent : "/tmp");

	if (!mkdtemp(directory) || chdir(directory) != 0)
		perror(directory);
	else
		return directory;
	exit(EXIT_FAILURE);
}

static int remove_one(const char *path, const struct stat *status, int type,
	struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static void remove_tree(const char *directory)
{
	if (nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0)
		perror(directory);
}

/* A suite or a case that does not exist would run nothing, and nothing fails. */
static bool ran_nothing(SRunner *runner)
{
	if (srunner_ntests_run(runner) > 0)
		return false;
	fputs("no test was run: no suite or case has the name that "
	      "CK_RUN_SUITE or CK_RUN_CASE gives; the first line of a run "
	      "without them names the suites\n",
		stderr);
	return true;
}

int main(void)
{
	SRunner *runner = srunner_create(base_suite());
	struct arena arena;
	char *directory;
	bool failed;

	srunner_add_suite(runner, contracts_suite());
	srunner_add_suite(runner, directives_suite());
	srunner_add_suite(runner, explain_suite());
	srunner_add_suite(runner, facts_damage_suite());
	srunner_add_suite(runner, facts_text_suite());
	srunner_add_suite(runner, image_suite());
	srunner_add_suite(runner, irql_suite());
	srunner_add_suite(runner, mutations_suite());
	srunner_add_suite(runner, outline_suite());
	srunner_add_suite(runner, project_suite());
	srunner_add_suite(runner, projects_suite());
	srunner_add_suite(runner, sources_suite());
	srunner_add_suite(runner, includes_suite());
	srunner_add_suite(runner, repair_suite());
	srunner_add_suite(runner, reference_suite());
	srunner_add_suite(runner, report_suite());
	srunner_add_suite(runner, report_sources_suite());
	srunner_add_suite(runner, rules_suite());
	srunner_add_suite(runner, sarif_suite());
	srunner_add_suite(runner, size_suite());
	srunner_add_suite(runner, state_suite());
	srunner_add_suite(runner, stores_suite());
	srunner_add_suite(runner, structure_suite());
	srunner_add_suite(runner, unknown_suite());
	srunner_add_suite(runner, wants_suite());
	arena_init(&arena);
	directory = enter_new_directory(&arena);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner) > 0 || ran_nothing(runner);
	srunner_free(runner);
	remove_tree(directory);
	arena_release(&arena);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
