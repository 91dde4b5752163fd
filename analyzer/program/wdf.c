/*
 * What is filled in one routine and given away in another that does not get it from
 * there is not followed (filled.h); the device's execution level counts then.
 *
 * Page: framework object execution levels and the pages of the callbacks.
 */
#include "program/wdf.h"

#include <string.h>

#include "program/filled.h"
#include "program/slots.h"

enum execution_level { /* the values of WDF_EXECUTION_LEVEL */
	LEVEL_INHERIT = 1,
	LEVEL_PASSIVE = 2,
	LEVEL_DISPATCH = 3,
	LEVEL_CHOSEN = -1, /* by what the driver finds out at run time */
};

/* The execution level in the attributes that a creating call is given. */
static int64_t level_of_call(const struct program *program,
	const struct routine *routine, uint32_t call)
{
	const struct body *body = routine->body;
	const struct path *attributes = argument_of_type(
		body, &body->events.items[call], "WDF_OBJECT_ATTRIBUTES");
	bool known = true;
	int64_t level = attributes ?
		last_stored(program, routine, attributes, "ExecutionLevel",
			call, LEVEL_INHERIT, &known) :
		LEVEL_INHERIT;

	return known ? level : LEVEL_CHOSEN;
}

/* ---- devices ----------------------------------------------------------- */

struct devices {
	uint32_t count, passive, dispatch, chosen;
	bool driver;
};

static void add_device(struct devices *devices, const char *creator,
	int64_t level)
{
	if (!strcmp(creator, "WdfDriverCreate")) {
		devices->driver |= level == LEVEL_PASSIVE;
		return;
	}
	devices->count++;
	devices->passive += level == LEVEL_PASSIVE;
	devices->dispatch += level == LEVEL_DISPATCH;
	devices->chosen += level == LEVEL_CHOSEN;
}

/* Passive only if all are; of some only run time may tell what they ask for. */
static int64_t level_of_all(const struct devices *devices)
{
	if (devices->chosen)
		return LEVEL_CHOSEN;
	if (devices->driver ? !devices->dispatch :
			      devices->count &&
				devices->passive == devices->count)
		return LEVEL_PASSIVE;
	return LEVEL_DISPATCH;
}

/* The level of a device that the same routine creates; LEVEL_INHERIT if there is
 * none. */
static int64_t level_of_own_device(
	const struct program *program, const struct routine *routine)
{
	const struct body *body = routine ? routine->body : NULL;
	int64_t found = LEVEL_INHERIT;

	for (uint32_t e = 0; body && e < body->events.count; e++) {
		int64_t level;

		if (body->events.items[e].kind != EVENT_CALL ||
			strcmp(name_of_callee(program, routine,
				       &body->events.items[e]),
				"WdfDeviceCreate"))
			continue;
		level = level_of_call(program, routine, e);
		if (level != LEVEL_INHERIT)
			found = level;
	}
	return found;
}

/* That says more than what all of them ask for. */
static int64_t level_of_device(
	const struct program *program, const struct routine *routine)
{
	int64_t own = level_of_own_device(program, routine);

	return own == LEVEL_INHERIT ? program->device_level : own;
}

/* Some devices are passive and some are not: which one a handle is of, is not
 * known where it was not created. */
static bool device_is_any_of_several(
	const struct program *program, const struct routine *routine)
{
	return program->mixed_devices &&
		level_of_own_device(program, routine) == LEVEL_INHERIT;
}

/* ---- queues and interrupts --------------------------------------------- */

/* The handle that a creating call returns, and its copies. */
static void add_handle(struct program *program, const struct notable *notable,
	const struct wdf_handle *handle, const char *type)
{
	const struct routine *routine =
		program_routine(program, notable->routine);
	const struct body *body = routine->body;
	const struct path *out = argument_of_type(
		body, &body->events.items[notable->event], type);
	struct wdf_handle kept = *handle;

	kept.key = out ? storage_key(program, routine,
				 (uint32_t)(out - body->paths.items)) :
			 NULL;
	*vec_add(program->arena, &program->wdf_handles) = kept;
	for (uint32_t e = notable->event; out && e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind != EVENT_ASSIGN ||
			event->value.kind != OPERAND_PATH ||
			&body->paths.items[event->value.index] != out)
			continue;
		kept.key = storage_key(program, routine, event->path);
		*vec_add(program->arena, &program->wdf_handles) = kept;
	}
}

static void read_queue(struct program *program, const struct notable *notable)
{
	const struct routine *routine =
		program_routine(program, notable->routine);
	int64_t level = level_of_call(program, routine, notable->event);
	struct wdf_handle queue = { 0 };

	if (level == LEVEL_INHERIT)
		level = level_of_device(program, routine);
	queue.passive = level == LEVEL_PASSIVE;
	queue.chosen = level == LEVEL_CHOSEN;
	add_handle(program, notable, &queue, "WDFQUEUE");
}

/* An interrupt's callback is given its handle first. */
static void add_given_handle(struct program *program,
	const struct routine *routine, const struct wdf_handle *handle,
	struct operand callback)
{
	uint32_t target = operand_routine(program, routine, callback);
	struct wdf_handle kept = *handle;

	if (target == NONE)
		return;
	kept.key = key_of_parameter(
		program, program_routine(program, target), 0);
	*vec_add(program->arena, &program->wdf_handles) = kept;
}

/* The callbacks that a structure was filled with since it was last initialised. */
static void add_given_handles(struct program *program,
	const struct routine *routine, const struct wdf_handle *handle,
	const struct path *config, uint32_t before)
{
	const struct body *body = routine->body;
	for (uint32_t e = before; e--;) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_ASSIGN &&
			paths_share_root(
				&body->paths.items[event->path], config))
			add_given_handle(
				program, routine, handle, event->value);
		if (!call_initialises(program, routine, event, config))
			continue;
		for (uint32_t i = 0; i < event->arguments.count; i++)
			add_given_handle(program, routine, handle,
				event->arguments.items[i]);
		break;
	}
}

static void add_interrupt(struct program *program,
	const struct notable *notable, const struct path *config,
	uint32_t before)
{
	struct wdf_handle interrupt = { .is_interrupt = true };
	bool known = true;

	interrupt.passive = config &&
		last_stored(program,
			program_routine(program, notable->routine), config,
			"PassiveHandling", before, 0, &known);
	interrupt.chosen = !known;
	add_handle(program, notable, &interrupt, "WDFINTERRUPT");
	if (config)
		add_given_handles(program,
			program_routine(program, notable->routine), &interrupt,
			config, before);
}

/* A structure that is initialised anew before the one call that creates has
 * been filled for one of several kinds of interrupt; one that an earlier call
 * has used up starts afresh. */
static void read_interrupt(
	struct program *program, const struct notable *notable)
{
	const struct routine *routine =
		program_routine(program, notable->routine);
	const struct body *body = routine->body;
	const struct path *config = argument_of_type(body,
		notable_event(program, notable), "WDF_INTERRUPT_CONFIG");
	bool filled = false;

	for (uint32_t e = 0; config && e < notable->event; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_CALL &&
			!strcmp(name_of_callee(program, routine, event),
				"WdfInterruptCreate") &&
			call_mentions(body, event, config))
			filled = false;
		if (!call_initialises(program, routine, event, config))
			continue;
		if (filled)
			add_interrupt(program, notable, config, e);
		filled = true;
	}
	add_interrupt(program, notable, config, notable->event);
}

/* "WdfDeviceCreate" of a call of it; "" of anything but the framework's. */
static const char *name_of_creator(
	const struct program *program, const struct notable *notable)
{
	if (!(notable->flags & NOTABLE_WDF))
		return "";
	return name_of_callee(program,
		program_routine(program, notable->routine),
		notable_event(program, notable));
}

/* Calls of this name, in the order of the source. */
static void read_creations(struct program *program, const char *name,
	void (*read)(struct program *program, const struct notable *notable))
{
	for (uint32_t i = 0; i < program->notables.count; i++) {
		const struct notable *notable = &program->notables.items[i];

		if (!strcmp(name_of_creator(program, notable), name))
			read(program, notable);
	}
}

void wdf_read_objects(struct program *program)
{
	struct devices devices = { 0 };

	for (uint32_t i = 0; i < program->notables.count; i++) {
		const struct notable *notable = &program->notables.items[i];
		const char *name = name_of_creator(program, notable);

		if (!strcmp(name, "WdfDeviceCreate") ||
			!strcmp(name, "WdfDriverCreate"))
			add_device(&devices, name,
				level_of_call(program,
					program_routine(
						program, notable->routine),
					notable->event));
	}
	program->device_level = level_of_all(&devices);
	program->mixed_devices = program->device_level != LEVEL_PASSIVE &&
		(devices.passive || devices.driver);
	read_creations(program, "WdfIoQueueCreate", read_queue);
	read_creations(program, "WdfInterruptCreate", read_interrupt);
}

/* Whether the handle that `key` keeps is of an object that is passive. If none
 * is kept there, all that the driver creates count; `unknown` if they differ. */
static bool handle_is_passive(const struct program *program, const char *key,
	bool is_interrupt, bool unknown)
{
	bool any = false, all = true, known = false, passive = true;
	bool found = false;

	for (uint32_t i = 0; i < program->wdf_handles.count; i++) {
		const struct wdf_handle *handle =
			&program->wdf_handles.items[i];

		if (handle->is_interrupt != is_interrupt)
			continue;
		found = true;
		any |= handle->passive;
		all &= handle->passive;
		if (!key || !handle->key || strcmp(handle->key, key) != 0)
			continue;
		known = true;
		passive &= handle->passive;
	}
	if (known)
		return passive;
	if (!found && !is_interrupt)
		return program->device_level == LEVEL_PASSIVE;
	return any && (all || unknown);
}

/* ---- questions --------------------------------------------------------- */

/* The parameter that the attributes of a creating call have their execution level
 * from, or NONE. */
static uint32_t level_parameter(
	const struct routine *routine, uint32_t call)
{
	const struct body *body = routine->body;
	const struct path *attributes = argument_of_type(
		body, &body->events.items[call], "WDF_OBJECT_ATTRIBUTES");
	uint32_t found = NONE;

	for (uint32_t e = 0; attributes && e < call; e++) {
		const struct event *event = &body->events.items[e];
		const struct path *path = event->kind == EVENT_ASSIGN ?
			&body->paths.items[event->path] :
			NULL;
		const struct path *value;

		if (!path || !paths_share_root(path, attributes) || !path->field ||
			strcmp(path->field, "ExecutionLevel") != 0)
			continue;
		value = argument_path(body, event->value);
		found = value && value->root == ROOT_PARAMETER &&
				!value->steps[0] ?
			value->index :
			NONE;
	}
	return found;
}

/* The level that those who call a routine give it together with a callback;
 * LEVEL_CHOSEN if that is not one. */
static int64_t level_given(const struct program *program,
	const struct handover *handover, uint32_t parameter)
{
	uint32_t callee =
		(uint32_t)(handover->routine - program->routines.items);
	int64_t level = LEVEL_CHOSEN;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *caller = &program->routines.items[i];
		const struct body *body = caller->body;

		for (uint32_t e = 0; body && e < body->events.count; e++) {
			const struct event *event = &body->events.items[e];

			if (called_routine(program, caller, event) != callee ||
				!event_hands_over(program, caller, event,
					handover->target))
				continue;
			if (parameter >= event->arguments.count ||
				event->arguments.items[parameter].kind !=
					OPERAND_CONSTANT ||
				(level != LEVEL_CHOSEN &&
					level != event->arguments
							 .items[parameter]
							 .constant))
				return LEVEL_CHOSEN;
			level = event->arguments.items[parameter].constant;
		}
	}
	return level;
}

/* A timer does not inherit its device's level. */
static bool creates_timer(const struct program *program,
	const struct routine *routine, uint32_t call)
{
	return !strcmp(name_of_callee(program, routine,
			       &routine->body->events.items[call]),
		"WdfTimerCreate");
}

/* What a call that creates an object asks for, or what a wrapper round it is
 * handed; LEVEL_INHERIT: what the device does. */
static int64_t level_created_with(const struct program *program,
	const struct handover *handover, uint32_t call)
{
	const struct routine *routine = handover->routine;
	int64_t level = level_of_call(program, routine, call);
	uint32_t parameter = level == LEVEL_CHOSEN && handover->target != NONE ?
		level_parameter(routine, call) :
		NONE;

	if (parameter != NONE)
		level = level_given(program, handover, parameter);
	return level == LEVEL_INHERIT && creates_timer(program, routine, call) ?
		LEVEL_DISPATCH :
		level;
}

/* The same where a wrapper is handed what the callback stands in. */
static int64_t level_wrapped(
	const struct program *program, const struct wrapped *wrapped)
{
	const struct path *attributes = argument_of_type(wrapped->routine->body,
		&wrapped->routine->body->events.items[wrapped->call],
		"WDF_OBJECT_ATTRIBUTES");
	bool known = true;
	int64_t level = attributes ?
		last_stored_for(program, wrapped, attributes, "ExecutionLevel",
			LEVEL_INHERIT, &known) :
		LEVEL_INHERIT;

	if (!known)
		return LEVEL_CHOSEN;
	return level == LEVEL_INHERIT && creates_timer(program, wrapped->routine,
						 wrapped->call) ?
		LEVEL_DISPATCH :
		level;
}

/* The level of the object that a callback is for. */
static int64_t level_of_object(
	const struct program *program, const struct handover *handover)
{
	const struct routine *routine = handover ? handover->routine : NULL;
	uint32_t call = routine ? creating_call(program, handover) : NONE;
	struct wrapped wrapped;
	int64_t level = LEVEL_INHERIT;

	if (routine && creating_wrapper(program, handover, &wrapped))
		level = level_wrapped(program, &wrapped);
	else if (call != NONE)
		level = level_created_with(program, handover, call);

	return level == LEVEL_INHERIT ? level_of_device(program, routine) :
					level;
}

/* Whether a call is given a handle of this type first. */
static bool takes(const struct routine *routine, const struct event *call,
	const char *type)
{
	const struct path *path = call->arguments.count ?
		argument_path(routine->body, call->arguments.items[0]) :
		NULL;

	return path && path->type && strstr(path->type, type);
}

bool wdf_lock_is_chosen(struct program *program,
	const struct routine *routine, const struct event *call)
{
	const char *key;
	bool any = false, chosen = false, known = false;
	bool interrupt = takes(routine, call, "WDFINTERRUPT");

	if (!interrupt && !takes(routine, call, "WDFQUEUE"))
		return level_of_device(program, routine) == LEVEL_CHOSEN ||
			device_is_any_of_several(program, routine);
	key = storage_key(
		program, routine, call->arguments.items[0].index);
	for (uint32_t i = 0; i < program->wdf_handles.count; i++) {
		const struct wdf_handle *handle =
			&program->wdf_handles.items[i];
		bool same = key && handle->key && !strcmp(handle->key, key);

		if (handle->is_interrupt != interrupt)
			continue;
		any |= handle->chosen;
		known |= same;
		chosen |= same && handle->chosen;
	}
	return known ? chosen : any;
}

bool wdf_lock_is_passive(struct program *program,
	const struct routine *routine, const struct event *call, bool unknown)
{
	bool interrupt = takes(routine, call, "WDFINTERRUPT");

	if (!interrupt && !takes(routine, call, "WDFQUEUE"))
		return level_of_device(program, routine) == LEVEL_PASSIVE;
	return handle_is_passive(program,
		storage_key(program, routine,
			call->arguments.items[0].index),
		interrupt, unknown);
}

/* The call that gives a callback to a queue that is there already, such as
 * WdfIoQueueReadyNotify, or NULL. */
static const struct event *queue_call(const struct handover *handover)
{
	const struct event *event = handover && handover->routine ?
		&handover->routine->body
			 ->events.items[handover->event] :
		NULL;

	return event && event->kind == EVENT_CALL &&
			takes(handover->routine, event, "WDFQUEUE") ?
		event :
		NULL;
}

bool wdf_is_passive(
	struct program *program, const struct handover *handover)
{
	const struct event *call = queue_call(handover);

	return call ? wdf_lock_is_passive(
			      program, handover->routine, call, false) :
		      level_of_object(program, handover) == LEVEL_PASSIVE;
}

bool wdf_level_is_chosen(
	struct program *program, const struct handover *handover)
{
	const struct event *call = queue_call(handover);

	return call ? wdf_lock_is_chosen(program, handover->routine, call) :
		      level_of_object(program, handover) == LEVEL_CHOSEN;
}

/* Where the structure is used that a handover fills: the call that creates, or
 * the next time that it is filled anew. */
static uint32_t use_of_structure(const struct program *program,
	const struct handover *handover, const struct path *structure)
{
	const struct body *body = handover->routine->body;
	uint32_t before = creating_call(program, handover);

	if (before == NONE)
		before = body->events.count;
	for (uint32_t e = handover->event + 1; e < before; e++)
		if (call_initialises(program, handover->routine,
			    &body->events.items[e], structure))
			before = e;
	return before;
}

bool wdf_handles_passively(
	struct program *program, const struct handover *handover)
{
	const struct body *body;
	const struct path *structure;

	if (!handover || !handover->routine)
		return handle_is_passive(program, NULL, true, true);
	body = handover->routine->body;
	structure = filled_structure(handover);
	if (!structure)
		return false;
	if (body->events.items[handover->event].kind == EVENT_CALL &&
		structure->type && strstr(structure->type, "WDFINTERRUPT"))
		return wdf_lock_is_passive(program, handover->routine,
			&body->events.items[handover->event], true);
	return stored(program, handover->routine, structure,
		"PassiveHandling",
		use_of_structure(program, handover, structure), 0) == 1;
}

bool wdf_handling_is_known(
	const struct program *program, const struct handover *handover)
{
	const struct path *structure;
	bool known;

	if (!handover || !handover->routine)
		return true;
	structure = filled_structure(handover);
	if (!structure)
		return true;
	last_stored(program, handover->routine, structure, "PassiveHandling",
		use_of_structure(program, handover, structure), 0, &known);
	return known;
}

/* Whether the pool that a creating call allocates from is paged. Memory has it
 * second, a list third. */
static bool allocates_paged(const struct event *event, uint32_t argument)
{
	enum { PAGED_POOL = 1 };

	return event->arguments.count > argument &&
		event->arguments.items[argument].kind == OPERAND_CONSTANT &&
		(event->arguments.items[argument].constant & ~0x200) ==
		PAGED_POOL;
}

bool wdf_cleans_up_passively(
	const struct program *program, const struct handover *handover)
{
	static const char *const creators[] = { "WdfDriverCreate",
		"WdfDeviceCreate", "WdfDpcCreate", "WdfInterruptCreate",
		"WdfIoTargetCreate", "WdfIoQueueCreate", "WdfStringCreate",
		"WdfTimerCreate", "WdfWorkItemCreate" };
	const struct event *event;
	uint32_t call;
	const char *name;

	if (!handover || !handover->routine)
		return false;
	call = creating_call(program, handover);
	if (call == NONE) /* given to nobody here: nothing is known against it */
		return true;
	if (level_of_call(program, handover->routine, call) == LEVEL_PASSIVE)
		return true;
	event = &handover->routine->body->events.items[call];
	name = name_of_callee(program, handover->routine, event);
	if (!strcmp(name, "WdfMemoryCreate"))
		return allocates_paged(event, 1);
	if (!strcmp(name, "WdfLookasideListCreate"))
		return allocates_paged(event, 2);
	for (size_t i = 0; i < sizeof(creators) / sizeof(*creators); i++)
		if (!strcmp(name, creators[i]))
			return true;
	return false;
}

/* ---- requests ------------------------------------------------------------ */

enum { SEND_SYNCHRONOUSLY = 2 }; /* WDF_REQUEST_SEND_OPTION_SYNCHRONOUS */

bool wdf_sends_synchronously(const struct program *program,
	const struct routine *routine, const struct event *call)
{
	const struct body *body = routine->body;
	const struct path *options =
		argument_of_type(body, call, "WDF_REQUEST_SEND_OPTIONS");
	int64_t flags = 0;

	for (const struct event *event = body->events.items;
		options && event < call; event++)
		if (event->kind == EVENT_CALL && event->arguments.count == 2 &&
			event->arguments.items[1].kind == OPERAND_CONSTANT &&
			call_initialises(program, routine, event, options))
			flags = event->arguments.items[1].constant;
	return (flags & SEND_SYNCHRONOUSLY) != 0;
}
