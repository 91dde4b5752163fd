/*
 * What is wrong with the handle that an unlock, or a lock by handle, is given.
 */
#include "rules/locking.h"

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

enum handle_fault handle_fault(struct locking *locking,
	const struct lock_faults *faults, const struct lock_call *call)
{
	if (is_address(locking, call))
		return HANDLE_ADDRESS;
	if (has_no_origin(call))
		return HANDLE_OF_NOTHING;
	if (is_null(locking, call) || is_too_early(locking, call))
		return HANDLE_EARLY;
	if (call->kind == LOCK_UNDO &&
		!locks_come_out_even(faults, call->section) &&
		is_second(locking, call))
		return HANDLE_AGAIN;
	return HANDLE_RIGHT;
}
