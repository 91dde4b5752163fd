#include "rules/locking.h"

/* ---- reading ------------------------------------------------------------- */

static void sort_by_callee(struct arena *arena, struct call_graph *graph)
{
	uint32_t count = graph->sites.count, routines = graph->routines;
	uint32_t *first = arena_alloc(arena, (routines + 2) * sizeof(*first));

	graph->by_callee =
		arena_take(arena, (count + 1) * sizeof(*graph->by_callee));
	for (uint32_t i = 0; i < count; i++)
		first[graph->sites.items[i].callee + 2]++;
	for (uint32_t i = 2; i < routines + 2; i++)
		first[i] += first[i - 1];
	for (uint32_t i = 0; i < count; i++)
		graph->by_callee[first[graph->sites.items[i].callee + 1]++] = i;
	graph->first_of = first;
}

const struct call_graph *graph_of(struct check *check)
{
	const struct flow *flow = check->flow;
	struct arena *arena = check->findings->arena;
	uint32_t count = flow->program->routines.count;
	struct call_graph *graph = check->shared->graph;

	if (graph)
		return graph;
	graph = check->shared->graph = arena_alloc(arena, sizeof(*graph));
	graph->routines = count;
	graph->first_in = flow->first_call;
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t s = flow->first_call[i];
			s < flow->first_call[i + 1]; s++)
			*vec_add(arena, &graph->sites) = (struct call_site_of){
				flow->calls[s].target, i, flow->calls[s].event };
	sort_by_callee(arena, graph);
	return graph;
}

/* ---- closures ------------------------------------------------------------ */

const bool *graph_with_callers(
	const struct call_graph *graph, struct arena *arena, bool *these)
{
	VEC(uint32_t) queue = { 0 };

	for (uint32_t i = 0; i < graph->routines; i++)
		if (these[i])
			*vec_add(arena, &queue) = i;
	for (uint32_t at = 0; at < queue.count; at++) {
		uint32_t routine = queue.items[at];

		for (uint32_t i = graph->first_of[routine];
			i < graph->first_of[routine + 1]; i++) {
			uint32_t caller = graph->sites
				.items[graph->by_callee[i]].caller;

			if (!these[caller])
				*vec_add(arena, &queue) = caller;
			these[caller] = true;
		}
	}
	return these;
}

bool graph_calls(const struct call_graph *graph, uint32_t caller,
	uint32_t event, const bool *these)
{
	for (uint32_t i = graph->first_in[caller];
		i < graph->first_in[caller + 1]; i++)
		if (graph->sites.items[i].event == event &&
			these[graph->sites.items[i].callee])
			return true;
	return false;
}

/* ---- the way up ---------------------------------------------------------- */

bool graph_climb(const struct call_graph *graph, struct arena *arena,
	uint32_t routine, uint32_t event, climb_fn *visit, void *context)
{
	bool *seen = arena_alloc(arena, graph->sites.count + 1);
	VEC(uint32_t) queue = { 0 }; /* sites */
	uint32_t at = 0;

	for (;;) {
		enum climb climb = visit(context, routine, event);

		if (climb == CLIMB_ENOUGH)
			return true;
		for (uint32_t i = graph->first_of[routine];
			climb == CLIMB_ON && i < graph->first_of[routine + 1];
			i++) {
			uint32_t site = graph->by_callee[i];

			if (!seen[site])
				*vec_add(arena, &queue) = site;
			seen[site] = true;
		}
		if (at == queue.count)
			return false;
		routine = graph->sites.items[queue.items[at]].caller;
		event = graph->sites.items[queue.items[at]].event;
		at++;
	}
}

bool graph_has_callers(const struct call_graph *graph, uint32_t routine)
{
	return graph->first_of[routine] < graph->first_of[routine + 1];
}
