/*
 * The expressions of !IF: numbers and quoted texts, DEFINED(NAME) and
 * EXIST(path), with the operators of C in C's order. Macros are replaced before
 * anything is read. What cannot be decided (a word without quotes, nothing
 * where a value should be, a [command]) makes the whole condition false, and a
 * note says so.
 */
#include "project/nmake.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"

enum { DEEPEST = 100 };

struct value {
	const char *text; /* NULL: a number */
	int64_t number;
};

struct reader {
	struct nmake *nmake;
	const char *at;
	uint32_t depth;
	bool unknown;
};

static struct value unknown(struct reader *reader)
{
	reader->unknown = true;
	return (struct value){ 0 };
}

static struct value number(int64_t value)
{
	return (struct value){ .number = value };
}

/* ---- words -------------------------------------------------------------------- */

static void skip_blanks(struct reader *reader)
{
	while (isspace((unsigned char)*reader->at))
		reader->at++;
}

static bool take(struct reader *reader, const char *symbol)
{
	skip_blanks(reader);
	if (strncmp(reader->at, symbol, strlen(symbol)))
		return false;
	reader->at += strlen(symbol);
	return true;
}

/* The text up to a character, which is taken too; NULL if it is not there. */
static const char *take_until(struct reader *reader, char end)
{
	const char *start = reader->at, *close = strchr(start, end);

	if (!close)
		return NULL;
	reader->at = close + 1;
	return arena_strndup(
		reader->nmake->arena, start, (size_t)(close - start));
}

/* What stands in the parentheses of DEFINED and EXIST, quoted or not. */
static const char *take_argument(struct reader *reader)
{
	const char *text;
	size_t length;

	if (!take(reader, "("))
		return NULL;
	if (take(reader, "\"")) {
		text = take_until(reader, '"');
		return text && take(reader, ")") ? text : NULL;
	}
	skip_blanks(reader);
	text = take_until(reader, ')');
	for (length = text ? strlen(text) : 0;
		length && isspace((unsigned char)text[length - 1]);)
		length--;
	return text ? arena_strndup(reader->nmake->arena, text, length) : NULL;
}

/* ---- operands ------------------------------------------------------------------ */

static bool exists(struct nmake *nmake, const char *named)
{
	const char *path = path_join(nmake->arena, nmake->directory,
		path_normalise(nmake->arena, named));

	return *named && lookup_kind(nmake->lookup, &path) != PATH_MISSING;
}

static struct value call(struct reader *reader)
{
	bool defined = nocase_starts(reader->at, "defined");
	const char *argument;

	while (isalpha((unsigned char)*reader->at))
		reader->at++;
	argument = take_argument(reader);
	if (!argument)
		return unknown(reader);
	return number(defined ? nmake_is_set(reader->nmake, argument)
			      : exists(reader->nmake, argument));
}

static struct value read_number(struct reader *reader)
{
	char *end;
	uint64_t value = strtoull(reader->at, &end, 0);

	if (end == reader->at || isalnum((unsigned char)*end) || *end == '_')
		return unknown(reader);
	reader->at = end;
	return number((int64_t)value);
}

/* A command counts as what it ends with: echo, which says something, with 0. */
static struct value run(struct reader *reader)
{
	const char *command;

	skip_blanks(reader);
	command = take_until(reader, ']');
	if (!command || !nocase_starts(command, "echo "))
		return unknown(reader);
	return number(0);
}

static struct value read_level(struct reader *reader, int level);

static struct value operand(struct reader *reader)
{
	struct value value;

	if (take(reader, "\"")) {
		value.text = take_until(reader, '"');
		value.number = 0;
		return value.text ? value : unknown(reader);
	}
	if (take(reader, "["))
		return run(reader);
	if (take(reader, "(")) {
		value = read_level(reader, 0);
		return take(reader, ")") ? value : unknown(reader);
	}
	if (nocase_starts(reader->at, "defined") ||
		nocase_starts(reader->at, "exist"))
		return call(reader);
	return read_number(reader);
}

static struct value read_unary(struct reader *reader)
{
	struct value value;
	char sign;

	skip_blanks(reader);
	sign = *reader->at;
	if (!sign || !strchr("!-~", sign))
		return operand(reader);
	if (++reader->depth > DEEPEST)
		return unknown(reader);
	reader->at++;
	value = read_unary(reader);
	reader->depth--;
	if (value.text)
		return unknown(reader);
	if (sign == '!')
		return number(!value.number);
	return number(sign == '~' ? ~value.number
				  : (int64_t)(0 - (uint64_t)value.number));
}

/* ---- operators ------------------------------------------------------------------- */

enum { LEVELS = 10, MOST_OPERATORS = 4 };

/* Loosest first; in a row the longer ones first. */
static const char *const operators[LEVELS][MOST_OPERATORS + 1] = {
	{ "||" }, { "&&" }, { "|" }, { "^" }, { "&" }, { "==", "!=" },
	{ "<=", ">=", "<", ">" }, { "<<", ">>" }, { "+", "-" },
	{ "*", "/", "%" },
};

/* The operator of a level that is next, or NULL; longer ones of other levels
 * that begin like it are left alone. */
static const char *take_operator(struct reader *reader, int level)
{
	skip_blanks(reader);
	for (int i = 0; operators[level][i]; i++) {
		const char *symbol = operators[level][i];
		char next;

		if (strncmp(reader->at, symbol, strlen(symbol)))
			continue;
		next = reader->at[strlen(symbol)];
		if (!symbol[1] && strchr("|&<>", *symbol) && next == *symbol)
			continue;
		reader->at += strlen(symbol);
		return symbol;
	}
	return NULL;
}

static struct value compare_texts(
	struct reader *reader, const char *symbol, int order)
{
	if (!strcmp(symbol, "=="))
		return number(!order);
	if (!strcmp(symbol, "!="))
		return number(order != 0);
	if (!strcmp(symbol, "<") || !strcmp(symbol, ">"))
		return number(*symbol == '<' ? order < 0 : order > 0);
	if (!strcmp(symbol, "<=") || !strcmp(symbol, ">="))
		return number(*symbol == '<' ? order <= 0 : order >= 0);
	return unknown(reader);
}

static struct value divide(
	struct reader *reader, char symbol, int64_t left, int64_t right)
{
	if (!right || (right == -1 && left == INT64_MIN))
		return unknown(reader);
	return number(symbol == '/' ? left / right : left % right);
}

static struct value calculate(struct reader *reader, char symbol,
	int64_t left, int64_t right)
{
	uint64_t a = (uint64_t)left, b = (uint64_t)right;

	switch (symbol) {
	case '|': return number(left | right);
	case '&': return number(left & right);
	case '^': return number(left ^ right);
	case '+': return number((int64_t)(a + b));
	case '-': return number((int64_t)(a - b));
	case '*': return number((int64_t)(a * b));
	default: return divide(reader, symbol, left, right);
	}
}

static struct value shift(
	struct reader *reader, char symbol, int64_t left, int64_t right)
{
	if (right < 0 || right > 63)
		return unknown(reader);
	return number(symbol == '<' ? (int64_t)((uint64_t)left << right)
				    : left >> right);
}

static struct value apply(struct reader *reader, const char *symbol,
	struct value left, struct value right)
{
	int64_t a = left.number, b = right.number;

	if (!left.text != !right.text)
		return unknown(reader);
	if (left.text)
		return compare_texts(
			reader, symbol, strcmp(left.text, right.text));
	if (!strcmp(symbol, "<<") || !strcmp(symbol, ">>"))
		return shift(reader, *symbol, a, b);
	if (strchr("=!<>", *symbol))
		return compare_texts(reader, symbol, (a > b) - (a < b));
	return calculate(reader, *symbol, a, b);
}

/* `||` and `&&` do not ask for the right side when the left one decides. */
static struct value join(
	struct reader *reader, bool or, struct value left, int level)
{
	bool unknown_before = reader->unknown;
	struct value right = read_level(reader, level + 1);

	if (left.text)
		return unknown(reader);
	if ((left.number != 0) == or) {
		reader->unknown = unknown_before;
		return number(or);
	}
	return right.text ? unknown(reader) : number(right.number != 0);
}

static struct value read_level(struct reader *reader, int level)
{
	struct value left;
	const char *symbol;

	if (level == LEVELS)
		return read_unary(reader);
	if (++reader->depth > DEEPEST * LEVELS)
		return unknown(reader);
	left = read_level(reader, level + 1);
	while (!reader->unknown &&
		(symbol = take_operator(reader, level)) != NULL)
		left = level < 2
			? join(reader, level == 0, left, level)
			: apply(reader, symbol, left,
				  read_level(reader, level + 1));
	reader->depth--;
	return left;
}

bool nmake_holds(struct nmake *nmake, const char *expression)
{
	struct reader reader = { .nmake = nmake,
		.at = nmake_expand(nmake, expression) };
	struct value value = read_level(&reader, 0);

	skip_blanks(&reader);
	if (!reader.unknown && !value.text && !*reader.at)
		return value.number != 0;
	nmake_note(nmake, "the condition%s is not understood and counts as "
		"false", expression);
	return false;
}
