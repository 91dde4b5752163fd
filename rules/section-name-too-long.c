/*
 * PA3002. A section name in an image has eight characters. PAGE may be
 * followed by four more; the linker cuts off the rest, and two sections
 * whose names begin alike become one, with no word said. What stands after a
 * `$` only orders the contributions and does not count.
 */
#include "rules/check.h"

#include <string.h>

static void check_name(struct check *check, const struct directive *directive)
{
	const char *section = directive->section;
	size_t length;
	struct finding *finding;

	if (!section || !links_as_pageable(check->program, section))
		return;
	length = strcspn(section, "$");
	if (length <= 8 || strncmp(section, "PAGE", 4))
		return;
	finding = findings_add(check->findings, check->rule, directive->place,
		true,
		"section name '%s' has more than four characters after PAGE: "
		"the linker makes '%.8s' of it", section, section);
	finding->section = section;
}

static void check(struct check *check)
{
	for_each_directive(check, check_name);
}

const struct rule section_name_too_long = {
	.code = "PA3002",
	.name = "section-name-too-long",
	.summary =
		"a pageable section name has more than four characters "
		"after PAGE",
	.why =
		"An image has room for eight characters. The linker cuts "
		"longer names, so that sections which were meant to be "
		"apart are merged: code that is locked on demand drags "
		"along code that is not, or code and data share a section.",
	.reported =
		"The pragma or attribute that names the section.",
	.not_reported =
		"What stands after a `$`, and names of up to four "
		"characters after PAGE.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.peer = "C4767",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGECONFIG, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGECONF, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "section",
	.check = check,
};
