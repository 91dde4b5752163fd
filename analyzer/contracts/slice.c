/*
 * Pieces of SAL text. Nothing is copied: a slice points into the text it was
 * cut from, and each function runs over its piece once; slice_bare does so for
 * each pair of the PARENTHESES that it takes off.
 */
#include "contracts/sal.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PARENTHESES = 16 };

bool is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_blank(char c)
{
	return isspace((unsigned char)c);
}

struct slice slice_trim(struct slice text)
{
	while (text.at < text.end && is_blank(*text.at))
		text.at++;
	while (text.at < text.end && is_blank(text.end[-1]))
		text.end--;
	return text;
}

/* After the string or character literal that starts at `at`. */
static const char *after_literal(const char *at, const char *end)
{
	char quote = *at++;

	while (at < end && *at != quote)
		at += *at == '\\' && at + 1 < end ? 2 : 1;
	return at < end ? at + 1 : end;
}

const char *slice_closing(struct slice text)
{
	const char *at = text.at;
	size_t depth = 0;

	while (at < text.end) {
		if (*at == '"' || *at == '\'') {
			at = after_literal(at, text.end);
			continue;
		}
		if (*at == '(')
			depth++;
		else if (*at == ')' && --depth == 0)
			return at;
		at++;
	}
	return NULL;
}

struct slice slice_bare(struct slice text)
{
	text = slice_trim(text);
	for (int i = 0; i < PARENTHESES; i++) {
		if (text.at == text.end || *text.at != '(' ||
			slice_closing(text) != text.end - 1)
			break;
		text.at++;
		text.end--;
		text = slice_trim(text);
	}
	return text;
}

bool slice_is(struct slice text, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(text.end - text.at) == length &&
	       !memcmp(text.at, word, length);
}

bool slice_is_identifier(struct slice text)
{
	if (text.at == text.end || !is_name_start(*text.at))
		return false;
	for (const char *at = text.at; at < text.end; at++) {
		if (!is_name(*at))
			return false;
	}
	return true;
}

bool slice_number(struct slice text, int64_t *number)
{
	char copy[32], *end;
	size_t length = (size_t)(text.end - text.at);

	if (length == 0 || length >= sizeof(copy) || is_blank(*text.at))
		return false;
	memcpy(copy, text.at, length);
	copy[length] = '\0';
	errno = 0;
	*number = strtoll(copy, &end, 0);
	if (end == copy || errno == ERANGE)
		return false;
	return end[strspn(end, "uUlL")] == '\0';
}

bool slice_split(
	struct slice *text, const char *separator, struct slice *part)
{
	size_t width = strlen(separator);
	const char *at = text->at;
	size_t depth = 0;

	if (at == text->end)
		return false;
	while (at < text->end) {
		if (*at == '"' || *at == '\'') {
			at = after_literal(at, text->end);
			continue;
		}
		if (*at == '(')
			depth++;
		else if (*at == ')' && depth > 0)
			depth--;
		else if (depth == 0 && (size_t)(text->end - at) >= width &&
			 !memcmp(at, separator, width))
			break;
		at++;
	}
	*part = (struct slice){ text->at, at };
	text->at = at < text->end ? at + width : at;
	return true;
}
