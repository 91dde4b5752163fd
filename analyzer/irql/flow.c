/*
 * The whole driver. Contexts spread from the entry points: first the certain
 * ones (a DPC routine is at DISPATCH_LEVEL), then those that are possible (a
 * completion routine may be), last the routines nobody is known to call. What
 * a routine does on the way is asked of its analysis, which is made on demand.
 */
#include <stdlib.h>
#include <string.h>

#include "irql/engine.h"

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

/* ---- contexts ---------------------------------------------------------- */

/* An entry that is too high because the system may call so high. Kept back: the
 * same call may turn out to be made with IRQL raised on every run. */
struct possible_entry {
	struct paged_entry entry;
	const struct call_site *site;
};

struct spreading {
	struct engine *engine;
	struct flow *flow;
	uint32_t next;	/* context to look at */
	bool tracks_late; /* there is something discardable */
	bool *seen;	/* by routine, level, origin and lateness */
	bool *seen_with_constants; /* likewise: only with some constants */
	struct map seen_constants;
	uint32_t *last_context;	   /* by routine */
	VEC(bool) reached;	   /* by raise */
	struct map paged_entries;  /* what calls or is entered -> its index */
	VEC(struct possible_entry) possible;
};

/* The call that led into a context. */
static const struct event *call_of(
	const struct spreading *spreading, const struct context *context)
{
	const struct context *parent =
		&spreading->flow->contexts.items[context->parent];

	return &program_routine(spreading->engine->program, parent->routine)
			->definition->body->events.items[context->call];
}

enum { WAYS = 4 }; /* origins, late and not */

static uint32_t seen_index(
	uint32_t routine, int level, enum origin origin, bool late)
{
	return (routine * ENTRY_COUNT + (uint32_t)level) * WAYS +
		(origin == ORIGIN_RAISE) * 2 + late;
}

/* The constants that a call hands to parameters which decide what is called:
 * each set of them is a context of its own. NULL: there are none. */
static const char *constants_of(
	const struct spreading *spreading, const struct context *context)
{
	struct program *program = spreading->engine->program;
	const struct event *event;
	const char *text = NULL;

	if (context->parent == NONE ||
		!spreading->engine->guarded[context->routine])
		return NULL;
	event = call_of(spreading, context);
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (event->arguments.items[i].kind == OPERAND_CONSTANT)
			text = intern_printf(&program->names, "%s!%u=%lld",
				text ? text : "", (unsigned)i,
				(long long)event->arguments.items[i].constant);
	return text;
}

static bool is_new(struct spreading *spreading, const struct context *context)
{
	uint32_t index = seen_index(
		context->routine, context->level, context->origin,
		context->late);
	const char *constants = constants_of(spreading, context);
	const char *key;

	if (!constants) {
		bool seen = spreading->seen[index];

		spreading->seen[index] = true;
		return !seen;
	}
	spreading->seen_with_constants[index] = true;
	key = intern_printf(&spreading->engine->program->names, "%u%s",
		(unsigned)index, constants);
	if (map_get(&spreading->seen_constants, key) != MAP_NONE)
		return false;
	map_set(spreading->engine->program->arena,
		&spreading->seen_constants, key, 0);
	return true;
}

static void add_context(struct spreading *spreading, struct context context)
{
	struct flow *flow = spreading->flow;
	uint32_t *last = &spreading->last_context[context.routine];
	uint32_t index = flow->contexts.count;

	if (!is_new(spreading, &context))
		return;
	context.next = NONE;
	*vec_add(flow->program->arena, &flow->contexts) = context;
	if (*last == NONE)
		flow->first_context[context.routine] = index;
	else
		flow->contexts.items[*last].next = index;
	*last = index;
}

/* Whether the constants of the call that led here meet conditions. */
static bool is_allowed(const struct spreading *spreading,
	const struct context *context, const struct conditions *conditions)
{
	const struct event *event;

	if (context->parent == NONE || !conditions->list.count ||
		!spreading->engine->guarded[context->routine])
		return true;
	event = call_of(spreading, context);
	for (uint32_t i = 0; i < conditions->list.count; i++) {
		const struct binding *wanted = &conditions->list.items[i];
		uint32_t index =
			(uint32_t)strtoul(wanted->key + 1, NULL, 10);
		int64_t constant;

		if (index >= event->arguments.count ||
			event->arguments.items[index].kind != OPERAND_CONSTANT)
			continue;
		constant = event->arguments.items[index].constant;
		if (constant < wanted->value.low ||
			constant > wanted->value.high ||
			(wanted->value.nonzero && constant == 0))
			return false;
	}
	return true;
}

static bool is_high(int level)
{
	return level >= IRQL_DISPATCH && level != ENTRY_UNKNOWN;
}

/* A pageable routine is entered too high: one report for each routine and
 * cause, at the highest level, certain before possible. `cause` is the call
 * site after a raise, or the routine. */
static void add_paged_entry(struct spreading *spreading,
	struct paged_entry entry, const void *cause)
{
	struct flow *flow = spreading->flow;
	struct arena *arena = flow->program->arena;
	uint32_t index = map_get(&spreading->paged_entries, cause);
	struct paged_entry *known;

	if (index == MAP_NONE) {
		map_set(arena, &spreading->paged_entries, cause,
			flow->paged_entries.count);
		*vec_add(arena, &flow->paged_entries) = entry;
		return;
	}
	known = &flow->paged_entries.items[index];
	if ((known->may && !entry.may) ||
		(known->may == entry.may && known->level < entry.level))
		*known = entry;
}

static void enter_paged(struct spreading *spreading, uint32_t from,
	const struct call_site *site, const struct context *next)
{
	struct program *program = spreading->engine->program;
	const struct paged_entry entry = { site->target, next->level, next->may,
		next->origin, from, site->event, next->raise };

	if (next->origin == ORIGIN_RAISE)
		add_paged_entry(spreading, entry, site);
	else if (next->may)
		*vec_add(program->arena, &spreading->possible) =
			(struct possible_entry){ entry, site };
	else
		add_paged_entry(spreading, entry,
			program_routine(program, site->target));
}

/* What is possible at a call where it is certain anyway is no other defect. */
static void add_possible_entries(struct spreading *spreading)
{
	struct flow *flow = spreading->flow;

	for (uint32_t i = 0; i < spreading->possible.count; i++) {
		const struct possible_entry *possible =
			&spreading->possible.items[i];
		uint32_t known = map_get(
			&spreading->paged_entries, possible->site);

		if (known == MAP_NONE || flow->paged_entries.items[known].may)
			add_paged_entry(spreading, possible->entry,
				program_routine(flow->program,
					possible->entry.routine));
	}
}

static void find_highest_entries(struct flow *flow)
{
	uint32_t count = flow->program->routines.count;

	flow->highest_role_entry =
		memset(arena_take(flow->program->arena, count + 1), -1, count);
	for (uint32_t i = 0; i < flow->paged_entries.count; i++) {
		const struct paged_entry *entry = &flow->paged_entries.items[i];
		int8_t *highest = &flow->highest_role_entry[entry->routine];

		if (entry->origin == ORIGIN_ROLE && entry->level > *highest)
			*highest = (int8_t)entry->level;
	}
}

static bool is_discardable(const struct engine *engine, uint32_t routine)
{
	return program_routine(engine->program, routine)->placement.discardable;
}

/* Of what a late context does, only what it uses is a defect, not what that
 * goes on to do. */
static void use_late(
	struct spreading *spreading, uint32_t from, uint32_t event, uint32_t used)
{
	struct flow *flow = spreading->flow;

	if (flow->contexts.items[from].late &&
		is_discardable(spreading->engine, used))
		*vec_add(flow->program->arena, &flow->late_uses) =
			(struct late_use){ from, event, used };
}

static void use_references(
	struct spreading *spreading, uint32_t from, uint32_t index)
{
	struct program *program = spreading->engine->program;
	const struct routine *routine = program_routine(program,
		spreading->flow->contexts.items[from].routine);
	const struct event *event =
		&routine->definition->body->events.items[index];

	for (uint32_t i = 0; i < event->arguments.count; i++) {
		uint32_t used = operand_routine(
			program, routine, event->arguments.items[i]);

		if (used != NONE)
			use_late(spreading, from, index, used);
	}
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

static void spread_call(struct spreading *spreading, uint32_t from,
	const struct call_site *site, const struct arrival *arrival)
{
	const struct engine *engine = spreading->engine;
	const struct context *context = &spreading->flow->contexts.items[from];
	struct context next = { .routine = site->target, .role = NONE,
		.parent = from, .call = site->event, .raise = NONE };
	bool raised_here = arrival->raised_by != NONE;

	next.level = level_index(arrival->level);
	if (next.level == ENTRY_UNKNOWN)
		next.level = level_by_annotation(spreading,
			program_routine(engine->program, site->target));
	next.may = context->may || arrival->may;
	next.late = context->late && !is_discardable(engine, site->target);
	if (is_high(next.level)) {
		next.origin = raised_here || context->origin == ORIGIN_RAISE ?
			ORIGIN_RAISE :
			ORIGIN_ROLE;
		next.raise = raised_here ? arrival->raised_by : context->raise;
		if (engine->paged[context->routine])
			return; /* what follows from a defect in the caller */
		if (engine->paged[site->target] &&
			!program_routine(engine->program, site->target)
				 ->is_inline) {
			enter_paged(spreading, from, site, &next);
			return;
		}
	}
	add_context(spreading, next);
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

static void reach_limits(struct spreading *spreading, uint32_t from,
	const struct routine *callee, const struct arrival *arrival)
{
	if (arrival->level.kind != LEVEL_KNOWN ||
		!may_break(callee->contract, (int)arrival->level.irql))
		return;
	*vec_add(spreading->engine->program->arena,
		&spreading->flow->reaches) = (struct reach){ from,
		arrival->event, (int)arrival->level.irql,
		arrival->may || spreading->flow->contexts.items[from].may,
		arrival->raised_by };
}

/* Source that wants to know what we think calls this routine. */
static bool reveals(const struct routine *callee)
{
	return !strcmp(callee->name, "pageaudit_reveal_irql");
}

static void sight(struct spreading *spreading, uint32_t routine,
	const struct arrival *arrival)
{
	struct flow *flow = spreading->flow;

	for (uint32_t i = 0; i < flow->sightings.count; i++) {
		const struct sighting *known = &flow->sightings.items[i];

		if (known->routine == routine &&
			known->event == arrival->event &&
			same_abstract_irql(known->level, arrival->level))
			return;
	}
	*vec_add(flow->program->arena, &flow->sightings) =
		(struct sighting){ routine, arrival->event, arrival->level };
}

static void spread_site(struct spreading *spreading, uint32_t from,
	const struct call_site *site, const struct arrival *arrival)
{
	const struct routine *callee = program_routine(
		spreading->engine->program, site->target);

	use_late(spreading, from, site->event, site->target);
	if (callee->contract)
		reach_limits(spreading, from, callee, arrival);
	if (callee->definition)
		spread_call(spreading, from, site, arrival);
	else if (reveals(callee))
		sight(spreading,
			spreading->flow->contexts.items[from].routine,
			arrival);
}

/* The first call site of a routine that is not before an event. */
static uint32_t site_of(
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

/* Whether an event calls one of several routines: which one, and so whether
 * this one is called at this IRQL, depends on the object. */
static bool has_choice(
	const struct engine *engine, uint32_t routine, uint32_t at)
{
	uint32_t event = engine->sites.items[at].event;

	return (at > engine->first_site[routine] &&
		       engine->sites.items[at - 1].event == event) ||
		(at + 1 < engine->first_site[routine + 1] &&
			engine->sites.items[at + 1].event == event);
}

static void spread_event(struct spreading *spreading, uint32_t from,
	const struct arrival *arrival)
{
	const struct engine *engine = spreading->engine;
	uint32_t routine = spreading->flow->contexts.items[from].routine;

	reach_touches(spreading->engine, from, arrival);
	use_references(spreading, from, arrival->event);
	for (uint32_t at = site_of(engine, routine, arrival->event);
		at < engine->first_site[routine + 1] &&
		engine->sites.items[at].event == arrival->event; at++) {
		struct arrival one = *arrival;

		one.may |= has_choice(engine, routine, at);
		spread_site(spreading, from, &engine->sites.items[at], &one);
	}
}

static void reach_raises(struct spreading *spreading,
	const struct context *context, const struct summary *summary)
{
	struct flow *flow = spreading->flow;
	struct arena *arena = flow->program->arena;

	while (spreading->reached.count < flow->raises.count)
		*vec_add(arena, &spreading->reached) = false;
	for (uint32_t i = 0; i < summary->raises.count; i++) {
		const struct noted_raise *noted = &summary->raises.items[i];
		uint32_t raise = noted->index;

		if (!is_allowed(spreading, context, &noted->conditions))
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
			summary->departures.items[i];
	for (uint32_t i = 0; i < summary->mishaps.count; i++)
		*vec_add(arena, &flow->mishaps) = summary->mishaps.items[i];
}

/* Whether other events than calls matter in a context. */
static bool watches(const struct spreading *spreading, uint32_t from)
{
	return spreading->flow->contexts.items[from].late ||
		spreading->flow->sites.list.count;
}

/* In a routine where IRQL never changes every call is at the entry level. */
static void spread_plain(struct spreading *spreading, uint32_t from)
{
	const struct engine *engine = spreading->engine;
	const struct context *context = &spreading->flow->contexts.items[from];
	uint32_t routine = context->routine;
	const struct arrival arrival = { .raised_by = NONE,
		.level = entry_level(context->level) };
	const struct body *body =
		program_routine(engine->program, routine)->definition->body;

	for (uint32_t e = 0; e < body->events.count && watches(spreading, from);
		e++) {
		struct arrival at = arrival;

		at.event = e;
		reach_touches(spreading->engine, from, &at);
		use_references(spreading, from, e);
	}
	context = &spreading->flow->contexts.items[from];

	for (uint32_t i = engine->first_site[routine];
		i < engine->first_site[routine + 1]; i++) {
		const struct call_site *site = &engine->sites.items[i];
		struct arrival at = arrival;

		at.event = site->event;
		at.may = has_choice(engine, routine, i);
		spread_site(spreading, from, site, &at);
	}
}

static void spread_arrivals(struct spreading *spreading, uint32_t from,
	const struct summary *summary)
{
	struct context context = spreading->flow->contexts.items[from];

	for (uint32_t i = 0; i < summary->arrivals.count; i++)
		if (is_allowed(spreading, &context,
			    &summary->arrivals.items[i].conditions))
			spread_event(spreading, from,
				&summary->arrivals.items[i]);
}

static void spread_context(struct spreading *spreading, uint32_t from)
{
	struct engine *engine = spreading->engine;
	struct context context = spreading->flow->contexts.items[from];
	struct analysis *analysis;
	uint32_t index;

	if (engine->kinds[context.routine] == BODY_SILENT &&
		!engine->guarded[context.routine]) {
		spread_plain(spreading, from);
		return;
	}
	index = analyse(engine, context.routine, context.level);
	analysis = &engine->analyses.items[index];
	if (!analysis->summary || !analysis->summary->simulated) {
		spread_plain(spreading, from);
		return;
	}
	reach_raises(spreading, &context, analysis->summary);
	if (!analysis->reached) /* several contexts may share an analysis */
		reach_returns(spreading, analysis->summary);
	analysis->reached = true;
	spread_arrivals(spreading, from, analysis->summary);
}

static void spread_all(struct spreading *spreading)
{
	while (spreading->next < spreading->flow->contexts.count)
		spread_context(spreading, spreading->next++);
}

/* ---- entry points ------------------------------------------------------ */

static void add_root(struct spreading *spreading, uint32_t routine,
	uint32_t role, int level, bool may)
{
	struct program *program = spreading->engine->program;
	struct context root = { .routine = routine, .level = level,
		.origin = ORIGIN_ROLE, .may = may, .role = role,
		.parent = NONE, .call = NONE, .raise = NONE };
	uint32_t index = spreading->flow->contexts.count;

	root.late = spreading->tracks_late && role != NONE &&
		!is_discardable(spreading->engine, routine) &&
		role_is_late(&program_routine(program, routine)
				      ->roles.items[role]);
	add_context(spreading, root);
	if (is_high(level) && spreading->engine->paged[routine] &&
		index < spreading->flow->contexts.count)
		add_paged_entry(spreading,
			(struct paged_entry){ routine, level, may, ORIGIN_ROLE,
				index, NONE, NONE },
			program_routine(program, routine));
}

/* The levels a role gives: a certain one, and further ones that are only
 * possible when it may run both below DISPATCH_LEVEL and there. */
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
					role->uncertain);
			else if (spread)
				add_root(spreading, i, r, (int)role->highest,
					true);
		}
	}
}

static bool is_reached(const struct spreading *spreading, uint32_t routine)
{
	const bool *seen = &spreading->seen[seen_index(
		routine, 0, ORIGIN_ROLE, false)];

	const bool *partly = &spreading->seen_with_constants[seen_index(
		routine, 0, ORIGIN_ROLE, false)];

	for (int i = 0; i < ENTRY_COUNT * WAYS; i++)
		if (seen[i] || partly[i])
			return true;
	return false;
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
				(round == 0 && engine->called[i]) ||
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
	vec_reserve(arena, &engine->analyses, count * 2 + 1);
	engine->by_entry = none_for_each(arena, (size_t)count * ENTRY_COUNT);
	find_touches(program, &flow->sites);
	find_calls(engine);
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
	vec_reserve(arena, &flow->contexts, count * 2 + 1);
	flow->first_context = none_for_each(arena, count);
	spreading.seen = arena_alloc(
		arena, (count + 1) * ENTRY_COUNT * WAYS * sizeof(bool));
	spreading.seen_with_constants = arena_alloc(
		arena, (count + 1) * ENTRY_COUNT * WAYS * sizeof(bool));
	spreading.last_context = none_for_each(arena, count);
	spreading.tracks_late = has_discardable(program);
	add_roles(&spreading, true);
	spread_all(&spreading);
	add_roles(&spreading, false);
	spread_all(&spreading);
	add_unknown(&spreading);
	add_possible_entries(&spreading);
	find_highest_entries(flow);
	find_unknown_entries(&engine);
	keep_unknown_calls_that_matter(&engine);
	engine_release(&engine);
	return flow;
}

const char *entry_level_name(int level)
{
	return level == ENTRY_UNKNOWN ? "unknown IRQL" :
					irql_name((enum irql)level);
}

uint32_t context_root(const struct flow *flow, uint32_t context)
{
	while (flow->contexts.items[context].parent != NONE)
		context = flow->contexts.items[context].parent;
	return context;
}

int context_depth(const struct flow *flow, uint32_t context)
{
	int depth = 0;

	for (; flow->contexts.items[context].parent != NONE; depth++)
		context = flow->contexts.items[context].parent;
	return depth;
}

uint32_t context_of_routine(const struct flow *flow, uint32_t routine)
{
	uint32_t i = flow->first_context[routine];

	while (i != NONE && is_high(flow->contexts.items[i].level))
		i = flow->contexts.items[i].next;
	return i;
}

uint32_t context_at(const struct flow *flow, uint32_t routine, int level)
{
	uint32_t i = flow->first_context[routine];

	while (i != NONE && flow->contexts.items[i].level != level)
		i = flow->contexts.items[i].next;
	return i;
}
