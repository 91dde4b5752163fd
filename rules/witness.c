/*
 * The path that proves a finding, as steps: the entry point and why it runs at
 * its IRQL, each call with the IRQL there, and what raises it.
 */
#include "rules/check.h"

#include <string.h>

static const struct routine *routine_of(
	const struct check *check, uint32_t routine)
{
	return program_routine(check->program, routine);
}

static const struct event *event_of(
	const struct routine *routine, uint32_t event)
{
	return &routine->body->events.items[event];
}

/* "PASSIVE_LEVEL", "<= DISPATCH_LEVEL" */
static const char *role_levels(struct check *check, const struct role *role)
{
	if (role->lowest == role->highest || role->highest == IRQL_PASSIVE)
		return irql_name(role->highest);
	return arena_printf(check->findings->arena, "<= %s",
		irql_name(role->highest));
}

static void role_step(struct check *check, struct finding *finding,
	const struct routine *routine, const struct role *role)
{
	const char *levels = role_levels(check, role);
	const char *told = role->inferred ?
		arena_printf(check->findings->arena,
			"%s (inferred, not documented)", levels) :
		levels;

	switch (role->reason) {
	case ROLE_REGISTERED:
		finding_step(check->findings, finding, role->place, levels, 0,
			true, "'%s' is given to '%s' as its %s, which runs at %s",
			routine->name, role->registrar, role->type, told);
		break;
	case ROLE_TABLE:
		finding_step(check->findings, finding, role->place, levels, 0,
			true, "'%s' is put into %s as a %s, which runs at %s",
			routine->name, role->registrar, role->type, told);
		break;
	case ROLE_OVERRIDES:
		finding_step(check->findings, finding, role->place, levels, 0,
			true, "'%s' overrides '%s', which runs at %s",
			routine->name, role->type, told);
		break;
	default:
		finding_step(check->findings, finding, role->place, levels, 0,
			true, "'%s' is a %s, which runs at %s", routine->name,
			role->type, told);
	}
}

/* Why a routine is at a level that its caller is not known to be at. */
static void annotation_step(struct check *check, struct finding *finding,
	const struct context *context, int depth)
{
	const struct routine *routine = routine_of(check, context->routine);
	enum irql lowest, highest;

	if (!annotated_levels(check->program, routine, &lowest, &highest))
		return;
	finding_step(check->findings, finding, routine->definition->place,
		entry_level_name(context->level), depth, true,
		"'%s' is annotated as one that is called at %s%s", routine->name,
		context->may ? "up to " : "", entry_level_name(context->level));
}

static void entry_step(struct check *check, struct finding *finding,
	const struct context *context)
{
	const struct routine *routine = routine_of(check, context->routine);

	if (context->role != NONE)
		role_step(check, finding, routine,
			&routine->roles.items[context->role]);
	else if (context->level != ENTRY_UNKNOWN)
		annotation_step(check, finding, context, 0);
	else
		finding_step(check->findings, finding,
			routine->definition->place,
			entry_level_name(context->level), 0, true,
			"'%s' is entered; nobody in the driver is known to "
			"call it", routine->name);
}

const char *called_how(struct check *check, const struct routine *caller,
	uint32_t event, const char *callee)
{
	uint32_t direct = called_routine(
		check->program, caller, event_of(caller, event));
	const struct routine *by =
		direct == NONE ? NULL : routine_of(check, direct);

	if (!by || !contract_clause(by->contract, CLAUSE_CALLS_BACK) ||
		!strcmp(by->name, callee))
		return arena_printf(check->findings->arena, "'%s'", callee);
	return arena_printf(check->findings->arena,
		"'%s', which calls back '%s'", by->name, callee);
}

void witness_call(struct check *check, struct finding *finding,
	const struct routine *caller, uint32_t event, int level, int depth,
	const char *callee)
{
	finding_step(check->findings, finding, event_of(caller, event)->place,
		entry_level_name(level), depth, false, "'%s' calls %s",
		caller->name, called_how(check, caller, event, callee));
}

void witness_lift(struct check *check, struct finding *finding,
	const struct routine *routine, uint32_t index, const char *level,
	int depth)
{
	const struct event *event = event_of(routine, index);

	finding_step(check->findings, finding, event->place, level, depth,
		true, "%s raises IRQL to %s",
		callee_name(check->program, routine, event), level);
}

void witness_context(
	struct check *check, struct finding *finding, uint32_t index)
{
	const struct context *contexts = check->flow->contexts.items;
	int depth = context_depth(check->flow, index);
	VEC(uint32_t) chain = { 0 };

	for (uint32_t at = index; at != NONE; at = contexts[at].parent)
		*vec_add(check->findings->arena, &chain) = at;
	entry_step(check, finding, &contexts[chain.items[depth]]);
	for (int i = depth - 1; i >= 0; i--) {
		const struct context *to = &contexts[chain.items[i]];
		const struct context *from = &contexts[to->parent];

		if (to->raise != NONE && from->raise != to->raise)
			witness_raise(check, finding, to->raise, depth - 1 - i);
		else if (to->raise == NONE && to->lift != NONE)
			witness_lift(check, finding,
				routine_of(check, from->routine), to->lift,
				entry_level_name(to->level), depth - 1 - i);
		witness_call(check, finding, routine_of(check, from->routine),
			to->call, to->level, depth - 1 - i,
			routine_of(check, to->routine)->name);
		if (from->level == ENTRY_UNKNOWN &&
			to->level != ENTRY_UNKNOWN && to->raise == NONE &&
			to->lift == NONE)
			annotation_step(check, finding, to, depth - i);
	}
}

static const char *raise_verb(enum cause cause)
{
	switch (cause) {
	case CAUSE_SPIN_LOCK:
		return "acquires a spin lock: IRQL is DISPATCH_LEVEL or above";
	case CAUSE_WAIT:
		return "returns at DISPATCH_LEVEL because Wait is TRUE";
	default:
		return "raises IRQL to DISPATCH_LEVEL or above";
	}
}

void witness_raise(struct check *check, struct finding *finding,
	uint32_t index, int depth)
{
	const struct raise *raise = &check->flow->raises.items[index];
	const struct routine *routine = routine_of(check, raise->routine);
	const struct event *event = event_of(routine, raise->event);
	const char *callee = callee_name(check->program, routine, event);

	if (raise->inner == NONE) {
		finding_step(check->findings, finding, event->place,
			"DISPATCH_LEVEL", depth, true, "%s %s", callee,
			raise_verb(raise->cause));
		return;
	}
	finding_step(check->findings, finding, event->place, "DISPATCH_LEVEL",
		depth, true, "'%s' calls %s, which %s", routine->name, callee,
		raise->inside ? "raises IRQL in code that is expanded here" :
				"returns with IRQL raised");
	witness_raise(check, finding, raise->inner, depth + 1);
}
