/*
 * The release of a lock that nobody holds. The routine that releases does not
 * hold it; that no caller does is certain below the IRQL at which it can be held,
 * or where nothing on the way raised IRQL, as long as everything is known that
 * can run before, and nothing of it acquires a lock like it. No
 * caller can hold what the routine has taken itself and given back. A lock that
 * counts its holders is given back by the last one, whoever took it.
 */
#include "rules/locking.h"

#include <string.h>

/* Whether an event calls something of which nothing is known: through a pointer
 * without a target, or a function of the driver that is not among the sources. */
static bool is_opaque(struct check *check, const struct routine *routine,
	const struct event *event, uint32_t *direct, struct targets *targets)
{
	*targets = call_targets(check->program, routine, event, direct);
	if (*direct == NONE)
		return !targets->count &&
			!called_contract(check, routine, event);
	return !program_routine(check->program, *direct)->definition &&
		event->callee.kind == OPERAND_FUNCTION &&
		!routine->facts->symbols.items[event->callee.index].system;
}

struct scan {
	struct map seen; /* routines, from 1: mostly few of very many */
	VEC(uint32_t) queue;
};

static void scan_add(
	struct check *check, struct scan *scan, uint32_t routine)
{
	if (map_get_number(&scan->seen, routine + 1) != MAP_NONE ||
		!program_routine(check->program, routine)->definition)
		return;
	map_set_number(check->findings->arena, &scan->seen, routine + 1, 0);
	*vec_add(check->findings->arena, &scan->queue) = routine;
}

/* The clause on a lock of the contract of a call, or NULL. */
static const struct clause *lock_clause(struct check *check,
	const struct routine *routine, const struct event *event,
	enum clause_kind kind)
{
	return contract_clause(called_contract(check, routine, event), kind);
}

/* The field, or the variable, that holds the lock that a clause speaks of; NULL if
 * it has no name here. */
static const char *lock_name(const struct routine *routine,
	const struct event *event, const struct clause *clause)
{
	const struct path *path;
	struct operand lock;

	if ((clause->subject.kind != SUBJECT_ARGUMENT &&
		    clause->subject.kind != SUBJECT_POINTEE) ||
		clause->subject.index >= event->arguments.count)
		return NULL;
	lock = event->arguments.items[clause->subject.index];
	if (lock.kind != OPERAND_ADDRESS && lock.kind != OPERAND_PATH)
		return NULL;
	path = &routine->body->paths.items[lock.index];
	return path->root == ROOT_GLOBAL && !path->field ? path->text :
							   path->field;
}

/* Whether a call may acquire what another routine gives back, by a way that was
 * not followed, such as a count of its own: a lock of the kind and of that
 * name, or of one that has no name here. */
static bool may_acquire(struct check *check, const struct routine *routine,
	const struct event *event, const struct mishap *mishap)
{
	const struct routine *releasing =
		program_routine(check->program, mishap->routine);
	const struct event *release = mishap_event(check, mishap);
	const struct clause *acquires = lock_clause(
		check, routine, event, CLAUSE_ACQUIRES);
	const struct clause *releases = lock_clause(
		check, releasing, release, CLAUSE_RELEASES);
	const char *taken, *given_back;

	if (!acquires || !releases || routine == releasing ||
		!acquires->text || !releases->text ||
		strcmp(acquires->text, releases->text) != 0)
		return false;
	taken = lock_name(routine, event, acquires);
	given_back = lock_name(releasing, release, releases);
	return !taken || !given_back || !strcmp(taken, given_back);
}

/* Whether any routine of the driver may acquire what was given back. */
static bool anything_acquires(struct check *check, const struct mishap *mishap)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		for (uint32_t e = 0;
			routine->definition && e < routine->body->events.count;
			e++)
			if (routine->body->events.items[e].kind == EVENT_CALL &&
				may_acquire(check, routine,
					&routine->body->events.items[e],
					mishap))
				return true;
	}
	return false;
}

/* Whether a call is of what is not known, or acquires what was given back. Adds
 * the routines that it calls. */
static bool scan_call(struct check *check, struct scan *scan,
	const struct routine *routine, const struct event *event,
	const struct mishap *mishap)
{
	struct targets targets;
	uint32_t direct;

	if (is_opaque(check, routine, event, &direct, &targets) ||
		may_acquire(check, routine, event, mishap))
		return true;
	if (direct != NONE)
		scan_add(check, scan, direct);
	for (uint32_t i = 0; i < targets.count; i++)
		scan_add(check, scan, targets.items[i]);
	return false;
}

/* The same of any call in the routines that were added. */
static bool scan_all(
	struct check *check, struct scan *scan, const struct mishap *mishap)
{
	while (scan->queue.count) {
		const struct routine *routine = program_routine(check->program,
			scan->queue.items[--scan->queue.count]);

		for (uint32_t e = 0; e < routine->body->events.count; e++)
			if (routine->body->events.items[e].kind == EVENT_CALL &&
				scan_call(check, scan, routine,
					&routine->body->events.items[e],
					mishap))
				return true;
	}
	return false;
}

/* A release, and what comes before it. */
struct past {
	struct check *check;
	const struct mishap *mishap;
	struct scan scan;
};

/* Looks at what can run in a routine before an event. */
static enum climb look_before(void *context, uint32_t index, uint32_t event)
{
	struct past *past = context;
	struct check *check = past->check;
	const struct routine *routine = program_routine(check->program, index);
	const struct body *body = routine->body;

	for (uint32_t e = 0; e < body->events.count; e++)
		if (body->events.items[e].kind == EVENT_CALL &&
			can_follow(check->findings->arena, body, e, event, NULL,
				NULL) &&
			scan_call(check, &past->scan, routine,
				&body->events.items[e], past->mishap))
			return CLIMB_ENOUGH;
	return scan_all(check, &past->scan, past->mishap) ? CLIMB_ENOUGH :
							     CLIMB_ON;
}

/* Whether anything that can run before the release, on any way to it, may have
 * acquired what it gives back. */
static bool may_be_acquired_before(
	struct check *check, const struct mishap *mishap)
{
	struct past past = { .check = check, .mishap = mishap };

	return graph_climb(graph_of(check), check->findings->arena,
		mishap->routine, mishap->event, look_before, &past);
}

/* Whether whoever calls an entry point holds a lock for it to give back. */
static bool is_entered_with_lock(const struct check *check, uint32_t context)
{
	const struct role *role = entry_role(check, context);

	return !role || (role->contract &&
		(contract_clause(role->contract, CLAUSE_RELEASES) ||
			contract_clause(role->contract, CLAUSE_RESTORES)));
}

/* Whether a routine may be entered in this context with the lock held. Where a
 * spin lock can be held at its entry point, no routine of the driver may be the
 * one that holds it. */
static bool may_be_held(struct check *check, uint32_t context,
	const struct mishap *mishap)
{
	const struct context *contexts = check->flow->contexts.items;
	uint32_t root = context_root(check->flow, context);

	return (level_is_high(contexts[context].level) &&
		       contexts[context].origin == ORIGIN_RAISE) ||
		is_entered_with_lock(check, context) ||
		(level_is_high(contexts[root].level) &&
			anything_acquires(check, mishap));
}

bool is_unheld(const struct mishap *mishap)
{
	return mishap->kind == MISHAP_UNHELD ||
		mishap->kind == MISHAP_RETURNED;
}

uint32_t unheld_context(struct check *check, const struct mishap *mishap)
{
	const struct flow *flow = check->flow;
	uint32_t found = context_at(flow, mishap->routine, mishap->entry);

	if (mishap->may || found == NONE || flow->contexts.items[found].may)
		return NONE;
	if (mishap->kind == MISHAP_RETURNED)
		return found;
	if (gives_back_by_counter(check,
		    program_routine(check->program, mishap->routine)))
		return NONE;
	for (uint32_t i = flow->first_context[mishap->routine]; i != NONE;
		i = flow->contexts.items[i].next)
		if (may_be_held(check, i, mishap))
			return NONE;
	return may_be_acquired_before(check, mishap) ? NONE : found;
}
