/*
 * What a call does to the state. A kernel routine does what its contract says;
 * a routine of the driver what its summary says; a call with several outcomes
 * goes on in several states. Where a restored IRQL is not known, three things
 * are tried in turn: the storage it was saved in, the same field of any object,
 * the IRQL before the lock that is released was acquired. Failing all, IRQL is
 * taken to be PASSIVE_LEVEL: rather miss a defect than invent one.
 */
#include <string.h>

#include "irql/engine.h"

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

struct call {
	struct simulation *simulation;
	struct state *state;
	uint32_t index;
	const struct event *event;
	struct abstract_irql before;
	uint32_t raised_before;
	const char *saved; /* the key that IRQL was saved under */
};

static struct arena *scratch_of(const struct call *call)
{
	return call->simulation->scratch;
}

static const char *intern_in(const struct call *call, const char *text)
{
	return intern(&call->simulation->program->names, text);
}

/* ---- raises ------------------------------------------------------------ */

static void note_raise(struct call *call, struct raise raise)
{
	struct simulation *simulation = call->simulation;
	struct summary *result = &simulation->result;
	uint32_t index =
		raise_at(simulation->engine, call->event, raise.inside);

	raise.routine = simulation->routine_index;
	raise.event = call->index;
	if (level_is_raised(call->state->level))
		call->state->raised_by = index;
	if (simulation->routine->is_inline && result->inlined_raise == NONE)
		result->inlined_raise = index;
	for (uint32_t i = 0; i < result->raises.count; i++) {
		struct noted_raise *known = &result->raises.items[i];

		if (known->index != index)
			continue;
		known->raise.may &= raise.may;
		return;
	}
	*vec_add(simulation->scratch, &result->raises) =
		(struct noted_raise){ index, raise };
}

static void note_mishap(
	struct call *call, enum mishap_kind kind, bool below_entry)
{
	struct simulation *simulation = call->simulation;
	struct summary *result = &simulation->result;
	struct mishap mishap = { kind, simulation->routine_index, call->index,
		simulation->engine->analyses.items[simulation->analysis].level,
		below_entry, call->state->may };

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

/* ---- conditions of a contract ------------------------------------------ */

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
		value = value_of(call->simulation, call->state,
			call->event->arguments.items[when->argument]);
		return test_value(&value, when->test, when->constant);
	case WHEN_NAMED:
		return named_condition_holds(
			       call->simulation->program, when) ?
			TRUTH_YES :
			TRUTH_NO;
	case WHEN_RETURN:
		break;
	}
	return TRUTH_MAYBE;
}

static bool has_effect(const struct clause *clause)
{
	switch (clause->kind) {
	case CLAUSE_RAISES:
	case CLAUSE_SETS:
	case CLAUSE_SAVES:
	case CLAUSE_RESTORES:
	case CLAUSE_SAVES_GLOBAL:
	case CLAUSE_RESTORES_GLOBAL:
		return true;
	case CLAUSE_ACQUIRES:
	case CLAUSE_RELEASES:
		return lock_spins(clause->text);
	default:
		return false;
	}
}

bool contract_matters(const struct contract *contract)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++)
		if (has_effect(&contract->clauses.items[i]))
			return true;
	return false;
}

/* Learns what a decision says: of an argument, or of what is returned. */
static void learn(struct call *call, const struct when *when, bool outcome)
{
	struct simulation *simulation = call->simulation;
	const struct binding *known;
	struct operand operand;
	const char *key;
	struct value value;

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

/* ---- contracts --------------------------------------------------------- */

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
	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_ACQUIRES)
			return subject_key(call, &clause->subject);
	}
	return NULL;
}

/* Whether saving under `key` loses the IRQL that releasing `lock` needs. The
 * same lock again, or an element of an array, is another object of that name. */
static bool is_lost(const struct call *call, const struct contract *contract,
	const char *key, const struct held_lock *lock)
{
	return lock->saved == key && !strstr(key, "[]") &&
		lock->key != acquired_lock(call, contract) &&
		!same_abstract_irql(lock->before, call->before);
}

static void save(struct call *call, const struct contract *contract,
	const char *key, const char *field)
{
	struct value value = level_value(call->before);

	if (key) {
		for (uint32_t i = 0; i < call->state->locks.count; i++)
			if (is_lost(call, contract, key,
				    &call->state->locks.items[i]))
				note_mishap(call, MISHAP_SAVE_LOST, false);
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

		if (lock->saved == key && lock->key != kept->key &&
			!strstr(key, "[]") &&
			!same_abstract_irql(lock->before, kept->before))
			note_mishap(&call, MISHAP_SAVE_LOST, false);
	}
}

static bool level_from_range(
	const struct value *value, struct abstract_irql *level)
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

/* The IRQL that a value means, or that the same field was given. */
static bool level_of_value(const struct state *state,
	const struct value *value, const char *field,
	struct abstract_irql *level)
{
	const struct binding *binding;

	if (level_from_range(value, level))
		return true;
	binding = field ? state_find(state, field) : NULL;
	return binding && level_from_range(&binding->value, level);
}

static const struct held_lock *held(const struct state *state, const char *key)
{
	for (uint32_t i = 0; key && i < state->locks.count; i++)
		if (state->locks.items[i].key == key)
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

		if (clause->kind != CLAUSE_RELEASES)
			continue;
		lock = held(state, subject_key(call, &clause->subject));
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

/* A restore from a constant that is low, from a number that is below the entry's
 * IRQL, or from what another lock saved. An IRQL that was saved may itself come
 * from a restore that is not known, and tells nothing of the entry. */
static void check_restored(struct call *call, const struct clause *clause,
	const struct held_lock *lock, bool certain, const struct value *value,
	struct abstract_irql level)
{
	const struct event *event = call->event;
	bool constant = clause->subject.kind == SUBJECT_ARGUMENT &&
		clause->subject.index < event->arguments.count &&
		event->arguments.items[clause->subject.index].kind ==
			OPERAND_CONSTANT;
	bool below = value->kind == VALUE_RANGE && is_below_entry(call, level);

	if (below || (constant && !level_is_raised(level)))
		note_mishap(call, MISHAP_LOWERED, below);
	else if (!constant && lock && certain &&
		is_others_save(call, lock, level))
		note_mishap(call, MISHAP_WRONG_SAVE, false);
}

static struct value restored_value(
	const struct call *call, const struct clause *clause)
{
	const char *key;

	if (clause->subject.kind == SUBJECT_ARGUMENT &&
		!clause->subject.field &&
		clause->subject.index < call->event->arguments.count)
		return value_of(call->simulation, call->state,
			call->event->arguments.items[clause->subject.index]);
	key = subject_key(call, &clause->subject);
	return key ? value_of_key(call->state, key) : any_value();
}

static void restore(struct call *call, const struct contract *contract,
	const struct clause *clause)
{
	struct value value = restored_value(call, clause);
	const char *field = subject_field(call, &clause->subject);
	struct abstract_irql level = known_level(IRQL_PASSIVE);
	bool certain = false;
	const struct held_lock *lock = released_lock(call, contract, &certain);

	if (level_of_value(call->state, &value, field, &level))
		check_restored(call, clause, lock, certain, &value, level);
	else if (lock)
		level = lock->before;
	else if (value.kind == VALUE_SAME && strchr("ptg", value.key[0]))
		level = (struct abstract_irql){ LEVEL_SAVED, IRQL_PASSIVE,
			value.key, field };
	call->state->level = level;
}

static void acquire(struct call *call, const struct clause *clause)
{
	struct held_lock lock = { subject_key(call, &clause->subject),
		clause->text, call->before, call->saved };

	if (!lock.key)
		lock.key = intern_in(call, "?lock");
	if (!held(call->state, lock.key))
		*vec_add(scratch_of(call), &call->state->locks) = lock;
}

static void release_key(struct call *call, const char *key)
{
	struct state *state = call->state;

	for (uint32_t i = 0; i < state->locks.count; i++) {
		if (state->locks.items[i].key != key)
			continue;
		state->locks.items[i] =
			state->locks.items[--state->locks.count];
		return;
	}
	if (state->locks.count) { /* an alias we do not see: the last one */
		state->locks.count--;
		return;
	}
	for (uint32_t i = 0; i < state->released.count; i++)
		if (state->released.items[i] == key)
			return;
	*vec_add(scratch_of(call), &state->released) = key;
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
	if (level_from_range(&value, &level))
		*open = false;
	else if (value.kind == VALUE_SAME && value.key[0] == 'p')
		level = (struct abstract_irql){ LEVEL_SAVED, IRQL_PASSIVE,
			value.key, NULL }; /* the caller knows */
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
		key = intern_printf(&call->simulation->program->names, "@%s",
			clause->text);
		if (state_find(call->state, key)) {
			struct value value = value_of_key(call->state, key);

			level_from_range(&value, &call->state->level);
			state_forget(call->state, key);
		} else {
			state_bind(scratch_of(call), call->state,
				restored_key(call, clause->text),
				constant_value(1), false);
		}
		break;
	case CLAUSE_RELEASES:
		key = subject_key(call, &clause->subject);
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

/* A lock of whatever kind: where IRQL is raised with it, it spins. */
static bool acquires_a_lock(const struct contract *contract)
{
	for (uint32_t i = 0; i < contract->clauses.count; i++)
		if (contract->clauses.items[i].kind == CLAUSE_ACQUIRES)
			return true;
	return false;
}

static void settle(struct call *call, const struct contract *contract,
	const struct outcome *outcome, bool open)
{
	bool raised = level_is_raised(call->state->level);
	struct raise raise = { .by = contract->name, .inner = NONE,
		.may = open || outcome->open || call->state->may };

	raise.cause = outcome->waits			       ? CAUSE_WAIT :
		outcome->spins || acquires_a_lock(contract) ? CAUSE_SPIN_LOCK :
							      CAUSE_RAISE;
	if (call->event->macro &&
		book_find(&call->simulation->program->book,
			call->event->macro))
		raise.by = intern_in(call, call->event->macro);
	/* a restore to DISPATCH_LEVEL says that it was there, not that it is new */
	if (!level_is_raised(call->before) && !outcome->restores &&
		(raised || outcome->spins || (outcome->open && !raised)))
		note_raise(call, raise);
	if (!raised)
		call->state->raised_by = NONE;
}

static void apply_decided(struct call *call, const struct contract *contract,
	const struct decisions *decisions)
{
	struct outcome outcome = { .spins = false };

	for (int phase = 0; phase < 3; phase++) {
		for (uint32_t i = 0; i < contract->clauses.count; i++) {
			const struct clause *clause =
				&contract->clauses.items[i];

			if (has_effect(clause) && phase_of(clause) == phase &&
				condition(call, decisions, &clause->when) ==
					TRUTH_YES)
				apply_clause(call, contract, clause, &outcome);
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

		if (has_effect(clause) &&
			condition(call, decisions, &clause->when) ==
				TRUTH_MAYBE)
			return &clause->when;
	}
	return NULL;
}

static void apply_contract(struct call *call, const struct contract *contract,
	const struct decisions *decisions)
{
	const struct when *open = open_condition(call, contract, decisions);
	struct decisions next = *decisions;
	struct call other = *call;

	if (!open) {
		apply_decided(call, contract, decisions);
		return;
	}
	next.items[next.count].when = open;
	next.items[next.count].holds = true;
	next.count++;
	next.open |= open->kind != WHEN_RETURN;
	other.state = state_copy(scratch_of(call), call->state);
	learn(call, open, true);
	apply_contract(call, contract, &next);

	next.items[next.count - 1].holds = false;
	learn(&other, open, false);
	apply_contract(&other, contract, &next);
	*vec_add(scratch_of(call), &call->simulation->forks) = other.state;
}

/* ---- summaries --------------------------------------------------------- */

/* What a callee's key is worth where the call stands; a plain argument needs
 * no storage of its own. */
static struct value condition_value(
	const struct call *call, const char *key, const char **in_caller)
{
	char first = key[0];

	*in_caller = key_in_caller(
		call->simulation, call->state, call->event, key);
	if (*in_caller)
		return value_of_key(call->state, *in_caller);
	if (first == 'p' && !strpbrk(key, "-.*[")) { /* a plain argument */
		uint32_t index = 0;

		for (const char *at = key + 1; *at; at++)
			index = index * 10 + (uint32_t)(*at - '0');
		if (index < call->event->arguments.count)
			return value_of(call->simulation, call->state,
				call->event->arguments.items[index]);
	}
	return any_value();
}

/* An IRQL of the callee in the caller's terms. */
static struct abstract_irql level_in_caller(
	const struct call *call, struct abstract_irql level)
{
	const char *key;
	struct value value;
	struct abstract_irql found = known_level(IRQL_PASSIVE);

	if (level.kind == LEVEL_ENTRY)
		return call->before;
	if (level.kind == LEVEL_KNOWN)
		return level;
	value = condition_value(call, level.key, &key);
	if (level_of_value(call->state, &value, level.field, &found))
		return found;
	if (call->state->locks.count == 1)
		return call->state->locks.items[0].before;
	if (value.kind == VALUE_SAME && strchr("ptg", value.key[0]))
		return (struct abstract_irql){ LEVEL_SAVED, IRQL_PASSIVE,
			value.key, level.field };
	return found;
}

static struct value value_in_caller(
	const struct call *call, const struct value *value)
{
	struct value translated = *value;

	if (value->kind == VALUE_LEVEL)
		return level_value(level_in_caller(call, value->level));
	if (value->kind == VALUE_RANGE)
		return translated;
	translated.key = key_in_caller(
		call->simulation, call->state, call->event, value->key);
	return translated.key ? translated : any_value();
}

/* Whether the caller's value of a key can meet an exit's condition. */
static enum truth meets(const struct value *value, const struct value *wanted)
{
	enum truth low, high, zero = TRUTH_YES;

	if (wanted->kind != VALUE_RANGE)
		return TRUTH_MAYBE;
	if (wanted->low == wanted->high)
		return test_value(value, TEST_EQUAL, wanted->low);
	low = test_value(value, TEST_GREATER_EQUAL, wanted->low);
	high = test_value(value, TEST_LESS_EQUAL, wanted->high);
	if (wanted->nonzero)
		zero = test_value(value, TEST_NOT_EQUAL, 0);
	if (low == TRUTH_NO || high == TRUTH_NO || zero == TRUTH_NO)
		return TRUTH_NO;
	return low == TRUTH_YES && high == TRUTH_YES && zero == TRUTH_YES ?
		TRUTH_YES :
		TRUTH_MAYBE;
}

/* Checks an exit's conditions; learns those that are not certain. */
static bool exit_is_possible(struct call *call, const struct exit *exit)
{
	for (uint32_t i = 0; i < exit->bindings.count; i++) {
		const struct binding *binding = &exit->bindings.items[i];
		const struct binding *known;
		const char *key;
		struct value value;
		enum truth truth;

		if (!binding->initial)
			continue;
		value = condition_value(call, binding->key, &key);
		truth = meets(&value, &binding->value);
		if (truth == TRUTH_NO)
			return false;
		if (truth == TRUTH_YES || !key)
			continue;
		known = state_find(call->state, key);
		state_bind(scratch_of(call), call->state, key, binding->value,
			!known || known->initial);
	}
	return true;
}

static void take_locks(struct call *call, const struct exit *exit)
{
	for (uint32_t i = 0; i < exit->released.count; i++) {
		const char *key = key_in_caller(call->simulation, call->state,
			call->event, exit->released.items[i]);

		release_key(call, key ? key : intern_in(call, "?lock"));
	}
	for (uint32_t i = 0; i < exit->locks.count; i++) {
		struct held_lock lock = exit->locks.items[i];

		lock.key = key_in_caller(
			call->simulation, call->state, call->event, lock.key);
		if (!lock.key)
			lock.key = intern_in(call, "?lock");
		lock.before = level_in_caller(call, lock.before);
		lock.saved = lock.saved ?
			key_in_caller(call->simulation, call->state,
				call->event, lock.saved) :
			NULL;
		*vec_add(scratch_of(call), &call->state->locks) = lock;
	}
}

/* What the callee wrote, in terms of this routine; read before it is bound. */
static void take_writes(struct call *call, const struct exit *exit)
{
	struct state *before = state_copy(scratch_of(call), call->state);
	struct call reading = *call;

	reading.state = before;
	for (uint32_t i = 0; i < exit->bindings.count; i++) {
		const struct binding *binding = &exit->bindings.items[i];
		const char *key;
		struct value value;

		if (binding->initial)
			continue;
		key = key_in_caller(call->simulation, before, call->event,
			binding->key);
		if (!key)
			continue;
		value = value_in_caller(&reading, &binding->value);
		state_forget(call->state, key);
		if (!value_is_any(&value))
			state_bind(scratch_of(call), call->state, key, value,
				false);
	}
}

/* KeSetEvent(…, TRUE) here and the wait in the callee. */
static void restore_globals(struct call *call, const struct exit *exit)
{
	for (uint32_t i = 0; i < exit->bindings.count; i++) {
		const char *restored = exit->bindings.items[i].key;
		const char *saved;
		struct value value;

		if (strncmp(restored, "@!", 2))
			continue;
		saved = intern_printf(&call->simulation->program->names, "@%s",
			restored + 2);
		value = value_of_key(call->state, saved);
		if (!level_from_range(&value, &call->state->level))
			continue;
		state_forget(call->state, saved);
		state_forget(call->state, restored);
	}
}

/* A callee that comes back raised without a raise has asked for its IRQL and
 * found that it was up there at entry. */
static void note_raises_of_exit(
	struct call *call, const struct exit *exit, const struct raise *inner)
{
	bool raised = level_is_raised(call->state->level);
	bool proven = exit->raise == NONE && exit->level.kind == LEVEL_KNOWN;

	if (!raised)
		call->state->raised_by = NONE;
	if (raised && !proven && !level_is_raised(call->before))
		note_raise(call, (struct raise){ .cause = inner->cause,
					 .by = inner->by,
					 .inner = exit->raise,
					 .may = exit->may ||
						 call->state->may });
}

static void apply_exit(struct call *call, const struct exit *exit)
{
	struct flow *flow = call->simulation->engine->flow;
	/* a level that the caller names: no raise was seen inside */
	struct raise inner = { .inner = NONE, .cause = CAUSE_RAISE,
		.by = exit->callee };
	struct abstract_irql level = level_in_caller(call, exit->level);
	const char *result = key_of_result(call->simulation, call->index);
	struct value value = value_in_caller(call, &exit->result);

	if (exit->raise != NONE)
		inner = flow->raises.items[exit->raise];
	take_writes(call, exit);
	take_locks(call, exit);
	call->state->level = level;
	restore_globals(call, exit);
	call->state->may |= exit->may;
	if (!value_is_any(&value))
		state_bind(scratch_of(call), call->state, result, value, false);
	note_raises_of_exit(call, exit, &inner);
}

/* An inline helper that raises and lowers is expanded in our section. */
static void note_inlined(struct call *call, const struct summary *summary)
{
	struct raise inner;

	if (summary->inlined_raise == NONE || level_is_raised(call->before))
		return;
	inner = call->simulation->engine->flow->raises
			.items[summary->inlined_raise];
	note_raise(call, (struct raise){ .cause = inner.cause, .by = inner.by,
				 .inner = summary->inlined_raise,
				 .inside = true, .may = inner.may });
}

static enum knowledge know(
	struct call *call, uint32_t target, const struct summary **summary)
{
	struct engine *engine = call->simulation->engine;

	*summary = NULL;
	if (engine->kinds[target] == BODY_SILENT)
		return KNOWS_NO_CHANGE;
	return consult(engine, call->simulation, target,
		level_index(call->before), summary);
}

/* The outcomes of calling one routine; appended to the simulation's forks. */
static void apply_summary(
	struct call *call, uint32_t target, const struct state *before)
{
	const struct routine *callee =
		program_routine(call->simulation->program, target);
	const struct summary *summary;
	enum knowledge knowledge = know(call, target, &summary);

	if (knowledge == KNOWS_NO_CHANGE)
		*vec_add(scratch_of(call), &call->simulation->forks) =
			state_copy(scratch_of(call), before);
	if (knowledge != KNOWS_EXITS)
		return;
	if (callee->is_inline) {
		call->state = state_copy(scratch_of(call), before);
		note_inlined(call, summary);
	}
	for (uint32_t i = 0; i < summary->exits.count; i++) {
		call->state = state_copy(scratch_of(call), before);
		if (!exit_is_possible(call, &summary->exits.items[i]))
			continue;
		apply_exit(call, &summary->exits.items[i]);
		*vec_add(scratch_of(call), &call->simulation->forks) =
			call->state;
	}
}

static bool apply_summaries(struct call *call, uint32_t direct,
	struct targets targets)
{
	struct simulation *simulation = call->simulation;
	uint32_t first = simulation->forks.count;
	struct state *into = call->state;
	const struct state *before;
	const struct summary *summary;

	if (direct != NONE && !targets.count &&
		know(call, direct, &summary) == KNOWS_NO_CHANGE)
		return true;
	before = state_copy(scratch_of(call), into);
	if (direct != NONE)
		apply_summary(call, direct, before);
	for (uint32_t i = 0; i < targets.count; i++)
		if (program_routine(simulation->program, targets.items[i])
				->definition)
			apply_summary(call, targets.items[i], before);
	if (targets.count + (direct != NONE) > 1)
		for (uint32_t i = first; i < simulation->forks.count; i++)
			simulation->forks.items[i]->may = true;
	if (simulation->forks.count == first)
		return false;
	*into = *simulation->forks.items[first];
	simulation->forks.items[first] =
		simulation->forks.items[--simulation->forks.count];
	call->state = into;
	return true;
}

/* ---- any call ---------------------------------------------------------- */

/* What is reached through an argument may be anything afterwards, but for two
 * things: saved IRQLs, and what a test has shown of storage that nobody here
 * assigns, or `if (ext->Held) release` would lose its partner. */
static void forget_arguments(struct call *call)
{
	if (!state_has_assigned(call->state))
		return;
	for (uint32_t i = 0; i < call->event->arguments.count; i++) {
		struct operand operand = call->event->arguments.items[i];
		const char *key;

		if (operand.kind != OPERAND_ADDRESS &&
			operand.kind != OPERAND_PATH)
			continue;
		key = operand.kind == OPERAND_ADDRESS ?
			key_of_path(call->simulation, call->state,
				operand.index) :
			key_of_pointee(
				call->simulation, call->state, operand, "*");
		if (key)
			state_forget_assigned(call->state, key);
	}
}

static const struct contract *contract_of(
	const struct call *call, const struct routine *callee)
{
	if (callee && callee->contract)
		return callee->contract;
	if (call->event->callee.kind == OPERAND_PATH)
		return field_contract(call->simulation->program,
			call->simulation->routine, call->event->callee.index);
	return call->event->macro ?
		book_find(&call->simulation->program->book,
			call->event->macro) :
		NULL;
}

static bool has_definition(struct simulation *simulation, uint32_t direct,
	struct targets targets)
{
	if (direct != NONE &&
		program_routine(simulation->program, direct)->definition)
		return true;
	for (uint32_t i = 0; i < targets.count; i++)
		if (program_routine(simulation->program, targets.items[i])
				->definition)
			return true;
	return false;
}

/* A __try round the call may take it; where there is none, its block ends. */
static bool raises_exception(const struct routine *callee)
{
	return !strncmp(callee->name, "ExRaise", 7);
}

bool apply_call(
	struct simulation *simulation, struct state *state, uint32_t event)
{
	struct call call = { .simulation = simulation, .state = state,
		.index = event, .event = &simulation->body->events.items[event],
		.before = state->level, .raised_before = state->raised_by };
	const struct decisions none = { .count = 0 };
	const struct routine *callee = NULL;
	const struct contract *contract;
	struct targets targets;
	uint32_t direct;

	if (state->bindings.count)
		state_forget(state, key_of_result(simulation, event));
	targets = call_targets(simulation->program, simulation->routine,
		call.event, &direct);
	if (direct != NONE)
		callee = program_routine(simulation->program, direct);
	if (callee && !strcmp(callee->name, "KeGetCurrentIrql")) {
		state_bind(simulation->scratch, state,
			key_of_result(simulation, event),
			level_value(state->level), false);
		return true;
	}
	if (has_definition(simulation, direct, targets)) {
		if (callee && !callee->definition)
			direct = NONE;
		forget_arguments(&call);
		return apply_summaries(&call, direct, targets);
	}
	if (callee && callee->noreturn && !raises_exception(callee))
		return false;
	contract = contract_of(&call, callee);
	forget_arguments(&call);
	if (contract_matters(contract))
		apply_contract(&call, contract, &none);
	return true;
}
