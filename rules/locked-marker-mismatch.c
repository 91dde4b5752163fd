/*
 * PA2005. PAGED_CODE_LOCKED() says that a routine is in a section which the
 * driver locks before it runs; PAGED_CODE() says that it is pageable and runs
 * at low IRQL. The marker that does not fit asserts the wrong thing: the first
 * one, in a section that nobody ever locks, lets a page fault pass; the second
 * one stops a routine that was locked in order to run at DISPATCH_LEVEL.
 *
 * Of a section that is locked on demand, a routine that also runs while it is
 * not locked is not at fault here: that is PA5006, which keeps the two kinds
 * of routines apart.
 *
 * Silent when the driver locks a section that we cannot name, or when a unit
 * was lost, which may do so. A lock by the address of a routine that is not
 * pageable (PA5001) was meant for some section, so it excuses one.
 */
#include "rules/fixes.h"

#include <string.h>

/* Whether the section may be locked as far as anyone can see. */
static bool may_be_locked(
	const struct check *check, const struct placement *placement)
{
	const struct program *program = check->program;

	if (program->locks_unknown ||
		section_is_locked(program, placement->image))
		return true;
	for (uint32_t u = 0; u < program->units.count; u++)
		if (!program->units.items[u].facts->parsed)
			return true;
	return false;
}

static void suggest_other(struct check *check, struct finding *finding,
	const struct event *marker, bool is_safe)
{
	struct place place = marker->place;
	const char *name = marker_name(marker);

	if (!is_safe || !is_plain_marker(marker))
		return;
	place.end_line = place.line;
	place.end_column = place.column + (uint32_t)strlen(name);
	finding_fix(check->findings, finding, place,
		marker->marker == MARKER_PAGED_CODE ? "PAGED_CODE_LOCKED" :
						      "PAGED_CODE",
		"Write the macro that fits");
}

static const struct event *first_marker(
	const struct check *check, const struct routine *routine)
{
	struct markers markers = { 0 };

	if (!routine->definition || !routine->placement.pageable ||
		routine->is_inline)
		return NULL;
	find_markers(check->findings->arena, routine->body,
		&markers);
	return markers.list.count ? markers.list.items[0] : NULL;
}

/* A routine says that it is locked, and its section never is. */
static bool is_never_locked(const struct check *check,
	const struct routine *routine, const struct event *first)
{
	return first && first->marker == MARKER_PAGED_CODE_LOCKED &&
		!may_be_locked(check, &routine->placement);
}

/* Whether there are no more sections that ought to be locked than mistaken
 * locks, which PA5001 reports. */
static bool are_all_excused(const struct check *check)
{
	const struct program *program = check->program;
	VEC(const char *) sections = { 0 };

	if (!program->mistaken_locks)
		return false;
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const char *section = routine->placement.image;
		uint32_t known = 0;

		if (!is_never_locked(
			    check, routine, first_marker(check, routine)))
			continue;
		while (known < sections.count &&
			sections.items[known] != section)
			known++;
		if (known == sections.count)
			*vec_add(check->findings->arena, &sections) = section;
	}
	return sections.count <= program->mistaken_locks;
}

static void check_routine(
	struct check *check, uint32_t index, bool are_excused)
{
	const struct routine *routine =
		program_routine(check->program, index);
	const struct event *first = first_marker(check, routine);

	if (!first)
		return;
	if (is_never_locked(check, routine, first) && !are_excused)
		suggest_other(check,
			check_report(check, routine, first->place, true,
				"'%s' has PAGED_CODE_LOCKED(), but section "
				"'%s' is never locked", routine->name,
				routine->placement.section),
			first, could_be_paged(check, routine));
	if (first->marker == MARKER_PAGED_CODE &&
		runs_only_locked(check, index))
		suggest_other(check,
			check_report(check, routine, first->place, true,
				"'%s' has PAGED_CODE(), but runs only while "
				"its section '%s' is locked: "
				"PAGED_CODE_LOCKED()", routine->name,
				routine->placement.section),
			first, true);
}

static void check(struct check *check)
{
	bool are_excused = are_all_excused(check);

	for (uint32_t i = 0; i < check->program->routines.count; i++)
		check_routine(check, i, are_excused);
}

const struct rule locked_marker_mismatch = {
	.code = "PA2005",
	.name = "locked-marker-mismatch",
	.summary =
		"PAGED_CODE and PAGED_CODE_LOCKED are mixed up",
	.why =
		"PAGED_CODE_LOCKED in a section that nobody locks asserts "
		"nothing, and the first page fault at raised IRQL is a "
		"crash. PAGED_CODE in code that is locked in order to run at "
		"raised IRQL stops a checked build where all is well.",
	.reported =
		"The macro: PAGED_CODE_LOCKED when no call of the driver "
		"locks the routine's section, PAGED_CODE when the routine "
		"runs only while its section is locked.",
	.not_reported =
		"A routine of a locked section that also runs while it is "
		"not locked.",
	.limits =
		"Whether a section is locked is followed through direct "
		"calls only. Nothing is said of PAGED_CODE_LOCKED when the "
		"driver locks a section by an address that is not known.",
	.fix =
		"Writes the other macro.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"#ifndef PAGED_CODE_LOCKED\n"
		"#define PAGED_CODE_LOCKED() ((void)0)\n"
		"#endif\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE_LOCKED();\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = false,
	.tags = "paged-code locking",
	.check = check,
};
