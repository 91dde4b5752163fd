/*
 * PA4003. There are three pragmas for data because there are three kinds of
 * it: data_seg places what is initialised, bss_seg what is not, const_seg what
 * is const. A variable of another kind in the middle of such a region is where
 * the compiler would have put it anyway, in .bss, .data or .rdata, and those
 * are resident: the memory is not saved, and locking the section does not
 * cover it.
 */
#include "rules/check.h"

#include <string.h>

static const char *kind_of(const struct variable *variable)
{
	if (variable->is_const)
		return "const";
	return variable->initialised ? "initialised" : "not initialised";
}

static const char *own_section(const struct variable *variable)
{
	if (variable->is_const)
		return ".rdata";
	return variable->initialised ? ".data" : ".bss";
}

static const char *own_pragma(const struct variable *variable)
{
	if (variable->is_const)
		return "const_seg";
	return variable->initialised ? "data_seg" : "bss_seg";
}

/* A C++ constant of a plain type is folded into its uses and is nowhere. */
static bool is_folded(
	const struct facts *facts, const struct variable *variable)
{
	return facts->cxx && variable->is_const && !variable->external &&
		variable->size <= 8 && !strchr(variable->type, '[') &&
		!variable->object;
}

static void check_variable(
	struct check *check, const struct program_variable *linked)
{
	const struct variable *variable = linked->definition;
	const struct directive *directive;
	struct finding *finding;

	if (!variable || !variable->defined || variable->in_header ||
		linked->placement.section ||
		variable->missed >= linked->facts->directives.count ||
		is_folded(linked->facts, variable))
		return;
	directive = &linked->facts->directives.items[variable->missed];
	if (!section_is_pageable(directive->section) &&
		!section_is_discardable(directive->section))
		return;
	finding = findings_add(check->findings, check->rule, variable->place,
		true,
		"'%s' is %s, so %s(\"%s\") does not place it: it stays in %s",
		variable->name, kind_of(variable),
		directive->segment == SEGMENT_BSS ? "bss_seg" : "data_seg",
		directive->section, own_section(variable));
	finding->section = directive->section;
	finding_relate(check->findings, finding, directive->place,
		"section '%s' is set here; %s would place '%s'",
		directive->section, own_pragma(variable), variable->name);
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
		"The declaration of an uninitialised variable under data_seg "
		"without bss_seg, of an initialised one under bss_seg without "
		"data_seg, or of a const one under either without const_seg, "
		"where the section is pageable or discardable.",
	.not_reported =
		"Variables that are initialised, be it with zeros, under "
		"data_seg; those with an allocate attribute; extern "
		"declarations; C++ constants that need no storage.",
	.limits = "Definitions in headers are not looked at.",
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
