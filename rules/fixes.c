/*
 * The edits that rules share. A place says where; what text it takes, and what
 * has to change along with it, is decided here.
 */
#include "rules/fixes.h"

#include <ctype.h>
#include <string.h>

/* ---- directives ------------------------------------------------------------ */

const struct facts *unit_of_directive(
	const struct check *check, const struct directive *directive)
{
	const struct program *program = check->program;

	for (uint32_t u = 0; u < program->units.count; u++) {
		const struct facts *facts = program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->directives.count; i++)
			if (&facts->directives.items[i] == directive)
				return facts;
	}
	return NULL;
}

static bool names_routine(const struct directive *directive,
	const struct routine *routine)
{
	for (uint32_t i = 0; i < directive->names.count; i++)
		if (!strcmp(directive->names.items[i].name,
			    routine->definition->name))
			return true;
	return false;
}

static bool claims_routine(const struct facts *facts,
	const struct directive *directive, const struct routine *routine)
{
	uint32_t index = (uint32_t)(directive - facts->directives.items);

	for (uint32_t d = 0; d < routine->declarations.count; d++) {
		const struct function *function =
			routine->declarations.items[d];

		if (function < facts->functions.items || function >=
			facts->functions.items + facts->functions.count)
			continue; /* another unit's */
		for (uint32_t i = 0; i < function->claims.count; i++)
			if (function->claims.items[i].directive == index)
				return true;
	}
	return false;
}

void for_each_placed(struct check *check, const struct directive *directive,
	void (*visit)(struct check *check, void *context,
		const struct routine *routine),
	void *context)
{
	const struct facts *facts = unit_of_directive(check, directive);

	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (routine->definition && routine->facts == facts &&
			(names_routine(directive, routine) ||
				claims_routine(facts, directive, routine)))
			visit(check, context, routine);
	}
}

/* ---- markers --------------------------------------------------------------- */

bool is_plain_marker(const struct event *marker)
{
	return marker->macro &&
		!strcmp(marker->macro, marker_name(marker));
}

/* A line of its own, indented as the first statement is as far as its column
 * tells; or a word before that statement. */
void fix_insert_marker(struct check *check, struct finding *finding,
	const struct routine *routine, const char *name,
	const char *description)
{
	struct arena *arena = check->findings->arena;
	const struct body *body = routine->body;
	unsigned blanks = body->start.column > 1 ?
		body->start.column - 1 : 4;

	if (body->start.line == body->end.line &&
		body->start.column == body->end.column)
		blanks = 4; /* the closing brace */
	if (body->lead.file)
		finding_fix(check->findings, finding, body->lead,
			arena_printf(arena, "%*s%s();\n", (int)blanks,
				blanks == 1 ? "\t" : "", name),
			description);
	else
		finding_fix(check->findings, finding,
			place_before(&body->start),
			arena_printf(arena, "%s(); ", name), description);
}

void fix_remove_marker(struct check *check, struct finding *finding,
	const struct event *marker, const char *description)
{
	struct place place = marker->place;

	if (!marker->is_statement || !is_plain_marker(marker))
		return;
	if (marker->has_line)
		place = (struct place){ place.file, place.line, 1,
			place.end_line + 1, 1 };
	else
		place.end_column++;
	finding_fix(check->findings, finding, place, "", description);
}

/* ---- alloc_text ------------------------------------------------------------ */

static bool is_word(const char *text)
{
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_' &&
			*text != '$')
			return false;
	return true;
}

bool fix_insert_alloc_text(struct check *check, struct finding *finding,
	const struct routine *routine, const char *section,
	const char *description)
{
	const struct function *function = routine->definition;
	struct place place = place_before(&function->extent);

	if (!function->c_linkage || !function->declared || place.column != 1)
		return false;
	finding_fix(check->findings, finding, place,
		arena_printf(check->findings->arena,
			is_word(section) ? "#pragma alloc_text(%s, %s)\n" :
					   "#pragma alloc_text(\"%s\", %s)\n",
			section, function->name),
		description);
	return true;
}

static struct place from_to(struct place from, struct place to)
{
	return (struct place){ from.file, from.line, from.column, to.line,
		to.column };
}

bool fix_remove_name(struct check *check, struct finding *finding,
	const struct directive *directive, uint32_t name,
	const char *description)
{
	const struct alloc_name *names = directive->names.items;
	uint32_t count = directive->names.count;
	struct place place = directive->place;

	if (directive->macro)
		return false;
	for (uint32_t i = 0; i < count && count > 1; i++)
		if (!names[i].place.file)
			return false;
	if (count > 1 && !name)
		place = from_to(names[0].place, names[1].place);
	else if (count > 1)
		place = from_to(place_behind(&names[name - 1].place),
			place_behind(&names[name].place));
	else if (directive->has_line)
		place = (struct place){ place.file, place.line, 1,
			place.end_line + 1, 1 };
	else if (directive->own_line)
		place = (struct place){ place.file, place.line, 1,
			place.end_line, place.end_column };
	finding_fix(check->findings, finding, place, "", description);
	return true;
}

/* ---- names of sections ----------------------------------------------------- */

struct renaming {
	bool (*is_meant)(struct check *check, const void *context,
		const struct directive *directive);
	const void *context;
	VEC(struct place) places;
	bool possible;
};

static void add_place(struct check *check, struct renaming *renaming,
	const struct directive *directive)
{
	if (!directive->section ||
		!renaming->is_meant(check, renaming->context, directive))
		return;
	renaming->possible =
		renaming->possible && directive->name_place.file;
	for (uint32_t i = 0; i < renaming->places.count; i++)
		if (!place_compare(&renaming->places.items[i],
			    &directive->name_place))
			return;
	*vec_add(check->findings->arena, &renaming->places) =
		directive->name_place;
}

void fix_rename(struct check *check, struct finding *finding,
	bool (*is_meant)(struct check *check, const void *context,
		const struct directive *directive),
	const void *context, const char *section, const char *description)
{
	struct renaming renaming = { is_meant, context, { 0 }, true };

	for (uint32_t u = 0; u < check->program->units.count; u++) {
		const struct facts *facts =
			check->program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->directives.count; i++)
			add_place(check, &renaming,
				&facts->directives.items[i]);
	}
	for (uint32_t i = 0;
		i < renaming.places.count && renaming.possible; i++)
		finding_fix(check->findings, finding,
			renaming.places.items[i], section, description);
}

/* #pragma section and __declspec(allocate) have to agree. */
static bool declares_data(const struct directive *directive)
{
	return directive->kind == DIRECTIVE_SECTION ||
		(directive->kind == DIRECTIVE_ATTRIBUTE &&
			directive->segment != SEGMENT_CODE);
}

static bool goes_with(struct check *check, const void *context,
	const struct directive *directive)
{
	const struct directive *wrong = context;

	(void)check;
	return !place_compare(&directive->place, &wrong->place) ||
		(declares_data(wrong) && declares_data(directive) &&
			!strcmp(wrong->section, directive->section));
}

struct marking {
	struct finding *finding;
	const char *description;
};

static void mark_routine(
	struct check *check, void *context, const struct routine *routine)
{
	struct marking *marking = context;
	struct markers markers = { 0 };

	find_markers(check->findings->arena, routine->body,
		&markers);
	if (!markers.list.count && marking->finding->fix &&
		!routine->is_inline)
		fix_insert_marker(check, marking->finding, routine,
			"PAGED_CODE", marking->description);
}

void fix_section_name(struct check *check, struct finding *finding,
	const struct directive *directive, const char *section,
	const char *description)
{
	struct marking marking = { finding, description };

	if (!could_place(check, directive, section))
		return;
	fix_rename(check, finding, goes_with, directive, section, description);
	if (links_as_pageable(check->program, section))
		for_each_placed(check, directive, mark_routine, &marking);
}
