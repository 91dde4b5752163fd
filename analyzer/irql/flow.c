/*
 * The whole driver. First it is found out in which routines IRQL can change at
 * all; the others are the large majority, and a call of theirs runs at the
 * IRQL they were entered at. Then contexts spread from the entry points: first
 * the certain ones (a DPC routine is at DISPATCH_LEVEL), then those that are
 * possible (a completion routine may be), last the routines nobody is known to
 * call. Analyses are made on demand and redone when a summary they used
 * changes; recursion starts from "changes nothing" and is cut off after a
 * fixed number of rounds, which is counted.
 */
#include <stdlib.h>
#include <string.h>

#include "irql/engine.h"

enum { MAX_RUNS = 12 };

/* ---- which routines matter --------------------------------------------- */

struct caller_edge {
	uint32_t caller, next; /* next edge of the same callee, or NONE */
};

struct callers {
	struct arena *arena;
	uint32_t *first; /* by routine: an edge, or NONE */
	VEC(struct caller_edge) edges;
};

static void add_caller(
	struct callers *callers, uint32_t callee, uint32_t caller)
{
	uint32_t index = callers->edges.count;

	*vec_add(callers->arena, &callers->edges) =
		(struct caller_edge){ caller, callers->first[callee] };
	callers->first[callee] = index;
}

static bool call_matters(
	struct engine *engine, const struct event *event, uint32_t direct)
{
	const struct routine *callee;

	if (direct == NONE)
		return event->macro &&
			contract_matters(book_find(
				&engine->program->book, event->macro));
	callee = program_routine(engine->program, direct);
	if (callee->definition)
		return false; /* its own body says */
	return contract_matters(callee->contract) ||
		!strcmp(callee->name, "KeGetCurrentIrql") ||
		(!callee->contract && event->macro &&
			contract_matters(book_find(
				&engine->program->book, event->macro)));
}

/* Whether the body itself changes or tests IRQL; notes whom it calls. */
static bool body_matters(
	struct engine *engine, uint32_t index, struct callers *callers)
{
	const struct routine *routine =
		program_routine(engine->program, index);
	const struct body *body = routine->definition->body;
	bool matters = false;

	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		struct targets targets;
		uint32_t direct;

		if (event->kind == EVENT_MARKER &&
			event->marker == MARKER_ASSUME)
			matters = true;
		if (event->kind != EVENT_CALL)
			continue;
		targets = call_targets(
			engine->program, routine, event, &direct);
		matters |= call_matters(engine, event, direct);
		if (direct != NONE)
			add_caller(callers, direct, index);
		for (uint32_t i = 0; i < targets.count; i++)
			add_caller(callers, targets.items[i], index);
		if (event->callee.kind == OPERAND_PATH && !targets.count)
			engine->flow->unknown_callees++;
	}
	return matters;
}

/* Whether a plain parameter decides a branch: `if (!Held) Paged();`. Such a
 * routine is simulated too, so that the constants of a call site count. */
static bool is_guarded(const struct body *body)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		const struct path *path;

		if ((block->exit != EXIT_BRANCH &&
			    block->exit != EXIT_SWITCH) ||
			block->test.left.kind != OPERAND_PATH)
			continue;
		path = &body->paths.items[block->test.left.index];
		if (path->root == ROOT_PARAMETER && !path->steps[0] &&
			path->type && !strchr(path->type, '*'))
			return true;
	}
	return false;
}

static void find_relevant(struct engine *engine)
{
	struct program *program = engine->program;
	uint32_t count = program->routines.count;
	struct callers callers = { .arena = program->arena };
	VEC(uint32_t) queue = { 0 };

	engine->relevant = arena_alloc(program->arena, count + 1);
	engine->guarded = arena_alloc(program->arena, count + 1);
	callers.first = arena_alloc(
		program->arena, (count + 1) * sizeof(*callers.first));
	memset(callers.first, 0xff, (count + 1) * sizeof(*callers.first));
	for (uint32_t i = 0; i < count; i++) {
		const struct routine *routine = program_routine(program, i);

		if (!routine->definition)
			continue;
		engine->guarded[i] = is_guarded(routine->definition->body);
		if (body_matters(engine, i, &callers)) {
			engine->relevant[i] = true;
			*vec_add(program->arena, &queue) = i;
		}
	}
	while (queue.count) {
		uint32_t index = queue.items[--queue.count];

		for (uint32_t e = callers.first[index]; e != NONE;
			e = callers.edges.items[e].next) {
			uint32_t caller = callers.edges.items[e].caller;

			if (engine->relevant[caller])
				continue;
			engine->relevant[caller] = true;
			*vec_add(program->arena, &queue) = caller;
		}
	}
}

int level_index(struct abstract_irql level)
{
	return level.kind == LEVEL_KNOWN || level_is_raised(level) ?
		(int)level.irql :
		ENTRY_UNKNOWN;
}

/* ---- analyses ---------------------------------------------------------- */

static void enqueue(struct engine *engine, uint32_t analysis)
{
	if (engine->analyses.items[analysis].queued)
		return;
	engine->analyses.items[analysis].queued = true;
	*vec_add(engine->program->arena, &engine->queue) = analysis;
}

uint32_t analysis_of(struct engine *engine, uint32_t routine, int level)
{
	uint32_t *slot = &engine->by_entry[routine * ENTRY_COUNT + level];
	struct analysis *analysis;

	if (*slot != NONE)
		return *slot;
	*slot = engine->analyses.count;
	analysis = vec_add(engine->program->arena, &engine->analyses);
	analysis->routine = routine;
	analysis->level = level;
	analysis->inlined_raise = NONE;
	enqueue(engine, *slot);
	return *slot;
}

uint32_t raise_at(struct engine *engine, struct raise raise)
{
	struct flow *flow = engine->flow;
	const char *place = intern_printf(&engine->program->names,
		"!%u %u %d", (unsigned)raise.routine, (unsigned)raise.event,
		(int)raise.inside);
	uint32_t index = map_get(&engine->raise_by_place, place);

	if (index != MAP_NONE) {
		flow->raises.items[index].may &= raise.may;
		return index;
	}
	index = flow->raises.count;
	*vec_add(engine->program->arena, &flow->raises) = raise;
	map_set(engine->program->arena, &engine->raise_by_place, place, index);
	return index;
}

static bool same_bindings(const struct exit *left, const struct exit *right)
{
	if (left->bindings.count != right->bindings.count)
		return false;
	for (uint32_t i = 0; i < left->bindings.count; i++) {
		const struct binding *a = &left->bindings.items[i];
		const struct binding *b = &right->bindings.items[i];

		if (a->key != b->key || a->initial != b->initial ||
			!same_values(&a->value, &b->value))
			return false;
	}
	return true;
}

static bool same_exits(
	const struct analysis *left, const struct analysis *right)
{
	if (left->exits.count != right->exits.count ||
		left->inlined_raise != right->inlined_raise)
		return false;
	for (uint32_t i = 0; i < left->exits.count; i++) {
		const struct exit *a = &left->exits.items[i];
		const struct exit *b = &right->exits.items[i];

		if (!same_abstract_irql(a->level, b->level) ||
			a->raise != b->raise || a->may != b->may ||
			a->locks.count != b->locks.count ||
			a->released.count != b->released.count ||
			!same_values(&a->result, &b->result) ||
			!same_bindings(a, b))
			return false;
	}
	return true;
}

static void run_analysis(struct engine *engine, uint32_t index)
{
	struct analysis result, *analysis;
	bool changed;

	if (engine->analyses.items[index].runs >= MAX_RUNS) {
		engine->flow->widened++;
		return;
	}
	simulate(engine, index, &result);
	analysis = &engine->analyses.items[index]; /* may have moved */
	changed = !analysis->finished || !same_exits(analysis, &result);
	analysis->runs++;
	analysis->finished = true;
	analysis->exits = result.exits;
	analysis->arrivals = result.arrivals;
	analysis->raises = result.raises;
	analysis->departures = result.departures;
	analysis->mishaps = result.mishaps;
	analysis->inlined_raise = result.inlined_raise;
	for (uint32_t i = 0; changed && i < analysis->dependents.count; i++)
		enqueue(engine, analysis->dependents.items[i]);
}

static void run_all(struct engine *engine)
{
	while (engine->queue.count) {
		uint32_t index =
			engine->queue.items[--engine->queue.count];

		engine->analyses.items[index].queued = false;
		run_analysis(engine, index);
	}
}

/* ---- contexts ---------------------------------------------------------- */

struct spreading {
	struct engine *engine;
	struct flow *flow;
	uint32_t next;	/* context to look at */
	bool *seen;	/* by routine, level and origin */
	bool *seen_with_constants; /* likewise: only with some constants */
	struct map seen_constants;
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

static uint32_t seen_index(uint32_t routine, int level, enum origin origin)
{
	return (routine * ENTRY_COUNT + (uint32_t)level) * 2 +
		(origin == ORIGIN_RAISE);
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
		context->routine, context->level, context->origin);
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
	if (is_new(spreading, &context))
		*vec_add(spreading->engine->program->arena,
			&spreading->flow->contexts) = context;
}

/* Whether the constants of the call that led here allow an arrival. */
static bool is_allowed(const struct spreading *spreading,
	const struct context *context, const struct arrival *arrival)
{
	const struct event *event;

	if (context->parent == NONE || !arrival->conditions.count)
		return true;
	event = call_of(spreading, context);
	for (uint32_t i = 0; i < arrival->conditions.count; i++) {
		const struct binding *wanted = &arrival->conditions.items[i];
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
 * cause, at the highest level, certain before possible. */
static void add_paged_entry(
	struct spreading *spreading, struct paged_entry entry)
{
	struct flow *flow = spreading->flow;

	for (uint32_t i = 0; i < flow->paged_entries.count; i++) {
		struct paged_entry *known = &flow->paged_entries.items[i];

		if (known->routine != entry.routine ||
			known->origin != entry.origin ||
			(entry.origin == ORIGIN_RAISE &&
				(known->call != entry.call ||
					flow->contexts.items[known->context]
							.routine !=
						flow->contexts
							.items[entry.context]
							.routine)))
			continue;
		if ((known->may && !entry.may) ||
			(known->may == entry.may && known->level < entry.level))
			*known = entry;
		return;
	}
	*vec_add(spreading->engine->program->arena, &flow->paged_entries) =
		entry;
}

static void spread_call(struct spreading *spreading, uint32_t from,
	uint32_t target, const struct arrival *arrival)
{
	struct program *program = spreading->engine->program;
	const struct context *context = &spreading->flow->contexts.items[from];
	const struct routine *caller =
		program_routine(program, context->routine);
	const struct routine *callee = program_routine(program, target);
	struct context next = { .routine = target, .role = NONE,
		.parent = from, .call = arrival->event, .raise = NONE };
	bool raised_here = arrival->raised_by != NONE;

	if (!callee->definition)
		return;
	next.level = level_index(arrival->level);
	next.may = context->may || arrival->may;
	if (is_high(next.level)) {
		next.origin = raised_here || context->origin == ORIGIN_RAISE ?
			ORIGIN_RAISE :
			ORIGIN_ROLE;
		next.raise = raised_here ? arrival->raised_by : context->raise;
		if (routine_is_paged(program, caller))
			return; /* what follows from a defect in the caller */
		if (routine_is_paged(program, callee) &&
			!callee->is_inline) {
			add_paged_entry(spreading,
				(struct paged_entry){ target, next.level,
					next.may, next.origin, from,
					arrival->event, next.raise });
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

static void reach_kernel(struct spreading *spreading, uint32_t from,
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

static void spread_event(struct spreading *spreading, uint32_t from,
	const struct arrival *arrival)
{
	struct program *program = spreading->engine->program;
	const struct routine *routine = program_routine(
		program, spreading->flow->contexts.items[from].routine);
	const struct event *event =
		&routine->definition->body->events.items[arrival->event];
	struct targets targets;
	uint32_t direct;

	targets = call_targets(program, routine, event, &direct);
	if (direct != NONE && !program_routine(program, direct)->definition)
		reach_kernel(spreading, from,
			program_routine(program, direct), arrival);
	if (direct != NONE)
		spread_call(spreading, from, direct, arrival);
	for (uint32_t i = 0; i < targets.count; i++)
		spread_call(spreading, from, targets.items[i], arrival);
}

static void reach_raises(
	struct spreading *spreading, const struct analysis *analysis)
{
	struct flow *flow = spreading->flow;

	for (uint32_t i = 0; i < analysis->raises.count; i++) {
		uint32_t raise = analysis->raises.items[i];
		bool known = false;

		for (uint32_t k = 0; k < flow->reached_raises.count; k++)
			known |= flow->reached_raises.items[k] == raise;
		if (!known)
			*vec_add(spreading->engine->program->arena,
				&flow->reached_raises) = raise;
	}
}

/* Contexts of one routine that differ in origin share an analysis. */
static void reach_returns(
	struct spreading *spreading, struct analysis *analysis)
{
	struct flow *flow = spreading->flow;
	struct arena *arena = spreading->engine->program->arena;

	if (analysis->reached)
		return;
	analysis->reached = true;
	for (uint32_t i = 0; i < analysis->departures.count; i++)
		*vec_add(arena, &flow->departures) =
			analysis->departures.items[i];
	for (uint32_t i = 0; i < analysis->mishaps.count; i++)
		*vec_add(arena, &flow->mishaps) = analysis->mishaps.items[i];
}

/* In a routine where IRQL never changes every call is at the entry level. */
static void spread_plain(struct spreading *spreading, uint32_t from)
{
	const struct context *context = &spreading->flow->contexts.items[from];
	const struct body *body =
		program_routine(spreading->engine->program, context->routine)
			->definition->body;
	struct arrival arrival = { .raised_by = NONE };

	if (context->level == ENTRY_UNKNOWN)
		arrival.level.kind = LEVEL_ENTRY;
	else
		arrival.level = known_level((enum irql)context->level);
	for (uint32_t e = 0; e < body->events.count; e++) {
		arrival.event = e;
		if (body->events.items[e].kind == EVENT_CALL)
			spread_event(spreading, from, &arrival);
	}
}

static void spread_context(struct spreading *spreading, uint32_t from)
{
	struct engine *engine = spreading->engine;
	struct context context = spreading->flow->contexts.items[from];
	uint32_t index;

	if (!engine->relevant[context.routine] &&
		!engine->guarded[context.routine]) {
		spread_plain(spreading, from);
		return;
	}
	index = analysis_of(engine, context.routine, context.level);
	run_all(engine);
	reach_raises(spreading, &engine->analyses.items[index]);
	reach_returns(spreading, &engine->analyses.items[index]);
	for (uint32_t i = 0; i < engine->analyses.items[index].arrivals.count;
		i++) {
		struct arrival arrival =
			engine->analyses.items[index].arrivals.items[i];

		if (is_allowed(spreading, &context, &arrival))
			spread_event(spreading, from, &arrival);
	}
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

	add_context(spreading, root);
	if (is_high(level) &&
		routine_is_paged(program, program_routine(program, routine)) &&
		index < spreading->flow->contexts.count)
		add_paged_entry(spreading,
			(struct paged_entry){ routine, level, may, ORIGIN_ROLE,
				index, NONE, NONE });
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
		routine, 0, ORIGIN_ROLE)];

	const bool *partly = &spreading->seen_with_constants[seen_index(
		routine, 0, ORIGIN_ROLE)];

	for (int i = 0; i < ENTRY_COUNT * 2; i++)
		if (seen[i] || partly[i])
			return true;
	return false;
}

/* Routines nobody is known to call: those without a caller first, so that what
 * they call is reached from them. Inline code runs only where it is expanded. */
static void add_unknown(struct spreading *spreading)
{
	struct program *program = spreading->engine->program;

	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < program->routines.count; i++) {
			const struct routine *routine =
				program_routine(program, i);

			if (!routine->definition ||
				(round == 0 && routine->caller_count) ||
				is_reached(spreading, i))
				continue;
			if (round == 0)
				spreading->flow->unknown_routines++;
			add_root(spreading, i, NONE, ENTRY_UNKNOWN, false);
			spread_all(spreading);
		}
	}
}

struct flow *irql_follow(struct program *program)
{
	struct arena *arena = program->arena;
	uint32_t count = program->routines.count;
	struct flow *flow = arena_alloc(arena, sizeof(*flow));
	struct engine engine = { .flow = flow, .program = program };
	struct spreading spreading = { .engine = &engine, .flow = flow };

	flow->program = program;
	engine.by_entry = arena_alloc(arena,
		(count + 1) * ENTRY_COUNT * sizeof(*engine.by_entry));
	memset(engine.by_entry, 0xff,
		(count + 1) * ENTRY_COUNT * sizeof(*engine.by_entry));
	spreading.seen = arena_alloc(
		arena, (count + 1) * ENTRY_COUNT * 2 * sizeof(bool));
	spreading.seen_with_constants = arena_alloc(
		arena, (count + 1) * ENTRY_COUNT * 2 * sizeof(bool));
	find_relevant(&engine);
	add_roles(&spreading, true);
	spread_all(&spreading);
	add_roles(&spreading, false);
	spread_all(&spreading);
	add_unknown(&spreading);
	return flow;
}

const char *entry_level_name(int level)
{
	return level == ENTRY_UNKNOWN ? "unknown IRQL" :
					irql_name((enum irql)level);
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
	for (uint32_t i = 0; i < flow->contexts.count; i++)
		if (flow->contexts.items[i].routine == routine &&
			!is_high(flow->contexts.items[i].level))
			return i;
	return NONE;
}

uint32_t context_at(const struct flow *flow, uint32_t routine, int level)
{
	for (uint32_t i = 0; i < flow->contexts.count; i++)
		if (flow->contexts.items[i].routine == routine &&
			flow->contexts.items[i].level == level)
			return i;
	return NONE;
}
