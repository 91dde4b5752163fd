/*
 * The files of a unit: which are the driver's, their lines, and the directives
 * in their text, whether #if left them out or not.
 */
#include <string.h>

#include "base/path.h"
#include "frontend/preprocess.h"

/* ---- files ------------------------------------------------------------- */

/* A stand-in names the file that is meant by its absolute path: seen from where
 * the program runs, as the unit is, it is the same as without a stand-in. */
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

uint32_t file_intern(struct reading *reading, CXFile file)
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

void file_scan_text(struct reading *reading, struct read_file *file)
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

bool in_line(const struct file_scan *scan, unsigned offset)
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
