#include "base/vec.h"

#include <string.h>

#include "base/bug.h"

void *vec_grow(struct arena *arena, const void *items, uint32_t count,
	uint32_t *capacity, size_t size)
{
	void *grown;

	if (*capacity > UINT32_MAX / 2)
		BUG("a vector of more than 2^31 items");
	*capacity = *capacity ? *capacity * 2 : 4;
	grown = arena_take(arena, *capacity * size);
	if (count)
		memcpy(grown, items, count * size);
	return grown;
}

void *vec_refill(struct arena *arena, void *items, uint32_t *capacity,
	const void *from, uint32_t count, size_t size)
{
	if (count > *capacity) {
		*capacity = count;
		items = arena_take(arena, count * size);
	}
	if (count)
		memcpy(items, from, count * size);
	return items;
}

void *vec_copy(struct arena *arena, const void *items, size_t size)
{
	return size ? memcpy(arena_take(arena, size), items, size) : NULL;
}
