/*
 * The section map as a table and as JSON. A section's size is given in
 * functions and variables; bytes are known from an image only.
 */
#include "program/sections.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char default_code[] = "(default code)";
static const char default_data[] = "(default data)";
static const char in_caller[] = "(caller's)";

struct row {
	const char *section, *name, *kind;
	const struct placement *placement;
	struct place place;
};

struct rows {
	VEC(struct row) list;
};

static const char *section_of(
	const struct placement *placement, const char *otherwise)
{
	if (placement->by == PLACED_BY_CALLER)
		return in_caller;
	return placement->section ? placement->section : otherwise;
}

static const char *word_of(enum placed_by by)
{
	static const char *const words[] = {
		[PLACED_BY_NOBODY] = "default",
		[PLACED_BY_SEGMENT] = "segment pragma",
		[PLACED_BY_ALLOC_TEXT] = "alloc_text",
		[PLACED_BY_CLASS] = "class attribute",
		[PLACED_BY_ATTRIBUTE] = "attribute",
		[PLACED_BY_CALLER] = "inline",
	};

	return words[by];
}

static const char *paging_of(const struct placement *placement)
{
	return placement->pageable    ? "pageable" :
		placement->discardable ? "discardable" :
					 "resident";
}

static int by_section(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = strcmp(a->section, b->section);

	if (!order)
		order = strcmp(a->kind, b->kind);
	if (!order)
		order = place_compare(&a->place, &b->place);
	return order ? order : strcmp(a->name, b->name);
}

static void collect(const struct program *program, struct rows *rows)
{
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = &program->routines.items[i];

		if (routine->definition)
			*vec_add(program->arena, &rows->list) = (struct row){
				section_of(&routine->placement, default_code),
				routine->name, "function",
				&routine->placement,
				routine->definition->place };
	}
	for (uint32_t i = 0; i < program->variables.count; i++) {
		const struct program_variable *variable =
			&program->variables.items[i];

		if (variable->definition && variable->definition->defined)
			*vec_add(program->arena, &rows->list) = (struct row){
				section_of(&variable->placement, default_data),
				variable->name, "variable",
				&variable->placement,
				variable->definition->place };
	}
	if (rows->list.count)
		qsort(rows->list.items, rows->list.count,
			sizeof(*rows->list.items), by_section);
}

/* The end of the run of rows that are in the same section. */
static uint32_t end_of_section(const struct rows *rows, uint32_t from)
{
	uint32_t to = from;

	while (to < rows->list.count &&
		!strcmp(rows->list.items[to].section,
			rows->list.items[from].section))
		to++;
	return to;
}

static uint32_t count_kind(
	const struct rows *rows, uint32_t from, uint32_t to, const char *kind)
{
	uint32_t count = 0;

	for (; from < to; from++)
		count += !strcmp(rows->list.items[from].kind, kind);
	return count;
}

static void write_table(const struct rows *rows, FILE *out)
{
	for (uint32_t from = 0, to; from < rows->list.count; from = to) {
		const struct row *first = &rows->list.items[from];

		to = end_of_section(rows, from);
		fprintf(out, "%s  %s, %u functions, %u variables\n",
			first->section, paging_of(first->placement),
			(unsigned)count_kind(rows, from, to, "function"),
			(unsigned)count_kind(rows, from, to, "variable"));
		for (uint32_t i = from; i < to; i++) {
			const struct row *row = &rows->list.items[i];
			const struct place *by = &row->placement->place;

			fprintf(out, "  %-8s  %-40s  %s:%u  %s", row->kind,
				row->name, row->place.file,
				(unsigned)row->place.line,
				word_of(row->placement->by));
			if (row->placement->section && by->file)
				fprintf(out, " at %s:%u", by->file,
					(unsigned)by->line);
			fputc('\n', out);
		}
	}
}

static json_t *place_json(const struct place *place)
{
	return json_pack("{s:s, s:i, s:i}", "file", place->file, "line",
		(int)place->line, "column", (int)place->column);
}

static json_t *row_json(const struct row *row)
{
	const struct placement *placement = row->placement;
	json_t *object = json_pack("{s:s, s:s, s:s?, s:s, s:s, s:o}", "kind",
		row->kind, "name", row->name, "section", placement->section,
		"paging", paging_of(placement), "placed_by",
		word_of(placement->by), "defined_at", place_json(&row->place));

	if (placement->section && placement->place.file)
		json_object_set_new(object, "placed_at",
			place_json(&placement->place));
	return object;
}

static void write_json(const struct rows *rows, FILE *out)
{
	json_t *sections = json_array();
	json_t *root = json_pack("{s:o}", "sections", sections);

	for (uint32_t from = 0, to; from < rows->list.count; from = to) {
		const struct row *first = &rows->list.items[from];
		json_t *members = json_array();

		to = end_of_section(rows, from);
		for (uint32_t i = from; i < to; i++)
			json_array_append_new(
				members, row_json(&rows->list.items[i]));
		json_array_append_new(sections,
			json_pack("{s:s, s:s, s:i, s:i, s:o}", "name",
				first->section, "paging",
				paging_of(first->placement), "functions",
				(int)count_kind(rows, from, to, "function"),
				"variables",
				(int)count_kind(rows, from, to, "variable"),
				"members", members));
	}
	json_dumpf(root, out, JSON_INDENT(1));
	fputc('\n', out);
	json_decref(root);
}

void sections_write(const struct program *program, FILE *out, bool json)
{
	struct rows rows = { 0 };

	collect(program, &rows);
	if (json)
		write_json(&rows, out);
	else
		write_table(&rows, out);
}
