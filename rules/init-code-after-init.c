/*
 * PA6001. What is in INIT is gone once DriverEntry, and a Reinitialize routine
 * if there is one, have returned; the memory then holds something else. Code
 * that can run later must not call it, and it must not be what the system
 * calls later. The flow tells contexts that start in DriverEntry from those
 * that start in a routine which runs later; a routine that only DriverEntry
 * reaches may use INIT, wherever it is itself.
 *
 * What a discarded routine goes on to call is not followed: the first reference
 * is the defect.
 */
#include "rules/locking.h"

#include <string.h>

static const struct event *event_of(
	const struct check *check, const struct late_use *use)
{
	const struct routine *routine = program_routine(check->program,
		check->flow->contexts.items[use->context].routine);

	return &routine->body->events.items[use->event];
}

/* The memory manager takes an address for where it is, and does not look at
 * what is there; PA5001 says what cannot be locked. */
static bool is_only_named(struct check *check, const struct late_use *use)
{
	return lock_call_at(locking_read(check),
		check->flow->contexts.items[use->context].routine,
		use->event);
}

/* A callback is taken back by its address, which calls nothing. For processes
 * the routine that registers it does so, if its second argument says so. */
static bool takes_back(struct program *program,
	const struct routine *routine, const struct event *event)
{
	const char *name;

	if (event->kind != EVENT_CALL)
		return false;
	name = callee_name(program, routine, event);
	return strstr(name, "Remove") || strstr(name, "nregister") ||
		(strstr(name, "PsSetCreateProcessNotifyRoutine") &&
			event->arguments.count > 1 &&
			event->arguments.items[1].kind == OPERAND_CONSTANT &&
			event->arguments.items[1].constant);
}

static bool is_taken_back(struct check *check, const struct late_use *use)
{
	return takes_back(check->program,
		program_routine(check->program,
			check->flow->contexts.items[use->context].routine),
		event_of(check, use));
}

/* A callback that a routine hands over and takes back. */
struct handover {
	struct program *program;
	const struct routine *routine;
	uint32_t callback;
};

static bool hands(const struct handover *handover, const struct event *event)
{
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (operand_routine(handover->program, handover->routine,
			    event->arguments.items[i]) == handover->callback)
			return true;
	return false;
}

static bool ends_handover(void *context, uint32_t index)
{
	const struct handover *handover = context;
	const struct event *event =
		&handover->routine->body->events.items[index];

	return takes_back(handover->program, handover->routine, event) &&
		hands(handover, event);
}

/* Whether the routine that registers a callback at a place takes it back on every
 * way out: it does not outlive initialisation then. */
static bool is_registered_for_now(
	struct check *check, uint32_t callback, struct place place)
{
	struct handover handover = { check->program, NULL, callback };

	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct body *body;

		handover.routine = program_routine(check->program, i);
		if (!handover.routine->definition)
			continue;
		body = handover.routine->body;
		for (uint32_t e = 0; e < body->events.count; e++) {
			const struct event *event = &body->events.items[e];

			if (event->kind == EVENT_CALL &&
				!place_compare(&event->place, &place) &&
				hands(&handover, event))
				return !can_return_after_success(
					check->findings->arena, body, e,
					ends_handover, &handover);
		}
	}
	return false;
}

static bool is_known(const struct check *check, uint32_t index)
{
	const struct late_use *use = &check->flow->late_uses.items[index];

	for (uint32_t i = 0; i < index; i++) {
		const struct late_use *other =
			&check->flow->late_uses.items[i];

		if (other->routine == use->routine &&
			!place_compare(&event_of(check, other)->place,
				&event_of(check, use)->place))
			return true;
	}
	return false;
}

static void report_use(struct check *check, const struct late_use *use)
{
	const struct routine *routine = program_routine(check->program,
		check->flow->contexts.items[use->context].routine);
	const struct routine *used =
		program_routine(check->program, use->routine);
	const struct event *event = event_of(check, use);
	struct finding *finding = check_report(check, used, event->place,
		!check->flow->contexts.items[use->context].may,
		"'%s', which can run after initialisation, uses '%s', which is "
		"in discardable section '%s'",
		routine->name, used->name, used->placement.section);

	finding->function = routine->name;
	finding->callee = used->name;
	witness_late(check, finding, use->context);
	finding_step(check->findings, finding, event->place, NULL,
		context_depth(check->flow, use->context), true,
		"'%s' is no longer in memory here", used->name);
}

/* A registration that a late use has not told of already. */
static bool is_used_there(
	const struct check *check, uint32_t routine, struct place place)
{
	for (uint32_t i = 0; i < check->flow->late_uses.count; i++) {
		const struct late_use *use = &check->flow->late_uses.items[i];

		if (use->routine == routine &&
			!place_compare(&event_of(check, use)->place, &place))
			return true;
	}
	return false;
}

static void report_roles(struct check *check, uint32_t index)
{
	const struct routine *routine = program_routine(check->program, index);
	struct finding *finding;

	for (uint32_t i = 0; i < routine->roles.count; i++) {
		const struct role *role = &routine->roles.items[i];

		if (!role_is_late(role) || role->reason == ROLE_DECLARED ||
			is_used_there(check, index, role->place) ||
			is_registered_for_now(check, index, role->place))
			continue;
		finding = check_report(check, routine, role->place, true,
			"'%s' is in discardable section '%s', and as %s can "
			"run after initialisation",
			routine->name, routine->placement.section, role->type);
		finding->callee = role->registrar;
		finding_step(check->findings, finding, role->place, NULL, 0,
			true, "'%s' is given to %s", routine->name,
			role->registrar);
		finding_step(check->findings, finding,
			routine->definition->place, NULL, 1, true,
			"'%s' is no longer in memory when it is called",
			routine->name);
	}
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->flow->late_uses.count; i++) {
		const struct late_use *use = &check->flow->late_uses.items[i];

		if (!is_known(check, i) && !is_only_named(check, use) &&
			!is_taken_back(check, use))
			report_use(check, use);
	}
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (routine->definition && routine->placement.discardable)
			report_roles(check, i);
	}
}

const struct rule init_code_after_init = {
	.code = "PA6001",
	.name = "init-code-after-init",
	.summary = "code in INIT is used by code that runs after initialisation",
	.why =
		"The memory of INIT is given back when DriverEntry has "
		"returned, or, if the driver registered one, its Reinitialize "
		"routine. A later call jumps into memory that holds something "
		"else.",
	.reported =
		"The call of a routine in INIT, or the use of its address, by "
		"code that a dispatch routine, AddDevice, Unload or any other "
		"callback leads to; and the place where a routine in INIT is "
		"registered as such a callback.",
	.not_reported =
		"DriverEntry in INIT, and whatever only it or a Reinitialize "
		"routine calls; tables in INIT that are read during "
		"initialisation only; an address that is given to "
		"MmPageEntireDriver and its kin, or to a routine that takes "
		"a callback back; callbacks that run only while the routine "
		"runs that takes them, or that the routine which registers "
		"them takes back on every way out.",
	.limits = "Calls through pointers whose target is not known.",
	.no_fix =
		"whether the routine should be pageable or resident, the "
		"source does not say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/making-drivers-pageable",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Prepare(PDRIVER_OBJECT Driver);\n"
		"#pragma alloc_text(INIT, Prepare)\n"
		"VOID Prepare(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tDriver->Flags = 0;\n"
		"}\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tPrepare(Driver);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Prepare(PDRIVER_OBJECT Driver);\n"
		"#pragma alloc_text(INIT, Prepare)\n"
		"VOID Prepare(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tDriver->Flags = 0;\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tPrepare(Driver);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-416 init",
	.check = check,
};
