/*
 * PA2004. PAGED_CODE() has to stand between the first brace and the first
 * conditional statement, behind the declarations: only there it is passed on
 * every run, before anything can go wrong. Further down a run at raised IRQL
 * goes unnoticed, because it left the routine before, or because the crash
 * that the macro would have explained comes first.
 *
 * What may stand before it: declarations with their initialisers, and
 * statements that cannot touch what may be paged out: a trace, a reference to
 * an unused parameter, a call of a kernel routine that may be called at
 * DISPATCH_LEVEL. A condition that a macro brings along, as traces do, does not
 * count, unless the macro may return. What must not: a use of a variable in a pageable section, a call of
 * pageable code, directly or through resident routines of the driver, a call of
 * a kernel routine that needs an IRQL below DISPATCH_LEVEL.
 *
 * The first marker decides; a second one is PA2002's. A marker in a routine
 * that is not pageable is PA2003's.
 */
#include "rules/fixes.h"

#include <string.h>

struct search {
	struct check *check;
	struct map seen; /* routines */
};

static bool touches(
	struct search *search, const struct routine *routine, uint32_t event);

/* ---- what can touch pageable memory ------------------------------------ */

static bool body_touches(struct search *search, const struct routine *routine)
{
	const struct body *body = routine->body;

	if (map_get(&search->seen, routine) != MAP_NONE)
		return false;
	map_set(search->check->findings->arena, &search->seen, routine, 0);
	for (uint32_t i = 0; i < body->events.count; i++)
		if (touches(search, routine, i))
			return true;
	return false;
}

static bool uses_paged_variable(const struct program *program,
	const struct routine *routine, uint32_t index)
{
	const struct path *path;
	uint32_t variable;

	if (index == NONE)
		return false;
	path = &routine->body->paths.items[index];
	if (path->root != ROOT_GLOBAL)
		return false;
	variable = program->units.items[routine->unit].variables[path->index];
	return variable != NONE &&
		program->variables.items[variable].placement.pageable;
}

/* KeEnterCriticalRegion and its kin only change the thread, which is there. */
static bool enters_region(const char *name)
{
	return !strncmp(name, "KeEnter", 7) ||
		!strncmp(name, "KeLeave", 7) ||
		!strncmp(name, "PsGetCurrent", 12);
}

static bool needs_low_irql(struct search *search,
	const struct routine *routine, const struct event *event,
	const struct routine *callee)
{
	const struct contract *contract =
		called_contract(search->check, routine, event);
	struct limit limit;

	if (!contract || enters_region(callee->name))
		return false;
	limit = call_limit(search->check, routine, event, contract,
		CLAUSE_REQUIRES_MAX, NONE);
	return limit.known && limit.level < IRQL_DISPATCH;
}

static bool call_touches(struct search *search, const struct routine *routine,
	const struct event *event)
{
	const struct program *program = search->check->program;
	uint32_t target = operand_routine(program, routine, event->callee);
	const struct routine *callee;

	if (target == NONE)
		return false;
	callee = program_routine(program, target);
	if (!callee->definition)
		return needs_low_irql(search, routine, event, callee);
	return callee->placement.pageable || body_touches(search, callee);
}

static bool touches(
	struct search *search, const struct routine *routine, uint32_t index)
{
	const struct event *event =
		&routine->body->events.items[index];

	switch (event->kind) {
	case EVENT_CALL:
		return call_touches(search, routine, event);
	case EVENT_ASSIGN:
	case EVENT_READ:
		return uses_paged_variable(
			search->check->program, routine, event->path);
	default:
		return false;
	}
}

/* ---- the first marker -------------------------------------------------- */

/* The event of a statement before the marker that can touch pageable memory. */
static const struct event *touched_before(struct check *check,
	const struct routine *routine, const struct event *marker)
{
	const struct body *body = routine->body;
	struct search search = { .check = check };

	if (!body->start.file)
		return NULL;
	for (uint32_t i = 0; &body->events.items[i] != marker; i++) {
		const struct event *event = &body->events.items[i];

		if (place_compare(&event->place, &body->start) >= 0 &&
			place_compare(&event->place, &marker->place) < 0 &&
			touches(&search, routine, i))
			return event;
	}
	return NULL;
}

static const struct event *first_marker(
	struct check *check, const struct routine *routine)
{
	struct markers markers = { 0 };

	find_markers(check->findings->arena, routine->body,
		&markers);
	return markers.list.count ? markers.list.items[0] : NULL;
}

bool marker_is_late(struct check *check, const struct routine *routine)
{
	const struct event *first = first_marker(check, routine);

	return first && (first->is_conditional ||
		touched_before(check, routine, first));
}

static void suggest_start(struct check *check, const struct routine *routine,
	struct finding *finding, const struct event *marker)
{
	static const char description[] = "Move the macro to the start";

	fix_remove_marker(check, finding, marker, description);
	if (finding->fix)
		fix_insert_marker(check, finding, routine,
			marker_name(marker), description);
}

static void check_routine(struct check *check, const struct routine *routine)
{
	const struct event *first = first_marker(check, routine);
	const struct event *touched = NULL;
	struct finding *finding;

	if (!first)
		return;
	if (!first->is_conditional)
		touched = touched_before(check, routine, first);
	if (first->is_conditional)
		finding = check_report(check, routine, first->place, true,
			"'%s' has %s() inside or after a condition: not every "
			"run is checked", routine->name, marker_name(first));
	else if (touched)
		finding = check_report(check, routine, first->place, true,
			"'%s' has %s() after a statement that can already "
			"touch pageable memory", routine->name,
			marker_name(first));
	else
		return;
	if (touched)
		finding_relate(check->findings, finding, touched->place,
			"pageable memory can be touched here");
	suggest_start(check, routine, finding, first);
}

static bool is_judged(const struct routine *routine)
{
	return routine->definition && routine->placement.pageable &&
		!routine->is_inline &&
		routine->definition->inlining != INLINE_FORCED &&
		!routine->body->lost_statements;
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (is_judged(program_routine(check->program, i)))
			check_routine(
				check, program_routine(check->program, i));
}

const struct rule late_paged_code = {
	.code = "PA2004",
	.name = "late-paged-code",
	.summary =
		"PAGED_CODE comes after a condition, or after what it should "
		"guard",
	.why =
		"The macro asserts the IRQL only where a run comes by. "
		"Behind a condition some runs at raised IRQL are never seen, "
		"and behind a touch of pageable memory the crash comes "
		"before the assertion.",
	.reported =
		"The first PAGED_CODE or PAGED_CODE_LOCKED of a pageable "
		"routine, when it stands in or behind a condition or a loop, "
		"or behind a statement that uses pageable data, calls "
		"pageable code, or calls a kernel routine that needs an IRQL "
		"below DISPATCH_LEVEL.",
	.not_reported =
		"Declarations before the macro, whatever they are "
		"initialised with; traces and other macros with a condition "
		"of their own that do not return; inline routines.",
	.limits =
		"Whether a pointer points to paged pool is not looked at. "
		"Nothing is said about a body that parse errors made "
		"incomplete.",
	.fix =
		"Moves the macro to the start, where it is a statement of "
		"its own.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/devtest/28170-pageable-code-macro-not-found",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(PULONG Value);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(PULONG Value)\n"
		"{\n"
		"\tif (!Value)\n"
		"\t\treturn;\n"
		"\tPAGED_CODE();\n"
		"\t*Value = 1;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Configure(PULONG Value);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(PULONG Value)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tif (!Value)\n"
		"\t\treturn;\n"
		"\t*Value = 1;\n"
		"}\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = false,
	.tags = "paged-code",
	.check = check,
};
