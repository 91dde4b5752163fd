/*
 * What a branch decides: whether an event comes at all, and so whether a lock that
 * counts how often it is held is really given back.
 */
#include "rules/locking.h"

#include <string.h>

static bool takes_spin_lock(
	struct check *check, const struct routine *routine, uint32_t event)
{
	const struct event *call = &routine->body->events.items[event];
	const struct clause *acquires = call->kind == EVENT_CALL ?
		contract_clause(called_contract(check, routine, call),
			CLAUSE_ACQUIRES) :
		NULL;

	return acquires && lock_spins(acquires->text);
}

/* Whether a block comes to an event without passing another block. */
static bool comes_to(const struct body *body, uint32_t index, uint32_t without,
	uint32_t event, bool *seen)
{
	const struct block *block = &body->blocks.items[index];

	if (index == without || seen[index])
		return false;
	seen[index] = true;
	if (block_has(body, block, event))
		return true;
	for (uint32_t i = 0; i < block->successors.count; i++)
		if (comes_to(body, block->successors.items[i], without, event,
			    seen))
			return true;
	return false;
}

/* Some ways from the end of the block lead to the event, and others do not. */
bool branch_decides(struct check *check, const struct body *body,
	uint32_t index, uint32_t event)
{
	const struct block *block = &body->blocks.items[index];
	uint32_t ways = 0;

	for (uint32_t i = 0; i < block->successors.count; i++)
		ways += comes_to(body, block->successors.items[i], index, event,
			arena_alloc(check->findings->arena,
				body->blocks.count));
	return ways && ways < block->successors.count;
}

static bool tests_field(const struct body *body, const struct block *block)
{
	return (block->exit == EXIT_BRANCH || block->exit == EXIT_SWITCH) &&
		block->test.left.kind == OPERAND_PATH &&
		body->paths.items[block->test.left.index].field;
}

bool object_chooses_lock(struct check *check, const struct routine *routine,
	uint32_t event)
{
	const struct body *body = routine->body;

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		if (!tests_field(body, &body->blocks.items[b]) ||
			!branch_decides(check, body, b, event))
			continue;
		for (uint32_t e = 0; e < body->events.count; e++)
			if (e != event && takes_spin_lock(check, routine, e) &&
				branch_decides(check, body, b, e) &&
				!can_follow(check->findings->arena, body, e,
					event, NULL, NULL))
				return true;
	}
	return false;
}

/* ---- the last reference --------------------------------------------------- */

static bool counts_down(
	struct check *check, const struct routine *routine, uint32_t event)
{
	uint32_t callee = called_routine(check->program, routine,
		&routine->body->events.items[event]);

	return callee != NONE &&
		strstr(program_routine(check->program, callee)->name,
			"InterlockedDecrement");
}

/* Whether an operand is what an interlocked decrement returned, be it by way of a
 * local. */
static bool is_count_left(struct check *check, const struct routine *routine,
	struct operand operand)
{
	const struct body *body = routine->body;

	if (operand.kind == OPERAND_RESULT)
		return counts_down(check, routine, operand.index);
	for (uint32_t e = 0; operand.kind == OPERAND_PATH &&
		e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event_stores(event, operand.index) &&
			event->value.kind == OPERAND_RESULT &&
			counts_down(check, routine, event->value.index))
			return true;
	}
	return false;
}

static bool comes_with_last(
	struct check *check, const struct routine *routine, uint32_t event)
{
	const struct body *body = routine->body;

	for (uint32_t b = 0; b < body->blocks.count; b++)
		if (body->blocks.items[b].exit == EXIT_BRANCH &&
			is_count_left(check, routine,
				body->blocks.items[b].test.left) &&
			branch_decides(check, body, b, event))
			return true;
	return false;
}

bool takes_last_reference(struct check *check, uint32_t context,
	uint32_t event, uint32_t raise)
{
	const struct context *contexts = check->flow->contexts.items;
	uint32_t at = context;

	while (!comes_with_last(check,
		program_routine(check->program, contexts[at].routine),
		event)) {
		if (contexts[at].raise != raise || contexts[at].parent == NONE)
			return false;
		event = contexts[at].call;
		at = contexts[at].parent;
	}
	return true;
}

/* ---- counted locks -------------------------------------------------------- */

/* ++ and --: a value that is not known, or is computed, is stored where it was
 * tested. */
static bool counts(const struct body *body, const struct path *counter)
{
	for (uint32_t e = 0; counter->field && e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		const struct path *path = event->kind == EVENT_ASSIGN ?
			&body->paths.items[event->path] :
			NULL;

		if (path &&
			(event->value.kind == OPERAND_UNKNOWN ||
				event->value.kind == OPERAND_FORMULA) &&
			path->record == counter->record &&
			path->field == counter->field)
			return true;
	}
	return false;
}

/* Whether a branch decides if anything is given back. */
static bool decides_release(
	struct check *check, const struct routine *routine, uint32_t block)
{
	const struct body *body = routine->body;

	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_CALL &&
			contract_clause(
				called_contract(check, routine, event),
				CLAUSE_RELEASES) &&
			branch_decides(check, body, block, e))
			return true;
	}
	return false;
}

bool gives_back_by_counter(
	struct check *check, const struct routine *routine)
{
	const struct body *body = routine->body;

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];

		if (block->exit == EXIT_BRANCH &&
			block->test.left.kind == OPERAND_PATH &&
			counts(body, &body->paths.items
					      [block->test.left.index]) &&
			decides_release(check, routine, b))
			return true;
	}
	return false;
}
