/*
 * PA3004. A section is code or data, not both. When one pageable name is
 * used for both, also after the linker has cut it to eight characters and
 * dropped what follows a `$`, the contributions end up in one section with
 * the attributes of whichever came first, or the linker warns and makes two
 * of one name, and locking "the section" locks the wrong one.
 *
 * The data directive is reported, since by custom PAGE is the code's name
 * and data takes the longer one. INIT for both is an accepted idiom.
 */
#include "rules/fixes.h"

#include <string.h>

/* The first directive of any unit that puts code under this name. */
static const struct directive *code_directive(
	struct check *check, const char *name)
{
	for (uint32_t u = 0; u < check->program->units.count; u++) {
		const struct facts *facts =
			check->program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->directives.count; i++) {
			const struct directive *directive =
				&facts->directives.items[i];

			if (directive->section && places_code(directive) &&
				section_in_image(check->program,
					directive->section) == name)
				return directive;
		}
	}
	return NULL;
}

/* What has to be renamed with a directive: #pragma section and attributes go
 * together, a segment's pragmas by themselves. */
static bool is_meant(struct check *check, const void *context,
	const struct directive *directive)
{
	const struct directive *wrong = context;

	(void)check;
	return !places_code(directive) &&
		!strcmp(directive->section, wrong->section) &&
		(directive->kind == DIRECTIVE_SEGMENT) ==
			(wrong->kind == DIRECTIVE_SEGMENT) &&
		(wrong->kind != DIRECTIVE_SEGMENT ||
			directive->segment == wrong->segment);
}

/* The names that the documentation gives to sections of data. */
static void suggest_name(struct check *check,
	const struct directive *directive, struct finding *finding)
{
	const char *name = directive->kind != DIRECTIVE_SEGMENT ||
			directive->segment == SEGMENT_DATA ? "PAGEDATA" :
		directive->segment == SEGMENT_BSS ? "PAGEBSS" : "PAGECNST";
	const char *image =
		section_in_image(check->program, directive->section);

	if (strchr(directive->section, '$') ||
		section_is_locked(check->program, image) ||
		is_section_used(check,
			section_in_image(check->program, name), SEGMENT_COUNT))
		return;
	fix_rename(check, finding, is_meant, directive, name,
		"Give the data a section of its own");
}

static void check_data(struct check *check, const struct directive *directive)
{
	const struct directive *code;
	struct finding *finding;

	if (!directive->section || places_code(directive) ||
		!links_as_pageable(check->program, directive->section))
		return;
	code = code_directive(check,
		section_in_image(check->program, directive->section));
	if (!code)
		return;
	finding = findings_add(check->findings, check->rule, directive->place,
		true, "section '%s' is used for data here and for code "
		"elsewhere", directive->section);
	finding->section = directive->section;
	finding_relate(check->findings, finding, code->place,
		"section '%s' is used for code here", code->section);
	suggest_name(check, directive, finding);
}

static void check(struct check *check)
{
	for_each_directive(check, check_data);
}

const struct rule code_data_section_collision = {
	.code = "PA3004",
	.name = "code-data-section-collision",
	.summary =
		"one pageable section name is used for code and for data",
	.why =
		"The linker gives a section one set of attributes. Code "
		"and data of one name end up together or as two sections "
		"that cannot be told apart, and locking one by its name or "
		"address is then not what it seems.",
	.reported =
		"The directive that names the section for data.",
	.not_reported =
		"INIT for both, and names that differ in their first eight "
		"characters.",
	.fix =
		"Gives the data the name that the documentation has for its "
		"kind. Not where that name is in use, or the section is "
		"locked.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.peer = "C2194, C2195",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"#pragma data_seg(\"PAGE\")\n"
		"ULONG Table[4] = { 1, 2, 3, 4 };\n"
		"#pragma data_seg()\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"#pragma data_seg(\"PAGEDATA\")\n"
		"ULONG Table[4] = { 1, 2, 3, 4 };\n"
		"#pragma data_seg()\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "section",
	.check = check,
};
