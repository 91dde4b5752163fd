/*
 * PA5005. An unlock takes back one lock. One that no lock stands behind makes
 * the memory manager stop the system, and so does a handle that is none: the
 * address that was locked, or storage that no lock has filled.
 */
#include "rules/locking.h"

static bool is_by_address(const struct lock_call *call)
{
	return locks_by_address(call->kind);
}

/* The handle is followed, but no lock ever stores it there. */
static bool has_no_origin(const struct lock_call *call)
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
			(!scope->by_address || is_by_address(lock)))
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

static void judge(struct locking *locking, const struct lock_faults *faults,
	const struct lock_call *call)
{
	const struct lock_fault *fault = lock_fault_at(faults, call, false);
	const char *what =
		call->kind == LOCK_UNDO ? "unlocks" : "locks by handle";

	if (is_address(locking, call))
		lock_report(locking, call, true,
			"this %s with an address: the handle is what the lock "
			"returned",
			what);
	else if (has_no_origin(call))
		lock_report(locking, call, true,
			"this %s what no lock has returned a handle for", what);
	else if (is_null(locking, call) || is_too_early(locking, call))
		lock_report(locking, call, true,
			"this %s before there is a handle", what);
	else if (call->kind == LOCK_UNDO &&
		!locks_come_out_even(faults, call->section) &&
		is_second(locking, call))
		lock_report(locking, call, false,
			"'%s' can be unlocked already when this unlocks it",
			call->section ? call->section : "the section");
	else if (fault)
		lock_report(locking, call, fault->pair == PAIR_LOAD,
			"'%s' %s", fault->section, fault->message);
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);
	const struct lock_faults *faults = find_lock_faults(locking);

	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locking->calls.items[i].kind == LOCK_UNDO ||
			locking->calls.items[i].kind == LOCK_BY_HANDLE)
			judge(locking, faults, &locking->calls.items[i]);
}

const struct rule section_unlock_mismatch = {
	.code = "PA5005",
	.name = "section-unlock-mismatch",
	.summary = "a section is unlocked, or locked by handle, without a lock behind it",
	.why =
		"The memory manager keeps a count for each section. To go "
		"below zero, or to hand over what is no handle, stops the "
		"system.",
	.reported =
		"The unlock or the lock by handle whose handle no lock by "
		"address fills, which is given an address, which runs "
		"before the first lock, or which unlocks once more what "
		"this routine has unlocked, or, all routines counted, what "
		"no lock is left for.",
	.not_reported =
		"Handles from a lock anywhere in the driver, also through a "
		"wrapper.",
	.limits =
		"A lock or an unlock behind a test of the driver's own is taken "
		"to be right; so is a loop.",
	.no_fix =
		"whether a lock is missing or an unlock too much, the "
		"source does not say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.peer = "bug check 0x1A/0x1010",
	.bad =
		EXAMPLE_LOCKED_ROUTINE
		"PVOID Handle, Other;\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tMmUnlockPagableImageSection(Handle);\n"
		"\tMmUnlockPagableImageSection(Other);\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);\n"
		"\tDriver->DriverUnload = Unload;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		EXAMPLE_LOCKED_ROUTINE
		EXAMPLE_LOCKS_AT_LOAD
		EXAMPLE_UNLOCKS_AT_UNLOAD,
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "locking",
	.check = check,
};
