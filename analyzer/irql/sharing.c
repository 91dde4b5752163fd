/*
 * What others do meanwhile with the storage that a routine has written. A value
 * that was assigned is shared if another routine writes another one there: to the
 * same field of the same record, in whatever object, or to the same global. Once
 * this routine has waited, for something to happen or for the first lock that it
 * takes, such a value is stale: nobody knows any more what is there.
 *
 * An object that is being made is nobody else's. So constructors neither find
 * what others write nor write what others find; nor does what is discarded after
 * initialisation.
 *
 * A lock that the callers hold may be the one that keeps the others out. Whether
 * they hold one is taken from what they call, without regard to the order, and
 * where it is not certain that they do not, what was assigned is relied upon.
 *
 * Few routines assign such values: who writes what is found out when one does.
 */
#include <stdlib.h>
#include <string.h>

#include "irql/engine.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

struct writer {
	uint32_t routine;
	struct value value; /* what it writes; made of what was there; or any */
	uint32_t next;	    /* to the same place: sharing.writers, or NONE */
};

struct sharing {
	struct map places; /* the last of writers */
	VEC(struct writer) writers;
	bool *under; /* by routine: callers may hold a lock that may be held
			below DISPATCH_LEVEL */
};

/* ---- turns ---------------------------------------------------------------- */

/* Waits, by their contracts or by what they are for. */
static bool lets_others_run(const struct routine *routine)
{
	static const char *const names[] = { "KeDelayExecutionThread",
		"NdisMSleep", "NdisWaitEvent", "ZwWaitForSingleObject" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(routine->name, names[i]))
			return true;
	return waits_for_something(routine->contract);
}

static uint8_t turns_outside(const struct routine *routine)
{
	const struct contract *contract = routine->contract;
	uint8_t turns = lets_others_run(routine) ? TURN_WAITS : 0;

	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (!lock_excludes(clause->text) || lock_spins(clause->text))
			continue;
		if (clause->kind == CLAUSE_ACQUIRES)
			turns |= TURN_LOCKS;
		if (clause->kind == CLAUSE_RELEASES)
			turns |= TURN_UNLOCKS;
	}
	return turns;
}

static uint8_t turns_called(const struct engine *engine, uint32_t routine)
{
	uint8_t turns = 0;

	for (uint32_t i = engine->first_site[routine];
		i < engine->first_site[routine + 1]; i++)
		turns |= engine->turns[engine->sites.items[i].target];
	return turns;
}

/* What takes a lock and does not give it back comes back with it. What gives back
 * what it has not taken, and waits, has waited for it, as one does for a mutex. */
static void find_wrappers(struct engine *engine)
{
	const uint8_t both = TURN_LOCKS | TURN_UNLOCKS;

	for (uint32_t i = 0; i < engine->program->routines.count; i++) {
		uint8_t called;

		if (!(engine->marks[i] & MARK_DEFINED))
			continue;
		called = turns_called(engine, i) & (both | TURN_WAITS);
		if (called == (TURN_UNLOCKS | TURN_WAITS))
			called = TURN_OWNS_WAITS;
		else if ((called & both) == both)
			called &= TURN_WAITS;
		engine->turns[i] = called;
	}
}

void find_turns(struct engine *engine)
{
	const struct program *program = engine->program;
	bool locks = false;

	engine->turns = arena_alloc(
		program->arena, program->routines.count + 1);
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = &program->routines.items[i];

		if (routine->definition || !routine->contract)
			continue;
		engine->turns[i] = turns_outside(routine);
		locks |= engine->turns[i] & (TURN_LOCKS | TURN_UNLOCKS);
	}
	if (!locks)
		return;
	find_wrappers(engine);
	find_wrappers(engine); /* of those */
}

/* ---- who writes where ----------------------------------------------------- */

/* A number for what is written at a path, in whatever object; 0: no name. */
static uint64_t place_of(const struct program *program,
	const struct routine *routine, const struct path *path)
{
	const char *record;
	uint32_t variable;

	if (path->field && path->record) {
		record = record_without_tag(path->record);
		return XXH3_64bits_withSeed(path->field, strlen(path->field),
			XXH3_64bits(record, strlen(record))) | 1;
	}
	if (path->root != ROOT_GLOBAL || path->steps[0])
		return 0;
	variable = program->units.items[routine->unit].variables[path->index];
	return variable == NONE ? 0 : ((uint64_t)variable + 1) << 1;
}

/* What an assignment makes of what was there: `Flags |= BUSY` sets a bit. */
static struct value written_value(
	const struct body *body, const struct event *event)
{
	const struct formula *formula;

	if (event->value.kind == OPERAND_CONSTANT)
		return constant_value(event->value.constant);
	if (event->value.kind != OPERAND_FORMULA)
		return any_value();
	formula = &body->formulas.items[event->value.index];
	if (formula->left.kind != OPERAND_PATH ||
		formula->left.index != event->path ||
		formula->right.kind != OPERAND_CONSTANT)
		return any_value();
	return compute_value(formula->operation, same_value(""),
		constant_value(formula->right.constant));
}

static void add_writer(struct engine *engine, uint32_t index,
	const struct path *path, struct value value)
{
	struct arena *arena = engine->program->arena;
	struct sharing *sharing = engine->sharing;
	uint64_t place = place_of(engine->program,
		program_routine(engine->program, index), path);

	if (!place)
		return;
	*vec_add(arena, &sharing->writers) = (struct writer){ index, value,
		map_get_number(&sharing->places, place) };
	map_set_number(arena, &sharing->places, place,
		sharing->writers.count - 1);
}

/* Whoever gets the address of a place may write anything there. */
static void read_address(struct engine *engine, uint32_t index,
	const struct body *body, struct operand operand)
{
	if (operand.kind == OPERAND_ADDRESS)
		add_writer(engine, index, &body->paths.items[operand.index],
			any_value());
}

static void read_writes(struct engine *engine, uint32_t index)
{
	const struct body *body =
		program_routine(engine->program, index)->body;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind == EVENT_ASSIGN)
			add_writer(engine, index,
				&body->paths.items[event->path],
				written_value(body, event));
		if (event->kind == EVENT_ASSIGN || event->kind == EVENT_ADDRESS)
			read_address(engine, index, body, event->value);
		for (uint32_t k = 0; k < event->arguments.count; k++)
			read_address(engine, index, body,
				event->arguments.items[k]);
	}
}

/* What is called by a routine that takes such a lock itself, or may be entered
 * with one. */
static void find_those_under_locks(struct engine *engine)
{
	uint32_t count = engine->program->routines.count;
	bool *under = arena_alloc(engine->program->arena, count + 1);
	VEC(uint32_t) queue = { 0 };

	engine->sharing->under = under;
	for (uint32_t i = 0; i < count; i++)
		if ((engine->marks[i] & MARK_DEFINED) &&
			(turns_called(engine, i) & (TURN_LOCKS | TURN_UNLOCKS)))
			*vec_add(&engine->scratch, &queue) = i;
	while (queue.count) {
		uint32_t index = queue.items[--queue.count];

		for (uint32_t i = engine->first_site[index];
			i < engine->first_site[index + 1]; i++) {
			uint32_t target = engine->sites.items[i].target;

			if (under[target] ||
				!(engine->marks[target] & MARK_DEFINED))
				continue;
			under[target] = true;
			*vec_add(&engine->scratch, &queue) = target;
		}
	}
}

static const struct sharing *sharing_of(struct engine *engine)
{
	static const uint16_t alone = MARK_SPECIAL | MARK_DISCARDABLE;

	if (engine->sharing)
		return engine->sharing;
	engine->sharing = arena_alloc(
		engine->program->arena, sizeof(*engine->sharing));
	for (uint32_t i = 0; i < engine->program->routines.count; i++)
		if ((engine->marks[i] & MARK_DEFINED) &&
			!(engine->marks[i] & alone))
			read_writes(engine, i);
	find_those_under_locks(engine);
	return engine->sharing;
}

/* ---- what is shared ------------------------------------------------------- */

bool key_is_shared(const struct simulation *simulation, const char *key)
{
	if (key[0] == 't' && (simulation->engine->marks
			[simulation->routine_index] & MARK_SPECIAL))
		return false;
	return key[0] == 'g' || (strchr("lprt", key[0]) && strpbrk(key, "-*"));
}

/* Whether a routine stores a parameter where others find it. */
static bool keeps_parameter(
	const struct program *program, uint32_t index, uint32_t parameter)
{
	const struct body *body =
		index == NONE ? NULL : program_routine(program, index)->body;

	for (uint32_t i = 0; body && i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct path *path = event->kind == EVENT_ASSIGN ?
			operand_whole_path(body, event->value) :
			NULL;

		if (path && path->root == ROOT_PARAMETER &&
			path->index == parameter &&
			!path_is_own(&body->paths.items[event->path]))
			return true;
	}
	return false;
}

static bool is_address_in(
	const struct body *body, struct operand operand, uint32_t local)
{
	const struct path *path = operand.kind == OPERAND_ADDRESS ?
		&body->paths.items[operand.index] :
		NULL;

	return path && path_is_own(path) && path->index == local;
}

static bool gives_away(
	const struct simulation *simulation, uint32_t index, uint32_t local)
{
	const struct body *body = simulation->body;
	const struct event *event = &body->events.items[index];
	uint32_t callee;

	if (event->kind == EVENT_ASSIGN)
		return is_address_in(body, event->value, local) &&
			!path_is_own(&body->paths.items[event->path]);
	if (event->kind != EVENT_CALL)
		return false;
	callee = called_routine(
		simulation->program, simulation->routine, event);
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (is_address_in(body, event->arguments.items[i], local) &&
			keeps_parameter(simulation->program, callee, i))
			return true;
	return false;
}

/* Whether a key is of a local whose address is stored where others find it, by
 * this routine or by one that it hands that address to. */
static bool is_given_away(
	const struct simulation *simulation, const char *key)
{
	uint32_t local = (uint32_t)strtoul(key + 1, NULL, 10);

	for (uint32_t i = 0; key[0] == 'l' && i < simulation->body->events.count;
		i++)
		if (gives_away(simulation, i, local))
			return true;
	return false;
}

/* Each unit may have a routine of a header's. */
static bool is_other(const struct simulation *simulation, uint32_t routine)
{
	return routine != simulation->routine_index &&
		strcmp(program_routine(simulation->program, routine)->name,
			simulation->routine->name);
}

/* Whether what is written makes that untrue which is known. */
static bool changes(const struct value *written, const struct value *known)
{
	return value_is_any(written) ||
		(written->kind == VALUE_MADE && written->offset) ||
		values_are_disjoint(written, known);
}

/* An integer, which is no counter: that goes up and down in pairs. */
static bool is_flag(const struct value *value)
{
	return value->kind == VALUE_MADE ? value->kept != -1 :
		value->kind == VALUE_RANGE && !value->counted;
}

bool others_write(const struct simulation *simulation, const char *key,
	uint32_t path, const struct value *value)
{
	struct value known = as_range(value);
	const struct sharing *sharing;
	uint64_t place;

	if (!is_flag(value))
		return false;
	place = place_of(simulation->program, simulation->routine,
		&simulation->body->paths.items[path]);
	if (!place || (!key_is_shared(simulation, key) &&
			      !is_given_away(simulation, key)))
		return false;
	sharing = sharing_of(simulation->engine);
	for (uint32_t i = map_get_number(&sharing->places, place); i != MAP_NONE;
		i = sharing->writers.items[i].next) {
		const struct writer *writer = &sharing->writers.items[i];

		if (is_other(simulation, writer->routine) &&
			changes(&writer->value, &known))
			return true;
	}
	return false;
}

/* ---- the others' turn ----------------------------------------------------- */

/* Whether there is anything that may get stale. */
static bool knows_shared(
	const struct simulation *simulation, const struct state *state)
{
	for (uint32_t i = 0; simulation->engine->sharing &&
		i < state->bindings.count; i++)
		if (state->bindings.items[i].shared)
			return true;
	return false;
}

/* Whether whoever called this routine may hold a lock still. */
static bool may_be_under_lock(
	const struct simulation *simulation, const struct state *state)
{
	struct engine *engine = simulation->engine;
	int level = engine->analyses.items[simulation->analysis].level;

	if (!(engine->marks[simulation->routine_index] & MARK_CALLED) ||
		state->released.count)
		return false;
	return level_is_high(level) ||
		sharing_of(engine)->under[simulation->routine_index];
}

/* Whether this routine holds more locks than those that were given back. */
static bool holds_lock(const struct state *state, uint32_t given_back)
{
	uint32_t held = state->slow_locks;

	for (uint32_t i = 0; i < state->locks.count; i++)
		held += lock_excludes(state->locks.items[i].kind);
	return held > given_back;
}

void before_lock(const struct simulation *simulation, struct state *state,
	uint32_t given_back)
{
	if (knows_shared(simulation, state) && !holds_lock(state, given_back) &&
		(given_back || !may_be_under_lock(simulation, state)))
		state_age(state);
}

static void before_slow_lock(
	const struct simulation *simulation, struct state *state)
{
	before_lock(simulation, state, 0);
	if (state->slow_locks < MAX_SLOW_LOCKS)
		state->slow_locks++;
}

/* A routine of the driver waits if it may, or if what it calls may. */
static bool waits_in(struct engine *engine, uint32_t callee)
{
	return (engine->turns[callee] & TURN_WAITS) ||
		((engine->marks[callee] & MARK_DEFINED) &&
			writes_of(engine, callee)->waits);
}

void take_turns(const struct simulation *simulation, struct state *state,
	uint32_t callee)
{
	struct engine *engine = simulation->engine;
	uint8_t turns = engine->turns[callee];
	bool owns = engine->turns[simulation->routine_index] & TURN_OWNS_WAITS;

	if ((turns & TURN_LOCKS) || ((turns & TURN_WAITS) && owns))
		before_slow_lock(simulation, state);
	else if (!turns && !engine->sharing)
		return;
	else if ((turns & TURN_UNLOCKS) && state->slow_locks)
		state->slow_locks--;
	else if (knows_shared(simulation, state) &&
		!level_is_raised(state->level) && waits_in(engine, callee))
		state_age(state);
}
