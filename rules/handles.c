/*
 * What is wrong with the handle that an unlock, or a lock by handle, is given.
 */
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
		&routine->definition->body->events.items[index];

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
			->definition->body;

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

/* An unlock of the same handle earlier in this routine. */
static bool is_second(struct locking *locking, const struct lock_call *call)
{
	struct scope scope = { locking, call, false };
	const struct body *body =
		program_routine(locking->check->program, call->routine)
			->definition->body;

	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locking->calls.items[i].dropped)
			return false; /* it may be for this lock */
	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *other = &locking->calls.items[i];

		if (other->kind == LOCK_UNDO && other != call &&
			other->routine == call->routine &&
			other->handle == call->handle && call->handle &&
			!are_two_elements(locking, call, other) &&
			can_follow(locking->check->findings->arena, body,
				other->event, call->event, is_lock, &scope))
			return true;
	}
	return false;
}

/* By handle, in the routine that makes the first lock, before it has. */
static bool is_too_early(struct locking *locking, const struct lock_call *call)
{
	struct arena *arena = locking->check->findings->arena;
	struct scope scope = { locking, call, true };
	const struct body *body =
		program_routine(locking->check->program, call->routine)
			->definition->body;
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
				->definition->body,
			call->event, event->arguments.items[0].index);
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
	if (call->kind == LOCK_UNDO &&
		!locks_come_out_even(faults, call->section) &&
		is_second(locking, call))
		return HANDLE_AGAIN;
	return HANDLE_RIGHT;
}
