/*
 * Tests that keep a lock from being made again: of the handle against NULL, of a
 * count of openings, of a flag. What is tested has to be state of the driver, or
 * a local that was made from such. That it says "not yet" is taken for granted of
 * a test against zero, or of a count that has come to one; any other test has to
 * be of what changes together with the lock: a flag that is set beside it.
 */
#include "rules/locking.h"

#include <string.h>

enum { MAX_DEPTH = 3 };

struct guard {
	struct locking *locking;
	const struct lock_call *lock;
	uint32_t index;
	const struct routine *routine;
	const struct body *body;
	int depth;
};

static const struct routine *routine_at(
	const struct guard *guard, uint32_t index)
{
	return program_routine(guard->locking->check->program, index);
}

static struct guard guard_in(struct locking *locking,
	const struct lock_call *lock, uint32_t routine)
{
	struct guard guard = { .locking = locking, .lock = lock,
		.index = routine };

	guard.routine = routine_at(&guard, routine);
	guard.body = guard.routine->body;
	return guard;
}

/* Whether a routine stores in what this path is, which may be of another. */
static bool stores_in(struct guard *guard, const struct routine *routine,
	uint32_t path)
{
	struct program *program = guard->locking->check->program;
	const struct body *body = routine->body;
	const char *key = storage_key(program, guard->routine, path);

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind == EVENT_ASSIGN &&
			((body == guard->body && event->path == path) ||
				(key && storage_key(program, routine,
						event->path) == key)))
			return true;
	}
	return false;
}

/* Beside the test, or beside the lock. */
static bool changes_with_lock(struct guard *guard, uint32_t path)
{
	return stores_in(guard, guard->routine, path) ||
		stores_in(guard, routine_at(guard, guard->lock->routine),
			path);
}

/* Interlocked routines, and the driver's own, may say how often. */
static bool is_counted(const struct guard *guard, uint32_t call)
{
	const struct event *event = &guard->body->events.items[call];
	uint32_t callee = operand_routine(guard->locking->check->program,
		guard->routine, event->callee);

	return callee != NONE && (routine_at(guard, callee)->definition ||
		strstr(routine_at(guard, callee)->name, "nterlocked"));
}

static bool is_kept(const struct path *path)
{
	return path->root == ROOT_GLOBAL || path->root == ROOT_THIS ||
		path->steps[0];
}

/* Whether an event may be the `Opens++` of `before = Opens++`. */
static bool is_step(const struct guard *guard, uint32_t index)
{
	const struct event *event = &guard->body->events.items[index];

	return event->kind == EVENT_ASSIGN &&
		is_kept(&guard->body->paths.items[event->path]);
}

static bool is_guarded_by(struct guard *guard, uint32_t event);

/* A local that holds what state was, or which way a test of it went. */
static bool is_made_from_state(struct guard *guard, uint32_t local)
{
	bool found = false;

	if (guard->depth >= MAX_DEPTH)
		return false;
	guard->depth++;
	for (uint32_t i = 0; i < guard->body->events.count && !found; i++) {
		const struct event *event = &guard->body->events.items[i];
		const struct path *from;

		if (!event_stores(event, local))
			continue;
		switch (event->value.kind) {
		case OPERAND_RESULT:
			found = is_counted(guard, event->value.index);
			break;
		case OPERAND_PATH:
			from = &guard->body->paths.items[event->value.index];
			found = is_kept(from) ||
				(from->root == ROOT_LOCAL &&
					is_made_from_state(
						guard, event->value.index));
			break;
		case OPERAND_CONSTANT:
			found = is_guarded_by(guard, i);
			break;
		default:
			found = i && is_step(guard, i - 1);
			break;
		}
	}
	guard->depth--;
	return found;
}

/* Whether a block steps a count and then tests it at once. */
static bool steps_count(const struct body *body, const struct block *block)
{
	return block->count &&
		body->events.items[body->order.items[block->first +
					   block->count - 1]]
				.kind == EVENT_ASSIGN;
}

static bool is_equality(const struct test *test)
{
	return (test->kind == TEST_EQUAL || test->kind == TEST_NOT_EQUAL) &&
		(test->right.constant == 0 || test->right.constant == 1);
}

static bool says_not_yet(const struct test *test, uint32_t edge)
{
	return is_equality(test) &&
		((test->kind == TEST_EQUAL && edge == 0) ||
			(test->kind == TEST_NOT_EQUAL && edge == 1));
}

/* A handle says "not yet" by being NULL, and in no other way. */
static bool is_pointer(const struct path *path)
{
	return path->type && strchr(path->type, '*');
}

static bool is_guard_edge(
	struct guard *guard, const struct block *block, uint32_t edge)
{
	const struct test *test = &block->test;
	uint32_t index = test->left.index;
	const struct path *path;

	if (test->right.kind != OPERAND_CONSTANT)
		return false;
	switch (test->left.kind) {
	case OPERAND_RESULT:
		return says_not_yet(test, edge) && is_counted(guard, index);
	case OPERAND_UNKNOWN:
	case OPERAND_FORMULA:
		return says_not_yet(test, edge) &&
			steps_count(guard->body, block);
	case OPERAND_PATH:
		path = &guard->body->paths.items[index];
		if (path->root == ROOT_LOCAL && !path->steps[0])
			return is_equality(test) &&
				is_made_from_state(guard, index);
		return is_kept(path) && (says_not_yet(test, edge) ||
			(!is_pointer(path) &&
				changes_with_lock(guard, index)));
	default:
		return false;
	}
}

static bool is_guarded_by(struct guard *guard, uint32_t event)
{
	struct arena *arena = guard->locking->check->findings->arena;

	for (uint32_t b = 0; b < guard->body->blocks.count; b++) {
		const struct block *block = &guard->body->blocks.items[b];

		for (uint32_t edge = 0; block->exit == EXIT_BRANCH && edge < 2;
			edge++)
			if (needs_edge(arena, guard->body, event, b, edge) &&
				is_guard_edge(guard, block, edge))
				return true;
	}
	return false;
}

bool is_guarded(struct locking *locking, const struct lock_call *lock,
	uint32_t routine, uint32_t event)
{
	struct guard guard = guard_in(locking, lock, routine);

	return is_guarded_by(&guard, event);
}

bool lock_is_guarded(struct locking *locking, const struct lock_call *lock)
{
	return is_guarded(locking, lock, lock->routine, lock->event);
}
