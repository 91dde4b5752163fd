/*
 * One section pragma: its tokens become a directive. Macros are expanded
 * before, by whoever asks. A pragma that is malformed is none, as for both
 * compilers.
 */
#include <string.h>

#include "base/nocase.h"
#include "base/slip.h"
#include "frontend/preprocess.h"

static const struct {
	const char *word;
	enum directive_kind kind;
	enum segment segment;
} pragmas[] = {
	{ "alloc_text", DIRECTIVE_ALLOC_TEXT, SEGMENT_CODE },
	{ "code_seg", DIRECTIVE_SEGMENT, SEGMENT_CODE },
	{ "data_seg", DIRECTIVE_SEGMENT, SEGMENT_DATA },
	{ "bss_seg", DIRECTIVE_SEGMENT, SEGMENT_BSS },
	{ "const_seg", DIRECTIVE_SEGMENT, SEGMENT_CONST },
	{ "section", DIRECTIVE_SECTION, SEGMENT_DATA },
	{ "comment", DIRECTIVE_LINKER, SEGMENT_CODE },
};
enum { PRAGMA_COUNT = sizeof(pragmas) / sizeof(*pragmas) };

/* Index in pragmas, or -1. */
static int pragma_of(const char *word)
{
	for (int i = 0; i < PRAGMA_COUNT; i++)
		if (!strcmp(pragmas[i].word, word))
			return i;
	return -1;
}

bool pragma_is_known(const char *word)
{
	return pragma_of(word) >= 0;
}

/* Tokens that are read one after the other. */
struct cursor {
	struct reading *reading;
	uint32_t file;
	const struct tokens *tokens;
	uint32_t at;
};

static const struct token *current(const struct cursor *cursor)
{
	return cursor->at < cursor->tokens->count ?
		&cursor->tokens->items[cursor->at] : NULL;
}

static bool accept(struct cursor *cursor, const char *text)
{
	const struct token *token = current(cursor);

	if (!token || strcmp(token->text, text))
		return false;
	cursor->at++;
	return true;
}

/* The characters of a literal, quotes and escapes removed, at the end of
 * `out`; gives the new length. */
static size_t add_literal(const struct token *token, char *out, size_t length)
{
	const char *text = token->text;
	size_t size = strlen(text);

	if (text[0] == 'R') {
		const char *open = strchr(text, '('), *close;

		close = strrchr(text, ')');
		if (!open || !close || close < open)
			return length;
		memcpy(out + length, open + 1, (size_t)(close - open - 1));
		return length + (size_t)(close - open - 1);
	}
	for (size_t i = 1; i < size && (text[i] != '"' || i + 1 < size); i++) {
		if (text[i] == '\\' && i + 2 < size)
			i++;
		out[length++] = text[i];
	}
	return length;
}

const char *string_value(
	struct reading *reading, const struct tokens *tokens, uint32_t *at)
{
	uint32_t first = *at;
	size_t room = 1, length = 0;
	char *text;

	while (*at < tokens->count &&
		tokens->items[*at].kind == TOKEN_STRING)
		room += strlen(tokens->items[(*at)++].text);
	if (*at == first)
		return NULL;
	text = arena_alloc(&reading->scratch, room);
	for (uint32_t i = first; i < *at; i++)
		length = add_literal(&tokens->items[i], text, length);
	return intern_n(&reading->facts->names, text, length);
}

struct place name_place(struct reading *reading, uint32_t file,
	const struct tokens *tokens, uint32_t first, uint32_t end)
{
	const struct token *token = &tokens->items[first];
	unsigned quote = token->kind == TOKEN_STRING;

	for (uint32_t i = first; i < end; i++)
		if (tokens->items[i].macro || tokens->items[i].spliced)
			return (struct place){ 0 };
	if (file == NONE || (quote && (end != first + 1 ||
			token->text[0] != '"' || strchr(token->text, '\\'))))
		return (struct place){ 0 };
	return place_of_offsets(reading, file, token->offset + quote,
		tokens->items[end - 1].end - quote);
}

static struct place place_from(const struct cursor *cursor, uint32_t first)
{
	return first < cursor->at ?
		name_place(cursor->reading, cursor->file, cursor->tokens,
			first, cursor->at) :
		(struct place){ 0 };
}

/* A section's name as a string; an empty one is none. */
static const char *accept_string(struct cursor *cursor)
{
	const char *text = string_value(
		cursor->reading, cursor->tokens, &cursor->at);

	return text && *text ? text : NULL;
}

/* A bare or a quoted name. */
static const char *accept_name(struct cursor *cursor)
{
	const struct token *token = current(cursor);
	const char *text;

	if (!token)
		return NULL;
	if (token->kind == TOKEN_STRING)
		return accept_string(cursor);
	if (token->kind != TOKEN_WORD)
		return NULL;
	text = intern(&cursor->reading->facts->names, token->text);
	cursor->at++;
	return text;
}

/* A name of C++ as far as it goes: Queue::Push. */
static const char *accept_qualified(struct cursor *cursor)
{
	const char *name = accept_name(cursor);

	while (name && accept(cursor, "::")) {
		const char *rest = accept_name(cursor);

		if (!rest)
			return NULL;
		name = intern_printf(&cursor->reading->facts->names, "%s::%s",
			name, rest);
	}
	return name;
}

/* Whether a word is one of the names that Windows knows, or was meant to be. */
static bool is_section_word(const char *word)
{
	return ((nocase_starts(word, "PAGE") || nocase_starts(word, "INIT")) &&
		       strlen(word) <= 8) ||
		is_one_slip_from(word, "PAGE");
}

bool is_lost_macro(const struct reading *reading, const struct token *token)
{
	return reading->lost_names && token->kind == TOKEN_WORD &&
		!is_section_word(token->text);
}

/* The section of alloc_text: without quotes `.PAGE` is two tokens. Microsoft's
 * compiler takes no such name; either way nothing becomes pageable. */
static const char *accept_section(struct cursor *cursor, bool *doubtful)
{
	bool dotted = accept(cursor, ".");
	const struct token *token = current(cursor);
	const char *name = accept_name(cursor);

	*doubtful = name && !dotted && is_lost_macro(cursor->reading, token);
	return dotted && name ? intern_printf(&cursor->reading->facts->names,
					".%s", name) : name;
}

/* The section of code_seg and its siblings: a string. */
static const char *accept_segment_name(struct cursor *cursor, bool *doubtful)
{
	const struct token *token = current(cursor);

	*doubtful = token && is_lost_macro(cursor->reading, token);
	return *doubtful ? accept_name(cursor) : accept_string(cursor);
}

/* (section, name, …), where a last comma does no harm */
static bool read_alloc_text(struct cursor *cursor, struct directive *directive)
{
	struct arena *arena = &cursor->reading->facts->arena;
	uint32_t first = cursor->at;

	directive->section = accept_section(cursor, &directive->doubtful);
	directive->name_place = place_from(cursor, first);
	if (!directive->section)
		return false;
	while (accept(cursor, ",")) {
		const char *name;

		first = cursor->at;
		name = accept_qualified(cursor);
		if (!name)
			break;
		*vec_add(arena, &directive->names) = (struct alloc_name){
			.name = name, .place = place_from(cursor, first) };
	}
	return directive->names.count && accept(cursor, ")");
}

/* ([push|pop,] [label,] ["section" [, "class"]]), all of it optional */
static bool read_segment(struct cursor *cursor, struct directive *directive)
{
	const struct token *token;
	uint32_t first;
	bool more = true;

	directive->action = SEGMENT_SET;
	if (accept(cursor, "push"))
		directive->action = SEGMENT_PUSH;
	else if (accept(cursor, "pop"))
		directive->action = SEGMENT_POP;
	if (directive->action != SEGMENT_SET) {
		more = accept(cursor, ",");
		token = current(cursor);
		if (more && token && token->kind == TOKEN_WORD) {
			first = cursor->at;
			directive->label = accept_name(cursor);
			more = accept(cursor, ",");
			if (!more && is_lost_macro(cursor->reading, token)) {
				directive->label = NULL;
				cursor->at = first;
				more = true;
			}
		}
	}
	first = cursor->at;
	if (more)
		directive->section = accept_segment_name(
			cursor, &directive->doubtful);
	directive->name_place = place_from(cursor, first);
	if (directive->section && accept(cursor, ","))
		accept_string(cursor);
	return accept(cursor, ")");
}

/* ("section" [, attributes…]) */
static bool read_section(struct cursor *cursor, struct directive *directive)
{
	struct reading *reading = cursor->reading;
	const struct token *token;
	const char *text = NULL;
	uint32_t first = cursor->at;

	directive->section = accept_string(cursor);
	directive->name_place = place_from(cursor, first);
	if (!directive->section)
		return false;
	accept(cursor, ",");
	for (; (token = current(cursor)) && strcmp(token->text, ")");
		cursor->at++)
		text = text ? arena_printf(&reading->scratch, "%s%s%s", text,
				      token->spaced ? " " : "", token->text) :
			      token->text;
	directive->attributes = intern(&reading->facts->names, text);
	return accept(cursor, ")");
}

/* (linker, "options") */
static bool read_comment(struct cursor *cursor, struct directive *directive)
{
	if (!accept(cursor, "linker") || !accept(cursor, ","))
		return false;
	directive->attributes = accept_string(cursor);
	return directive->attributes && accept(cursor, ")");
}

bool pragma_read(struct reading *reading, uint32_t file,
	const struct tokens *tokens, struct directive *directive)
{
	struct cursor cursor = { reading, file, tokens, 1 };
	int pragma = tokens->count ? pragma_of(tokens->items[0].text) : -1;

	memset(directive, 0, sizeof(*directive));
	if (pragma < 0 || !accept(&cursor, "("))
		return false;
	directive->kind = pragmas[pragma].kind;
	directive->segment = pragmas[pragma].segment;
	switch (directive->kind) {
	case DIRECTIVE_ALLOC_TEXT:
		return read_alloc_text(&cursor, directive);
	case DIRECTIVE_SEGMENT:
		return read_segment(&cursor, directive);
	case DIRECTIVE_SECTION:
		return read_section(&cursor, directive);
	case DIRECTIVE_LINKER:
		return read_comment(&cursor, directive);
	default:
		return false;
	}
}
