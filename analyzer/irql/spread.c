/*
 * Where one context leads: at which IRQL what is called there is entered, which
 * limits of kernel routines it is at odds with, what it touches, and what of the
 * discarded it still uses.
 */
#include <string.h>

#include "irql/contexts.h"

/* Of what a late context does, only what it uses is a defect, not what that
 * goes on to do. */
static void use_late(struct spreading *spreading, uint32_t event, uint32_t used)
{
	struct flow *flow = spreading->flow;

	if (spreading->engine->marks[used] & MARK_DISCARDABLE)
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

int level_by_annotation(
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

/* IoCancelIrp is called at DISPATCH_LEVEL or below: whichever breaks a limit. */
static enum irql level_of_canceler(const struct contract *contract)
{
	return may_break(contract, IRQL_PASSIVE) ? IRQL_PASSIVE : IRQL_DISPATCH;
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
	enum irql level = canceled ? level_of_canceler(contract) :
		pageable	   ? IRQL_PASSIVE :
				     arrival->level.irql;

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

/* Whether an event may call another routine in place of one of its sites. */
static bool has_rival(const struct call_site *sites, uint32_t from,
	uint32_t end, uint32_t at)
{
	for (uint32_t i = from; i < end; i++)
		if (i != at && sites[i].role == sites[at].role)
			return true;
	return false;
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
	for (uint32_t i = at; i < next; i++)
		if (only == NONE || only == sites[i].target)
			spread_site(spreading, &sites[i], arrival,
				arrival->may ||
					(only == NONE &&
						has_rival(sites, at, next, i)));
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

void spread_all(struct spreading *spreading)
{
	while (spreading->next < spreading->flow->contexts.count) {
		spreading->from = spreading->next++;
		spreading->here =
			spreading->flow->contexts.items[spreading->from];
		spread_context(spreading);
	}
}
