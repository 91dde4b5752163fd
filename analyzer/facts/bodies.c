/*
 * Bodies at rest. While a body is made its lists grow by turns, and what they
 * have grown out of lies in between. Once the unit is complete each body gets a
 * piece of memory of its own, in which everything stands in the order that it
 * is read in: whoever looks at one event is about to look at the next.
 */
#include "facts/facts.h"

static void keep_events(struct arena *arena, struct body *body)
{
	for (uint32_t i = 0; i < body->events.count; i++) {
		struct event *event = &body->events.items[i];

		vec_detach(arena, &event->arguments);
		if (event->claim)
			event->claim = vec_copy(
				arena, event->claim, sizeof(*event->claim));
	}
}

static void keep_blocks(struct arena *arena, struct body *body)
{
	for (uint32_t i = 0; i < body->blocks.count; i++) {
		vec_detach(arena, &body->blocks.items[i].successors);
		vec_detach(arena, &body->blocks.items[i].cases);
	}
}

static struct body *keep_body(struct arena *arena, const struct body *draft)
{
	struct body *body = vec_copy(arena, draft, sizeof(*draft));

	vec_detach(arena, &body->blocks);
	vec_detach(arena, &body->order);
	keep_blocks(arena, body);
	vec_detach(arena, &body->events);
	keep_events(arena, body);
	vec_detach(arena, &body->paths);
	vec_detach(arena, &body->formulas);
	vec_detach(arena, &body->locals);
	return body;
}

void facts_finish(struct facts *facts)
{
	for (uint32_t i = 0; i < facts->functions.count; i++) {
		struct function *function = &facts->functions.items[i];

		if (function->body)
			function->body =
				keep_body(&facts->arena, function->body);
	}
	arena_release(&facts->drafts);
	facts_outline(facts);
}
