/*
 * The one part of a routine that runs at raised IRQL, if it has one part like that:
 * entered by the one call that raises, and left where IRQL is back down, for one
 * place or two. Such a part can move into a routine of its own, which is given the
 * variables that it shares with the rest.
 */
#ifndef RULES_REGION_H
#define RULES_REGION_H

#include "rules/check.h"

/* Lines of the file that defines the routine, the last one included. */
struct line_range {
	uint32_t first, last;
};

enum { MOST_RANGES = 2, MOST_WAYS_ON = 2 };

struct region {
	const struct routine *routine;
	uint32_t raise; /* event of the body */
	bool *inside;	/* by event */
	struct line_range ranges[MOST_RANGES];
	int range_count;
	int ways_on; /* where the routine goes on behind it */
	/* "Device, &Count" as a call would hand them over, "" for nothing; or NULL:
	 * not all that is used there is known. */
	const char *arguments;
};

/* False if there is no such part, or several. */
bool find_region(struct check *check, const struct routine *routine,
	struct region *region);

/* Bytes of code in its lines. */
int64_t region_size(const struct check *check, const struct region *region);

/* "lines 12-20", "lines 12-15 and 20" */
const char *region_lines(struct check *check, const struct region *region);

/* ---- shared.c ------------------------------------------------------------ */

/* What the region shares with the rest of the routine, as above. */
const char *shared_variables(struct check *check, const struct region *region);

#endif
