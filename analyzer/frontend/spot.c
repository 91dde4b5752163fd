#include "frontend/spot.h"

#include <ctype.h>
#include <string.h>

bool spot_of(
	CXTranslationUnit tu, CXSourceLocation location, struct spot *spot)
{
	unsigned offset;

	clang_getSpellingLocation(location, &spot->file, NULL, NULL, &offset);
	if (!spot->file) /* a name that a macro has pasted */
		clang_getExpansionLocation(
			location, &spot->file, NULL, NULL, &offset);
	if (!spot->file)
		return false;
	spot->text = clang_getFileContents(tu, spot->file, &spot->size);
	spot->offset = offset;
	return spot->text && spot->offset < spot->size;
}

bool text_is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

size_t spot_after_blanks(const struct spot *spot, size_t at)
{
	while (at < spot->size && isspace((unsigned char)spot->text[at]))
		at++;
	return at;
}

/* Where the comment starts that ends at `at`; `at` if none does. */
static size_t comment_start(const struct spot *spot, size_t at)
{
	const char *text = spot->text;
	size_t start = at;

	if (at > 3 && text[at - 1] == '/' && text[at - 2] == '*') {
		for (start = at - 2; start > 1; start--)
			if (text[start - 2] == '/' && text[start - 1] == '*')
				return start - 2;
		return at;
	}
	for (; start > 1 && text[start - 1] != '\n'; start--)
		if (text[start - 1] == '/' && text[start - 2] == '/')
			return start - 2;
	return at;
}

/* What stands before a place, blanks and comments apart. */
static char char_before(const struct spot *spot, size_t at)
{
	for (;;) {
		size_t start;

		while (at && isspace((unsigned char)spot->text[at - 1]))
			at--;
		start = comment_start(spot, at);
		if (start == at)
			return at ? spot->text[at - 1] : ';';
		at = start;
	}
}

char spot_char(const struct spot *spot, size_t at)
{
	return at < spot->size ? spot->text[at] : '\0';
}

size_t spot_name_end(const struct spot *spot, size_t at)
{
	while (at < spot->size && text_is_name(spot->text[at]))
		at++;
	return at;
}

/* Whether an undeclared name in an expression can only be a type: "(X)a",
 * "(X *)", "sizeof(X)", "X *a =" at the start of a statement. */
bool spot_is_type(const struct spot *spot)
{
	size_t end = spot_after_blanks(spot, spot_name_end(spot, spot->offset));
	char before = char_before(spot, spot->offset);
	bool star = spot_char(spot, end) == '*';

	while (spot_char(spot, end) == '*')
		end = spot_after_blanks(spot, end + 1);
	if (before == '(' && spot_char(spot, end) == ')') {
		char next = spot_char(spot, spot_after_blanks(spot, end + 1));

		return star || text_is_name(next) || next == '(' || next == '&' ||
			next == '"';
	}
	if (before == ';' || before == '{' || before == '}')
		return text_is_name(spot_char(spot, end));
	return star && (before == '(' || before == ',') &&
		(text_is_name(spot_char(spot, end)) || before == ',');
}

bool spot_is_sizeof(const struct spot *spot)
{
	size_t at = spot->offset;

	while (at && (isspace((unsigned char)spot->text[at - 1]) ||
			spot->text[at - 1] == '('))
		at--;
	return at >= 6 && !strncmp(spot->text + at - 6, "sizeof", 6);
}

/* Whether something is done to an undeclared name that only a variable can
 * stand: its address, a field, an element, an assignment. */
bool spot_is_variable(const struct spot *spot, size_t end)
{
	size_t at = spot_after_blanks(spot, end);
	char next = spot_char(spot, at), then = spot_char(spot, at + 1);
	size_t before = spot->offset;

	while (before && isspace((unsigned char)spot->text[before - 1]))
		before--;
	return next == '[' || (next == '-' && then == '>') || next == '.' ||
		(next == '=' && then != '=') ||
		(before && spot->text[before - 1] == '&' &&
			(before < 2 || spot->text[before - 2] != '&'));
}

bool spot_is_member_access(const struct spot *spot)
{
	return spot_char(spot, spot->offset) == '.' ||
		(spot_char(spot, spot->offset) == '-' &&
			spot_char(spot, spot->offset + 1) == '>');
}

bool spot_at_access(const struct spot *spot, struct spot *access)
{
	size_t at = spot->offset;

	*access = *spot;
	if (spot_is_member_access(spot))
		return true;
	while (at && isspace((unsigned char)spot->text[at - 1]))
		at--;
	if (at > 1 && spot->text[at - 1] == '>' && spot->text[at - 2] == '-')
		access->offset = at - 2;
	else if (at && spot->text[at - 1] == '.')
		access->offset = at - 1;
	return access->offset < spot->offset;
}

/* ---- text ---------------------------------------------------------------- */

bool text_starts(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* The index behind the bracket that closes the one at `at`; 0 if none does. */
size_t text_closing(const char *text, size_t at)
{
	int depth = 0;

	for (; text[at]; at++) {
		depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
		if (!depth)
			return at + 1;
	}
	return 0;
}

/* Behind blanks and comments. */
size_t text_after_comments(const char *text, size_t at)
{
	for (;;) {
		at += strspn(text + at, " \t\r\n");
		if (text[at] == '/' && text[at + 1] == '/') {
			at += strcspn(text + at, "\n");
		} else if (text[at] == '/' && text[at + 1] == '*') {
			const char *close = strstr(text + at + 2, "*/");

			if (!close)
				return at;
			at = (size_t)(close + 2 - text);
		} else {
			return at;
		}
	}
}
