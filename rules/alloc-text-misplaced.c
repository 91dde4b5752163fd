/*
 * PA3005. alloc_text is for functions with C linkage, behind their declaration
 * and before their definition, outside of functions. The compiler refuses it
 * elsewhere, or takes it for nothing; what a compiler lets pass that is not
 * Microsoft's places nothing where Microsoft's does.
 *
 * Silent about functions that nobody defines (PA3006), and about a declaration
 * that may have been lost with a header.
 */
#include "rules/fixes.h"

#include <string.h>

/* What is wrong with one name of a line, or NULL. */
static const char *fault_of(const struct directive *directive,
	const struct alloc_name *name, const struct function *function)
{
	if (directive->in_function)
		return "inside a function: it belongs at file scope";
	if (!function)
		return NULL;
	if (!function->c_linkage)
		return "which has C++ linkage: alloc_text works for extern "
		       "\"C\" functions only";
	if (!function->defined)
		return NULL;
	if (name->late)
		return "after its definition: it has to stand before";
	if (!name->declared)
		return "before its declaration: the compiler does not know it "
		       "yet";
	return NULL;
}

static const struct routine *routine_of(
	const struct check *check, const struct function *function)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (program_routine(check->program, i)->definition == function)
			return program_routine(check->program, i);
	return NULL;
}

/* Behind the declaration: right above the definition. */
static void suggest_place(struct check *check, struct finding *finding,
	const struct directive *directive, uint32_t name,
	const struct function *function)
{
	static const char description[] = "Move it above the definition";
	const struct routine *routine = routine_of(check, function);
	struct markers markers = { 0 };

	if (!routine || routine->placement.section || !could_be_in(check, routine, directive->section) ||
		!fix_insert_alloc_text(check, finding, routine,
			directive->section, description))
		return;
	if (!fix_remove_name(
		    check, finding, directive, name, description)) {
		finding_drop_fix(finding);
		return;
	}
	find_markers(check->findings->arena, function->body, &markers);
	if (links_as_pageable(check->program, directive->section) &&
		!markers.list.count)
		fix_insert_marker(check, finding, routine, "PAGED_CODE",
			description);
}

static void check_directive(struct check *check, const struct facts *facts,
	const struct directive *directive)
{
	for (uint32_t i = 0; i < directive->names.count; i++) {
		const struct alloc_name *name = &directive->names.items[i];
		const struct function *function =
			named_function(check, facts, name->name);
		const char *fault = fault_of(directive, name, function);
		struct finding *finding;

		if (!fault)
			continue;
		finding = findings_add(check->findings, check->rule,
			directive->place, true,
			"alloc_text(%s) names '%s' %s", directive->section,
			name->name, fault);
		finding->function = name->name;
		finding->section = directive->section;
		if (function)
			finding_relate(check->findings, finding,
				function->place, "'%s' is %s here", name->name,
				function->defined ? "defined" : "declared");
		if (function)
			suggest_place(
				check, finding, directive, i, function);
	}
}

static void check(struct check *check)
{
	for_each_alloc_text(check, check_directive);
}

const struct rule alloc_text_misplaced = {
	.code = "PA3005",
	.name = "alloc-text-misplaced",
	.summary =
		"alloc_text stands where it does not work",
	.why =
		"The compiler obeys alloc_text only for a function with C "
		"linkage that is declared before it and defined after it, and "
		"only at file scope. Otherwise it is an error, or the "
		"function stays in the default section.",
	.reported =
		"The pragma, for each name that it is misplaced for: before "
		"the declaration, after the definition, in a function, or of "
		"a function with C++ linkage.",
	.not_reported =
		"A definition that is the first declaration and comes "
		"after a declaration in a header.",
	.limits =
		"When a header of the driver is missing, or the unit has "
		"errors, functions are taken to be declared.",
	.fix =
		"Moves the line right above the definition, where a "
		"declaration stands before that. Not where a pageable "
		"routine would be reported for something else.",
	.reference =
		"https://learn.microsoft.com/cpp/preprocessor/alloc-text",
	.peer = "C2128, C2157, C2200, C4177",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"#pragma alloc_text(PAGE, Configure)\n",
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
