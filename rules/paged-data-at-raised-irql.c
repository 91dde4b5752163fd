/*
 * PA4001. Data is paged like code: a variable in a section whose name starts
 * with PAGE may be out when it is read or written, and at DISPATCH_LEVEL or
 * above nobody can bring it in. The flow knows the IRQL at each access as it
 * knows it at each call. Accesses through pointers are found by following the
 * variable's address, so they may be of another object; those by name are
 * certain.
 *
 * A section that the driver locks is resident while it is locked; whether it
 * is locked where it should be is for PA5xxx. A variable that holds an object
 * which must never be paged is reported once, where it is declared, by PA4002.
 */
#include "rules/check.h"

#include <string.h>

struct seen {
	VEC(uint32_t) touches; /* flow.touches */
};

/* Interlocked list routines take their lock inside. */
static bool raises_inside(struct check *check, const struct touch *touch)
{
	const struct contract *contract = called_contract(
		check, touching_routine(check, touch), touching_event(check, touch));

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++)
		if (contract->clauses.items[i].kind == CLAUSE_USES &&
			lock_spins(contract->clauses.items[i].text))
			return true;
	return false;
}

static bool is_high(const struct flow *flow, const struct touch *touch)
{
	(void)flow;
	return level_is_high(touch->level);
}

/* Who hands the variable over where IRQL is high: the touch itself where a
 * routine raises IRQL by itself. */
static const struct touch *handing(
	struct check *check, const struct touch *touch)
{
	if (!level_is_high(check->flow->contexts.items[touch->context].level))
		return touch;
	return touch_handing(check->program, check->flow, touch, is_high);
}

static bool is_wrong(struct check *check, const struct touch *touch)
{
	const struct touch_site *site =
		&check->flow->sites.list.items[touch->site];
	const struct program_variable *variable =
		&check->program->variables.items[site->variable];
	struct resident_part part;

	if (!variable->placement.pageable ||
		section_is_locked(
			check->program, variable->placement.image) ||
		site->kind == TOUCH_ADDRESS || site->kind == TOUCH_HANDED)
		return false;
	if (!level_is_high(touch->level) &&
		!(site->kind == TOUCH_CALL && raises_inside(check, touch)))
		return false;
	return !routine_is_paged(check->program, touching_routine(check, touch)) &&
		(!find_resident_part(check, variable->facts,
			 variable->definition->object, &part) ||
			part.behind) &&
		handing(check, touch);
}

static bool is_certain(const struct check *check, const struct touch *touch)
{
	return !touch->may &&
		!check->flow->sites.list.items[touch->site].through;
}

/* One finding for each line and variable, certain before possible. */
static void add(
	const struct check *check, struct seen *seen, uint32_t index)
{
	const struct touch *touch = &check->flow->touches.items[index];
	const struct touch_site *sites = check->flow->sites.list.items;

	for (uint32_t i = 0; i < seen->touches.count; i++) {
		uint32_t *known = &seen->touches.items[i];
		const struct touch *other = &check->flow->touches.items[*known];
		const struct place *here = &touching_event(check, touch)->place;
		const struct place *there = &touching_event(check, other)->place;

		if (sites[other->site].variable !=
				sites[touch->site].variable ||
			here->line != there->line ||
			strcmp(here->file, there->file) != 0)
			continue;
		if (is_certain(check, touch) && !is_certain(check, other))
			*known = index;
		return;
	}
	*vec_add(check->findings->arena, &seen->touches) = index;
}

/* The path to a touch: through the caller that hands the variable over. */
static int witness(struct check *check, struct finding *finding,
	const struct touch *touch)
{
	const struct touch *by = handing(check, touch);
	const struct context *context =
		&check->flow->contexts.items[touch->context];
	int depth = context_depth(check->flow, by->context);

	witness_context(check, finding, by->context);
	if (by->raised_by != NONE &&
		check->flow->contexts.items[by->context].raise != by->raised_by)
		witness_raise(check, finding, by->raised_by, depth);
	if (by == touch)
		return depth;
	witness_call(check, finding, touching_routine(check, by),
		check->flow->sites.list.items[by->site].event, context->level,
		depth, touching_routine(check, touch)->name);
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
	const char *level = level_is_high(touch->level) ? entry_level_name(touch->level) :
					     "DISPATCH_LEVEL";
	const char *verb = event->kind == EVENT_ASSIGN ? "writes" : "reads";
	struct finding *finding;
	int depth;

	if (event->kind == EVENT_CALL)
		verb = arena_printf(check->findings->arena, "lets %s use",
			callee_name(check->program, routine, event));
	finding = findings_add(check->findings, check->rule, event->place,
		is_certain(check, touch),
		"'%s' %s '%s', which is in pageable section '%s', at %s%s%s",
		routine->name, verb, variable->name,
		variable->placement.section, level,
		site->through ? ", through " : "",
		site->through ? site->through : "");
	finding->function = routine->name;
	finding->section = variable->placement.section;
	depth = witness(check, finding, touch);
	finding_step(check->findings, finding, event->place, level, depth, true,
		"'%s' may be paged out here", variable->name);
	finding_relate(check->findings, finding, variable->placement.place,
		"'%s' is placed in section '%s'", variable->name,
		variable->placement.section);
}

static void check(struct check *check)
{
	struct seen seen = { 0 };

	for (uint32_t i = 0; i < check->flow->touches.count; i++)
		if (is_wrong(check, &check->flow->touches.items[i]))
			add(check, &seen, i);
	for (uint32_t i = 0; i < seen.touches.count; i++)
		report(check,
			&check->flow->touches.items[seen.touches.items[i]]);
}

const struct rule paged_data_at_raised_irql = {
	.code = "PA4001",
	.name = "paged-data-at-raised-irql",
	.summary = "a variable in a pageable section is touched at raised IRQL",
	.why =
		"The page that holds the variable may have been taken away. "
		"Bringing it back means waiting for the disk, which cannot be "
		"done at DISPATCH_LEVEL or above: the system stops.",
	.reported =
		"The read or write, by name or through a pointer that may hold "
		"the variable's address, and the call of a kernel routine that "
		"is given its address there.",
	.not_reported =
		"Accesses below DISPATCH_LEVEL; sections that the driver locks; "
		"what a pageable routine does after it raised IRQL itself, "
		"since the raise is reported; variables that PA4002 reports.",
	.limits =
		"Addresses that are stored in storage without a name, copied "
		"with a whole structure or computed as numbers are not "
		"followed.",
	.no_fix =
		"whether the access or the variable moves is a choice.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"#pragma data_seg(\"PAGEDATA\")\n"
		"ULONG Count = 1;\n"
		"#pragma data_seg()\n"
		"KDEFERRED_ROUTINE Dpc;\n"
		"VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)\n"
		"{\n"
		"\tCount = 2;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"ULONG Count = 1;\n"
		"KDEFERRED_ROUTINE Dpc;\n"
		"VOID Dpc(PKDPC Object, PVOID Context, PVOID First, PVOID Second)\n"
		"{\n"
		"\tCount = 2;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "irql data",
	.check = check,
};
