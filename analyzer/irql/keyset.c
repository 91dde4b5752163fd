/*
 * Keys stand in the order of their addresses, which is another in each run:
 * nothing may depend on it but which sets are the same.
 */
#include "irql/keyset.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static bool is_before(const char *left, const char *right)
{
	return (uintptr_t)left < (uintptr_t)right;
}

bool key_set_has(const struct key_set *set, const char *key)
{
	for (uint32_t i = 0; set && i < set->count; i++)
		if (set->keys[i] == key)
			return true;
	return false;
}

bool key_sets_meet(const struct key_set *left, const struct key_set *right)
{
	for (uint32_t i = 0; left && i < left->count; i++)
		if (key_set_has(right, left->keys[i]))
			return true;
	return false;
}

/* The one set of these keys, which are in order. */
static const struct key_set *set_of(
	struct key_sets *all, const char *const *keys, uint32_t count)
{
	size_t size = count * sizeof(*keys);
	uint64_t hash = XXH3_64bits(keys, size) | 1; /* no number is 0 */
	uint32_t index = map_get_number(&all->by_hash, hash);
	const struct key_set *last =
		index == MAP_NONE ? NULL : all->list.items[index];
	struct key_set *made;

	for (const struct key_set *set = last; set; set = set->next)
		if (set->count == count && !memcmp(set->keys, keys, size))
			return set;
	made = arena_alloc(all->arena, sizeof(*made) + size);
	made->all = all;
	made->next = last;
	made->count = count;
	memcpy(made->keys, keys, size);
	map_set_number(all->arena, &all->by_hash, hash, all->list.count);
	*vec_add(all->arena, &all->list) = made;
	return made;
}

static const struct key_set *join(struct key_sets *all,
	const struct key_set *left, const char *const *keys, uint32_t count)
{
	uint32_t at = 0, other = 0, size = left ? left->count : 0;

	all->room.count = 0;
	while (at < size || other < count) {
		bool both = at < size && other < count &&
			    left->keys[at] == keys[other];
		bool first =
			other == count ||
			(at < size && is_before(left->keys[at], keys[other]));

		*vec_add(all->arena, &all->room) =
			both || first ? left->keys[at] : keys[other];
		at += both || first;
		other += both || !first;
	}
	return set_of(all, all->room.items, all->room.count);
}

const struct key_set *key_set_with(
	struct key_sets *all, const struct key_set *set, const char *key)
{
	return key_set_has(set, key) ? set : join(all, set, &key, 1);
}

const struct key_set *key_set_without(
	const struct key_set *set, const char *key)
{
	struct key_sets *all;

	if (!key_set_has(set, key))
		return set;
	all = set->all;
	all->room.count = 0;
	for (uint32_t i = 0; i < set->count; i++)
		if (set->keys[i] != key)
			*vec_add(all->arena, &all->room) = set->keys[i];
	return all->room.count ? set_of(all, all->room.items, all->room.count) :
				 NULL;
}

const struct key_set *key_set_join(
	const struct key_set *left, const struct key_set *right)
{
	if (left == right || !right)
		return left;
	if (!left)
		return right;
	for (uint32_t i = 0; i < right->count; i++)
		if (!key_set_has(left, right->keys[i]))
			return join(left->all, left, right->keys, right->count);
	return left;
}
