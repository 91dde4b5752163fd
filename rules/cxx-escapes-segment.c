/*
 * PA3009. #pragma code_seg places the functions that are defined under it, but
 * not what the compiler makes of a template: an instantiation goes to the
 * default section, wherever the template stands. So does the code of a
 * constructor or destructor that is written in its class and that the compiler
 * expands wherever an object comes and goes. __declspec(code_seg) places both.
 *
 * PAGED_CODE() in the body shows that it was meant to be pageable; without it
 * there is nothing to say. Members that the compiler makes by itself, lambdas
 * and their invokers are silent, and so are constructors and destructors that
 * are defined outside of their class: those the pragma does place.
 */
#include "rules/fixes.h"

#include <string.h>

/* The region that the template stands in, if it is a pageable one. */
static const struct claim *region_of(
	struct check *check, const struct function *function)
{
	for (uint32_t i = 0; i < function->claims.count; i++) {
		const struct claim *claim = &function->claims.items[i];

		if (claim->by == PLACED_BY_SEGMENT &&
			links_as_pageable(check->program, claim->section))
			return claim;
	}
	return NULL;
}

static bool escapes(const struct routine *routine)
{
	const struct function *function = routine->definition;

	return !routine->placement.pageable && !function->is_lambda &&
		function->inlining != INLINE_FORCED &&
		(function->is_template ||
			(function->is_special && routine->is_inline));
}

/* Before the name, behind what it returns: a pointer's asterisk would take it for
 * its own. */
static void suggest_attribute(struct check *check,
	const struct routine *routine, struct finding *finding,
	const char *section)
{
	const struct function *function = routine->definition;
	const char *open = strchr(function->signature, '(');
	bool pointer = open && open - function->signature >= 1 &&
		strpbrk(function->signature, "*&(") < open;

	if (function->declared || pointer ||
		(strstr(function->name, "::") && !function->in_class) ||
		!could_be_in(check, routine, section))
		return;
	finding_fix(check->findings, finding, place_before(&function->place),
		arena_printf(check->findings->arena,
			"__declspec(code_seg(\"%s\")) ", section),
		"Place it by an attribute");
}

static void check_routine(struct check *check, const struct routine *routine)
{
	const struct function *function = routine->definition;
	const struct claim *region = region_of(check, function);
	struct markers markers = { 0 };
	struct finding *finding;

	find_markers(check->findings->arena, function->body, &markers);
	if (!region || !markers.list.count)
		return;
	finding = check_report(check, routine, function->place, true,
		function->is_template ?
			"code_seg(\"%s\") does not place the instantiations "
			"of '%s'" :
			"code_seg(\"%s\") does not place '%s', which is "
			"expanded where objects come and go",
		region->section, routine->name);
	finding_relate(check->findings, finding, region->place,
		"code_seg(\"%s\") is in force", region->section);
	suggest_attribute(check, routine, finding, region->section);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (routine->definition && escapes(routine))
			check_routine(check, routine);
	}
}

const struct rule cxx_escapes_segment = {
	.code = "PA3009",
	.name = "cxx-escapes-segment",
	.summary =
		"a template in a code_seg region is not placed by it",
	.why =
		"The compiler puts what it makes from templates, and what it "
		"expands in place, where it likes: #pragma code_seg does not "
		"reach it. The code stays resident although its author made "
		"it pageable.",
	.reported =
		"The definition of a template, or of a constructor or "
		"destructor in its class, that has PAGED_CODE and stands in "
		"a pageable code_seg region.",
	.not_reported =
		"Templates with a code_seg of their own or of their class; "
		"members that the compiler makes; lambdas.",
	.fix =
		"Writes a code_seg attribute before the name. Not where the "
		"routine is declared elsewhere, or returns a pointer or a "
		"reference.",
	.reference =
		"https://learn.microsoft.com/cpp/preprocessor/code-seg",
	.bad =
		"#include <ntddk.h>\n"
		"#pragma code_seg(push, \"PAGE\")\n"
		"template <typename Type> Type Larger(Type a, Type b)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\treturn a < b ? b : a;\n"
		"}\n"
		"#pragma code_seg(pop)\n",
	.good =
		"#include <ntddk.h>\n"
		"template <typename Type>\n"
		"__declspec(code_seg(\"PAGE\")) Type Larger(Type a, Type b)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\treturn a < b ? b : a;\n"
		"}\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "section",
	.check = check,
};
