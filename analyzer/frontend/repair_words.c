/*
 * A word that nothing declares in front of a routine: "PAGED NTSTATUS F(void)".
 * C takes it for a type, and loses the routine as a whole. It is a macro of a
 * header that was not found, which may well say in which section the routine
 * is; an empty one stands in, and the placement is then unknown.
 *
 * Of two words before a routine's name the first may also be a type, and the
 * second a macro: "FOO_STATUS NTAPI F(void)". What clang knows of the second
 * decides. A type there makes the first a word, a macro does not; if it is not
 * known either, the first is a word, too. Words stand behind the type as well,
 * and behind "class".
 */
#include <string.h>

#include "frontend/repair_parts.h"

enum known_as { KNOWN_NOT, KNOWN_MACRO, KNOWN_TYPE };

/* VOID is a macro in some headers. */
static bool is_keyword(const char *name)
{
	static const char *const keywords[] = { "void", "VOID", "int", "char",
		"short", "long", "unsigned", "signed", "float", "double",
		"bool", "auto", "struct", "union", "enum", "class", "const",
		"static", "extern", "inline", "virtual", "__int64" };

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (!strcmp(name, keywords[i]))
			return true;
	return false;
}

static enum known_as known_as(struct repair *repair, const char *name)
{
	if (is_keyword(name) || repair_declares_type(repair, name))
		return KNOWN_TYPE;
	return repair_declares_macro(repair, name) ? KNOWN_MACRO : KNOWN_NOT;
}

/* What stands from an index up to a routine's parameters. */
struct head {
	const char *first, *second; /* names, the routine's own last */
	int names;
};

static void add_name(
	struct repair *repair, struct head *head, const char *at, size_t length)
{
	const char *name = arena_strndup(repair->arena, at, length);

	if (!head->names++)
		head->first = name;
	else if (head->names == 2)
		head->second = name;
}

/* Whether what stands behind a routine's parameters goes on with it. */
static bool is_routine_end(const char *text)
{
	return *text == '{' || *text == ';' || *text == ':' ||
		text_starts(text, "const") || text_starts(text, "noexcept") ||
		text_starts(text, "override");
}

/* Reads names and stars up to the '(' of a routine that is declared or defined
 * here; a macro's arguments are passed over. */
static bool read_head(
	struct repair *repair, const char *text, size_t at, struct head *head)
{
	for (;;) {
		at = text_after_comments(text, at);
		if (text_is_name(text[at])) {
			size_t length = 0;

			while (text_is_name(text[at + length]))
				length++;
			add_name(repair, head, text + at, length);
			at += length;
		} else if (text[at] == ':' && text[at + 1] == ':' &&
			head->names) {
			head->names--; /* the class of a method */
			at += 2;
		} else if ((text[at] == '*' || text[at] == '&' ||
				   text[at] == '~') && head->names) {
			at++;
		} else if (text[at] == '(' && head->names) {
			at = text_closing(text, at);
			if (!at)
				return false;
			at = text_after_comments(text, at);
			if (is_routine_end(text + at))
				return true;
			head->names--;
		} else {
			return false;
		}
	}
}

/* What was taken for a type elsewhere is none. */
static bool add_word(struct repair *repair, const char *word)
{
	for (uint32_t i = 0; i < repair->shapes.types.count; i++)
		if (!strcmp(repair->shapes.types.items[i]->name, word))
			repair->shapes.types.items[i]->dropped = true;
	return repair_add_name(repair, &repair->words, word);
}

static size_t before_blanks(const struct spot *spot, size_t at)
{
	while (at && strchr(" \t\r\n", spot->text[at - 1]))
		at--;
	return at;
}

/* Where the name starts that ends before an index, blanks passed over. */
static size_t start_of_name(const struct spot *spot, size_t at)
{
	at = before_blanks(spot, at);
	while (at && text_is_name(spot->text[at - 1]))
		at--;
	return at;
}

/* The name that ends before an index; NULL if none does. */
static const char *name_before(
	struct repair *repair, const struct spot *spot, size_t at)
{
	size_t start = start_of_name(spot, at);
	size_t end = before_blanks(spot, at);

	return start < end ? arena_strndup(repair->arena, spot->text + start,
		end - start) : NULL;
}

/* Behind a word stands the type: "PAGED FOO_STATUS F(void)". */
bool repair_need_second_word(struct repair *repair, const struct spot *spot)
{
	const char *name = name_before(repair, spot, spot->offset), *first;
	struct head head = { 0 };

	if (!repair_is_plain(name))
		return false;
	first = name_before(
		repair, spot, start_of_name(spot, spot->offset));
	return (!first || !repair_has(&repair->words, first)) &&
		read_head(repair, spot->text, spot->offset, &head) &&
		head.names > 0 && known_as(repair, name) == KNOWN_NOT &&
		add_word(repair, name);
}

bool repair_need_called_word(struct repair *repair, const struct spot *spot)
{
	const char *name;
	struct head head = { 0 };
	size_t behind;

	if (!spot->offset || spot->text[spot->offset - 1] != '(')
		return false;
	name = name_before(repair, spot, spot->offset - 1);
	behind = text_closing(spot->text, spot->offset - 1);
	if (!repair_is_plain(name) || !behind ||
		!read_head(repair, spot->text, behind, &head) ||
		head.names < 2 || known_as(repair, name) != KNOWN_NOT)
		return false;
	return add_word(
		repair, arena_printf(repair->arena, "%s(...)", name));
}

bool repair_need_class_word(
	struct repair *repair, const struct spot *spot, const char *type)
{
	size_t end = spot_name_end(spot, spot->offset);
	char behind = spot->text[text_after_comments(spot->text, end)];
	const char *name = strchr(type, ' ');

	return name && repair_is_plain(name + 1) && end > spot->offset &&
		(behind == '{' || behind == ':') &&
		repair_add_name(repair, &repair->words, name + 1);
}

bool repair_need_word(
	struct repair *repair, const struct spot *spot, const char *name)
{
	struct head head = { 0 };
	enum known_as known;
	size_t end = spot_name_end(spot, spot->offset);

	if (!repair_is_plain(name) || repair_has(&repair->words, name) ||
		end - spot->offset != strlen(name) ||
		!read_head(repair, spot->text, end, &head) || head.names < 2)
		return false;
	known = known_as(repair, head.first);
	if (known == KNOWN_MACRO && head.names > 2)
		known = known_as(repair, head.second);
	return known != KNOWN_MACRO &&
		add_word(repair, name);
}
