/*
 * PA3011. A section takes whole pages, in the image and in memory, and is
 * paged, locked and searched for as a whole: one for code and one for data is
 * what the documentation recommends. Each further pageable section of a kind
 * costs, unless it is locked on demand, which is what it is apart for. A
 * section with less than a page in it saves nothing at all.
 *
 * Sections are counted as the linker makes them. The one that is called PAGE
 * is the main one, else that with the most in it; the others are reported,
 * where they are first named. Code has no size before it is compiled: how large
 * a section with code is, only an image says.
 */
#include "rules/fixes.h"

#include <string.h>

#include "program/measured.h"

enum { PAGE_BYTES = 4096 };

/* A section of one kind. */
struct group {
	const char *image;
	enum segment kind;
	const struct placement *first; /* that put something into it */
	uint32_t count;
	int64_t bytes; /* -1: not known */
	bool locked;   /* or meant to be, by PAGED_CODE_LOCKED */
};

struct groups {
	struct check *check;
	VEC(struct group) list;
};

/* ---- collecting ---------------------------------------------------------- */

static struct group *group_of(
	struct groups *groups, const char *image, enum segment kind)
{
	struct group *group;

	for (uint32_t i = 0; i < groups->list.count; i++) {
		group = &groups->list.items[i];
		if (group->image == image && group->kind == kind)
			return group;
	}
	group = vec_add(groups->check->findings->arena, &groups->list);
	group->image = image;
	group->kind = kind;
	return group;
}

/* PAGEVRF and PAGESPEC are a mistake of their own: PA3003. */
static bool is_reserved(const char *image)
{
	return !strncmp(image, "PAGE", 4) && section_is_lookalike(image);
}

static void add(struct groups *groups, const struct placement *placement,
	enum segment kind, int64_t bytes, bool locked)
{
	struct group *group;

	if (!placement->pageable || !placement->place.file ||
		is_reserved(placement->image))
		return;
	group = group_of(groups, placement->image, kind);
	group->locked = group->locked || locked;
	if (!group->first ||
		place_compare(&placement->place, &group->first->place) < 0)
		group->first = placement;
	group->count++;
	group->bytes = bytes < 0 || group->bytes < 0 ? -1 :
						       group->bytes + bytes;
}

/* What is allocated into a section of its own is in the image, initialised or
 * not. */
static enum segment kind_of(const struct program_variable *variable)
{
	if (variable->definition->is_const)
		return SEGMENT_CONST;
	return variable->definition->initialised ||
			variable->placement.by == PLACED_BY_ATTRIBUTE ?
		SEGMENT_DATA :
		SEGMENT_BSS;
}

static void collect(struct groups *groups)
{
	const struct program *program = groups->check->program;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		if (routine->definition && !routine->is_inline &&
			!routine->definition->is_lambda &&
			routine->placement.pageable &&
			!has_conflicting_sections(groups->check, routine))
			add(groups, &routine->placement, SEGMENT_CODE, 0,
				!routine_is_paged(program, routine));
	}
	for (uint32_t i = 0; i < program->variables.count; i++) {
		const struct program_variable *variable =
			&program->variables.items[i];

		if (variable->definition && variable->definition->defined)
			add(groups, &variable->placement,
				kind_of(variable),
				variable->definition->size,
				section_is_locked(program,
					variable->placement.image));
	}
}

/* ---- judging ------------------------------------------------------------- */

static bool is_before(const struct group *a, const struct group *b)
{
	bool named = !strcmp(a->image, "PAGE");

	if (named != !strcmp(b->image, "PAGE"))
		return named;
	if (a->count != b->count)
		return a->count > b->count;
	return place_compare(&a->first->place, &b->first->place) < 0;
}

static const struct group *main_group(
	const struct groups *groups, enum segment kind)
{
	const struct group *best = NULL;

	for (uint32_t i = 0; i < groups->list.count; i++) {
		const struct group *group = &groups->list.items[i];

		if (group->kind == kind && !group->locked && (!best || is_before(group, best)))
			best = group;
	}
	return best;
}

/* What is in a section, of all kinds. */
struct content {
	int64_t data; /* bytes, -1: not known */
	bool has_data, has_code;
};

static struct content content_of(const struct groups *groups, const char *image)
{
	struct content content = { 0 };

	for (uint32_t i = 0; i < groups->list.count; i++) {
		const struct group *group = &groups->list.items[i];

		if (group->image != image)
			continue;
		if (group->kind == SEGMENT_CODE) {
			content.has_code = true;
			continue;
		}
		content.has_data = true;
		content.data = group->bytes < 0 || content.data < 0 ?
			-1 : content.data + group->bytes;
	}
	return content;
}

static bool is_in(struct check *check, const void *context,
	const struct directive *directive)
{
	const struct group *group = context;

	return section_in_image(check->program, directive->section) ==
		group->image;
}

/* Everything of the extra section goes to the main one of its kind. */
static void suggest_main(struct check *check, struct finding *finding,
	const struct group *group, const struct group *first)
{
	for (int kind = 0; kind < SEGMENT_COUNT; kind++)
		if ((enum segment)kind != group->kind &&
			(is_section_used(check, group->image, kind) ||
				is_section_used(check, first->image, kind)))
			return;
	if (section_is_lookalike(first->image))
		return;
	fix_rename(check, finding, is_in, group, first->image,
		"Use the section that is there");
}

static void check_extra(const struct groups *groups, const struct group *group)
{
	static const char *const kinds[] = { "code", "data",
		"uninitialised data", "constants" };
	const struct group *first = main_group(groups, group->kind);
	struct check *check = groups->check;
	struct finding *finding;

	if (group == first)
		return;
	finding = findings_add(check->findings, check->rule,
		group->first->place, true,
		"'%s' is one more pageable section for %s, beside '%s': one "
		"of a kind is efficient", group->image, kinds[group->kind],
		first->image);
	finding->section = group->image;
	finding_relate(check->findings, finding, first->first->place,
		"'%s' is used here", first->image);
	suggest_main(check, finding, group, first);
}

/* Once for a section, at the first kind that it holds. */
static void check_small(const struct groups *groups, const struct group *group)
{
	struct check *check = groups->check;
	struct content content = content_of(groups, group->image);
	int64_t bytes = content.has_code ?
		section_measured(check->program, group->image) : content.data;
	struct finding *finding;

	for (const struct group *other = groups->list.items; other < group;
		other++)
		if (other->image == group->image)
			return;
	if (bytes < 0 || bytes >= PAGE_BYTES)
		return;
	finding = findings_add(check->findings, check->rule,
		group->first->place, true,
		"pageable section '%s' holds %d bytes of %s, less than a "
		"page: it saves nothing", group->image, (int)bytes,
		!content.has_code	? "data" :
			content.has_data ? "code and data" :
					   "code");
	finding->section = group->image;
}

static void check(struct check *check)
{
	struct groups groups = { .check = check };

	collect(&groups);
	for (uint32_t i = 0; i < groups.list.count; i++) {
		if (groups.list.items[i].locked)
			continue;
		check_extra(&groups, &groups.list.items[i]);
		check_small(&groups, &groups.list.items[i]);
	}
}

const struct rule many_pageable_sections = {
	.code = "PA3011",
	.name = "many-pageable-sections",
	.summary =
		"more pageable sections than are of use, or one that is too "
		"small",
	.why =
		"Each section is rounded up to whole pages and managed by "
		"itself. Several small ones hold more memory than they "
		"release; less than a page releases nothing.",
	.reported =
		"The pragma or attribute that first puts something into a "
		"further pageable section of the same kind, or into one that "
		"holds less than 4 KB: of data, or with --image also of "
		"code.",
	.not_reported =
		"Sections that the driver locks on demand, which belong "
		"apart; names that the linker makes one; what only a "
		"routine is in that is put into two sections (PA3007).",
	.limits =
		"How large code is, nobody knows before it is compiled: that "
		"takes an image, with all the sources that put something "
		"into the section.",
	.fix =
		"Uses the main section of the kind in place of a further "
		"one. None where a section is merely small: whether what is "
		"in it should be resident is a choice.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"VOID Report(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"#pragma alloc_text(PAGEREP, Report)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"VOID Report(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"VOID Configure(VOID);\n"
		"VOID Report(VOID);\n"
		"#pragma alloc_text(PAGE, Configure)\n"
		"#pragma alloc_text(PAGE, Report)\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"VOID Report(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.level = LEVEL_NOTE,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "section advice",
	.check = check,
};
