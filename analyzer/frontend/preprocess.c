/*
 * Every definition and use of a macro, from clang's preprocessing record.
 *
 * The record also holds uses in #if, #ifdef and #pragma lines; they expand to
 * nothing in the text and are dropped. So are __pragma and _Pragma, which are
 * macros to clang. What a pragma says is read from the tokens, in directives.c.
 *
 * Limit: of a precompiled header only the macros that driver files use are
 * known.
 */
#include <stdlib.h>
#include <string.h>

#include "frontend/preprocess.h"

/* ---- the preprocessing record ------------------------------------------ */

static const char *word_of(struct reading *reading, CXCursor cursor)
{
	CXString spelling = clang_getCursorSpelling(cursor);
	const char *word =
		intern(&reading->words, clang_getCString(spelling));

	clang_disposeString(spelling);
	return word;
}

static bool is_anywhere(CXSourceLocation location)
{
	CXFile file;

	clang_getFileLocation(location, &file, NULL, NULL, NULL);
	return file != NULL;
}

static void add_mark(struct reading *reading, uint32_t entry, unsigned offset)
{
	struct file_entry *read = &reading->preprocess->entries.items[entry];
	uint32_t count = read->marks.count;

	if (count && read->marks.items[count - 1].offset > offset)
		return;
	*vec_add(&reading->scratch, &read->marks) =
		(struct mark){ offset, reading->macros.count };
}

/* The prologue hides the word from clang, and from nobody else. */
static bool is_hidden_word(const char *name)
{
	return !strcmp(name, "code_seg");
}

/* What the compiler itself defines is nowhere; -D has been read before. */
static void read_definition(
	struct reading *reading, CXCursor cursor, uint32_t entry)
{
	const char *name;

	if (entry == NONE && !is_anywhere(clang_getCursorLocation(cursor)))
		return;
	name = word_of(reading, cursor);
	if (is_hidden_word(name) ||
		(entry == NONE && macro_is_ours(reading, name)))
		return;
	macro_add(reading, name, cursor, NULL, entry == NONE);
}

/* The definition that clang took. One that is not known yet comes from a
 * precompiled header. */
static uint32_t definition_of(
	struct reading *reading, CXCursor use, const char *name)
{
	CXCursor definition = clang_getCursorReferenced(use);
	uint32_t index = map_get(&reading->macro_by_name, name);
	bool placed = clang_getCursorKind(definition) ==
			CXCursor_MacroDefinition &&
		is_anywhere(clang_getCursorLocation(definition));

	if (!placed)
		return macro_find(reading, name, NONE);
	for (; index != NONE; index = reading->macros.items[index].earlier)
		if (clang_equalCursors(
			    reading->macros.items[index].cursor, definition))
			return index;
	return macro_add(reading, name, definition, NULL, true);
}

static void read_use(struct reading *reading, CXCursor cursor, uint32_t entry,
	unsigned offset)
{
	CXSourceRange range = clang_getCursorExtent(cursor);
	struct macro_use use = { .offset = offset };
	const char *name = word_of(reading, cursor);

	use.file = reading->preprocess->entries.items[entry].file;
	if (in_line(reading->files.items[use.file].scan, offset) ||
		is_hidden_word(name) || !strcmp(name, "__pragma") || !strcmp(name, "_Pragma"))
		return;
	clang_getFileLocation(
		clang_getRangeEnd(range), NULL, NULL, NULL, &use.end);
	if (use.end <= offset)
		use.end = offset + (unsigned)strlen(name);
	use.name = intern(&reading->facts->names, name);
	use.definition = definition_of(reading, cursor, name);
	*vec_add(&reading->scratch, &reading->uses) = use;
}

/* The record comes first among the children of the unit. */
static enum CXChildVisitResult visit_record(
	CXCursor cursor, CXCursor parent, CXClientData data)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct reading *reading = data;
	unsigned offset;
	uint32_t entry;

	(void)parent;
	if (!clang_isPreprocessing(kind))
		return CXChildVisit_Break;
	entry = entry_of(reading,
		clang_getRangeStart(clang_getCursorExtent(cursor)), &offset);
	if (entry != NONE)
		add_mark(reading, entry, offset);
	if (kind == CXCursor_MacroDefinition)
		read_definition(reading, cursor, entry);
	else if (kind == CXCursor_MacroExpansion && entry != NONE)
		read_use(reading, cursor, entry, offset);
	return CXChildVisit_Continue;
}

uint32_t macros_known_at(
	const struct reading *reading, uint32_t entry, unsigned offset)
{
	const struct file_entry *read =
		&reading->preprocess->entries.items[entry];
	uint32_t low = 0, high = read->marks.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (read->marks.items[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < read->marks.count ? read->marks.items[low].known :
					 read->after;
}

/* A file is left where its includer goes on. */
static void close_entries(struct reading *reading)
{
	struct preprocess *state = reading->preprocess;

	for (uint32_t i = 0; i < state->entries.count; i++) {
		struct file_entry *entry = &state->entries.items[i];

		entry->after = entry->parent == NONE ?
			reading->macros.count :
			macros_known_at(
				reading, entry->parent, entry->at + 1);
	}
}

/* ---- uses -------------------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
	const struct macro_use *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return a->definition < b->definition ? -1 :
		a->definition > b->definition;
}

/* Sorts the uses; one in a file that was entered twice counts once. */
static void order_uses(struct reading *reading)
{
	struct macro_use *uses = reading->uses.items;
	uint32_t kept = 0;

	if (reading->uses.count)
		qsort(uses, reading->uses.count, sizeof(*uses), by_place);
	for (uint32_t i = 0; i < reading->uses.count; i++)
		if (!kept || uses[kept - 1].file != uses[i].file ||
			uses[kept - 1].offset != uses[i].offset)
			uses[kept++] = uses[i];
	reading->uses.count = kept;
}

static void give_uses_to_files(struct reading *reading)
{
	uint32_t outer = 0;

	for (uint32_t i = 0; i < reading->uses.count; i++) {
		struct macro_use *use = &reading->uses.items[i];
		struct read_file *file = &reading->files.items[use->file];

		if (!file->use_count++)
			file->first_use = i;
		if (reading->uses.items[outer].file != use->file ||
			reading->uses.items[outer].end <= use->offset)
			outer = i;
		use->outer = outer;
	}
}

uint32_t first_use_from(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct read_file *in = &reading->files.items[file];
	uint32_t low = in->first_use, high = in->first_use + in->use_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (reading->uses.items[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct macro_use *macro_use_at(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct read_file *read = &reading->files.items[file];
	const struct macro_use *uses = reading->uses.items;
	uint32_t low = read->first_use, high = low + read->use_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (uses[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == read->first_use || uses[uses[low - 1].outer].end <= offset)
		return NULL;
	return &uses[uses[low - 1].outer];
}

/* Whether the last token closes the parenthesis that the second opens. */
static bool has_arguments(const struct tokens *tokens)
{
	return tokens->count >= 3 && !strcmp(tokens->items[1].text, "(") &&
		!strcmp(tokens->items[tokens->count - 1].text, ")");
}

const char *macro_use_arguments(
	struct reading *reading, const struct macro_use *use)
{
	struct tokens tokens = { 0 };
	struct lexer lexer;
	char *text;
	size_t length = 0;

	lexer_init(&lexer, reading->files.items[use->file].bytes, use->offset,
		use->end, reading->facts->cxx);
	lexer_read_all(&lexer, &reading->scratch, &reading->words, &tokens);
	if (!has_arguments(&tokens))
		return intern(&reading->facts->names, "");
	text = arena_alloc(&reading->scratch, use->end - use->offset + 1);
	for (uint32_t i = 2; i + 1 < tokens.count; i++) {
		size_t size = strlen(tokens.items[i].text);

		if (i > 2 && tokens.items[i].spaced)
			text[length++] = ' ';
		memcpy(text + length, tokens.items[i].text, size);
		length += size;
	}
	return intern_n(&reading->facts->names, text, length);
}

/* ---- all of it --------------------------------------------------------- */

void preprocess_read(struct reading *reading)
{
	CXSourceRangeList *skipped = clang_getAllSkippedRanges(reading->tu);

	reading->preprocess =
		arena_alloc(&reading->scratch, sizeof(*reading->preprocess));
	intern_init(&reading->words, &reading->scratch);
	macros_of_arguments(reading);
	entries_read(reading, skipped);
	for (uint32_t i = 0; i < reading->files.count; i++)
		file_scan_text(reading, &reading->files.items[i]);
	clang_visitChildren(clang_getTranslationUnitCursor(reading->tu),
		visit_record, reading);
	entries_read_skips(reading, skipped);
	clang_disposeSourceRangeList(skipped);
	close_entries(reading);
	order_uses(reading);
	give_uses_to_files(reading);
}
