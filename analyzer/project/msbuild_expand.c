/*
 * References in a value. Properties hold what was expanded when they were set,
 * so nothing is expanded twice and no reference can go in circles; but a value
 * that doubles itself a few dozen times fills any memory, hence the limit.
 */
#include "project/msbuild.h"

#include <ctype.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/sources_words.h"

enum { LONGEST_VALUE = 1024 * 1024, DEEPEST_NESTING = 50 };

struct draft {
	struct msbuild *msbuild;
	char *bytes;
	size_t count, capacity;
	bool full;
};

static void grow(struct draft *draft, size_t length)
{
	char *bytes;

	while (draft->capacity < draft->count + length)
		draft->capacity = 2 * draft->capacity + 64;
	bytes = arena_alloc(draft->msbuild->arena, draft->capacity + 1);
	if (draft->count)
		memcpy(bytes, draft->bytes, draft->count);
	draft->bytes = bytes;
}

static void put(struct draft *draft, const char *text, size_t length)
{
	draft->full |= draft->count + length > LONGEST_VALUE;
	if (draft->full)
		return;
	if (draft->count + length >= draft->capacity)
		grow(draft, length + 1);
	memcpy(draft->bytes + draft->count, text, length);
	draft->count += length;
	draft->bytes[draft->count] = '\0';
}

static void put_text(struct draft *draft, const char *text)
{
	put(draft, text, strlen(text));
}

/* ---- escapes ------------------------------------------------------------ */

static int hex(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c)
		? tolower((unsigned char)c) - 'a' + 10
		: -1;
}

static char *unescape(struct arena *arena, const char *text, size_t length)
{
	char *result = arena_strndup(arena, text, length), *to = result;

	for (const char *from = result; *from; to++) {
		int byte = -1;

		if (from[0] == '%' && hex(from[1]) >= 0 && hex(from[2]) >= 0)
			byte = hex(from[1]) * 16 + hex(from[2]);
		*to = (char)(byte > 0 ? byte : *from);
		from += byte > 0 ? 3 : 1;
	}
	*to = '\0';
	return result;
}

char *msbuild_escape(struct arena *arena, const char *text)
{
	char *result = arena_alloc(arena, 3 * strlen(text) + 1), *to = result;

	for (; *text; text++) {
		if (strchr("%;$@'()*?", *text)) {
			static const char digits[] = "0123456789ABCDEF";

			*to++ = '%';
			*to++ = digits[(unsigned char)*text >> 4];
			*to++ = digits[*text & 15];
		} else {
			*to++ = *text;
		}
	}
	return result;
}

static bool is_blank(char c)
{
	return isspace((unsigned char)c);
}

static const char *trimmed(
	struct arena *arena, const char *text, const char *end)
{
	while (text < end && is_blank(*text))
		text++;
	while (end > text && is_blank(end[-1]))
		end--;
	return unescape(arena, text, (size_t)(end - text));
}

const char *msbuild_plain(struct arena *arena, const char *text)
{
	return trimmed(arena, text, text + strlen(text));
}

void msbuild_split(
	struct arena *arena, const char *text, struct msbuild_list *list)
{
	while (*text) {
		size_t length = strcspn(text, ";");
		const char *part = trimmed(arena, text, text + length);

		if (*part)
			*vec_add(arena, &list->parts) = part;
		text += length + (text[length] == ';');
	}
}

/* ---- references --------------------------------------------------------- */

size_t msbuild_reference_length(const char *text)
{
	uint32_t open = 0;
	char quote = 0;

	for (size_t i = 0; text[i]; i++) {
		char c = text[i];

		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (open > 1 && strchr("'\"`", c)) {
			quote = c;
		} else if (c == '(') {
			open++;
		} else if (c == ')' && --open == 0) {
			return i + 1;
		}
	}
	return 0;
}

static bool is_name(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_' &&
			*text != '-')
			return false;
	return true;
}

static void put_property(struct draft *draft, const char *expression)
{
	struct msbuild *msbuild = draft->msbuild;
	const char *value;

	expression = msbuild_plain(msbuild->arena, expression);
	if (is_name(expression)) {
		put_text(draft, msbuild_value(msbuild, expression));
		return;
	}
	if (nocase_starts(expression, "Registry:"))
		return; /* which only Windows has: as if the key were missing */
	value = msbuild->depth < DEEPEST_NESTING
		? msbuild_call(msbuild, expression)
		: NULL;
	if (value)
		put_text(draft, value);
	else
		msbuild_note(msbuild, "$(%s) is not understood and counts as "
			"empty", expression);
}

/* What every item knows of itself; NULL for other names. */
static const char *well_known(
	struct arena *arena, const char *include, const char *name)
{
	const char *base = path_base(include), *dot = strrchr(base, '.');

	if (nocase_same(name, "Identity") || nocase_same(name, "FullPath"))
		return include;
	if (nocase_same(name, "Filename"))
		return arena_strndup(arena, base,
			dot ? (size_t)(dot - base) : strlen(base));
	if (nocase_same(name, "Extension"))
		return dot ? dot : "";
	if (nocase_same(name, "RelativeDir"))
		return arena_strndup(
			arena, include, (size_t)(base - include));
	return NULL;
}

static void put_metadata(struct draft *draft, const char *expression)
{
	struct msbuild *msbuild = draft->msbuild;
	struct arena *arena = msbuild->arena;
	const char *name = msbuild_plain(arena, expression), *known = NULL;
	const char *dot = strchr(name, '.');
	const char *type = msbuild->item ? msbuild->item->type
					 : msbuild->item_type;

	if (dot) {
		type = msbuild_name(msbuild,
			arena_strndup(arena, name, (size_t)(dot - name)));
		name = dot + 1;
	}
	if (msbuild->item)
		known = well_known(arena, msbuild->item->include, name);
	if (known)
		put_text(draft, msbuild_escape(arena, known));
	else if (type)
		put_text(draft, msbuild_metadata(msbuild, type,
					msbuild->item, name));
}

struct joining {
	struct draft *draft;
	bool more;
};

static void join_item(void *context, struct msbuild_item *item)
{
	struct joining *joining = context;

	if (joining->more)
		put_text(joining->draft, ";");
	joining->more = true;
	put_text(joining->draft, msbuild_escape(
		joining->draft->msbuild->arena, item->include));
}

static void join_names(struct joining *joining, const char *names)
{
	while (*(names += strspn(names, " \t\r\n;"))) {
		size_t length = strcspn(names, " \t\r\n;");
		struct msbuild_item item = { .include = arena_strndup(
				joining->draft->msbuild->arena, names,
				length) };

		join_item(joining, &item);
		names += length;
	}
}

/* The kit makes these items of what projects of its old build name in
 * properties: "a.cpp b.cpp c.rc". */
static void join_old_sources(struct joining *joining)
{
	struct msbuild *msbuild = joining->draft->msbuild;
	enum architecture architecture =
		architecture_of(msbuild_property(msbuild, "Platform"));
	const char *word;
	bool counts;

	for (uint32_t i = 0;
		(word = sources_word(i, architecture, &counts)); i++)
		if (counts)
			join_names(joining, msbuild_property(msbuild, word));
}

static void put_items(struct draft *draft, const char *expression)
{
	struct joining joining = { .draft = draft };
	const char *type = msbuild_plain(draft->msbuild->arena, expression);

	if (is_name(type))
		msbuild_items(draft->msbuild, type, join_item, &joining);
	else
		msbuild_note(draft->msbuild, "@(%s) is not understood and "
			"counts as empty", type);
	if (!joining.more && nocase_same(type, "ClSourceFiles"))
		join_old_sources(&joining);
}

const char *msbuild_expand(struct msbuild *msbuild, const char *text)
{
	struct draft draft = { .msbuild = msbuild };
	const char *inner;
	size_t length;

	if (!strpbrk(text, "$%@"))
		return text;
	msbuild->depth++;
	for (; *text; text += length) {
		length = strchr("$%@", *text) && text[1] == '('
			? msbuild_reference_length(text)
			: 0;
		if (!length) {
			length = 1;
			put(&draft, text, 1);
			continue;
		}
		inner = arena_strndup(msbuild->arena, text + 2, length - 3);
		if (*text == '$')
			put_property(&draft, inner);
		else if (*text == '%')
			put_metadata(&draft, inner);
		else
			put_items(&draft, inner);
	}
	msbuild->depth--;
	if (draft.full)
		msbuild_note(msbuild, "a value grows beyond 1 MB and counts "
			"as empty");
	return draft.full || !draft.bytes ? "" : draft.bytes;
}
