/*
 * What is wrong with the handle that an unlock, or a lock by handle, is given.
 */
#include "rules/courses.h"
#include "rules/locking.h"

#include <string.h>

bool has_no_origin(const struct lock_call *call)
{
	return !call->origins.count && call->handle &&
		(call->handle[0] == 'F' || call->handle[0] == 'G' ||
			call->handle[0] == 'L');
}

static bool is_address(
	const struct locking *locking, const struct lock_call *call)
{
	const struct event *event = lock_event(locking, call);

	return event->arguments.count &&
		(event->arguments.items[0].kind == OPERAND_FUNCTION ||
			event->arguments.items[0].kind == OPERAND_ADDRESS);
}

bool is_given_its_address(
	const struct locking *locking, const struct lock_call *lock)
{
	const struct program *program = locking->check->program;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *undo = &locking->calls.items[i];
		const struct event *event = lock_event(locking, undo);

		if (undo->kind == LOCK_UNDO && event->arguments.count &&
			lock->target != NONE &&
			operand_routine(program,
				program_routine(program, undo->routine),
				event->arguments.items[0]) == lock->target)
			return true;
	}
	return false;
}

struct scope {
	struct locking *locking;
	const struct lock_call *call;
	bool by_address;
};

/* An event that locks what the call needs locked, or stores another handle. */
static bool is_lock(void *context, uint32_t index)
{
	const struct scope *scope = context;
	const struct routine *routine = program_routine(
		scope->locking->check->program, scope->call->routine);
	const struct event *event =
		&routine->body->events.items[index];

	for (uint32_t i = 0; i < scope->locking->calls.count; i++) {
		const struct lock_call *lock = &scope->locking->calls.items[i];

		if (locks(lock->kind) && lock->routine == scope->call->routine &&
			lock->event == index &&
			(!scope->by_address || locks_by_address(lock->kind)))
			return true;
	}
	return event->kind == EVENT_CALL &&
		operand_routine(scope->locking->check->program, routine,
			event->callee) != NONE &&
		program_routine(scope->locking->check->program,
			operand_routine(scope->locking->check->program, routine,
				event->callee))
				->definition != NULL;
}

/* The index that the path to a call's handle ends with, or NULL. */
static const char *index_of_handle(
	const struct locking *locking, const struct lock_call *call)
{
	struct operand handle = lock_event(locking, call)->arguments.items[0];
	const struct body *body =
		program_routine(locking->check->program, call->routine)
			->body;

	return handle.kind == OPERAND_PATH ?
		strrchr(body->paths.items[handle.index].steps, '[') :
		NULL;
}

/* Whether two calls are given elements of an array that are not the same. */
static bool are_two_elements(const struct locking *locking,
	const struct lock_call *one, const struct lock_call *other)
{
	const char *index = index_of_handle(locking, one);
	const char *another = index_of_handle(locking, other);

	return index && another && index[1] != ']' && another[1] != ']' &&
		strcmp(index, another) != 0;
}

/* Whether one call unlocks the handle that another one is given, in its routine. */
static bool unlocks_same(const struct locking *locking,
	const struct lock_call *other, const struct lock_call *call)
{
	return other->kind == LOCK_UNDO && other != call &&
		other->routine == call->routine && call->handle &&
		other->handle == call->handle &&
		!are_two_elements(locking, call, other);
}

/* Marks a course that has unlocked the handle, until it is locked again or there
 * is another one. */
static enum course_step see_second(
	void *context, struct course *course, uint32_t index)
{
	struct scope *scope = context;
	const struct lock_call *call = scope->call;
	const struct lock_call *other =
		lock_call_at(scope->locking, call->routine, index);
	const struct body *body = program_routine(
		scope->locking->check->program, call->routine)->body;
	struct operand handle = lock_event(scope->locking, call)
					->arguments.items[0];

	if (index == call->event && course_mark(course))
		return COURSE_FOUND;
	if (other && unlocks_same(scope->locking, other, call))
		course_set_mark(course, 1);
	else if (is_lock(scope, index) || (handle.kind == OPERAND_PATH &&
			event_stores(&body->events.items[index], handle.index)))
		course_set_mark(course, 0);
	return COURSE_ON;
}

/* An unlock of the same handle earlier in this routine. */
static bool is_second(struct locking *locking, const struct lock_call *call)
{
	struct scope scope = { locking, call, false };
	struct courses courses = { .arena = locking->check->findings->arena,
		.body = program_routine(locking->check->program, call->routine)
				->body,
		.nonzero = NONE, .see = see_second, .context = &scope };
	bool any = false;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		if (locking->calls.items[i].dropped)
			return false; /* it may be for this lock */
		any |= unlocks_same(locking, &locking->calls.items[i], call);
	}
	return any && lock_event(locking, call)->arguments.count &&
		courses_find(&courses);
}

/* By handle, in the routine that makes the first lock, before it has. */
static bool is_too_early(struct locking *locking, const struct lock_call *call)
{
	struct arena *arena = locking->check->findings->arena;
	struct scope scope = { locking, call, true };
	const struct body *body =
		program_routine(locking->check->program, call->routine)
			->body;
	bool later = false;

	if (call->kind != LOCK_BY_HANDLE ||
		!has_role(program_routine(locking->check->program,
				  call->routine),
			"DRIVER_INITIALIZE"))
		return false;
	for (uint32_t i = 0; i < call->origins.count; i++) {
		const struct lock_call *origin =
			&locking->calls.items[call->origins.items[i]];

		later |= origin->routine == call->routine &&
			can_follow(arena, body, call->event, origin->event,
				NULL, NULL);
	}
	return later && !is_preceded(arena, body, call->event, is_lock, &scope);
}

/* Where a test has just shown that there is no handle. */
static bool is_null(struct locking *locking, const struct lock_call *call)
{
	const struct event *event = lock_event(locking, call);

	return event->arguments.count &&
		event->arguments.items[0].kind == OPERAND_PATH &&
		is_null_at(locking->check->findings->arena,
			program_routine(locking->check->program, call->routine)
				->body,
			call->event, event->arguments.items[0].index);
}

/* ---- a handle that is still NULL ----------------------------------------- */

struct unlock {
	const struct body *body;
	uint32_t event, handle; /* path */
};

static enum course_step see_unlock(
	void *context, struct course *course, uint32_t event)
{
	const struct unlock *unlock = context;

	if (event != unlock->event)
		return COURSE_ON;
	return course_is_zero(course, unlock->handle) ? COURSE_FOUND :
							COURSE_ENDED;
}

/* Whether a test that is not understood may be what decided the lock, too. */
static bool is_behind_riddle(struct arena *arena, const struct unlock *unlock)
{
	for (uint32_t b = 0; b < unlock->body->blocks.count; b++) {
		const struct block *block = &unlock->body->blocks.items[b];

		if ((block->exit == EXIT_SWITCH ||
			    (block->exit == EXIT_BRANCH &&
				    !course_understands(&block->test))) &&
			(needs_edge(arena, unlock->body, unlock->event, b, 0) ||
				needs_edge(arena, unlock->body, unlock->event,
					b, 1)))
			return true;
	}
	return false;
}

/* Of a local that some course brings here as it was at the start. */
static bool may_be_null(struct locking *locking, const struct lock_call *call)
{
	struct arena *arena = locking->check->findings->arena;
	const struct event *event = lock_event(locking, call);
	struct unlock unlock = {
		program_routine(locking->check->program, call->routine)
			->body,
		call->event, NONE };
	struct courses courses = { .arena = arena, .body = unlock.body,
		.nonzero = NONE, .see = see_unlock, .context = &unlock };

	if (call->kind != LOCK_UNDO || !call->handle ||
		call->handle[0] != 'L' || !event->arguments.count ||
		event->arguments.items[0].kind != OPERAND_PATH)
		return false;
	unlock.handle = event->arguments.items[0].index;
	return !is_behind_riddle(arena, &unlock) && courses_find(&courses);
}

bool lock_undoes(
	const struct locking *locking, const struct lock_call *undo,
	const struct lock_call *lock)
{
	uint32_t self = (uint32_t)(lock - locking->calls.items);

	if (undo->kind != LOCK_UNDO)
		return false;
	for (uint32_t i = 0; i < undo->origins.count; i++) {
		uint32_t origin = undo->origins.items[i];

		if (origin == self)
			return true;
		for (uint32_t o = 0; o < lock->origins.count; o++)
			if (lock->origins.items[o] == origin)
				return true;
	}
	return lock->kind == LOCK_BY_HANDLE && undo->handle &&
		undo->handle == lock->handle;
}

bool lock_is_undone(
	const struct locking *locking, const struct lock_call *lock)
{
	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (lock_undoes(locking, &locking->calls.items[i], lock))
			return true;
	return false;
}

/* ---- whether it is ever given back ---------------------------------------- */

static bool can_unload(const struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (has_role(routine, "DRIVER_UNLOAD") ||
			has_role(routine, "EVT_WDF_DRIVER_UNLOAD"))
			return true;
	}
	return false;
}

/* Whether storage outlives the routine that locks: a field, a global, what a
 * parameter of it points to, and what it returns. */
static bool outlives(const struct locking *locking, const char *key,
	const struct lock_call *lock)
{
	struct intern *names = &locking->check->program->names;
	const char *returned =
		intern_printf(names, "R %u", (unsigned)lock->routine);
	const char *parameter =
		intern_printf(names, "P %u ", (unsigned)lock->routine);

	return strchr("FG", key[0]) || key == returned ||
		(!strncmp(key, parameter, strlen(parameter)) &&
			strchr(key, '*'));
}

/* Whether the handle of a call by address goes there. */
static bool handle_outlives(const struct locking *locking, uint32_t origin)
{
	for (uint32_t i = 0; i < locking->handles.count; i++)
		if (locking->handles.items[i].origin == origin &&
			outlives(locking, locking->handles.items[i].key,
				&locking->calls.items[origin]))
			return true;
	return false;
}

bool lock_is_kept_by_routine(
	const struct locking *locking, const struct lock_call *lock)
{
	if (!lock->handle || lock->handle[0] != 'L' ||
		(locks_by_address(lock->kind) &&
			handle_outlives(locking,
				(uint32_t)(lock - locking->calls.items))))
		return false;
	for (uint32_t i = 0; i < lock->origins.count; i++) {
		const char *kept =
			locking->calls.items[lock->origins.items[i]].handle;

		if (kept && strchr("FG", kept[0]))
			return false;
	}
	return true;
}

bool lock_is_never_undone(
	const struct locking *locking, const struct lock_call *lock)
{
	return !lock_is_undone(locking, lock) &&
		(can_unload(locking->check) ||
			lock_is_kept_by_routine(locking, lock));
}

/* A lock whose handle is thrown away, or forgotten with a local. */
static bool loses_handle(struct locking *locking, const struct lock_call *lock)
{
	return locks_by_address(lock->kind) &&
		(lock->dropped || lock->handle[0] == 'L') &&
		!lock_is_undone(locking, lock) &&
		!is_made_up_for(locking, lock) &&
		!locked_before(locking, lock);
}

/* Whether something else than a handle is stored there. */
static bool holds_other(
	const struct locking *locking, const struct lock_call *call)
{
	struct program *program = locking->check->program;
	const struct event *event = lock_event(locking, call);
	const char *key = storage_key(program,
		program_routine(program, call->routine),
		event->arguments.items[0].index);

	for (uint32_t r = 0; key && r < program->routines.count; r++) {
		const struct routine *routine = program_routine(program, r);
		const struct body *body = routine->body;

		for (uint32_t e = 0; body && e < body->events.count; e++) {
			const struct event *store = &body->events.items[e];

			if (store->kind == EVENT_ASSIGN &&
				store->value.kind != OPERAND_CONSTANT &&
				storage_key(program, routine, store->path) ==
					key)
				return true;
		}
	}
	return false;
}

/* Whether it is the storage that a lost handle was meant for: as many as there
 * are such handles, in source order. */
static bool waits_for_lost(
	struct locking *locking, const struct lock_call *call)
{
	uint32_t lost = 0, before = 0;

	for (uint32_t i = 0; i < locking->calls.count; i++)
		lost += loses_handle(locking, &locking->calls.items[i]);
	for (uint32_t i = 0; i < locking->calls.count && before < lost; i++) {
		const struct lock_call *one = &locking->calls.items[i];
		bool first = !locks_by_address(one->kind) &&
			has_no_origin(one) && !holds_other(locking, one);

		if (first && one->handle == call->handle)
			return true;
		for (uint32_t k = 0; first && k < i; k++)
			first = locking->calls.items[k].handle != one->handle;
		before += first;
	}
	return false;
}

enum handle_fault handle_fault(struct locking *locking,
	const struct lock_faults *faults, const struct lock_call *call)
{
	if (is_address(locking, call))
		return HANDLE_ADDRESS;
	if (has_no_origin(call))
		return waits_for_lost(locking, call) ? HANDLE_LOST :
						       HANDLE_OF_NOTHING;
	if (is_null(locking, call) || is_too_early(locking, call))
		return HANDLE_EARLY;
	if (may_be_null(locking, call))
		return HANDLE_NULL;
	if (call->kind == LOCK_UNDO &&
		!locks_come_out_even(faults, call->section) &&
		is_second(locking, call))
		return HANDLE_AGAIN;
	return HANDLE_RIGHT;
}
