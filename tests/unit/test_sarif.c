/*
 * SARIF and JSON, to the byte where it matters.
 */
#include <stdio.h>
#include <string.h>

#include "report_sample.h"

Suite *sarif_suite(void);

/* ---- SARIF and JSON ----------------------------------------------------- */

START_TEST(sarif_of_nothing)
{
	static const struct rule *const none[] = {NULL};

	sample.report.rules = none;
	finish_report();
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
	finish_report();
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
	add_full_finding();
	finish_report();
	sample.report.configuration = "x64-Release";
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
	struct place place = place_at("src/driver.c", 4, 2, 33);
	struct finding *finding = add_finding(&lock_rule, place, "one");

	finding_fix(&sample.findings, finding, place_before(&place),
		"PAGED_CODE();\n", "Insert it");
	finding_fix(&sample.findings, finding,
		place_at("src/driver.c", 1, 1, 8), "", "Insert {0}");
	finding_fix(&sample.findings, finding, nowhere, "x", "Nothing");
	finish_report();
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
	add_full_finding();
	finish_report();
	ck_assert_ptr_null(strstr(report_written("sarif"), "\"fixes\""));
	ck_assert_ptr_null(strstr(report_written("json"), "\"fix\""));
}
END_TEST

START_TEST(sarif_columns_and_uris)
{
	static const char text[] = "/* \xF0\x9F\x98\x80 */ f();\n";

	write_source("src/a b.c", text, sizeof(text) - 1);
	add_finding(&lock_rule, place_at("src/a b.c", 1, 12, 15), "text");
	finish_report();
	expect_inside("sarif",
		"`uri`:`src/a%20b.c`,`uriBaseId`:`SRCROOT`},`region`:{"
		"`startLine`:1,`startColumn`:10,`endLine`:1,`endColumn`:13}");
}
END_TEST

START_TEST(sarif_regions_are_never_empty)
{
	add_finding(
		&lock_rule, (struct place){"src/driver.c", 4, 2, 0, 0}, "text");
	finish_report();
	expect_inside("sarif",
		"`startLine`:4,`startColumn`:2,`endLine`:4,`endColumn`:3}");
}
END_TEST

START_TEST(sarif_points_below_the_root)
{
	struct finding *finding = add_finding(
		&lock_rule, place_at("/elsewhere/lib.h", 7, 1, 5), "text");

	finding_step(&sample.findings, finding,
		place_at("src/driver.c", 2, 6, 11), NULL, 0, true, "entered");
	finish_report();
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
	struct finding *finding =
		add_finding(&lock_rule, place_at("src/driver.c", 1, 1, 2),
			"\"f[1](x)\" = {0} \xE9 <b>");

	finding->must = false;
	finding_relate(&sample.findings, finding,
		place_at("src/driver.c", 1, 1, 2), "table[3]");
	add_finding(&lock_rule, place_at("src/driver.c", 2, 1, 2), "{ a[1] }");
	finish_report();
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
	add_notices();
	finish_report();
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
	add_full_finding();
	add_notices();
	sample.report.summary.mattering = 120;
	sample.report.summary.unreferenced = 7;
	*vec_add(&sample.arena, &sample.report.unknown) =
		(struct unknown_function){
			"Pump", "who knows", {"src/driver.c", 9, 1, 9, 5}};
	finish_report();
	expect_inside("json",
		"{`tool`:`pageaudit`,`version`:`1.2.3`,`summary`:{`files`:2,"
		"`functions`:340,`pageable`:85,`irqlFunctions`:120,"
		"`unknownEntries`:1,`unreferencedFunctions`:7,`errors`:1,"
		"`warnings`:0,`notes`:0,`unresolvedHeaders`:1,`unknownCallees`:"
		"0,`userModeSources`:0,"
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
	static const struct operand callees[] = {{OPERAND_FUNCTION, 0, 0},
		{OPERAND_FUNCTION, 1, 0}, {OPERAND_PATH, 0, 0},
		{OPERAND_PATH, 1, 0}, {OPERAND_UNKNOWN, 0, 0}};
	struct arena *arena = &facts->arena;

	*vec_add(arena, &facts->symbols) = (struct symbol){.name = "Known"};
	*vec_add(arena, &facts->symbols) =
		(struct symbol){.name = "New", .made_up = true};
	*vec_add(arena, &body->paths) = (struct path){.type = "void (*)()"};
	*vec_add(arena, &body->paths) = (struct path){.type = "pageaudit_t1"};
	for (size_t i = 0; i < sizeof(callees) / sizeof(*callees); i++)
		*vec_add(arena, &body->events) = (struct event){
			.kind = EVENT_CALL, .callee = callees[i]};
	*vec_add(arena, &body->events) = (struct event){.kind = EVENT_READ};
}

static void add_units(struct facts *parsed, struct facts *gone)
{
	struct body bodies[3] = {0};
	static const char *const names[] = {"Start", "Stop", "Pump"};

	bodies[1].lost_statements = 2;
	bodies[1].lost_reason = "no such type";
	bodies[1].first_lost = place_at("src/driver.c", 4, 2, 9);
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
	report_add_unit(&sample.report, parsed);
	facts_init(gone, "src/gone.c");
	report_add_unit(&sample.report, gone);
}

START_TEST(coverage_of_units)
{
	struct facts parsed, gone;

	add_units(&parsed, &gone);
	report_add_notice(&sample.report, NOTICE_BODY_INCOMPLETE,
		place_at("src/driver.c", 4, 2, 9), "lost");
	finish_report();
	expect_inside("json",
		"`coverage`:[{`file`:`src/driver.c`,`parsed`:true,`bodies`:3,"
		"`completeBodies`:2,`calls`:5,`resolvedCalls`:2,`lost`:[{`"
		"function`:`Stop`,"
		"`reason`:`no such type`,`file`:`src/driver.c`,`line`:4,");
	expect_inside("json", "{`file`:`src/gone.c`,`parsed`:false,`bodies`:0,"
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

	add_full_finding();
	add_notices();
	finish_report();
	ck_assert_str_eq(report_written(name), report_written(name));
}
END_TEST

START_TEST(unknown_formats)
{
	ck_assert_ptr_null(report_format_find("xml"));
	ck_assert_ptr_null(report_format_find(""));
}
END_TEST

/* ---- suite -------------------------------------------------------------- */

Suite *sarif_suite(void)
{
	Suite *suite = suite_create("sarif");
	TCase *tcase = sample_case(suite, "sarif");
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

	tcase = sample_case(suite, "formats");
	tcase_add_test(tcase, json_format);
	tcase_add_test(tcase, coverage_of_units);
	tcase_add_loop_test(tcase, two_writings_are_identical, 0, 5);
	tcase_add_test(tcase, unknown_formats);

	return suite;
}
