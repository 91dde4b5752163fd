/*
 * PA6002. Data in INIT goes the same way as code in INIT (PA6001): what runs
 * after initialisation finds something else in its place. Reads, writes, and
 * giving the address to somebody are all reported, where the code that runs
 * later does it.
 */
#include "rules/locking.h"

static uint32_t variable_of(
	const struct check *check, const struct touch *touch)
{
	return check->flow->sites.list.items[touch->site].variable;
}

static bool runs_late(const struct flow *flow, const struct touch *touch)
{
	return flow->contexts.items[touch->context].late;
}

static const struct touch *handing(
	const struct check *check, const struct touch *touch)
{
	return touch_handing(check->program, check->flow, touch, runs_late);
}

/* PA5001 says that it cannot be locked. */
static bool is_locked_there(struct check *check, const struct touch *touch)
{
	return lock_call_at(locking_read(check),
		check->flow->contexts.items[touch->context].routine,
		check->flow->sites.list.items[touch->site].event);
}

static bool is_late(struct check *check, const struct touch *touch)
{
	return runs_late(check->flow, touch) &&
		!is_locked_there(check, touch) &&
		check->flow->sites.list.items[touch->site].kind !=
			TOUCH_HANDED &&
		!touching_routine(check, touch)->placement.discardable &&
		check->program->variables.items[variable_of(check, touch)]
			.placement.discardable &&
		handing(check, touch);
}

/* Whether the address of a variable was taken in code that runs late, which is
 * reported: by the routine that touches it through a pointer, or by the one that
 * hands that over. */
static bool is_pointed_there(struct check *check, const struct touch *touch)
{
	const struct flow *flow = check->flow;
	const struct touch *by = handing(check, touch);

	if (flow->sites.list.items[touch->site].kind != TOUCH_POINTER)
		return false;
	for (uint32_t i = 0; i < flow->touches.count; i++) {
		const struct touch *other = &flow->touches.items[i];
		const struct routine *taker = touching_routine(check, other);

		if (flow->sites.list.items[other->site].kind ==
				TOUCH_ADDRESS &&
			variable_of(check, other) ==
				variable_of(check, touch) &&
			(taker == touching_routine(check, touch) ||
				(by && taker == touching_routine(check, by))) &&
			is_late(check, other))
			return true;
	}
	return false;
}

static bool is_known(struct check *check, uint32_t index)
{
	const struct touch *touch = &check->flow->touches.items[index];
	const struct place *here = &touching_event(check, touch)->place;

	for (uint32_t i = 0; i < index; i++) {
		const struct touch *other = &check->flow->touches.items[i];
		const struct place *there = &touching_event(check, other)->place;

		if (variable_of(check, other) == variable_of(check, touch) &&
			is_late(check, other) && here->file == there->file &&
			here->line == there->line)
			return true;
	}
	return false;
}

/* The path to a touch, through the caller that hands the variable over. */
static int witness(struct check *check, struct finding *finding,
	const struct touch *touch)
{
	const struct touch *by = handing(check, touch);
	int depth = context_depth(check->flow, by->context);

	witness_late(check, finding, by->context);
	if (by == touch)
		return depth;
	witness_call(check, finding, touching_routine(check, by),
		check->flow->sites.list.items[by->site].event, by->level, depth,
		touching_routine(check, touch)->name);
	return depth + 1;
}

static void report(struct check *check, const struct touch *touch)
{
	const struct touch_site *site =
		&check->flow->sites.list.items[touch->site];
	const struct program_variable *variable =
		&check->program->variables.items[site->variable];
	const struct routine *routine = touching_routine(check, touch);
	const struct event *event = touching_event(check, touch);
	struct finding *finding = findings_add(check->findings, check->rule,
		event->place,
		!check->flow->contexts.items[touch->context].may &&
			site->kind != TOUCH_POINTER,
		"'%s', which can run after initialisation, uses '%s', which is "
		"in discardable section '%s'",
		routine->name, variable->name, variable->placement.section);
	int depth;

	finding->function = routine->name;
	finding->section = variable->placement.section;
	depth = witness(check, finding, touch);
	finding_step(check->findings, finding, event->place, NULL, depth, true,
		"'%s' is no longer in memory here", variable->name);
	finding_relate(check->findings, finding, variable->placement.place,
		"'%s' is placed in section '%s'", variable->name,
		variable->placement.section);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->flow->touches.count; i++)
		if (is_late(check, &check->flow->touches.items[i]) &&
			!is_known(check, i) &&
			!is_pointed_there(check,
				&check->flow->touches.items[i]))
			report(check, &check->flow->touches.items[i]);
}

const struct rule init_data_after_init = {
	.code = "PA6002",
	.name = "init-data-after-init",
	.summary = "data in INIT is used by code that runs after initialisation",
	.why =
		"The memory of INIT is given back when DriverEntry has "
		"returned, or, if the driver registered one, its Reinitialize "
		"routine. Whoever reads the variable later reads something "
		"else, and a write destroys what is not the driver's.",
	.reported =
		"The read, the write, or the use of the address, in code that "
		"a dispatch routine, AddDevice, Unload or any other callback "
		"leads to.",
	.not_reported =
		"Uses by DriverEntry, a Reinitialize routine, and what only "
		"they call.",
	.limits =
		"A kernel routine that keeps the address it is given during "
		"initialisation is not known to do so.",
	.no_fix =
		"whether the variable should be pageable or resident, the "
		"source does not say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/making-drivers-pageable",
	.bad =
		"#include <ntddk.h>\n"
		"#pragma data_seg(\"INIT\")\n"
		"ULONG Limit = 1;\n"
		"#pragma data_seg()\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tLimit = 0;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"#pragma data_seg(\"INIT\")\n"
		"ULONG Limit = 1;\n"
		"#pragma data_seg()\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tLimit = 0;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-416 init data",
	.check = check,
};
