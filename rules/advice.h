/*
 * What a rule that advises to page code has to be sure of: that nothing ever runs
 * a routine where its page could not be had. The other rules accuse, and are
 * silent where knowledge runs out; so the flow takes what it does not know for
 * harmless. Advice is asked for the opposite: here whatever is not known speaks
 * against a routine, and so does all that only trust speaks for, such as that
 * drivers above send a request at PASSIVE_LEVEL.
 *
 * What speaks against a routine speaks against all that it calls, as long as it
 * is resident itself. A pageable caller that says PAGED_CODE settles it: where its
 * own page can be had, so can that of what it calls.
 */
#ifndef RULES_ADVICE_H
#define RULES_ADVICE_H

#include "rules/locking.h"

struct advice {
	struct check *check;
	const struct call_graph *graph;
	/* By routine: it may run at DISPATCH_LEVEL or above, on the way of a page
	 * or of power, or where nobody knows. */
	bool *exposed;
	bool *raises; /* by routine: something in it raises IRQL */
	bool *unclear; /* by routine: nobody knows at which IRQL it returns */
	bool *late; /* by routine: it may run once DriverEntry has returned */
};

/* Of the whole driver, made for the first that asks. */
const struct advice *advice_of(struct check *check);

/* ---- one routine (placeable.c) ----------------------------------------- */

/* C++ calls it without a word, or nobody knows which. */
bool is_called_unseen(const struct function *function);

/* Whether a routine is resident by default, and could be placed: nothing that
 * its author said speaks against it. */
bool is_resident_by_default(
	struct check *check, const struct routine *routine);

/* Whether it is known of all that an event calls what it does to IRQL, and it is
 * not made for callers at DISPATCH_LEVEL. */
bool call_is_known(const struct advice *advice, const struct routine *routine,
	uint32_t event);

/* Likewise all calls of a routine, and there is no statement that was lost. */
bool body_is_known(const struct advice *advice, const struct routine *routine);

#endif
