/*
 * Where the events of a body stand: each is in one block, or in none.
 */
#include "facts/facts.h"

uint32_t block_of(const struct body *body, uint32_t event, uint32_t *at)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];

		for (uint32_t i = block->first; i < block->first + block->count;
			i++)
			if (body->order.items[i] == event) {
				*at = i;
				return b;
			}
	}
	return NONE;
}

bool block_has(
	const struct body *body, const struct block *block, uint32_t event)
{
	for (uint32_t i = block->first; i < block->first + block->count; i++)
		if (body->order.items[i] == event)
			return true;
	return false;
}
