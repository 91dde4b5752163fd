#include "base/nocase.h"

#include <string.h>

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* How many characters both begin with. */
static size_t common(const char *left, const char *right)
{
	size_t length = 0;

	while (left[length] && lower(left[length]) == lower(right[length]))
		length++;
	return length;
}

bool nocase_same(const char *left, const char *right)
{
	size_t length = common(left, right);

	return !left[length] && !right[length];
}

bool nocase_starts(const char *text, const char *prefix)
{
	return !prefix[common(text, prefix)];
}

bool nocase_ends(const char *text, const char *suffix)
{
	size_t length = strlen(text), tail = strlen(suffix);

	return length >= tail && nocase_same(text + length - tail, suffix);
}

const char *nocase_find(const char *text, const char *part)
{
	for (;; text++) {
		if (nocase_starts(text, part))
			return text;
		if (!*text)
			return NULL;
	}
}

char *nocase_lower(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *c = copy; *c; c++)
		*c = (char)lower(*c);
	return copy;
}
