/*
 * A map from pointers to numbers: interned names to indices, above all. It
 * lives in an arena; nothing is removed. A zeroed map is an empty one.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct map {
	struct map_slot *slots;
	uint32_t count, capacity;
};

#define MAP_NONE UINT32_MAX

/* The value of a key, or MAP_NONE. */
uint32_t map_get(const struct map *map, const void *key);

/* Sets the value of a key; the key is not NULL. */
void map_set(struct arena *arena, struct map *map, const void *key,
	uint32_t value);

#endif
