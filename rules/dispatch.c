/*
 * Dispatch routines, found where their addresses are stored in a driver
 * object's table, with the major code that the index gives.
 */
#include "rules/check.h"

#include <stdlib.h>
#include <string.h>

/* "p0->MajorFunction[22]" -> 22; an index that varies: -1 */
static int last_index(const char *steps)
{
	const char *bracket = strrchr(steps, '[');

	if (!bracket || bracket[1] < '0' || bracket[1] > '9')
		return -1;
	return (int)strtol(bracket + 1, NULL, 10);
}

bool stores_dispatch_routine(
	const struct body *body, const struct event *event)
{
	const struct path *path;

	if (event->kind != EVENT_ASSIGN)
		return false;
	path = &body->paths.items[event->path];
	return path->record && path->field &&
		!strcmp(path->record, "_DRIVER_OBJECT") &&
		!strcmp(path->field, "MajorFunction");
}

void for_each_dispatch(struct check *check,
	void (*visit)(struct check *check, void *context, uint32_t routine,
		int major, struct place place),
	void *context)
{
	const struct program *program = check->program;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->body;

		for (uint32_t e = 0; body && e < body->events.count; e++) {
			const struct event *event = &body->events.items[e];
			uint32_t target;

			if (!stores_dispatch_routine(body, event))
				continue;
			target = operand_routine(
				program, routine, event->value);
			if (target != NONE &&
				program_routine(program, target)->definition)
				visit(check, context, target,
					last_index(body->paths
						.items[event->path].steps),
					event->place);
		}
	}
}

bool is_paged_entry(const struct check *check, uint32_t routine)
{
	return check->flow->highest_role_entry[routine] >= 0;
}

bool has_role(const struct routine *routine, const char *type)
{
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (!strcmp(routine->roles.items[i].type, type))
			return true;
	return false;
}
