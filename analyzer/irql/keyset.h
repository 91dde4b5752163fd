/*
 * Sets of keys, such as those that a way through a routine may have written.
 * Each is made once: two sets with the same keys are one and the same, so that
 * to copy one, to compare two, and nearly always to unite two takes no time.
 * NULL is the empty set. They live in the arena that their table was given.
 */
#ifndef IRQL_KEYSET_H
#define IRQL_KEYSET_H

#include <stdbool.h>

#include "base/map.h"
#include "base/vec.h"

struct key_set {
	struct key_sets *all;	    /* where it was made */
	const struct key_set *next; /* of the same hash */
	uint32_t count;
	const char *keys[]; /* interned, by address */
};

struct key_sets {
	struct arena *arena;
	VEC(const struct key_set *) list;
	struct map by_hash;	/* -> list, the last one of it */
	VEC(const char *) room; /* for one that is being made */
};

bool key_set_has(const struct key_set *set, const char *key);
const struct key_set *key_set_with(
	struct key_sets *all, const struct key_set *set, const char *key);
const struct key_set *key_set_without(
	const struct key_set *set, const char *key);
bool key_sets_meet(const struct key_set *left, const struct key_set *right);
const struct key_set *key_set_join(
	const struct key_set *left, const struct key_set *right);

#endif
