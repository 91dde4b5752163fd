/*
 * Which of several locks of one section by address is the first: one that runs
 * when the driver is loaded, or else the one that stands first in the source.
 */
#include "rules/locking.h"

/* Enough is an event that runs when the driver is loaded, before all others. */
static enum climb ask_for_loading(
	void *context, uint32_t routine, uint32_t event)
{
	const struct locking *locking = context;

	(void)event;
	return has_role(program_routine(locking->check->program, routine),
		       "DRIVER_INITIALIZE") ?
		CLIMB_ENOUGH :
		CLIMB_ON;
}

static bool loads(struct locking *locking, const struct lock_call *call)
{
	return graph_climb(locking->graph, locking->check->findings->arena,
		call->routine, call->event, ask_for_loading, locking);
}

static bool comes_first(struct locking *locking, const struct lock_call *one,
	const struct lock_call *other)
{
	bool one_loads = loads(locking, one);

	return one_loads == loads(locking, other) ? one < other : one_loads;
}

const struct lock_call *locked_before(
	struct locking *locking, const struct lock_call *call)
{
	if (lock_is_guarded(locking, call))
		return NULL;
	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *other = &locking->calls.items[i];

		if (other != call && locks_by_address(other->kind) &&
			call->section && other->section == call->section &&
			(comes_first(locking, other, call) ||
				lock_is_guarded(locking, other)))
			return other;
	}
	return NULL;
}
