/*
 * What stands round a place in the text: whether it has a line to itself, where
 * a declaration starts, where a pragma could be closed. The rules know places
 * only; what an edit has to know beyond them is found here.
 *
 * The text is read as tokens, directives left out. Where it does not look as
 * expected, the answer is no or nowhere, and there is no edit.
 */
#include <string.h>

#include "frontend/preprocess.h"

/* Steps over a directive from behind its `#`; gives what it does to the depth
 * of #if. */
static int skip_directive(struct lexer *lexer)
{
	struct token token;
	int depth = 0;

	lexer->one_line = true;
	if (lexer_next(lexer, &token))
		depth = lexer_is(lexer, &token, "if") ||
			lexer_is(lexer, &token, "ifdef") ||
			lexer_is(lexer, &token, "ifndef") ? 1 :
			lexer_is(lexer, &token, "endif") ? -1 : 0;
	while (lexer_next(lexer, &token))
		;
	lexer->one_line = false;
	return depth;
}

/* The next token that is not part of a directive; false at the end. *passed
 * says whether a directive came before it. */
static bool next_in_text(
	struct lexer *lexer, struct token *token, bool *passed)
{
	*passed = false;
	while (lexer_next(lexer, token)) {
		if (!token->first || lexer->bytes[token->offset] != '#')
			return true;
		*passed = true;
		skip_directive(lexer);
	}
	return false;
}

static struct lexer text_of(
	const struct reading *reading, uint32_t file, unsigned from, unsigned to)
{
	struct lexer lexer;

	lexer_init(&lexer, reading->files.items[file].bytes, from, to,
		reading->facts->cxx);
	return lexer;
}

static bool is_one_of(const struct lexer *lexer, const struct token *token,
	const char *characters)
{
	return token->kind == TOKEN_OTHER && token->end == token->offset + 1 &&
		strchr(characters, lexer->bytes[token->offset]) != NULL;
}

/* ---- lines --------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool starts_line(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const char *bytes = reading->files.items[file].bytes;

	while (offset && is_blank(bytes[offset - 1]))
		offset--;
	return !offset || bytes[offset - 1] == '\n';
}

bool ends_line(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct read_file *read = &reading->files.items[file];

	while (offset < read->size && (is_blank(read->bytes[offset]) ||
			read->bytes[offset] == '\r'))
		offset++;
	return offset < read->size && read->bytes[offset] == '\n';
}

/* ---- statements ---------------------------------------------------------- */

/* The line that an offset starts, as an empty place; or nowhere. */
static struct place line_at(
	struct reading *reading, uint32_t file, unsigned offset)
{
	const char *bytes = reading->files.items[file].bytes;

	if (!starts_line(reading, file, offset))
		return (struct place){ 0 };
	while (offset && bytes[offset - 1] != '\n')
		offset--;
	return place_of_offsets(reading, file, offset, offset);
}

struct place lead_place(struct reading *reading, uint32_t file,
	unsigned brace, unsigned start)
{
	struct lexer lexer = text_of(reading, file, brace, start);
	struct token token;
	unsigned at = start;
	int depth = 0;

	while (lexer_next(&lexer, &token)) {
		if (!token.first || lexer.bytes[token.offset] != '#') {
			depth = 0;
			at = start;
			continue;
		}
		if (!depth)
			at = token.offset;
		depth += skip_directive(&lexer);
		if (depth <= 0) {
			depth = 0;
			at = start;
		}
	}
	return line_at(reading, file, at);
}

void statement_layout(const struct reading *reading, uint32_t file,
	unsigned brace, unsigned from, unsigned to, struct event *event)
{
	const struct read_file *read = &reading->files.items[file];
	struct lexer lexer = text_of(reading, file, brace, from);
	struct token token;
	bool apart = false, passed;

	while (next_in_text(&lexer, &token, &passed))
		apart = is_one_of(&lexer, &token, "{};");
	if (!apart || to >= read->size || read->bytes[to] != ';')
		return;
	event->is_statement = true;
	event->has_line = starts_line(reading, file, from) &&
		ends_line(reading, file, to + 1);
}

/* ---- declarations -------------------------------------------------------- */

unsigned declaration_start(const struct reading *reading, uint32_t file,
	unsigned from, unsigned to)
{
	struct lexer lexer = text_of(reading, file, from, to);
	struct token token;
	unsigned start = to;
	bool passed;

	while (next_in_text(&lexer, &token, &passed)) {
		if (is_one_of(&lexer, &token, "{};"))
			start = to;
		else if (passed || start == to)
			start = token.offset;
	}
	return start;
}

struct place initialiser_place(struct reading *reading, uint32_t file,
	unsigned from, unsigned to)
{
	struct lexer lexer = text_of(reading, file, from, to);
	struct token token;
	unsigned end = from; /* of the token before */
	bool passed, bracket = false;
	int depth = 0;

	while (next_in_text(&lexer, &token, &passed)) {
		bool closes = is_one_of(&lexer, &token, "])");

		if (passed || (closes && bracket))
			break;
		if (!depth && is_one_of(&lexer, &token, "={"))
			return place_of_offsets(reading, file, end, to);
		bracket = is_one_of(&lexer, &token, "[");
		depth += bracket || is_one_of(&lexer, &token, "(");
		depth -= closes;
		end = token.end;
	}
	return (struct place){ 0 };
}

/* ---- the end of a region -------------------------------------------------- */

/* A conditional group of lines: #if … #endif. */
struct group {
	unsigned from, to; /* of its first and its last directive */
	bool has_else;
};

static bool is_directive(const struct reading *reading, uint32_t file,
	const struct file_item *item, const char *word)
{
	struct lexer lexer =
		text_of(reading, file, item->offset, item->end);
	struct token token;

	return lexer_next(&lexer, &token) && lexer_next(&lexer, &token) &&
		lexer_is(&lexer, &token, word);
}

static bool opens_group(const struct reading *reading, uint32_t file,
	const struct file_item *item)
{
	return is_directive(reading, file, item, "if") ||
		is_directive(reading, file, item, "ifdef") ||
		is_directive(reading, file, item, "ifndef");
}

static bool splits_group(const struct reading *reading, uint32_t file,
	const struct file_item *item)
{
	return is_directive(reading, file, item, "else") ||
		is_directive(reading, file, item, "elif");
}

/* The outermost group round an offset; false if there is none. *depth is how
 * many there are. */
static bool group_round(struct reading *reading, uint32_t file,
	unsigned offset, struct group *group, uint32_t *depth)
{
	const struct file_scan *scan = reading->files.items[file].scan;
	uint32_t open = 0;

	*depth = 0;
	for (uint32_t i = 0; i < scan->items.count; i++) {
		const struct file_item *item = &scan->items.items[i];

		if (item->kind != ITEM_LINE)
			continue;
		if (opens_group(reading, file, item)) {
			if (!open++)
				*group = (struct group){ item->offset, 0,
					false };
		} else if (splits_group(reading, file, item)) {
			group->has_else = group->has_else || open == 1;
		} else if (open && is_directive(reading, file, item, "endif") &&
			!--open && item->offset > offset) {
			group->to = item->offset;
			return *depth > 0;
		}
		if (item->offset < offset)
			*depth = open;
	}
	return false;
}

/* Whether a group is all that the file holds: an include guard. */
static bool is_guard(const struct reading *reading, uint32_t file,
	const struct group *group)
{
	unsigned size = (unsigned)reading->files.items[file].size;
	struct lexer lexer = text_of(reading, file, 0, group->from);
	struct token token;
	bool passed;

	if (group->has_else || next_in_text(&lexer, &token, &passed))
		return false;
	lexer = text_of(reading, file, group->to, size);
	lexer.line_start = true;
	return !next_in_text(&lexer, &token, &passed);
}

struct place closing_place(struct reading *reading, uint32_t file,
	unsigned offset, bool is_harmless)
{
	const struct read_file *read = &reading->files.items[file];
	unsigned at = (unsigned)read->size;
	struct group group = { 0 };
	uint32_t depth;

	if (is_harmless)
		return place_of_offsets(reading, file, at, at);
	if (group_round(reading, file, offset, &group, &depth)) {
		if (depth > 1 || !is_guard(reading, file, &group))
			return (struct place){ 0 };
		at = group.to;
	} else if (depth) {
		return (struct place){ 0 };
	}
	return place_of_offsets(reading, file, at, at);
}
