/*
 * What lets the system call into the driver from interrupt processing, and what
 * ends that: interrupts that are connected and disconnected, timers that are set
 * and cancelled, DPCs that are queued. They are told apart by the storage of their
 * objects, a field of any object or a variable; an object that is not known may
 * be any.
 */
#include "rules/locking.h"

#include <string.h>

struct known_call {
	const char *name;
	enum running_kind kind;
	uint32_t object, dpc; /* arguments, or NONE */
	const char *role;     /* of the routines that run then, or NULL */
};

static const struct known_call start_calls[] = {
	{ "IoConnectInterrupt", RUNNING_INTERRUPT, 0, NONE, NULL },
	{ "IoConnectInterruptEx", RUNNING_INTERRUPT, NONE, NONE, NULL },
	{ "WdfInterruptCreate", RUNNING_INTERRUPT, NONE, NONE, NULL },
	{ "KeSetTimer", RUNNING_TIMER, 0, 2, NULL },
	{ "KeSetTimerEx", RUNNING_TIMER, 0, 3, NULL },
	{ "KeSetCoalescableTimer", RUNNING_TIMER, 0, 4, NULL },
	{ "IoStartTimer", RUNNING_TIMER, NONE, NONE, "IO_TIMER_ROUTINE" },
	{ "WdfTimerStart", RUNNING_TIMER, 0, NONE, NULL },
	{ "KeInsertQueueDpc", RUNNING_DPC, 0, 0, NULL },
	{ "IoRequestDpc", RUNNING_DPC, NONE, NONE, "IO_DPC_ROUTINE" },
};

static const struct known_call stop_calls[] = {
	{ "IoDisconnectInterrupt", RUNNING_INTERRUPT, 0, NONE, NULL },
	{ "IoDisconnectInterruptEx", RUNNING_INTERRUPT, NONE, NONE, NULL },
	{ "KeCancelTimer", RUNNING_TIMER, 0, NONE, NULL },
	{ "IoStopTimer", RUNNING_TIMER, NONE, NONE, NULL },
	{ "WdfTimerStop", RUNNING_TIMER, 0, NONE, NULL },
	{ "KeRemoveQueueDpc", RUNNING_DPC, 0, NONE, NULL },
	{ "KeFlushQueuedDpcs", RUNNING_DPC, NONE, NONE, NULL },
};

/* ---- one call ------------------------------------------------------------ */

static const struct known_call *find_call(
	const struct known_call *calls, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(calls[i].name, name))
			return &calls[i];
	return NULL;
}

static const char *key_of_operand(struct program *program,
	const struct routine *routine, struct operand operand)
{
	return operand.kind == OPERAND_ADDRESS || operand.kind == OPERAND_PATH ?
		storage_key(program, routine, operand.index) :
		NULL;
}

static const char *key_of_argument(struct program *program,
	const struct routine *routine, const struct event *event,
	uint32_t argument)
{
	return argument < event->arguments.count ?
		key_of_operand(program, routine,
			event->arguments.items[argument]) :
		NULL;
}

/* The routines that DPC objects in this storage run. */
static void add_dpc_targets(struct locking *locking, const char *dpc,
	struct running_start *start)
{
	struct program *program = locking->check->program;

	for (uint32_t i = 0; dpc && i < program->notables.count; i++) {
		const struct notable *notable = &program->notables.items[i];
		const struct event *event = notable_event(program, notable);
		const struct routine *routine =
			program_routine(program, notable->routine);
		uint32_t callee = called_routine(program, routine, event);
		uint32_t target;

		if (callee == NONE || event->arguments.count < 2 ||
			strcmp(program_routine(program, callee)->name,
				"KeInitializeDpc") != 0 ||
			key_of_argument(program, routine, event, 0) != dpc)
			continue;
		target = operand_routine(
			program, routine, event->arguments.items[1]);
		if (target != NONE)
			*vec_add(locking->check->findings->arena,
				&start->targets) = target;
	}
}

static void add_role_targets(struct locking *locking, const char *role,
	struct running_start *start)
{
	const struct program *program = locking->check->program;

	for (uint32_t i = 0; role && i < program->routines.count; i++)
		if (has_role(program_routine(program, i), role))
			*vec_add(locking->check->findings->arena,
				&start->targets) = i;
}

/* What the routine stores in the structure that a call is given. */
static void read_structure(struct locking *locking, uint32_t index,
	const struct event *call, struct running_start *start)
{
	struct program *program = locking->check->program;
	const struct routine *routine = program_routine(program, index);
	const struct body *body = routine->body;
	const struct path *given;

	if (!call->arguments.count ||
		call->arguments.items[0].kind != OPERAND_ADDRESS)
		return;
	given = &body->paths.items[call->arguments.items[0].index];
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct path *path;
		uint32_t target;

		if (event->kind != EVENT_ASSIGN)
			continue;
		path = &body->paths.items[event->path];
		if (path->root != given->root || path->index != given->index)
			continue;
		target = operand_routine(program, routine, event->value);
		if (target != NONE)
			*vec_add(locking->check->findings->arena,
				&start->targets) = target;
		else if (path->field && strstr(path->field, "InterruptObject"))
			start->object = key_of_operand(
				program, routine, event->value);
	}
}

/* A call that starts or ends something, as it is seen from the routine that makes
 * it or from one on the way to that. An object that is still a parameter there is
 * whatever a caller hands over. */
struct reading {
	struct locking *locking;
	struct running *running;
	bool starts; /* or ends */
};

/* Of calls round a call that is looked at. */
enum { MAX_DEPTH = 8 };

static void take_targets(struct locking *locking, const struct event *event,
	struct running_start *start)
{
	struct program *program = locking->check->program;
	const struct routine *routine =
		program_routine(program, start->routine);

	for (uint32_t i = 0; i < event->arguments.count; i++) {
		uint32_t target = operand_routine(
			program, routine, event->arguments.items[i]);

		if (target != NONE)
			*vec_add(locking->check->findings->arena,
				&start->targets) = target;
	}
}

/* The parameter that an argument is, or NONE. */
static uint32_t parameter_in(const struct routine *routine,
	const struct event *event, uint32_t argument)
{
	return argument < event->arguments.count ?
		operand_parameter(routine->body,
			event->arguments.items[argument]) :
		NONE;
}

static void add_start(const struct reading *reading, struct running_start start)
{
	struct running *running = reading->running;

	if (reading->starts)
		*vec_add(reading->locking->check->findings->arena,
			&running->starts) = start;
	else
		*vec_add(reading->locking->check->findings->arena,
			&running->stops) = start;
}

/* Takes what the call at `start` has in two of its arguments; what these have from
 * a parameter is taken from each caller, unless the routine locks or unlocks on
 * the way. */
static void take_objects(const struct reading *reading,
	struct running_start start, uint32_t object, uint32_t dpc, int depth)
{
	struct locking *locking = reading->locking;
	struct program *program = locking->check->program;
	const struct call_graph *graph = locking->graph;
	const struct routine *routine =
		program_routine(program, start.routine);
	const struct event *event =
		&routine->body->events.items[start.event];
	uint32_t callee = start.routine;
	const char *key = key_of_argument(program, routine, event, object);

	if (key)
		start.object = key;
	add_dpc_targets(locking, key_of_argument(program, routine, event, dpc),
		&start);
	object = parameter_in(routine, event, object);
	dpc = parameter_in(routine, event, dpc);
	if ((object == NONE && dpc == NONE) || depth == MAX_DEPTH ||
		locking->concerned[callee] || !graph_has_callers(graph, callee)) {
		add_start(reading, start);
		return;
	}
	for (uint32_t i = graph->first_of[callee];
		i < graph->first_of[callee + 1]; i++) {
		const struct call_site_of *site =
			&graph->sites.items[graph->by_callee[i]];

		start.routine = site->caller;
		start.event = site->event;
		take_objects(reading, start, object, dpc, depth + 1);
	}
}

static void read_event(struct locking *locking, struct running *running,
	uint32_t index, uint32_t at)
{
	const struct program *program = locking->check->program;
	const struct routine *routine = program_routine(program, index);
	const struct event *event =
		&routine->body->events.items[at];
	uint32_t callee = operand_routine(program, routine, event->callee);
	const char *name =
		callee != NONE ? program_routine(program, callee)->name : "";
	struct running_start start = { .routine = index, .event = at };
	const struct known_call *known = find_call(start_calls,
		sizeof(start_calls) / sizeof(*start_calls), name);
	const struct reading reading = { locking, running, known != NULL };

	if (!known)
		known = find_call(stop_calls,
			sizeof(stop_calls) / sizeof(*stop_calls), name);
	if (!known)
		return;
	start.kind = known->kind;
	if (known->object == NONE)
		read_structure(locking, index, event, &start);
	take_targets(locking, event, &start);
	add_role_targets(locking, known->role, &start);
	take_objects(&reading, start, known->object, known->dpc, 0);
}

static bool is_same(
	const struct running_start *stop, const struct running_start *start)
{
	return stop->kind == start->kind &&
		(!stop->object || !start->object ||
			stop->object == start->object);
}

/* By routine: whether it, or what it calls, makes one of these calls: one that
 * ends a start, or with NULL any. */
static const bool *find_callers(const struct locking *locking,
	const struct running_start *calls, uint32_t count,
	const struct running_start *start)
{
	struct arena *arena = locking->check->findings->arena;
	bool *own = arena_alloc(arena, locking->graph->routines + 1);

	for (uint32_t i = 0; i < count; i++)
		if (!start || is_same(&calls[i], start))
			own[calls[i].routine] = true;
	return graph_with_callers(locking->graph, arena, own);
}

struct running *running_read(struct locking *locking)
{
	struct running *running = arena_alloc(
		locking->check->findings->arena, sizeof(*running));

	for (uint32_t i = 0; i < locking->graph->sites.count; i++) {
		const struct call_site_of *site =
			&locking->graph->sites.items[i];
		bool again = i && site[-1].caller == site->caller &&
			site[-1].event == site->event;

		if (!again)
			read_event(
				locking, running, site->caller, site->event);
	}
	for (uint32_t i = 0; i < running->starts.count; i++)
		running->starts.items[i].stoppers = find_callers(locking,
			running->stops.items, running->stops.count,
			&running->starts.items[i]);
	running->stoppers = find_callers(locking, running->stops.items,
		running->stops.count, NULL);
	running->starters = find_callers(locking, running->starts.items,
		running->starts.count, NULL);
	return running;
}

/* ---- in what a routine calls --------------------------------------------- */

bool event_stops(const struct locking *locking, const struct running *running,
	const struct running_start *start, uint32_t routine, uint32_t event)
{
	for (uint32_t i = 0; i < running->stops.count; i++)
		if (running->stops.items[i].routine == routine &&
			running->stops.items[i].event == event &&
			(!start || is_same(&running->stops.items[i], start)))
			return true;
	return graph_calls(locking->graph, routine, event,
		start ? start->stoppers : running->stoppers);
}

bool event_starts(const struct locking *locking, const struct running *running,
	uint32_t routine, uint32_t event)
{
	for (uint32_t i = 0; i < running->starts.count; i++)
		if (running->starts.items[i].routine == routine &&
			running->starts.items[i].event == event)
			return true;
	return graph_calls(
		locking->graph, routine, event, running->starters);
}
