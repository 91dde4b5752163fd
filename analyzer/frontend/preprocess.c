/*
 * Which files a unit is made of, when each was entered, what #if left out, and
 * every definition and use of a macro, from clang's preprocessing record.
 *
 * A file can be entered several times, each time with other parts left out.
 * clang numbers the bytes of all entered files in one row, so that a location
 * minus its offset (the `base`) tells the entries of one file apart. The base
 * of an entry follows from its file when that is entered once, and from the
 * includes inside it; otherwise from what is recorded in it.
 *
 * The record also holds uses in #if, #ifdef and #pragma lines; they expand to
 * nothing in the text and are dropped. So are __pragma and _Pragma, which are
 * macros to clang. What a pragma says is read from the tokens, in directives.c.
 *
 * Limits: a file entered three times or more, with nothing in it that is
 * recorded, may have its skipped ranges given to a neighbouring entry. Of a
 * precompiled header only the macros that driver files use are known.
 */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "frontend/preprocess.h"

/* ---- files ------------------------------------------------------------- */

/* A stand-in names the file that is meant by its absolute path: seen from where
 * the unit's relative paths start, it is the same as without a stand-in. */
static const char *file_path(struct reading *reading, CXFile file)
{
	CXString name = clang_getFileName(file);
	const char *text = clang_getCString(name), *path;

	text = text ? text : "";
	if (reading->directory && !path_is_absolute(reading->facts->unit))
		text = path_relative(reading->directory, text);
	path = intern(&reading->facts->names,
		path_normalise(&reading->scratch, text));

	clang_disposeString(name);
	return path;
}

/* What a file is by, whatever its path: false for one that is in memory. */
static bool identify(CXFile file, CXFileUniqueID *id)
{
	memset(id, 0, sizeof(*id));
	return !clang_getFileUniqueID(file, id) &&
		(id->data[0] || id->data[1]);
}

static uint32_t add_file(struct reading *reading, CXFile file)
{
	struct facts *facts = reading->facts;
	bool main_file = reading->files.count == 0;
	struct source_file *source;
	struct read_file *read;

	source = vec_add(&facts->arena, &facts->files);
	source->path = main_file ? facts->unit : file_path(reading, file);
	source->system = !main_file &&
		clang_Location_isInSystemHeader(clang_getLocationForOffset(
			reading->tu, file, 0));
	if (source->system)
		return SYSTEM_FILE;
	read = vec_add(&reading->scratch, &reading->files);
	read->file = file;
	read->index = facts->files.count - 1;
	read->path = source->path;
	read->bytes = clang_getFileContents(reading->tu, file, &read->size);
	if (!read->bytes)
		read->bytes = "";
	read->scan = arena_alloc(&reading->scratch, sizeof(*read->scan));
	return reading->files.count - 1;
}

/* The index of a file, added when it is new; SYSTEM_FILE for a kit's. */
static uint32_t intern_file(struct reading *reading, CXFile file)
{
	struct preprocess *state = reading->preprocess;
	uint32_t index = map_get(&state->file_by_handle, file);
	const char *identity = NULL;
	CXFileUniqueID id;

	if (index != MAP_NONE)
		return index;
	if (identify(file, &id))
		identity = intern_n(
			&reading->words, (const char *)&id, sizeof(id));
	index = map_get(&state->file_by_id, identity);
	if (index == MAP_NONE)
		index = add_file(reading, file);
	if (identity)
		map_set(&reading->scratch, &state->file_by_id, identity,
			index);
	map_set(&reading->scratch, &state->file_by_handle, file, index);
	return index;
}

uint32_t read_file_of(const struct reading *reading, CXFile file)
{
	CXFileUniqueID id;
	uint32_t index;

	if (!file)
		return NONE;
	index = map_get(&reading->preprocess->file_by_handle, file);
	if (index == SYSTEM_FILE)
		return NONE;
	if (index != MAP_NONE)
		return index;
	if (!identify(file, &id))
		return NONE;
	for (uint32_t i = 0; i < reading->files.count; i++)
		if (clang_File_isEqual(file, reading->files.items[i].file))
			return i;
	return NONE;
}

bool locate(const struct reading *reading, CXSourceLocation location,
	uint32_t *file, unsigned *offset)
{
	CXFile handle;

	clang_getFileLocation(location, &handle, NULL, NULL, offset);
	*file = read_file_of(reading, handle);
	return *file != NONE;
}

/* ---- lines ------------------------------------------------------------- */

static unsigned line_end_length(const struct read_file *file, size_t at)
{
	if (file->bytes[at] == '\n')
		return 1;
	if (file->bytes[at] != '\r')
		return 0;
	return at + 1 < file->size && file->bytes[at + 1] == '\n' ? 2 : 1;
}

static void find_lines(struct reading *reading, struct read_file *file)
{
	VEC(unsigned) lines = { 0 };
	unsigned length;

	*vec_add(&reading->scratch, &lines) = 0;
	for (size_t at = 0; at < file->size; at++) {
		if ((length = line_end_length(file, at)) == 0)
			continue;
		at += length - 1;
		*vec_add(&reading->scratch, &lines) = (unsigned)at + 1;
	}
	file->lines = lines.items;
	file->line_count = lines.count;
}

/* The byte order mark is nothing that a person counts. */
static void line_and_column(const struct read_file *file, unsigned offset,
	uint32_t *line, uint32_t *column)
{
	uint32_t low = 0, high = file->line_count;
	unsigned mark = file->size >= 3 &&
			!memcmp(file->bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (file->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	*line = low + 1;
	*column = offset - file->lines[low] + 1;
	if (low == 0)
		*column -= *column > mark ? mark : *column - 1;
}

struct place place_of_offsets(struct reading *reading, uint32_t file,
	unsigned offset, unsigned end)
{
	struct read_file *read = &reading->files.items[file];
	struct place place = { .file = read->path };

	if (!read->lines)
		find_lines(reading, read);
	line_and_column(read, offset, &place.line, &place.column);
	line_and_column(read, end, &place.end_line, &place.end_column);
	return place;
}

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
	uint32_t index = intern_file(reading, file);
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

static void read_entries(
	struct reading *reading, CXSourceRangeList *skipped)
{
	struct inclusions walk = { .reading = reading };

	clang_getInclusions(reading->tu, enter_file, &walk);
	if (order_entries(reading))
		return;
	find_bases(reading, skipped);
	order_entries(reading);
}

/* The entry of a driver file that a location stands in, or NONE. */
static uint32_t entry_of(
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

static void read_skips(struct reading *reading, CXSourceRangeList *skipped)
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

/* ---- the text of a file ------------------------------------------------ */

static enum item_kind kind_of_line(
	const struct lexer *lexer, const struct token *name)
{
	if (lexer_is(lexer, name, "pragma"))
		return ITEM_PRAGMA;
	if (lexer_is(lexer, name, "undef"))
		return ITEM_UNDEF;
	return ITEM_LINE;
}

/* A directive, from behind its `#` to the end of the line. */
static void scan_line(struct lexer *lexer, struct file_item *item)
{
	struct token token;

	lexer->one_line = true;
	item->kind = ITEM_LINE;
	if (lexer_next(lexer, &token)) {
		item->kind = kind_of_line(lexer, &token);
		item->end = token.end;
	}
	while (lexer_next(lexer, &token))
		item->end = token.end;
	lexer->one_line = false;
}

/* `__pragma` or `_Pragma`, from behind the word to the closing parenthesis. */
static bool scan_inline(struct lexer *lexer, struct file_item *item)
{
	struct lexer ahead = *lexer;
	struct token token;
	int depth = 0;

	item->kind = ITEM_INLINE;
	while (lexer_next(&ahead, &token)) {
		char c = ahead.bytes[token.offset];
		bool mark = token.kind == TOKEN_OTHER;

		if (mark && c == '(')
			depth++;
		if (depth == 0 || (token.first && mark && c == '#'))
			return false;
		if (mark && c == ')' && --depth == 0) {
			item->end = token.end;
			*lexer = ahead;
			return true;
		}
	}
	return false;
}

static void scan_file(struct reading *reading, struct read_file *file)
{
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, file->bytes, 0, (unsigned)file->size,
		reading->facts->cxx);
	while (lexer_next(&lexer, &token)) {
		char c = file->bytes[token.offset];
		struct file_item item = { ITEM_LINE, token.offset, token.end };

		if (token.kind == TOKEN_OTHER && token.first && c == '#')
			scan_line(&lexer, &item);
		else if (c != '_' ||
			(!lexer_is(&lexer, &token, "__pragma") &&
				!lexer_is(&lexer, &token, "_Pragma")) ||
			!scan_inline(&lexer, &item))
			continue;
		*vec_add(&reading->scratch, &file->scan->items) = item;
	}
}

/* Whether a directive's line holds an offset. */
static bool in_line(const struct file_scan *scan, unsigned offset)
{
	uint32_t low = 0, high = scan->items.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (scan->items.items[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low && offset < scan->items.items[low - 1].end &&
		scan->items.items[low - 1].kind != ITEM_INLINE;
}

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
	read_entries(reading, skipped);
	for (uint32_t i = 0; i < reading->files.count; i++)
		scan_file(reading, &reading->files.items[i]);
	clang_visitChildren(clang_getTranslationUnitCursor(reading->tu),
		visit_record, reading);
	read_skips(reading, skipped);
	clang_disposeSourceRangeList(skipped);
	close_entries(reading);
	order_uses(reading);
	give_uses_to_files(reading);
}
