/*
 * Growing arrays that live in an arena.
 *
 *	VEC(struct event) events;
 *	*vec_add(arena, &events) = event;
 *	for (size_t i = 0; i < events.count; i++) use(&events.items[i]);
 *
 * A zeroed vector is an empty one. Growing copies the items, so a pointer to
 * an item is good until the next vec_add; keep indices instead.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

#define VEC(type)                                                              \
	struct {                                                               \
		type *items;                                                   \
		uint32_t count, capacity;                                      \
	}

/* A pointer to one new, zeroed item at the end. */
#define vec_add(arena, vec)                                                    \
	((vec)->items = vec_room((arena), (vec)->items, (vec)->count,          \
		 &(vec)->capacity, sizeof(*(vec)->items)),                     \
		&(vec)->items[(vec)->count++])

/* Room for so many items in an empty vector that will get large: old items that
 * were grown out of stay behind in the arena. */
#define vec_reserve(arena, vec, room)                                          \
	((vec)->items = arena_take((arena), (room) * sizeof(*(vec)->items)),   \
		(vec)->capacity = (room))

/* Gives a vector, copied as a struct, items of its own, at their exact size. */
#define vec_detach(arena, vec)                                                 \
	((vec)->items = vec_copy((arena), (vec)->items,                        \
		 (vec)->count * sizeof(*(vec)->items)),                        \
		(vec)->capacity = (vec)->count)

/* Fills a vector with the items of another; it keeps its room if that will
 * do. */
#define vec_assign(arena, into, from)                                          \
	((into)->items = vec_refill((arena), (into)->items,                    \
		 &(into)->capacity, (from)->items, (from)->count,              \
		 sizeof(*(into)->items)),                                      \
		(into)->count = (from)->count)

void *vec_copy(struct arena *arena, const void *items, size_t size);
void *vec_refill(struct arena *arena, void *items, uint32_t *capacity,
	const void *from, uint32_t count, size_t size);

/* Moves the items to where there is room for twice as many. */
void *vec_grow(struct arena *arena, const void *items, uint32_t count,
	uint32_t *capacity, size_t size);

/* Makes room for one more item, which is zeroed; what is behind it need not be,
 * since memory that is not touched costs nothing. Returns where the items are
 * now. */
static inline void *vec_room(struct arena *arena, void *items, uint32_t count,
	uint32_t *capacity, size_t size)
{
	if (count == *capacity)
		items = vec_grow(arena, items, count, capacity, size);
	memset((char *)items + count * size, 0, size);
	return items;
}

#endif
