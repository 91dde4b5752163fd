/*
 * "Did you mean": the nearest of some names, for people who mistype one.
 */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include "base/vec.h"

struct suggestion {
	const char *typed;
	const char *best; /* NULL: nothing is near */
	size_t distance;
};

/* Starts the search for what was meant by `typed`. */
struct suggestion suggest(const char *typed);

/* Offers one name; suggestion->best is the nearest so far. */
void suggest_offer(struct suggestion *suggestion, const char *name);

/* Offers the codes and names of all rules. Those that are off unless asked for
 * come last: of two that are as near, the other one is meant. */
void suggest_offer_rules(struct suggestion *suggestion);

/* "; did you mean 'best'?", or "". In the arena. */
const char *suggest_text(
	struct arena *arena, const struct suggestion *suggestion);

#endif
