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

uint32_t creating_call(
	const struct program *program, const struct handover *handover)
{
	const struct body *body = handover->routine->body;
	const struct path *structure = filled_structure(handover);

	if (!structure)
		return NONE;
	for (uint32_t e = handover->event + 1; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_CALL &&
			call_mentions(body, event, structure) &&
			gives_away(name_of_callee(
				program, handover->routine, event)))
			return e;
	}
	return NONE;
}

bool call_initialises(const struct program *program,
	const struct routine *routine, const struct event *event,
	const struct path *structure)
{
	return event->kind == EVENT_CALL &&
		strstr(name_of_callee(program, routine, event), "_INIT") &&
		call_mentions(routine->body, event, structure);
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
};

static int64_t stored_in(const struct looking *looking, int64_t value);

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
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const struct path *path = argument_path(
			body, event->arguments.items[i]);

		if (!path || !paths_share_root(path, looking->structure))
			continue;
		parameter.index = i;
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
		*looking->known = event->value.kind == OPERAND_CONSTANT;
		if (*looking->known)
			value = event->value.constant;
	}
	return value;
}

int64_t last_stored(const struct program *program,
	const struct routine *routine, const struct path *structure,
	const char *field, uint32_t before, int64_t otherwise, bool *known)
{
	const struct looking looking = { program, routine, structure, field,
		before, otherwise, 0, known };

	*known = true;
	return stored_in(&looking, otherwise);
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
