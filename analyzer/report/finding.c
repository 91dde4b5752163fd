/*
 * Findings are sorted through pointers into the list as it was filled, so that
 * two that compare equal keep the order in which the rules made them.
 *
 * Of equal findings the strongest is kept: one that must happen before one
 * that may, then the one with the shortest path.
 */
#include "report/finding.h"

#include <stdlib.h>
#include <string.h>

void findings_init(struct findings *findings, struct arena *arena)
{
	memset(findings, 0, sizeof(*findings));
	findings->arena = arena;
}

struct finding *findings_add(struct findings *findings, const struct rule *rule,
	struct place place, bool must, const char *format, ...)
{
	struct finding *finding = vec_add(findings->arena, &findings->list);
	va_list args;

	finding->rule = rule;
	finding->place = place;
	finding->must = must;
	va_start(args, format);
	finding->message = arena_vprintf(findings->arena, format, args);
	va_end(args);
	return finding;
}

void findings_drop_lost(struct findings *findings, uint32_t from)
{
	uint32_t kept = from;

	for (uint32_t i = from; i < findings->list.count; i++)
		if (!findings->list.items[i].in_lost_body)
			findings->list.items[kept++] = findings->list.items[i];
	findings->list.count = kept;
}

void finding_step(struct findings *findings, struct finding *finding,
	struct place place, const char *irql, int depth, bool essential,
	const char *format, ...)
{
	struct step *step = vec_add(findings->arena, &finding->steps);
	va_list args;

	step->place = place;
	step->irql = irql;
	step->depth = depth;
	step->essential = essential;
	va_start(args, format);
	step->message = arena_vprintf(findings->arena, format, args);
	va_end(args);
}

void finding_relate(struct findings *findings, struct finding *finding,
	struct place place, const char *format, ...)
{
	struct related *related = vec_add(findings->arena, &finding->related);
	va_list args;

	related->place = place;
	va_start(args, format);
	related->message = arena_vprintf(findings->arena, format, args);
	va_end(args);
}

/* ---- fixes ------------------------------------------------------------- */

void finding_fix(struct findings *findings, struct finding *finding,
	struct place place, const char *text, const char *description)
{
	if (!place.file)
		return;
	*vec_add(findings->arena, &finding->edits) =
		(struct edit){ place, text };
	finding->fix = description;
}

void finding_drop_fix(struct finding *finding)
{
	finding->fix = NULL;
	finding->edits.count = 0;
}

struct place place_before(const struct place *place)
{
	return (struct place){ place->file, place->line, place->column,
		place->line, place->column };
}

struct place place_behind(const struct place *place)
{
	return (struct place){ place->file, place->end_line,
		place->end_column, place->end_line, place->end_column };
}

static void add_project(
	struct arena *arena, struct finding *finding, const char *project)
{
	uint32_t at = finding->projects.count;

	for (uint32_t i = 0; i < at; i++)
		if (!strcmp(finding->projects.items[i], project))
			return;
	*vec_add(arena, &finding->projects) = project;
	for (; at && strcmp(finding->projects.items[at - 1], project) > 0; at--)
		finding->projects.items[at] = finding->projects.items[at - 1];
	finding->projects.items[at] = project;
}

void findings_add_all(struct findings *findings, const struct findings *more,
	const char *project)
{
	for (uint32_t i = 0; i < more->list.count; i++) {
		struct finding *finding =
			vec_add(findings->arena, &findings->list);

		*finding = more->list.items[i];
		if (project)
			add_project(findings->arena, finding, project);
	}
}

/* ---- order ------------------------------------------------------------- */

static int compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/* What a reader sees of a finding's first line; 0 for equal ones. */
static int compare_heads(const struct finding *a, const struct finding *b)
{
	int order = place_compare(&a->place, &b->place);

	if (!order)
		order = strcmp(a->rule->code, b->rule->code);
	if (!order)
		order = strcmp(a->message, b->message);
	return order;
}

static int compare_findings(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left;
	const struct finding *b = *(const struct finding *const *)right;
	int order = compare_heads(a, b);

	if (!order)
		order = (int)b->must - (int)a->must;
	if (!order)
		order = compare_numbers(a->steps.count, b->steps.count);
	return order ? order : (a > b) - (a < b);
}

void findings_sort(struct findings *findings)
{
	uint32_t count = findings->list.count, kept = 0;
	struct finding **order, *sorted;

	if (!count)
		return;
	order = arena_alloc(findings->arena, count * sizeof(*order));
	sorted = arena_alloc(findings->arena, count * sizeof(*sorted));
	for (uint32_t i = 0; i < count; i++)
		order[i] = &findings->list.items[i];
	qsort(order, count, sizeof(*order), compare_findings);
	for (uint32_t i = 0; i < count; i++) {
		if (!kept || compare_heads(order[i], &sorted[kept - 1])) {
			sorted[kept++] = *order[i];
			continue;
		}
		for (uint32_t j = 0; j < order[i]->projects.count; j++)
			add_project(findings->arena, &sorted[kept - 1],
				order[i]->projects.items[j]);
	}
	findings->list.items = sorted;
	findings->list.count = kept;
	findings->list.capacity = count;
}

enum level finding_level(const struct finding *finding)
{
	enum level level = finding->rule->level;

	if (finding->is_note)
		return LEVEL_NOTE;
	return !finding->must && level > LEVEL_WARNING ? LEVEL_WARNING : level;
}
