/*
 * The whole driver. Contexts spread from the entry points: first the certain
 * ones (a DPC routine is at DISPATCH_LEVEL), then those that are possible (a
 * completion routine may be), last the routines nobody is known to call. What
 * a routine does on the way is asked of its analysis, which is made on demand.
 */
#include <string.h>

#include "irql/contexts.h"

int level_index(struct abstract_irql level)
{
	return level.kind == LEVEL_KNOWN || level_is_raised(level) ?
		(int)level.irql :
		ENTRY_UNKNOWN;
}

struct abstract_irql entry_level(int level)
{
	if (level == ENTRY_UNKNOWN)
		return (struct abstract_irql){ LEVEL_ENTRY, IRQL_PASSIVE, NULL,
			NULL };
	return known_level((enum irql)level);
}

/* ---- returns by ways that no call asks for ------------------------------ */

static struct conditions asked_for(
	struct spreading *spreading, const struct departure *departure)
{
	struct conditions conditions = { 0 };

	for (uint32_t i = 0; i < departure->conditions.count; i++) {
		const struct condition *condition =
			&departure->conditions.items[i];

		if (names_parameter(condition->key) &&
			condition->value.kind == VALUE_RANGE)
			*vec_add(&spreading->engine->scratch,
				&conditions.list) = (struct binding){
				.key = condition->key,
				.value = condition->value,
				.initial = true };
	}
	return conditions;
}

/* Whether others may call a routine that the driver only hands out, or what it says
 * of itself holds for whoever calls. */
static bool speaks_to_others(const struct routine *routine)
{
	return (routine->address_taken && !routine->called_through) ||
		contract_clause(routine->contract, CLAUSE_REQUIRES_SAME);
}

/* Whether some call at the entry's IRQL can lead to a return: one that hands over
 * other constants than that way asks for does not. */
static bool is_possible(
	struct spreading *spreading, const struct departure *departure)
{
	struct flow *flow = spreading->flow;
	struct conditions conditions = asked_for(spreading, departure);
	bool entered = false;

	if (speaks_to_others(
		    program_routine(flow->program, departure->routine)))
		return true;
	for (uint32_t i = flow->first_context[departure->routine]; i != NONE;
		i = flow->contexts.items[i].next) {
		if (flow->contexts.items[i].level != departure->entry)
			continue;
		entered = true;
		if (is_allowed(spreading, i, &conditions))
			return true;
	}
	return !entered;
}

static void drop_impossible_returns(struct spreading *spreading)
{
	struct flow *flow = spreading->flow;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < flow->departures.count; i++)
		if (is_possible(spreading, flow->departures.items[i]))
			flow->departures.items[kept++] =
				flow->departures.items[i];
	flow->departures.count = kept;
}

/* ---- entry points ------------------------------------------------------ */

static void add_root(struct spreading *spreading, uint32_t routine,
	uint32_t role, int level, bool may)
{
	struct program *program = spreading->engine->program;
	struct context root = { .routine = routine, .level = level,
		.origin = ORIGIN_ROLE, .may = may, .role = role,
		.parent = NONE, .call = NONE, .raise = NONE, .lift = NONE };
	const struct told_list nothing = { 0 };
	uint32_t index = spreading->flow->contexts.count;

	root.late = spreading->tracks_late && role != NONE &&
		!(spreading->engine->marks[routine] & MARK_DISCARDABLE) &&
		role_is_late(&program_routine(program, routine)
				      ->roles.items[role]);
	add_context(spreading, root, &nothing);
	if (level_is_high(level) && (spreading->engine->marks[routine] & MARK_PAGED) &&
		index < spreading->flow->contexts.count)
		add_paged_entry(spreading,
			(struct paged_entry){ routine, level, may, ORIGIN_ROLE,
				index, NONE, NONE },
			program_routine(program, routine));
}

/* The levels a role gives: a certain one, and further ones that are only
 * possible when it may run both below DISPATCH_LEVEL and there. What decides
 * about those only leaves the certain one as it is. */
static void add_roles(struct spreading *spreading, bool certain)
{
	struct program *program = spreading->engine->program;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		for (uint32_t r = 0; r < routine->roles.count; r++) {
			const struct role *role = &routine->roles.items[r];
			bool spread = role->highest >= IRQL_DISPATCH &&
				role->lowest < IRQL_DISPATCH;

			if (certain)
				add_root(spreading, i, r,
					spread ? (int)role->lowest :
						 (int)role->highest,
					spread ? role->floats :
						 role->uncertain);
			else if (spread)
				add_root(spreading, i, r, (int)role->highest,
					true);
		}
	}
}

/* A routine nobody is known to call. If it says itself that it may be called at
 * DISPATCH_LEVEL, it may. */
static void add_uncalled(struct spreading *spreading, uint32_t index)
{
	struct program *program = spreading->engine->program;
	const struct routine *routine = program_routine(program, index);
	enum irql lowest, highest;

	add_root(spreading, index, NONE,
		level_by_annotation(spreading, routine), false);
	if (annotated_levels(program, routine, &lowest, &highest) &&
		highest >= IRQL_DISPATCH && lowest < IRQL_DISPATCH)
		add_root(spreading, index, NONE, (int)highest, true);
}

/* Routines nobody is known to call: those without a caller first, so that what
 * they call is reached from them. Inline code runs only where it is expanded. */
static void add_unknown(struct spreading *spreading)
{
	const struct engine *engine = spreading->engine;
	struct program *program = engine->program;

	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < program->routines.count; i++) {
			const struct routine *routine =
				program_routine(program, i);

			if (!routine->definition ||
				(round == 0 && (engine->marks[i] & MARK_CALLED)) ||
				is_reached(spreading, i))
				continue;
			add_uncalled(spreading, i);
			spread_all(spreading);
		}
	}
}

static uint32_t *none_for_each(struct arena *arena, size_t count)
{
	uint32_t *indices = arena_alloc(arena, (count + 1) * sizeof(*indices));

	memset(indices, 0xff, (count + 1) * sizeof(*indices));
	return indices;
}

static bool has_discardable(const struct program *program)
{
	for (uint32_t i = 0; i < program->routines.count; i++)
		if (program->routines.items[i].placement.discardable)
			return true;
	for (uint32_t i = 0; i < program->variables.count; i++)
		if (program->variables.items[i].placement.discardable)
			return true;
	return false;
}

void engine_init(
	struct engine *engine, struct flow *flow, struct program *program)
{
	struct arena *arena = program->arena;
	uint32_t count = program->routines.count;

	memset(engine, 0, sizeof(*engine));
	engine->flow = flow;
	engine->program = program;
	flow->program = program;
	engine->key_sets.arena = arena;
	vec_reserve(arena, &engine->analyses, count * 2 + 1);
	engine->by_entry = none_for_each(arena, (size_t)count * ENTRY_COUNT);
	engine->groundwork = arena_alloc(
		arena, (count + 1) * sizeof(*engine->groundwork));
	engine->entry_key = intern(&program->names, "#entry");
	engine->wait_key = intern(&program->names, "@wait");
	flow->passages =
		arena_alloc(arena, (count + 1) * sizeof(*flow->passages));
	find_touches(program, &flow->sites);
	find_calls(engine);
	flow->calls = engine->sites.items;
	flow->first_call = engine->first_site;
}

void engine_release(struct engine *engine)
{
	arena_release(&engine->scratch);
}

struct flow *irql_follow(struct program *program, bool past_leaks)
{
	struct arena *arena = program->arena;
	uint32_t count = program->routines.count;
	struct flow *flow = arena_alloc(arena, sizeof(*flow));
	struct engine engine;
	struct spreading spreading = { .engine = &engine, .flow = flow };

	engine_init(&engine, flow, program);
	engine.past_leaks = past_leaks;
	vec_reserve(arena, &flow->contexts, count * 3 + 1);
	flow->first_context = none_for_each(arena, count);
	spreading.seen =
		arena_alloc(arena, (count + 1) * sizeof(*spreading.seen));
	spreading.seen_with_constants = arena_alloc(arena,
		(count + 1) * sizeof(*spreading.seen_with_constants));
	spreading.last_context = none_for_each(arena, count);
	spreading.tracks_late = has_discardable(program);
	add_roles(&spreading, true);
	spread_all(&spreading);
	add_roles(&spreading, false);
	spread_all(&spreading);
	add_unknown(&spreading);
	drop_impossible_returns(&spreading);
	add_possible_entries(&spreading);
	find_highest_entries(flow);
	collect_passages(&engine);
	find_unknown_entries(&engine);
	keep_unknown_calls_that_matter(&engine);
	engine_release(&engine);
	return flow;
}
