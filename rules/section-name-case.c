/*
 * PA3001. The memory manager compares section names letter by letter: only a
 * name that starts with the capitals PAGE is pageable, and only INIT is
 * discarded. `page` or `Page` compiles, links, and stays resident. The NDIS
 * macros of the open driver headers spell the name in small letters where
 * the kit has capitals; the front end reads them as the kit does.
 */
#include "rules/fixes.h"

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
	fix_section_name(check, finding, directive,
		arena_printf(check->findings->arena, "%s%s",
			section[0] == 'p' || section[0] == 'P' ? "PAGE" :
								 "INIT",
			section + 4),
		"Write the section's name in capitals");
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
		"The pragma or attribute that names the section; each of "
		"them, such as `#pragma section` and the `allocate` that "
		"goes with it, since each has to be edited.",
	.not_reported =
		"The NDIS section macros.",
	.fix =
		"Writes the name in capitals, and PAGED_CODE where a "
		"routine in the section has none. Not where what the "
		"section holds would then be reported: code that runs at "
		"DISPATCH_LEVEL, data that may be touched there.",
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
