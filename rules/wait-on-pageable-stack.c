/*
 * PA1016. During a wait with WaitMode UserMode the system may take the pages of
 * the thread's kernel stack away. An event, mutex or timer that stands on it is
 * then signalled at DISPATCH_LEVEL in memory that is not there.
 *
 * What counts is a WaitMode that is UserMode, or may be: that of the requestor of
 * an IRP, a local that holds one of these, a parameter that a caller gives one.
 * The object is a local, given by its address, through a pointer variable that
 * holds nothing else, or as an element of a local array.
 */
#include "rules/locking.h"
#include "rules/values.h"

#include <string.h>

enum { USER_MODE = 1, MAX_CALLERS_DEEP = 3 };

static const struct {
	const char *name;
	uint32_t objects, mode; /* arguments */
	bool array;
} waits[] = {
	{ "KeWaitForSingleObject", 0, 2, false },
	{ "KeWaitForMutexObject", 0, 2, false },
	{ "KeWaitForMultipleObjects", 1, 4, true },
};

/* The storage on the stack that an address means, or NULL. */
static const struct path *on_stack(
	const struct body *body, struct operand operand)
{
	const struct path *path;

	if (operand.kind != OPERAND_ADDRESS)
		return NULL;
	path = &body->paths.items[operand.index];
	return path->root == ROOT_LOCAL &&
			!body->locals.items[path->index].is_static &&
			!strstr(path->steps, "->") &&
			!strchr(path->steps, '*') ?
		path :
		NULL;
}

/* An object on the stack whose address is stored in a local or a part of it;
 * `always`: nothing else is stored there. */
static const struct path *stored_object(
	const struct body *body, const struct path *local, bool always)
{
	const struct path *found = NULL;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct path *object;

		if (event->kind != EVENT_ASSIGN ||
			!paths_share_root(&body->paths.items[event->path], local))
			continue;
		object = on_stack(body, event->value);
		if (!object && always)
			return NULL;
		if (!found)
			found = object;
	}
	return found;
}

static const struct path *waited_object(
	const struct body *body, struct operand operand, bool array)
{
	const struct path *path;

	if (operand.kind != OPERAND_ADDRESS && operand.kind != OPERAND_PATH)
		return NULL;
	path = &body->paths.items[operand.index];
	if (array)
		return path->root == ROOT_LOCAL ?
			stored_object(body, path, false) :
			NULL;
	if (operand.kind == OPERAND_ADDRESS)
		return on_stack(body, operand);
	return path->root == ROOT_LOCAL && !path->steps[0] ?
		stored_object(body, path, true) :
		NULL;
}

/* ---- the mode ---------------------------------------------------------- */

static enum answer user_mode(struct check *check, uint32_t index,
	struct operand mode, int depth);

/* A parameter, by what the callers give. */
static enum answer given_mode(
	struct check *check, uint32_t index, uint32_t parameter, int depth)
{
	const struct call_graph *graph = graph_of(check);
	enum answer answer = ANSWER_NO;

	for (uint32_t i = graph->first_of[index];
		depth && !answer && i < graph->first_of[index + 1]; i++) {
		const struct call_site_of *site =
			&graph->sites.items[graph->by_callee[i]];
		const struct event *event =
			&program_routine(check->program, site->caller)
				 ->body->events.items[site->event];

		if (parameter < event->arguments.count &&
			user_mode(check, site->caller,
				event->arguments.items[parameter], depth - 1))
			answer = ANSWER_MAYBE;
	}
	return answer;
}

/* A local, by what is stored in it. */
static enum answer stored_mode(struct check *check, uint32_t index,
	const struct path *local, int depth)
{
	const struct body *body =
		program_routine(check->program, index)->body;

	for (uint32_t e = 0; depth && e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_ASSIGN &&
			paths_share_root(&body->paths.items[event->path], local) &&
			user_mode(check, index, event->value, depth - 1))
			return ANSWER_MAYBE;
	}
	return ANSWER_NO;
}

/* Whether a mode is UserMode. */
static enum answer user_mode(struct check *check, uint32_t index,
	struct operand mode, int depth)
{
	const struct body *body =
		program_routine(check->program, index)->body;
	const struct path *path = mode.kind == OPERAND_PATH ?
		&body->paths.items[mode.index] :
		NULL;

	if (mode.kind == OPERAND_CONSTANT)
		return mode.constant == USER_MODE ? ANSWER_YES : ANSWER_NO;
	if (path && path->field && !strcmp(path->field, "RequestorMode"))
		return ANSWER_MAYBE;
	if (is_whole(body, mode, ROOT_PARAMETER))
		return given_mode(check, index, path->index, depth);
	if (is_whole(body, mode, ROOT_LOCAL))
		return stored_mode(check, index, path, depth);
	return ANSWER_NO;
}

static void judge(struct check *check, uint32_t index,
	const struct event *event, size_t wait)
{
	const struct routine *routine = program_routine(check->program, index);
	const struct body *body = routine->body;
	const char *callee = callee_name(check->program, routine, event);
	struct finding *finding;
	const struct path *object;
	enum answer user;

	if (waits[wait].mode >= event->arguments.count)
		return;
	object = waited_object(body,
		event->arguments.items[waits[wait].objects],
		waits[wait].array);
	user = object ? user_mode(check, index,
				event->arguments.items[waits[wait].mode],
				MAX_CALLERS_DEEP) :
			ANSWER_NO;
	if (user == ANSWER_NO)
		return;
	finding = check_report(check, routine, event->place,
		user == ANSWER_YES,
		"'%s' waits with %s in %s on '%s', which is on its stack",
		routine->name, callee,
		user == ANSWER_YES ? "UserMode" : "what may be UserMode",
		object->text);
	finding->callee = callee;
	finding_step(check->findings, finding, event->place, NULL, 0, true,
		"the stack that holds '%s' may be paged out during this wait",
		object->text);
}

static void check(struct check *check)
{
	const struct program *program = check->program;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->body;

		for (uint32_t e = 0; body && e < body->events.count; e++) {
			const struct event *event = &body->events.items[e];
			uint32_t callee =
				called_routine(program, routine, event);

			for (size_t w = 0; callee != NONE &&
				w < sizeof(waits) / sizeof(*waits);
				w++)
				if (!strcmp(program_routine(program, callee)
						    ->name,
					    waits[w].name))
					judge(check, i, event, w);
		}
	}
}

const struct rule wait_on_pageable_stack = {
	.code = "PA1016",
	.name = "wait-on-pageable-stack",
	.summary = "a UserMode wait on an object that is on the stack",
	.why =
		"While a thread waits with WaitMode UserMode, its kernel stack "
		"may be paged out, and the object on it. Whoever signals the "
		"object does so at DISPATCH_LEVEL, where the fault cannot be "
		"served.",
	.reported =
		"The wait on a local event, mutex, semaphore or timer with "
		"WaitMode UserMode; as possible with the RequestorMode of an "
		"IRP, or what a local holds or a caller gives that may be one "
		"of these.",
	.not_reported =
		"KernelMode, which keeps the stack in memory; objects in a "
		"device extension or in nonpaged pool. A WaitMode of which nothing "
		"is known.",
	.no_fix =
		"whether the object moves to resident storage or the mode "
		"changes is a choice: in KernelMode the wait cannot be "
		"interrupted.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kewaitforsingleobject",
	.peer = "C28135",
	.bad =
		"#include <ntddk.h>\n"
		"NTSTATUS Call(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tKEVENT done;\n"
		"\tKeInitializeEvent(&done, NotificationEvent, FALSE);\n"
		"\tIrp->UserEvent = &done;\n"
		"\tIoCallDriver(Device, Irp);\n"
		"\treturn KeWaitForSingleObject(&done, Executive, UserMode, FALSE, NULL);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"NTSTATUS Call(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tKEVENT done;\n"
		"\tKeInitializeEvent(&done, NotificationEvent, FALSE);\n"
		"\tIrp->UserEvent = &done;\n"
		"\tIoCallDriver(Device, Irp);\n"
		"\treturn KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, NULL);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
