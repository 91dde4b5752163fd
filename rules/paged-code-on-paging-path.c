/*
 * PA1014, for drivers whose user says that they serve the device of a paging
 * file. To read a page the system calls their read, write, control and power
 * routines; if one of these, or what it calls, is itself paged out, the page that
 * would bring it back is behind it.
 *
 * Calls are followed breadth first through everything, pageable or not, so each
 * pageable routine is reported once, with a shortest chain of calls. Callbacks of
 * KMDF queues count as the dispatch routines they stand for. The power routine
 * itself is left to PA1013 where that reports it.
 */
#include "rules/check.h"

#include <string.h>

struct visit {
	uint32_t routine;
	uint32_t parent; /* visits, or NONE */
	uint32_t call;	 /* event of the parent's body */
	struct place place; /* of a first one: where it is handed over */
	const char *type;   /* what it is handed over as */
};

struct following {
	VEC(struct visit) visits;
	bool *seen; /* by routine */
};

static void follow(
	struct check *check, struct following *following, struct visit visit)
{
	if (following->seen[visit.routine] ||
		!program_routine(check->program, visit.routine)->definition)
		return;
	following->seen[visit.routine] = true;
	*vec_add(check->findings->arena, &following->visits) = visit;
}

static const char *major_name(int major)
{
	switch (major) {
	case -1:
		return "IRP_MJ_READ and all others";
	case 3:
		return "IRP_MJ_READ";
	case 4:
		return "IRP_MJ_WRITE";
	case 14:
		return "IRP_MJ_DEVICE_CONTROL";
	case 15:
		return "IRP_MJ_INTERNAL_DEVICE_CONTROL";
	case 22:
		return "IRP_MJ_POWER";
	default:
		return NULL;
	}
}

static void start_at_dispatch(struct check *check, void *context,
	uint32_t routine, int major, struct place place)
{
	const char *type = major_name(major);

	if (type)
		follow(check, context,
			(struct visit){ routine, NONE, NONE, place, type });
}

static void start_at_queues(struct check *check, struct following *following)
{
	static const char *const types[] = { "EVT_WDF_IO_QUEUE_IO_DEFAULT",
		"EVT_WDF_IO_QUEUE_IO_READ", "EVT_WDF_IO_QUEUE_IO_WRITE",
		"EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL",
		"EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL" };

	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		for (uint32_t r = 0; r < routine->roles.count; r++)
			for (size_t t = 0; t < sizeof(types) / sizeof(*types);
				t++)
				if (!strcmp(routine->roles.items[r].type,
					    types[t]))
					follow(check, following,
						(struct visit){ i, NONE, NONE,
							routine->roles.items[r]
								.place,
							types[t] });
	}
}

static void follow_calls(
	struct check *check, struct following *following, uint32_t from)
{
	uint32_t index = following->visits.items[from].routine;
	const struct routine *routine = program_routine(check->program, index);
	const struct body *body = routine->body;

	for (uint32_t e = 0; e < body->events.count; e++) {
		struct visit next = { NONE, from, e, { 0 }, NULL };
		struct targets targets;
		uint32_t direct;

		if (body->events.items[e].kind != EVENT_CALL)
			continue;
		targets = call_targets(check->program, routine,
			&body->events.items[e], &direct);
		if (direct != NONE) {
			next.routine = direct;
			follow(check, following, next);
		}
		for (uint32_t i = 0; i < targets.count; i++) {
			next.routine = targets.items[i];
			follow(check, following, next);
		}
	}
}

/* The steps from the first routine to this one; how many calls that is. */
static int chain(struct check *check, const struct following *following,
	struct finding *finding, uint32_t index)
{
	const struct visit *visit = &following->visits.items[index];
	const struct routine *routine =
		program_routine(check->program, visit->routine);
	const struct routine *caller;
	int depth;

	if (visit->parent == NONE) {
		finding_step(check->findings, finding, visit->place, NULL, 0,
			true, "'%s' serves %s", routine->name, visit->type);
		return 0;
	}
	depth = chain(check, following, finding, visit->parent);
	caller = program_routine(check->program,
		following->visits.items[visit->parent].routine);
	finding_step(check->findings, finding,
		caller->body->events.items[visit->call].place,
		NULL, depth, false, "'%s' calls '%s'", caller->name,
		routine->name);
	return depth + 1;
}

static void report(struct check *check, const struct following *following,
	uint32_t index)
{
	uint32_t at = following->visits.items[index].routine;
	const struct routine *routine = program_routine(check->program, at);
	struct finding *finding;

	if (routine->is_inline || !routine_is_paged(check->program, routine) ||
		is_paged_entry(check, at) || runs_on_power_up(check, routine))
		return;
	finding = check_report(check, routine, routine->definition->place, true,
		"'%s' in pageable section '%s' is on the paging path",
		routine->name, routine->placement.section);
	chain(check, following, finding, index);
}

static void check(struct check *check)
{
	struct following following = { .seen = NULL };

	if (!check->paging_path)
		return;
	following.seen = arena_alloc(check->findings->arena,
		check->program->routines.count + 1);
	for_each_dispatch(check, start_at_dispatch, &following);
	start_at_queues(check, &following);
	for (uint32_t i = 0; i < following.visits.count; i++)
		follow_calls(check, &following, i);
	for (uint32_t i = 0; i < following.visits.count; i++)
		report(check, &following, i);
}

const struct rule paged_code_on_paging_path = {
	.code = "PA1014",
	.name = "paged-code-on-paging-path",
	.summary = "a pageable routine serves the device of a paging file",
	.why =
		"The page that is missing can only be read through this "
		"driver, and the driver cannot run before it is there. The "
		"system stops.",
	.reported =
		"With --paging-path, the definition of each pageable routine "
		"that a read, write, device control or power routine is or "
		"calls.",
	.not_reported =
		"Without the option, everything. Routines in a section that the "
		"driver locks in memory.",
	.limits =
		"Calls through pointers that the driver does not fill itself, "
		"and work that is handed to another thread, are not followed.",
	.no_fix =
		"what the routine calls has to become resident with it.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/dispatchread--dispatchwrite--and-dispatchreadwrite-routines",
	.bad =
		"// audit --paging-path\n"
		"#include <ntddk.h>\n"
		"DRIVER_DISPATCH Read;\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"#pragma alloc_text(PAGE, Read)\n"
		"NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\treturn IoCallDriver(Device, Irp);\n"
		"}\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->MajorFunction[IRP_MJ_READ] = Read;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		"// audit --paging-path\n"
		"#include <ntddk.h>\n"
		"DRIVER_DISPATCH Read;\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS Read(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\treturn IoCallDriver(Device, Irp);\n"
		"}\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->MajorFunction[IRP_MJ_READ] = Read;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 paging",
	.check = check,
};
