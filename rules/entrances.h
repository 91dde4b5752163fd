/*
 * How the routines of a driver are entered, as far as whoever advises to page them
 * has to know: what kind of driver it is, which requests a dispatch routine serves,
 * and of which routines an address is about that no role explains.
 */
#ifndef RULES_ENTRANCES_H
#define RULES_ENTRANCES_H

#include "rules/check.h"

struct entrances {
	struct check *check;
	bool is_whole; /* all of its parts are among the sources */
	bool is_on_paging_path; /* any of its dispatch routines */
	bool writes_dumps; /* it may be loaded again for that */
	uint8_t *dispatch; /* by routine: which requests it serves */
	bool *power;	   /* by routine: it serves IRP_MJ_POWER */
	bool *untold; /* by routine: its address is taken, and no role tells what
			 for */
};

void entrances_read(struct check *check, struct entrances *entrances);

/* Whether a role lets its routine be paged: not merely by its IRQL. */
bool role_permits(const struct entrances *entrances,
	const struct routine *routine, const struct role *role);

/* What its contract says of residence: "never", "advised", ...; "yes" if nothing. */
const char *residence(const struct role *role);

/* Whether a name is in a list that ends with NULL. */
bool is_among(const char *name, const char *const *names);

#endif
