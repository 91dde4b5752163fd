/*
 * The line hash works on UTF-16 code units, because that is what its readers
 * see. Spaces and tabs do not count, every line end is one LF, and behind the
 * last unit stand a mark for the end of the file and zeros enough to fill the
 * last window. A line's hash covers the WINDOW units from its start, whatever
 * lines they belong to. Overlapping windows are simply hashed one by one: a
 * hundred multiplications a line are not worth a rolling hash.
 */
#include "report/fingerprint.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/vec.h"
#include "report/report.h"
#include "report/source.h"
#include "base/utf8.h"

enum { WINDOW = 100, FACTOR = 37, END_OF_FILE = 65535 };

/* ---- numbering --------------------------------------------------------- */

static int compare_hashes(const void *left, const void *right)
{
	const struct fingerprint *a = *(struct fingerprint *const *)left;
	const struct fingerprint *b = *(struct fingerprint *const *)right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a > b) - (a < b);
}

/* Numbers equal hashes in the order in which they stand. */
static void number(
	struct arena *arena, struct fingerprint *items, uint32_t count)
{
	struct fingerprint **order = arena_alloc(arena, count * sizeof(*order));

	for (uint32_t i = 0; i < count; i++)
		order[i] = &items[i];
	qsort(order, count, sizeof(*order), compare_hashes);
	for (uint32_t i = 0; i < count; i++)
		order[i]->nth = i && order[i]->hash == order[i - 1]->hash
					? order[i - 1]->nth + 1
					: 1;
}

const char *fingerprint_text(
	struct arena *arena, struct fingerprint fingerprint)
{
	return arena_printf(arena, "%" PRIx64 ":%" PRIu32, fingerprint.hash,
		fingerprint.nth);
}

/* ---- lines ------------------------------------------------------------- */

struct units {
	struct arena *arena;
	VEC(uint16_t) units;
	VEC(uint32_t) starts; /* of lines, by index into units */
	bool at_start, after_return;
};

static void keep(struct units *text, uint32_t unit)
{
	if (text->at_start)
		*vec_add(text->arena, &text->starts) = text->units.count;
	text->at_start = unit == '\n';
	*vec_add(text->arena, &text->units) = (uint16_t)unit;
}

static void read_point(struct units *text, uint32_t point)
{
	bool dropped = point == ' ' || point == '\t' ||
		       (point == '\n' && text->after_return);

	text->after_return = point == '\r';
	if (dropped)
		return;
	if (point < 0x10000) {
		keep(text, point == '\r' ? '\n' : point);
		return;
	}
	keep(text, 0xD800 + ((point - 0x10000) >> 10));
	keep(text, 0xDC00 + ((point - 0x10000) & 0x3FF));
}

static uint64_t window_hash(const uint16_t *units)
{
	uint64_t hash = 0;

	for (int i = 0; i < WINDOW; i++)
		hash = FACTOR * hash + units[i];
	return hash;
}

struct fingerprint *line_fingerprints(
	struct arena *arena, const char *bytes, size_t size, uint32_t *count)
{
	struct units text = {.arena = arena, .at_start = true};
	const char *at = bytes, *end = bytes + size;
	struct fingerprint *lines;

	while (at < end)
		read_point(&text, utf8_next(&at, end));
	keep(&text, END_OF_FILE);
	for (int i = 0; i < WINDOW; i++)
		*vec_add(arena, &text.units) = 0;

	*count = text.starts.count;
	lines = arena_alloc(arena, *count * sizeof(*lines));
	for (uint32_t i = 0; i < *count; i++)
		lines[i].hash =
			window_hash(text.units.items + text.starts.items[i]);
	number(arena, lines, *count);
	return lines;
}

/* ---- findings ---------------------------------------------------------- */

/* FNV-1a, with an end mark after each text so that they do not run together. */
static uint64_t add_text(uint64_t hash, const char *text)
{
	for (text = text ? text : ""; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return (hash ^ 0xFF) * UINT64_C(0x100000001b3);
}

/* Outside the root only the file's name is the same on every machine. */
static const char *stable_path(struct report *report, const char *file)
{
	const struct source *source;

	if (!file)
		return NULL;
	source = source_of(report, file);
	return source->below_root ? source->below_root
				  : path_base(source->absolute);
}

static uint64_t finding_hash(
	struct report *report, const struct finding *finding)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	hash = add_text(hash, finding->rule->code);
	hash = add_text(hash, finding->function);
	hash = add_text(hash, finding->callee);
	hash = add_text(hash, finding->section);
	return add_text(hash, stable_path(report, finding->place.file));
}

struct fingerprint *finding_fingerprints(struct report *report)
{
	const struct findings *findings = report->findings;
	uint32_t count = findings->list.count;
	struct fingerprint *items =
		arena_alloc(report->arena, count * sizeof(*items));

	for (uint32_t i = 0; i < count; i++)
		items[i].hash = finding_hash(report, &findings->list.items[i]);
	number(report->arena, items, count);
	return items;
}
