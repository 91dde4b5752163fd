/*
 * The structure is filled and given away in one routine; what is last stored in
 * it before the call counts. Which interrupt others synchronize with is told by
 * where the interrupt's object is kept.
 */
#include "program/isr.h"

#include <string.h>

static const char level_field[] = "SynchronizeIrql";
static const char object_field[] = "InterruptObject";

static const struct event *event_of(
	const struct routine *routine, uint32_t index)
{
	return &routine->body->events.items[index];
}

static bool connects(const struct program *program,
	const struct routine *routine, const struct event *event)
{
	uint32_t callee = called_routine(program, routine, event);

	return callee != NONE && !strcmp(program->routines.items[callee].name,
					 "IoConnectInterruptEx");
}

/* Whether a path is the field beside another one of the same structure. */
static bool is_beside(const struct path *path, const struct path *other,
	const char *field)
{
	size_t length = strlen(other->steps) - strlen(other->field);

	return paths_share_root(path, other) && path->field && !strcmp(path->field, field) &&
		strlen(path->steps) - strlen(field) == length &&
		!strncmp(path->steps, other->steps, length);
}

/* What is last stored beside a service routine, before the structure is given
 * away: an unknown operand if nothing is. */
static struct operand stored_beside(const struct program *program,
	const struct routine *routine, uint32_t service, const char *field)
{
	const struct body *body = routine->body;
	const struct path *path =
		&body->paths.items[event_of(routine, service)->path];
	struct operand value = { .kind = OPERAND_UNKNOWN };

	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = event_of(routine, e);

		if (e > service && connects(program, routine, event))
			break;
		if (event->kind == EVENT_ASSIGN &&
			is_beside(&body->paths.items[event->path], path, field))
			value = event->value;
	}
	return value;
}

static bool is_connected_passively(const struct program *program,
	const struct routine *routine, uint32_t service)
{
	struct operand level =
		stored_beside(program, routine, service, level_field);

	return level.kind == OPERAND_CONSTANT && !level.constant;
}

/* Whether the object of the interrupt whose service routine is stored there is
 * kept in the storage of this name. */
static bool keeps_object(struct program *program,
	const struct routine *routine, uint32_t service, const char *key)
{
	struct operand object =
		stored_beside(program, routine, service, object_field);
	const char *kept = object.kind == OPERAND_ADDRESS ?
		storage_key(program, routine, object.index) :
		NULL;

	return kept && !strcmp(kept, key);
}

static bool stores_service_routine(
	const struct routine *routine, const struct event *event)
{
	const struct path *path = event->kind == EVENT_ASSIGN ?
		&routine->body->paths.items[event->path] :
		NULL;

	return path && path->field && !strcmp(path->field, "ServiceRoutine");
}

static bool object_is_passive(struct program *program, const char *key)
{
	for (uint32_t i = 0; i < program->notables.count; i++) {
		const struct notable *notable = &program->notables.items[i];
		const struct routine *routine =
			program_routine(program, notable->routine);

		if ((notable->flags & NOTABLE_FUNCTION) &&
			stores_service_routine(routine,
				notable_event(program, notable)) &&
			is_connected_passively(
				program, routine, notable->event) &&
			keeps_object(program, routine, notable->event, key))
			return true;
	}
	return false;
}

bool isr_is_passive(struct program *program, const struct handover *handover)
{
	const struct event *event;
	const char *key;

	if (!handover || !handover->routine)
		return false;
	event = event_of(handover->routine, handover->event);
	if (stores_service_routine(handover->routine, event))
		return is_connected_passively(
			program, handover->routine, handover->event);
	if (event->kind != EVENT_CALL || !event->arguments.count ||
		event->arguments.items[0].kind != OPERAND_PATH)
		return false;
	key = storage_key(program, handover->routine,
		event->arguments.items[0].index);
	return key && object_is_passive(program, key);
}
