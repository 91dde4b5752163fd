/*
 * The order in which the blocks of a body are run: each after all that lead to
 * it, but for the way back of a loop, so that paths have met before what
 * follows is looked at. (It is the reverse of the order in which a search in
 * depth leaves blocks; the stack is ours, since bodies may be long.)
 */
#include "irql/engine.h"

enum { UNSEEN, OPEN, LEFT };

struct search {
	const struct body *body;
	uint8_t *marks;	 /* by block */
	uint32_t *rest;	 /* by block: successors still to be looked at */
	uint32_t *stack; /* of open blocks */
	uint32_t depth;
};

static void enter(struct search *search, uint32_t block)
{
	search->marks[block] = OPEN;
	search->rest[block] =
		search->body->blocks.items[block].successors.count;
	search->stack[search->depth++] = block;
}

/* The last successor is looked at first, which puts it last. */
static void look_on(struct search *search, struct order *order)
{
	uint32_t block = search->stack[search->depth - 1];
	uint32_t next;

	if (!search->rest[block]) {
		search->marks[block] = LEFT;
		search->depth--;
		order->blocks[--order->first] = block;
		order->ranks[block] = order->first;
		return;
	}
	next = search->body->blocks.items[block]
		       .successors.items[--search->rest[block]];
	order->loops |= search->marks[next] == OPEN;
	if (search->marks[next] == UNSEEN)
		enter(search, next);
}

struct order order_blocks(struct arena *arena, struct arena *scratch,
	const struct body *body)
{
	uint32_t count = body->blocks.count;
	struct order order = { .first = count, .end = count };
	struct search search = { .body = body };

	order.blocks = arena_take(arena, count * sizeof(*order.blocks));
	order.ranks = arena_alloc(arena, count * sizeof(*order.ranks));
	search.marks = arena_alloc(scratch, count * sizeof(*search.marks));
	search.rest = arena_take(scratch, count * sizeof(*search.rest));
	search.stack = arena_take(scratch, count * sizeof(*search.stack));
	enter(&search, 0);
	while (search.depth)
		look_on(&search, &order);
	return order;
}
