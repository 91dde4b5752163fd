#include "project/source_text.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf16.h"
#include "base/utf8.h"

/* Whether a character can be the first half of one of two bytes. */
static bool is_lead(char c)
{
	return (unsigned char)c > 0x80 && (unsigned char)c < 0xFF;
}

static bool is_utf8(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size;) {
		size_t length = (unsigned char)bytes[i] < 0x80 ?
			1 :
			utf8_length(bytes + i, size - i);

		if (!length)
			return false;
		i += length;
	}
	return true;
}

/* Whether a line has a comment that goes on to its end. */
static bool has_line_comment(const char *line, const char *end)
{
	for (; end - line >= 2; line++)
		if (line[0] == '/' && line[1] == '/')
			return true;
	return false;
}

/* Where a comment seems to go on in the next line behind `at`, because the last
 * character ends in a backslash; NULL if none does. */
static const char *next_half(const char *bytes, size_t size, const char *at)
{
	const char *end = bytes + size;

	while ((at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
		const char *back = at++, *line = back;

		if (back == bytes || !is_lead(back[-1]) || at == end ||
			(*at != '\n' && *at != '\r'))
			continue;
		while (line > bytes && line[-1] != '\n')
			line--;
		if (has_line_comment(line, back))
			return back;
	}
	return NULL;
}

char *source_text(struct arena *arena, const char *bytes, size_t *size)
{
	char *text = utf16_to_utf8(arena, bytes, size);
	const char *half = text ? NULL : next_half(bytes, *size, bytes);

	if (!half || is_utf8(bytes, *size))
		return text;
	text = arena_strndup(arena, bytes, *size);
	for (; half; half = next_half(bytes, *size, half + 1))
		text[half - bytes] = '_';
	return text;
}
