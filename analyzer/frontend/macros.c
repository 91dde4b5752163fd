/*
 * Macro definitions. clang's preprocessing record says which macro is defined
 * where, not what it holds: bodies are lexed from the file when asked for, and
 * most never are. Names inside a body are followed by name.
 *
 * Two questions are answered by a search through bodies instead of expanding:
 * whether a use ends in a given name, and whether a word can bring forth a
 * pragma or an attribute at all. The second looks at every definition a word
 * ever has, so its answer holds at any time and is kept.
 *
 * Limit: the search looks at whole words; one that is glued together by `##`
 * is not found.
 */
#include <string.h>

#include "frontend/preprocess.h"

struct macro_marks {
	bool hidden;
	uint32_t seen; /* the last search that came by */
	bool searched[LEAD_COUNT], leads[LEAD_COUNT];
};

/* What the kit means by these. The headers of other kits say `page`, which no
 * linker would merge with PAGE. */
static const struct {
	const char *name, *body;
} ours[] = {
	{ "NDIS_PAGEABLE_FUNCTION",
		"NDIS_PAGEABLE_FUNCTION(f) alloc_text(PAGE, f)" },
	{ "NDIS_PAGABLE_FUNCTION",
		"NDIS_PAGABLE_FUNCTION(f) alloc_text(PAGE, f)" },
	{ "NDIS_INIT_FUNCTION", "NDIS_INIT_FUNCTION(f) alloc_text(INIT, f)" },
};
enum { OURS_COUNT = sizeof(ours) / sizeof(*ours) };

/* Words that spell a pragma or a section attribute. */
static const char *const lead_words[LEAD_COUNT][5] = {
	[LEAD_PRAGMA] = { "__pragma", "_Pragma" },
	[LEAD_ATTRIBUTE] = { "code_seg", "allocate", "section", "__section__" },
};

/* ---- definitions ------------------------------------------------------- */

uint32_t macro_add(struct reading *reading, const char *name, CXCursor cursor,
	const char *body, bool system)
{
	uint32_t index = reading->macros.count;
	struct macro *macro = vec_add(&reading->scratch, &reading->macros);

	macro->name = name;
	macro->cursor = cursor;
	macro->body = body;
	macro->system = system;
	macro->earlier = map_get(&reading->macro_by_name, name);
	macro->marks = arena_alloc(&reading->scratch, sizeof(*macro->marks));
	map_set(&reading->scratch, &reading->macro_by_name, name, index);
	return index;
}

bool macro_is_ours(const struct reading *reading, const char *name)
{
	for (uint32_t i = 0; i < OURS_COUNT; i++)
		if (reading->macros.items[i].name == name)
			return true;
	return false;
}

/* -D's "F(x)=1" as the line of a #define: "F(x) 1". */
static void define(struct reading *reading, const char *argument)
{
	size_t length = strcspn(argument, "=");
	size_t name = strcspn(argument, "=(");
	const char *value = argument[length] ? argument + length + 1 : "1";

	macro_add(reading, intern_n(&reading->words, argument, name),
		clang_getNullCursor(),
		arena_printf(&reading->scratch, "%.*s %s", (int)length,
			argument, value), false);
}

static void undefine(struct reading *reading, const char *name)
{
	uint32_t macro = macro_find(
		reading, intern(&reading->words, name), NONE);

	if (macro != NONE)
		macro_hide(reading, macro, true);
}

void macros_of_arguments(struct reading *reading)
{
	for (uint32_t i = 0; i < OURS_COUNT; i++)
		macro_add(reading, intern(&reading->words, ours[i].name),
			clang_getNullCursor(), ours[i].body, true);
	for (int i = 0; i < reading->argument_count; i++) {
		const char *argument = reading->arguments[i], *text;

		if (argument[0] != '-' ||
			(argument[1] != 'D' && argument[1] != 'U'))
			continue;
		text = argument + 2;
		if (!*text && i + 1 < reading->argument_count)
			text = reading->arguments[++i];
		if (argument[1] == 'D')
			define(reading, text);
		else
			undefine(reading, text);
	}
}

uint32_t macro_find(
	const struct reading *reading, const char *word, uint32_t known)
{
	uint32_t index = map_get(&reading->macro_by_name, word);

	while (index != NONE && index >= known)
		index = reading->macros.items[index].earlier;
	if (index != NONE && reading->macros.items[index].marks->hidden)
		return NONE;
	return index;
}

void macro_hide(struct reading *reading, uint32_t macro, bool hidden)
{
	reading->macros.items[macro].marks->hidden = hidden;
}

/* ---- bodies ------------------------------------------------------------ */

/* Sets a lexer on the definition, from the macro's name on. */
static void open_definition(
	struct reading *reading, const struct macro *macro, struct lexer *lexer)
{
	CXSourceRange range;
	const char *bytes;
	unsigned from, to;
	size_t size;
	CXFile file;

	lexer_init(lexer, "", 0, 0, reading->facts->cxx);
	if (macro->body) {
		lexer_init(lexer, macro->body, 0, (unsigned)strlen(macro->body),
			reading->facts->cxx);
		return;
	}
	range = clang_getCursorExtent(macro->cursor);
	clang_getFileLocation(
		clang_getRangeStart(range), &file, NULL, NULL, &from);
	clang_getFileLocation(
		clang_getRangeEnd(range), NULL, NULL, NULL, &to);
	bytes = file ? clang_getFileContents(reading->tu, file, &size) : NULL;
	if (bytes && from <= to && to <= size)
		lexer_init(lexer, bytes, from, to, reading->facts->cxx);
}

/* The parameters, behind their parenthesis: `a, b, ...)`, `a, rest...)`. */
static void read_parameters(struct reading *reading, struct lexer *lexer,
	struct macro_tokens *tokens)
{
	bool after_word = false;
	struct token token;

	while (lexer_read(lexer, &reading->words, &token)) {
		const char *name = NULL;

		if (!strcmp(token.text, ")"))
			return;
		if (token.kind == TOKEN_WORD)
			name = token.text;
		if (!strcmp(token.text, "...")) {
			tokens->variadic = true;
			if (!after_word)
				name = intern(&reading->words, "__VA_ARGS__");
		}
		if (name)
			*vec_add(&reading->scratch, &tokens->parameters) = name;
		after_word = token.kind == TOKEN_WORD;
	}
}

const struct macro_tokens *macro_read(struct reading *reading, uint32_t index)
{
	struct macro *macro = &reading->macros.items[index];
	struct macro_tokens *tokens = macro->tokens;
	struct lexer lexer;
	struct token token;

	if (tokens)
		return tokens;
	tokens = arena_alloc(&reading->scratch, sizeof(*tokens));
	macro->tokens = tokens;
	open_definition(reading, macro, &lexer);
	if (!lexer_read(&lexer, &reading->words, &token) ||
		!lexer_read(&lexer, &reading->words, &token))
		return tokens;
	if (!strcmp(token.text, "(") && !token.spaced) {
		tokens->function_like = true;
		read_parameters(reading, &lexer, tokens);
	} else {
		*vec_add(&reading->scratch, &tokens->body) = token;
	}
	lexer_read_all(
		&lexer, &reading->scratch, &reading->words, &tokens->body);
	return tokens;
}

/* ---- searches ---------------------------------------------------------- */

struct search {
	struct reading *reading;
	const char *targets[4]; /* in words, or NULL */
	uint32_t known;	    /* NONE: look at every definition */
	uint32_t number;
	VEC(uint32_t) seen; /* macros */
};

static void search_init(
	struct search *search, struct reading *reading, uint32_t known)
{
	memset(search, 0, sizeof(*search));
	search->reading = reading;
	search->known = known;
	search->number = ++reading->preprocess->searches;
}

static bool is_target(const struct search *search, const char *word)
{
	for (int i = 0; i < 4; i++)
		if (search->targets[i] == word)
			return true;
	return false;
}

static bool search_word(struct search *search, const char *word);

static bool search_body(struct search *search, uint32_t macro)
{
	struct reading *reading = search->reading;
	struct macro_marks *marks = reading->macros.items[macro].marks;
	const struct macro_tokens *tokens;

	if (marks->seen == search->number)
		return false;
	marks->seen = search->number;
	*vec_add(&reading->scratch, &search->seen) = macro;
	tokens = macro_read(reading, macro);
	for (uint32_t i = 0; i < tokens->body.count; i++) {
		const struct token *token = &tokens->body.items[i];

		if (token->kind == TOKEN_WORD &&
			search_word(search, token->text))
			return true;
	}
	return false;
}

/* Whether a word is, or leads to, one of the targets. */
static bool search_word(struct search *search, const char *word)
{
	struct reading *reading = search->reading;
	uint32_t macro;

	if (is_target(search, word))
		return true;
	if (search->known != NONE) {
		macro = macro_find(reading, word, search->known);
		return macro != NONE && search_body(search, macro);
	}
	for (macro = map_get(&reading->macro_by_name, word); macro != NONE;
		macro = reading->macros.items[macro].earlier)
		if (search_body(search, macro))
			return true;
	return false;
}

/* The answer of a finished search: found, it is about the word alone; not
 * found, it is about everything on the way. */
static void keep_answer(struct search *search, uint32_t macro, enum lead lead,
	bool found)
{
	struct macro *macros = search->reading->macros.items;

	macros[macro].marks->searched[lead] = true;
	macros[macro].marks->leads[lead] = found;
	if (found)
		return;
	for (uint32_t i = 0; i < search->seen.count; i++) {
		const char *name = macros[search->seen.items[i]].name;
		uint32_t latest =
			map_get(&search->reading->macro_by_name, name);

		macros[latest].marks->searched[lead] = true;
	}
}

bool word_leads(struct reading *reading, const char *word, enum lead lead)
{
	uint32_t macro = map_get(&reading->macro_by_name, word);
	struct search search;
	bool found;

	for (int i = 0; lead_words[lead][i]; i++)
		if (!strcmp(word, lead_words[lead][i]))
			return true;
	if (macro == NONE)
		return false;
	if (reading->macros.items[macro].marks->searched[lead])
		return reading->macros.items[macro].marks->leads[lead];
	search_init(&search, reading, NONE);
	for (int i = 0; lead_words[lead][i]; i++)
		search.targets[i] =
			intern(&reading->words, lead_words[lead][i]);
	found = search_word(&search, word);
	keep_answer(&search, macro, lead, found);
	return found;
}

/* Whether the body of a macro mentions a parameter. */
static bool uses_arguments(const struct macro_tokens *tokens)
{
	for (uint32_t i = 0; i < tokens->body.count; i++)
		for (uint32_t j = 0; j < tokens->parameters.count; j++)
			if (tokens->body.items[i].text ==
				tokens->parameters.items[j])
				return true;
	return false;
}

static bool search_arguments(
	struct search *search, const struct macro_use *use)
{
	struct reading *reading = search->reading;
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, reading->files.items[use->file].bytes, use->offset,
		use->end, reading->facts->cxx);
	lexer_next(&lexer, &token);
	while (lexer_read(&lexer, &reading->words, &token))
		if (token.kind == TOKEN_WORD &&
			search_word(search, token.text))
			return true;
	return false;
}

bool macro_use_reaches(struct reading *reading, const struct macro_use *use,
	const char *name)
{
	uint32_t entry = entry_reading(reading, use->file, use->offset);
	struct search search;

	if (!strcmp(use->name, name))
		return true;
	if (use->definition == NONE)
		return false;
	search_init(&search, reading,
		macros_known_at(reading, entry, use->offset));
	search.targets[0] = intern(&reading->words, name);
	if (search_body(&search, use->definition))
		return true;
	return uses_arguments(macro_read(reading, use->definition)) &&
		search_arguments(&search, use);
}
