/*
 * Macro expansion over token lists, by Prosser's algorithm: each token carries
 * the set of names that it may not expand to again, so that any recursion
 * ends. `#`, `##`, variadic macros and GNU's comma before `##__VA_ARGS__` work
 * as in the compiler.
 *
 * The input is a linked list. A replacement is put in front of what is left,
 * where it is looked at again: together with what follows, as C wants it.
 *
 * Limits: no __VA_OPT__, no __COUNTER__ and the like. After STEP_LIMIT tokens
 * the rest stays as it is; no pragma needs that many.
 */
#include <string.h>

#include "frontend/preprocess.h"

enum { STEP_LIMIT = 100000 };

struct hidden {
	const char *name;
	const struct hidden *next;
};

struct node {
	struct token token;
	struct node *next;
};

struct expander {
	struct reading *reading;
	struct arena *arena;
	uint32_t known;
	uint32_t steps;
};

/* What is given for a parameter; expanded once, however often it is used. */
struct argument {
	struct tokens written, expanded;
	bool is_expanded;
};

/* One use of a macro while it is being replaced. */
struct replacement {
	struct expander *expander;
	const struct macro_tokens *macro;
	struct argument *arguments; /* one for each parameter */
	const struct hidden *hidden;
	struct tokens out;
};

/* ---- sets of names ----------------------------------------------------- */

static bool is_hidden(const struct hidden *set, const char *name)
{
	for (; set; set = set->next)
		if (set->name == name)
			return true;
	return false;
}

static const struct hidden *hide(
	struct arena *arena, const struct hidden *set, const char *name)
{
	struct hidden *added;

	if (is_hidden(set, name))
		return set;
	added = arena_alloc(arena, sizeof(*added));
	added->name = name;
	added->next = set;
	return added;
}

static const struct hidden *hide_all(struct arena *arena,
	const struct hidden *set, const struct hidden *more)
{
	if (!set)
		return more;
	for (; more; more = more->next)
		set = hide(arena, set, more->name);
	return set;
}

static const struct hidden *hide_common(struct arena *arena,
	const struct hidden *left, const struct hidden *right)
{
	const struct hidden *common = NULL;

	for (; left; left = left->next)
		if (is_hidden(right, left->name))
			common = hide(arena, common, left->name);
	return common;
}

/* ---- the replacement of one use ---------------------------------------- */

static struct node *to_nodes(
	struct arena *arena, const struct tokens *tokens, struct node *rest)
{
	for (uint32_t i = tokens->count; i > 0; i--) {
		struct node *node = arena_alloc(arena, sizeof(*node));

		node->token = tokens->items[i - 1];
		node->next = rest;
		rest = node;
	}
	return rest;
}

static struct tokens expand_nodes(struct expander *expander, struct node *in);

static struct token *out_add(
	struct replacement *use, const struct token *token)
{
	struct token *added = vec_add(use->expander->arena, &use->out);

	*added = *token;
	return added;
}

/* Which argument a token of the body stands for, or NULL. */
static struct argument *argument_of(
	const struct replacement *use, const struct token *token)
{
	const struct macro_tokens *macro = use->macro;

	if (!macro->function_like || token->kind != TOKEN_WORD)
		return NULL;
	for (uint32_t i = 0; i < macro->parameters.count; i++)
		if (macro->parameters.items[i] == token->text)
			return &use->arguments[i];
	return NULL;
}

/* `#argument`: its text as a string literal. */
static struct token stringise(
	struct replacement *use, const struct tokens *argument)
{
	struct token string = { .kind = TOKEN_STRING };
	size_t room = 3, length = 0;
	char *text;

	for (uint32_t i = 0; i < argument->count; i++)
		room += 2 * strlen(argument->items[i].text) + 1;
	text = arena_alloc(use->expander->arena, room);
	text[length++] = '"';
	for (uint32_t i = 0; i < argument->count; i++) {
		const struct token *token = &argument->items[i];
		bool quoted = strpbrk(token->text, "\"'") != NULL;

		if (i && token->spaced)
			text[length++] = ' ';
		for (const char *c = token->text; *c; c++) {
			if (quoted && (*c == '"' || *c == '\\'))
				text[length++] = '\\';
			text[length++] = *c;
		}
	}
	text[length++] = '"';
	string.text = intern_n(
		&use->expander->reading->words, text, length);
	return string;
}

static void paste(struct replacement *use, const struct token *right)
{
	struct token *left = &use->out.items[use->out.count - 1];

	left->text = intern(&use->expander->reading->words,
		arena_printf(use->expander->arena, "%s%s", left->text,
			right->text));
	left->hidden = NULL;
	token_classify(left);
}

/* The operand of a `##`: arguments as written, nothing as an empty token. */
static void add_operand(
	struct replacement *use, const struct token *token, bool glue)
{
	const struct argument *argument = argument_of(use, token);
	struct token empty = { .kind = TOKEN_EMPTY, .text = "" };
	struct tokens one = { (struct token *)token, 1, 1 };
	const struct tokens *tokens = argument ? &argument->written : &one;

	if (!tokens->count && !glue)
		out_add(use, &empty);
	for (uint32_t i = 0; i < tokens->count; i++) {
		if (i == 0 && glue)
			paste(use, &tokens->items[i]);
		else
			out_add(use, &tokens->items[i]);
	}
}

static void add_expanded(struct replacement *use, const struct token *token,
	struct argument *argument)
{
	struct arena *arena = use->expander->arena;

	if (!argument->is_expanded)
		argument->expanded = expand_nodes(use->expander,
			to_nodes(arena, &argument->written, NULL));
	argument->is_expanded = true;
	for (uint32_t i = 0; i < argument->expanded.count; i++) {
		struct token *added = out_add(use, &argument->expanded.items[i]);

		if (i == 0)
			added->spaced = token->spaced;
	}
}

/* `, ## __VA_ARGS__` of GNU: the comma goes if there are no arguments. */
static bool add_optional_comma(struct replacement *use, uint32_t at)
{
	const struct tokens *body = &use->macro->body;
	struct argument *argument;

	if (!use->macro->variadic || at + 2 >= body->count ||
		strcmp(body->items[at].text, ",") ||
		strcmp(body->items[at + 1].text, "##"))
		return false;
	argument = argument_of(use, &body->items[at + 2]);
	if (!argument ||
		argument != &use->arguments[use->macro->parameters.count - 1])
		return false;
	if (argument->written.count) {
		out_add(use, &body->items[at]);
		add_expanded(use, &body->items[at + 2], argument);
	}
	return true;
}

/* One step through the body; gives how many of its tokens it took. */
static uint32_t add_from_body(struct replacement *use, uint32_t at)
{
	const struct tokens *body = &use->macro->body;
	const struct token *token = &body->items[at];
	const struct token *next = at + 1 < body->count ? token + 1 : NULL;
	struct argument *argument = argument_of(use, token);
	bool last = at + 2 >= body->count;

	if (use->macro->function_like && next && !strcmp(token->text, "#") &&
		argument_of(use, next)) {
		struct token string =
			stringise(use, &argument_of(use, next)->written);

		string.spaced = token->spaced;
		out_add(use, &string);
		return 2;
	}
	if (add_optional_comma(use, at))
		return 3;
	if (next && !strcmp(token->text, "##") && use->out.count) {
		add_operand(use, next, true);
		return 2;
	}
	if (next && !strcmp(next->text, "##") && !last)
		add_operand(use, token, false);
	else if (argument)
		add_expanded(use, token, argument);
	else
		out_add(use, token);
	return 1;
}

/* Drops empty tokens and gives the others their place and hidden names. Names
 * are hidden from whole arguments at a time: neighbours share a set. */
static void settle(struct replacement *use, const struct token *name,
	unsigned end)
{
	const struct hidden *before = NULL, *after = use->hidden;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < use->out.count; i++) {
		struct token *token = &use->out.items[i];

		if (token->kind == TOKEN_EMPTY)
			continue;
		token->offset = name->offset;
		token->end = name->macro ? name->end : end;
		token->macro = name->macro ? name->macro : name->text;
		if (token->hidden != before) {
			before = token->hidden;
			after = hide_all(use->expander->arena, before,
				use->hidden);
		}
		token->hidden = after;
		use->out.items[kept++] = *token;
	}
	use->out.count = kept;
	if (kept)
		use->out.items[0].spaced = name->spaced;
}

/* ---- reading a use ----------------------------------------------------- */

/* Reads the arguments behind `open`; gives the closing node, or NULL. */
static struct node *read_arguments(struct expander *expander,
	const struct macro_tokens *macro, struct node *open,
	struct argument *arguments)
{
	uint32_t current = 0, count = macro->parameters.count;
	int depth = 0;

	for (struct node *node = open->next; node; node = node->next) {
		const char *text = node->token.text;
		bool rest = macro->variadic && current + 1 == count;

		if (!strcmp(text, ")") && depth-- == 0)
			return node;
		if (!strcmp(text, "("))
			depth++;
		if (!strcmp(text, ",") && depth == 0 && !rest)
			current++;
		else if (current < count)
			*vec_add(expander->arena, &arguments[current].written) =
				node->token;
	}
	return NULL;
}

/* Replaces the macro that the list starts with; false if it is none. */
static bool replace(struct expander *expander, struct node **in)
{
	struct node *name = *in, *last = name;
	struct replacement use = { .expander = expander };
	struct arena *arena = expander->arena;
	uint32_t macro;

	if (name->token.kind != TOKEN_WORD || expander->steps > STEP_LIMIT ||
		is_hidden(name->token.hidden, name->token.text))
		return false;
	macro = macro_find(
		expander->reading, name->token.text, expander->known);
	if (macro == NONE)
		return false;
	use.macro = macro_read(expander->reading, macro);
	use.hidden = name->token.hidden;
	if (use.macro->function_like) {
		if (!name->next || strcmp(name->next->token.text, "("))
			return false;
		use.arguments = arena_alloc(arena,
			(use.macro->parameters.count + 1) *
				sizeof(*use.arguments));
		last = read_arguments(
			expander, use.macro, name->next, use.arguments);
		if (!last)
			return false;
		use.hidden = hide_common(
			arena, use.hidden, last->token.hidden);
	}
	use.hidden = hide(arena, use.hidden, name->token.text);
	for (uint32_t i = 0; i < use.macro->body.count;)
		i += add_from_body(&use, i);
	settle(&use, &name->token, last->token.end);
	expander->steps += use.out.count + 1;
	*in = to_nodes(arena, &use.out, last->next);
	return true;
}

static struct tokens expand_nodes(struct expander *expander, struct node *in)
{
	struct tokens out = { 0 };

	while (in) {
		if (replace(expander, &in))
			continue;
		*vec_add(expander->arena, &out) = in->token;
		in = in->next;
	}
	return out;
}

/* What is done to trace macros takes a thousand times the room of what comes of
 * it, so only that is kept. */
static struct tokens keep(struct reading *reading, const struct tokens *tokens)
{
	struct tokens kept = { 0 };

	for (uint32_t i = 0; i < tokens->count; i++) {
		struct token *token = vec_add(&reading->scratch, &kept);

		*token = tokens->items[i];
		token->hidden = NULL;
	}
	return kept;
}

struct tokens expand(struct reading *reading, uint32_t known,
	const struct tokens *tokens)
{
	struct expander expander = { .reading = reading,
		.arena = &reading->expansion, .known = known };
	struct tokens expanded = expand_nodes(
		&expander, to_nodes(expander.arena, tokens, NULL));

	expanded = keep(reading, &expanded);
	arena_clear(expander.arena);
	return expanded;
}
