/*
 * PA5009. Once an interrupt is connected, or a timer set, the system calls the
 * driver whenever it likes. What it calls may be in a section that is locked on
 * demand, if the lock comes first and the unlock last. This looks at the order of
 * the two: around the call that connects, and in what leads to it.
 */
#include "rules/locking.h"

#include <string.h>

static bool is_named(const struct program *program,
	const struct routine *routine, const struct event *event,
	const char *const *names)
{
	uint32_t callee = event->kind == EVENT_CALL ?
		operand_routine(program, routine, event->callee) :
		NONE;

	for (; callee != NONE && *names; names++)
		if (!strcmp(program_routine(program, callee)->name, *names))
			return true;
	return false;
}

enum { MAX_DEPTH = 8 };

static const char *const connects[] = { "IoConnectInterrupt",
	"IoConnectInterruptEx", "KeSetTimer", "KeSetTimerEx", "IoStartTimer",
	"KeInsertQueueDpc", NULL };
static const char *const disconnects[] = { "IoDisconnectInterrupt",
	"IoDisconnectInterruptEx", "KeCancelTimer", "IoStopTimer",
	"KeFlushQueuedDpcs", NULL };

struct scope {
	struct locking *locking;
	const struct routine *routine;
	const char *section;
};

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
	const struct program *program = scope->locking->check->program;
	const struct event *at =
		&scope->routine->definition->body->events.items[event];
	uint32_t callee = at->kind == EVENT_CALL ?
		operand_routine(program, scope->routine, at->callee) :
		NONE;

	for (uint32_t i = 0; i < scope->locking->calls.count; i++) {
		const struct lock_call *call = &scope->locking->calls.items[i];

		if (lock_event(scope->locking, call) == at)
			return locks(call->kind) &&
				(!call->section ||
					call->section == scope->section);
	}
	return callee != NONE && program_routine(program, callee)->definition &&
		locks_section(scope->locking, callee, scope->section, 0);
}

/* Whether the section is locked on every way to an event: in this routine, or
 * before each call of it. */
static bool is_locked_before(struct locking *locking, uint32_t routine,
	uint32_t event, const char *section, int depth)
{
	const struct program *program = locking->check->program;
	struct scope scope = { locking, program_routine(program, routine),
		section };
	bool called = false;

	if (scope.routine->placement.image == section ||
		is_preceded(locking->check->findings->arena,
			scope.routine->definition->body, event, is_lock,
			&scope))
		return true;
	if (scope.routine->roles.count)
		return false;
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

/* ---- what the system calls --------------------------------------------- */

static bool runs_high(const struct routine *routine)
{
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (routine->roles.items[i].lowest >= IRQL_DISPATCH)
			return true;
	return false;
}

static bool is_disconnect(void *context, uint32_t event)
{
	const struct scope *scope = context;

	return is_named(scope->locking->check->program, scope->routine,
		&scope->routine->definition->body->events.items[event],
		disconnects);
}

static void report(struct locking *locking, uint32_t index,
	const struct routine *where, struct place place, bool unlock)
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
		where->name);
	finding_step(check->findings, finding, routine->definition->place, NULL,
		1, true, "the code of '%s' may be paged out here",
		routine->name);
}

/* Whether an event connects this routine: it is given its address, or, of
 * timers and DPCs, it sets one in a routine that also locks. */
static bool connects_it(struct locking *locking, const struct routine *routine,
	const struct event *event, uint32_t index)
{
	const struct program *program = locking->check->program;

	if (!is_named(program, routine, event, connects))
		return false;
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (operand_routine(program, routine,
			    event->arguments.items[i]) == index)
			return true;
	return false;
}

/* The storage of an interrupt object, told apart by field or variable; NULL when
 * the call does not show it. */
static const char *interrupt_of(struct locking *locking,
	const struct routine *routine, const struct event *event)
{
	struct program *program = locking->check->program;
	const struct path *path;
	uint32_t variable;

	if (!event->arguments.count ||
		(event->arguments.items[0].kind != OPERAND_ADDRESS &&
			event->arguments.items[0].kind != OPERAND_PATH))
		return NULL;
	path = &routine->definition->body->paths
			.items[event->arguments.items[0].index];
	if (path->record && path->field)
		return intern_printf(&program->names, "%s.%s",
			record_without_tag(path->record), path->field);
	if (path->root != ROOT_GLOBAL)
		return NULL;
	variable = program->units.items[routine->unit].variables[path->index];
	return intern_printf(&program->names, "%u%s", (unsigned)variable,
		path->steps);
}

/* An unlock of the section that a disconnect follows in the same routine. */
static bool unlocks_early(
	struct locking *locking, uint32_t index, const char *interrupt)
{
	const struct program *program = locking->check->program;
	const char *section =
		program_routine(program, index)->placement.image;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];
		const struct routine *routine =
			program_routine(program, call->routine);
		const struct body *body = routine->definition->body;
		struct scope scope = { locking, routine, section };

		if (call->kind != LOCK_UNDO || call->section != section)
			continue;
		for (uint32_t e = 0; e < body->events.count; e++)
			if (is_disconnect(&scope, e) &&
				interrupt_of(locking, routine,
					&body->events.items[e]) == interrupt &&
				can_follow(locking->check->findings->arena,
					body, call->event, e, NULL, NULL) &&
				!can_follow(locking->check->findings->arena,
					body, e, call->event, NULL, NULL)) {
				report(locking, index, routine,
					lock_event(locking, call)->place, true);
				return true;
			}
	}
	return false;
}

static void judge(struct locking *locking, uint32_t index)
{
	const struct program *program = locking->check->program;
	const char *section =
		program_routine(program, index)->placement.image;
	const char *interrupt;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->definition ?
			routine->definition->body :
			NULL;

		for (uint32_t e = 0; body && e < body->events.count; e++) {
			const struct event *event = &body->events.items[e];

			if (!connects_it(locking, routine, event, index))
				continue;
			if (!is_locked_before(locking, i, e, section, 0)) {
				report(locking, index, routine, event->place,
					false);
				return;
			}
			interrupt = interrupt_of(locking, routine, event);
			if (interrupt &&
				unlocks_early(locking, index, interrupt))
				return;
		}
	}
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);

	if (!locking->calls.count)
		return;
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (routine->definition && routine->placement.pageable &&
			section_is_locked(check->program,
				routine->placement.image) &&
			runs_high(routine))
			judge(locking, i);
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
		"demand, which runs at DISPATCH_LEVEL or above, when its "
		"interrupt is connected without a lock on every way to "
		"that, or is disconnected after the unlock.",
	.not_reported =
		"A lock in the routine that connects, in one that it calls, "
		"or before each call of it.",
	.limits =
		"Timers and DPCs are not looked at. Interrupt objects are told "
		"apart by variable or field.",
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
