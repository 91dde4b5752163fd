/*
 * Events are taken in the order they stand in the source: a driver fills a
 * structure and then gives it away, in straight lines. What is filled in one
 * routine and given away in another is not followed; the device's execution
 * level counts then.
 *
 * Page: framework object execution levels and the pages of the callbacks.
 */
#include "program/wdf.h"

#include <string.h>

enum execution_level { /* the values of WDF_EXECUTION_LEVEL */
	LEVEL_INHERIT = 1,
	LEVEL_PASSIVE = 2,
	LEVEL_DISPATCH = 3,
};

static const struct body *body_of(const struct routine *routine)
{
	return routine->definition ? routine->definition->body : NULL;
}

static const char *name_of_callee(const struct program *program,
	const struct routine *routine, const struct event *event)
{
	uint32_t callee = operand_routine(program, routine, event->callee);

	return callee == NONE ? "" : program->routines.items[callee].name;
}

static bool same_root(const struct path *left, const struct path *right)
{
	return left->root == right->root && left->index == right->index;
}

/* The path that an argument names or points to, or NULL. */
static const struct path *argument_path(
	const struct body *body, struct operand argument)
{
	if (argument.kind != OPERAND_ADDRESS && argument.kind != OPERAND_PATH)
		return NULL;
	return &body->paths.items[argument.index];
}

static bool mentions(const struct body *body, const struct event *event,
	const struct path *structure)
{
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const struct path *path = argument_path(
			body, event->arguments.items[i]);

		if (path && same_root(path, structure))
			return true;
	}
	return false;
}

/* The structure that a handover fills. */
static const struct path *filled_structure(const struct handover *handover)
{
	const struct body *body = body_of(handover->routine);
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

/* The event of the call that the filled structure is given to, or NONE. */
static uint32_t creating_call(
	const struct program *program, const struct handover *handover)
{
	const struct body *body = body_of(handover->routine);
	const struct path *structure = filled_structure(handover);

	if (!structure)
		return NONE;
	for (uint32_t e = handover->event + 1; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_CALL &&
			mentions(body, event, structure) &&
			gives_away(name_of_callee(
				program, handover->routine, event)))
			return e;
	}
	return NONE;
}

/* The constant last stored in a field of a structure before an event. */
static int64_t stored(const struct program *program,
	const struct routine *routine, const struct path *structure,
	const char *field, uint32_t before, int64_t otherwise)
{
	const struct body *body = body_of(routine);
	int64_t value = otherwise;

	for (uint32_t e = 0; e < before; e++) {
		const struct event *event = &body->events.items[e];
		const struct path *path;

		if (event->kind == EVENT_CALL &&
			strstr(name_of_callee(program, routine, event),
				"_INIT") &&
			mentions(body, event, structure))
			value = otherwise;
		if (event->kind != EVENT_ASSIGN)
			continue;
		path = &body->paths.items[event->path];
		if (same_root(path, structure) && path->field &&
			!strcmp(path->field, field) &&
			event->value.kind == OPERAND_CONSTANT)
			value = event->value.constant;
	}
	return value;
}

/* The execution level in the attributes that a creating call is given. */
static int64_t level_of_call(const struct program *program,
	const struct routine *routine, uint32_t call)
{
	const struct body *body = body_of(routine);
	const struct event *event = &body->events.items[call];

	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const struct path *path = argument_path(
			body, event->arguments.items[i]);

		if (path && path->type &&
			strstr(path->type, "WDF_OBJECT_ATTRIBUTES"))
			return stored(program, routine, path, "ExecutionLevel",
				call, LEVEL_INHERIT);
	}
	return LEVEL_INHERIT;
}

/* ---- devices ----------------------------------------------------------- */

void wdf_read_devices(struct program *program)
{
	uint32_t devices = 0, passive = 0;
	bool driver = false;

	for (uint32_t i = 0; i < program->notables.count; i++) {
		const struct notable *notable = &program->notables.items[i];
		const struct routine *routine =
			program_routine(program, notable->routine);
		const struct event *event = notable_event(program, notable);
		const char *name;
		int64_t level;

		if (event->kind != EVENT_CALL)
			continue;
		name = name_of_callee(program, routine, event);
		if (strcmp(name, "WdfDeviceCreate") &&
			strcmp(name, "WdfDriverCreate"))
			continue;
		level = level_of_call(program, routine, notable->event);
		if (!strcmp(name, "WdfDriverCreate")) {
			driver |= level == LEVEL_PASSIVE;
			continue;
		}
		devices++;
		passive += level == LEVEL_PASSIVE;
	}
	program->passive_devices =
		driver || (devices && passive == devices);
}

/* A device that the same routine creates says more than all of them. */
static bool device_is_passive(
	const struct program *program, const struct routine *routine)
{
	const struct body *body = routine ? body_of(routine) : NULL;
	bool found = false, passive = false;

	for (uint32_t e = 0; body && e < body->events.count; e++) {
		int64_t level;

		if (body->events.items[e].kind != EVENT_CALL ||
			strcmp(name_of_callee(program, routine,
				       &body->events.items[e]),
				"WdfDeviceCreate"))
			continue;
		level = level_of_call(program, routine, e);
		if (level == LEVEL_INHERIT)
			continue;
		found = true;
		passive = level == LEVEL_PASSIVE;
	}
	return found ? passive : program->passive_devices;
}

/* ---- questions --------------------------------------------------------- */

bool wdf_is_passive(
	const struct program *program, const struct handover *handover)
{
	const struct routine *routine;
	uint32_t call;
	int64_t level;
	const char *name;

	if (!handover || !handover->routine)
		return program->passive_devices;
	routine = handover->routine;
	call = creating_call(program, handover);
	if (call == NONE)
		return device_is_passive(program, routine);
	level = level_of_call(program, routine, call);
	if (level != LEVEL_INHERIT)
		return level == LEVEL_PASSIVE;
	name = name_of_callee(program, routine,
		&body_of(routine)->events.items[call]);
	if (!strcmp(name, "WdfTimerCreate"))
		return false;
	return device_is_passive(program, routine);
}

bool wdf_handles_passively(
	const struct program *program, const struct handover *handover)
{
	const struct path *structure;

	if (!handover || !handover->routine)
		return false;
	structure = filled_structure(handover);
	return structure &&
		stored(program, handover->routine, structure,
			"PassiveHandling",
			body_of(handover->routine)->events.count, 0) == 1;
}

bool wdf_cleans_up_passively(
	const struct program *program, const struct handover *handover)
{
	static const char *const creators[] = { "WdfDriverCreate",
		"WdfDeviceCreate", "WdfDpcCreate", "WdfInterruptCreate",
		"WdfIoTargetCreate", "WdfIoQueueCreate", "WdfStringCreate",
		"WdfTimerCreate", "WdfWorkItemCreate",
		"WdfLookasideListCreate" };
	uint32_t call;
	const char *name;

	if (!handover || !handover->routine)
		return false;
	call = creating_call(program, handover);
	if (call == NONE) /* given to nobody here: nothing is known against it */
		return true;
	name = name_of_callee(program, handover->routine,
		&body_of(handover->routine)->events.items[call]);
	for (size_t i = 0; i < sizeof(creators) / sizeof(*creators); i++)
		if (!strcmp(name, creators[i]))
			return true;
	return false;
}
