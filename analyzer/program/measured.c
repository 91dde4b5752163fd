/*
 * Routines are found by the name that the source has for them. Statics of two
 * sources may share one, and so do overloads, of which the driver may have others
 * than the image: an object is called like the source that it was made of, which
 * tells the former apart; the latter are left alone, and estimated.
 */
#include "program/measured.h"

#include <string.h>

#include "base/nocase.h"
#include "base/path.h"

/* ---- which routine ------------------------------------------------------- */

/* "src/io.c" and "x64\\io.obj". */
static bool have_same_stem(struct arena *arena, const char *one, const char *other)
{
	const char *a = path_base(one), *b = path_base(other);

	return nocase_same(arena_strndup(arena, a, strcspn(a, ".")),
		arena_strndup(arena, b, strcspn(b, ".")));
}

struct measuring {
	struct program *program;
	struct map by_name; /* interned -> the first of the name */
	uint32_t *next;	    /* by routine: the next of the same name, or NONE */
};

static bool has_code(const struct routine *routine)
{
	return routine->definition && routine->body;
}

static void index_names(struct measuring *measuring)
{
	struct program *program = measuring->program;
	uint32_t count = program->routines.count;

	measuring->next = arena_alloc(
		program->arena, (count + 1) * sizeof(*measuring->next));
	for (uint32_t i = count; i--;) {
		const struct routine *routine = program_routine(program, i);
		const char *name;

		if (!has_code(routine))
			continue;
		name = intern(&program->names, routine->name);
		measuring->next[i] = map_get(&measuring->by_name, name);
		map_set(program->arena, &measuring->by_name, name, i);
	}
}

static bool is_of_object(const struct measuring *measuring, uint32_t routine,
	const char *object)
{
	const struct facts *facts =
		program_routine(measuring->program, routine)->facts;

	return have_same_stem(
		measuring->program->arena, facts->unit, object);
}

/* The only routine of the name, or the only one of that object; else NONE. */
static uint32_t routine_of(const struct measuring *measuring,
	const struct compiled_routine *compiled)
{
	uint32_t first, found = NONE;

	if (!compiled->name)
		return NONE;
	first = map_get(&measuring->by_name,
		intern(&measuring->program->names, compiled->name));
	if (first == MAP_NONE || measuring->next[first] == MAP_NONE)
		return first;
	for (uint32_t i = first; i != MAP_NONE; i = measuring->next[i])
		if (is_of_object(measuring, i, compiled->object)) {
			if (found != NONE)
				return NONE;
			found = i;
		}
	return found;
}

/* ---- what is there ------------------------------------------------------- */

static void add_routine(const struct measuring *measuring,
	const struct compiled_routine *compiled)
{
	struct program *program = measuring->program;
	uint32_t index = routine_of(measuring, compiled);
	struct measurement *found;

	if (index == NONE)
		return;
	found = &program->measured[index];
	if (found->symbol && strcmp(found->symbol, compiled->symbol))
		*found = (struct measurement){ .symbol = "" }; /* overloads */
	else if (!found->symbol ||
		is_of_object(measuring, index, compiled->object))
		*found = (struct measurement){ compiled->bytes,
			section_in_image(program, intern(&program->names,
							  compiled->section)),
			compiled->symbol };
}

static void add_section(
	struct program *program, const struct compiled_section *compiled)
{
	const char *image = section_in_image(
		program, intern(&program->names, compiled->name));
	struct measured_section *section;

	for (uint32_t i = 0; i < program->measured_sections.count; i++) {
		section = &program->measured_sections.items[i];
		if (section->image == image) {
			section->bytes += compiled->bytes;
			return;
		}
	}
	section = vec_add(program->arena, &program->measured_sections);
	*section = (struct measured_section){ image, compiled->bytes };
}

static struct measured_share share_of(const struct program *program)
{
	struct measured_share share = { 0 };

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		if (!has_code(routine) || routine->is_inline)
			continue;
		share.routines++;
		share.found += measurement_of(program, routine) != NULL;
	}
	return share;
}

struct measured_share measure(
	struct program *program, const struct image *image)
{
	struct measuring measuring = { .program = program };

	program->measured = arena_alloc(program->arena,
		(program->routines.count + 1) * sizeof(*program->measured));
	program->measured_whole = image->linked;
	index_names(&measuring);
	for (uint32_t i = 0; i < image->routines.count; i++)
		add_routine(&measuring, &image->routines.items[i]);
	for (uint32_t i = 0; i < image->sections.count; i++)
		if (image->sections.items[i].linked == image->linked)
			add_section(program, &image->sections.items[i]);
	return share_of(program);
}

/* ---- answers ------------------------------------------------------------- */

const struct measurement *measurement_of(
	const struct program *program, const struct routine *routine)
{
	const struct measurement *found = program->measured ?
		&program->measured[routine_index(program, routine)] : NULL;

	return found && found->bytes ? found : NULL;
}

/* By unit: whether something of it is in the image. */
static const bool *measured_units(const struct program *program)
{
	bool *units = arena_alloc(program->arena, program->units.count + 1);

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		if (measurement_of(program, routine))
			units[routine->unit] = true;
	}
	return units;
}

static bool is_complete(const struct program *program, const char *image)
{
	const bool *measured = measured_units(program);

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		if (has_code(routine) && !routine->is_inline &&
			routine->placement.image == image &&
			!measured[routine->unit])
			return false;
	}
	return true;
}

int64_t section_measured(const struct program *program, const char *image)
{
	for (uint32_t i = 0; i < program->measured_sections.count; i++) {
		const struct measured_section *section =
			&program->measured_sections.items[i];

		if (section->image == image)
			return program->measured_whole ||
					is_complete(program, image) ?
				section->bytes :
				-1;
	}
	return -1;
}
