/*
 * Conditions: comparisons and tests for files, joined by `and`, `or`, `!` and
 * parentheses. `and` binds tighter. What cannot be decided (a text where a
 * truth or a number is expected, a function that is not known) makes the whole
 * condition false, and a note says so.
 */
#include "project/msbuild.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"

enum { DEEPEST = 100 };

struct reader {
	struct msbuild *msbuild;
	const char *at;
	const char *directory; /* of relative paths */
	uint32_t depth;
	bool unknown;
};

/* ---- words -------------------------------------------------------------- */

static void skip_blanks(struct reader *reader)
{
	while (isspace((unsigned char)*reader->at))
		reader->at++;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '-' ||
		c == '+';
}

/* Takes a symbol, if it is next. */
static bool take(struct reader *reader, const char *symbol)
{
	skip_blanks(reader);
	if (strncmp(reader->at, symbol, strlen(symbol)))
		return false;
	reader->at += strlen(symbol);
	return true;
}

/* Takes a word such as "and", if it is next and does not go on. */
static bool take_word(struct reader *reader, const char *word)
{
	skip_blanks(reader);
	if (!nocase_starts(reader->at, word) ||
		is_word(reader->at[strlen(word)]))
		return false;
	reader->at += strlen(word);
	return true;
}

static const char *take_text(struct reader *reader, size_t length)
{
	const char *text = msbuild_expand(reader->msbuild,
		arena_strndup(reader->msbuild->arena, reader->at, length));

	reader->at += length;
	return text;
}

/* Where a quoted text ends: references in it may hold quotes. */
static size_t quoted_length(const char *text)
{
	size_t length = 0;

	while (text[length] && text[length] != '\'') {
		size_t reference = strchr("$%@", text[length]) &&
				text[length + 1] == '('
			? msbuild_reference_length(text + length)
			: 0;

		length += reference ? reference : 1;
	}
	return length;
}

/* One operand, expanded; NULL if there is none. */
static const char *operand(struct reader *reader)
{
	const char *text;
	size_t length;

	skip_blanks(reader);
	if (*reader->at == '\'') {
		reader->at++;
		text = take_text(reader, quoted_length(reader->at));
		return take(reader, "'") ? text : NULL;
	}
	if (*reader->at && strchr("$%@", *reader->at) && reader->at[1] == '(') {
		length = msbuild_reference_length(reader->at);
		return length ? take_text(reader, length) : NULL;
	}
	for (length = 0; is_word(reader->at[length]);)
		length++;
	return length ? take_text(reader, length) : NULL;
}

/* ---- values ------------------------------------------------------------- */

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_NONE };

static enum truth truth_of(const char *text)
{
	static const struct {
		const char *text;
		enum truth truth;
	} truths[] = {
		{ "true", TRUTH_YES }, { "on", TRUTH_YES },
		{ "yes", TRUTH_YES }, { "!false", TRUTH_YES },
		{ "!off", TRUTH_YES }, { "!no", TRUTH_YES },
		{ "false", TRUTH_NO }, { "off", TRUTH_NO }, { "no", TRUTH_NO },
		{ "!true", TRUTH_NO }, { "!on", TRUTH_NO },
		{ "!yes", TRUTH_NO },
	};

	for (size_t i = 0; i < sizeof(truths) / sizeof(*truths); i++)
		if (nocase_same(text, truths[i].text))
			return truths[i].truth;
	return TRUTH_NONE;
}

static bool number_of(const char *text, double *number)
{
	char *end;

	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		*number = (double)strtoull(text, &end, 16);
	else if (isdigit((unsigned char)text[text[0] == '-']))
		*number = strtod(text, &end);
	else
		return false;
	return !*end;
}

/* Compares "10.0.19041.0" part by part; false if one is no version. */
static bool compare_versions(const char *left, const char *right, int *order)
{
	*order = 0;
	while (*left || *right) {
		uint64_t a = 0, b = 0;
		char *end;

		if ((*left && !isdigit((unsigned char)*left)) ||
			(*right && !isdigit((unsigned char)*right)))
			return false;
		if (*left) {
			a = strtoull(left, &end, 10);
			left = end + (*end == '.');
		}
		if (*right) {
			b = strtoull(right, &end, 10);
			right = end + (*end == '.');
		}
		if (!*order)
			*order = (a > b) - (a < b);
	}
	return true;
}

static bool compare_numbers(struct reader *reader, const char *left,
	const char *right, int *order)
{
	double a, b;

	if (number_of(left, &a) && number_of(right, &b)) {
		*order = (a > b) - (a < b);
		return true;
	}
	if (*left && *right && compare_versions(left, right, order))
		return true;
	reader->unknown = true;
	return false;
}

static bool equal(struct reader *reader, const char *left, const char *right)
{
	struct arena *arena = reader->msbuild->arena;
	double a, b;

	if (number_of(left, &a) && number_of(right, &b))
		return a == b;
	if (truth_of(left) != TRUTH_NONE && truth_of(right) != TRUTH_NONE)
		return truth_of(left) == truth_of(right);
	return nocase_same(msbuild_plain(arena, left),
		msbuild_plain(arena, right));
}

/* ---- the grammar --------------------------------------------------------- */

static bool read_or(struct reader *reader);

/* The rest of a comparison, if there is one; else the operand is a truth. */
static bool compare(struct reader *reader, const char *left)
{
	static const char *const operators[] = { "==", "!=", "<=", ">=", "<",
		">" };
	const char *right;
	int which = 0, order;

	while (which < 6 && !take(reader, operators[which]))
		which++;
	if (which == 6) {
		enum truth truth =
			truth_of(msbuild_plain(reader->msbuild->arena, left));

		reader->unknown |= truth == TRUTH_NONE;
		return truth == TRUTH_YES;
	}
	right = operand(reader);
	if (!right) {
		reader->unknown = true;
		return false;
	}
	if (which < 2)
		return equal(reader, left, right) == (which == 0);
	if (!compare_numbers(reader, left, right, &order))
		return false;
	return which == 2 ? order <= 0 : which == 3 ? order >= 0
		: which == 4 ? order < 0 : order > 0;
}

static bool file_exists(struct reader *reader, const char *named)
{
	struct arena *arena = reader->msbuild->arena;
	const char *path = msbuild_plain(arena, named);

	if (!*path)
		return false;
	path = path_join(
		arena, reader->directory, path_normalise(arena, path));
	return lookup_kind(reader->msbuild->lookup, &path) != PATH_MISSING;
}

/* Exists('…') and HasTrailingSlash('…'); other functions are not known. */
static bool call(struct reader *reader, bool (*function)(struct reader *reader,
						const char *argument))
{
	const char *argument = operand(reader);

	if (!argument || !take(reader, ")")) {
		reader->unknown = true;
		return false;
	}
	return function(reader, argument);
}

static bool has_trailing_slash(struct reader *reader, const char *text)
{
	size_t length = strlen(text);

	(void)reader;
	return length && strchr("/\\", text[length - 1]);
}

static bool read_one(struct reader *reader)
{
	const char *left, *start;
	bool value;

	if (take(reader, "(")) {
		value = read_or(reader);
		reader->unknown |= !take(reader, ")");
		return value;
	}
	start = reader->at;
	if (take_word(reader, "exists") && take(reader, "("))
		return call(reader, file_exists);
	reader->at = start;
	if (take_word(reader, "hastrailingslash") && take(reader, "("))
		return call(reader, has_trailing_slash);
	reader->at = start;
	left = operand(reader);
	if (!left) {
		reader->unknown = true;
		return false;
	}
	return compare(reader, left);
}

static bool read_not(struct reader *reader)
{
	bool turned = false, value;

	skip_blanks(reader);
	while (*reader->at == '!') {
		reader->at++;
		skip_blanks(reader);
		turned = !turned;
	}
	if (++reader->depth > DEEPEST) {
		reader->unknown = true;
		return false;
	}
	value = read_one(reader);
	reader->depth--;
	return value != turned;
}

/* Reads what comes behind `and` or `or`. Where the value is known before, it
 * does not matter whether this can be decided. */
static bool read_more(
	struct reader *reader, bool (*part)(struct reader *reader), bool known)
{
	bool unknown = reader->unknown, value = part(reader);

	if (known)
		reader->unknown = unknown;
	return value;
}

static bool read_and(struct reader *reader)
{
	bool value = read_not(reader);

	while (!reader->unknown && take_word(reader, "and"))
		value = read_more(reader, read_not, !value) && value;
	return value;
}

static bool read_or(struct reader *reader)
{
	bool value = read_and(reader);

	while (!reader->unknown && take_word(reader, "or"))
		value = read_more(reader, read_and, value) || value;
	return value;
}

bool msbuild_holds(struct msbuild *msbuild, const char *condition,
	const char *directory)
{
	struct reader reader = { .msbuild = msbuild, .at = condition,
		.directory = directory };
	bool value;

	if (!condition || !condition[strspn(condition, " \t\r\n")])
		return true;
	value = read_or(&reader);
	skip_blanks(&reader);
	if (!reader.unknown && !*reader.at)
		return value;
	msbuild_note(msbuild, "the condition %s is not understood and counts "
		"as false", condition);
	return false;
}
