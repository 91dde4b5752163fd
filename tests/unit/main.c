/* All Check suites in one program. Check forks per test, so a crash is one
 * failure; trust the exit status. */
#include <check.h>
#include <stdlib.h>

Suite *base_suite(void);
Suite *contracts_suite(void);
Suite *directives_suite(void);
Suite *facts_text_suite(void);
Suite *irql_suite(void);
Suite *mutations_suite(void);
Suite *project_suite(void);
Suite *projects_suite(void);
Suite *includes_suite(void);
Suite *repair_suite(void);
Suite *reference_suite(void);
Suite *report_suite(void);
Suite *rules_suite(void);
Suite *state_suite(void);
Suite *structure_suite(void);
Suite *unknown_suite(void);
Suite *wants_suite(void);

int main(void)
{
	SRunner *runner = srunner_create(base_suite());
	int failed;

	srunner_add_suite(runner, contracts_suite());
	srunner_add_suite(runner, directives_suite());
	srunner_add_suite(runner, facts_text_suite());
	srunner_add_suite(runner, irql_suite());
	srunner_add_suite(runner, mutations_suite());
	srunner_add_suite(runner, project_suite());
	srunner_add_suite(runner, projects_suite());
	srunner_add_suite(runner, includes_suite());
	srunner_add_suite(runner, repair_suite());
	srunner_add_suite(runner, reference_suite());
	srunner_add_suite(runner, report_suite());
	srunner_add_suite(runner, rules_suite());
	srunner_add_suite(runner, state_suite());
	srunner_add_suite(runner, structure_suite());
	srunner_add_suite(runner, unknown_suite());
	srunner_add_suite(runner, wants_suite());
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
