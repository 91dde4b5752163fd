#include "base/map.h"

struct map_slot {
	uint64_t key; /* 0: free */
	uint32_t value;
};

static struct map_slot *find(const struct map *map, uint64_t key)
{
	/* Fibonacci hashing; the low bits of a pointer carry nothing. */
	uint64_t hash = (key >> 3) * 0x9E3779B97F4A7C15u;
	uint32_t mask = map->capacity - 1;
	uint32_t at = (uint32_t)(hash >> 32) & mask;

	while (map->slots[at].key && map->slots[at].key != key)
		at = (at + 1) & mask;
	return &map->slots[at];
}

static uint64_t number_of(const void *key)
{
	return (uint64_t)(uintptr_t)key;
}

uint32_t map_get_number(const struct map *map, uint64_t key)
{
	const struct map_slot *slot;

	if (!map->capacity || !key)
		return MAP_NONE;
	slot = find(map, key);
	return slot->key ? slot->value : MAP_NONE;
}

static void grow(struct arena *arena, struct map *map, uint32_t capacity)
{
	struct map old = *map;

	map->capacity = capacity;
	map->slots = arena_alloc(arena, capacity * sizeof(*map->slots));
	for (uint32_t i = 0; i < old.capacity; i++)
		if (old.slots[i].key)
			*find(map, old.slots[i].key) = old.slots[i];
}

void map_reserve(struct arena *arena, struct map *map, uint32_t count)
{
	uint32_t capacity = 16;

	while (capacity / 2 <= count)
		capacity *= 2;
	grow(arena, map, capacity);
}

void map_set_number(
	struct arena *arena, struct map *map, uint64_t key, uint32_t value)
{
	struct map_slot *slot;

	if (map->count * 2 >= map->capacity)
		grow(arena, map, map->capacity ? map->capacity * 2 : 16);
	slot = find(map, key);
	if (!slot->key) {
		slot->key = key;
		map->count++;
	}
	slot->value = value;
}

uint32_t map_get(const struct map *map, const void *key)
{
	return map_get_number(map, number_of(key));
}

void map_set(
	struct arena *arena, struct map *map, const void *key, uint32_t value)
{
	map_set_number(arena, map, number_of(key), value);
}
