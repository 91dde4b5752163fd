/*
 * A report: the findings of a run, what the run could not see, and how much it
 * looked at; and the writers that turn it into text, SARIF or JSON.
 *
 *	report_init(&report, arena, &audit.findings, all_rules);
 *	report.root = …; report.summary.files = …;
 *	for each unit: report_add_unit(&report, &facts[i]);
 *	report_finish(&report);
 *	report_format_find("sarif")->write(&report, file);
 *	return report_exit_status(&report, LEVEL_WARNING);
 *
 * Writers may be called in any order and more than once, each for a stream of
 * its own. They write LF, never a time, and the same bytes for the same report;
 * only the summary line of the text formats says how long the run took. Whether
 * the stream took everything is for the caller to ask (ferror).
 *
 * Ownership: what the writers make is in the report's arena, program lifetime.
 * Findings, notices' texts and rules belong to others and outlive the report.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/vec.h"
#include "facts/facts.h"
#include "report/finding.h"
#include "report/rule.h"

struct sources;

struct summary {
	/* The caller counts these. */
	uint32_t projects;  /* that were audited; 0: no project was named */
	uint32_t files;	    /* sources and headers of the driver */
	uint32_t functions; /* with a body */
	uint32_t pageable;  /* of these, in pageable sections */
	uint32_t mattering;    /* functions in which IRQL can be wrong */
	uint32_t unreferenced; /* such functions that nothing refers to */
	int64_t milliseconds;
	/* report_finish counts these. */
	uint32_t errors, warnings, notes;
	uint32_t advised; /* routines that could be pageable */
	int64_t saved;	  /* bytes that would save */
	uint32_t lost_units;	     /* PA9001 */
	uint32_t lost_bodies;	     /* PA9002 */
	uint32_t unresolved_headers; /* PA9003 */
	uint32_t unknown_callees;    /* PA9004 */
	uint32_t user_mode;	     /* PA9005 */
};

/* A routine in which IRQL can be wrong and whose own at entry is not known. */
struct unknown_function {
	const char *name, *reason;
	struct place place;
};

/* A body that misses statements, with the first reason. */
struct lost_body {
	const char *function, *reason;
	struct place place;
};

/* How much of one source was understood. Bodies in headers that the driver
 * has count in every source that includes them, in the summary once. */
struct coverage {
	const char *unit;
	bool parsed;
	uint32_t bodies;
	/* Calls in them, and those of which is known where they go: to a
	 * routine that is declared, or through a pointer of a declared type.
	 * The caller adds those of routines that it knows by name. */
	uint32_t calls, resolved;
	VEC(struct lost_body) lost;
};

struct report {
	struct arena *arena;
	const struct findings *findings; /* sorted */
	const struct rule *const *rules; /* of the run; NULL ends them */
	VEC(struct notice) notices;
	VEC(struct unknown_function) unknown;
	VEC(struct coverage) coverage; /* in the order of the units */
	struct summary summary;

	const char *version;	   /* of the program; "0.1.0" */
	const char *configuration; /* "x64-Release", or NULL */
	bool beside_projects;	   /* what is left beside kernel-mode projects,
				    * which have reports of their own */
	/* Absolute and normalised. Relative paths in places start in
	 * `directory`; text shows paths below it relative to it. SARIF and JSON
	 * do so with `root`, the top of the repository. */
	const char *directory, *root;
	bool absolute_paths; /* text: never relative, as MSBuild wants it */
	bool colour;	     /* pretty: for a terminal */

	struct sources *sources; /* report/source.h */

	/* The same run for another configuration, or NULL: drivers need not
	 * agree on one. Writers and the status take it in. */
	struct report *next;
};

/* Fills a report with defaults: version 0, and the current directory for
 * `directory` and `root`. */
void report_init(struct report *report, struct arena *arena,
	const struct findings *findings, const struct rule *const *rules);

/* Takes over the notices of one unit, and how much of it was understood. */
void report_add_unit(struct report *report, const struct facts *facts);

/* A notice that no unit has, such as a source that cannot be opened. */
void report_add_notice(struct report *report, enum notice_kind kind,
	struct place place, const char *format, ...) PRINTF_LIKE(4, 5);

/* Sorts the notices, makes equal ones one, and counts. Once, before any of
 * the functions below; the findings are sorted by then. */
void report_finish(struct report *report);

/* Whether nothing was lost that a finding could have been in. */
bool report_is_complete(const struct report *report);

/* Of summary.functions, those whose bodies lost no statement. */
uint32_t report_complete_bodies(const struct report *report);

/*
 * 1: findings of at least the level `fail_on`; else 3: the audit is not
 * complete; else 0. (2, could not run, is not a matter of reports.)
 */
int report_exit_status(const struct report *report, enum level fail_on);

/* The line that ends every text: what was looked at and what came out. */
const char *report_summary(const struct report *report);

/* ---- writers ----------------------------------------------------------- */

/* For people: clang's line, the source with the place marked, the IRQL path. */
void report_pretty(struct report *report, FILE *out);

/* src/driver.c:42:5: warning: text [PA1001], the steps as notes. */
void report_clang(struct report *report, FILE *out);

/* src\driver.c(42,5): warning PA1001: text, the steps as notes. */
void report_msvc(struct report *report, FILE *out);

/*
 * SARIF 2.1.0 as code scanning takes it: one run for each configuration, and
 * nothing suppressed. The path
 * that proves a finding is its code flow, each step with its state. Limits of
 * consumers (25,000 results a run, 10,000 steps a result) are not enforced.
 */
void report_sarif(struct report *report, FILE *out);

/* Findings, notices and summary in the program's own terms. */
void report_json(struct report *report, FILE *out);

struct report_format {
	const char *name;
	void (*write)(struct report *report, FILE *out);
};

/* The five above, by name; a NULL name ends them. */
extern const struct report_format report_formats[];

/* NULL if there is no such format. */
const struct report_format *report_format_find(const char *name);

/* "error", "warning", "note": the same word in every format. */
const char *level_name(enum level level);

#endif
