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

enum { MAX_DEPTH = 8 };

struct scope {
	struct locking *locking;
	const struct running *running;
	const struct running_start *start;
	uint32_t routine;
	const char *section;
};

/* ---- before it is connected ---------------------------------------------- */

/* Whether a routine locks a section, itself or in what it calls. */
static bool locks_section(const struct locking *locking, uint32_t routine,
	const char *section, int depth)
{
	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (call->routine == routine && locks(call->kind) &&
			(!call->section || call->section == section))
			return true;
	}
	for (uint32_t i = 0; depth < MAX_DEPTH && i < locking->callers.count;
		i++)
		if (locking->callers.items[i].caller == routine &&
			locks_section(locking, locking->callers.items[i].callee,
				section, depth + 1))
			return true;
	return false;
}

static bool is_lock(void *context, uint32_t event)
{
	const struct scope *scope = context;
	const struct locking *locking = scope->locking;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (call->routine == scope->routine && call->event == event)
			return locks(call->kind) &&
				(!call->section ||
					call->section == scope->section);
	}
	for (uint32_t i = 0; i < locking->callers.count; i++)
		if (locking->callers.items[i].caller == scope->routine &&
			locking->callers.items[i].event == event &&
			locks_section(locking, locking->callers.items[i].callee,
				scope->section, 0))
			return true;
	return false;
}

static const struct body *body_of(const struct locking *locking, uint32_t index)
{
	return program_routine(locking->check->program, index)
		->definition->body;
}

/* Whether the section is locked on every way to an event: in this routine, before
 * each call of it, or by what runs before. */
static bool is_locked_before(struct locking *locking, uint32_t routine,
	uint32_t event, const char *section, int depth)
{
	const struct routine *in =
		program_routine(locking->check->program, routine);
	struct scope scope = { .locking = locking, .routine = routine,
		.section = section };
	bool called = false;

	if (in->placement.image == section ||
		is_preceded(locking->check->findings->arena,
			in->definition->body, event, is_lock, &scope))
		return true;
	if (in->roles.count)
		return locked_when_entered(locking, routine, section);
	for (uint32_t i = 0; i < locking->callers.count; i++) {
		const struct call_site_of *site = &locking->callers.items[i];

		if (site->callee != routine)
			continue;
		called = true;
		if (depth > MAX_DEPTH ||
			!is_locked_before(locking, site->caller, site->event,
				section, depth + 1))
			return false;
	}
	return called;
}

/* ---- after the unlock ---------------------------------------------------- */

static bool is_stop(void *context, uint32_t event)
{
	const struct scope *scope = context;

	return event_stops(scope->locking, scope->running, scope->start,
		scope->routine, event);
}

/* Whether it does not run any more, or not yet, where an event unlocks. */
static bool is_stopped_before(struct scope *scope, uint32_t routine,
	uint32_t event, int depth)
{
	struct locking *locking = scope->locking;
	struct arena *arena = locking->check->findings->arena;
	const struct routine *in =
		program_routine(locking->check->program, routine);

	scope->routine = routine;
	if (scope->start->routine == routine)
		return !can_follow(arena, body_of(locking, routine),
			scope->start->event, event, is_stop, scope);
	if (is_preceded(arena, body_of(locking, routine), event, is_stop,
		    scope))
		return true;
	if (in->roles.count)
		return !closes_while_started(locking, scope->running,
			scope->start, routine, scope->section);
	for (uint32_t i = 0; i < locking->callers.count; i++) {
		const struct call_site_of *site = &locking->callers.items[i];

		if (site->callee == routine && depth < MAX_DEPTH &&
			!is_stopped_before(scope, site->caller, site->event,
				depth + 1))
			return false;
	}
	return true;
}

/* An unlock of the section while it still runs, or NULL. */
static const struct lock_call *early_unlock(struct scope *scope)
{
	struct locking *locking = scope->locking;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (call->kind == LOCK_UNDO && call->section == scope->section &&
			!is_stopped_before(
				scope, call->routine, call->event, 0))
			return call;
	}
	return NULL;
}

/* ---- what is called then ------------------------------------------------- */

struct victims {
	VEC(uint32_t) list;
};

static bool is_on_demand(const struct check *check, const struct routine *routine)
{
	return routine->definition && routine->placement.pageable &&
		section_is_locked(check->program, routine->placement.image);
}

/* The first routines on the way from a target that are in such a section. */
static void find_victims(struct locking *locking, uint32_t routine, int depth,
	struct victims *victims)
{
	struct check *check = locking->check;
	struct arena *arena = check->findings->arena;

	for (uint32_t i = 0; i < victims->list.count; i++)
		if (victims->list.items[i] == routine)
			return;
	if (is_on_demand(check, program_routine(check->program, routine))) {
		*vec_add(arena, &victims->list) = routine;
		return;
	}
	for (uint32_t i = 0; depth < MAX_DEPTH && i < locking->callers.count;
		i++) {
		const struct call_site_of *site = &locking->callers.items[i];

		if (site->caller == routine &&
			!is_behind_state(arena, body_of(locking, routine),
				site->event))
			find_victims(locking, site->callee, depth + 1, victims);
	}
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
	struct scope scope = { locking, running, start, NONE,
		program_routine(program, victim)->placement.image };
	const struct lock_call *unlock;

	if (!is_locked_before(locking, start->routine, start->event,
		    scope.section, 0)) {
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
		struct victims victims = { 0 };

		for (uint32_t t = 0; t < start->targets.count; t++)
			find_victims(locking, start->targets.items[t], 0,
				&victims);
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
		"resident code that these run, when the interrupt is "
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
