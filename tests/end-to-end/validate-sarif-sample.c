/*
 * Writes SARIF that uses everything the writer can: for the validators, which
 * need a file to judge before there is a driver to audit.
 *
 *	validate-sarif-sample ROOT FILE... > sample.sarif
 *
 * Every line of every FILE gets a finding, so that each line hash stands in the
 * output and can be compared with another program's. Files outside of ROOT take
 * part as headers do.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "report/notices.h"
#include "report/report.h"
#include "report/source.h"

static const struct rule spin_lock = {
	.code = "PA1001",
	.name = "paged-code-acquires-spin-lock",
	.summary = "a pageable routine holds a spin lock",
	.why = "Holding a spin lock raises IRQL to DISPATCH_LEVEL, where a "
	       "page fault is a crash.",
	.reported = "The call that acquires, in the pageable routine.",
	.not_reported = "A resident helper that acquires and releases.",
	.limits = "Locks of other modules.",
	.reference = "https://learn.microsoft.com/windows-hardware/drivers/",
	.peer = "C28150",
	.bad = "void Start(void)\n{\n\tif (x[0] > {0}) lock(&l);\n}\n",
	.good = "void Start(void)\n{\n}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "CWE-667 CWE-833 irql",
};

static const struct rule advice = {
	.code = "PA7001",
	.name = "could-be-pageable",
	.summary = "a resident routine could be pageable",
	.why = "Resident memory is scarce.",
	.reported = "The routine's definition.",
	.not_reported = "Routines with an unknown caller.",
	.level = LEVEL_NOTE,
	.status = STATUS_TRIAL,
	.tags = "advice",
};

static const struct rule *const rules[] = {&spin_lock, &advice, NULL};

static void add_findings(
	struct report *report, struct findings *findings, const char *path)
{
	struct source *source = source_of(report, path);
	struct place nowhere = {0};
	size_t length;

	for (uint32_t line = 1; source_line(report, source, line, &length);
		line++) {
		struct place place = {
			source->absolute, line, 1, line, (uint32_t)length + 1};
		struct finding *finding = findings_add(findings,
			line % 5 ? &spin_lock : &advice, place, line % 2,
			"line %u of 'x[%u](y)' holds {0} \"%s\"", line, line,
			path_base(path));

		finding->function = "Queue::Start";
		finding->callee = "KeAcquireSpinLock";
		finding->section = "PAGE";
		finding_step(
			findings, finding, nowhere, NULL, 0, true, "entered");
		finding_step(findings, finding, place, "<= APC_LEVEL", 1, false,
			"called");
		finding_step(findings, finding, place, "DISPATCH_LEVEL", 2,
			true, "raised");
		finding_relate(findings, finding, place,
			"'Start' is put into PAGE [here]");
	}
}

static void add_notices(struct report *report, const char *path)
{
	struct place place = {path, 1, 1, 1, 2}, nowhere = {0};

	for (int kind = 0; notice_rules[kind]; kind++)
		report_add_notice(report, (enum notice_kind)kind, place,
			"a notice of %s", notice_rules[kind]->name);
	report_add_notice(report, NOTICE_SOURCE_NOT_ANALYSED, nowhere,
		"cannot open 'missing.c'");
}

int main(int argc, char **argv)
{
	struct arena arena;
	struct findings findings;
	struct report report;

	if (argc < 3) {
		fprintf(stderr, "usage: %s ROOT FILE...\n", argv[0]);
		return 2;
	}
	arena_init(&arena);
	findings_init(&findings, &arena);
	report_init(&report, &arena, &findings, rules);
	report.version = "0.1.0";
	report.configuration = "x64-Release";
	report.root = platform_real_path(&arena, argv[1]);
	if (!report.root)
		report.root = argv[1];
	for (int i = 2; i < argc; i++)
		add_findings(&report, &findings, argv[i]);
	add_notices(&report, argv[2]);
	findings_sort(&findings);
	report_finish(&report);
	report_sarif(&report, stdout);
	arena_release(&arena);
	return 0;
}
