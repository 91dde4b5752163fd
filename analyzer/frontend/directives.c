/*
 * Section pragmas. The unit is walked once more in the order in which the
 * compiler read it, through all includes, with the four segment stacks in
 * hand. What changes them is a pragma line, a __pragma or _Pragma in the text,
 * or the use of a macro that expands to one. Each change leaves a point in the
 * file, so that later a section is found by binary search.
 *
 * Macros in a pragma are expanded, as MSVC does and clang does not: also one
 * that is the whole pragma. If the expansion makes no sense the words are
 * taken as written.
 *
 * Policy for malformed pragmas: nothing happens, as in both compilers. A pop
 * of an empty stack, or to a label that is not there, does nothing.
 *
 * A macro's use that holds both a function and the pragmas round it has two
 * points: at its start what holds at its first brace, at its end what stays.
 */
#include <stdlib.h>
#include <string.h>

#include "frontend/preprocess.h"

/* A segment's current section and the directive that says so. */
struct setting {
	const char *section; /* NULL: the default */
	uint32_t directive;
};

/* What holds from an offset on. */
struct segment_point {
	unsigned offset;
	struct setting settings[SEGMENT_COUNT];
};

struct entry_points {
	uint32_t entry; /* preprocess.entries */
	VEC(struct segment_point) list; /* never empty */
};

/* The points of one file, each time that it was entered. */
struct segment_points {
	VEC(struct entry_points) entries;
};

/* Where in the bytes a directive stands. */
struct origin {
	uint32_t file;
	unsigned offset;
	uint32_t directive;
};

struct extent {
	uint32_t file;
	unsigned from, to;
};

struct directive_log {
	VEC(struct origin) origins; /* sorted by file, offset */
	VEC(struct extent) bodies;  /* outermost function bodies, sorted */
	struct map alloc_text;	    /* name -> last directive */
	bool sorted;
};

/* What a push has put aside. */
struct slot {
	const char *label;
	struct setting setting;
	uint32_t directive, entry; /* of the push */
};

struct slots {
	VEC(struct slot) list;
};

struct replay {
	struct reading *reading;
	struct setting current[SEGMENT_COUNT];
	struct slots stacks[SEGMENT_COUNT];
	uint32_t entry, file; /* where it is; file NONE: a system header */
	uint32_t points;      /* the entry's list in file->points */
	struct map first_at; /* a byte of a file -> its first directive */
	VEC(uint32_t) undefined; /* macros that are hidden for now */

	/* The item at hand: a line, an inline pragma or a macro's use. */
	unsigned offset, end;
	uint32_t known;
	uint32_t ordinal; /* directives that it has brought so far */
};

/* ---- reading a pragma --------------------------------------------------- */

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

/* Tokens that are read one after the other. */
struct cursor {
	struct reading *reading;
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

/* (section, name, …) */
static bool read_alloc_text(struct cursor *cursor, struct directive *directive)
{
	struct arena *arena = &cursor->reading->facts->arena;

	directive->section = accept_name(cursor);
	if (!directive->section)
		return false;
	while (accept(cursor, ",")) {
		const char *name = accept_name(cursor);

		if (!name)
			return false;
		*vec_add(arena, &directive->names) = name;
	}
	return directive->names.count && accept(cursor, ")");
}

/* ([push|pop,] [label,] ["section" [, "class"]]), all of it optional */
static bool read_segment(struct cursor *cursor, struct directive *directive)
{
	const struct token *token;
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
			directive->label = accept_name(cursor);
			more = accept(cursor, ",");
		}
	}
	if (more)
		directive->section = accept_string(cursor);
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

	directive->section = accept_string(cursor);
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

/* What the tokens behind `#pragma` say; false if it is not about sections. */
static bool read_pragma(struct reading *reading, const struct tokens *tokens,
	struct directive *directive)
{
	struct cursor cursor = { reading, tokens, 1 };
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
	default:
		return false;
	}
}

/* ---- the list of directives --------------------------------------------- */

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

static bool same_names(
	const struct directive *left, const struct directive *right)
{
	if (left->names.count != right->names.count)
		return false;
	for (uint32_t i = 0; i < left->names.count; i++)
		if (left->names.items[i] != right->names.items[i])
			return false;
	return true;
}

static bool same_directive(
	const struct directive *left, const struct directive *right)
{
	return left->kind == right->kind && left->segment == right->segment &&
		left->action == right->action &&
		left->section == right->section &&
		left->label == right->label && same_names(left, right);
}

/*
 * Adds a directive of the item at hand. A file that is entered again says the
 * same thing again; that is one directive. It is told apart by the item's
 * first byte and by the how-manieth of the item it is.
 */
static uint32_t note(struct replay *replay, struct directive *directive)
{
	struct reading *reading = replay->reading;
	struct facts *facts = reading->facts;
	const char *byte =
		reading->files.items[replay->file].bytes + replay->offset;
	uint32_t index = map_get(&replay->first_at, byte);

	directive->place = place_of_offsets(
		reading, replay->file, replay->offset, replay->end);
	directive->macro = intern(&facts->names, directive->macro);
	if (index == MAP_NONE) {
		map_set(&reading->scratch, &replay->first_at, byte,
			facts->directives.count);
	} else {
		index += replay->ordinal;
		if (index < facts->directives.count &&
			same_directive(&facts->directives.items[index],
				directive)) {
			replay->ordinal++;
			return index;
		}
	}
	replay->ordinal++;
	return directive_add(
		reading, directive, replay->file, replay->offset);
}

/* ---- the segment stacks -------------------------------------------------- */

static void push(struct replay *replay, const struct directive *directive,
	uint32_t index)
{
	struct slots *stack = &replay->stacks[directive->segment];

	*vec_add(&replay->reading->scratch, &stack->list) = (struct slot){
		directive->label, replay->current[directive->segment], index,
		replay->entry };
}

/* Pops the top, or everything down to a label. */
static void pop(struct replay *replay, const struct directive *directive)
{
	struct slots *stack = &replay->stacks[directive->segment];
	uint32_t at = stack->list.count;

	if (directive->label)
		while (at && stack->list.items[at - 1].label !=
				directive->label)
			at--;
	if (!at)
		return;
	replay->current[directive->segment] =
		stack->list.items[at - 1].setting;
	stack->list.count = at - 1;
}

static void apply_segment(struct replay *replay,
	const struct directive *directive, uint32_t index)
{
	struct setting *setting = &replay->current[directive->segment];

	if (directive->action == SEGMENT_PUSH)
		push(replay, directive, index);
	if (directive->action == SEGMENT_POP)
		pop(replay, directive);
	if (directive->section) {
		*setting = (struct setting){ directive->section, index };
	} else if (directive->action == SEGMENT_SET) {
		*setting = (struct setting){ NULL, NONE };
	}
}

static void apply(struct replay *replay, struct directive *directive)
{
	struct reading *reading = replay->reading;
	uint32_t index = note(replay, directive);

	if (directive->kind == DIRECTIVE_SEGMENT)
		apply_segment(replay, directive, index);
	for (uint32_t i = 0; i < directive->names.count; i++)
		map_set(&reading->scratch, &reading->directives->alloc_text,
			directive->names.items[i], index);
}

/* Pushes of an entry that are still there when its file ends. */
static void leave_open(struct replay *replay, uint32_t entry)
{
	struct directive *directives =
		replay->reading->facts->directives.items;

	for (int i = 0; i < SEGMENT_COUNT; i++) {
		const struct slots *stack = &replay->stacks[i];
		uint32_t at = stack->list.count;

		for (; at && stack->list.items[at - 1].entry >= entry; at--) {
			const struct slot *slot = &stack->list.items[at - 1];

			if (slot->entry == entry)
				directives[slot->directive].left_open = true;
		}
	}
}

static bool same_settings(
	const struct setting *left, const struct setting *right)
{
	for (int i = 0; i < SEGMENT_COUNT; i++)
		if (left[i].section != right[i].section ||
			left[i].directive != right[i].directive)
			return false;
	return true;
}

/* Notes what holds from an offset on, if that is news. */
static void add_point(struct replay *replay, unsigned offset)
{
	struct read_file *file =
		&replay->reading->files.items[replay->file];
	struct entry_points *points =
		&file->points->entries.items[replay->points];
	uint32_t count = points->list.count;
	struct segment_point *last =
		count ? &points->list.items[count - 1] : NULL;

	if (last && same_settings(last->settings, replay->current))
		return;
	if (!last || last->offset != offset)
		last = vec_add(&replay->reading->scratch, &points->list);
	last->offset = offset;
	memcpy(last->settings, replay->current, sizeof(last->settings));
}

/* ---- one pragma ---------------------------------------------------------- */

static struct tokens rest_of(const struct tokens *tokens, uint32_t from)
{
	struct tokens rest = { 0 };

	if (from < tokens->count) {
		rest.items = tokens->items + from;
		rest.count = rest.capacity = tokens->count - from;
	}
	return rest;
}

/* A pragma whose first word is ours: the rest with its macros expanded. */
static struct tokens expand_rest(
	struct replay *replay, const struct tokens *content)
{
	struct tokens rest = rest_of(content, 1);
	struct tokens all = { 0 };
	struct arena *arena = &replay->reading->scratch;

	rest = expand(replay->reading, replay->known, &rest);
	*vec_add(arena, &all) = content->items[0];
	for (uint32_t i = 0; i < rest.count; i++)
		*vec_add(arena, &all) = rest.items[i];
	return all;
}

/* The tokens behind `#pragma`, macros not expanded yet. */
static void apply_pragma(struct replay *replay, const struct tokens *content)
{
	struct reading *reading = replay->reading;
	struct directive directive;
	struct tokens expanded;
	const char *first;
	bool ours;

	if (!content->count || content->items[0].kind != TOKEN_WORD)
		return;
	first = content->items[0].text;
	ours = pragma_of(first) >= 0;
	if (!ours && macro_find(reading, first, replay->known) == NONE)
		return;
	expanded = ours ? expand_rest(replay, content) :
			  expand(reading, replay->known, content);
	if (!read_pragma(reading, &expanded, &directive) &&
		!read_pragma(reading, content, &directive))
		return;
	directive.macro = content->items[0].macro;
	if (!ours && !directive.macro)
		directive.macro = first;
	apply(replay, &directive);
}

/* _Pragma's literal: its text is the content. */
static void apply_literal(struct replay *replay, const struct tokens *tokens,
	uint32_t at)
{
	struct reading *reading = replay->reading;
	const char *macro = tokens->items[at].macro;
	const char *text = string_value(reading, tokens, &at);
	struct tokens content = { 0 };
	struct lexer lexer;

	if (!text)
		return;
	lexer_init(&lexer, text, 0, (unsigned)strlen(text),
		reading->facts->cxx);
	lexer_read_all(
		&lexer, &reading->scratch, &reading->words, &content);
	for (uint32_t i = 0; i < content.count; i++)
		content.items[i].macro = macro;
	apply_pragma(replay, &content);
}

/* The token that closes the parenthesis at `open`. */
static uint32_t closing(const struct tokens *tokens, uint32_t open)
{
	int depth = 0;
	uint32_t at;

	for (at = open; at < tokens->count; at++) {
		if (!strcmp(tokens->items[at].text, "("))
			depth++;
		if (!strcmp(tokens->items[at].text, ")") && --depth == 0)
			break;
	}
	return at;
}

/* Every __pragma(…) and _Pragma(…) in a list of tokens. */
static void apply_tokens(struct replay *replay, const struct tokens *tokens)
{
	bool in_code = false;

	for (uint32_t i = 0; i + 1 < tokens->count; i++) {
		const char *text = tokens->items[i].text;
		struct tokens content;

		if (!in_code && !strcmp(text, "{")) {
			add_point(replay, replay->offset);
			in_code = true;
		}
		if (strcmp(tokens->items[i + 1].text, "("))
			continue;
		if (!strcmp(text, "_Pragma")) {
			apply_literal(replay, tokens, i + 2);
		} else if (!strcmp(text, "__pragma")) {
			uint32_t close = closing(tokens, i + 1);

			content = rest_of(tokens, i + 2);
			if (close < tokens->count)
				content.count = close - i - 2;
			apply_pragma(replay, &content);
			i = close;
		}
	}
}

/* ---- the walk ------------------------------------------------------------ */

static const uint64_t NOWHERE = UINT64_MAX; /* behind every offset */

static struct tokens tokens_of_item(struct replay *replay)
{
	struct reading *reading = replay->reading;
	struct tokens tokens = { 0 };
	struct lexer lexer;

	lexer_init(&lexer, reading->files.items[replay->file].bytes,
		replay->offset, replay->end, reading->facts->cxx);
	lexer_read_all(&lexer, &reading->scratch, &reading->words, &tokens);
	return tokens;
}

/* `#undef`: until the walk is over, the macro is not found any more. */
static void apply_undef(struct replay *replay, const struct tokens *tokens)
{
	struct reading *reading = replay->reading;
	uint32_t macro;

	if (tokens->count < 3)
		return;
	macro = macro_find(reading, tokens->items[2].text, replay->known);
	if (macro == NONE)
		return;
	macro_hide(reading, macro, true);
	*vec_add(&reading->scratch, &replay->undefined) = macro;
}

static void set_item(struct replay *replay, unsigned offset, unsigned end)
{
	replay->offset = offset;
	replay->end = end;
	replay->ordinal = 0;
	replay->known =
		macros_known_at(replay->reading, replay->entry, offset);
}

/* Whether a pragma line starts with a word that could matter; most do not. */
static bool may_matter(struct replay *replay, const struct file_item *item)
{
	struct reading *reading = replay->reading;
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, reading->files.items[replay->file].bytes,
		item->offset, item->end, reading->facts->cxx);
	for (int i = 0; i < 3; i++)
		if (!lexer_read(&lexer, &reading->words, &token))
			return false;
	return pragma_of(token.text) >= 0 ||
		map_get(&reading->macro_by_name, token.text) != MAP_NONE;
}

static void replay_item(struct replay *replay, const struct file_item *item)
{
	struct reading *reading = replay->reading;
	struct tokens tokens, content;

	if (item->kind == ITEM_LINE ||
		entry_skips(reading, replay->entry, item->offset))
		return;
	if (item->kind == ITEM_INLINE &&
		macro_use_at(reading, replay->file, item->offset))
		return; /* comes with the macro */
	if (item->kind == ITEM_PRAGMA && !may_matter(replay, item))
		return;
	set_item(replay, item->offset, item->end);
	tokens = tokens_of_item(replay);
	content = rest_of(&tokens, 2);
	if (item->kind == ITEM_UNDEF)
		apply_undef(replay, &tokens);
	else if (item->kind == ITEM_INLINE)
		apply_tokens(replay, &tokens);
	else
		apply_pragma(replay, &content);
	add_point(replay, item->end);
}

/* Whether a use, with what stands in its arguments, could bring a pragma. */
static bool use_leads(struct replay *replay, const struct macro_use *use)
{
	struct reading *reading = replay->reading;
	struct lexer lexer;
	struct token token;

	if (word_leads(reading, intern(&reading->words, use->name),
		    LEAD_PRAGMA))
		return true;
	lexer_init(&lexer, reading->files.items[use->file].bytes, use->offset,
		use->end, reading->facts->cxx);
	lexer_next(&lexer, &token);
	while (lexer_read(&lexer, &reading->words, &token))
		if (token.kind == TOKEN_WORD &&
			word_leads(reading, token.text, LEAD_PRAGMA))
			return true;
	return false;
}

static void replay_use(struct replay *replay, const struct macro_use *use)
{
	struct reading *reading = replay->reading;
	struct tokens tokens;

	if (&reading->uses.items[use->outer] != use ||
		!use_leads(replay, use) ||
		entry_skips(reading, replay->entry, use->offset))
		return;
	set_item(replay, use->offset, use->end);
	tokens = tokens_of_item(replay);
	tokens = expand(reading, replay->known, &tokens);
	apply_tokens(replay, &tokens);
	add_point(replay, use->end);
}

static void replay_entry(struct replay *replay, uint32_t number);

/* Goes into an included file and comes back. */
static void replay_child(
	struct replay *replay, uint32_t number, unsigned offset)
{
	uint32_t entry = replay->entry, file = replay->file;
	uint32_t points = replay->points;

	replay_entry(replay, number);
	replay->entry = entry;
	replay->file = file;
	replay->points = points;
	if (file != NONE)
		add_point(replay, offset);
}

static void enter(struct replay *replay, uint32_t number, uint32_t file)
{
	struct reading *reading = replay->reading;
	struct read_file *read = &reading->files.items[file];

	if (!read->points)
		read->points =
			arena_alloc(&reading->scratch, sizeof(*read->points));
	vec_add(&reading->scratch, &read->points->entries)->entry = number;
	replay->entry = number;
	replay->file = file;
	replay->points = read->points->entries.count - 1;
	add_point(replay, 0);
}

/* Merges a file's pragmas, macro uses and includes by their offsets. */
static void replay_text(struct replay *replay, uint32_t number)
{
	struct reading *reading = replay->reading;
	const struct file_entry *entries = reading->preprocess->entries.items;
	const struct file_entry *entry = &entries[number];
	const struct read_file *file = &reading->files.items[entry->file];
	const struct file_item *items = file->scan->items.items;
	const struct macro_use *uses = reading->uses.items;
	uint32_t item = 0, items_end = file->scan->items.count;
	uint32_t use = file->first_use, uses_end = use + file->use_count;
	uint32_t child = 0;

	for (;;) {
		uint64_t to_item = item < items_end ?
			items[item].offset : NOWHERE;
		uint64_t to_use = use < uses_end ? uses[use].offset : NOWHERE;
		uint64_t to_child = child < entry->children.count ?
			entries[entry->children.items[child]].at : NOWHERE;

		if (to_child < NOWHERE && to_child <= to_item &&
			to_child <= to_use)
			replay_child(replay, entry->children.items[child++],
				(unsigned)to_child);
		else if (to_item < to_use)
			replay_item(replay, &items[item++]);
		else if (to_use < NOWHERE)
			replay_use(replay, &uses[use++]);
		else
			return;
	}
}

static void replay_entry(struct replay *replay, uint32_t number)
{
	const struct file_entry *entry =
		&replay->reading->preprocess->entries.items[number];

	if (entry->file == NONE) {
		replay->entry = number;
		replay->file = NONE;
		for (uint32_t i = 0; i < entry->children.count; i++)
			replay_child(replay, entry->children.items[i], 0);
		return;
	}
	enter(replay, number, entry->file);
	replay_text(replay, number);
	leave_open(replay, number);
}

void directives_read(struct reading *reading)
{
	struct replay replay = { .reading = reading };
	struct directive_log *log =
		arena_alloc(&reading->scratch, sizeof(*log));

	reading->directives = log;
	for (int i = 0; i < SEGMENT_COUNT; i++)
		replay.current[i] = (struct setting){ NULL, NONE };
	if (reading->preprocess->entries.count)
		replay_entry(&replay, 0);
	for (uint32_t i = 0; i < replay.undefined.count; i++)
		macro_hide(reading, replay.undefined.items[i], false);
	if (log->origins.count)
		qsort(log->origins.items, log->origins.count,
			sizeof(*log->origins.items), by_origin);
	log->sorted = true;
}

/* ---- answers ------------------------------------------------------------- */

/* The list of the entry that reads this offset. */
static const struct entry_points *points_at(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct segment_points *points =
		reading->files.items[file].points;
	uint32_t i = 0;

	if (!points)
		return NULL;
	while (i < points->entries.count &&
		entry_skips(reading, points->entries.items[i].entry, offset))
		i++;
	return &points->entries.items[i < points->entries.count ? i : 0];
}

const char *segment_at(const struct reading *reading, enum segment segment,
	uint32_t file, unsigned offset, uint32_t *directive)
{
	const struct entry_points *points = points_at(reading, file, offset);
	uint32_t low = 0, high = points ? points->list.count : 0;
	const struct setting *setting;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (points->list.items[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	*directive = NONE;
	if (!low)
		return NULL;
	setting = &points->list.items[low - 1].settings[segment];
	*directive = setting->directive;
	return setting->section;
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
