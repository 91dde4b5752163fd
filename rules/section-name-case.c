/*
 * PA3001. The memory manager compares section names letter by letter: only a
 * name that starts with the capitals PAGE is pageable, and only INIT is
 * discarded. `page` or `Page` compiles, links, and stays resident. The NDIS
 * macros of the open driver headers spell the name in small letters where
 * the kit has capitals; the front end reads them as the kit does.
 */
#include "rules/check.h"

/* The pragma anew, with capitals. One that a macro spells is left alone. */
static void suggest_name(struct check *check,
	const struct directive *directive, struct finding *finding)
{
	struct arena *arena = check->findings->arena;
	bool page = directive->section[0] == 'p' ||
		directive->section[0] == 'P';
	const char *names = "";

	if (directive->kind != DIRECTIVE_ALLOC_TEXT || directive->macro)
		return;
	for (uint32_t i = 0; i < directive->names.count; i++)
		names = arena_printf(arena, "%s, %s", names,
			directive->names.items[i].name);
	finding_fix(check->findings, finding, directive->place,
		arena_printf(arena, "#pragma alloc_text(%s%s%s)",
			page ? "PAGE" : "INIT", directive->section + 4, names),
		"Write the section's name in capitals");
}

static void check_name(struct check *check, const struct directive *directive)
{
	const char *section = directive->section;
	struct finding *finding;

	if (!section || !section_has_wrong_case(section))
		return;
	finding = findings_add(check->findings, check->rule, directive->place,
		true,
		"section '%s' is not %s: the letters must be capitals",
		section,
		section[0] == 'p' || section[0] == 'P' ? "pageable" :
							 "discardable");
	finding->section = section;
	suggest_name(check, directive, finding);
}

static void check(struct check *check)
{
	for_each_directive(check, check_name);
}

const struct rule section_name_case = {
	.code = "PA3001",
	.name = "section-name-case",
	.summary =
		"a section name has PAGE or INIT in the wrong case",
	.why =
		"Section names are compared with regard to case. What is "
		"in `page` is never paged out and what is in `init` never "
		"discarded, so the memory is not saved, and code that "
		"relies on the section being lockable fails.",
	.reported =
		"The pragma or attribute that names the section.",
	.not_reported =
		"The NDIS section macros.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(Page, Configure)\n"
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
