#include "program/filled.h"

#include <string.h>

enum { MAX_HELPERS = 4 };

const char *name_of_callee(const struct program *program,
	const struct routine *routine, const struct event *event)
{
	uint32_t callee = operand_routine(program, routine, event->callee);

	return callee == NONE ? "" : program->routines.items[callee].name;
}

const struct path *argument_path(
	const struct body *body, struct operand argument)
{
	if (argument.kind != OPERAND_ADDRESS && argument.kind != OPERAND_PATH)
		return NULL;
	return &body->paths.items[argument.index];
}

bool call_mentions(const struct body *body, const struct event *event,
	const struct path *structure)
{
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const struct path *path = argument_path(
			body, event->arguments.items[i]);

		if (path && paths_share_root(path, structure))
			return true;
	}
	return false;
}

const struct path *filled_structure(const struct handover *handover)
{
	const struct body *body = handover->routine->body;
	const struct event *event = &body->events.items[handover->event];

	if (event->kind == EVENT_ASSIGN)
		return &body->paths.items[event->path];
	return event->arguments.count ?
		argument_path(body, event->arguments.items[0]) :
		NULL;
}

static bool gives_away(const char *name)
{
	return !strncmp(name, "Wdf", 3) &&
		(strstr(name, "Create") || strstr(name, "Set"));
}

/* The first call behind an event that gives a structure to the framework, or
 * NONE. */
static uint32_t giving_call(const struct program *program,
	const struct routine *routine, const struct path *structure,
	uint32_t from)
{
	const struct body *body = routine->body;

	for (uint32_t e = from; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_CALL &&
			call_mentions(body, event, structure) &&
			gives_away(name_of_callee(program, routine, event)))
			return e;
	}
	return NONE;
}

uint32_t creating_call(
	const struct program *program, const struct handover *handover)
{
	const struct path *structure = filled_structure(handover);

	return structure ? giving_call(program, handover->routine, structure,
				   handover->event + 1) :
			   NONE;
}

bool call_initialises(const struct program *program,
	const struct routine *routine, const struct event *event,
	const struct path *structure)
{
	return event->kind == EVENT_CALL &&
		strstr(name_of_callee(program, routine, event), "_INIT") &&
		call_mentions(routine->body, event, structure);
}

/* The argument that is the address of a structure; NONE if there is none. */
static uint32_t argument_that_is(const struct body *body,
	const struct event *event, const struct path *structure)
{
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const struct path *path = argument_path(
			body, event->arguments.items[i]);

		if (path && paths_share_root(path, structure))
			return i;
	}
	return NONE;
}

/* Whether a call is of a routine of the driver that gives the structure away. */
static bool is_wrapper(const struct program *program,
	const struct routine *caller, const struct event *event,
	const struct path *structure, struct wrapped *wrapped)
{
	struct path parameter = { .root = ROOT_PARAMETER };
	uint32_t callee = operand_routine(program, caller, event->callee);

	parameter.index = argument_that_is(caller->body, event, structure);
	if (callee == NONE || parameter.index == NONE ||
		!program->routines.items[callee].body)
		return false;
	wrapped->caller = caller;
	wrapped->routine = &program->routines.items[callee];
	wrapped->call = giving_call(program, wrapped->routine, &parameter, 0);
	return wrapped->call != NONE;
}

bool creating_wrapper(const struct program *program,
	const struct handover *handover, struct wrapped *wrapped)
{
	const struct body *body = handover->routine->body;
	const struct path *structure = filled_structure(handover);
	uint32_t end = creating_call(program, handover);

	if (end == NONE)
		end = body->events.count;
	for (uint32_t e = handover->event + 1; structure && e < end; e++) {
		const struct event *event = &body->events.items[e];

		wrapped->event = e;
		if (event->kind == EVENT_CALL &&
			is_wrapper(program, handover->routine, event,
				structure, wrapped))
			return true;
	}
	return false;
}

/* Where a constant is looked for: a structure in a routine, up to an event, so
 * many helpers deep. */
struct looking {
	const struct program *program;
	const struct routine *routine;
	const struct path *structure;
	const char *field;
	uint32_t before;
	int64_t initial; /* what an initialisation leaves there */
	int depth;
	bool *known; /* becomes false if what is stored is no constant */
	/* Of a helper: the call, and the routine that makes it; and which events
	 * come with the constants that it is given. */
	const struct event *call;
	const struct looking *caller;
	const bool *comes;
};

static int64_t stored_in(const struct looking *looking, int64_t value);

/* ---- what a helper is given -------------------------------------------- */

static bool is_assigned(const struct body *body, uint32_t parameter)
{
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		const struct path *path = event->kind == EVENT_ASSIGN ?
			&body->paths.items[event->path] :
			NULL;

		if (path && path->root == ROOT_PARAMETER &&
			path->index == parameter && !path->steps[0])
			return true;
	}
	return false;
}

/* A constant, also one that a helper gets in a parameter. */
static bool is_constant(const struct looking *looking, struct operand operand,
	int64_t *value)
{
	const struct body *body = looking->routine->body;
	uint32_t parameter = operand_parameter(body, operand);

	if (operand.kind == OPERAND_CONSTANT) {
		*value = operand.constant;
		return true;
	}
	return looking->call && parameter < looking->call->arguments.count &&
		!is_assigned(body, parameter) &&
		is_constant(looking->caller,
			looking->call->arguments.items[parameter], value);
}

/* The one successor that a block leads to, or NONE. */
static uint32_t decided_way(
	const struct looking *looking, const struct block *block)
{
	int64_t left, right;

	if (!is_constant(looking, block->test.left, &left))
		return NONE;
	if (block->exit == EXIT_SWITCH) {
		for (uint32_t i = 0; i < block->cases.count; i++)
			if (block->cases.items[i] == left)
				return i;
		return block->cases.count;
	}
	if (block->exit != EXIT_BRANCH ||
		!is_constant(looking, block->test.right, &right))
		return NONE;
	if (block->test.kind == TEST_EQUAL)
		return left != right;
	return block->test.kind == TEST_NOT_EQUAL ? left == right : NONE;
}

/* Which events come, of all that stand in the helper. */
static const bool *events_that_come(const struct looking *looking)
{
	const struct body *body = looking->routine->body;
	struct arena *arena = looking->program->arena;
	bool *comes = arena_alloc(arena, body->events.count + 1);
	bool *seen = arena_alloc(arena, body->blocks.count + 1);
	VEC(uint32_t) queue = { 0 };

	if (body->blocks.count)
		*vec_add(arena, &queue) = 0;
	while (queue.count) {
		uint32_t at = queue.items[--queue.count], only;
		const struct block *block = &body->blocks.items[at];

		if (seen[at])
			continue;
		seen[at] = true;
		for (uint32_t i = 0; i < block->count; i++)
			comes[body->order.items[block->first + i]] = true;
		only = decided_way(looking, block);
		for (uint32_t i = 0; i < block->successors.count; i++)
			if (only == NONE || only == i)
				*vec_add(arena, &queue) =
					block->successors.items[i];
	}
	return comes;
}

/* ---- what is stored ---------------------------------------------------- */

/* What a helper of the driver that is given the structure's address leaves in
 * the field. */
static int64_t stored_by_helper(const struct looking *looking,
	const struct event *event, int64_t value)
{
	const struct body *body = looking->routine->body;
	uint32_t callee = operand_routine(
		looking->program, looking->routine, event->callee);
	struct path parameter = { .root = ROOT_PARAMETER };
	struct looking inner = *looking;

	if (callee == NONE || looking->depth >= MAX_HELPERS)
		return value;
	inner.routine = &looking->program->routines.items[callee];
	if (!inner.routine->body)
		return value;
	inner.before = inner.routine->body->events.count;
	inner.structure = &parameter;
	inner.depth++;
	inner.call = event;
	inner.caller = looking;
	inner.comes = NULL;
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const struct path *path = argument_path(
			body, event->arguments.items[i]);

		if (!path || !paths_share_root(path, looking->structure))
			continue;
		parameter.index = i;
		if (!inner.comes)
			inner.comes = events_that_come(&inner);
		value = stored_in(&inner, value);
	}
	return value;
}

static int64_t stored_in(const struct looking *looking, int64_t value)
{
	const struct body *body = looking->routine->body;
	const struct path *structure = looking->structure;

	for (uint32_t e = 0; e < looking->before; e++) {
		const struct event *event = &body->events.items[e];
		const struct path *path;
		int64_t constant;

		if (looking->comes && !looking->comes[e])
			continue;
		if (call_initialises(looking->program, looking->routine, event,
			    structure)) {
			value = looking->initial;
			*looking->known = true;
		} else if (event->kind == EVENT_CALL) {
			value = stored_by_helper(looking, event, value);
		}
		if (event->kind != EVENT_ASSIGN)
			continue;
		path = &body->paths.items[event->path];
		if (!paths_share_root(path, structure) || !path->field ||
			strcmp(path->field, looking->field) != 0)
			continue;
		*looking->known = is_constant(looking, event->value, &constant);
		if (*looking->known)
			value = constant;
	}
	return value;
}

int64_t last_stored(const struct program *program,
	const struct routine *routine, const struct path *structure,
	const char *field, uint32_t before, int64_t otherwise, bool *known)
{
	const struct looking looking = { .program = program,
		.routine = routine,
		.structure = structure,
		.field = field,
		.before = before,
		.initial = otherwise,
		.known = known };

	*known = true;
	return stored_in(&looking, otherwise);
}

int64_t last_stored_for(const struct program *program,
	const struct wrapped *wrapped, const struct path *structure,
	const char *field, int64_t otherwise, bool *known)
{
	const struct event *event =
		&wrapped->caller->body->events.items[wrapped->event];
	const struct looking caller = { .program = program,
		.routine = wrapped->caller };
	const struct looking looking = { .program = program,
		.routine = wrapped->routine,
		.structure = structure,
		.field = field,
		.before = wrapped->call,
		.initial = otherwise,
		.known = known,
		.call = event,
		.caller = &caller };

	*known = true;
	if (structure->root != ROOT_PARAMETER)
		return stored_in(&looking, otherwise);
	structure = structure->index < event->arguments.count ?
		argument_path(wrapped->caller->body,
			event->arguments.items[structure->index]) :
		NULL;
	return structure ? last_stored(program, wrapped->caller, structure,
				   field, wrapped->event, otherwise, known) :
			   otherwise;
}

int64_t stored(const struct program *program,
	const struct routine *routine, const struct path *structure,
	const char *field, uint32_t before, int64_t otherwise)
{
	bool known;

	return last_stored(program, routine, structure, field, before,
		otherwise, &known);
}

const struct path *argument_of_type(
	const struct body *body, const struct event *event, const char *type)
{
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const struct path *path = argument_path(
			body, event->arguments.items[i]);

		if (path && path->type && strstr(path->type, type))
			return path;
	}
	return NULL;
}
