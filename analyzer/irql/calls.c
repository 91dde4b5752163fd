/*
 * Who calls whom, as one list of call sites for all routines, and what kind of
 * body each routine has. Only calls in blocks that can be reached count. What
 * a routine's own body says about IRQL is found first; then everything that
 * calls such a routine, however indirectly, has to be looked at too. The others
 * are silent: a call of theirs runs at the IRQL they were entered at.
 */
#include <string.h>

#include "irql/engine.h"

struct finder {
	struct engine *engine;
	struct program *program;
	struct arena scratch;
	bool *changes; /* by routine without a definition: IRQL */
	VEC(bool) seen; /* by block of the body at hand */
	VEC(bool) live; /* by event of it */
	VEC(uint32_t) queue;
};

/* ---- what the driver does not define ----------------------------------- */

static void find_changes(struct finder *finder)
{
	const struct program *program = finder->program;

	finder->changes =
		arena_alloc(&finder->scratch, program->routines.count + 1);
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		finder->changes[i] = !routine->definition &&
			(contract_matters(routine->contract) ||
				!strcmp(routine->name, "KeGetCurrentIrql"));
	}
}

static bool macro_changes(struct finder *finder, const struct event *event)
{
	return event->macro &&
		contract_matters(
			book_find(&finder->program->book, event->macro));
}

static bool call_changes(struct finder *finder, const struct routine *routine,
	const struct event *event, uint32_t direct)
{
	const struct routine *callee;

	if (direct == NONE)
		return macro_changes(finder, event) ||
			(event->callee.kind == OPERAND_PATH &&
				contract_matters(field_contract(finder->program,
					routine, event->callee.index)));
	callee = program_routine(finder->program, direct);
	return finder->changes[direct] ||
		(!callee->definition && !callee->contract &&
			macro_changes(finder, event));
}

/* ---- one body ---------------------------------------------------------- */

/* Marks the events of the blocks that the entry leads to. */
static void find_live(struct finder *finder, const struct body *body)
{
	struct arena *arena = &finder->scratch;

	finder->seen.count = finder->live.count = 0;
	for (uint32_t i = 0; i < body->blocks.count; i++)
		*vec_add(arena, &finder->seen) = i == 0;
	for (uint32_t i = 0; i < body->events.count; i++)
		*vec_add(arena, &finder->live) = false;
	*vec_add(arena, &finder->queue) = 0;
	while (finder->queue.count) {
		const struct block *block = &body->blocks.items
			[finder->queue.items[--finder->queue.count]];

		for (uint32_t i = 0; i < block->count; i++)
			finder->live.items[body->order
						   .items[block->first + i]] =
				true;
		for (uint32_t i = 0; i < block->successors.count; i++) {
			uint32_t next = block->successors.items[i];

			if (finder->seen.items[next])
				continue;
			finder->seen.items[next] = true;
			*vec_add(arena, &finder->queue) = next;
		}
	}
}

/* Whether an assignment leaves a constant where the caller may look. */
static bool leaves_constant(const struct body *body, const struct event *event)
{
	const struct path *path = &body->paths.items[event->path];

	return event->value.kind == OPERAND_CONSTANT &&
		path->root != ROOT_LOCAL &&
		(path->root != ROOT_PARAMETER || path->steps[0]);
}

/* Whether a block returns what the caller knows by another name. */
static bool returns_alias(const struct body *body, const struct block *block)
{
	struct operand value = block->test.left;
	const struct path *path;

	if (block->exit != EXIT_RETURN || (value.kind != OPERAND_PATH &&
			value.kind != OPERAND_ADDRESS))
		return false;
	path = &body->paths.items[value.index];
	return path->root == ROOT_PARAMETER || path->root == ROOT_GLOBAL ||
		path->root == ROOT_THIS;
}

/* What an operand names, if that is a variable as a whole; else NULL. */
static const struct path *plain_path(
	const struct body *body, struct operand operand)
{
	const struct path *path;

	if (operand.kind != OPERAND_PATH)
		return NULL;
	path = &body->paths.items[operand.index];
	return path->steps[0] ? NULL : path;
}

static bool is_plain_parameter(const struct path *path)
{
	return path && path->root == ROOT_PARAMETER && path->type &&
		!strchr(path->type, '*');
}

/* The variable that decides which way a block is left, or NULL. */
static const struct path *decider(
	const struct body *body, const struct block *block)
{
	return block->exit == EXIT_BRANCH || block->exit == EXIT_SWITCH ?
		plain_path(body, block->test.left) :
		NULL;
}

static bool local_decides(const struct body *body, const struct path *local)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct path *path =
			decider(body, &body->blocks.items[b]);

		if (path && path->root == ROOT_LOCAL &&
			path->index == local->index)
			return true;
	}
	return false;
}

/* Whether a plain parameter decides what a kernel routine does to IRQL: Wait. */
static bool hands_on_choice(const struct finder *finder,
	const struct routine *routine, const struct event *event)
{
	const struct body *body = routine->definition->body;
	uint32_t callee = event->kind == EVENT_CALL ?
		operand_routine(finder->program, routine, event->callee) :
		NONE;
	const struct contract *contract = callee == NONE ?
		NULL :
		program_routine(finder->program, callee)->contract;

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct when *when = &contract->clauses.items[i].when;

		if (when->kind == WHEN_ARGUMENT &&
			when->argument < event->arguments.count &&
			is_plain_parameter(plain_path(body,
				event->arguments.items[when->argument])))
			return true;
	}
	return false;
}

/* Whether a plain parameter decides a branch: `if (!Held) Paged();`, perhaps by
 * the name of a local that it was assigned to. Such a routine is simulated too,
 * so that the constants of a call site count. */
static bool is_guarded(
	const struct finder *finder, const struct routine *routine)
{
	const struct body *body = routine->definition->body;

	for (uint32_t b = 0; b < body->blocks.count; b++)
		if (is_plain_parameter(decider(body, &body->blocks.items[b])))
			return true;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct path *path;

		if (hands_on_choice(finder, routine, event))
			return true;
		if (event->kind != EVENT_ASSIGN ||
			!is_plain_parameter(plain_path(body, event->value)))
			continue;
		path = &body->paths.items[event->path];
		if (path->root == ROOT_LOCAL && !path->steps[0] &&
			local_decides(body, path))
			return true;
	}
	return false;
}

/* What a body returns, if that is constants only; NULL if not. */
static const struct value *constant_result(
	struct arena *arena, const struct body *body)
{
	struct value joined = any_value(), *kept;
	bool first = true;

	for (uint32_t i = 0; i < body->blocks.count; i++) {
		const struct block *block = &body->blocks.items[i];
		struct value value;

		if (block->exit != EXIT_RETURN)
			continue;
		if (block->test.left.kind != OPERAND_CONSTANT)
			return NULL;
		value = constant_value(block->test.left.constant);
		joined = first ? value : join_ranges(joined, value);
		first = false;
	}
	if (value_is_any(&joined))
		return NULL;
	kept = arena_alloc(arena, sizeof(*kept));
	*kept = joined;
	return kept;
}

static void add_site(struct finder *finder, uint32_t event, uint32_t target)
{
	finder->engine->called[target] = true;
	*vec_add(finder->program->arena, &finder->engine->sites) =
		(struct call_site){ event, target };
}

/* A lambda that a function of the driver gets is called by it, as far as is
 * known; it may be later, and so is only possible. */
static void add_handed(struct finder *finder, const struct routine *routine,
	uint32_t index, uint32_t direct)
{
	const struct event *event =
		&routine->definition->body->events.items[index];

	if (direct == NONE ||
		!program_routine(finder->program, direct)->definition)
		return;
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		uint32_t handed = operand_routine(
			finder->program, routine, event->arguments.items[i]);

		if (handed != NONE && handed != direct &&
			runs_where_handed(
				program_routine(finder->program, handed)))
			add_site(finder, index, handed);
	}
}

/* Notes whom a call calls; whether it changes IRQL by itself. */
static bool read_call(struct finder *finder, uint32_t self, uint32_t index)
{
	const struct routine *routine = program_routine(finder->program, self);
	const struct event *event =
		&routine->definition->body->events.items[index];
	uint32_t direct;
	struct targets targets =
		call_targets(finder->program, routine, event, &direct);

	if (direct != NONE)
		add_site(finder, index, direct);
	for (uint32_t i = 0; i < targets.count; i++)
		add_site(finder, index, targets.items[i]);
	add_handed(finder, routine, index, direct);
	if (event->callee.kind == OPERAND_PATH && !targets.count &&
		!field_contract(
			finder->program, routine, event->callee.index))
		*vec_add(finder->program->arena,
			&finder->engine->flow->unknown_calls) =
			(struct unknown_call){ self, index };
	return call_changes(finder, routine, event, direct);
}

/* SILENT unless the body says something itself. */
static enum body_kind read_body(
	struct finder *finder, uint32_t self, bool guarded, bool *speaks)
{
	const struct routine *routine = program_routine(finder->program, self);
	const struct body *body = routine->definition->body;
	enum body_kind kind = BODY_SILENT;

	*speaks = routine->contract != NULL || guarded;
	find_live(finder, body);
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (!finder->live.items[e])
			continue;
		if (event->kind == EVENT_MARKER &&
			event->marker == MARKER_ASSUME)
			kind = BODY_FULL;
		else if (event->kind == EVENT_CALL &&
			read_call(finder, self, e))
			kind = BODY_FULL;
		else if (event->kind == EVENT_ASSIGN)
			*speaks |= leaves_constant(body, event);
	}
	for (uint32_t i = 0; i < body->blocks.count; i++)
		*speaks |= returns_alias(body, &body->blocks.items[i]);
	return kind;
}

/* ---- callers ----------------------------------------------------------- */

struct callers {
	uint32_t *first; /* by routine, and one more: callers */
	uint32_t *callers;
};

/* The call sites the other way round. */
static struct callers find_callers(struct finder *finder)
{
	const struct engine *engine = finder->engine;
	uint32_t count = finder->program->routines.count;
	struct callers callers;

	callers.first = arena_alloc(
		&finder->scratch, (count + 2) * sizeof(*callers.first));
	callers.callers = arena_alloc(&finder->scratch,
		(engine->sites.count + 1) * sizeof(*callers.callers));
	for (uint32_t i = 0; i < engine->sites.count; i++)
		callers.first[engine->sites.items[i].target + 2]++;
	for (uint32_t i = 2; i <= count; i++)
		callers.first[i] += callers.first[i - 1];
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t s = engine->first_site[i];
			s < engine->first_site[i + 1]; s++)
			callers.callers[callers.first[
				engine->sites.items[s].target + 1]++] = i;
	return callers;
}

/* Whoever calls what is not silent is not silent either. */
static void spread_kinds(struct finder *finder, const bool *speaks)
{
	struct callers callers = find_callers(finder);
	uint8_t *kinds = finder->engine->kinds;

	while (finder->queue.count) {
		uint32_t index =
			finder->queue.items[--finder->queue.count];

		for (uint32_t i = callers.first[index];
			i < callers.first[index + 1]; i++) {
			uint32_t caller = callers.callers[i];

			if (kinds[caller] != BODY_SILENT)
				continue;
			kinds[caller] = speaks[caller] ? BODY_FULL : BODY_PLAIN;
			*vec_add(&finder->scratch, &finder->queue) = caller;
		}
	}
}

void find_calls(struct engine *engine)
{
	struct program *program = engine->program;
	uint32_t count = program->routines.count;
	struct finder finder = { .engine = engine, .program = program };
	bool *speaks;

	arena_init(&finder.scratch);
	engine->kinds = arena_alloc(program->arena, count + 1);
	engine->first_site = arena_alloc(
		program->arena, (count + 1) * sizeof(*engine->first_site));
	engine->results = arena_alloc(
		program->arena, (count + 1) * sizeof(*engine->results));
	engine->guarded = arena_alloc(program->arena, count + 1);
	engine->paged = arena_alloc(program->arena, count + 1);
	engine->called = arena_alloc(program->arena, count + 1);
	speaks = arena_alloc(&finder.scratch, count + 1);
	find_changes(&finder);
	for (uint32_t i = 0; i < count; i++) {
		const struct routine *routine = program_routine(program, i);

		engine->first_site[i] = engine->sites.count;
		if (!routine->definition)
			continue;
		engine->guarded[i] = is_guarded(&finder, routine);
		engine->kinds[i] = (uint8_t)read_body(
			&finder, i, engine->guarded[i], &speaks[i]);
		engine->paged[i] = routine_is_paged(program, routine);
		engine->results[i] = constant_result(
			program->arena, routine->definition->body);
	}
	engine->first_site[count] = engine->sites.count;
	for (uint32_t i = 0; i < count; i++)
		if (engine->kinds[i] == BODY_FULL)
			*vec_add(&finder.scratch, &finder.queue) = i;
	spread_kinds(&finder, speaks);
	arena_release(&finder.scratch);
}
