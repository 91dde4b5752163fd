/*
 * What the call of a kernel routine does: the clauses of its contract, one
 * outcome for each way that open conditions can turn out.
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
	return call->simulation->engine->entry_key;
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

/* Our own data say "return != 0" only of routines that return a BOOLEAN. */
static bool is_success(const struct contract *contract, const struct when *when)
{
	return contract->authority == AUTHORITY_BUILTIN &&
		when->kind == WHEN_RETURN && when->test == TEST_NOT_EQUAL &&
		when->constant == 0;
}

/* Nor "Wait == 1" of a parameter that is no BOOLEAN: it is 0 then, if it is not 1. */
static bool is_true(const struct contract *contract, const struct when *when)
{
	return contract->authority == AUTHORITY_BUILTIN &&
		when->kind == WHEN_ARGUMENT && when->test == TEST_EQUAL &&
		when->constant == 1;
}

/* Learns what a decision says: of an argument, or of what is returned. */
static void learn(struct call *call, const struct contract *contract,
	const struct when *when, bool outcome)
{
	struct simulation *simulation = call->simulation;
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
	value = refine_value(value_of_key(call->state, key), when->test,
		when->constant, outcome);
	if (outcome && is_success(contract, when))
		value = constant_value(1);
	if (!outcome && is_true(contract, when))
		value = constant_value(0);
	state_bind(scratch_of(call), call->state, key, value,
		when->kind == WHEN_ARGUMENT &&
			state_tells_entry(call->state, key));
}

/* ---- clauses ----------------------------------------------------------- */

static void acquire(struct call *call, const struct clause *clause)
{
	struct held_lock lock = { subject_key(call, &clause->subject),
		clause->text, call->before, call->saved, call->index, false };

	if (lock_excludes(clause->text))
		before_lock(call->simulation, call->state, 0);
	hold_lock(call, lock);
}

/* A release that leaves IRQL alone, below where the lock was acquired, or of a
 * lock that nobody holds. */
static void check_released(
	struct call *call, const struct contract *contract, const char *key)
{
	const struct held_lock *lock = held_lock_of(call->state, key);
	bool restores = contract_clause(contract, CLAUSE_RESTORES);

	if (!restores && releases_again(call, contract))
		note_mishap(call, MISHAP_RETURNED, false);
	else if (!restores && releases_nothing(call, contract))
		note_mishap(call, MISHAP_UNHELD, false);
	if (!restores && lock &&
		(lock->saved || level_is_raised(lock->before)) &&
		call->state->level.kind == LEVEL_KNOWN &&
		!level_is_raised(call->state->level))
		note_mishap(call, MISHAP_KEPT_LOCK, false);
}

/* Where other locks are held, the one that is given back again is none of them. */
static void release(struct call *call, const struct contract *contract,
	const struct clause *clause)
{
	const char *key = subject_key(call, &clause->subject);

	check_released(call, contract, key);
	if (call->state->locks.count) {
		if (releases_again(call, contract))
			return;
		note_rightful(call);
	}
	release_key(call, key ? key : intern_in(call, "?lock"));
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

	switch (clause->kind) {
	case CLAUSE_SAVES:
		save_irql(call, contract, subject_key(call, &clause->subject),
			subject_field(call, &clause->subject));
		break;
	case CLAUSE_SAVES_GLOBAL:
		save_irql(call, contract,
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
		restore_irql(call, contract, clause);
		outcome->restores = true;
		break;
	case CLAUSE_RESTORES_GLOBAL:
		restore_global(call, contract, clause->text);
		break;
	case CLAUSE_RELEASES:
		release(call, contract, clause);
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
	learn(call, contract, open, true);
	decide(call, contract, &next);

	next.items[next.count - 1].holds = false;
	learn(&other, contract, open, false);
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
