/*
 * PA3007. One function is put into two sections: by two alloc_text lines, by a
 * line and the code_seg region round its definition, by declarations whose
 * __declspec(code_seg) differ, or by one of these and one of those. Compilers
 * refuse some of this and settle the rest in ways of their own, and whoever
 * reads only one of the two is misled about where the function is.
 *
 * Documented precedence is no conflict: an attribute over the region that it
 * stands in, a member's own attribute over that of its class. Neither is a
 * difference between sections that are all resident, or that the linker makes
 * one. The later directive is reported.
 */
#include "rules/check.h"

#include <string.h>

/* One directive that puts the function somewhere. */
struct placer {
	const char *section;
	struct place place;
	bool region, attribute;
};

struct placers {
	VEC(struct placer) list;
};

static void add(struct check *check, struct placers *placers,
	struct placer placer)
{
	for (uint32_t i = 0; i < placers->list.count; i++)
		if (!place_compare(
			    &placers->list.items[i].place, &placer.place))
			return;
	*vec_add(check->findings->arena, &placers->list) = placer;
}

/* Whether a line puts a name into a section that is known. */
static bool works(
	const struct directive *directive, const struct alloc_name *name)
{
	return !directive->doubtful && !directive->in_function &&
		name->declared && !name->late;
}

static void add_line(struct check *check, void *context,
	const struct named_line *line)
{
	if (works(line->directive, line->name))
		add(check, context,
			(struct placer){ line->directive->section,
				line->directive->place, false, false });
}

static void add_claims(struct check *check, const struct routine *routine,
	enum placed_by by, struct placers *placers)
{
	for (uint32_t d = 0; d < routine->declarations.count; d++) {
		const struct function *function =
			routine->declarations.items[d];

		for (uint32_t i = 0; i < function->claims.count; i++) {
			const struct claim *claim = &function->claims.items[i];

			if (claim->by == by)
				add(check, placers,
					(struct placer){ claim->section,
						claim->place,
						by == PLACED_BY_SEGMENT,
						by == PLACED_BY_ATTRIBUTE });
		}
	}
}

static struct placers placers_of(
	struct check *check, const struct routine *routine)
{
	struct placers placers = { 0 };
	bool lines;

	if (routine->definition->c_linkage)
		for_each_line_of(check, routine, add_line, &placers);
	lines = placers.list.count != 0;
	add_claims(check, routine, PLACED_BY_ATTRIBUTE, &placers);
	if (lines)
		add_claims(check, routine, PLACED_BY_SEGMENT, &placers);
	return placers;
}

/* ---- conflicts --------------------------------------------------------- */

static bool is_special(struct check *check, const char *section)
{
	return links_as_pageable(check->program, section) ||
		links_as_discardable(check->program, section);
}

/* An attribute is right in any region. */
static bool differ(struct check *check, const struct placer *a,
	const struct placer *b)
{
	if ((a->attribute && b->region) || (a->region && b->attribute))
		return false;
	return section_in_image(check->program, a->section) !=
		section_in_image(check->program, b->section) &&
		(is_special(check, a->section) ||
			is_special(check, b->section));
}

/* Whether a comes after b; between files, what the source says comes last. */
static bool comes_after(const struct routine *routine,
	const struct placer *a, const struct placer *b)
{
	const char *own = routine->definition->place.file;

	if (!strcmp(a->place.file, b->place.file))
		return place_compare(&a->place, &b->place) > 0;
	return !strcmp(a->place.file, own);
}

/* The directive that this one contradicts: one that comes before it. */
static const struct placer *contradicted(struct check *check,
	const struct routine *routine, const struct placers *placers,
	const struct placer *placer)
{
	for (uint32_t i = 0; i < placers->list.count; i++) {
		const struct placer *other = &placers->list.items[i];

		if (other != placer && differ(check, placer, other) &&
			comes_after(routine, placer, other))
			return other;
	}
	return NULL;
}

bool has_conflicting_sections(
	struct check *check, const struct routine *routine)
{
	struct placers placers = placers_of(check, routine);

	for (uint32_t i = 0; i < placers.list.count; i++)
		if (contradicted(check, routine, &placers,
			    &placers.list.items[i]))
			return true;
	return false;
}

static bool is_paged(struct check *check, const struct placer *placer)
{
	return links_as_pageable(check->program, placer->section) &&
		!links_as_discardable(check->program, placer->section);
}

bool may_be_unpaged(struct check *check, const struct routine *routine)
{
	struct placers placers = placers_of(check, routine);

	for (uint32_t i = 0; i < placers.list.count; i++) {
		const struct placer *placer = &placers.list.items[i];
		const struct placer *other =
			contradicted(check, routine, &placers, placer);

		if (other && is_paged(check, placer) != is_paged(check, other))
			return true;
	}
	return false;
}

static void check_routine(struct check *check, const struct routine *routine)
{
	struct placers placers = placers_of(check, routine);

	for (uint32_t i = 0; i < placers.list.count; i++) {
		const struct placer *placer = &placers.list.items[i];
		const struct placer *other =
			contradicted(check, routine, &placers, placer);
		struct finding *finding;

		if (!other)
			continue;
		finding = findings_add(check->findings, check->rule,
			placer->place, true,
			"'%s' is put into section '%s' here and into '%s' "
			"elsewhere", routine->name, placer->section,
			other->section);
		finding->function = routine->name;
		finding->section = placer->section;
		finding_relate(check->findings, finding, other->place,
			"'%s' is put into '%s' here", routine->name,
			other->section);
	}
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (program_routine(check->program, i)->definition)
			check_routine(
				check, program_routine(check->program, i));
}

const struct rule conflicting_sections = {
	.code = "PA3007",
	.name = "conflicting-sections",
	.summary =
		"a function is put into two sections",
	.why =
		"Only one of the two can be true. If one is pageable or "
		"discarded and the other is not, the code is resident "
		"against the intention of half of the source, or pageable "
		"against it, which is a crash.",
	.reported =
		"The later pragma or attribute, when one of the two sections "
		"is pageable or discardable.",
	.not_reported =
		"An attribute in a code_seg region, or of a member beside its "
		"class's: that precedence is documented. The same section "
		"twice, also when the linker makes one of two names.",
	.no_fix =
		"which of the two was meant, the source does not say.",
	.reference =
		"https://learn.microsoft.com/cpp/error-messages/compiler-errors-1/compiler-error-c2193",
	.peer = "C2193, C3415",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"#pragma alloc_text(INIT, Configure)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
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
