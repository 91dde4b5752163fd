/*
 * PA4003. There are three pragmas for data because there are three kinds of
 * it: data_seg places what is initialised, bss_seg what is not, const_seg what
 * is const. A variable of another kind in the middle of such a region is where
 * the compiler would have put it anyway, in .bss, .data or .rdata, and those
 * are resident: the memory is not saved, and locking the section does not
 * cover it.
 */
#include "rules/fixes.h"

#include <string.h>

/* Of each kind of data: what it is, where the compiler puts it, which pragma
 * places it. */
static const struct {
	const char *is, *section, *pragma;
} kinds[] = {
	[SEGMENT_DATA] = { "initialised", ".data", "data_seg" },
	[SEGMENT_BSS] = { "not initialised", ".bss", "bss_seg" },
	[SEGMENT_CONST] = { "const", ".rdata", "const_seg" },
};

/* ---- the pragma beside it -------------------------------------------------- */

/* The section for what the pragma misses: the documentation's names, or its own
 * if that is locked or discarded as a whole. NULL: there is none. */
static const char *section_beside(struct check *check,
	const struct directive *directive, enum segment kind)
{
	static const char *const names[] = { [SEGMENT_DATA] = "PAGEDATA",
		[SEGMENT_BSS] = "PAGEBSS", [SEGMENT_CONST] = "PAGECNST" };
	struct program *program = check->program;
	const char *image = section_in_image(program, directive->section);
	const char *name = intern(&program->names, names[kind]);

	if (links_as_discardable(program, directive->section) ||
		section_is_locked(program, image))
		return kind == SEGMENT_CONST ? NULL : directive->section;
	for (int i = 0; i < SEGMENT_COUNT; i++)
		if ((enum segment)i != kind &&
			is_section_used(check, section_in_image(program, name),
				i))
			return NULL;
	return name;
}

/* The pragma that ends what this one begins, if both are lines of one file and
 * nothing of the other kind stands between them. */
static const struct directive *end_of_region(const struct facts *facts,
	const struct directive *first, enum segment kind)
{
	const struct directive *end =
		facts->directives.items + facts->directives.count;

	for (const struct directive *next = first + 1; next < end; next++) {
		if (next->kind != DIRECTIVE_SEGMENT)
			continue;
		if (next->segment == kind)
			return NULL;
		if (next->segment != first->segment)
			continue;
		return next->own_line &&
				!strcmp(next->place.file, first->place.file) &&
				(first->action == SEGMENT_PUSH) ==
					(next->action == SEGMENT_POP) &&
				next->action != SEGMENT_PUSH &&
				!first->label && !next->label ? next : NULL;
	}
	return NULL;
}

/* Everything of this kind that stands in the region goes with the variable. */
static bool could_all_be_in(struct check *check,
	const struct program_variable *one, const char *section)
{
	for (uint32_t i = 0; i < check->program->variables.count; i++) {
		const struct program_variable *other =
			&check->program->variables.items[i];

		if (other->facts == one->facts && other->definition &&
			other->definition->missed == one->definition->missed &&
			variable_segment(other->definition) ==
				variable_segment(one->definition) &&
			!variable_could_be_in(check, other, section))
			return false;
	}
	return true;
}

static void suggest_pragma(struct check *check, struct finding *finding,
	const struct program_variable *linked,
	const struct directive *directive)
{
	struct arena *arena = check->findings->arena;
	enum segment kind = variable_segment(linked->definition);
	const char *pragma = kinds[kind].pragma;
	const char *section = section_beside(check, directive, kind);
	const struct directive *end =
		end_of_region(linked->facts, directive, kind);
	bool push = directive->action == SEGMENT_PUSH;

	if (!section || !end || !directive->own_line ||
		!could_all_be_in(check, linked, section))
		return;
	finding_fix(check->findings, finding, place_behind(&directive->place),
		arena_printf(arena, "\n#pragma %s(%s\"%s\")", pragma,
			push ? "push, " : "", section), "");
	finding_fix(check->findings, finding, place_behind(&end->place),
		arena_printf(arena, "\n#pragma %s(%s)", pragma,
			push ? "pop" : ""),
		arena_printf(arena, "Put %s beside it", pragma));
}

static void check_variable(
	struct check *check, const struct program_variable *linked)
{
	const struct variable *variable = linked->definition;
	const struct directive *directive;
	struct finding *finding;
	enum segment own;

	if (!variable || !variable->defined || variable->in_header ||
		linked->placement.section ||
		variable->missed >= linked->facts->directives.count)
		return;
	own = variable_segment(variable);
	directive = &linked->facts->directives.items[variable->missed];
	if (!section_is_pageable(directive->section) &&
		!section_is_discardable(directive->section))
		return;
	finding = check_report_variable(check, variable,
		"'%s' is %s, so %s(\"%s\") does not place it: it stays in %s",
		variable->name, kinds[own].is, kinds[directive->segment].pragma,
		directive->section, kinds[own].section);
	if (finding->section)
		return; /* another variable's already */
	finding->section = directive->section;
	finding_relate(check->findings, finding, directive->place,
		"section '%s' is set here; %s would place it",
		directive->section, kinds[own].pragma);
	suggest_pragma(check, finding, linked, directive);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->variables.count; i++)
		check_variable(check, &check->program->variables.items[i]);
}

const struct rule data_escapes_segment = {
	.code = "PA4003",
	.name = "data-escapes-segment",
	.summary = "a variable is of a kind that the segment pragma in force does not place",
	.why =
		"data_seg places initialised data, bss_seg uninitialised data "
		"and const_seg constants. A variable of another kind between "
		"such pragmas stays in the default section, so it is resident, "
		"takes nonpaged memory, and is not covered when the section is "
		"locked.",
	.reported =
		"The line that declares an uninitialised variable under data_seg "
		"without bss_seg, of an initialised one under bss_seg without "
		"data_seg, or of a const one under either without const_seg, "
		"where the section is pageable or discardable.",
	.not_reported =
		"Variables that are initialised, be it with zeros, under "
		"data_seg; those with an allocate attribute; extern "
		"declarations; C++ constants that need no storage.",
	.limits = "Definitions in headers are not looked at.",
	.fix =
		"Puts the pragma that is missing beside the one in force, "
		"and ends it with that. Not where the variable may be "
		"touched at DISPATCH_LEVEL, or the region is not plain.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"#pragma data_seg(\"PAGEDATA\")\n"
		"ULONG First = 1;\n"
		"ULONG Second;\n"
		"#pragma data_seg()\n",
	.good =
		"#include <ntddk.h>\n"
		"#pragma data_seg(\"PAGEDATA\")\n"
		"#pragma bss_seg(\"PAGEBSS\")\n"
		"ULONG First = 1;\n"
		"ULONG Second;\n"
		"#pragma data_seg()\n"
		"#pragma bss_seg()\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "section data",
	.check = check,
};
