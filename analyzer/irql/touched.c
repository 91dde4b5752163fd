/*
 * The flow's view of fleeting data and code: which touches of pageable and
 * discardable variables can be reached, and from which context.
 */
#include <string.h>

#include "irql/engine.h"

uint32_t touches_at(const struct flow *flow, uint32_t routine, uint32_t event)
{
	const struct touches *sites = &flow->sites;
	uint32_t low = sites->first[routine];
	uint32_t end = sites->first[routine + 1], high = end;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sites->list.items[middle].event < event)
			low = middle + 1;
		else
			high = middle;
	}
	return low < end && sites->list.items[low].event == event ? low : NONE;
}


void reach_touches(
	struct engine *engine, uint32_t from, const struct arrival *arrival)
{
	struct flow *flow = engine->flow;
	const struct context *context = &flow->contexts.items[from];
	uint32_t end = flow->sites.first[context->routine + 1];
	uint32_t at = touches_at(flow, context->routine, arrival->event);

	for (; at < end && flow->sites.list.items[at].event == arrival->event;
		at++)
		*vec_add(engine->program->arena, &flow->touches) =
			(struct touch){ from, at, level_index(arrival->level),
				context->may || arrival->may,
				arrival->raised_by };
}

/* ---- who hands over what is touched ------------------------------------- */

enum { MOST_HANDS = 8 };

static const struct routine *routine_of(struct program *program,
	const struct flow *flow, const struct touch *touch)
{
	return program_routine(program,
		flow->contexts.items[touch->context].routine);
}

/* Whether a touch is the handing over of a pointer to a routine. */
static bool hands_to(struct program *program, const struct flow *flow,
	const struct touch *touch, uint32_t routine)
{
	const struct touch_site *site = &flow->sites.list.items[touch->site];
	const struct routine *caller = routine_of(program, flow, touch);
	const struct event *event =
		&caller->body->events.items[site->event];
	struct targets targets;
	uint32_t direct;

	if (event->kind != EVENT_CALL || (site->kind != TOUCH_ADDRESS &&
		site->kind != TOUCH_HANDED))
		return false;
	targets = call_targets(program, caller, event, &direct);
	for (uint32_t i = 0; i < targets.count; i++)
		if (targets.items[i] == routine)
			return true;
	return direct == routine;
}

static const struct touch *handing(struct program *program,
	const struct flow *flow, const struct touch *touch, touch_test *test,
	int hands)
{
	const struct touch_site *sites = flow->sites.list.items;
	const struct touch_site *site = &sites[touch->site];
	const struct context *context = &flow->contexts.items[touch->context];

	if (site->parameter == NONE || context->parent == NONE || !hands)
		return touch;
	for (uint32_t i = 0; i < flow->touches.count; i++) {
		const struct touch *other = &flow->touches.items[i];

		if (sites[other->site].variable == site->variable &&
			hands_to(program, flow, other, context->routine) &&
			test(flow, other) &&
			handing(program, flow, other, test, hands - 1))
			return other;
	}
	return NULL;
}

const struct touch *touch_handing(struct program *program,
	const struct flow *flow, const struct touch *touch, touch_test *test)
{
	return handing(program, flow, touch, test, MOST_HANDS);
}

bool role_is_late(const struct role *role)
{
	static const char *const during[] = { "DRIVER_INITIALIZE",
		"DRIVER_REINITIALIZE", "RTL_QUERY_REGISTRY_ROUTINE",
		"KSYNCHRONIZE_ROUTINE", "RTL_RUN_ONCE_INIT_FN",
		"EXPAND_STACK_CALLOUT", "KIPI_BROADCAST_WORKER" };

	for (size_t i = 0; i < sizeof(during) / sizeof(*during); i++)
		if (!strcmp(role->type, during[i]))
			return false;
	return true;
}
