/*
 * "EVT_FOO FooStart;" with the role type declared nowhere would make a variable
 * of the routine: the head of its definition is read in that place.
 */
#include <ctype.h>
#include <string.h>

#include "frontend/repair_parts.h"

/* Within a line, what starts with P is the type of a member that points to
 * such a routine. */
static bool looks_like_role(const char *name, bool first)
{
	static const char *const ends[] = { "_CALLBACK", "_ROUTINE",
		"_HANDLER", "_NOTIFY", "_FN" };
	size_t length = strlen(name);

	if (*name == 'P' && !first)
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t tail = strlen(ends[i]);

		if (length > tail && !strcmp(name + length - tail, ends[i]))
			return true;
	}
	return text_starts(name, "EVT_");
}

/* Text on one line, without comments. */
static char *on_one_line(struct arena *arena, const char *text, size_t length)
{
	char *line = arena_strndup(arena, text, length), *to = line;

	for (const char *from = line; *from;) {
		if (from[0] == '/' && from[1] == '/') {
			from += strcspn(from, "\n");
		} else if (from[0] == '/' && from[1] == '*') {
			const char *close = strstr(from + 2, "*/");

			from = close ? close + 2 : from + strlen(from);
		} else {
			*to++ = isspace((unsigned char)*from) ? ' ' : *from;
			from++;
		}
	}
	*to = '\0';
	return line;
}

/* Where the declaration that ends at `at` starts: behind what ended the one
 * before, a comment or a directive. */
static size_t declaration_start(const char *text, size_t at)
{
	size_t line;

	while (at && text[at - 1] != ';' && text[at - 1] != '}' &&
		!(at > 1 && text[at - 1] == '/' && text[at - 2] == '*')) {
		for (line = at; line && text[line - 1] != '\n'; line--)
			;
		if (text[line + strspn(text + line, " \t")] == '#')
			return at + strcspn(text + at, "\n");
		at--;
	}
	return at;
}

/* Whether the name at an index is a member that a constructor initialises: the
 * last of them may stand in front of a brace, like a routine's. */
static bool is_initialised(const char *text, size_t at)
{
	while (at && isspace((unsigned char)text[at - 1]))
		at--;
	return at && (text[at - 1] == ',' ||
		(text[at - 1] == ':' && (at < 2 || text[at - 2] != ':')));
}

/* The head of a routine's definition in a text, or NULL; *mentioned tells
 * whether the name is called there at all. */
static const char *definition_head(struct arena *arena, const char *text,
	const char *name, bool *mentioned)
{
	size_t length = strlen(name), close, start;
	const char *at = text;

	while ((at = strstr(at, name)) != NULL) {
		const char *behind = at + length;
		bool whole = at == text || !text_is_name(at[-1]);

		behind += strspn(behind, " \t\r\n");
		if (!whole || *behind != '(' ||
			is_initialised(text, (size_t)(at - text))) {
			at += length;
			continue;
		}
		*mentioned = true;
		close = text_closing(text, (size_t)(behind - text));
		if (close && text[text_after_comments(text, close)] == '{') {
			start = declaration_start(text, (size_t)(at - text));
			if (strspn(text + start, " \t\r\n") + start <
				(size_t)(at - text))
				return on_one_line(
					arena, text + start, close - start);
		}
		at += length;
	}
	return NULL;
}

/* The head of a routine that is declared with a role at a spot, or what stands
 * in for it; NULL if nothing says that it is a routine. One that looks like one
 * stands at the start of a line, and is called elsewhere. */
static const char *head_of(struct repair *repair, const struct spot *spot,
	const char *role, const char *name)
{
	size_t size;
	const char *unit = clang_getFileContents(repair->tu,
		clang_getFile(repair->tu, repair->unit), &size);
	const char *head = NULL;
	bool mentioned = false, first;

	if (unit)
		head = definition_head(repair->arena, unit, name, &mentioned);
	if (!head)
		head = definition_head(
			repair->arena, spot->text, name, &mentioned);
	first = !spot->offset || spot->text[spot->offset - 1] == '\n';
	if (head || (!(mentioned && first) && !looks_like_role(role, first)))
		return head;
	return arena_printf(repair->arena, repair->cxx
		? "pageaudit_any %s(...)" : "long long %s(PAGEAUDIT_ANYTHING)",
		name);
}

static void edit(struct repair *repair, const struct spot *spot, size_t from,
	size_t to, const char *text)
{
	*vec_add(repair->arena, &repair->edits) =
		(struct repair_edit){ spot->file, from, to, text };
}

bool repair_need_role(
	struct repair *repair, const struct spot *spot, const char *role)
{
	size_t from = spot->offset;
	size_t at = spot_after_blanks(spot, spot_name_end(spot, from)), end;
	uint32_t roles = repair->roles.count, edits = repair->edits.count;

	while ((end = spot_name_end(spot, at)) > at) {
		const char *name = arena_strndup(
			repair->arena, spot->text + at, end - at);
		const char *head = head_of(repair, spot, role, name);

		if (!head)
			break;
		*vec_add(repair->arena, &repair->roles) =
			(struct repaired_role){ role, name };
		edit(repair, spot, from, end, head);
		at = spot_after_blanks(spot, end);
		if (spot_char(spot, at) != ',')
			break;
		edit(repair, spot, at, at + 1, ";");
		from = at = spot_after_blanks(spot, at + 1);
	}
	if (repair->roles.count == roles || spot_char(spot, at) != ';') {
		repair->roles.count = roles;
		repair->edits.count = edits;
		return false;
	}
	for (uint32_t i = roles; i < repair->roles.count; i++)
		repair_add_name(repair, &repair->locals,
			repair->roles.items[i].routine);
	return true;
}
