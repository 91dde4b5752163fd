#include "rules/advice.h"

#include <string.h>

#include "rules/entrances.h"

struct reading {
	struct advice *advice;
	struct entrances entrances;
};

/* ---- what speaks against a routine -------------------------------------- */

/* A root without a role is one that nobody calls, whatever its annotations promise.
 * An IRQL that nobody knows comes of such a root, or was restored from somewhere; what
 * a root calls is the matter of the root. */
static bool context_is_bad(
	const struct flow *flow, const struct context *context)
{
	if (context->parent == NONE && context->role == NONE)
		return true;
	return context->level == ENTRY_UNKNOWN ?
		flow->contexts.items[context->parent].level != ENTRY_UNKNOWN :
		level_is_high(context->level);
}

static bool runs_high_or_nowhere(const struct flow *flow, uint32_t index)
{
	uint32_t i = flow->first_context[index];

	if (i == NONE)
		return true;
	for (; i != NONE; i = flow->contexts.items[i].next)
		if (context_is_bad(flow, &flow->contexts.items[i]))
			return true;
	return false;
}

/* Its author says that callers may be at DISPATCH_LEVEL. */
static bool is_made_for_high(
	struct program *program, const struct routine *routine)
{
	enum irql lowest, highest;

	return annotated_levels(program, routine, &lowest, &highest) &&
		highest >= IRQL_DISPATCH;
}

/* What makes a text of something is made for messages. Those of WPP are taken away
 * before a source is read, with the calls in them. */
static bool makes_text(struct program *program, const struct routine *routine)
{
	static const char *const types[] = { "char *", "const char *",
		"unsigned short *", "const unsigned short *", "wchar_t *",
		"const wchar_t *", NULL };

	return is_among(result_type(program, routine), types);
}

static bool is_exposed(const struct reading *reading, uint32_t index)
{
	struct check *check = reading->advice->check;
	const struct routine *routine = program_routine(check->program, index);
	const struct function *function = routine->definition;

	if (!function)
		return false;
	if (runs_high_or_nowhere(check->flow, index) ||
		is_made_for_high(check->program, routine) ||
		makes_text(check->program, routine) ||
		is_called_unseen(function) || reading->entrances.untold[index] ||
		(function->external && !reading->entrances.is_whole))
		return true;
	for (uint32_t r = 0; r < routine->roles.count; r++)
		if (!role_permits(&reading->entrances, routine, &routine->roles.items[r]))
			return true;
	return false;
}

/* What PA1013 would report of a pageable routine. */
static bool is_on_power_up(const struct reading *reading, uint32_t index)
{
	struct check *check = reading->advice->check;
	const struct routine *routine = program_routine(check->program, index);

	for (uint32_t r = 0; r < routine->roles.count; r++)
		if (!strcmp(residence(&routine->roles.items[r]), "advised"))
			return true;
	return reading->entrances.power[index] && runs_on_power_up(check, routine);
}

static bool is_paged(const struct check *check, uint32_t index)
{
	const struct routine *routine = program_routine(check->program, index);

	return routine_is_paged(check->program, routine) && !routine->is_inline;
}

/* A pageable routine with which something is wrong; what pageable code it calls is
 * not looked at by the other rules. */
static bool is_defective(const struct reading *reading, uint32_t index)
{
	const struct check *check = reading->advice->check;

	return is_paged(check, index) &&
		(reading->advice->raises[index] ||
			is_paged_entry(check, index) ||
			is_on_power_up(reading, index));
}

/* Whether the author of a pageable routine has not only placed it, perhaps among
 * others, but says so in it. */
static bool is_meant_to_be_paged(const struct check *check, uint32_t index)
{
	const struct routine *routine = program_routine(check->program, index);

	return is_paged(check, index) && !routine->body->lost_statements &&
		routine_says_paged_code(routine);
}

/* Whether it is not clear what IRQL is behind calls in a routine, by what stands in
 * it: it raises that, and does not give back all that it took; or a part of it was
 * lost. */
static bool is_unclear(const struct reading *reading, uint32_t index)
{
	const struct flow *flow = reading->advice->check->flow;
	const struct routine *routine = program_routine(flow->program, index);

	if (!routine->definition)
		return false;
	if (routine->body->lost_statements)
		return true;
	if (!reading->advice->raises[index])
		return false;
	for (uint32_t i = 0; i < flow->mishaps.count; i++)
		if (flow->mishaps.items[i].routine == index)
			return true;
	return flow->widened != 0;
}

/* ---- along the calls ----------------------------------------------------- */

/* Marks whatever these lead to; a routine that `stops` hands nothing on. */
static void spread(const struct call_graph *graph, struct arena *arena,
	bool *marks, const bool *stops)
{
	VEC(uint32_t) queue = { 0 };

	for (uint32_t i = 0; i < graph->routines; i++)
		if (marks[i] && !stops[i])
			*vec_add(arena, &queue) = i;
	for (uint32_t at = 0; at < queue.count; at++) {
		uint32_t from = queue.items[at];

		for (uint32_t s = graph->first_in[from];
			s < graph->first_in[from + 1]; s++) {
			uint32_t to = graph->sites.items[s].callee;

			if (!marks[to] && !stops[to])
				*vec_add(arena, &queue) = to;
			marks[to] = true;
		}
	}
}

/* Marks what a routine calls, and not the routine. */
static void mark_callees(
	const struct call_graph *graph, bool *marks, uint32_t from)
{
	for (uint32_t s = graph->first_in[from]; s < graph->first_in[from + 1];
		s++)
		marks[graph->sites.items[s].callee] = true;
}

/* The routines that settle it for what they call: pageable and right, and so is
 * whatever pageable code leads to them. */
static bool *find_settling(const struct reading *reading)
{
	const struct advice *advice = reading->advice;
	uint32_t count = advice->graph->routines;
	struct arena *arena = advice->check->findings->arena;
	bool *settles = arena_alloc(arena, count + 1);
	bool *wrong = arena_alloc(arena, count + 1);
	bool *resident = arena_alloc(arena, count + 1);

	for (uint32_t i = 0; i < count; i++) {
		wrong[i] = is_defective(reading, i);
		resident[i] = !is_paged(advice->check, i);
	}
	spread(advice->graph, arena, wrong, resident);
	for (uint32_t i = 0; i < count; i++)
		settles[i] = !wrong[i] &&
			is_meant_to_be_paged(advice->check, i);
	return settles;
}

/* Those of which it is not clear, and all that lead to such a one: it may come back at
 * any IRQL. What settles that for its callees does so for its callers. */
static void find_unclear(const struct reading *reading, const bool *settles)
{
	const struct call_graph *graph = reading->advice->graph;
	struct arena *arena = reading->advice->check->findings->arena;
	bool *unclear = reading->advice->unclear;
	VEC(uint32_t) queue = { 0 };

	for (uint32_t i = 0; i < graph->routines; i++) {
		unclear[i] = is_unclear(reading, i);
		if (unclear[i])
			*vec_add(arena, &queue) = i;
	}
	for (uint32_t at = 0; at < queue.count; at++) {
		uint32_t to = queue.items[at];

		for (uint32_t s = graph->first_of[to]; s < graph->first_of[to + 1];
			s++) {
			uint32_t from =
				graph->sites.items[graph->by_callee[s]].caller;

			if (unclear[from] || settles[from])
				continue;
			unclear[from] = true;
			*vec_add(arena, &queue) = from;
		}
	}
}

static void find_exposed(struct reading *reading)
{
	const struct advice *advice = reading->advice;
	const bool *settles = find_settling(reading);

	find_unclear(reading, settles);
	for (uint32_t i = 0; i < advice->graph->routines; i++) {
		if (is_exposed(reading, i))
			advice->exposed[i] = true;
		if (advice->unclear[i])
			mark_callees(advice->graph, advice->exposed, i);
	}
	spread(advice->graph, advice->check->findings->arena, advice->exposed,
		settles);
}

/* What DriverEntry alone leads to is over when it returns. What its author has made
 * pageable is meant to be there later on. */
static bool starts_late(const struct reading *reading, uint32_t index)
{
	const struct check *check = reading->advice->check;
	const struct routine *routine = program_routine(check->program, index);

	if (!routine->definition)
		return false;
	if (routine->placement.pageable || reading->entrances.untold[index] ||
		(routine->definition->external && !reading->entrances.is_whole) ||
		is_called_unseen(routine->definition) ||
		(!routine->roles.count &&
			!graph_has_callers(reading->advice->graph, index)))
		return true;
	for (uint32_t r = 0; r < routine->roles.count; r++)
		if (strcmp(routine->roles.items[r].type, "DRIVER_INITIALIZE"))
			return true;
	return false;
}

static void find_late(struct reading *reading)
{
	const struct advice *advice = reading->advice;
	uint32_t count = advice->graph->routines;
	struct arena *arena = advice->check->findings->arena;
	const bool *stops = arena_alloc(arena, count + 1);

	for (uint32_t i = 0; i < count; i++)
		advice->late[i] = starts_late(reading, i);
	spread(advice->graph, arena, advice->late, stops);
}

static void find_raising(struct reading *reading)
{
	const struct flow *flow = reading->advice->check->flow;

	for (uint32_t i = 0; i < flow->raises.count; i++)
		reading->advice->raises[flow->raises.items[i].routine] = true;
}

static void read_driver(struct advice *advice)
{
	struct check *check = advice->check;
	uint32_t count = advice->graph->routines + 1;
	struct reading reading = { .advice = advice };

	entrances_read(check, &reading.entrances);
	find_raising(&reading);
	find_exposed(&reading);
	find_late(&reading);
	if (reading.entrances.writes_dumps)
		memset(advice->exposed, true, count * sizeof(*advice->exposed));
}

const struct advice *advice_of(struct check *check)
{
	struct arena *arena = check->findings->arena;
	struct advice *advice = check->shared->advice;
	uint32_t count;

	if (advice) {
		advice->check = check;
		return advice;
	}
	advice = check->shared->advice = arena_alloc(arena, sizeof(*advice));
	advice->check = check;
	advice->graph = graph_of(check);
	count = advice->graph->routines + 1;
	advice->exposed = arena_alloc(arena, count * sizeof(*advice->exposed));
	advice->late = arena_alloc(arena, count * sizeof(*advice->late));
	advice->raises = arena_alloc(arena, count * sizeof(*advice->raises));
	advice->unclear = arena_alloc(arena, count * sizeof(*advice->unclear));
	read_driver(advice);
	return advice;
}
