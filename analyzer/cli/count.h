/* How much a run looked at, for the line that ends it. */
#ifndef CLI_COUNT_H
#define CLI_COUNT_H

#include "base/intern.h"
#include "base/map.h"
#include "cli/session.h"
#include "report/report.h"

/* Adds the functions and pageable functions of one driver to the summary. */
void count_functions(const struct audit *audit, struct summary *summary);

/* Counts the files of drivers, one after the other: what several units include
 * is counted once. */
struct file_count {
	struct arena *arena;
	struct intern names;
	struct map seen;
};

void count_files(struct file_count *count, const struct audit *audit);

/* Adds to what a unit's coverage knows of its calls what the whole driver and
 * the contracts know of routines that no header declares. */
void count_known_calls(
	const struct audit *audit, uint32_t unit, struct coverage *coverage);

/* Lists the routines whose IRQL at entry is not known though it matters. */
void add_unknown_functions(const struct audit *audit, struct report *report);

/* Notes the calls through pointers whose targets are not known though it
 * matters. */
void add_unknown_callees(const struct audit *audit, struct report *report);

#endif
