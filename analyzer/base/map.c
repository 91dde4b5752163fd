#include "base/map.h"

struct map_slot {
	const void *key; /* NULL: free */
	uint32_t value;
};

static struct map_slot *find(const struct map *map, const void *key)
{
	/* Fibonacci hashing; the low bits of a pointer carry nothing. */
	uint64_t hash = ((uint64_t)(uintptr_t)key >> 3) * 0x9E3779B97F4A7C15u;
	uint32_t mask = map->capacity - 1;
	uint32_t at = (uint32_t)(hash >> 32) & mask;

	while (map->slots[at].key && map->slots[at].key != key)
		at = (at + 1) & mask;
	return &map->slots[at];
}

uint32_t map_get(const struct map *map, const void *key)
{
	const struct map_slot *slot;

	if (!map->capacity || !key)
		return MAP_NONE;
	slot = find(map, key);
	return slot->key ? slot->value : MAP_NONE;
}

void map_set(
	struct arena *arena, struct map *map, const void *key, uint32_t value)
{
	struct map_slot *slot;

	if (map->count * 2 >= map->capacity) {
		struct map old = *map;

		map->capacity = old.capacity ? old.capacity * 2 : 16;
		map->slots = arena_alloc(
			arena, map->capacity * sizeof(*map->slots));
		for (uint32_t i = 0; i < old.capacity; i++)
			if (old.slots[i].key)
				*find(map, old.slots[i].key) = old.slots[i];
	}
	slot = find(map, key);
	if (!slot->key) {
		slot->key = key;
		map->count++;
	}
	slot->value = value;
}
