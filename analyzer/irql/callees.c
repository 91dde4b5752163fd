/*
 * Calls through pointers of which nothing is known: no routine of the driver is
 * ever stored there, and no contract says what the field of a kernel's table
 * does. Such a call is taken to change nothing, which is a hole in the audit
 * where it matters: in a pageable routine, which it could leave at raised IRQL,
 * and at raised IRQL, where it could touch pageable code. Elsewhere nothing
 * could be wrong that would be said.
 */
#include "irql/engine.h"

/* Whether a context reaches an event at DISPATCH_LEVEL or above. */
static bool reaches_raised(const struct engine *engine,
	const struct context *context, uint32_t event)
{
	uint32_t index = engine->by_entry[context->routine * ENTRY_COUNT +
					  (uint32_t)context->level];
	const struct summary *summary =
		index == NONE ? NULL : engine->analyses.items[index].summary;

	if (!summary || !summary->simulated)
		return level_is_raised(entry_level(context->level));
	for (uint32_t i = 0; i < summary->arrivals.count; i++)
		if (summary->arrivals.items[i].event == event &&
			level_is_raised(summary->arrivals.items[i].level))
			return true;
	return false;
}

static bool call_matters(
	const struct engine *engine, const struct unknown_call *call)
{
	const struct flow *flow = engine->flow;

	if (engine->marks[call->routine] & MARK_PAGED)
		return true;
	for (uint32_t i = flow->first_context[call->routine]; i != NONE;
		i = flow->contexts.items[i].next)
		if (reaches_raised(
			    engine, &flow->contexts.items[i], call->event))
			return true;
	return false;
}

void keep_unknown_calls_that_matter(const struct engine *engine)
{
	struct flow *flow = engine->flow;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < flow->unknown_calls.count; i++)
		if (call_matters(engine, &flow->unknown_calls.items[i]))
			flow->unknown_calls.items[kept++] =
				flow->unknown_calls.items[i];
	flow->unknown_calls.count = kept;
}
