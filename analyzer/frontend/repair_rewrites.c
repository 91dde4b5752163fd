/*
 * Where nothing can be declared that would make an expression right, the file
 * is read with another one in its place: a field that the headers at hand do
 * not have, a cast of what is assigned to, which only Microsoft's compiler
 * allows, an assignment between types of which one is a guess. What is lost is
 * that one operation, and not the statement with the calls in it.
 */
#include <ctype.h>
#include <string.h>

#include "frontend/repair_parts.h"

static bool add_edit(struct repair *repair, const struct spot *spot,
	size_t from, size_t to, const char *text)
{
	*vec_add(repair->arena, &repair->edits) =
		(struct repair_edit){ spot->file, from, to, text };
	return true;
}

/* What stands in for a piece: lines stay what they are, and columns where they
 * can. */
static bool cut(struct repair *repair, const struct spot *spot, size_t from,
	size_t to, const char *text)
{
	size_t length = strlen(text), line = 0;
	char *rest = arena_strndup(repair->arena, spot->text + from, to - from);

	for (char *c = rest; *c; c++)
		if (*c != '\n' && *c != '\r')
			*c = ' ';
	line = strcspn(rest, "\r\n");
	return add_edit(repair, spot, from, to,
		arena_printf(repair->arena, "%s%s", text,
			rest + (length < line ? length : line)));
}

/* ---- members ------------------------------------------------------------- */

static size_t before_blanks(const struct spot *spot, size_t at)
{
	while (at && isspace((unsigned char)spot->text[at - 1]))
		at--;
	return at;
}

/* The bracket that opens what the one before `at` closes; `at` if none. */
static size_t opening(const struct spot *spot, size_t at)
{
	int depth = 0;

	for (size_t i = at; i; i--) {
		char c = spot->text[i - 1];

		depth += c == ')' || c == ']' ? 1 : c == '(' || c == '[' ? -1 : 0;
		if (!depth)
			return i - 1;
		if (c == ';' || c == '{' || c == '}')
			break;
	}
	return at;
}

static bool is_keyword(const struct spot *spot, size_t from, size_t to)
{
	static const char *const words[] = { "return", "sizeof", "case", "else",
		"do", "if", "while", "switch", "for" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (to - from == strlen(words[i]) &&
			!strncmp(spot->text + from, words[i], to - from))
			return true;
	return false;
}

/* The operator that ends before `at`, "->", "." or "::", starts there; `at` if
 * there is none. */
static size_t before_access(const struct spot *spot, size_t at)
{
	const char *text = spot->text;

	at = before_blanks(spot, at);
	if (at > 1 && ((text[at - 1] == '>' && text[at - 2] == '-') ||
			(text[at - 1] == ':' && text[at - 2] == ':')))
		return at - 2;
	return at && text[at - 1] == '.' ? at - 1 : at;
}

/* Where the expression starts whose last operand ends before `at`. */
static size_t operand_start(const struct spot *spot, size_t at)
{
	size_t end = before_blanks(spot, at), start = end;

	while (start && (spot->text[start - 1] == ')' ||
			spot->text[start - 1] == ']')) {
		size_t open = opening(spot, start);

		if (open == start)
			return at;
		start = end = before_blanks(spot, open);
		if (!start || (!text_is_name(spot->text[start - 1]) &&
				!strchr(")]", spot->text[start - 1])))
			return open;
		at = open;
	}
	while (start && text_is_name(spot->text[start - 1]))
		start--;
	return start == end || is_keyword(spot, start, end) ? at : start;
}

static size_t expression_start(const struct spot *spot, size_t access)
{
	for (;;) {
		size_t start = operand_start(spot, access);
		size_t before = before_access(spot, start);

		if (start == access)
			return access;
		if (before == before_blanks(spot, start))
			return start;
		access = before;
	}
}

bool repair_replace_member(
	struct repair *repair, const struct spot *spot, const char *field)
{
	struct spot access;
	size_t start, end = spot_name_end(spot, spot->offset);
	const char *name;

	if (!repair_is_plain(field) || !spot_at_access(spot, &access) ||
		end - spot->offset != strlen(field))
		return false;
	start = expression_start(spot, access.offset);
	if (start == access.offset)
		return false;
	name = arena_printf(repair->arena, "pageaudit_member_%s", field);
	if (spot_char(spot, spot_after_blanks(spot, end)) == '(') {
		repair_add_name(repair, &repair->routines, name);
	} else {
		struct shape *shape = shapes_type(&repair->shapes, name, false);

		shape->variable = true;
		shapes_learn_use(&repair->shapes, shape, spot->text + end);
	}
	return cut(repair, spot, start, end, name);
}

/* ---- pieces of statements ------------------------------------------------ */

/* The comma or brace behind an initialiser, outside brackets; 0 if it does not
 * end. */
static size_t initialiser_end(const struct spot *spot, size_t at)
{
	int depth = 0;

	for (; at < spot->size; at++) {
		char c = spot->text[at];

		if (!depth && (c == ',' || c == '}'))
			return at;
		if (c == ';')
			break;
		depth += c == '(' || c == '{' || c == '[' ? 1
			: c == ')' || c == '}' || c == ']' ? -1 : 0;
	}
	return 0;
}

bool repair_cut_designator(struct repair *repair, const struct spot *spot)
{
	size_t start = spot->offset, end = initialiser_end(spot, start);

	while (start && text_is_name(spot->text[start - 1]))
		start--;
	start = before_blanks(spot, start);
	if (spot_char(spot, start) != '.') {
		if (!start || spot->text[start - 1] != '.')
			return false;
		start--;
	}
	if (!end)
		return false;
	end += spot->text[end] == ',';
	return cut(repair, spot, start, end, "");
}

bool repair_cut_cast(struct repair *repair, const struct spot *spot)
{
	size_t start = spot->offset, end;

	if (spot_char(spot, start) == '&')
		start = spot_after_blanks(spot, start + 1);
	if (spot_char(spot, start) != '(')
		return false;
	end = text_closing(spot->text, start);
	if (!end || (!text_is_name(spot_char(spot, spot_after_blanks(spot, end))) &&
			spot_char(spot, spot_after_blanks(spot, end)) != '('))
		return false;
	return cut(repair, spot, start, end, "");
}

bool repair_plain_cast(struct repair *repair, const struct spot *spot)
{
	size_t length = strlen("reinterpret_cast"), open, end;
	int depth = 0;

	open = spot_after_blanks(spot, spot->offset + length);
	if (!text_starts(spot->text + spot->offset, "reinterpret_cast") ||
		spot_char(spot, open) != '<')
		return false;
	for (end = open; !strchr("(;{}", spot_char(spot, end)); end++) {
		depth += spot_char(spot, end) == '<';
		depth -= spot_char(spot, end) == '>';
		if (!depth)
			return cut(repair, spot, spot->offset, end + 1,
				arena_printf(repair->arena, "(%.*s)",
					(int)(end - open - 1),
					spot->text + open + 1));
	}
	return false;
}

bool repair_need_brackets(struct repair *repair, const struct spot *spot)
{
	size_t start = spot->offset, end;

	if (text_starts(spot->text + start, "sizeof")) /* a macro's argument */
		start = spot_name_end(spot, start);
	start = spot_after_blanks(spot, start);
	end = spot_name_end(spot, start);
	return end > start &&
		add_edit(repair, spot, start, end,
			arena_printf(repair->arena, "(%.*s)",
				(int)(end - start), spot->text + start));
}

bool repair_cut_call(struct repair *repair, const struct spot *spot)
{
	size_t open = spot->offset, start, end;

	while (open && !strchr("(;{}", spot->text[open - 1]))
		open--;
	if (!open || spot->text[open - 1] != '(')
		return false;
	end = text_closing(spot->text, open - 1);
	start = before_blanks(spot, open - 1);
	while (start && text_is_name(spot->text[start - 1]))
		start--;
	if (!end || spot_char(spot, spot_after_blanks(spot, end)) != ';' ||
		!strchr(";{}", spot_char(spot, before_blanks(spot, start) - 1)))
		return false;
	return cut(repair, spot, start, end, "");
}

bool repair_cut_assignment(struct repair *repair, const struct spot *spot)
{
	size_t at = spot->offset, end = at;
	char first = spot_char(spot, at);

	if ((first == '+' || first == '-') && spot_char(spot, at + 1) == first)
		return cut(repair, spot, at, at + 2, "");
	while (end < at + 2 && spot_char(spot, end) &&
		strchr("+-*/%&|^<>", spot_char(spot, end)))
		end++;
	if (spot_char(spot, end) != '=' || spot_char(spot, end + 1) == '=')
		return false;
	return cut(repair, spot, at, end + 1, ",");
}

/* The comma or bracket behind an argument, outside brackets and literals; 0 if
 * there is none. */
static size_t argument_end(const struct spot *spot, size_t at)
{
	int depth = 0;

	for (; at < spot->size; at++) {
		char c = spot->text[at];

		if (c == '"' || c == '\'') {
			for (at++; at < spot->size && spot->text[at] != c; at++)
				at += spot->text[at] == '\\';
			continue;
		}
		if (!depth && strchr(",);", c))
			return c == ';' ? 0 : at;
		depth += c == '(' || c == '{' || c == '[' ? 1
			: c == ')' || c == '}' || c == ']' ? -1 : 0;
	}
	return 0;
}

bool repair_cast_argument(struct repair *repair, const struct spot *spot,
	int number, const char *type)
{
	size_t at = spot->offset, end;

	if (number) {
		at = spot_after_blanks(spot, spot_name_end(spot, at));
		if (spot_char(spot, at++) != '(')
			return false;
	}
	for (int i = 1; i < number; i++, at++)
		if (!(at = argument_end(spot, at)) || spot->text[at] != ',')
			return false;
	at = spot_after_blanks(spot, at);
	end = argument_end(spot, at);
	if (!end || end == at || !type || strstr(type, "(lambda"))
		return false;
	add_edit(repair, spot, at, at,
		arena_printf(repair->arena, "(%s)(", type));
	return add_edit(repair, spot, end, end, ")");
}

bool repair_cast_literal(
	struct repair *repair, const struct spot *spot, const char *type)
{
	size_t behind = spot_after_blanks(
		spot, spot_name_end(spot, spot->offset));
	size_t at = spot_char(spot, behind) == '=' ?
		spot_after_blanks(spot, behind + 1) :
		spot->offset;

	return type && add_edit(repair, spot, at, at,
		arena_printf(repair->arena, "(%s)", type));
}

/* ---- initialisers -------------------------------------------------------- */

bool repair_need_initialiser(struct repair *repair, const struct spot *spot)
{
	size_t at = spot_after_blanks(
		spot, spot_name_end(spot, spot->offset));
	const char *name;
	size_t end;

	if (spot_char(spot, at) != '=')
		return false;
	at = spot_after_blanks(spot, at + 1);
	end = spot_name_end(spot, at);
	name = arena_strndup(repair->arena, spot->text + at, end - at);
	if (!repair_is_plain(name) ||
		spot_char(spot, spot_after_blanks(spot, end)) != '(' ||
		repair_declares_macro(repair, name))
		return false;
	repair_add_name(repair, &repair->refused, name);
	if (repair_has(&repair->initialisers, name))
		return false;
	*vec_add(repair->arena, &repair->initialisers.list) = name;
	return true;
}

static bool becomes_string(struct repair *repair, const char *name)
{
	if (!repair_has(&repair->values, name) ||
		repair_has(&repair->strings, name))
		return false;
	repair_add_name(repair, &repair->refused, name);
	*vec_add(repair->arena, &repair->strings.list) = name;
	return true;
}

bool repair_need_string(struct repair *repair, const struct spot *spot)
{
	bool learned = false;
	size_t at = spot->offset, end;

	for (; at < spot->size && !strchr(";{}", spot->text[at]);
		at = end > at ? end : at + 1) {
		end = spot_name_end(spot, at);
		if (end > at)
			learned |= becomes_string(repair,
				arena_strndup(repair->arena,
					spot->text + at, end - at));
	}
	return learned;
}

/* The brace that closes the block that a place is in; the size if none does. */
static size_t closing_brace(const struct spot *spot, size_t at)
{
	int depth = 0;

	for (; at < spot->size; at++) {
		depth += (spot->text[at] == '{') - (spot->text[at] == '}');
		if (depth < 0)
			break;
	}
	return at;
}

static size_t opening_brace(const struct spot *spot, size_t at)
{
	int depth = 0;

	for (; at; at--) {
		depth += (spot->text[at - 1] == '}') - (spot->text[at - 1] == '{');
		if (depth < 0)
			return at - 1;
	}
	return 0;
}

/* Whether a name is among the declarators before `end`. */
static bool is_among(
	const struct spot *spot, size_t at, size_t end, const char *name)
{
	while (at < end) {
		size_t next = spot_name_end(spot, at);

		if (next - at == strlen(name) &&
			!strncmp(spot->text + at, name, next - at))
			return true;
		at = next > at ? next : at + 1;
	}
	return false;
}

/* Where "typedef struct T {" starts whose brace is at `open`, and T; the brace if
 * it is none. */
static size_t typedef_start(
	const struct spot *spot, size_t open, size_t *tag, size_t *tag_end)
{
	static const char before[] = "typedef struct";
	size_t at;

	*tag_end = before_blanks(spot, open);
	for (*tag = *tag_end; *tag && text_is_name(spot->text[*tag - 1]);)
		--*tag;
	at = before_blanks(spot, *tag);
	if (*tag == *tag_end || at < sizeof(before) - 1)
		return open;
	at -= sizeof(before) - 1;
	return text_starts(spot->text + at, before) ? at : open;
}

bool repair_name_ahead(
	struct repair *repair, const struct spot *spot, const char *name)
{
	size_t at = spot->offset, close, open, end, start, tag, tag_end;

	if (!repair->cxx || !repair_is_plain(name))
		return false;
	while ((close = closing_brace(spot, at)) < spot->size) {
		end = close + strcspn(spot->text + close, ";{");
		open = opening_brace(spot, close);
		start = typedef_start(spot, open, &tag, &tag_end);
		if (start < open && is_among(spot, close, end, name))
			return add_edit(repair, spot, start, start,
				arena_printf(repair->arena,
					"struct %.*s; typedef struct %.*s %.*s; ",
					(int)(tag_end - tag), spot->text + tag,
					(int)(tag_end - tag), spot->text + tag,
					(int)(end - close - 1),
					spot->text + close + 1));
		at = close + 1;
	}
	return false;
}

/* Whether the line up to `at` is "#define X ". */
static bool is_defined_at(const struct spot *spot, size_t at)
{
	size_t start = at;

	while (start && spot->text[start - 1] != '\n')
		start--;
	start = spot_after_blanks(spot, start);
	return spot_char(spot, start) == '#' &&
		text_starts(spot->text + spot_after_blanks(spot, start + 1),
			"define ") &&
		!memchr(spot->text + start, '(', at - start);
}

bool repair_widen_prefix(struct repair *repair, const struct spot *spot)
{
	size_t at = spot->offset, end = at + 1;

	while (spot_char(spot, end) == ' ' || spot_char(spot, end) == '\t')
		end++;
	return spot_char(spot, at) == 'L' && !text_is_name(spot_char(spot, at + 1)) &&
		strchr("\r\n", spot_char(spot, end)) &&
		is_defined_at(spot, at) &&
		add_edit(repair, spot, at, at + 1, "L\"\"");
}

/* Behind the literal that a quote opens. */
static size_t literal_end(const struct spot *spot, size_t at)
{
	for (at++; spot_char(spot, at) && spot_char(spot, at) != '"'; at++)
		at += spot->text[at] == '\\';
	return at + 1;
}

static bool is_beside_literal(const struct spot *spot, size_t start, size_t end)
{
	size_t before = before_blanks(spot, start);

	return spot_char(spot, spot_after_blanks(spot, end)) == '"' ||
		(before && spot->text[before - 1] == '"');
}

static bool becomes_piece(struct repair *repair, const char *name)
{
	if (!strcmp(name, "L") || repair_has(&repair->pieces, name) ||
		repair_declares_macro(repair, name))
		return false;
	repair_add_name(repair, &repair->refused, name);
	*vec_add(repair->arena, &repair->pieces.list) = name;
	return true;
}

bool repair_need_piece(struct repair *repair, const struct spot *spot)
{
	size_t at = before_blanks(spot, spot->offset), end;
	bool learned = false;

	while (at && text_is_name(spot->text[at - 1]))
		at--;
	for (; !strchr(";{}", spot_char(spot, at)); at = end) {
		end = spot_name_end(spot, at);
		if (spot->text[at] == '"')
			end = literal_end(spot, at);
		else if (end == at)
			end++;
		else if (is_beside_literal(spot, at, end))
			learned |= becomes_piece(repair,
				arena_strndup(repair->arena,
					spot->text + at, end - at));
	}
	return learned;
}

/* Learns ".X = ..., .Y = { .Z = ... }" from the brace on; the index behind the
 * brace that closes it, or 0. */
static size_t learn_list(struct repair *repair, struct shape *shape,
	const struct spot *spot, size_t at, int depth)
{
	for (at++; at && at < spot->size;) {
		struct shape *field = NULL;
		size_t end;

		at = text_after_comments(spot->text, at);
		if (spot_char(spot, at) == '.') {
			at = spot_after_blanks(spot, at + 1);
			end = spot_name_end(spot, at);
			field = shapes_field(&repair->shapes, shape,
				arena_strndup(repair->arena,
					spot->text + at, end - at));
			at = spot_after_blanks(spot, end);
			if (spot_char(spot, at) == '=')
				at = text_after_comments(spot->text, at + 1);
		}
		if (field && depth && spot_char(spot, at) == '{' &&
			spot_char(spot, spot_after_blanks(spot, at + 1)) == '.') {
			field->kind = SHAPE_RECORD;
			at = learn_list(repair, field, spot, at, depth - 1);
		}
		at = at ? initialiser_end(spot, at) : 0;
		if (at && spot->text[at++] == '}')
			return at;
	}
	return 0;
}

bool repair_learn_designators(
	struct repair *repair, struct shape *shape, const struct spot *spot)
{
	size_t at = spot->offset + strcspn(spot->text + spot->offset, "{;");

	if (!shape || spot_char(spot, at) != '{')
		return false;
	shape->kind = SHAPE_RECORD;
	learn_list(repair, shape, spot, at, 4);
	return true;
}
