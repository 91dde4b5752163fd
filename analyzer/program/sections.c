/*
 * The section map as a table and as JSON. The size of data is known, that of
 * code from an image only. What the documentation advises on a section stands
 * with it.
 *
 * Where an image has a routine in another section, both are shown, and nobody
 * is called wrong: the image may be of other sources, or of a compiler that reads
 * a pragma otherwise (tests/oracle).
 */
#include "program/sections.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "program/measured.h"

static const char default_code[] = "(default code)";
static const char default_data[] = "(default data)";
static const char in_caller[] = "(caller's)";
static const char not_known[] = "(unknown)";

struct row {
	const char *section, *name, *kind;
	const struct placement *placement;
	struct place place;
	int64_t size; /* of a variable, or as measured; or -1 */
	bool stays_paged; /* a function that says PAGED_CODE */
	const char *compiled; /* the image has it in this section instead */
};

struct rows {
	VEC(struct row) list;
};

static const char *section_of(
	const struct placement *placement, const char *otherwise)
{
	if (placement->by == PLACED_BY_CALLER)
		return in_caller;
	if (placement->unknown_word)
		return not_known;
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
	return placement->unknown_word ? "unknown" :
		placement->pageable    ? "pageable" :
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

/* The section that the image has a routine in, if that is not the one it should
 * be in. A copy of what is expanded in its callers may be anywhere. */
static const char *compiled_elsewhere(
	const struct routine *routine, const struct measurement *measured)
{
	const char *due = routine->placement.section ?
		routine->placement.image : ".text";

	return measured && !routine->is_inline &&
			strcmp(measured->section, due) ?
		measured->section :
		NULL;
}

static struct row routine_row(
	const struct program *program, const struct routine *routine)
{
	const struct measurement *measured = measurement_of(program, routine);

	return (struct row){ section_of(&routine->placement, default_code),
		routine->name, "function", &routine->placement,
		routine->definition->place, measured ? measured->bytes : -1,
		routine_says_paged_code(routine),
		compiled_elsewhere(routine, measured) };
}

static void collect(const struct program *program, struct rows *rows)
{
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = &program->routines.items[i];

		if (routine->definition)
			*vec_add(program->arena, &rows->list) =
				routine_row(program, routine);
	}
	for (uint32_t i = 0; i < program->variables.count; i++) {
		const struct program_variable *variable =
			&program->variables.items[i];

		if (variable->definition && variable->definition->defined)
			*vec_add(program->arena, &rows->list) = (struct row){
				section_of(&variable->placement, default_data),
				variable->name, "variable",
				&variable->placement,
				variable->definition->place,
				variable->definition->size, false, NULL };
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

/* ---- a section as a whole ---------------------------------------------- */

enum { PAGE_BYTES = 4096, MAX_ADVICE = 4 };

struct summary {
	uint32_t functions, variables;
	int64_t bytes; /* of data */
	int64_t code;  /* likewise; -1: not all of it was measured */
	const char *nature;
	const char *advice[MAX_ADVICE];
	uint32_t advice_count;
};

static void advise(struct summary *summary, bool applies, const char *text)
{
	if (applies)
		summary->advice[summary->advice_count++] = text;
}

static void add_size(struct summary *summary, const struct row *row)
{
	if (!strcmp(row->kind, "function"))
		summary->code = summary->code < 0 || row->size < 0 ?
			-1 : summary->code + row->size;
	else if (row->size > 0)
		summary->bytes += row->size;
}

static struct summary summarise(const struct program *program,
	const struct rows *rows, uint32_t from, uint32_t to)
{
	const struct row *first = &rows->list.items[from];
	bool pageable = first->placement->pageable;
	bool locked = pageable && section_is_locked(program,
					  first->placement->section);
	struct summary summary = {
		.functions = count_kind(rows, from, to, "function"),
		.variables = count_kind(rows, from, to, "variable"),
		.nature = pageable ? "purely pageable" :
				     paging_of(first->placement) };
	bool mixed = false;

	for (; from < to; from++) {
		const struct row *row = &rows->list.items[from];

		add_size(&summary, row);
		mixed |= locked && row->stays_paged;
	}
	if (locked)
		summary.nature = mixed ? "mixed" : "locked on demand";
	advise(&summary, mixed,
		"what could stay paged belongs in another section than what is "
		"locked");
	advise(&summary, locked,
		"a lock takes in the whole section: by address once, then by "
		"handle");
	advise(&summary, pageable && summary.functions && summary.variables,
		"code and data of one name: give the data a section of its own");
	advise(&summary,
		pageable && summary.variables && summary.bytes < PAGE_BYTES,
		"less than a page of data: a section of its own saves nothing");
	return summary;
}

static void write_head(const struct program *program, const struct rows *rows,
	uint32_t from, uint32_t to, FILE *out)
{
	const struct row *first = &rows->list.items[from];
	struct summary summary = summarise(program, rows, from, to);

	fprintf(out, "%s  %s, %u functions, %u variables", first->section,
		paging_of(first->placement), (unsigned)summary.functions,
		(unsigned)summary.variables);
	if (summary.code > 0)
		fprintf(out, ", %lld bytes of code", (long long)summary.code);
	if (summary.variables)
		fprintf(out, ", %lld bytes of data", (long long)summary.bytes);
	if (first->placement->pageable)
		fprintf(out, ", %s", summary.nature);
	fputc('\n', out);
	for (uint32_t i = 0; i < summary.advice_count; i++)
		fprintf(out, "  advice    %s\n", summary.advice[i]);
}

static void write_table(
	const struct program *program, const struct rows *rows, FILE *out)
{
	for (uint32_t from = 0, to; from < rows->list.count; from = to) {
		to = end_of_section(rows, from);
		write_head(program, rows, from, to, out);
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
			if (row->compiled)
				fprintf(out, "; compiled into %s",
					row->compiled);
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

	if (row->size >= 0)
		json_object_set_new(object, "bytes", json_integer(row->size));
	if (placement->section && placement->place.file)
		json_object_set_new(object, "placed_at",
			place_json(&placement->place));
	if (row->compiled)
		json_object_set_new(object, "compiled_into",
			json_string(row->compiled));
	return object;
}

static json_t *section_json(const struct program *program,
	const struct rows *rows, uint32_t from, uint32_t to)
{
	const struct row *first = &rows->list.items[from];
	struct summary summary = summarise(program, rows, from, to);
	json_t *advice = json_array(), *members = json_array(), *object;

	for (uint32_t i = 0; i < summary.advice_count; i++)
		json_array_append_new(
			advice, json_string(summary.advice[i]));
	for (uint32_t i = from; i < to; i++)
		json_array_append_new(
			members, row_json(&rows->list.items[i]));
	object = json_pack("{s:s, s:s, s:s, s:i, s:i, s:I, s:o, s:o}", "name",
		first->section, "paging", paging_of(first->placement),
		"nature", summary.nature, "functions", (int)summary.functions,
		"variables", (int)summary.variables, "data_bytes",
		(json_int_t)summary.bytes, "advice", advice, "members",
		members);
	if (summary.code > 0)
		json_object_set_new(
			object, "code_bytes", json_integer(summary.code));
	return object;
}

static void write_json(const struct program *program, const struct rows *rows,
	const char *project, FILE *out)
{
	json_t *sections = json_array();
	json_t *root = json_pack("{s:o}", "sections", sections);

	if (project)
		json_object_set_new(root, "project", json_string(project));
	for (uint32_t from = 0, to; from < rows->list.count; from = to) {
		to = end_of_section(rows, from);
		json_array_append_new(
			sections, section_json(program, rows, from, to));
	}
	json_dumpf(root, out, JSON_INDENT(1));
	fputc('\n', out);
	json_decref(root);
}

void sections_write(const struct program *program, const char *project,
	FILE *out, bool json)
{
	struct rows rows = { 0 };

	collect(program, &rows);
	if (json)
		write_json(program, &rows, project, out);
	else
		write_table(program, &rows, out);
}
