/*
 * What a call does to the state. A kernel routine does what its contract says
 * (clauses.c), a routine of the driver what its summary says (summaries.c); a
 * call with several outcomes goes on in several states.
 */
#include <string.h>

#include "irql/effects.h"

struct arena *scratch_of(const struct call *call)
{
	return call->simulation->scratch;
}

struct state *fork_from(struct call *call, const struct state *state)
{
	struct state *fork = state_copy(&call->simulation->states, state);

	*vec_add(scratch_of(call), &call->simulation->forks) = fork;
	return fork;
}

const char *intern_in(const struct call *call, const char *text)
{
	return intern(&call->simulation->program->names, text);
}

/* ---- levels, raises and locks ------------------------------------------ */

bool level_from_range(const struct value *value, struct abstract_irql *level)
{
	if (value->kind == VALUE_LEVEL) {
		*level = value->level;
		return true;
	}
	if (value->kind != VALUE_RANGE || value->low != value->high ||
		value->low < 0)
		return false;
	*level = known_level(value->low >= 15 ? IRQL_HIGH :
			value->low > 2	      ? IRQL_DIRQL :
						(enum irql)value->low);
	return true;
}

/* Whether the IRQL that a field was given went to another object than that of a key,
 * as far as is known where it went. */
static bool went_elsewhere(
	const struct state *state, const char *key, const struct value *given)
{
	bool elsewhere = false;

	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *binding = &state->bindings.items[i];

		if (binding->key[0] == 'F' || !same_values(&binding->value, given) ||
			strcmp(last_step(binding->key), last_step(key)))
			continue;
		if (!key_is_further(binding->key, key))
			return false;
		elsewhere = true;
	}
	return elsewhere;
}

/* The IRQL that a value means, or that the same field was given, of whatever object
 * that may be this one. */
bool level_of_value(const struct state *state, const struct value *value,
	const char *field, struct abstract_irql *level)
{
	const struct binding *binding;

	if (level_from_range(value, level))
		return true;
	binding = field ? state_find(state, field) : NULL;
	return binding &&
		!(value->kind == VALUE_SAME &&
			went_elsewhere(state, value->key, &binding->value)) &&
		level_from_range(&binding->value, level);
}

struct noted_raise *noted_raise(struct summary *result, uint32_t index)
{
	for (uint32_t i = 0; i < result->raises.count; i++)
		if (result->raises.items[i].index == index)
			return &result->raises.items[i];
	return NULL;
}

void note_raise(struct call *call, struct raise raise)
{
	struct simulation *simulation = call->simulation;
	struct summary *result = &simulation->result;
	struct noted_raise *known;
	struct noted_raise noted = { .index = raise_at(simulation->engine,
					     call->event, raise.inside) };

	raise.routine = simulation->routine_index;
	raise.event = call->index;
	noted.raise = raise;
	conditions_read(simulation, call->state, &noted.conditions);
	tests_read(simulation->scratch, call->state, &noted.tests);
	if (level_is_raised(call->state->level))
		call->state->raised_by = noted.index;
	if (simulation->routine->is_inline && result->inlined_raise == NONE)
		result->inlined_raise = noted.index;
	known = noted_raise(result, noted.index);
	if (known) {
		known->raise.may &= raise.may;
		conditions_join(&known->conditions, &noted.conditions);
		conditions_join(&known->tests, &noted.tests);
		return;
	}
	*vec_add(simulation->scratch, &result->raises) = noted;
}

static bool is_below_apc(struct abstract_irql level)
{
	return !level_is_raised(level) &&
		(level.kind != LEVEL_KNOWN || level.irql < IRQL_APC);
}

/* A level in which the entry at DISPATCH_LEVEL or above still shows. */
static bool is_high_entry(
	const struct state *state, struct abstract_irql level)
{
	return level.kind == LEVEL_KNOWN && level_is_raised(level) &&
		state->raised_by == NONE;
}

void note_lift(struct call *call, bool always)
{
	const struct abstract_irql level = call->state->level;
	const struct abstract_irql before = call->before;
	uint32_t event = always ? call->index : NONE;

	if (is_below_apc(level))
		call->state->lifted = NONE;
	else if (is_below_apc(before) && !level_is_raised(level))
		call->state->lifted = event;
	else if (is_high_entry(call->state, before) &&
		is_high_entry(call->state, level) && level.irql != before.irql)
		call->state->lifted = level.irql > before.irql ? event : NONE;
}

void hold_lock(struct call *call, struct held_lock lock)
{
	struct state *state = call->state;

	if (!lock.key)
		lock.key = intern_in(call, "?lock");
	state_forget_returned(state, lock.key);
	for (uint32_t i = 0; i < state->locks.count; i++) {
		struct held_lock *known = &state->locks.items[i];

		if ((known->event == lock.event && lock.event != NONE) ||
			known->key == lock.key) {
			known->again = true;
			return;
		}
	}
	*vec_add(scratch_of(call), &call->state->locks) = lock;
}

void note_rightful(const struct call *call)
{
	struct simulation *simulation = call->simulation;

	if (simulation->settled)
		*vec_add(simulation->scratch, &simulation->rightful) =
			call->index;
}

void release_key(struct call *call, const char *key)
{
	struct state *state = call->state;

	for (uint32_t i = 0; i < state->locks.count; i++) {
		if (state->locks.items[i].key != key)
			continue;
		state->stray |= state->locks.items[i].again;
		state->locks.items[i] =
			state->locks.items[--state->locks.count];
		if (names_one_lock(key))
			*vec_add(scratch_of(call), &state->returned) = key;
		return;
	}
	if (state->locks.count) { /* an alias we do not see: the last one */
		state->locks.count--;
		state->stray = true;
		return;
	}
	if (!state_gave_back(state, key))
		*vec_add(scratch_of(call), &state->released) = key;
	state->stray |= strstr(key, "[]") != NULL;
}

/* ---- any call ---------------------------------------------------------- */

/* A pointer whose address is handed over may lead to another lock afterwards. */
static void forget_returned_through(struct call *call)
{
	for (uint32_t i = 0; i < call->event->arguments.count &&
		call->state->returned.count; i++) {
		struct operand operand = call->event->arguments.items[i];
		const char *key = operand.kind == OPERAND_ADDRESS ?
			key_of_path(call->simulation, call->state,
				operand.index) :
			NULL;

		if (key && !state_returned(call->state, key))
			state_forget_returned(call->state, key);
	}
}

/* Whether all that a kernel routine writes through an argument is the IRQL that it
 * saves there; where it saves none, what is there stays. */
static bool only_saves(const struct call *call, uint32_t callee, uint32_t argument)
{
	const struct contract *contract =
		callee == NONE ||
			(call->simulation->engine->marks[callee] & MARK_DEFINED) ?
		NULL :
		program_routine(call->simulation->program, callee)->contract;

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_SAVES &&
			clause->subject.kind == SUBJECT_POINTEE &&
			clause->subject.index == argument &&
			!clause->subject.field)
			return true;
	}
	return false;
}

/* What is reached through an argument may be anything afterwards, but for three
 * things: saved IRQLs, what a test has shown of storage that nobody here
 * assigns, or `if (ext->Held) release` would lose its partner, and fields that
 * the callee never writes. */
void forget_arguments(struct call *call, uint32_t callee)
{
	struct engine *engine = call->simulation->engine;
	struct handing handing = { 0 };

	if (callee != NONE)
		take_turns(call->simulation, call->state, callee);
	forget_returned_through(call);
	if (!state_has_assigned(call->state) ||
		(callee != NONE && (engine->marks[callee] & MARK_PRINTS)))
		return;
	if (callee != NONE && (engine->marks[callee] & MARK_DEFINED))
		handing.writes = writes_of(engine, callee);
	if (handing.writes && handing.writes->globals)
		state_forget_assigned_globals(
			call->state, handing.writes->globals);
	for (uint32_t i = 0; i < call->event->arguments.count; i++) {
		struct operand operand = call->event->arguments.items[i];
		struct value value;

		if ((operand.kind != OPERAND_ADDRESS &&
			    operand.kind != OPERAND_PATH) ||
			only_saves(call, callee, i))
			continue;
		value = copied_value(call->simulation, call->state, operand);
		handing.key = value.kind == VALUE_ADDRESS ||
				value.kind == VALUE_SAME ?
			value.key :
			key_of_path(call->simulation, call->state,
				operand.index);
		handing.type = call->simulation->body->paths
				       .items[operand.index]
				       .type;
		handing.pointer = operand.kind == OPERAND_PATH &&
			value.kind != VALUE_ADDRESS;
		if (handing.key)
			state_forget_assigned(call->state, handing);
	}
}

static const struct contract *contract_through(
	const struct call *call, uint32_t path)
{
	struct program *program = call->simulation->program;
	const struct routine *routine = call->simulation->routine;
	const struct contract *contract =
		field_contract(program, routine, path);

	return contract ? contract : pointer_contract(program, routine, path);
}

static const struct contract *contract_of(
	const struct call *call, const struct routine *callee)
{
	if (callee && callee->contract)
		return callee->contract;
	if (call->event->callee.kind == OPERAND_PATH)
		return contract_through(call, call->event->callee.index);
	return call->event->macro ?
		book_find(&call->simulation->program->book,
			call->event->macro) :
		NULL;
}

static bool is_defined(const struct simulation *simulation, uint32_t routine)
{
	return simulation->engine->marks[routine] & MARK_DEFINED;
}

static bool has_definition(const struct simulation *simulation,
	uint32_t direct, struct targets targets)
{
	if (direct != NONE && is_defined(simulation, direct))
		return true;
	for (uint32_t i = 0; i < targets.count; i++)
		if (is_defined(simulation, targets.items[i]))
			return true;
	return false;
}

bool tells_irql(const struct routine *routine)
{
	return !strcmp(routine->name, "KeGetCurrentIrql");
}

/* Whether all that a call of a routine by its name can do is to write through
 * its arguments. */
static bool leaves_irql(const struct call *call, uint32_t direct)
{
	const struct engine *engine = call->simulation->engine;
	uint16_t marks = engine->marks[direct];

	if (call->event->is_virtual)
		return false;
	if (marks & MARK_DEFINED)
		return engine->kinds[direct] == BODY_SILENT;
	return !(marks & (MARK_CHANGES | MARK_NO_RETURN)) &&
		((marks & MARK_CONTRACT) || !call->event->macro);
}

/* The call of something that the driver does not define. */
static bool apply_outside(struct call *call, uint32_t direct)
{
	struct simulation *simulation = call->simulation;
	const struct routine *callee = direct == NONE ?
		NULL :
		program_routine(simulation->program, direct);
	const struct contract *contract;

	if (callee && tells_irql(callee)) {
		state_bind(simulation->scratch, call->state,
			key_of_result(simulation, call->index),
			level_value(call->state->level), false);
		return true;
	}
	if (callee && (simulation->engine->marks[direct] & MARK_NO_RETURN))
		return false;
	contract = contract_of(call, callee);
	forget_arguments(call, direct);
	if (contract_matters(contract))
		apply_contract(call, contract);
	return true;
}

/* The binding of what KeSetEvent saved for a wait; NULL if it is not certain
 * that one is due. */
static const struct binding *due_wait(
	struct simulation *simulation, const struct state *state)
{
	const struct binding *saved =
		state_find(state, simulation->engine->wait_key);
	const struct noted_raise *noted;

	if (!saved)
		return NULL;
	noted = noted_raise(&simulation->result, state->raised_by);
	return noted && noted->raise.cause == CAUSE_WAIT && !noted->raise.may ?
		saved :
		NULL;
}

/* Whether a call comes instead of the wait: it is none and leads to none, and is
 * none of those that do not count, such as one that computes the timeout. */
static bool is_no_wait(struct engine *engine, uint32_t target)
{
	const struct contract *contract =
		program_routine(engine->program, target)->contract;
	const struct writes *writes;

	if (!(engine->marks[target] & MARK_DEFINED))
		return contract && !waits_for_something(contract);
	writes = writes_of(engine, target);
	return writes->calls && !writes->waits;
}

void give_up_wait(
	struct simulation *simulation, struct state *state, uint32_t event)
{
	const struct engine *engine = simulation->engine;
	uint32_t routine = simulation->routine_index;
	const struct binding *saved;
	uint32_t site;

	saved = state->raised_by == NONE ? NULL : due_wait(simulation, state);
	if (!saved)
		return;
	site = site_of(engine, routine, event);
	if (site == engine->first_site[routine + 1] ||
		engine->sites.items[site].event != event ||
		!is_no_wait(simulation->engine,
			engine->sites.items[site].target) ||
		!level_from_range(&saved->value, &state->level))
		return;
	state->raised_by = NONE;
	state_forget(state, saved->key);
}

bool apply_call(
	struct simulation *simulation, struct state *state, uint32_t event)
{
	struct call call = { .simulation = simulation, .state = state,
		.index = event, .event = &simulation->body->events.items[event],
		.before = state->level, .raised_before = state->raised_by };
	uint32_t direct = operand_routine(simulation->program,
		simulation->routine, call.event->callee);
	struct targets targets;

	if (state_knows_results(state))
		state_forget(state, key_of_result(simulation, event));
	if (direct != NONE && leaves_irql(&call, direct)) {
		forget_arguments(&call, direct);
		apply_answer(&call, direct);
		return true;
	}
	targets = call_targets(simulation->program, simulation->routine,
		call.event, &direct);
	if (!has_definition(simulation, direct, targets))
		return apply_outside(&call, direct);
	if (direct != NONE && !is_defined(simulation, direct))
		direct = NONE;
	return apply_summaries(&call, direct, targets);
}
