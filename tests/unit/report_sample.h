/*
 * A report of a made driver, for the tests of everything that is written.
 *
 * Sources are written into a directory of the test's own below the current
 * one. In expected texts @ stands for that directory; in JSON for its URI, and
 * ` for the quotation mark.
 */
#ifndef TESTS_UNIT_REPORT_SAMPLE_H
#define TESTS_UNIT_REPORT_SAMPLE_H

#include <check.h>

#include "base/arena.h"
#include "report/report.h"

struct sample {
	struct arena arena;
	struct findings findings;
	struct report report;
	const char *root; /* of the sources, absolute */
};

/* Made anew for each test of a sample_case. */
extern struct sample sample;

extern const struct rule lock_rule, advice_rule, saving_rule;
extern const struct rule *const sample_rules[]; /* both, and NULL */

extern const struct place nowhere;

struct place place_at(
	const char *file, uint32_t line, uint32_t column, uint32_t end_column);

/* Of the sources; below its root. */
void write_source(const char *name, const char *text, size_t size);

struct finding *add_finding(
	const struct rule *rule, struct place place, const char *message);
/* One that has everything. */
void add_full_finding(void);
/* A header that is not found, a source that is not read. */
void add_notices(void);
void finish_report(void);

const char *replace(const char *text, char from, const char *to);

/* The report in a format. */
const char *report_written(const char *format);
void expect_text(const char *format, const char *expected);
/* The whole document holds this, blanks aside. */
void expect_inside(const char *format, const char *expected);

TCase *sample_case(Suite *suite, const char *name);

#endif
