/*
 * What the call of a kernel routine does: the clauses of its contract, one
 * outcome for each way that open conditions can turn out. Where a restored
 * IRQL is not known, three things are tried in turn: the storage it was saved
 * in, the same field of any object, the IRQL before the lock that is released
 * was acquired. Failing all, IRQL is taken to be PASSIVE_LEVEL: rather miss a
 * defect than invent one.
 */
#include <string.h>

#include "irql/effects.h"

enum { MAX_DECISIONS = 6 };

/* Conditions that a call's arguments leave open, as decided in this outcome. */
struct decisions {
	struct {
		const struct when *when;
		bool holds;
	} items[MAX_DECISIONS];
	int count;
	bool open; /* one of them is not about what the call returns */
};

static void note_mishap(
	struct call *call, enum mishap_kind kind, bool below_entry)
{
	struct simulation *simulation = call->simulation;
	struct summary *result = &simulation->result;
	struct mishap mishap = { kind, simulation->routine_index, call->index,
		simulation->engine->analyses.items[simulation->analysis].level,
		below_entry, call->state->may };

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

/* ---- conditions -------------------------------------------------------- */

static bool same_condition(const struct when *left, const struct when *right)
{
	return left->kind == right->kind &&
		left->argument == right->argument &&
		left->test == right->test && left->constant == right->constant;
}

static const bool *decided(
	const struct decisions *decisions, const struct when *when)
{
	for (int i = 0; i < decisions->count; i++)
		if (same_condition(decisions->items[i].when, when))
			return &decisions->items[i].holds;
	return NULL;
}

static const char *entry_key(const struct call *call)
{
	return intern_in(call, "#entry");
}

/* A value as a range; of the IRQL at entry, what tests have shown of it. */
static struct value known_range(const struct call *call, struct value value)
{
	const struct binding *known = value_is_entry(&value) ?
		state_find(call->state, entry_key(call)) :
		NULL;

	return known ? known->value : value;
}

static struct value irql_before(const struct call *call)
{
	return known_range(call, level_value(call->before));
}

static enum truth condition(const struct call *call,
	const struct decisions *decisions, const struct when *when)
{
	const bool *known = decided(decisions, when);
	struct value value;

	if (known)
		return *known ? TRUTH_YES : TRUTH_NO;
	switch (when->kind) {
	case WHEN_ALWAYS:
		return TRUTH_YES;
	case WHEN_ARGUMENT:
		if (when->argument >= call->event->arguments.count)
			return TRUTH_MAYBE;
		value = known_range(call,
			value_of(call->simulation, call->state,
				call->event->arguments.items[when->argument]));
		return test_value(&value, when->test, when->constant);
	case WHEN_NAMED:
		return named_condition_holds(
			       call->simulation->program, when,
			       call->simulation->routine, call->event, true) ?
			TRUTH_YES :
			TRUTH_NO;
	case WHEN_RETURN:
		if (!call->returns_irql)
			break;
		value = irql_before(call);
		return test_value(&value, when->test, when->constant);
	}
	return TRUTH_MAYBE;
}

bool contract_matters(const struct contract *contract)
{
	return contract && contract->changes;
}

/* What it says of the IRQL at the call, and so of that at entry. */
static void learn_irql(struct call *call, const struct when *when, bool outcome)
{
	if (call->before.kind == LEVEL_ENTRY)
		state_bind(scratch_of(call), call->state, entry_key(call),
			refine_value(irql_before(call), when->test,
				when->constant, outcome),
			true);
}

/* Learns what a decision says: of an argument, or of what is returned. */
static void learn(struct call *call, const struct when *when, bool outcome)
{
	struct simulation *simulation = call->simulation;
	const struct binding *known;
	struct operand operand;
	const char *key;
	struct value value;

	if (when->kind == WHEN_RETURN && call->returns_irql) {
		learn_irql(call, when, outcome);
		return;
	}
	if (when->kind == WHEN_RETURN) {
		key = key_of_result(simulation, call->index);
	} else if (when->kind == WHEN_ARGUMENT &&
		when->argument < call->event->arguments.count) {
		operand = call->event->arguments.items[when->argument];
		if (operand.kind != OPERAND_PATH)
			return;
		key = key_of_path(simulation, call->state, operand.index);
	} else {
		return;
	}
	if (!key)
		return;
	known = state_find(call->state, key);
	value = refine_value(value_of_key(call->state, key), when->test,
		when->constant, outcome);
	state_bind(scratch_of(call), call->state, key, value,
		when->kind == WHEN_ARGUMENT && (!known || known->initial));
}

/* ---- saving ------------------------------------------------------------ */

static const char *subject_key(
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

/* The field that an argument names, for when the object is not known. */
static const char *subject_field(
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

/* Whether saving under `key` loses the IRQL that releasing `lock` needs. The
 * same lock again, or an element of an array, is another object of that name; and
 * what the same call took before, in a loop, was to be given back there. */
static bool is_lost(const struct call *call, const struct contract *contract,
	const char *key, const struct held_lock *lock)
{
	return lock->saved == key && lock->event != call->index &&
		!strstr(key, "[]") && lock->key != acquired_lock(call, contract) &&
		!same_abstract_irql(lock->before, call->before);
}

static void save(struct call *call, const struct contract *contract,
	const char *key, const char *field)
{
	struct value value = level_value(call->before);

	if (key) {
		for (uint32_t i = 0; i < call->state->locks.count; i++) {
			const struct held_lock *lock =
				&call->state->locks.items[i];

			if (!is_lost(call, contract, key, lock))
				continue;
			note_mishap(call, MISHAP_SAVE_LOST, false);
			/* what follows from it is not followed */
			if (!call->simulation->engine->past_leaks)
				value = level_value(lock->before);
		}
		call->saved = key;
		state_forget(call->state, key);
		state_bind(scratch_of(call), call->state, key, value, false);
	}
	if (field)
		state_bind(scratch_of(call), call->state, field, value, false);
}

/* "*old = KeAcquireSpinLockRaiseToDpc(lock)": what was saved in the result of
 * the call is kept in the variable from now on. */
void keep_saved_irql(struct simulation *simulation, struct state *state,
	uint32_t event, const char *key)
{
	const char *result = key_of_result(simulation, event);
	struct call call = { .simulation = simulation, .state = state,
		.index = event };
	struct held_lock *kept = NULL;

	for (uint32_t i = 0; i < state->locks.count; i++)
		if (state->locks.items[i].saved == result)
			kept = &state->locks.items[i];
	if (!kept)
		return;
	kept->saved = key;
	for (uint32_t i = 0; i < state->locks.count; i++) {
		const struct held_lock *lock = &state->locks.items[i];

		if (lock->saved != key || lock->key == kept->key ||
			(lock->event == kept->event && lock->event != NONE) ||
			strstr(key, "[]") ||
			same_abstract_irql(lock->before, kept->before))
			continue;
		note_mishap(&call, MISHAP_SAVE_LOST, false);
		if (!simulation->engine->past_leaks)
			state_bind(simulation->scratch, state, key,
				level_value(lock->before), false);
	}
}

/* ---- restoring --------------------------------------------------------- */

static const struct held_lock *held(const struct state *state, const char *key)
{
	for (uint32_t i = 0; key && i < state->locks.count; i++)
		if (state->locks.items[i].key == key)
			return &state->locks.items[i];
	return NULL;
}

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

/* The lock that this call releases: the one it names, else the only one. */
static const struct held_lock *released_lock(const struct call *call,
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
		lock = key ? held(state, key) : held_kind(state, clause->text);
		*certain = lock != NULL;
		if (!lock && state->locks.count == 1)
			lock = &state->locks.items[0];
		return lock;
	}
	return NULL;
}

/* Whether IRQL is lowered below what it is known to be at entry. */
static bool is_below_entry(const struct call *call, struct abstract_irql level)
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

	if (below || (constant && !level_is_raised(level)))
		note_mishap(call, MISHAP_LOWERED, below);
	else if (!constant && lock && certain && !lock->again &&
		is_others_save(call, lock, level)) {
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
	const char *field = NULL;

	if (path->root != ROOT_LOCAL || path->steps[0])
		return NULL;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_ASSIGN || event->path != path_index)
			continue;
		if (field || event->value.kind != OPERAND_PATH)
			return NULL;
		field = key_of_field(simulation, event->value.index);
		if (!field)
			return NULL;
	}
	return field;
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

/* Where the IRQL that is restored stands; NULL when that is not known. */
static const char *restored_from(
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

/* Below DISPATCH_LEVEL nobody holds a spin lock, neither this routine nor those
 * that called it. */
static bool releases_nothing(
	const struct call *call, const struct contract *contract)
{
	const struct clause *releases =
		contract_clause(contract, CLAUSE_RELEASES);

	return releases && lock_spins(releases->text) &&
		!call->state->locks.count &&
		call->state->level.kind == LEVEL_KNOWN &&
		!level_is_raised(call->state->level);
}

static void restore(struct call *call, const struct contract *contract,
	const struct clause *clause)
{
	const char *from = restored_from(call, clause);
	struct value value = restored_value(call, clause, from);
	const char *field = restored_field(call, clause);
	struct abstract_irql level = known_level(IRQL_PASSIVE);
	bool certain = false;
	const struct held_lock *lock = released_lock(call, contract, &certain);

	if (level_of_value(call->state, &value, field, &level))
		level = check_restored(
			call, clause, lock, certain, &value, level);
	else if (releases_nothing(call, contract))
		note_mishap(call, MISHAP_UNSAVED, false);
	else if (value.kind == VALUE_SAME && strchr("ptg", value.key[0]) &&
		(!lock || !lock->saved)) /* a lock that saved none itself */
		level = (struct abstract_irql){ LEVEL_SAVED, IRQL_PASSIVE,
			value.key, field };
	else if (lock)
		level = lock->before;
	call->state->level = level;
	if (from)
		state_consume(call->state, from);
	if (field)
		state_consume(call->state, field);
}

/* ---- clauses ----------------------------------------------------------- */

static void acquire(struct call *call, const struct clause *clause)
{
	struct held_lock lock = { subject_key(call, &clause->subject),
		clause->text, call->before, call->saved, call->index, false };

	hold_lock(call, lock);
}

/* A release that leaves IRQL alone, below where the lock was acquired. */
static void check_released(
	struct call *call, const struct contract *contract, const char *key)
{
	const struct held_lock *lock = held(call->state, key);

	if (lock && (lock->saved || level_is_raised(lock->before)) &&
		call->state->level.kind == LEVEL_KNOWN &&
		!level_is_raised(call->state->level) &&
		!contract_clause(contract, CLAUSE_RESTORES))
		note_mishap(call, MISHAP_KEPT_LOCK, false);
}

/* The level that RAISES and SETS name; an argument may hold it. */
static struct abstract_irql target_level(
	const struct call *call, const struct clause *clause, bool *open)
{
	struct abstract_irql level = known_level(clause->level);
	struct value value;

	if (clause->level_argument == NONE)
		return level;
	level = known_level(IRQL_DISPATCH);
	*open = true;
	if (clause->level_argument >= call->event->arguments.count)
		return level;
	value = value_of(call->simulation, call->state,
		call->event->arguments.items[clause->level_argument]);
	if (level_from_range(&value, &level)) {
		*open = false;
	} else if (value.kind == VALUE_SAME && value.key[0] == 'p') {
		/* the caller knows, whose code inline code is */
		*open = !call->simulation->routine->is_inline;
		level = (struct abstract_irql){ LEVEL_SAVED, IRQL_PASSIVE,
			value.key, NULL };
	}
	return level;
}

static bool is_higher(struct abstract_irql level, struct abstract_irql than)
{
	if (level.kind == LEVEL_SAVED)
		return !level_is_raised(than);
	return level.kind == LEVEL_KNOWN &&
		(than.kind != LEVEL_KNOWN || level.irql > than.irql);
}

struct outcome {
	bool spins, waits, open, restores;
};

/* Remembers that something global was restored which was saved outside. */
static const char *restored_key(const struct call *call, const char *what)
{
	return intern_printf(
		&call->simulation->program->names, "@!%s", what);
}

/* Restores what was saved under a name; or what the lock that is given back with
 * it has saved itself; or it is the caller's matter. */
static void restore_global(
	struct call *call, const struct contract *contract, const char *what)
{
	struct state *state = call->state;
	const char *key = intern_printf(
		&call->simulation->program->names, "@%s", what);
	bool certain = false;
	const struct held_lock *lock = released_lock(call, contract, &certain);

	if (state_find(state, key)) {
		struct value value = value_of_key(state, key);

		level_from_range(&value, &state->level);
		state_forget(state, key);
	} else if (lock && certain) {
		state->level = lock->before;
		if (lock->saved)
			state_consume(state, lock->saved);
	} else {
		state_bind(scratch_of(call), state, restored_key(call, what),
			constant_value(1), false);
	}
}

static void apply_clause(struct call *call, const struct contract *contract,
	const struct clause *clause, struct outcome *outcome)
{
	struct abstract_irql level;
	const char *key;

	switch (clause->kind) {
	case CLAUSE_SAVES:
		save(call, contract, subject_key(call, &clause->subject),
			subject_field(call, &clause->subject));
		break;
	case CLAUSE_SAVES_GLOBAL:
		save(call, contract,
			intern_printf(&call->simulation->program->names, "@%s",
				clause->text),
			NULL);
		outcome->waits |= !strcmp(clause->text, "wait");
		break;
	case CLAUSE_ACQUIRES:
		acquire(call, clause);
		outcome->spins |= lock_spins(clause->text);
		break;
	case CLAUSE_RAISES:
		level = target_level(call, clause, &outcome->open);
		if (clause->level_argument != NONE &&
			level.kind == LEVEL_KNOWN &&
			is_higher(call->state->level, level))
			note_mishap(call, MISHAP_LOWERED,
				is_below_entry(call, level));
		if (is_higher(level, call->state->level))
			call->state->level = level;
		break;
	case CLAUSE_SETS:
		call->state->level =
			target_level(call, clause, &outcome->open);
		break;
	case CLAUSE_RESTORES:
		restore(call, contract, clause);
		outcome->restores = true;
		break;
	case CLAUSE_RESTORES_GLOBAL:
		restore_global(call, contract, clause->text);
		break;
	case CLAUSE_RELEASES:
		key = subject_key(call, &clause->subject);
		check_released(call, contract, key);
		release_key(call, key ? key : intern_in(call, "?lock"));
		break;
	default:
		break;
	}
}

/* Saves see IRQL before the call; a restore needs the lock still held. */
static int phase_of(const struct clause *clause)
{
	switch (clause->kind) {
	case CLAUSE_SAVES:
	case CLAUSE_SAVES_GLOBAL:
		return 0;
	case CLAUSE_RELEASES:
		return 2;
	default:
		return 1;
	}
}

/* Inline code raises IRQL to what a parameter says: it does where its caller, in
 * whose section it is, says DISPATCH_LEVEL or above. */
static void note_raise_to_parameter(struct call *call, struct raise raise)
{
	struct state *state = call->state;
	struct value high = any_value();

	if (state->level.kind != LEVEL_SAVED ||
		!call->simulation->routine->is_inline ||
		!names_parameter(state->level.key))
		return;
	high.low = 2;
	call->state = state_copy(&call->simulation->states, state);
	state_bind(scratch_of(call), call->state, state->level.key, high, true);
	note_raise(call, raise);
	state_drop(&call->simulation->states, call->state);
	call->state = state;
	state->raised_by =
		raise_at(call->simulation->engine, call->event, raise.inside);
}

static void settle(struct call *call, const struct contract *contract,
	const struct outcome *outcome, bool open)
{
	bool raised = level_is_raised(call->state->level);
	struct raise raise = { .by = contract->name, .inner = NONE,
		.may = open || outcome->open || call->state->may };

	if (outcome->waits)
		raise.cause = CAUSE_WAIT;
	else if (outcome->spins || contract_clause(contract, CLAUSE_ACQUIRES))
		raise.cause = CAUSE_SPIN_LOCK; /* raised with it, any lock spins */
	else
		raise.cause = CAUSE_RAISE;
	if (call->event->macro &&
		book_find(&call->simulation->program->book,
			call->event->macro))
		raise.by = intern_in(call, call->event->macro);
	/* a restore to DISPATCH_LEVEL says that it was there, not that it is new */
	if (!level_is_raised(call->before) && !outcome->restores &&
		(raised || outcome->spins || (outcome->open && !raised)))
		note_raise(call, raise);
	/* how far is a choice like any other */
	call->state->may |= raised && outcome->open;
	if (!raised)
		call->state->raised_by = NONE;
	if (!raised && !outcome->restores && !level_is_raised(call->before))
		note_raise_to_parameter(call, raise);
	note_lift(call, true);
}

/* ---- contracts --------------------------------------------------------- */

/* Whether only run time tells that a clause holds. */
static bool is_chosen(const struct call *call, const struct clause *clause)
{
	return named_condition_is_chosen(call->simulation->program,
		&clause->when, call->simulation->routine, call->event);
}

static void apply_decided(struct call *call, const struct contract *contract,
	const struct decisions *decisions)
{
	struct outcome outcome = { .spins = false };

	for (int phase = 0; phase < 3; phase++) {
		for (uint32_t i = 0; i < contract->clauses.count; i++) {
			const struct clause *clause =
				&contract->clauses.items[i];

			if (clause->changes && phase_of(clause) == phase &&
				condition(call, decisions, &clause->when) ==
					TRUTH_YES) {
				apply_clause(call, contract, clause, &outcome);
				outcome.open |= is_chosen(call, clause);
			}
		}
	}
	settle(call, contract, &outcome, decisions->open);
}

/* The first condition that is still open, or NULL. */
static const struct when *open_condition(const struct call *call,
	const struct contract *contract, const struct decisions *decisions)
{
	if (decisions->count == MAX_DECISIONS)
		return NULL;
	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->changes &&
			condition(call, decisions, &clause->when) ==
				TRUTH_MAYBE)
			return &clause->when;
	}
	return NULL;
}

static void decide(struct call *call, const struct contract *contract,
	const struct decisions *decisions);

/* Goes on in two states, in one of which the condition holds. */
static void decide_both(struct call *call, const struct contract *contract,
	const struct decisions *decisions, const struct when *open)
{
	struct decisions next = *decisions;
	struct call other = *call;

	next.items[next.count].when = open;
	next.items[next.count].holds = true;
	next.count++;
	next.open |= open->kind != WHEN_RETURN;
	other.state = state_copy(&call->simulation->states, call->state);
	learn(call, open, true);
	decide(call, contract, &next);

	next.items[next.count - 1].holds = false;
	learn(&other, open, false);
	decide(&other, contract, &next);
	*vec_add(scratch_of(call), &call->simulation->forks) = other.state;
}

static void decide(struct call *call, const struct contract *contract,
	const struct decisions *decisions)
{
	const struct when *open = open_condition(call, contract, decisions);

	if (open)
		decide_both(call, contract, decisions, open);
	else
		apply_decided(call, contract, decisions);
}

/* Storage that a call restores from and that holds one of several IRQLs, since
 * states were joined that were too many; NULL if there is none. */
static const char *unclear_save(
	const struct call *call, const struct contract *contract)
{
	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];
		const char *from;

		if (clause->kind != CLAUSE_RESTORES)
			continue;
		from = restored_from(call, clause);
		if (from && value_of_key(call->state, from).kind == VALUE_LEVELS)
			return from;
	}
	return NULL;
}

/* Each IRQL that was perhaps saved is an outcome of its own. */
static void apply_to_each(struct call *call, const struct contract *contract,
	const char *from)
{
	const struct decisions none = { .count = 0 };
	struct states *states = &call->simulation->states;
	struct state *before = state_copy(states, call->state);
	const struct value saved = value_of_key(before, from);
	struct call one = *call;

	one.state = NULL;
	for (int irql = IRQL_PASSIVE; irql < IRQL_COUNT; irql++) {
		struct abstract_irql level = known_level((enum irql)irql);
		struct value range = range_of_level(level);

		if (range.high < saved.low || range.low > saved.high)
			continue;
		one.state = one.state ? fork_from(call, before) : call->state;
		one.state->may = true;
		state_bind(scratch_of(call), one.state, from,
			level_value(level), false);
		decide(&one, contract, &none);
	}
	state_drop(states, before);
}

void apply_contract(struct call *call, const struct contract *contract)
{
	const struct decisions none = { .count = 0 };
	const char *from = unclear_save(call, contract);
	const struct clause *saves = contract_clause(contract, CLAUSE_SAVES);

	call->returns_irql = saves && saves->subject.kind == SUBJECT_RETURN;

	if (from)
		apply_to_each(call, contract, from);
	else
		decide(call, contract, &none);
}
