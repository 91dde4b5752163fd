/*
 * PA5004. The memory manager counts the locks of a section, and Unload has to
 * bring the count back to zero. A handle that nobody keeps cannot be given back; a
 * lock whose handle no unlock ever sees is never undone; and a request that fails
 * after it locked is not closed by anybody, so it has to unlock itself.
 */
#include "rules/courses.h"
#include "rules/locking.h"

#include <string.h>

/* A lock whose handle no unlock is given, and that is not reported for more than
 * that: PA5003's handle is that of the lock before it. */
static bool is_left_alone(struct locking *locking, const struct lock_call *lock)
{
	return locks_by_address(lock->kind) && !lock->dropped &&
		!lock_is_undone(locking, lock) &&
		!locked_before(locking, lock);
}

/* How many unlocks are wrong: each was meant for some lock. */
static uint32_t wrong_unlocks(
	struct locking *locking, const struct lock_faults *faults)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < locking->calls.count; i++)
		count += locking->calls.items[i].kind == LOCK_UNDO &&
			handle_fault(locking, faults,
				&locking->calls.items[i]) > HANDLE_LOST;
	return count;
}

/* A wrong unlock is PA5005's, and the lock that it was meant for is no second
 * defect; and a handle that is never given back is reported where it came from. */
static bool is_reported_elsewhere(struct locking *locking,
	const struct lock_faults *faults, const struct lock_call *lock)
{
	uint32_t wrong = wrong_unlocks(locking, faults), before = 0;

	for (uint32_t i = 0; i < lock->origins.count; i++)
		if (!lock_is_undone(locking,
			    &locking->calls.items[lock->origins.items[i]]))
			return true;
	for (const struct lock_call *one = locking->calls.items; one < lock;
		one++)
		before += is_left_alone(locking, one);
	return is_given_its_address(locking, lock) || before < wrong;
}

/* ---- ways out of the routine ------------------------------------------- */

struct scope {
	struct locking *locking;
	const struct lock_call *lock;
};

/* An unlock of this lock, at once or in a routine that is called. */
static bool is_unlock(void *context, uint32_t index)
{
	const struct scope *scope = context;
	const struct program *program = scope->locking->check->program;
	const struct routine *routine =
		program_routine(program, scope->lock->routine);
	const struct event *event =
		&routine->body->events.items[index];
	uint32_t callee = called_routine(program, routine, event);

	for (uint32_t i = 0; i < scope->locking->calls.count; i++) {
		const struct lock_call *undo = &scope->locking->calls.items[i];

		if (lock_undoes(scope->locking, undo, scope->lock) &&
			((undo->routine == scope->lock->routine &&
				 undo->event == index) ||
				(callee != NONE && undo->routine == callee)))
			return true;
	}
	return false;
}

/* A way from the lock to a return of a failure, or, of a handle that only this
 * routine knows, to any return. */
struct way {
	struct scope scope;
	const struct body *body;
	bool any;
	struct place place;
};

static bool fails(const struct body *body, const struct block *block)
{
	struct operand value = block->test.left;
	bool found = false;

	if (value.kind == OPERAND_CONSTANT)
		return (int32_t)value.constant < 0;
	if (value.kind != OPERAND_PATH)
		return false;
	/* the last constant that this block stores there */
	for (uint32_t i = 0; i < block->count; i++) {
		const struct event *event = &body->events.items
			[body->order.items[block->first + i]];

		if (event_stores(event, value.index))
			found = event->value.kind == OPERAND_CONSTANT &&
				(int32_t)event->value.constant < 0;
	}
	return found;
}

static enum course_step see_event(
	void *context, struct course *course, uint32_t event)
{
	struct way *way = context;

	if (event == way->scope.lock->event)
		course_set_mark(course, 1);
	else if (course_mark(course) && is_unlock(&way->scope, event))
		return COURSE_ENDED;
	return COURSE_ON;
}

static enum course_step leave_routine(
	void *context, const struct course *course, uint32_t index)
{
	struct way *way = context;
	const struct block *block = &way->body->blocks.items[index];

	if (!course_mark(course) || !(way->any || fails(way->body, block)))
		return COURSE_ENDED;
	way->place = block->place;
	return COURSE_FOUND;
}

/* How often a loop runs is not known: one that unlocks is for one that locks. */
static bool are_in_loops(struct locking *locking, const struct lock_call *lock,
	const struct body *body)
{
	struct arena *arena = locking->check->findings->arena;
	struct scope scope = { locking, lock };

	if (!can_follow(arena, body, lock->event, lock->event, NULL, NULL))
		return false;
	for (uint32_t i = 0; i < body->events.count; i++)
		if (is_unlock(&scope, i) &&
			can_follow(arena, body, i, i, NULL, NULL))
			return true;
	return false;
}

static bool leaves_locked(struct locking *locking, const struct lock_call *lock,
	bool any, struct place *place)
{
	struct way way = { .scope = { locking, lock }, .any = any,
		.body = program_routine(locking->check->program, lock->routine)
				->body };
	struct courses courses = { .arena = locking->check->findings->arena,
		.body = way.body, .nonzero = lock->event, .see = see_event,
		.leave = leave_routine, .context = &way };

	if (are_in_loops(locking, lock, way.body) || !courses_find(&courses))
		return false;
	*place = way.place;
	return true;
}

/* ---- a handle that another one takes the place of ------------------------ */

struct keeping {
	struct scope scope;
	const struct body *body;
	uint32_t path;
};

/* Whether an event may pass the handle on, or give it back. */
static bool uses_handle(const struct keeping *keeping, uint32_t index)
{
	const struct locking *locking = keeping->scope.locking;
	const struct event *event = &keeping->body->events.items[index];
	uint32_t callee = called_routine(locking->check->program,
		program_routine(locking->check->program,
			keeping->scope.lock->routine),
		event);

	if (event->kind == EVENT_ASSIGN)
		return event->value.kind == OPERAND_PATH &&
			event->value.index == keeping->path;
	for (uint32_t i = 0; event->kind == EVENT_CALL &&
		i < event->arguments.count; i++)
		if (event->arguments.items[i].kind == OPERAND_PATH &&
			event->arguments.items[i].index == keeping->path)
			return true;
	return callee != NONE && locking->concerned[callee];
}

/* Whether the path leads somewhere else from an event on. */
static bool turns_pointer(const struct keeping *keeping, uint32_t index)
{
	const struct event *event = &keeping->body->events.items[index];
	const struct path *path = &keeping->body->paths.items[keeping->path];
	const struct path *stored;

	if (event->kind != EVENT_ASSIGN || !path->steps[0])
		return false;
	stored = &keeping->body->paths.items[event->path];
	return stored->root == path->root && stored->index == path->index &&
		!stored->steps[0];
}

/* Whether an event stores the handle of another section there. */
static bool stores_other(const struct keeping *keeping, uint32_t index)
{
	const struct locking *locking = keeping->scope.locking;
	const struct lock_call *lock = keeping->scope.lock, *other;
	const struct event *event = &keeping->body->events.items[index];

	if (!event_stores(event, keeping->path) ||
		event->value.kind != OPERAND_RESULT)
		return false;
	other = lock_call_at(locking, lock->routine, event->value.index);
	return other && other != lock && locks_by_address(other->kind) &&
		other->section && other->section != lock->section;
}

static enum course_step see_keeping(
	void *context, struct course *course, uint32_t index)
{
	const struct keeping *keeping = context;
	const struct event *event = &keeping->body->events.items[index];

	if (course_mark(course) && stores_other(keeping, index))
		return COURSE_FOUND;
	if (event_stores(event, keeping->path))
		course_set_mark(course,
			event_stores_result(event, keeping->scope.lock->event));
	else if (uses_handle(keeping, index) || turns_pointer(keeping, index))
		course_set_mark(course, 0);
	return COURSE_ON;
}

/* Where the handle of another section is stored over it before anything has used
 * it. */
static bool is_overwritten(struct locking *locking, const struct lock_call *lock)
{
	struct keeping keeping = { .scope = { locking, lock },
		.body = program_routine(locking->check->program, lock->routine)
				->body };
	struct courses courses = { .arena = locking->check->findings->arena,
		.body = keeping.body, .nonzero = lock->event,
		.see = see_keeping, .context = &keeping };

	for (uint32_t i = 0; lock->section && locks_by_address(lock->kind) &&
		i < keeping.body->events.count; i++) {
		const struct event *event = &keeping.body->events.items[i];

		if (!event_stores_result(event, lock->event))
			continue;
		keeping.path = event->path;
		if (!strstr(keeping.body->paths.items[event->path].steps,
			    "[]") &&
			courses_find(&courses))
			return true;
	}
	return false;
}

/* ---- judging ----------------------------------------------------------- */

static void judge(struct locking *locking, const struct lock_faults *faults,
	const struct lock_call *lock)
{
	struct findings *findings = locking->check->findings;
	const char *what = lock->section ? lock->section : "the section";
	bool local = lock_is_kept_by_routine(locking, lock);
	const struct lock_fault *fault = lock_fault_at(faults, lock, true);
	struct finding *finding;
	struct place place;

	if (lock_address_is_wrong(locking, lock) ||
		(lock->dropped && is_made_up_for(locking, lock)) ||
		((lock->dropped || !lock_is_undone(locking, lock)) &&
			locked_before(locking, lock)))
		return;
	if (lock->dropped) {
		lock_report(locking, lock, true,
			"nobody keeps the handle of '%s', so it stays locked",
			what);
	} else if (!lock_is_undone(locking, lock)) {
		if (lock_is_never_undone(locking, lock) &&
			!is_reported_elsewhere(locking, faults, lock))
			lock_report(locking, lock, true,
				"nothing unlocks '%s' again before the driver "
				"is unloaded",
				what);
	} else if (is_overwritten(locking, lock)) {
		lock_report(locking, lock, false,
			"the handle of '%s' is lost to that of another section, "
			"so it stays locked",
			what);
	} else if (leaves_locked(locking, lock, local, &place) &&
		(local || !failure_is_undone(locking, lock->routine,
				  lock->section))) {
		finding = lock_report(locking, lock, false,
			"'%s' stays locked when this routine %s", what,
			local ? "returns" : "fails");
		finding_step(findings, finding, place, NULL, 0, true,
			"it returns here without an unlock");
	} else if (fault) {
		lock_report(locking, lock, fault->pair == PAIR_LOAD,
			"'%s' %s", fault->section, fault->message);
	}
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);
	const struct lock_faults *faults = find_lock_faults(locking);

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (locks_by_address(call->kind) ||
			(call->kind == LOCK_BY_HANDLE && call->origins.count))
			judge(locking, faults, call);
	}
}

const struct rule section_handle_leaked = {
	.code = "PA5004",
	.name = "section-handle-leaked",
	.summary = "a locked section is never unlocked, or not on every way",
	.why =
		"The section stays locked when the driver is unloaded, or "
		"for as long as the system runs: its pages are lost to "
		"everybody else, and the image may not be freed.",
	.reported =
		"The lock whose handle is thrown away, is never given to an "
		"unlock, or is not on a way out of the routine: for a "
		"handle in a local any return, else the return of a "
		"failure. Also the lock that is one too many when all "
		"routines are counted: opening against closing, loading and "
		"starting against stopping and Unload; and that of a device that "
		"does not start, where the unlock asks for what only a start "
		"that succeeds leaves.",
	.not_reported =
		"Handles that another routine unlocks, such as Close or "
		"Unload; drivers that cannot be unloaded; a lock by the "
		"address of what is not pageable (PA5001).",
	.limits =
		"An unlock behind a test of the driver's own is taken to be "
		"right, unless the test comes after the lock and what skips the "
		"unlock fails; a loop that unlocks is taken to be as long as "
		"one that locks.",
	.no_fix =
		"where the section is to be unlocked is a matter of the "
		"driver's design.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		EXAMPLE_LOCKED_ROUTINE
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tMmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);\n"
		"\tDriver->DriverUnload = Unload;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		EXAMPLE_LOCKED_ROUTINE
		EXAMPLE_LOCKS_AT_LOAD
		EXAMPLE_UNLOCKS_AT_UNLOAD,
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tags = "locking",
	.check = check,
};
