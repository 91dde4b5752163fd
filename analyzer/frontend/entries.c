/*
 * Each time that a file was entered, and what #if left out that time.
 *
 * A file can be entered several times, each time with other parts left out.
 * clang numbers the bytes of all entered files in one row, so that a location
 * minus its offset (the `base`) tells the entries of one file apart. The base
 * of an entry follows from its file when that is entered once, and from the
 * includes inside it; otherwise from what is recorded in it.
 *
 * Limit: a file entered three times or more, with nothing in it that is
 * recorded, may have its skipped ranges given to a neighbouring entry.
 */
#include <stdlib.h>
#include <string.h>

#include "frontend/preprocess.h"

/* ---- entries ----------------------------------------------------------- */

/* clang's number for a place in the row of all files. */
static unsigned row_of(CXSourceLocation location)
{
	return location.int_data;
}

struct inclusions {
	struct reading *reading;
	VEC(uint32_t) path; /* entries from the unit's file to the current */
};

/* The directive that includes the new entry: its parent and its place there.
 * What -include names has no parent file: it comes before the unit's text. */
static void set_parent(struct inclusions *walk, struct file_entry *entry,
	CXSourceLocation from)
{
	struct preprocess *state = walk->reading->preprocess;
	uint32_t parent = walk->path.items[walk->path.count - 1];
	struct file_entry *includer = &state->entries.items[parent];
	unsigned offset;
	CXFile file;

	clang_getFileLocation(from, &file, NULL, NULL, &offset);
	entry->parent = parent;
	entry->at = file ? offset : 0;
	if (file && includer->file != NONE)
		includer->base = row_of(from) - offset;
}

static void enter_file(CXFile file, CXSourceLocation *stack, unsigned depth,
	CXClientData data)
{
	struct inclusions *walk = data;
	struct reading *reading = walk->reading;
	struct preprocess *state = reading->preprocess;
	uint32_t index = file_intern(reading, file);
	uint32_t number = state->entries.count;
	struct file_entry *entry;
	struct file_scan *scan;

	entry = vec_add(&reading->scratch, &state->entries);
	entry->file = index == SYSTEM_FILE ? NONE : index;
	entry->parent = NONE;
	if (walk->path.count > depth)
		walk->path.count = depth;
	if (walk->path.count) {
		set_parent(walk, entry, stack[0]);
		*vec_add(&reading->scratch,
			&state->entries.items[entry->parent].children) = number;
	}
	*vec_add(&reading->scratch, &walk->path) = number;
	if (entry->file == NONE)
		return;
	scan = reading->files.items[index].scan;
	if (scan->entries.count == 0)
		entry->base = row_of(
			clang_getLocationForOffset(reading->tu, file, 0));
	*vec_add(&reading->scratch, &scan->entries) = number;
}

/* The first entry of a file without a base that a new base would fit. */
static uint32_t fitting_entry(
	const struct preprocess *state, uint32_t file, unsigned base)
{
	uint32_t fit = NONE;

	for (uint32_t i = 0; i < state->entries.count; i++) {
		const struct file_entry *entry = &state->entries.items[i];

		if (entry->base == base)
			return NONE;
		if (entry->base > base)
			break;
		if (entry->base)
			fit = NONE;
		else if (entry->file == file && fit == NONE)
			fit = i;
	}
	return fit;
}

/* A base that shows itself by a record or a skipped range. */
struct shown_base {
	unsigned base;
	uint32_t file;
};

struct shown_bases {
	struct reading *reading;
	VEC(struct shown_base) list;
};

static void show_base(struct shown_bases *shown, CXSourceLocation location)
{
	unsigned offset;
	uint32_t file;
	CXFile handle;

	clang_getFileLocation(location, &handle, NULL, NULL, &offset);
	file = read_file_of(shown->reading, handle);
	if (file == NONE ||
		shown->reading->files.items[file].scan->entries.count < 2)
		return;
	*vec_add(&shown->reading->scratch, &shown->list) =
		(struct shown_base){ row_of(location) - offset, file };
}

static enum CXChildVisitResult show_bases(
	CXCursor cursor, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (!clang_isPreprocessing(clang_getCursorKind(cursor)))
		return CXChildVisit_Break;
	show_base(data, clang_getRangeStart(clang_getCursorExtent(cursor)));
	return CXChildVisit_Continue;
}

static int by_base(const void *left, const void *right)
{
	const struct shown_base *a = left, *b = right;

	return a->base < b->base ? -1 : a->base > b->base;
}

/* Gives the entries that say nothing of their base the bases that are left,
 * in order. */
static void find_bases(struct reading *reading, CXSourceRangeList *skipped)
{
	struct preprocess *state = reading->preprocess;
	struct shown_bases shown = { .reading = reading };

	clang_visitChildren(clang_getTranslationUnitCursor(reading->tu),
		show_bases, &shown);
	for (unsigned i = 0; skipped && i < skipped->count; i++)
		show_base(&shown, clang_getRangeStart(skipped->ranges[i]));
	if (shown.list.count)
		qsort(shown.list.items, shown.list.count,
			sizeof(*shown.list.items), by_base);
	for (uint32_t i = 0; i < shown.list.count; i++) {
		const struct shown_base *base = &shown.list.items[i];
		uint32_t entry;

		if (i && base[-1].base == base->base)
			continue;
		entry = fitting_entry(state, base->file, base->base);
		if (entry != NONE)
			state->entries.items[entry].base = base->base;
	}
}

/* Lists the entries whose base is known; that order is that of the bases.
 * Gives whether all are. */
static bool order_entries(struct reading *reading)
{
	struct preprocess *state = reading->preprocess;
	bool all = true;

	state->by_base.count = 0;
	for (uint32_t i = 0; i < state->entries.count; i++) {
		const struct file_entry *entry = &state->entries.items[i];

		if (entry->base)
			*vec_add(&reading->scratch, &state->by_base) = i;
		else if (entry->file != NONE)
			all = false;
	}
	return all;
}

void entries_read(
	struct reading *reading, CXSourceRangeList *skipped)
{
	struct inclusions walk = { .reading = reading };

	clang_getInclusions(reading->tu, enter_file, &walk);
	if (order_entries(reading))
		return;
	find_bases(reading, skipped);
	order_entries(reading);
}

uint32_t entry_of(
	const struct reading *reading, CXSourceLocation location, unsigned *offset)
{
	const struct preprocess *state = reading->preprocess;
	const struct file_entry *entry;
	unsigned row = row_of(location);
	uint32_t low = 0, high = state->by_base.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		entry = &state->entries.items[state->by_base.items[middle]];
		if (entry->base <= row)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NONE;
	low = state->by_base.items[low - 1];
	entry = &state->entries.items[low];
	*offset = row - entry->base;
	return *offset <= reading->files.items[entry->file].size ? low : NONE;
}

uint32_t entry_reading(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct file_scan *scan = reading->files.items[file].scan;

	for (uint32_t i = 0; i < scan->entries.count; i++)
		if (!entry_skips(reading, scan->entries.items[i], offset))
			return scan->entries.items[i];
	return scan->entries.items[0];
}

/* ---- what #if left out ------------------------------------------------- */

void entries_read_skips(struct reading *reading, CXSourceRangeList *skipped)
{
	for (unsigned i = 0; skipped && i < skipped->count; i++) {
		CXSourceRange range = skipped->ranges[i];
		struct skip skip;
		uint32_t entry = entry_of(
			reading, clang_getRangeStart(range), &skip.offset);

		if (entry == NONE)
			continue;
		skip.end = skip.offset + row_of(clang_getRangeEnd(range)) -
			row_of(clang_getRangeStart(range));
		*vec_add(&reading->scratch,
			&reading->preprocess->entries.items[entry].skips) =
			skip;
	}
}

bool entry_skips(
	const struct reading *reading, uint32_t entry, unsigned offset)
{
	const struct file_entry *read =
		&reading->preprocess->entries.items[entry];
	uint32_t low = 0, high = read->skips.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (read->skips.items[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low && offset < read->skips.items[low - 1].end;
}
