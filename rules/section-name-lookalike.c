/*
 * PA3003. A name that was meant to be pageable and is not: `.PAGE`, `_PAGE`
 * (pageable only if the linker is told to merge it), `PAG`, `PGAE`. And two
 * names that are pageable but belong to others: PAGEVRF and PAGESPEC, which
 * the memory manager treats in a way of its own.
 *
 * A name is taken for a slip when it is PAGE behind a dot, dash or
 * underscore, or one letter away from PAGE. NONPAGED and the like merely
 * contain the word and are silent.
 */
#include "rules/fixes.h"

#include <string.h>

/* The linker is told to: /MERGE:_PAGE=PAGE, or /SECTION. */
static bool is_made_pageable(struct check *check, const char *section)
{
	return strncmp(section, "PAGE", 4) &&
		links_as_pageable(check->program, section);
}

/* PAGE, and what stands behind it if the letters are all there. */
static void suggest_name(struct check *check,
	const struct directive *directive, struct finding *finding)
{
	const char *section = directive->section;
	const char *letters = section + strspn(section, "._-");
	const char *rest = section_has_wrong_case(letters) ||
			!strncmp(letters, "PAGE", 4) ? letters + 4 : "";

	if (!links_as_pageable(check->program, section))
		fix_section_name(check, finding, directive,
			arena_printf(check->findings->arena, "PAGE%s", rest),
			"Write the name that was meant");
}

static void check_name(struct check *check, const struct directive *directive)
{
	const char *section = directive->section;
	struct finding *finding;

	if (!section || !section_is_lookalike(section) ||
		is_made_pageable(check, section))
		return;
	finding = findings_add(check->findings, check->rule, directive->place,
		true,
		links_as_pageable(check->program, section) ?
			"section '%s' is reserved: the memory manager treats "
			"it in a way of its own" :
			"section '%s' looks pageable and is not: its name does "
			"not start with PAGE",
		section);
	finding->section = section;
	suggest_name(check, directive, finding);
}

static void check(struct check *check)
{
	for_each_directive(check, check_name);
}

const struct rule section_name_lookalike = {
	.code = "PA3003",
	.name = "section-name-lookalike",
	.summary =
		"a section name looks pageable and is not",
	.why =
		"Only a name that starts with PAGE is pageable. What is in "
		"a section of another name stays resident, whatever its "
		"author had in mind.",
	.reported =
		"The pragma or attribute that names the section.",
	.not_reported =
		"Names that merely contain PAGE, such as NONPAGED, and those "
		"that the linker is told to merge or to page.",
	.limits =
		"Linker options are known from the project and from "
		"`#pragma comment(linker)` only.",
	.fix =
		"Writes the name that is nearest, with the limits that "
		"section-name-case has. Not for reserved names.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PGAE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
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
	.tolerates_lost_statements = true,
	.tags = "section",
	.check = check,
};
