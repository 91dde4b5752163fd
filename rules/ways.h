/*
 * Ways through a routine, told apart by what they do to a section's count of
 * locks and by whether they succeed: a set of (outcome, count), in one number.
 * Counts are kept between -LIMIT and LIMIT; what comes to the end of that is
 * unknown.
 */
#ifndef RULES_WAYS_H
#define RULES_WAYS_H

#include "rules/locking.h"

enum { LIMIT = 4, UNSURE = LIMIT + 1, COUNTS = 2 * LIMIT + 2 };
enum outcome { UNTOLD, SUCCEEDS, FAILS, OUTCOMES };

typedef uint32_t ways; /* a bit each */

static inline ways way(enum outcome outcome, int count)
{
	return (ways)1 << ((int)outcome * COUNTS + count + LIMIT);
}

/* The counts of the ways with one outcome, as if nothing were told of it. */
ways ways_of(ways from, enum outcome outcome);

/* All of them, with this outcome from here on. */
ways ways_become(ways from, enum outcome outcome);

/* What is left of them when the outcome turns out to be this one. */
ways ways_narrow(ways from, enum outcome outcome);

/* All of an effect behind all of them; the effect may say the outcome. */
ways ways_then(ways from, ways effect, bool sets_outcome);

/* Whether all of an effect unlock. */
bool ways_unlock(ways effect);

/* Those with counts between two are unsure from here on. */
ways ways_doubt(ways from, int low, int high);

/* Without those with counts between two. */
ways ways_drop(ways from, int low, int high);

/* The counts of ways of which no outcome is told. */
struct lock_range ways_range(ways counts);

#endif
