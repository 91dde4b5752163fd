/*
 * PA5009. Once an interrupt is connected, or a timer set, the system calls the
 * driver whenever it likes. What it calls, and what that calls, may be in a section
 * that is locked on demand, if the lock comes first and the unlock last. This
 * looks at the order of the two: around the call that connects or sets, in what
 * leads to it, and around each unlock.
 *
 * Policy where knowledge runs out: locked, and stopped. A call behind a test of
 * the driver's state, such as whether a port is open, is taken to be right.
 */
#include "rules/locking.h"

struct scope {
	struct locking *locking;
	const struct running *running;
	const struct running_start *start;
	const char *section;
	const bool *lockers; /* by routine: it or what it calls locks that */
	uint32_t routine;
};

/* ---- before it is connected ---------------------------------------------- */

/* One that is given the address of what is in no such section locks nothing. */
static bool locks_nothing(const struct lock_call *call)
{
	return locks_by_address(call->kind) &&
		(call->target != NONE || call->variable != NONE) &&
		!section_is_pageable(call->section);
}

static bool locks_section(
	const struct scope *scope, const struct lock_call *call)
{
	return locks(call->kind) && !locks_nothing(call) &&
		(!call->section || call->section == scope->section);
}

static const bool *find_lockers(const struct scope *scope)
{
	const struct locking *locking = scope->locking;
	struct arena *arena = locking->check->findings->arena;
	bool *own = arena_alloc(arena, locking->graph->routines + 1);

	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locks_section(scope, &locking->calls.items[i]))
			own[locking->calls.items[i].routine] = true;
	return graph_with_callers(locking->graph, arena, own);
}

static bool is_lock(void *context, uint32_t event)
{
	const struct scope *scope = context;
	const struct locking *locking = scope->locking;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (call->routine == scope->routine && call->event == event)
			return locks_section(scope, call);
	}
	return graph_calls(
		locking->graph, scope->routine, event, scope->lockers);
}

static const struct body *body_of(const struct locking *locking, uint32_t index)
{
	return program_routine(locking->check->program, index)
		->body;
}

/* Enough is an event that the section is not locked at: by nothing before it in
 * its routine, nor, on the way up, before a call of that, nor by what runs before. */
static enum climb ask_for_lock(void *context, uint32_t routine, uint32_t event)
{
	struct scope *scope = context;
	struct locking *locking = scope->locking;
	const struct routine *in =
		program_routine(locking->check->program, routine);

	scope->routine = routine;
	if (in->placement.image == scope->section ||
		is_preceded(locking->check->findings->arena,
			in->body, event, is_lock, scope))
		return CLIMB_SETTLED;
	if (in->roles.count)
		return locked_when_entered(locking, routine, scope->section) ?
			CLIMB_SETTLED :
			CLIMB_ENOUGH;
	return graph_has_callers(locking->graph, routine) ? CLIMB_ON :
							     CLIMB_ENOUGH;
}

/* ---- after the unlock ---------------------------------------------------- */

static bool is_stop(void *context, uint32_t event)
{
	const struct scope *scope = context;

	return event_stops(scope->locking, scope->running, scope->start,
		scope->routine, event);
}

/* Enough is an event where it may still run. */
static enum climb ask_for_stop(void *context, uint32_t routine, uint32_t event)
{
	struct scope *scope = context;
	struct locking *locking = scope->locking;
	struct arena *arena = locking->check->findings->arena;
	const struct routine *in =
		program_routine(locking->check->program, routine);

	scope->routine = routine;
	if (scope->start->routine == routine)
		return (scope->start->kind == RUNNING_INTERRUPT ?
				       can_follow_success :
				       can_follow)(arena, in->body,
			       scope->start->event, event, is_stop, scope) ?
			CLIMB_ENOUGH :
			CLIMB_SETTLED;
	if (is_preceded(arena, in->body, event, is_stop, scope))
		return CLIMB_SETTLED;
	if (in->roles.count)
		return closes_while_started(locking, scope->start, routine,
			       scope->section) ?
			CLIMB_ENOUGH :
			CLIMB_SETTLED;
	return CLIMB_ON;
}

/* An unlock of the section while it still runs, or NULL. */
static const struct lock_call *early_unlock(struct scope *scope)
{
	struct locking *locking = scope->locking;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (call->kind == LOCK_UNDO && call->section == scope->section &&
			graph_climb(locking->graph,
				locking->check->findings->arena, call->routine,
				call->event, ask_for_stop, scope))
			return call;
	}
	return NULL;
}

/* ---- what is called then ------------------------------------------------- */

struct victims {
	VEC(uint32_t) list;
	VEC(uint32_t) queue;
	bool *seen; /* by routine */
};

static bool is_on_demand(const struct check *check, const struct routine *routine)
{
	return routine->definition && routine->placement.pageable &&
		section_is_locked(check->program, routine->placement.image);
}

static void reach(
	struct locking *locking, struct victims *victims, uint32_t routine)
{
	struct check *check = locking->check;
	struct arena *arena = check->findings->arena;

	if (victims->seen[routine])
		return;
	victims->seen[routine] = true;
	if (is_on_demand(check, program_routine(check->program, routine)))
		*vec_add(arena, &victims->list) = routine;
	else
		*vec_add(arena, &victims->queue) = routine;
}

/* The DPCs that a routine queues run then, too. Timers that it sets are mostly for
 * requests, which there are only while a device is open. */
static void reach_started(struct locking *locking,
	const struct running *running, struct victims *victims,
	uint32_t routine)
{
	for (uint32_t i = 0; i < running->starts.count; i++) {
		const struct running_start *start = &running->starts.items[i];

		if (start->routine != routine || start->kind != RUNNING_DPC ||
			is_behind_state(locking->check->findings->arena,
				body_of(locking, routine), start->event))
			continue;
		for (uint32_t t = 0; t < start->targets.count; t++)
			reach(locking, victims, start->targets.items[t]);
	}
}

/* The first routines on the way from the targets that are in such a section. */
static struct victims find_victims(struct locking *locking,
	const struct running *running, const struct running_start *start)
{
	const struct call_graph *graph = locking->graph;
	struct arena *arena = locking->check->findings->arena;
	struct victims victims = { .seen = arena_alloc(arena,
			locking->check->program->routines.count + 1) };

	for (uint32_t i = 0; i < start->targets.count; i++)
		reach(locking, &victims, start->targets.items[i]);
	for (uint32_t at = 0; at < victims.queue.count; at++) {
		uint32_t routine = victims.queue.items[at];

		reach_started(locking, running, &victims, routine);
		for (uint32_t i = graph->first_in[routine];
			i < graph->first_in[routine + 1]; i++)
			if (!is_behind_state(arena, body_of(locking, routine),
				    graph->sites.items[i].event))
				reach(locking, &victims,
					graph->sites.items[i].callee);
	}
	return victims;
}

static void report(struct locking *locking, uint32_t index, uint32_t where,
	struct place place, bool unlock)
{
	struct check *check = locking->check;
	const struct routine *routine = program_routine(check->program, index);
	struct finding *finding = check_report(check, routine,
		routine->definition->place, false,
		"'%s' can run while section '%s', which is locked on demand, "
		"is not locked",
		routine->name, routine->placement.section);

	finding_step(check->findings, finding, place, NULL, 0, true,
		unlock ? "'%s' unlocks here, before a disconnect" :
			 "'%s' lets it run from here on, without a lock before",
		program_routine(check->program, where)->name);
	finding_step(check->findings, finding, routine->definition->place, NULL,
		1, true, "the code of '%s' may be paged out here",
		routine->name);
}

/* Whether a routine is to be reported for a start; then it has been. */
static bool judge(struct locking *locking, const struct running *running,
	const struct running_start *start, uint32_t victim)
{
	const struct program *program = locking->check->program;
	struct scope scope = { locking, running, start,
		program_routine(program, victim)->placement.image, NULL, NONE };
	const struct lock_call *unlock;

	scope.lockers = find_lockers(&scope);
	if (graph_climb(locking->graph, locking->check->findings->arena,
		    start->routine, start->event, ask_for_lock, &scope)) {
		report(locking, victim, start->routine,
			body_of(locking, start->routine)
				->events.items[start->event].place,
			false);
		return true;
	}
	unlock = start->kind == RUNNING_DPC ? NULL : early_unlock(&scope);
	if (unlock)
		report(locking, victim, unlock->routine,
			lock_event(locking, unlock)->place, true);
	return unlock != NULL;
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);
	struct running *running;
	bool *reported;

	if (!locking->calls.count)
		return;
	running = running_read(locking);
	reported = arena_alloc(check->findings->arena,
		check->program->routines.count + 1);
	for (uint32_t s = 0; s < running->starts.count; s++) {
		const struct running_start *start = &running->starts.items[s];
		struct victims victims =
			find_victims(locking, running, start);

		for (uint32_t v = 0; v < victims.list.count; v++) {
			uint32_t victim = victims.list.items[v];

			reported[victim] = reported[victim] ||
				judge(locking, running, start, victim);
		}
	}
}

const struct rule unlocked_while_interruptible = {
	.code = "PA5009",
	.name = "unlocked-while-interruptible",
	.summary = "an interrupt, timer or DPC routine can run while its section is not locked",
	.why =
		"The system calls the routine as soon as the interrupt is "
		"connected, and until it is disconnected. Before the lock "
		"and after the unlock its page may be gone, and the system "
		"stops.",
	.reported =
		"The definition of a routine in a section that is locked on "
		"demand, which an interrupt, a timer or a DPC runs, or "
		"resident code that these run, or a DPC that it queues, when the interrupt is "
		"connected, the timer set or the DPC queued without a lock "
		"on every way to that, or the section is unlocked before "
		"the interrupt is disconnected or the timer cancelled.",
	.not_reported =
		"A lock in the routine that connects, in one that it calls, "
		"before each call of it, by loading the driver, or, for "
		"requests, by opening the device; a call behind a test of the "
		"driver's state.",
	.limits =
		"A DPC that is still queued at the unlock is not looked for. "
		"Interrupts, timers and DPCs are told apart by variable or "
		"field.",
	.no_fix =
		"whether the lock comes sooner or interrupts later is a "
		"matter of the driver's design.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"KSERVICE_ROUTINE Isr;\n"
		"#pragma alloc_text(PAGELK, Isr)\n"
		"BOOLEAN Isr(PKINTERRUPT Interrupt, PVOID Context)\n"
		"{\n"
		"\tPAGED_CODE_LOCKED();\n"
		"\treturn FALSE;\n"
		"}\n"
		"PKINTERRUPT Interrupt;\n"
		"PVOID Handle;\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tIoDisconnectInterrupt(Interrupt);\n"
		"\tMmUnlockPagableImageSection(Handle);\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tIoConnectInterrupt(&Interrupt, Isr, NULL, NULL, 5, 5, 5, Latched, FALSE, 1, FALSE);\n"
		"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Isr);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSERVICE_ROUTINE Isr;\n"
		"#pragma alloc_text(PAGELK, Isr)\n"
		"BOOLEAN Isr(PKINTERRUPT Interrupt, PVOID Context)\n"
		"{\n"
		"\tPAGED_CODE_LOCKED();\n"
		"\treturn FALSE;\n"
		"}\n"
		"PKINTERRUPT Interrupt;\n"
		"PVOID Handle;\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tIoDisconnectInterrupt(Interrupt);\n"
		"\tMmUnlockPagableImageSection(Handle);\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Isr);\n"
		"\tIoConnectInterrupt(&Interrupt, Isr, NULL, NULL, 5, 5, 5, Latched, FALSE, 1, FALSE);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "locking",
	.check = check,
};
