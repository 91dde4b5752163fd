/*
 * Saved IRQLs: where a call by a contract saves IRQL, and what one that restores
 * it leads to. Where a restored IRQL is not known, these are tried in turn: the
 * storage it was saved in, the same field of any object, what a caller may have
 * saved in that storage, the IRQL before the lock that is released was acquired.
 * Failing all, IRQL is taken to be PASSIVE_LEVEL: rather miss a defect than invent
 * one.
 */
#include <string.h>

#include "irql/effects.h"

void note_mishap(
	struct call *call, enum mishap_kind kind, bool below_entry)
{
	struct simulation *simulation = call->simulation;
	struct summary *result = &simulation->result;
	struct mishap mishap = { kind, simulation->routine_index, call->index,
		simulation->engine->analyses.items[simulation->analysis].level,
		below_entry, call->state->may, false };

	if (!simulation->settled)
		return;
	for (uint32_t i = 0; i < result->mishaps.count; i++) {
		struct mishap *known = &result->mishaps.items[i];

		if (known->kind == kind && known->event == call->index) {
			known->below_entry |= below_entry;
			known->may &= call->state->may;
			return;
		}
	}
	*vec_add(simulation->scratch, &result->mishaps) = mishap;
}

/* ---- saving ------------------------------------------------------------ */

const char *subject_key(
	const struct call *call, const struct subject *subject)
{
	struct simulation *simulation = call->simulation;
	const char *steps = subject->field;

	switch (subject->kind) {
	case SUBJECT_RETURN:
		return key_of_result(simulation, call->index);
	case SUBJECT_POINTEE:
	case SUBJECT_ARGUMENT:
		if (subject->index >= call->event->arguments.count)
			return NULL;
		if (subject->kind == SUBJECT_POINTEE && !steps)
			steps = "*";
		return key_of_pointee(simulation, call->state,
			call->event->arguments.items[subject->index],
			steps ? steps : "*");
	default:
		return subject->field ? intern_in(call, subject->field) : NULL;
	}
}

const char *subject_field(
	const struct call *call, const struct subject *subject)
{
	struct operand operand;

	if ((subject->kind != SUBJECT_POINTEE &&
		    subject->kind != SUBJECT_ARGUMENT) ||
		subject->index >= call->event->arguments.count)
		return NULL;
	operand = call->event->arguments.items[subject->index];
	if (operand.kind != OPERAND_PATH && operand.kind != OPERAND_ADDRESS)
		return NULL;
	return key_of_field(call->simulation, operand.index);
}

/* The key of the lock that a call by this contract acquires, or NULL. */
static const char *acquired_lock(
	const struct call *call, const struct contract *contract)
{
	const struct clause *acquires =
		contract_clause(contract, CLAUSE_ACQUIRES);

	return acquires ? subject_key(call, &acquires->subject) : NULL;
}

/* Whether the IRQL that a key held was copied from there to where it still is,
 * and can be restored from. */
static bool is_copied(struct simulation *simulation, const struct state *state,
	const char *key, struct abstract_irql level)
{
	const struct body *body = simulation->body;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct binding *copy;
		const char *to;

		if (event->kind != EVENT_ASSIGN ||
			event->value.kind != OPERAND_PATH ||
			key_of_path(simulation, state, event->value.index) !=
				key)
			continue;
		to = key_of_path(simulation, state, event->path);
		copy = to && to != key ? state_find(state, to) : NULL;
		if (copy && copy->value.kind == VALUE_LEVEL &&
			same_abstract_irql(copy->value.level, level))
			return true;
	}
	return false;
}

/* Whether saving a level under `key` loses the IRQL that releasing `lock` needs.
 * An element of an array is another object of that name. */
static bool is_lost(const struct call *call, const char *key,
	const struct held_lock *lock, struct abstract_irql level)
{
	return lock->saved == key && !strstr(key, "[]") &&
		!same_abstract_irql(lock->before, level) &&
		!is_copied(call->simulation, call->state, key, lock->before);
}

/* A save over an IRQL that is still needed; what follows from it is not followed:
 * gives what is to stand there. */
static struct value lose_save(struct call *call, struct abstract_irql lost,
	struct value saved)
{
	note_mishap(call, MISHAP_SAVE_LOST, false);
	return call->simulation->engine->past_leaks ? saved :
						      level_value(lost);
}

/* The same lock again is another object; and what the same call took before, in a
 * loop, was to be given back there. */
void save_irql(struct call *call, const struct contract *contract,
	const char *key, const char *field)
{
	struct value value = level_value(call->before);

	if (key) {
		for (uint32_t i = 0; i < call->state->locks.count; i++) {
			const struct held_lock *lock =
				&call->state->locks.items[i];

			if (lock->event != call->index &&
				lock->key != acquired_lock(call, contract) &&
				is_lost(call, key, lock, call->before))
				value = lose_save(call, lock->before, value);
		}
		call->saved = key;
		state_forget(call->state, key);
		state_bind(scratch_of(call), call->state, key, value, false);
	}
	if (field)
		state_bind(scratch_of(call), call->state, field, value, false);
}

/* A lock that a callee has taken: with what it saved in its caller's storage, the
 * save of another one may be lost. */
void save_of_callee(struct call *call, const struct held_lock *taken)
{
	struct value value = level_value(taken->before);
	bool lost = false;

	for (uint32_t i = 0; taken->saved && i < call->state->locks.count; i++) {
		const struct held_lock *lock = &call->state->locks.items[i];

		if (lock->key == taken->key ||
			!is_lost(call, taken->saved, lock, taken->before))
			continue;
		value = lose_save(call, lock->before, value);
		lost = true;
	}
	if (lost)
		state_bind(scratch_of(call), call->state, taken->saved, value,
			false);
}

static const struct contract *called_by(
	const struct simulation *simulation, uint32_t event)
{
	uint32_t callee = called_routine(simulation->program,
		simulation->routine, &simulation->body->events.items[event]);

	return callee == NONE ?
		NULL :
		program_routine(simulation->program, callee)->contract;
}

/* Whether a local is only ever filled by calls that raise IRQL and tell what it
 * was, and at least one of them is no lock's. */
static bool keeps_raises(struct simulation *simulation,
	const struct state *state, const char *key)
{
	const struct body *body = simulation->body;
	bool plain = false;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct contract *contract;

		if (event->kind != EVENT_ASSIGN ||
			key_of_path(simulation, state, event->path) != key)
			continue;
		if (event->value.kind == OPERAND_CONSTANT)
			continue;
		contract = event->value.kind == OPERAND_RESULT ?
			called_by(simulation, event->value.index) :
			NULL;
		if (!contract_clause(contract, CLAUSE_RAISES))
			return false;
		plain |= !contract_clause(contract, CLAUSE_ACQUIRES);
	}
	return plain;
}

/* Whether a raise that saved in a local is still in force when the local is
 * filled anew, with an IRQL that is raised already. */
static bool loses_raise(struct simulation *simulation,
	const struct state *state, const char *key,
	const struct value *previous, struct abstract_irql level)
{
	return previous->kind == VALUE_LEVEL && key[0] == 'l' &&
		level_is_raised(level) && !level_is_raised(previous->level) &&
		keeps_raises(simulation, state, key) &&
		!is_copied(simulation, state, key, previous->level);
}

/* "*old = KeAcquireSpinLockRaiseToDpc(lock)": what was saved in the result of
 * the call is kept in the variable from now on. */
void keep_saved_irql(struct simulation *simulation, struct state *state,
	uint32_t event, const char *key, const struct value *previous)
{
	const char *result = key_of_result(simulation, event);
	const struct binding *bound = state_find(state, key);
	struct value saved = bound ? bound->value : any_value();
	struct call call = { .simulation = simulation, .state = state,
		.index = event };
	struct abstract_irql level;
	struct held_lock *kept = NULL;
	bool of_lock = false;

	for (uint32_t i = 0; i < state->locks.count; i++)
		if (state->locks.items[i].saved == result)
			kept = &state->locks.items[i];
	if (!kept && saved.kind != VALUE_LEVEL)
		return;
	if (kept) {
		kept->saved = key;
		saved = level_value(kept->before);
	}
	level = saved.level;
	for (uint32_t i = 0; i < state->locks.count; i++) {
		const struct held_lock *lock = &state->locks.items[i];

		if (lock == kept || lock->saved != key)
			continue;
		of_lock = true;
		if (lock->event != event &&
			(!kept || (lock->key != kept->key &&
					  (lock->event != kept->event ||
						  lock->event == NONE))) &&
			is_lost(&call, key, lock, level))
			saved = lose_save(&call, lock->before, saved);
	}
	if (!of_lock && loses_raise(simulation, state, key, previous, level))
		saved = lose_save(&call, previous->level, saved);
	if (!same_abstract_irql(saved.level, level))
		state_bind(simulation->scratch, state, key, saved, false);
}

/* ---- restoring --------------------------------------------------------- */

/* Of locks of which there is one, such as the cancel spin lock. */
static const struct held_lock *held_kind(
	const struct state *state, const char *kind)
{
	for (uint32_t i = 0; kind && i < state->locks.count; i++)
		if (state->locks.items[i].kind &&
			!strcmp(state->locks.items[i].kind, kind))
			return &state->locks.items[i];
	return NULL;
}

const struct held_lock *released_lock(const struct call *call,
	const struct contract *contract, bool *certain)
{
	const struct state *state = call->state;

	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];
		const struct held_lock *lock;
		const char *key;

		if (clause->kind != CLAUSE_RELEASES)
			continue;
		key = subject_key(call, &clause->subject);
		lock = key ? held_lock_of(state, key) : held_kind(state, clause->text);
		*certain = lock != NULL;
		if (!lock && state->locks.count == 1)
			lock = &state->locks.items[0];
		return lock;
	}
	return NULL;
}

bool is_below_entry(const struct call *call, struct abstract_irql level)
{
	const struct simulation *simulation = call->simulation;
	int entry =
		simulation->engine->analyses.items[simulation->analysis].level;

	return entry != ENTRY_UNKNOWN && level.kind == LEVEL_KNOWN &&
		(int)level.irql < entry;
}

static bool holds_another(
	const struct state *state, const struct held_lock *lock)
{
	for (uint32_t i = 0; i < state->locks.count; i++)
		if (&state->locks.items[i] != lock &&
			lock_spins(state->locks.items[i].kind))
			return true;
	return false;
}

/* Two locks may be given back in the order they were taken, each with the IRQL
 * of the other: what counts is that IRQL stays up while one is held, and comes
 * down with the last. */
static bool is_others_save(const struct call *call,
	const struct held_lock *lock, struct abstract_irql level)
{
	bool raised = level_is_raised(level);

	return lock_spins(lock->kind) && !strstr(lock->key, "[]") &&
		raised != level_is_raised(lock->before) &&
		raised != holds_another(call->state, lock);
}

/* What a raise to APC_LEVEL saved that the lock was taken after. */
static bool is_raises_save(
	const struct held_lock *lock, struct abstract_irql level)
{
	return lock_spins(lock->kind) && level.kind == LEVEL_KNOWN &&
		level.irql == IRQL_PASSIVE &&
		lock->before.kind == LEVEL_KNOWN &&
		lock->before.irql == IRQL_APC;
}

static struct held_lock *lock_from(struct state *state,
	const struct held_lock *lock, struct abstract_irql level)
{
	for (uint32_t i = 0; i < state->locks.count; i++) {
		struct held_lock *other = &state->locks.items[i];

		if (other != lock && same_abstract_irql(other->before, level))
			return other;
	}
	return NULL;
}

/* The lock whose save was taken is left with what this one saved: to give it
 * back with that is the same mistake. Unless what follows from it is followed,
 * each gets what it should. */
static struct abstract_irql take_others_save(struct call *call,
	const struct held_lock *lock, struct abstract_irql level)
{
	struct held_lock *other = lock_from(call->state, lock, level);

	if (call->simulation->engine->past_leaks) {
		if (other)
			other->before = lock->before;
		return level;
	}
	if (other && lock->saved)
		state_bind(scratch_of(call), call->state, lock->saved,
			level_value(level), false);
	return lock->before;
}

/* What follows from a constant that leaves IRQL above the entry's is not
 * followed. */
static struct abstract_irql meant_level(
	const struct call *call, struct abstract_irql level)
{
	const struct simulation *simulation = call->simulation;
	int entry =
		simulation->engine->analyses.items[simulation->analysis].level;

	if (simulation->engine->past_leaks || entry == ENTRY_UNKNOWN ||
		level.kind != LEVEL_KNOWN || (int)level.irql <= entry)
		return level;
	return entry_level(entry);
}

/* The IRQL that a restore leads to. It is wrong from a constant that is low,
 * from a number that is below the entry's IRQL, or from what another lock saved.
 * An IRQL that was saved may itself come from a restore that is not known, and
 * tells nothing of the entry. */
static struct abstract_irql check_restored(struct call *call,
	const struct clause *clause, const struct held_lock *lock, bool certain,
	const struct value *value, struct abstract_irql level)
{
	const struct event *event = call->event;
	bool constant = clause->subject.kind == SUBJECT_ARGUMENT &&
		clause->subject.index < event->arguments.count &&
		event->arguments.items[clause->subject.index].kind ==
			OPERAND_CONSTANT;
	bool below = value->kind == VALUE_RANGE && is_below_entry(call, level);

	if (below || (constant && !level_is_raised(level))) {
		note_mishap(call, MISHAP_LOWERED, below);
		return meant_level(call, level);
	}
	if (!constant && lock && certain && !lock->again &&
		(is_others_save(call, lock, level) ||
			is_raises_save(lock, level))) {
		note_mishap(call, MISHAP_WRONG_SAVE, false);
		return take_others_save(call, lock, level);
	}
	return level;
}

/* The field that a local is a copy of, if it is never anything else. */
static const char *copied_field(
	struct simulation *simulation, uint32_t path_index)
{
	const struct body *body = simulation->body;
	const struct path *path = &body->paths.items[path_index];
	const struct event *store = path->root == ROOT_LOCAL && !path->steps[0] ?
		only_store(body, path_index) :
		NULL;

	return store && store->value.kind == OPERAND_PATH ?
		key_of_field(simulation, store->value.index) :
		NULL;
}

/* The field that an IRQL is restored from, be it by way of a local. */
static const char *restored_field(
	const struct call *call, const struct clause *clause)
{
	const char *field = subject_field(call, &clause->subject);
	struct operand operand;

	if (field || clause->subject.kind != SUBJECT_ARGUMENT ||
		clause->subject.index >= call->event->arguments.count)
		return field;
	operand = call->event->arguments.items[clause->subject.index];
	return operand.kind == OPERAND_PATH ?
		copied_field(call->simulation, operand.index) :
		NULL;
}

const char *restored_from(
	const struct call *call, const struct clause *clause)
{
	const struct event *event = call->event;
	struct operand argument;

	if (clause->subject.kind != SUBJECT_ARGUMENT || clause->subject.field ||
		clause->subject.index >= event->arguments.count)
		return subject_key(call, &clause->subject);
	argument = event->arguments.items[clause->subject.index];
	return argument.kind == OPERAND_PATH ?
		key_of_path(call->simulation, call->state, argument.index) :
		NULL;
}

static struct value restored_value(
	const struct call *call, const struct clause *clause, const char *from)
{
	if (from)
		return value_of_key(call->state, from);
	if (clause->subject.kind == SUBJECT_ARGUMENT &&
		!clause->subject.field &&
		clause->subject.index < call->event->arguments.count)
		return value_of(call->simulation, call->state,
			call->event->arguments.items[clause->subject.index]);
	return any_value();
}

/* The lowest IRQL at which a lock can be held that a contract releases. */
static enum irql lowest_when_held(
	const struct contract *contract, const struct clause *releases)
{
	const struct clause *needs =
		contract_clause(contract, CLAUSE_REQUIRES_MIN);

	if (lock_spins(releases->text))
		return IRQL_DISPATCH;
	return needs && needs->level_argument == NONE ? needs->level :
							IRQL_PASSIVE;
}

/* Whether an IRQL is restored from a local that nothing ever sets. */
static bool restores_unset(const struct call *call, const struct clause *clause)
{
	const struct body *body = call->simulation->body;
	const struct path *path;
	struct operand operand;

	if (clause->subject.kind != SUBJECT_ARGUMENT || clause->subject.field ||
		clause->subject.index >= call->event->arguments.count ||
		body->lost_statements)
		return false;
	operand = call->event->arguments.items[clause->subject.index];
	path = operand_whole_path(body, operand);
	return path && path->root == ROOT_LOCAL &&
		!body_may_change(body, operand.index);
}

/* Whether IRQL is what it was at entry, and a spin lock can be held there. */
static bool is_raised_as_at_entry(const struct call *call)
{
	const struct simulation *simulation = call->simulation;

	return call->state->raised_by == NONE &&
		(int)call->state->level.irql ==
		simulation->engine->analyses.items[simulation->analysis].level;
}

/* Below DISPATCH_LEVEL nobody holds a spin lock, neither this routine nor those
 * that called it. Above, whoever raised IRQL may hold it: whether anybody did is
 * for the rules to look at. */
bool releases_nothing(const struct call *call, const struct contract *contract)
{
	const struct clause *releases =
		contract_clause(contract, CLAUSE_RELEASES);
	const struct state *state = call->state;

	if (!releases || state->locks.count || state->level.kind != LEVEL_KNOWN)
		return false;
	if (level_is_raised(state->level))
		return lock_spins(releases->text) && is_raised_as_at_entry(call);
	return state->level.irql < lowest_when_held(contract, releases);
}

/* Whether a lock that is held may be the one of a key, by another pointer: it has
 * the same name in its object, or no name here. */
static bool may_be_held_lock(const struct state *state, const char *key)
{
	for (uint32_t i = 0; i < state->locks.count; i++) {
		const char *held = state->locks.items[i].key;

		if (held[0] == '?' || strchr(held, '[') ||
			!strcmp(last_step(held), last_step(key)))
			return true;
	}
	return false;
}

bool releases_again(const struct call *call, const struct contract *contract)
{
	const struct clause *releases =
		contract_clause(contract, CLAUSE_RELEASES);
	const char *key =
		releases ? subject_key(call, &releases->subject) : NULL;

	if (!key || !state_returned(call->state, key))
		return false;
	if (call->state->locks.count)
		return lock_spins(releases->text) &&
			!may_be_held_lock(call->state, key);
	return call->state->level.kind == LEVEL_ENTRY ||
		releases_nothing(call, contract);
}

bool helper_releases_again(const struct call *call, const char *key)
{
	const struct state *state = call->state;

	if (!state_returned(state, key))
		return false;
	if (state->locks.count)
		return !may_be_held_lock(state, key);
	return state->level.kind == LEVEL_ENTRY ||
		same_abstract_irql(state->level, known_level(IRQL_PASSIVE));
}

/* Whether a restore would raise IRQL, to a number that stands for "not saved":
 * `KIRQL irql = HIGH_LEVEL;`. What was tested twice does not go together then. */
static bool would_raise(const struct call *call, const struct value *value,
	struct abstract_irql level)
{
	enum irql before = call->before.kind == LEVEL_KNOWN ?
		call->before.irql :
		IRQL_DISPATCH;

	return value->kind == VALUE_RANGE && level.kind == LEVEL_KNOWN &&
		level.irql > before;
}

/* Whether locks are held that keep IRQL up, whatever a release that is wrong
 * restores: that they are held at that IRQL is not reported again. */
static bool stays_for_others(const struct call *call)
{
	return call->state->locks.count &&
		!call->simulation->engine->past_leaks;
}

/* What a caller saved, or something else, in storage that has a name; else what
 * is the default. */
static struct abstract_irql saved_elsewhere(const struct value *value,
	const char *field, struct abstract_irql otherwise)
{
	if (value->kind == VALUE_SAME && strchr("ptg", value->key[0]))
		return (struct abstract_irql){ LEVEL_SAVED, IRQL_PASSIVE,
			value->key, field };
	return otherwise;
}

void restore_irql(struct call *call, const struct contract *contract,
	const struct clause *clause)
{
	const char *from = restored_from(call, clause);
	struct value value = restored_value(call, clause, from);
	const char *field = restored_field(call, clause);
	struct abstract_irql level = known_level(IRQL_PASSIVE);
	bool certain = false;
	const struct held_lock *lock = released_lock(call, contract, &certain);

	if (releases_again(call, contract)) {
		note_mishap(call, MISHAP_RETURNED, false);
		if (stays_for_others(call) ||
			!level_of_value(call->state, &value, field, &level))
			level = call->before;
	} else if (level_of_value(call->state, &value, field, &level)) {
		level = would_raise(call, &value, level) ?
			call->before :
			check_restored(call, clause, lock, certain, &value,
				level);
	} else if (releases_nothing(call, contract)) {
		note_mishap(call, MISHAP_UNHELD, false);
		level = saved_elsewhere(&value, field, level);
	} else if (restores_unset(call, clause)) {
		note_mishap(call, MISHAP_LOWERED, false);
		level = lock ? lock->before : level;
	} else if (!lock || lock->saved != from) { /* that is somewhere else */
		level = saved_elsewhere(
			&value, field, lock ? lock->before : level);
	} else {
		level = lock->before;
	}
	call->state->level = level;
	if (from)
		state_consume(call->state, from);
	if (field)
		state_consume(call->state, field);
}
