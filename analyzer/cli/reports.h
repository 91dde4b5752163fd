/*
 * The reports of one run: every --format that was asked for, each to its
 * place, and how the run ends.
 */
#ifndef CLI_REPORTS_H
#define CLI_REPORTS_H

#include <stdbool.h>

#include "cli/output.h"
#include "cli/session.h"
#include "report/report.h"

struct report_output {
	const struct report_format *format;
	struct output output;
};

struct reports {
	VEC(struct report_output) list;
};

/* Opens all outputs, before the work starts. On a mistake says so, closes
 * what is open and returns false. */
bool reports_open(struct reports *reports, struct options *options);

/* Closes without writing; for runs that failed. */
void reports_close(struct reports *reports);

/* Writes and closes all. */
enum exit_status reports_write(
	struct reports *reports, struct session *session);

#endif
