/*
 * PA3006. alloc_text acts on a definition that the compiler meets later in the
 * same unit. A line whose function is defined in another unit, or nowhere any
 * more, places nothing, and the reader believes that it does.
 *
 * A line in a header is read by many units: it is judged over the whole driver
 * and is dead only if no unit that reads it defines the function.
 *
 * Silent when the definition may be in what was not read: a unit or a header
 * that was lost, a branch of #if that was left out.
 */
#include "rules/fixes.h"

#include <string.h>

static bool units_were_lost(const struct check *check)
{
	for (uint32_t u = 0; u < check->program->units.count; u++)
		if (!check->program->units.items[u].facts->parsed)
			return true;
	return false;
}

static bool same_directive(
	const struct directive *left, const struct directive *right)
{
	return left->kind == right->kind &&
		!place_compare(&left->place, &right->place);
}

/* The line as this unit reads it, or NULL. */
static const struct alloc_name *name_in(const struct facts *facts,
	const struct directive *directive, const char *text)
{
	for (uint32_t i = 0; i < facts->directives.count; i++) {
		const struct directive *other = &facts->directives.items[i];

		if (!same_directive(other, directive))
			continue;
		for (uint32_t k = 0; k < other->names.count; k++)
			if (!strcmp(other->names.items[k].name, text))
				return &other->names.items[k];
	}
	return NULL;
}

/* Whether this unit defines the function, or may. */
static bool is_defined(const struct check *check, const struct facts *facts,
	const struct alloc_name *name)
{
	const struct function *function =
		named_function(check, facts, name->name);

	return name->lost || (function && function->defined);
}

/* Whether a unit that reads the line defines the function, or may. */
static bool is_alive(const struct check *check, const struct facts *facts,
	const struct directive *directive, const struct alloc_name *name)
{
	bool alive = is_defined(check, facts, name);

	for (uint32_t u = 0; u < check->program->units.count && !alive &&
		directive->in_header; u++) {
		const struct facts *other =
			check->program->units.items[u].facts;
		const struct alloc_name *same =
			name_in(other, directive, name->name);

		alive = same && is_defined(check, other, same);
	}
	return alive;
}

static const struct function *definition_elsewhere(
	const struct check *check, const char *text)
{
	for (uint32_t u = 0; u < check->program->units.count; u++) {
		const struct function *function = named_function(
			check, check->program->units.items[u].facts, text);

		if (function && function->defined)
			return function;
	}
	return NULL;
}

static void report(struct check *check, const struct directive *directive,
	uint32_t index)
{
	const struct alloc_name *name = &directive->names.items[index];
	const struct function *other =
		definition_elsewhere(check, name->name);
	struct finding *finding = findings_add(check->findings, check->rule,
		directive->place, true,
		other ? "alloc_text(%s) names '%s', which is defined in "
			"another unit: it places nothing" :
			"alloc_text(%s) names '%s', which no unit of the "
			"driver defines",
		directive->section, name->name);

	finding->function = name->name;
	finding->section = directive->section;
	if (other)
		finding_relate(check->findings, finding, other->place,
			"'%s' is defined here", name->name);
	fix_remove_name(check, finding, directive, index,
		directive->names.count == 1 ? "Remove the line" :
					      "Remove the name");
}

static void check_directive(struct check *check, const struct facts *facts,
	const struct directive *directive)
{
	for (uint32_t i = 0; i < directive->names.count; i++)
		if (!is_alive(check, facts, directive,
			    &directive->names.items[i]))
			report(check, directive, i);
}

static void check(struct check *check)
{
	if (!units_were_lost(check))
		for_each_alloc_text(check, check_directive);
}

const struct rule alloc_text_dead = {
	.code = "PA3006",
	.name = "alloc-text-dead",
	.summary =
		"alloc_text names a function that its unit does not define",
	.why =
		"The pragma works on definitions in the same unit only. "
		"Elsewhere it is ignored without a word: the function "
		"stays resident, or is gone and the line misleads.",
	.reported =
		"The pragma, for each name that no unit which reads it "
		"defines.",
	.not_reported =
		"A line in a header, as long as one unit that includes it "
		"defines the function.",
	.limits =
		"Nothing is said when a unit was lost, or a header of the "
		"driver, or when the function is defined in a branch of #if "
		"that was left out.",
	.fix =
		"Removes the name, or the line.",
	.reference =
		"https://learn.microsoft.com/cpp/preprocessor/alloc-text",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
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
