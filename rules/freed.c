/*
 * Whether memory that a call is given, to free it, is from paged pool for certain:
 * all that is ever stored where the pointer comes from is what an allocation of
 * paged pool returned, or NULL. A field is that field of any object.
 */
#include "rules/pools.h"

#include <string.h>

#include "rules/locking.h"

/* What may be in some storage, of all that is stored there. */
struct memory {
	struct check *check;
	struct pools *pools;
	bool paged, other;
};

enum { MAX_COPIES = 3 }; /* from one storage to another */

static void add_operand(struct memory *memory, uint32_t routine,
	struct operand operand, uint32_t event, int depth);

static void add_allocation(
	struct memory *memory, uint32_t routine, uint32_t event, uint32_t from)
{
	uint32_t out;

	if (pools_allocates(memory->pools, routine, event, &out) &&
		out == from &&
		pools_verdict(memory->pools, routine, event) == POOL_PAGED)
		memory->paged = true;
	else
		memory->other = true;
}

static bool gives_address(
	const struct event *event, uint32_t path, uint32_t *argument)
{
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (event->arguments.items[i].kind == OPERAND_ADDRESS &&
			event->arguments.items[i].index == path) {
			*argument = i;
			return true;
		}
	return false;
}

/* What an event stores in a path, if it does. */
static void add_store(struct memory *memory, uint32_t routine, uint32_t index,
	uint32_t path, int depth)
{
	const struct event *event =
		&program_routine(memory->check->program, routine)
			 ->body->events.items[index];
	uint32_t argument;

	if (event_stores(event, path) && event->kind == EVENT_ASSIGN)
		add_operand(memory, routine, event->value, index, depth);
	else if (event_stores(event, path))
		memory->other = true;
	if (gives_address(event, path, &argument))
		add_allocation(memory, routine, index, argument);
}

static bool may_hold(struct memory *memory, const struct body *body,
	uint32_t store, uint32_t path, uint32_t event)
{
	struct arena *arena = memory->check->findings->arena;
	uint32_t argument;

	if (event_stores(&body->events.items[store], path))
		return store_lasts(arena, body, store, event);
	return gives_address(&body->events.items[store], path, &argument) &&
		can_follow(arena, body, store, event, NULL, NULL);
}

/* What a local may hold at an event. */
static void add_local(struct memory *memory, uint32_t routine, uint32_t path,
	uint32_t event, int depth)
{
	const struct body *body =
		program_routine(memory->check->program, routine)->body;

	for (uint32_t i = 0; i < body->events.count; i++)
		if (i != event && may_hold(memory, body, i, path, event))
			add_store(memory, routine, i, path, depth);
}

static bool is_same_field(const struct path *path, const struct path *field)
{
	return path->field && field->field && path->record && field->record &&
		!strcmp(path->field, field->field) &&
		!strcmp(path->record, field->record);
}

/* What a field may hold, in any object at any time. */
static void add_field(
	struct memory *memory, const struct path *field, int depth)
{
	const struct program *program = memory->check->program;

	for (uint32_t r = 0; r < program->routines.count; r++) {
		const struct body *body = program_routine(program, r)->body;

		for (uint32_t p = 0; body && p < body->paths.count; p++)
			for (uint32_t e = 0;
				is_same_field(&body->paths.items[p], field) &&
				e < body->events.count;
				e++)
				add_store(memory, r, e, p, depth);
	}
}

static void add_operand(struct memory *memory, uint32_t routine,
	struct operand operand, uint32_t event, int depth)
{
	const struct body *body =
		program_routine(memory->check->program, routine)->body;
	const struct path *path;

	if (operand.kind == OPERAND_CONSTANT && operand.constant == 0)
		return;
	if (operand.kind == OPERAND_RESULT) {
		add_allocation(memory, routine, operand.index, NONE);
		return;
	}
	path = operand.kind == OPERAND_PATH ?
		&body->paths.items[operand.index] :
		NULL;
	if (path && path->root == ROOT_LOCAL && !path->steps[0] &&
		depth < MAX_COPIES)
		add_local(memory, routine, operand.index, event, depth + 1);
	else if (path && path->record && path->field && depth < MAX_COPIES)
		add_field(memory, path, depth + 1);
	else
		memory->other = true;
}

bool frees_paged(struct check *check, uint32_t routine, uint32_t event)
{
	const struct event *call = &program_routine(check->program, routine)
					    ->body->events.items[event];

	for (uint32_t i = 0; i < call->arguments.count; i++) {
		struct memory memory = { check, pools_of(check), false, false };

		add_operand(&memory, routine, call->arguments.items[i], event,
			0);
		if (memory.paged && !memory.other)
			return true;
	}
	return false;
}
