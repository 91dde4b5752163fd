/*
 * A map from pointers, or numbers, to numbers: interned names to indices, above
 * all. It lives in an arena; nothing is removed. A zeroed map is an empty one.
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

/* The same for a map whose keys are numbers, none of them 0. */
uint32_t map_get_number(const struct map *map, uint64_t key);
void map_set_number(struct arena *arena, struct map *map, uint64_t key,
	uint32_t value);

/* Room for so many keys in an empty map that will get large. */
void map_reserve(struct arena *arena, struct map *map, uint32_t count);

#endif
