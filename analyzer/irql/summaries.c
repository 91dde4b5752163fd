/*
 * What the call of a routine of the driver does: each way that its summary says
 * it returns is an outcome, in the caller's terms, unless what the caller knows
 * rules it out.
 */
#include <string.h>

#include "irql/effects.h"

/* ---- in terms of the caller -------------------------------------------- */

struct value condition_value(
	const struct call *call, const char *key, const char **in_caller)
{
	const char *steps;
	uint32_t index;

	*in_caller = key_in_caller(
		call->simulation, call->state, call->event, key);
	if (*in_caller)
		return value_of_key(call->state, *in_caller);
	index = parameter_of_key(key, &steps);
	return index < call->event->arguments.count && !*steps ?
		value_of(call->simulation, call->state,
			call->event->arguments.items[index]) :
		any_value();
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

/* Made of what was there when the callee was entered: of what the caller has
 * there now. */
static struct value made_in_caller(
	const struct call *call, const struct value *made)
{
	const char *key;
	struct value value;

	if (made->key[0] != '=')
		return any_value();
	value = condition_value(call, intern_in(call, made->key + 1), &key);
	if (key && value.kind == VALUE_RANGE && value.low != value.high &&
		state_tells_entry(call->state, key))
		value = same_value(key);
	return compose_made(made, &value);
}

/* What the callee found in storage that it has overwritten since, "=p0->Lock": what
 * the caller had there. */
static struct value entry_in_caller(const struct call *call, const char *found)
{
	const char *key;
	struct value value =
		condition_value(call, intern_in(call, found + 1), &key);

	if (value.kind != VALUE_SAME || value.key != key)
		return value;
	return key_is_callers(key) && state_tells_entry(call->state, key) ?
		same_value(key_at_entry(call->simulation, key)) :
		any_value();
}

static struct value value_in_caller(
	const struct call *call, const struct value *value)
{
	struct value translated = *value, argument = any_value();

	if (value->kind == VALUE_LEVEL)
		return level_value(level_in_caller(call, value->level));
	if (value->kind == VALUE_RANGE || value->kind == VALUE_LEVELS)
		return translated;
	if (value->kind == VALUE_MADE)
		return made_in_caller(call, value);
	if (value->kind == VALUE_SAME && value->key[0] == '=')
		return entry_in_caller(call, value->key);
	if (value->kind == VALUE_SAME) /* perhaps an argument: its value */
		argument = condition_value(call, value->key, &translated.key);
	else
		translated.key = key_in_caller(call->simulation, call->state,
			call->event, value->key);
	return translated.key ? translated : argument;
}

/* What a callee restores from storage that it knows by one name may be what it has
 * saved there by another. */
static struct abstract_irql level_of_exit(
	const struct call *call, const struct exit *exit)
{
	const char *from = exit->level.kind == LEVEL_SAVED ?
		key_in_caller(call->simulation, call->state, call->event,
			exit->level.key) :
		NULL;

	for (uint32_t i = 0; from && i < exit->bindings.count; i++) {
		const struct binding *binding = &exit->bindings.items[i];

		if (binding->value.kind == VALUE_LEVEL &&
			binding->key != exit->level.key &&
			key_in_caller(call->simulation, call->state,
				call->event, binding->key) == from)
			return level_in_caller(call, binding->value.level);
	}
	return level_in_caller(call, exit->level);
}

/* ---- one way it returns ------------------------------------------------ */

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
		lock.before = level_in_caller(call, lock.before);
		lock.event = NONE;
		lock.saved = lock.saved ?
			key_in_caller(call->simulation, call->state,
				call->event, lock.saved) :
			NULL;
		save_of_callee(call, &lock);
		hold_lock(call, lock);
	}
}

static bool is_write(const struct binding *binding)
{
	return !binding->initial && binding->key[0] != '?';
}

static bool writes(const struct exit *exit)
{
	for (uint32_t i = 0; i < exit->bindings.count; i++)
		if (is_write(&exit->bindings.items[i]))
			return true;
	return false;
}

/* Whether an exit tells what has been written there. */
static bool tells_written(const struct exit *exit, const char *key)
{
	for (uint32_t i = 0; i < exit->bindings.count; i++)
		if (exit->bindings.items[i].key == key &&
			!exit->bindings.items[i].initial)
			return true;
	return false;
}

/* Whether a callee's key means the same here: "p0->Held" where p0 is handed on. */
static bool is_handed_on(
	const struct call *call, const struct state *state, const char *key)
{
	struct operand argument;
	const struct path *path;
	const char *steps;
	uint32_t index = parameter_of_key(key, &steps);

	if (key[0] == 'g')
		return true;
	if (index >= call->event->arguments.count)
		return false;
	argument = call->event->arguments.items[index];
	path = operand_whole_path(call->simulation->body, argument);
	return path && path->root == ROOT_PARAMETER && path->index == index &&
		!state_find(state, key_of_path(call->simulation, state,
					   argument.index));
}

/* Whether all that an exit wrote means the same here, and it tells of none what. */
static bool all_handed_on(const struct call *call, const struct state *before,
	const struct exit *exit)
{
	for (uint32_t i = 0; i < exit->written->count; i++)
		if (!is_handed_on(call, before, exit->written->keys[i]) ||
			tells_written(exit, exit->written->keys[i]))
			return false;
	return true;
}

/* That it wrote there, even if not what. */
static void note_written(
	struct call *call, const struct state *before, const struct exit *exit)
{
	const struct key_set *written = exit->written, *flags = NULL;

	if (!written)
		return;
	if (all_handed_on(call, before, exit)) {
		call->state->written =
			key_set_join(call->state->written, written);
		state_forget_flags(call->state, written);
		return;
	}
	for (uint32_t i = 0; i < written->count; i++) {
		const char *key = written->keys[i];

		if (!is_handed_on(call, before, key))
			key = key_in_caller(call->simulation, before,
				call->event, key);
		if (!key)
			continue;
		if (!tells_written(exit, written->keys[i]))
			flags = key_set_with(written->all, flags, key);
		if (key_is_callers(key))
			call->state->written = key_set_with(
				written->all, call->state->written, key);
	}
	state_forget_flags(call->state, flags);
}

/* Of an object that only this routine knows, what the callee wrote is so. */
static void bind_written(struct call *call, const struct binding *written,
	const char *key, struct value value)
{
	struct binding *bound = state_bind(
		scratch_of(call), call->state, key, value, false);

	bound->shared = written->shared &&
		key_is_shared(call->simulation, key);
	bound->stale = written->stale && bound->shared;
}

/* What the callee wrote, in terms of this routine, and of what was there before
 * the call. */
static void take_writes(
	struct call *call, const struct exit *exit, struct state *before)
{
	struct call reading = *call;
	VEC(const char *) made = { 0 };

	if (!before) {
		note_written(call, call->state, exit);
		return;
	}
	reading.state = before;
	for (uint32_t i = 0; i < exit->bindings.count; i++) {
		const struct binding *binding = &exit->bindings.items[i];
		const char *key;
		struct value value;

		if (!is_write(binding))
			continue;
		key = key_in_caller(call->simulation, before, call->event,
			binding->key);
		if (!key)
			continue;
		value = value_in_caller(&reading, &binding->value);
		value = updated_value(
			call->simulation, call->state, key, value);
		state_forget(call->state, key);
		if (!value_is_any(&value))
			bind_written(call, binding, key, value);
		if (binding->value.kind == VALUE_MADE)
			*vec_add(scratch_of(call), &made) = key;
	}
	note_written(call, before, exit);
	for (uint32_t i = 0; i < made.count; i++)
		take_back(call->simulation, call->state, made.items[i]);
	state_drop(&call->simulation->states, before);
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

/* A wrapper may raise IRQL first and then take the lock that it keeps.
 *
 * A callee that comes back raised without a raise has asked for its IRQL and
 * found that it was up there at entry. */
static void note_raises_of_exit(
	struct call *call, const struct exit *exit, const struct raise *inner)
{
	bool raised = level_is_raised(call->state->level);
	bool proven = exit->raise == NONE && exit->level.kind == LEVEL_KNOWN;

	if (!raised)
		call->state->raised_by = NONE;
	if (raised && !proven && !level_is_raised(call->before))
		note_raise(call, (struct raise){
					 .cause = inner->cause == CAUSE_RAISE &&
							 any_lock_spins(
								 exit->locks.items,
								 exit->locks.count) ?
						 CAUSE_SPIN_LOCK :
						 inner->cause,
					 .by = inner->by,
					 .inner = exit->raise,
					 .may = exit->may || call->chosen ||
						 call->state->may });
}

/* The callee restored what this routine, or its caller, has saved. */
static void consume_saved(struct call *call, struct abstract_irql level)
{
	const char *in_caller = key_in_caller(
		call->simulation, call->state, call->event, level.key);

	if (in_caller)
		state_consume(call->state, in_caller);
	if (level.field)
		state_consume(call->state, level.field);
}

/* What the exit restores, and tells of arguments, is what was there before the
 * callee may have written to them. */
static void apply_exit(
	struct call *call, uint32_t target, const struct exit *exit)
{
	struct flow *flow = call->simulation->engine->flow;
	struct state *before = writes(exit) ?
		state_copy(&call->simulation->states, call->state) :
		NULL;
	/* a level that the caller names: no raise was seen inside */
	struct raise inner = { .inner = NONE, .cause = CAUSE_RAISE,
		.by = exit->callee };
	const char *result = key_of_result(call->simulation, call->index);
	struct abstract_irql level = level_of_exit(call, exit);
	struct value value = value_in_caller(call, &exit->result);

	if (exit->raise != NONE)
		inner = flow->raises.items[exit->raise];
	if (exit->level.kind == LEVEL_SAVED)
		consume_saved(call, exit->level);
	forget_arguments(call, target); /* the exit's own are still to come */
	if (exit->locks.count)
		before_lock(call->simulation, call->state,
			exit->released.count);
	if (!value_is_any(&value)) /* a copy, perhaps, of what is written now */
		state_bind(scratch_of(call), call->state, result, value, false);
	take_writes(call, exit, before);
	take_locks(call, exit);
	call->state->level = level;
	restore_globals(call, exit);
	call->state->may |= exit->may;
	note_raises_of_exit(call, exit, &inner);
}

/* ---- all of them ------------------------------------------------------- */

/* Whether what a raise in inline code depends on holds at this call. What is not
 * certain and the caller's own caller decides goes into the call's state. */
static enum truth raise_is_possible(
	struct call *call, const struct noted_raise *noted)
{
	enum truth all = TRUTH_YES;

	for (uint32_t i = 0; i < noted->conditions.list.count; i++) {
		const struct binding *wanted = &noted->conditions.list.items[i];
		const char *key;
		struct value value;
		enum truth truth;

		if (wanted->key[0] == '^') {
			if (!choice_is_possible(call, wanted))
				return TRUTH_NO;
			continue;
		}
		value = condition_value(call, wanted->key, &key);
		truth = meets(call->state, &value, &wanted->value);
		if (truth == TRUTH_NO)
			return TRUTH_NO;
		if (truth == TRUTH_MAYBE && value.kind == VALUE_SAME &&
			call->simulation->routine->is_inline)
			state_bind(scratch_of(call), call->state, value.key,
				wanted->value, true);
		else if (truth == TRUTH_MAYBE)
			all = TRUTH_MAYBE;
	}
	return all;
}

/* An inline helper that raises and lowers is expanded in our section. */
static void note_inlined(struct call *call, const struct summary *summary)
{
	struct state *state = call->state;
	enum truth possible = TRUTH_NO;
	const struct noted_raise *noted = NULL;
	struct raise inner;

	if (summary->inlined_raise == NONE || level_is_raised(call->before))
		return;
	call->state = state_copy(&call->simulation->states, state);
	for (uint32_t i = 0; i < summary->raises.count &&
		possible == TRUTH_NO; i++) {
		noted = &summary->raises.items[i];
		possible = raise_is_possible(call, noted);
	}
	if (possible != TRUTH_NO) {
		inner = call->simulation->engine->flow->raises
				.items[noted->index];
		note_raise(call, (struct raise){ .cause = inner.cause,
					 .by = inner.by, .inner = noted->index,
					 .inside = true,
					 .may = noted->raise.may ||
						 call->chosen ||
						 possible == TRUTH_MAYBE });
	}
	state_drop(&call->simulation->states, call->state);
	call->state = state;
}

enum knowledge know(
	struct call *call, uint32_t target, const struct summary **summary)
{
	struct engine *engine = call->simulation->engine;

	*summary = NULL;
	if (engine->kinds[target] == BODY_SILENT)
		return KNOWS_NO_CHANGE;
	return consult(engine, call->simulation, target,
		level_index(call->before), summary);
}

static bool is_retaken(const struct exit *exit, const char *released)
{
	for (uint32_t i = 0; i < exit->locks.count; i++)
		if (exit->locks.items[i].key == released)
			return true;
	return false;
}

/* Whether the locks that an exit gives back for good are held in the caller: all
 * of them, none, or neither. */
enum releases { RELEASES_NOTHING, RELEASES_HELD, RELEASES_OTHERS, RELEASES_BOTH };

static enum releases releases_of(
	const struct call *call, const struct exit *exit)
{
	unsigned releases = RELEASES_NOTHING;

	for (uint32_t i = 0; i < exit->released.count; i++) {
		const char *released = exit->released.items[i];
		const char *key = key_in_caller(call->simulation, call->state,
			call->event, released);

		if (!is_retaken(exit, released))
			releases |= held_lock_of(call->state, key) ?
				RELEASES_HELD :
				RELEASES_OTHERS;
	}
	return (enum releases)releases;
}

/* Whether the IRQL of an exit is a matter of who took the lock that it gives
 * back: it restores what was saved then, or leaves IRQL as it is. */
static bool is_level_of_taker(const struct call *call, const struct exit *exit)
{
	return exit->level.kind == LEVEL_SAVED ||
		(exit->raise == NONE &&
			same_abstract_irql(exit->level,
				entry_level(level_index(call->before))));
}

/* Where a routine gives back one of several locks, by a choice that cannot be
 * followed here, and on some way one that is held, whoever took the lock made
 * the same choice: exits that give back others are for those who took them. An
 * IRQL that is known to come of it is not lost, though. NULL: there is nothing
 * to choose. */
static const bool *exits_for_others(
	const struct call *call, const struct summary *summary)
{
	uint32_t count = summary->exits.count;
	bool gives_back_held = false, *others = NULL;

	for (uint32_t i = 0; count > 1 && i < count; i++) {
		enum releases releases =
			releases_of(call, &summary->exits.items[i]);

		gives_back_held |= releases == RELEASES_HELD;
		if (releases != RELEASES_OTHERS ||
			!is_level_of_taker(call, &summary->exits.items[i]))
			continue;
		if (!others)
			others = arena_alloc(scratch_of(call), count);
		others[i] = true;
	}
	return gives_back_held ? others : NULL;
}

/* Whether the result of a way says that it is not one that leaves IRQL lower: as
 * that of a routine which tries a mutex. */
static bool result_tells(const struct summary *summary, const struct exit *exit)
{
	for (uint32_t i = 0; i < summary->exits.count; i++)
		if (!same_abstract_irql(
			    summary->exits.items[i].level, exit->level) &&
			!values_are_disjoint(&summary->exits.items[i].result,
				&exit->result))
			return false;
	return true;
}

static void drop_fork(struct call *call)
{
	struct simulation *simulation = call->simulation;

	state_drop(&simulation->states,
		simulation->forks.items[--simulation->forks.count]);
}

/* Whether an exit leaves IRQL raised because Wait is TRUE. */
static bool waits_true(const struct call *call, const struct exit *exit)
{
	const struct flow *flow = call->simulation->engine->flow;

	return exit->raise != NONE &&
		flow->raises.items[exit->raise].cause == CAUSE_WAIT;
}

/* Whether Wait, which the callee hands on, may be either here: of two ways back
 * that are possible, one is with IRQL raised by it. */
static bool wait_is_open(struct call *call, const struct summary *summary,
	const struct state *before)
{
	bool raises = false, open = false;

	for (uint32_t i = 0; i < summary->exits.count; i++)
		raises |= waits_true(call, &summary->exits.items[i]);
	for (uint32_t i = 0; raises && i < summary->exits.count; i++) {
		if (level_is_raised(summary->exits.items[i].level))
			continue;
		call->state = fork_from(call, before);
		open |= exit_is_possible(
			call, summary, &summary->exits.items[i]);
		drop_fork(call);
	}
	return open;
}

void apply_summary(struct call *call, uint32_t target, struct state *before)
{
	const struct routine *callee =
		program_routine(call->simulation->program, target);
	const struct summary *summary;
	enum knowledge knowledge = know(call, target, &summary);
	const bool *others;
	bool chosen = call->chosen, open;

	if (knowledge == KNOWS_NO_CHANGE) {
		call->state = fork_from(call, before);
		forget_arguments(call, target);
	}
	if (knowledge != KNOWS_EXITS)
		return;
	call->state = before;
	if (callee->is_inline)
		note_inlined(call, summary);
	others = exits_for_others(call, summary);
	open = !level_is_raised(call->before) &&
		wait_is_open(call, summary, before);
	for (uint32_t i = 0; i < summary->exits.count; i++) {
		if (others && others[i])
			continue;
		call->state = fork_from(call, before);
		if (!exit_is_possible(call, summary, &summary->exits.items[i])) {
			drop_fork(call);
			continue;
		}
		call->chosen = chosen ||
			(open && waits_true(call, &summary->exits.items[i]));
		apply_exit(call, target, &summary->exits.items[i]);
		note_lift(call,
			result_tells(summary, &summary->exits.items[i]));
	}
	call->chosen = chosen;
}

/* The lock of a helper that does nothing to locks but to give it back, and restores
 * the IRQL from before it; or NULL. */
static const char *only_released(const struct call *call, const struct exit *exit)
{
	return exit->level.kind == LEVEL_SAVED && exit->released.count == 1 &&
			!exit->locks.count ?
		key_in_caller(call->simulation, call->state, call->event,
			exit->released.items[0]) :
		NULL;
}

/* A helper that gives back a lock again, which was taken here. It is taken to be the
 * one that was meant: what follows from that is not followed. */
static void check_given_back(struct call *call, const struct exit *exit)
{
	const char *key = only_released(call, exit);

	if (key && held_lock_of(call->state, key))
		note_rightful(call);
	else if (key && helper_releases_again(call, key))
		note_mishap(call, MISHAP_RETURNED, false);
}

/* One way back into the state itself; false when it is not possible. */
static bool apply_only_exit(struct call *call, uint32_t target,
	const struct summary *summary)
{
	if (program_routine(call->simulation->program, target)->is_inline)
		note_inlined(call, summary);
	if (!exit_is_possible(call, summary, &summary->exits.items[0]))
		return false;
	check_given_back(call, &summary->exits.items[0]);
	apply_exit(call, target, &summary->exits.items[0]);
	note_lift(call, true);
	return true;
}

/* The state itself becomes one of the outcomes; false when there is none. */
static bool take_fork(struct call *call, uint32_t index)
{
	struct simulation *simulation = call->simulation;
	struct state before = *call->state, *fork;

	if (simulation->forks.count == index)
		return false;
	fork = simulation->forks.items[index];
	*call->state = *fork;
	*fork = before;
	state_drop(&simulation->states, fork);
	simulation->forks.items[index] =
		simulation->forks.items[--simulation->forks.count];
	return true;
}

bool apply_summaries(struct call *call, uint32_t direct,
	struct targets targets)
{
	struct simulation *simulation = call->simulation;
	uint32_t first = simulation->forks.count;
	struct state *into = call->state, *before;
	const struct summary *summary;
	enum knowledge knowledge;

	if (direct != NONE && !targets.count) {
		knowledge = know(call, direct, &summary);
		if (knowledge == KNOWS_NO_CHANGE) {
			forget_arguments(call, direct);
			return true;
		}
		if (knowledge == KNOWS_EXITS && summary->exits.count == 1)
			return apply_only_exit(call, direct, summary);
	}
	before = state_copy(&simulation->states, into);
	if (targets.count)
		apply_choices(call, direct, targets, before);
	else
		apply_summary(call, direct, before);
	state_drop(&simulation->states, before);
	call->state = into;
	return take_fork(call, first);
}
