/*
 * The list of directives, and where in the bytes each stands: pragmas are added
 * first, in translation order, then the attributes as declarations ask for
 * them. Which of them stand inside function bodies is known from either side,
 * because bodies too become known one after the other.
 */
#include <stdlib.h>
#include <string.h>

#include "frontend/preprocess.h"

static int by_origin(const void *left, const void *right)
{
	const struct origin *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return a->directive < b->directive ? -1 : 1;
}

/* The first origin at or behind an offset of a file. */
static uint32_t origin_from(
	const struct directive_log *log, uint32_t file, unsigned offset)
{
	uint32_t low = 0, high = log->origins.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct origin *origin = &log->origins.items[middle];

		if (origin->file < file ||
			(origin->file == file && origin->offset < offset))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How many bodies start at or before an offset, in this and earlier files. */
static uint32_t bodies_to(
	const struct directive_log *log, uint32_t file, unsigned offset)
{
	uint32_t low = 0, high = log->bodies.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct extent *body = &log->bodies.items[middle];

		if (body->file < file ||
			(body->file == file && body->from <= offset))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool in_body(
	const struct directive_log *log, uint32_t file, unsigned offset)
{
	uint32_t count = bodies_to(log, file, offset);
	const struct extent *body;

	if (!count)
		return false;
	body = &log->bodies.items[count - 1];
	return body->file == file && offset < body->to;
}

uint32_t directive_add(struct reading *reading,
	const struct directive *directive, uint32_t file, unsigned offset)
{
	struct directive_log *log = reading->directives;
	struct facts *facts = reading->facts;
	uint32_t index = facts->directives.count;
	struct origin origin = { file, offset, index };
	struct directive *added =
		vec_add(&facts->arena, &facts->directives);
	uint32_t at = log->origins.count;

	*added = *directive;
	added->in_header = file != 0;
	added->in_function = in_body(log, file, offset);
	vec_add(&reading->scratch, &log->origins);
	if (log->sorted) {
		log->origins.count--;
		at = origin_from(log, file, offset + 1);
		memmove(&log->origins.items[at + 1], &log->origins.items[at],
			(log->origins.count - at) * sizeof(origin));
		log->origins.count++;
	}
	log->origins.items[at] = origin;
	for (uint32_t i = 0; i < directive->names.count; i++)
		map_set(&reading->scratch, &log->alloc_text,
			directive->names.items[i].name, index);
	return index;
}

/* Keeps outermost bodies only: one inside another says nothing new. */
static void add_body(struct reading *reading, struct extent body)
{
	struct directive_log *log = reading->directives;
	uint32_t at = bodies_to(log, body.file, body.from);

	if (in_body(log, body.file, body.from))
		return;
	vec_add(&reading->scratch, &log->bodies);
	memmove(&log->bodies.items[at + 1], &log->bodies.items[at],
		(log->bodies.count - 1 - at) * sizeof(body));
	log->bodies.items[at] = body;
}

void directives_mark_function(
	struct reading *reading, uint32_t file, unsigned from, unsigned to)
{
	struct directive_log *log = reading->directives;
	uint32_t at = origin_from(log, file, from);

	add_body(reading, (struct extent){ file, from, to });
	for (; at < log->origins.count; at++) {
		const struct origin *origin = &log->origins.items[at];

		if (origin->file != file || origin->offset >= to)
			return;
		reading->facts->directives.items[origin->directive]
			.in_function = true;
	}
}

void directives_sort(struct reading *reading)
{
	struct directive_log *log = reading->directives;

	if (log->origins.count)
		qsort(log->origins.items, log->origins.count,
			sizeof(*log->origins.items), by_origin);
	log->sorted = true;
}

const char *alloc_text_of(const struct reading *reading, const char *name,
	uint32_t *directive)
{
	uint32_t index = map_get(&reading->directives->alloc_text, name);

	*directive = NONE;
	if (index == MAP_NONE)
		return NULL;
	*directive = index;
	return reading->facts->directives.items[index].section;
}
