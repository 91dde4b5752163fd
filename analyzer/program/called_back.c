/*
 * The compare routine of a generic table runs when something is looked up, and
 * at the IRQL of whoever looks it up. The contract of the kernel routine that is
 * called says in which roles it calls back; the routines are those that were
 * handed over in that role, with the object that the call is about.
 *
 * Where an object has no name here, such as a table that a parameter points to,
 * it may be any.
 */
#include <string.h>

#include "program/called_back.h"

const char *object_of_call(const struct routine *in, const struct event *event)
{
	const struct path *path;
	struct operand object;

	if (event->kind != EVENT_CALL || !event->arguments.count)
		return NULL;
	object = event->arguments.items[0];
	if (object.kind != OPERAND_ADDRESS && object.kind != OPERAND_PATH)
		return NULL;
	path = &in->body->paths.items[object.index];
	return path->root == ROOT_GLOBAL && !path->field ? path->text :
							   path->field;
}

static bool is_of_object(const struct role *role, const char *object)
{
	return !role->object || !object || !strcmp(role->object, object);
}

static bool has_role_in(
	const struct routine *routine, const char *type, const char *object)
{
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (!strcmp(routine->roles.items[i].type, type) &&
			is_of_object(&routine->roles.items[i], object))
			return true;
	return false;
}

const char *called_back_as(const struct contract *contract,
	const struct routine *in, const struct event *event,
	const struct routine *target)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_CALLS_BACK &&
			has_role_in(target, clause->text,
				object_of_call(in, event)))
			return clause->text;
	}
	return NULL;
}

bool event_calls_back(const struct program *program, const struct routine *in,
	const struct event *event, const struct routine *target)
{
	uint32_t callee = called_routine(program, in, event);

	return callee != NONE &&
		called_back_as(program->routines.items[callee].contract, in,
			event, target) != NULL;
}
