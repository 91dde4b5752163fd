/*
 * PA4004. A variable without an initialiser is zero anyway, and costs the file
 * nothing: .bss has a size and no contents. Written `= { 0 }` it may be stored
 * as zeros in the image. That is worth a word from one page on. Where the
 * initialiser decides the section, as under data_seg, it is there on purpose;
 * under bss_seg it keeps the variable out, which is PA4003's.
 */
#include "rules/check.h"

enum { PAGE_BYTES = 4096 };

static void check_variable(
	struct check *check, const struct program_variable *linked)
{
	const struct variable *variable = linked->definition;
	struct finding *finding;

	if (!variable || !variable->defined || !variable->zero ||
		variable->is_const || variable->size < PAGE_BYTES ||
		linked->placement.section || variable->missed != NONE)
		return;
	finding = check_report_variable(check, variable,
		"'%s' is zero without its initialiser, which can cost %lld "
		"bytes of the image",
		variable->name, (long long)variable->size);
	finding_fix(check->findings, finding, variable->initialiser, "",
		"Leave the initialiser out");
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->variables.count; i++)
		check_variable(check, &check->program->variables.items[i]);
}

const struct rule explicit_zero_initialisation = {
	.code = "PA4004",
	.name = "explicit-zero-initialisation",
	.summary = "a large variable is initialised with zeros and need not be",
	.why =
		"Static storage is zero unless something else is said, and "
		"takes no room in the file then. An explicit initialiser can "
		"put all the zeros into the image.",
	.reported =
		"The declaration of a variable of 4 KB or more whose "
		"initialiser is all zero.",
	.not_reported =
		"Smaller ones, constants, and variables that a segment pragma "
		"or an attribute places: there the initialiser may be needed "
		"to get them into that section.",
	.limits =
		"Whether the compiler notices the zeros itself is not known.",
	.fix =
		"Leaves the initialiser out. Not where it decides the size "
		"of an array, or makes a definition of an extern "
		"declaration.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"UCHAR Buffer[64 * 1024] = { 0 };\n",
	.good =
		"#include <ntddk.h>\n"
		"UCHAR Buffer[64 * 1024];\n",
	.level = LEVEL_NOTE,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "section data",
	.check = check,
};
