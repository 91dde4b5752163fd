/* How much a run looked at, for the line that ends it. */
#ifndef CLI_COUNT_H
#define CLI_COUNT_H

#include "cli/session.h"
#include "report/report.h"

/* Fills the files, functions and pageable functions of the summary, after
 * session_run. What several units include is counted once. */
void count_audited(const struct session *session, struct summary *summary);

/* Lists the routines whose IRQL at entry is not known though it matters. */
void add_unknown_functions(const struct session *session,
	struct report *report);

#endif
