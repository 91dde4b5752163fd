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
#include <string.h>

#include "frontend/preprocess.h"

/* A segment's current section, and the directive that says so. */
struct setting {
	const char *section; /* NULL: the default */
	uint32_t directive;
	uint32_t entry; /* that it stands in, or NONE */
};

static const struct setting no_setting = { NULL, NONE, NONE };

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
	/* What bare pragmas of the file at hand ended: a directive each. */
	uint32_t ended[SEGMENT_COUNT];
	uint32_t entry, file; /* where it is; file NONE: a system header */
	uint32_t points;      /* the entry's list in file->points */
	struct map first_at; /* a byte of a file -> its first directive */
	VEC(uint32_t) undefined; /* macros that are hidden for now */

	/* The item at hand: a line, an inline pragma or a macro's use. */
	unsigned offset, end;
	bool own_line;
	uint32_t known;
	uint32_t ordinal; /* directives that it has brought so far */
};

/* ---- one directive ------------------------------------------------------ */

static bool same_names(
	const struct directive *left, const struct directive *right)
{
	if (left->names.count != right->names.count)
		return false;
	for (uint32_t i = 0; i < left->names.count; i++)
		if (left->names.items[i].name !=
			right->names.items[i].name)
			return false;
	return true;
}

static bool same_directive(
	const struct directive *left, const struct directive *right)
{
	return left->kind == right->kind && left->segment == right->segment &&
		left->action == right->action &&
		left->section == right->section &&
		left->label == right->label &&
		left->attributes == right->attributes &&
		same_names(left, right);
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
	directive->own_line = replay->own_line && !directive->macro;
	directive->has_line = directive->own_line &&
		ends_line(reading, replay->file, replay->end);
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
	while (stack->list.count >= at)
		replay->reading->facts->directives
			.items[stack->list.items[--stack->list.count].directive]
			.left_open = false;
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
		*setting = (struct setting){
			directive->section, index, replay->entry };
	} else if (directive->action == SEGMENT_SET) {
		replay->ended[directive->segment] = setting->directive;
		*setting = no_setting;
	}
}

static void apply(struct replay *replay, struct directive *directive)
{
	uint32_t index = note(replay, directive);

	if (directive->kind == DIRECTIVE_SEGMENT)
		apply_segment(replay, directive, index);
}

/* What an entry leaves behind of one segment: pushes that nothing popped, or
 * else a name that it has set. */
static void leave_open(struct replay *replay, uint32_t entry, int segment)
{
	struct directive *directives =
		replay->reading->facts->directives.items;
	const struct slots *stack = &replay->stacks[segment];
	const struct setting *setting = &replay->current[segment];
	uint32_t at = stack->list.count;
	bool pushed = false;

	for (; at && stack->list.items[at - 1].entry >= entry; at--) {
		const struct slot *slot = &stack->list.items[at - 1];

		if (slot->entry != entry)
			continue;
		directives[slot->directive].left_open = true;
		pushed = true;
	}
	if (!pushed && setting->section && setting->entry == entry)
		directives[setting->directive].left_open = true;
}

/* A header that ends what another has left open is its other half. One that
 * sets a name of its own over it and ends that is not. */
static void close_other(struct replay *replay, uint32_t entry,
	const struct setting *before, int segment)
{
	uint32_t open = before[segment].directive;

	if (entry && open != NONE && replay->ended[segment] == open &&
		replay->current[segment].directive != open)
		replay->reading->facts->directives.items[open].left_open =
			false;
}

static void leave(struct replay *replay, uint32_t entry,
	const struct setting before[SEGMENT_COUNT])
{
	for (int i = 0; i < SEGMENT_COUNT; i++) {
		close_other(replay, entry, before, i);
		leave_open(replay, entry, i);
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

/* The tokens behind `#pragma`, macros not expanded yet. They stand in this
 * file, or, NONE, in a string. */
static void apply_pragma(struct replay *replay, uint32_t file,
	const struct tokens *content)
{
	struct reading *reading = replay->reading;
	struct directive directive;
	struct tokens expanded;
	const char *first;
	bool ours;

	if (!content->count || content->items[0].kind != TOKEN_WORD)
		return;
	first = content->items[0].text;
	ours = pragma_is_known(first);
	if (!ours && macro_find(reading, first, replay->known) == NONE)
		return;
	expanded = ours ? expand_rest(replay, content) :
			  expand(reading, replay->known, content);
	if (!pragma_read(reading, file, &expanded, &directive) &&
		!pragma_read(reading, file, content, &directive))
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
	apply_pragma(replay, NONE, &content);
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
			apply_pragma(replay, replay->file, &content);
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
	replay->own_line = false;
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
	return pragma_is_known(token.text) ||
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
	replay->own_line = item->kind == ITEM_PRAGMA;
	tokens = tokens_of_item(replay);
	content = rest_of(&tokens, 2);
	if (item->kind == ITEM_UNDEF)
		apply_undef(replay, &tokens);
	else if (item->kind == ITEM_INLINE)
		apply_tokens(replay, &tokens);
	else
		apply_pragma(replay, replay->file, &content);
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
	for (int i = 0; i < SEGMENT_COUNT; i++)
		replay->ended[i] = NONE;
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
	struct setting before[SEGMENT_COUNT];

	if (entry->file == NONE) {
		replay->entry = number;
		replay->file = NONE;
		for (uint32_t i = 0; i < entry->children.count; i++)
			replay_child(replay, entry->children.items[i], 0);
		return;
	}
	memcpy(before, replay->current, sizeof(before));
	enter(replay, number, entry->file);
	replay_text(replay, number);
	leave(replay, number, before);
}

static void find_closing_places(struct reading *reading)
{
	const struct directive_log *log = reading->directives;

	for (uint32_t i = 0; i < log->origins.count; i++) {
		const struct origin *origin = &log->origins.items[i];
		struct directive *directive = &reading->facts->directives
			.items[origin->directive];

		if (directive->left_open)
			directive->close = closing_place(reading, origin->file,
				origin->offset,
				!origin->file &&
					directive->action == SEGMENT_SET);
	}
}

void directives_read(struct reading *reading)
{
	struct replay replay = { .reading = reading };

	reading->directives = arena_alloc(
		&reading->scratch, sizeof(*reading->directives));
	for (int i = 0; i < SEGMENT_COUNT; i++)
		replay.current[i] = no_setting;
	if (reading->preprocess->entries.count)
		replay_entry(&replay, 0);
	for (uint32_t i = 0; i < replay.undefined.count; i++)
		macro_hide(reading, replay.undefined.items[i], false);
	directives_sort(reading);
	find_closing_places(reading);
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
