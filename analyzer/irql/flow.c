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

static bool is_discardable(const struct engine *engine, uint32_t routine)
{
	return engine->marks[routine] & MARK_DISCARDABLE;
}

/* Of what a late context does, only what it uses is a defect, not what that
 * goes on to do. */
static void use_late(struct spreading *spreading, uint32_t event, uint32_t used)
{
	struct flow *flow = spreading->flow;

	if (is_discardable(spreading->engine, used))
		*vec_add(flow->program->arena, &flow->late_uses) =
			(struct late_use){ spreading->from, event, used };
}

static void use_references(struct spreading *spreading, uint32_t index)
{
	struct program *program = spreading->engine->program;
	const struct routine *routine =
		program_routine(program, spreading->here.routine);
	const struct event *event = &routine->body->events.items[index];

	for (uint32_t i = 0; i < event->arguments.count; i++) {
		uint32_t used = operand_routine(
			program, routine, event->arguments.items[i]);

		if (used != NONE)
			use_late(spreading, index, used);
	}
}

/* What else than a call there is to an event in a context. */
static void reach_event(
	struct spreading *spreading, const struct arrival *arrival)
{
	if (spreading->flow->sites.list.count)
		reach_touches(spreading->engine, spreading->from, arrival);
	if (spreading->here.late)
		use_references(spreading, arrival->event);
}

/* Where nobody known says at which IRQL a routine is called, its own annotation
 * counts, if it names one: "at most DISPATCH_LEVEL" may still be any. */
static int level_by_annotation(
	const struct spreading *spreading, const struct routine *routine)
{
	enum irql lowest, highest;

	if (!annotated_levels(spreading->engine->program, routine, &lowest,
		    &highest) ||
		(highest >= IRQL_DISPATCH && lowest < IRQL_DISPATCH))
		return ENTRY_UNKNOWN;
	return (int)highest;
}

/* The level that a call enters a routine at. */
static int level_of_call(const struct spreading *spreading, uint32_t target,
	const struct arrival *arrival)
{
	const struct engine *engine = spreading->engine;
	int level = level_index(arrival->level);

	if (level == ENTRY_UNKNOWN && (engine->marks[target] & MARK_CONTRACT))
		return level_by_annotation(
			spreading, program_routine(engine->program, target));
	return level;
}

static void spread_call(struct spreading *spreading,
	const struct call_site *site, const struct arrival *arrival, bool may)
{
	const struct context *here = &spreading->here;
	const uint16_t *marks = spreading->engine->marks;
	int level = level_of_call(spreading, site->target, arrival);
	bool high = level_is_high(level);
	bool raised_here = arrival->raised_by != NONE;
	bool raised = high && (raised_here || here->origin == ORIGIN_RAISE);
	bool late = here->late && !(marks[site->target] & MARK_DISCARDABLE);
	bool enters_paged = high &&
		(marks[site->target] & (MARK_PAGED | MARK_INLINE)) ==
			MARK_PAGED;
	struct context next;

	if (high && (marks[here->routine] & MARK_PAGED))
		return; /* what follows from a defect in the caller */
	if (!enters_paged && is_spread(spreading, site->target, level, raised,
				     late))
		return;
	next = (struct context){ .routine = site->target,
		.level = level,
		.origin = raised ? ORIGIN_RAISE : ORIGIN_ROLE,
		.may = here->may || may,
		.late = late,
		.role = NONE,
		.parent = spreading->from,
		.call = site->event,
		.raise = !high	      ? NONE :
			 raised_here ? arrival->raised_by :
				       here->raise,
		.lift = arrival->lifted };
	if (enters_paged)
		enter_paged(spreading, site, &next, arrival->locked);
	else
		add_context(spreading, next, &arrival->told);
}

/* Whether any clause of a contract could be at odds with this IRQL. */
static bool may_break(const struct contract *contract, int level)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->subject.kind != SUBJECT_NONE)
			continue;
		if ((clause->kind == CLAUSE_REQUIRES_MAX &&
			    (int)clause->level < level) ||
			(clause->kind == CLAUSE_REQUIRES_MIN &&
				(int)clause->level > level))
			return true;
	}
	return false;
}

/* Whether an IRQL is what IoCancelIrp was called at: "p1->CancelIrql", which the
 * cancel routine gives back with the lock. */
static bool is_of_canceler(struct abstract_irql level)
{
	const char *field =
		level.kind == LEVEL_SAVED ? strstr(level.key, "->") : NULL;

	return field && !strcmp(field, "->CancelIrql");
}

/* Whether a path that starts at an IRQL that is not known comes by pageable
 * code, and so is below DISPATCH_LEVEL until something raises it. */
static bool is_below_pageable(
	const struct spreading *spreading, struct abstract_irql level)
{
	const struct context *contexts = spreading->flow->contexts.items;

	if (level.kind != LEVEL_ENTRY || level_is_raised(level))
		return false;
	for (uint32_t at = spreading->from; at != NONE;
		at = contexts[at].parent)
		if (spreading->engine->marks[contexts[at].routine] &
			MARK_PAGED)
			return true;
	return false;
}

static bool counts_on_dispatch(const struct contract *contract)
{
	const struct clause *least =
		contract_clause(contract, CLAUSE_REQUIRES_MIN);

	return least && least->level >= IRQL_DISPATCH;
}

static void reach_limits(struct spreading *spreading,
	const struct call_site *site, const struct arrival *arrival, bool may)
{
	struct program *program = spreading->engine->program;
	const struct contract *contract =
		program_routine(program, site->target)->contract;
	bool canceled = is_of_canceler(arrival->level);
	bool pageable = counts_on_dispatch(contract) &&
		is_below_pageable(spreading, arrival->level);
	enum irql level =
		canceled || pageable ? IRQL_PASSIVE : arrival->level.irql;

	if ((arrival->level.kind != LEVEL_KNOWN && !canceled && !pageable) ||
		!may_break(contract, (int)level))
		return;
	*vec_add(program->arena, &spreading->flow->reaches) = (struct reach){
		spreading->from, site->event, (int)level,
		may || canceled || spreading->here.may, canceled, pageable,
		arrival->raised_by, arrival->lifted };
}

static void sight(struct spreading *spreading, uint32_t event,
	struct abstract_irql level)
{
	struct flow *flow = spreading->flow;
	uint32_t routine = spreading->here.routine;

	for (uint32_t i = 0; i < flow->sightings.count; i++) {
		const struct sighting *known = &flow->sightings.items[i];

		if (known->routine == routine && known->event == event &&
			same_abstract_irql(known->level, level))
			return;
	}
	*vec_add(flow->program->arena, &flow->sightings) =
		(struct sighting){ routine, event, level };
}

/* Spreads one call of one routine. */
static void spread_site(struct spreading *spreading,
	const struct call_site *site, const struct arrival *arrival, bool may)
{
	uint16_t marks = spreading->engine->marks[site->target];

	if (spreading->here.late)
		use_late(spreading, site->event, site->target);
	if (marks & MARK_CONTRACT)
		reach_limits(spreading, site, arrival, may);
	if (marks & MARK_DEFINED)
		spread_call(spreading, site, arrival, may);
	else if (marks & MARK_REVEALS)
		sight(spreading, site->event, arrival->level);
}

uint32_t site_of(
	const struct engine *engine, uint32_t routine, uint32_t event)
{
	uint32_t low = engine->first_site[routine];
	uint32_t high = engine->first_site[routine + 1];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (engine->sites.items[middle].event < event)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* "p1->Enter". */
static bool is_of_parameter(const struct body *body, struct operand callee)
{
	const struct path *path = callee.kind == OPERAND_PATH ?
		&body->paths.items[callee.index] :
		NULL;

	return path && path->root == ROOT_PARAMETER && path->field;
}

/* Of a call through a parameter: the one routine that this context was handed
 * there; NONE if any may be called. */
static uint32_t only_target(const struct spreading *spreading, uint32_t index)
{
	const struct context *here = &spreading->here;
	const struct body *body =
		program_routine(spreading->engine->program, here->routine)->body;
	struct operand callee = body->events.items[index].callee;

	if ((spreading->engine->marks[here->routine] & MARK_PICKS) &&
		is_of_parameter(body, callee))
		return handed_entry(spreading, here, callee.index);
	if (!(spreading->engine->marks[here->routine] & MARK_CALLS_BACK) ||
		!operand_is_callback(body, callee))
		return NONE;
	return handed_routine(
		spreading, here, body->paths.items[callee.index].index);
}

/* Spreads the sites of one event, from `at` on; what comes behind them. Which of
 * several routines is called, and so whether one is called at this IRQL, depends
 * on the object. */
static uint32_t spread_sites(struct spreading *spreading, uint32_t at,
	const struct arrival *arrival)
{
	const struct engine *engine = spreading->engine;
	const struct call_site *sites = engine->sites.items;
	uint32_t end = engine->first_site[spreading->here.routine + 1];
	uint32_t next = at, only;

	while (next < end && sites[next].event == sites[at].event)
		next++;
	if (next == at + 1) {
		spread_site(spreading, &sites[at], arrival, arrival->may);
		return next;
	}
	only = arrival->target;
	if (only == NONE)
		only = only_target(spreading, sites[at].event);
	for (; at < next; at++)
		if (only == NONE || only == sites[at].target)
			spread_site(spreading, &sites[at], arrival,
				arrival->may || only == NONE);
	return next;
}

static void spread_event(
	struct spreading *spreading, const struct arrival *arrival)
{
	const struct engine *engine = spreading->engine;
	uint32_t routine = spreading->here.routine;
	uint32_t at = site_of(engine, routine, arrival->event);

	reach_event(spreading, arrival);
	if (at < engine->first_site[routine + 1] &&
		engine->sites.items[at].event == arrival->event)
		spread_sites(spreading, at, arrival);
}

static void reach_raises(
	struct spreading *spreading, const struct summary *summary)
{
	struct flow *flow = spreading->flow;
	struct arena *arena = flow->program->arena;

	while (spreading->reached.count < flow->raises.count)
		*vec_add(arena, &spreading->reached) = false;
	for (uint32_t i = 0; i < summary->raises.count; i++) {
		const struct noted_raise *noted = &summary->raises.items[i];
		uint32_t raise = noted->index;

		if (!is_allowed(spreading, spreading->from,
			    &noted->conditions))
			continue;
		if (!spreading->reached.items[raise])
			*vec_add(arena, &flow->reached_raises) = raise;
		spreading->reached.items[raise] = true;
	}
}

static void reach_returns(
	struct spreading *spreading, const struct summary *summary)
{
	struct flow *flow = spreading->flow;
	struct arena *arena = flow->program->arena;

	for (uint32_t i = 0; i < summary->departures.count; i++)
		*vec_add(arena, &flow->departures) =
			&summary->departures.items[i];
	for (uint32_t i = 0; i < summary->mishaps.count; i++)
		*vec_add(arena, &flow->mishaps) = summary->mishaps.items[i];
}

/* Whether other events than calls matter in the present context. */
static bool watches(const struct spreading *spreading)
{
	return spreading->here.late || spreading->flow->sites.list.count;
}

/* In a routine where IRQL never changes every call is at the entry level. */
static void spread_plain(struct spreading *spreading)
{
	const struct engine *engine = spreading->engine;
	uint32_t routine = spreading->here.routine;
	struct arrival arrival = { .raised_by = NONE, .lifted = NONE,
		.target = NONE,
		.level = entry_level(spreading->here.level) };
	uint32_t events = watches(spreading) ?
		program_routine(engine->program, routine)->body->events.count :
		0;
	uint32_t end = engine->first_site[routine + 1];

	for (; arrival.event < events; arrival.event++)
		reach_event(spreading, &arrival);
	for (uint32_t at = engine->first_site[routine]; at < end;)
		at = spread_sites(spreading, at, &arrival);
}

static void spread_arrivals(
	struct spreading *spreading, const struct summary *summary)
{
	for (uint32_t i = 0; i < summary->arrivals.count; i++)
		if (is_allowed(spreading, spreading->from,
			    &summary->arrivals.items[i].conditions))
			spread_event(spreading, &summary->arrivals.items[i]);
}

/* Where the present context leads. */
static void spread_context(struct spreading *spreading)
{
	struct engine *engine = spreading->engine;
	uint32_t routine = spreading->here.routine, index;
	struct analysis *analysis;

	if (engine->kinds[routine] == BODY_SILENT &&
		!(engine->marks[routine] & MARK_GUARDED)) {
		spread_plain(spreading);
		return;
	}
	index = analyse(engine, routine, spreading->here.level);
	analysis = &engine->analyses.items[index];
	if (!analysis->summary || !analysis->summary->simulated) {
		spread_plain(spreading);
		return;
	}
	reach_raises(spreading, analysis->summary);
	if (!analysis->reached) /* several contexts may share an analysis */
		reach_returns(spreading, analysis->summary);
	analysis->reached = true;
	spread_arrivals(spreading, analysis->summary);
}

static void spread_all(struct spreading *spreading)
{
	while (spreading->next < spreading->flow->contexts.count) {
		spreading->from = spreading->next++;
		spreading->here =
			spreading->flow->contexts.items[spreading->from];
		spread_context(spreading);
	}
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

/* Whether some call at the entry's IRQL can lead to a return: one that hands over
 * other constants than that way asks for does not. */
static bool is_possible(
	struct spreading *spreading, const struct departure *departure)
{
	struct flow *flow = spreading->flow;
	struct conditions conditions = asked_for(spreading, departure);
	bool entered = false;

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
		!is_discardable(spreading->engine, routine) &&
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
	find_unknown_entries(&engine);
	keep_unknown_calls_that_matter(&engine);
	engine_release(&engine);
	return flow;
}
