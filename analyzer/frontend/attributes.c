/*
 * Section attributes of a declaration, read from its tokens: clang shows them
 * without their names. The range is lexed; if a word in it is one of ours, or
 * a macro that could bring one forth, all of it is expanded and searched for
 * __declspec(…), __attribute__((…)) and [[…]].
 *
 * Each attribute is one directive, however often its text is asked for: the
 * byte that it stands on in the file is remembered. A macro that brings forth
 * several has them in a row.
 *
 * A macro's use may hold several declarations: those of the one that is asked
 * for are found by its name.
 *
 * Limits: without a name, as of variables and classes, each gets all of them.
 * What #if left out is left out as the first reading of this part of the file
 * saw it.
 */
#include <string.h>

#include "frontend/preprocess.h"

struct attribute_search {
	struct reading *reading;
	uint32_t file;
	struct tokens tokens; /* expanded */
	const char *name;     /* of what is declared, or NULL */
	uint32_t first, end;  /* its tokens */
	const char *last;     /* the byte of the attribute before */
	uint32_t ordinal;     /* how many before it were on that byte */
	const char *section;  /* of the last one */
	uint32_t directive;
};

/* The brackets that attributes stand in, and the words that name a section. */
static const struct {
	const char *word, *open, *close;
	const char *attributes[2];
} groups[] = {
	{ "__declspec", "(", ")", { "code_seg", "allocate" } },
	{ "_declspec", "(", ")", { "code_seg", "allocate" } },
	{ "__attribute__", "(", ")", { "section", "__section__" } },
	{ "__attribute", "(", ")", { "section", "__section__" } },
	{ "[", "[", "]", { "section", "__section__" } },
};
enum { GROUP_COUNT = sizeof(groups) / sizeof(*groups) };

static bool is(const struct tokens *tokens, uint32_t at, const char *text)
{
	return at < tokens->count && !strcmp(tokens->items[at].text, text);
}

/* ---- what is found ------------------------------------------------------- */

/* The directive of the attribute word at `at`; a new one if it is new. */
static uint32_t directive_of(struct attribute_search *search, uint32_t begin,
	uint32_t at, uint32_t end, const char *section, struct place name)
{
	struct reading *reading = search->reading;
	struct facts *facts = reading->facts;
	const struct token *tokens = search->tokens.items;
	unsigned offset = tokens[at].offset;
	const char *byte = reading->files.items[search->file].bytes + offset;
	uint32_t first = map_get(&reading->preprocess->attribute_at, byte);
	struct directive directive = { .kind = DIRECTIVE_ATTRIBUTE };

	search->ordinal = search->last == byte ? search->ordinal + 1 : 0;
	search->last = byte;
	if (first == MAP_NONE)
		map_set(&reading->scratch, &reading->preprocess->attribute_at,
			byte, facts->directives.count);
	else if (first + search->ordinal < facts->directives.count)
		return first + search->ordinal;
	directive.section = section;
	directive.doubtful = is_lost_macro(reading, &tokens[at + 2]);
	directive.segment = strcmp(tokens[at].text, "allocate") ?
		SEGMENT_CODE : SEGMENT_DATA;
	directive.macro = intern(&facts->names, tokens[at].macro);
	directive.place = place_of_offsets(reading, search->file,
		tokens[begin].offset, tokens[end].end);
	directive.name_place = name;
	return directive_add(reading, &directive, search->file, offset);
}

/* The attributes between the brackets of a group. */
static void read_group(struct attribute_search *search, int group,
	uint32_t begin, uint32_t end)
{
	const struct tokens *tokens = &search->tokens;

	for (uint32_t i = begin + 1; i < end; i++) {
		uint32_t at = i + 2;
		const char *section;
		uint32_t directive;

		if (!is(tokens, i + 1, "(") ||
			(!is(tokens, i, groups[group].attributes[0]) &&
				!is(tokens, i, groups[group].attributes[1])))
			continue;
		section = at < tokens->count &&
				is_lost_macro(search->reading,
					&tokens->items[at]) ?
			intern(&search->reading->facts->names,
				tokens->items[at++].text) :
			string_value(search->reading, tokens, &at);
		if (!section || !*section)
			continue;
		directive = directive_of(search, begin, i, end, section,
			name_place(search->reading, search->file, tokens,
				i + 2, at));
		if (begin < search->first || begin >= search->end)
			continue;
		search->section = section;
		search->directive = directive;
	}
}

/* ---- the search ---------------------------------------------------------- */

/* Index in groups of what starts at a token, or -1. */
static int group_at(const struct tokens *tokens, uint32_t at)
{
	for (int i = 0; i < GROUP_COUNT; i++)
		if (is(tokens, at, groups[i].word) &&
			is(tokens, at + 1, groups[i].open))
			return i;
	return -1;
}

/* The token that closes what `open` opens, or the last one. */
static uint32_t group_end(
	const struct tokens *tokens, uint32_t open, int group)
{
	int depth = 0;

	for (uint32_t at = open; at < tokens->count; at++) {
		if (is(tokens, at, groups[group].open))
			depth++;
		if (is(tokens, at, groups[group].close) && --depth == 0)
			return at;
	}
	return tokens->count - 1;
}

/* The brace that closes what `open` opens, or `open` itself. */
static uint32_t braces_end(const struct tokens *tokens, uint32_t open)
{
	int depth = 0;

	for (uint32_t at = open; at < tokens->count; at++) {
		if (is(tokens, at, "{"))
			depth++;
		if (is(tokens, at, "}") && --depth == 0)
			return at;
	}
	return open;
}

/* The declaration of the name: from what ends the one before it to what ends it
 * or opens its body. All of the tokens, if the name is not there. */
static void find_declaration(struct attribute_search *search)
{
	const struct tokens *tokens = &search->tokens;
	uint32_t first = 0;
	bool found = false;

	search->first = 0;
	search->end = tokens->count;
	for (uint32_t i = 0; search->name && i < tokens->count; i++) {
		bool body = is(tokens, i, "{");

		if (is(tokens, i, search->name) && is(tokens, i + 1, "("))
			found = true;
		if (!body && !is(tokens, i, ";"))
			continue;
		if (found) {
			search->first = first;
			search->end = i;
			return;
		}
		if (body)
			i = braces_end(tokens, i);
		first = i + 1;
	}
	if (found)
		search->first = first;
}

static void search_tokens(struct attribute_search *search)
{
	const struct tokens *tokens = &search->tokens;

	find_declaration(search);
	for (uint32_t i = 0; i < tokens->count; i++) {
		int group = group_at(tokens, i);
		uint32_t end;

		/* A body that a macro brings forth has its own. */
		if (tokens->items[i].macro && is(tokens, i, "{"))
			i = braces_end(tokens, i);
		if (group < 0)
			continue;
		end = group_end(tokens, i + 1, group);
		read_group(search, group, i, end);
		i = end;
	}
}

/* The tokens of a range, without directives and without what #if left out.
 * Returns whether a section attribute may come of them. */
static bool read_range(struct reading *reading, uint32_t entry,
	struct lexer *lexer, struct tokens *tokens)
{
	bool promising = false;
	struct token token;

	while (lexer_read(lexer, &reading->words, &token)) {
		if (token.first && !strcmp(token.text, "#")) {
			lexer->one_line = true;
			while (lexer_next(lexer, &token))
				;
			lexer->one_line = false;
			continue;
		}
		if (entry_skips(reading, entry, token.offset))
			continue;
		promising = promising || (token.kind == TOKEN_WORD &&
			word_leads(reading, token.text, LEAD_ATTRIBUTE));
		*vec_add(&reading->scratch, tokens) = token;
	}
	return promising;
}

/* Where the outermost macro use that covers an offset starts and ends. */
static void widen(struct reading *reading, uint32_t file, unsigned *from,
	unsigned *to)
{
	const struct macro_use *use = macro_use_at(reading, file, *from);

	if (use)
		*from = use->offset;
	use = *to > *from ? macro_use_at(reading, file, *to - 1) : NULL;
	if (use)
		*to = use->end;
}

const char *attribute_section(struct reading *reading, uint32_t file,
	unsigned from, unsigned to, const char *name, uint32_t *directive)
{
	struct attribute_search search = { .reading = reading, .file = file,
		.name = name, .directive = NONE };
	struct tokens tokens = { 0 };
	struct lexer lexer;
	uint32_t entry;

	*directive = NONE;
	if (file == NONE || from >= to)
		return NULL;
	widen(reading, file, &from, &to);
	entry = entry_reading(reading, file, to - 1);
	lexer_init(&lexer, reading->files.items[file].bytes, from, to,
		reading->facts->cxx);
	if (!read_range(reading, entry, &lexer, &tokens))
		return NULL;
	search.tokens = expand(reading,
		macros_known_at(reading, entry, to), &tokens);
	search_tokens(&search);
	*directive = search.directive;
	return search.section;
}
