/*
 * PA3002. A section name in an image has eight characters. PAGE may be
 * followed by four more; the linker cuts off the rest, and two sections
 * whose names begin alike become one, with no word said. What stands after a
 * `$` only orders the contributions and does not count.
 */
#include "rules/fixes.h"

#include <string.h>

enum { IMAGE_NAME = 8 };

/* Another name that the linker makes the same of. */
static bool is_merged(struct check *check, const struct directive *directive)
{
	const char *name = directive->section;

	for (uint32_t u = 0; u < check->program->units.count; u++) {
		const struct facts *facts =
			check->program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->directives.count; i++) {
			const char *other = facts->directives.items[i].section;

			if (other && strcmp(other, name) != 0 &&
				!strncmp(other, name, IMAGE_NAME))
				return true;
		}
	}
	return false;
}

static bool has_name(struct check *check, const void *context,
	const struct directive *directive)
{
	const struct directive *wrong = context;

	(void)check;
	return !strcmp(directive->section, wrong->section);
}

/* What the linker makes of it, in every directive at once. */
static void suggest_name(struct check *check,
	const struct directive *directive, struct finding *finding)
{
	const char *section = directive->section;

	if (!is_merged(check, directive) &&
		!strncmp(section_in_image(check->program, section), section,
			IMAGE_NAME))
		fix_rename(check, finding, has_name, directive,
			arena_printf(check->findings->arena, "%.*s%s",
				IMAGE_NAME, section,
				section + strcspn(section, "$")),
			"Cut the name as the linker does");
}

static void check_name(struct check *check, const struct directive *directive)
{
	const char *section = directive->section;
	size_t length;
	struct finding *finding;

	if (!section || !links_as_pageable(check->program, section))
		return;
	length = strcspn(section, "$");
	if (length <= IMAGE_NAME || strncmp(section, "PAGE", 4))
		return;
	finding = findings_add(check->findings, check->rule, directive->place,
		true,
		"section name '%s' has more than four characters after PAGE: "
		"the linker makes '%.8s' of it", section, section);
	finding->section = section;
	suggest_name(check, directive, finding);
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
	.fix =
		"Cuts the name as the linker does, in every directive of "
		"the driver. Not where another name is cut to the same.",
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
